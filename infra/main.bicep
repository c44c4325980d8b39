// Everything that Faircopy runs on in one council's own subscription, in one resource group, in the United Kingdom.
//
// A resource group and no wider: whoever deploys needs rights on that group alone (docs/deploy.md says which).
// No secret passes through here, neither as a parameter nor as an output.
targetScope = 'resourceGroup'

@description('A short name for this deployment: letters, digits and hyphens. It becomes part of every name.')
@minLength(2)
@maxLength(18)
param environmentName string

@description('Where everything lies. What was said about a child does not leave the United Kingdom.')
@allowed([
  'uksouth'
])
param location string = 'uksouth'

@description('The image to run, with its registry. Empty the first time: a stand-in holds the place until the image is there.')
param image string = ''

@description('http_json: files and reads back over HTTP. by_hand: people file what they approved.')
@allowed([
  'http_json'
  'by_hand'
])
param caseSystem string = 'http_json'

@description('The address of the case system. May be empty with by_hand.')
param caseSystemUrl string = ''

@description('Whether the case system takes one idempotency key twice and files once.')
param caseSystemHonoursKeys bool = true

@description('Whether the case system has a key of its own, which Set-CaseSystemKey.ps1 has put into the vault.')
param caseSystemHasKey bool = false

@description('The number of a test person\'s file there: the set-up check writes a note to it. Empty: that is not tried.')
param caseSystemTestFile string = ''

@description('Another case system that the council may move to in configure: its address. Approved words may go to no third host.')
param otherCaseSystemUrl string = ''

@description('Whether that one takes one idempotency key twice and files once.')
param otherCaseSystemHonoursKeys bool = true

@description('Whether that one has a key of its own, which Set-CaseSystemKey.ps1 -Other has put into the vault.')
param otherCaseSystemHasKey bool = false

@description('The number of a test person\'s file in that one.')
param otherCaseSystemTestFile string = ''

@description('The first people who may type configure: Entra object ids, separated by commas. They name the others.')
param admins string = ''

@description('Copies that always run. Two, in two zones: one can be lost and nobody waits.')
@minValue(1)
@maxValue(10)
param minReplicas int = 2

@description('Copies at most, while many meetings end at once.')
@minValue(1)
@maxValue(30)
param maxReplicas int = 4

@description('Days for which a receipt can be neither changed nor deleted. The policy is not locked: see docs/deploy.md.')
@minValue(1)
@maxValue(3650)
param receiptDays int = 365

@description('Whether somebody has locked that policy for good, in the portal.')
param receiptsLocked bool = false

@description('Addresses that may write to the bot, in CIDR form. Empty: anybody, and each request is checked by its signature.')
param callers array = []

@description('Settings beside those that are made here: FAIRCOPY_… names and their values, none of them secret (docs/settings.md).')
param moreSettings object = {}

@description('Tags for every resource.')
param tags object = {}

var token = toLower(uniqueString(resourceGroup().id, environmentName))
var short = toLower(environmentName)
var allTags = union(tags, {
  'azd-env-name': environmentName
})

// What the bot runs as, everywhere: no password that could be copied, and none that runs out.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-faircopy-${short}'
  location: location
  tags: allTags
}

module logs 'logs.bicep' = {
  name: 'logs'
  params: {
    name: 'log-faircopy-${short}'
    location: location
    tags: allTags
  }
}

module network 'network.bicep' = {
  name: 'network'
  params: {
    name: 'vnet-faircopy-${short}'
    location: location
    tags: allTags
  }
}

module temporary 'temporary.bicep' = {
  name: 'temporary'
  params: {
    name: 'fct${token}'
    location: location
    tags: allTags
    principalId: identity.properties.principalId
    subnetId: network.outputs.endpointsSubnetId
    blobZoneId: network.outputs.blobZoneId
    queueZoneId: network.outputs.queueZoneId
    workspaceId: logs.outputs.workspaceId
  }
}

module lasting 'lasting.bicep' = {
  name: 'lasting'
  params: {
    name: 'fcl${token}'
    location: location
    tags: allTags
    principalId: identity.properties.principalId
    subnetId: network.outputs.endpointsSubnetId
    blobZoneId: network.outputs.blobZoneId
    workspaceId: logs.outputs.workspaceId
    receiptDays: receiptDays
    receiptsLocked: receiptsLocked
  }
}

module vault 'vault.bicep' = {
  name: 'vault'
  params: {
    name: 'kv-fc-${token}'
    location: location
    tags: allTags
    principalId: identity.properties.principalId
    subnetId: network.outputs.endpointsSubnetId
    vaultZoneId: network.outputs.vaultZoneId
    workspaceId: logs.outputs.workspaceId
    caseSystemHasKey: caseSystemHasKey
    otherCaseSystemHasKey: otherCaseSystemHasKey
  }
}

module registry 'registry.bicep' = {
  name: 'registry'
  params: {
    name: 'crfc${token}'
    location: location
    tags: allTags
    principalId: identity.properties.principalId
  }
}

module app 'app.bicep' = {
  name: 'app'
  params: {
    name: 'ca-faircopy-${short}'
    location: location
    tags: allTags
    image: image
    identityId: identity.id
    identityClientId: identity.properties.clientId
    registryServer: registry.outputs.server
    subnetId: network.outputs.appsSubnetId
    workspaceId: logs.outputs.workspaceId
    temporaryName: temporary.outputs.name
    temporaryBlobUrl: temporary.outputs.blobUrl
    temporaryQueueUrl: temporary.outputs.queueUrl
    lastingBlobUrl: lasting.outputs.blobUrl
    vaultKeyUrl: vault.outputs.keyUrl
    caseSystem: caseSystem
    caseSystemUrl: caseSystemUrl
    caseSystemHonoursKeys: caseSystemHonoursKeys
    caseSystemKeyUrl: vault.outputs.caseSystemKeyUrl
    caseSystemTestFile: caseSystemTestFile
    otherCaseSystemUrl: otherCaseSystemUrl
    otherCaseSystemHonoursKeys: otherCaseSystemHonoursKeys
    otherCaseSystemKeyUrl: vault.outputs.otherCaseSystemKeyUrl
    otherCaseSystemTestFile: otherCaseSystemTestFile
    admins: admins
    minReplicas: minReplicas
    maxReplicas: maxReplicas
    callers: callers
    moreSettings: moreSettings
  }
}

module bot 'bot.bicep' = {
  name: 'bot'
  params: {
    name: 'bot-faircopy-${short}'
    tags: allTags
    identityId: identity.id
    identityClientId: identity.properties.clientId
    host: app.outputs.host
  }
}

// Names and addresses, for azd and for the scripts beside this file.
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.server
output BOT_NAME string = bot.outputs.name
output BOT_APP_ID string = identity.properties.clientId
output BOT_ENDPOINT string = bot.outputs.endpoint
output CONTAINER_APP string = app.outputs.name
output TEMPORARY_ACCOUNT string = temporary.outputs.name
output LASTING_ACCOUNT string = lasting.outputs.name
output VAULT_NAME string = vault.outputs.name
