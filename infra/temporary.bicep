// The account for words: sealed drafts, dockets, keys, and the queue. What is deleted here must be gone.
//
// Every recovery feature is off, because each of them keeps what was deleted: docs/decisions/0002. Council baselines
// usually demand them, so this account needs a written exemption; docs/deploy.md has its text. Faircopy tries at each
// start whether deleting deletes, and does not start where it does not. There is no lifecycle rule either: it would
// delete under a hold.
param name string
param location string
param tags object
param principalId string
param subnetId string
param blobZoneId string
param queueZoneId string
param workspaceId string

// As in storage/rooms.py; tests/infra compares them.
var containers = [
  'words'
  'keys'
  'dockets'
  'names'
  'authors'
  'due'
  'offers'
]
var queues = [
  'nudges'
  'nudges-poison'
]

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    // Three zones of one region, written at once. A second region would be written later, and deleted later.
    name: 'Standard_ZRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    allowedCopyScope: 'AAD'
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    isSftpEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
    }
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: false
    }
    containerDeleteRetentionPolicy: {
      enabled: false
    }
    restorePolicy: {
      enabled: false
    }
    changeFeed: {
      enabled: false
    }
    isVersioningEnabled: false
  }
}

resource rooms 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [for one in containers: {
  parent: blobs
  name: one
  properties: {
    publicAccess: 'None'
  }
}]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource lines 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' = [for one in queues: {
  parent: queueService
  name: one
}]

module blobDoor 'private.bicep' = {
  name: 'temporary-blob'
  params: {
    name: 'pe-${name}-blob'
    location: location
    tags: tags
    targetId: account.id
    service: 'blob'
    subnetId: subnetId
    zoneId: blobZoneId
  }
}

module queueDoor 'private.bicep' = {
  name: 'temporary-queue'
  params: {
    name: 'pe-${name}-queue'
    location: location
    tags: tags
    targetId: account.id
    service: 'queue'
    subnetId: subnetId
    zoneId: queueZoneId
  }
}

// Storage Blob Data Contributor: read, write and delete blobs, and make a container that is missing.
resource mayBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, 'blobs')
  scope: account
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')
  }
}

// Storage Queue Data Contributor: send, receive and delete nudges, and make a queue that is missing.
resource mayQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, 'queues')
  scope: account
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '974c5e8b-45b9-4653-ba55-5f855dd0fb88')
  }
}

// Reader, of this account's settings: the start asks whether soft delete is on, and the data roles cannot see that.
resource mayLook 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, 'settings')
  scope: account
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'acdd72a7-3385-48ef-bd42-f606fba81ae7')
  }
}

// Who wrote and who deleted what, by random names. Not the queue: it is asked every few seconds, and tells nothing.
resource told 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-logs'
  scope: blobs
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageWrite'
        enabled: true
      }
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

output name string = account.name
output blobUrl string = account.properties.primaryEndpoints.blob
output queueUrl string = account.properties.primaryEndpoints.queue
