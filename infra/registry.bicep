// Where the image lies. It holds our code and no word of anybody's, so it is reached by name and sign-in alone.
param name string
param location string
param tags object
param principalId string

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    // A private door to a registry needs Premium, at about ten times the price.
    name: 'Basic'
  }
  properties: {
    adminUserEnabled: false
  }
}

// AcrPull: fetch the image, and nothing else.
resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, principalId, 'pull')
  scope: registry
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
  }
}

output server string = registry.properties.loginServer
