// The vault: one key, which wraps the key that seals everything, and where there are any the case systems' own keys.
param name string
param location string
param tags object
param principalId string
param subnetId string
param vaultZoneId string
param workspaceId string
param caseSystemHasKey bool
param otherCaseSystemHasKey bool

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    // Without this key no draft can be opened, so no single hand can destroy it. Seven days, the least there is: a
    // record's own key never lies here, so nothing that was destroyed comes back with it.
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enablePurgeProtection: true
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
    }
  }
}

resource wrap 'Microsoft.KeyVault/vaults/keys@2024-11-01' = {
  parent: vault
  name: 'faircopy'
  tags: tags
  properties: {
    kty: 'RSA'
    keySize: 3072
    keyOps: [
      'wrapKey'
      'unwrapKey'
    ]
  }
}

// Key Vault Crypto Service Encryption User, on this key alone: read it, wrap, unwrap.
resource mayWrap 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(wrap.id, principalId, 'wrap')
  scope: wrap
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'e147488a-f6f5-4113-8e2d-b22465e65bf6')
  }
}

resource caseSystemKey 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = {
  parent: vault
  name: 'case-system-key'
}

// Key Vault Secrets User, on this secret alone: the app's environment reads it for the bot.
resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (caseSystemHasKey) {
  name: guid(caseSystemKey.id, principalId, 'read')
  scope: caseSystemKey
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
  }
}

resource otherCaseSystemKey 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = {
  parent: vault
  name: 'other-case-system-key'
}

// The same role, on the other case system's secret alone.
resource mayReadOther 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (otherCaseSystemHasKey) {
  name: guid(otherCaseSystemKey.id, principalId, 'read')
  scope: otherCaseSystemKey
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
  }
}

module door 'private.bicep' = {
  name: 'vault'
  params: {
    name: 'pe-${name}'
    location: location
    tags: tags
    targetId: vault.id
    service: 'vault'
    subnetId: subnetId
    zoneId: vaultZoneId
  }
}

resource told 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-logs'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

output name string = vault.name
output keyUrl string = wrap.properties.keyUri
output caseSystemKeyUrl string = caseSystemHasKey ? '${vault.properties.vaultUri}secrets/case-system-key' : ''
output otherCaseSystemKeyUrl string = otherCaseSystemHasKey ? '${vault.properties.vaultUri}secrets/other-case-system-key' : ''
