// Where logs go. What Faircopy writes holds constant events and tokens alone; what Azure writes holds random ids.
param name string
param location string
param tags object

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    // Long enough to look into a fault, and no archive of who pressed when.
    retentionInDays: 30
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
    workspaceCapping: {
      // A fault that writes without end must not cost without end.
      dailyQuotaGb: 2
    }
  }
}

output workspaceId string = workspace.id
