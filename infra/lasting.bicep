// The account for what must stay: receipts, which nobody can change; their chain; the council's policy and its holds.
//
// No word that was said is ever in here, so everything that keeps is on.
param name string
param location string
param tags object
param principalId string
param subnetId string
param blobZoneId string
param workspaceId string
param receiptDays int
param receiptsLocked bool

// As in storage/rooms.py; tests/infra compares them.
var containers = [
  'receipts'
  'chain'
  'policies'
]

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    // Three zones, and the United Kingdom's other region.
    name: 'Standard_GZRS'
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
      enabled: true
      days: 30
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: 30
    }
    isVersioningEnabled: true
  }
}

resource rooms 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [for one in containers: {
  parent: blobs
  name: one
  properties: {
    publicAccess: 'None'
  }
}]

// Receipts alone: the chain's head and the policy are replaced, so their containers may not be immutable.
// Not locked, since a lock cannot be undone by anybody: the council locks it when it has chosen the time. From then on
// it is left out here, because a locked policy takes no writing.
resource receipts 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = {
  parent: blobs
  name: 'receipts'
}

resource unchanged 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2024-01-01' = if (!receiptsLocked) {
  parent: receipts
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: receiptDays
    allowProtectedAppendWrites: false
  }
  dependsOn: [
    rooms
  ]
}

// Old versions of the chain's head and of the policy are let go after a year: each is told anew in the next.
resource tidied 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'old-versions'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: [
                'blockBlob'
              ]
              prefixMatch: [
                'chain/'
                'policies/'
              ]
            }
            actions: {
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 365
                }
              }
            }
          }
        }
      ]
    }
  }
  dependsOn: [
    blobs
  ]
}

module blobDoor 'private.bicep' = {
  name: 'lasting-blob'
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

// Storage Blob Data Contributor: write a receipt once, replace the chain's head and the policy.
resource mayBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, 'blobs')
  scope: account
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')
  }
}

// Who wrote and who tried to delete. Not who read: the policy is read before every act.
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
