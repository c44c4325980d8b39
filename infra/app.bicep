// The bot and the clerk: one image, one process a copy, in a network of its own, with one public route.
param name string
param location string
param tags object
param image string
param identityId string
param identityClientId string
param registryServer string
param subnetId string
param workspaceId string
param temporaryName string
param temporaryBlobUrl string
param temporaryQueueUrl string
param lastingBlobUrl string
param vaultKeyUrl string
param caseSystem string
param caseSystemUrl string
param caseSystemHonoursKeys bool
param caseSystemKeyUrl string
param caseSystemTestFile string
param otherCaseSystemUrl string
param otherCaseSystemHonoursKeys bool
param otherCaseSystemKeyUrl string
param otherCaseSystemTestFile string
param admins string
param minReplicas int
param maxReplicas int
param callers array
param moreSettings object

// Microsoft's own greeting page, on port 80, until `azd deploy` brings the image.
var waiting = empty(image)
var port = 3978

var settings = [
  {
    name: 'FAIRCOPY_APP_ID'
    value: identityClientId
  }
  {
    name: 'FAIRCOPY_IDENTITY_CLIENT_ID'
    value: identityClientId
  }
  {
    name: 'FAIRCOPY_TENANT'
    value: subscription().tenantId
  }
  {
    name: 'FAIRCOPY_TEMPORARY_BLOB_URL'
    value: temporaryBlobUrl
  }
  {
    name: 'FAIRCOPY_TEMPORARY_QUEUE_URL'
    value: temporaryQueueUrl
  }
  {
    name: 'FAIRCOPY_LASTING_BLOB_URL'
    value: lastingBlobUrl
  }
  {
    name: 'FAIRCOPY_VAULT_KEY_URL'
    value: vaultKeyUrl
  }
  {
    name: 'FAIRCOPY_CASE_SYSTEM'
    value: caseSystem
  }
  {
    name: 'FAIRCOPY_CASE_SYSTEM_URL'
    value: caseSystemUrl
  }
  {
    name: 'FAIRCOPY_CASE_SYSTEM_HONOURS_KEYS'
    value: string(caseSystemHonoursKeys)
  }
  {
    name: 'FAIRCOPY_CASE_SYSTEM_TEST_FILE'
    value: caseSystemTestFile
  }
  {
    name: 'FAIRCOPY_SIGN_IN_CONNECTION'
    value: 'graph'
  }
  {
    name: 'FAIRCOPY_ADMINS'
    value: admins
  }
  {
    name: 'FAIRCOPY_HOST'
    value: '0.0.0.0'
  }
  {
    name: 'FAIRCOPY_PORT'
    value: string(port)
  }
]
var secretSettings = [
  {
    name: 'FAIRCOPY_CASE_SYSTEM_KEY'
    secretRef: 'case-system-key'
  }
]
// The case system that the council may move to in `configure`. A key goes to the host of its own address alone.
var otherSettings = empty(otherCaseSystemUrl) ? [] : [
  {
    name: 'FAIRCOPY_OTHER_CASE_SYSTEM_URL'
    value: otherCaseSystemUrl
  }
  {
    name: 'FAIRCOPY_OTHER_CASE_SYSTEM_HONOURS_KEYS'
    value: string(otherCaseSystemHonoursKeys)
  }
  {
    name: 'FAIRCOPY_OTHER_CASE_SYSTEM_TEST_FILE'
    value: otherCaseSystemTestFile
  }
]
var otherSecretSettings = empty(otherCaseSystemUrl) ? [] : [
  {
    name: 'FAIRCOPY_OTHER_CASE_SYSTEM_KEY'
    secretRef: 'other-case-system-key'
  }
]
var secrets = empty(caseSystemKeyUrl) ? [] : [
  {
    name: 'case-system-key'
    keyVaultUrl: caseSystemKeyUrl
    identity: identityId
  }
]
var otherSecrets = empty(otherCaseSystemKeyUrl) ? [] : [
  {
    name: 'other-case-system-key'
    keyVaultUrl: otherCaseSystemKeyUrl
    identity: identityId
  }
]
var others = [for one in items(moreSettings): {
  name: one.key
  value: string(one.value)
}]

resource apps 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'cae-${name}'
  location: location
  tags: tags
  properties: {
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      internal: false
    }
    zoneRedundant: true
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    // Through a diagnostic setting, which needs no key of the workspace.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
  }
}

resource told 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-logs'
  scope: apps
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'ContainerAppConsoleLogs'
        enabled: true
      }
      {
        category: 'ContainerAppSystemLogs'
        enabled: true
      }
    ]
  }
}

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: union(tags, {
    'azd-service-name': 'bot'
  })
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: apps.id
    workloadProfileName: 'Consumption'
    configuration: {
      // One version at a time; the new one takes over once it is ready, and the old one is then told to stop.
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 10
      ingress: {
        external: true
        allowInsecure: false
        transport: 'http'
        targetPort: waiting ? 80 : port
        ipSecurityRestrictions: [for (one, i) in callers: {
          name: 'caller-${i}'
          action: 'Allow'
          ipAddressRange: one
        }]
      }
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
      secrets: concat(secrets, otherSecrets)
    }
    template: {
      // Longer than any lease: the act in hand is finished, and the rest given back.
      terminationGracePeriodSeconds: 120
      containers: [
        {
          name: 'bot'
          image: waiting ? 'mcr.microsoft.com/k8se/quickstart:latest' : image
          resources: {
            // A copy at rest holds 130 MB; drafting is in a process of its own, one meeting at a time.
            cpu: json('0.5')
            memory: '1Gi'
          }
          env: concat(settings, empty(caseSystemKeyUrl) ? [] : secretSettings, otherSettings, empty(otherCaseSystemKeyUrl) ? [] : otherSecretSettings, others)
          probes: waiting ? [] : [
            {
              // The start asks storage and the vault, and loads the drafting.
              type: 'Startup'
              httpGet: {
                path: '/livez'
                port: port
              }
              // Ten is the most that Container Apps takes: a minute and a half, for a start that takes seconds.
              periodSeconds: 10
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/livez'
                port: port
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: port
              }
              // Each look asks every party once.
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [
          {
            name: 'nudges'
            custom: {
              type: 'azure-queue'
              metadata: {
                accountName: temporaryName
                queueName: 'nudges'
                queueLength: '16'
                // Most nudges are hidden, for hours or days: counted too, they would keep every copy running.
                queueLengthStrategy: 'visibleonly'
              }
              identity: identityId
            }
          }
        ]
      }
    }
  }
}

output name string = app.name
output host string = app.properties.configuration.ingress.fqdn
