<#
.SYNOPSIS
Lets people sign in to Microsoft Graph through Faircopy: a registration in Entra, the council's consent, who may use it,
and the sign-in connection on the bot. No secret is made: the connection proves itself by federation.

.DESCRIPTION
Run it again at any time: what is there is brought to what it should be, and nothing is made twice.

Whoever runs it is a Cloud Application Administrator in Entra, or above: all permissions are delegated, and it takes a
Privileged Role Administrator only for Microsoft Graph's application permissions, of which there are none
(https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent). And Contributor on the resource group.
Modules: Az.Accounts, Microsoft.Graph.Authentication. It signs in to Microsoft Graph itself, in a browser.
-WhatIf says what would be done and does nothing.

.PARAMETER Users
The object id of the Entra group whose members may use Faircopy. Nobody else can sign in.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string]$BotAppId,
    [string]$BotName,
    [string]$ResourceGroup,
    [Parameter(Mandatory)][string]$Users,
    [string]$Connection = 'graph',
    [string]$DisplayName = 'Faircopy sign-in'
)
. "$PSScriptRoot/Shared.ps1"

# Each permission with its reason: as graph/scopes.py and docs/permissions.md. All are delegated: what the person may see.
$Scopes = @(
    'Calendars.ReadBasic'                # list this person's own meetings, by their times alone
    'OnlineMeetings.Read'                # find the meeting of a join link
    'OnlineMeetingTranscript.Read.All'   # read the transcript of a meeting that this person was at
    'Chat.Read'                          # find the recording's file by the event in the meeting's chat
    'Files.ReadWrite.All'                # read the file's label, delete it once, look for it again
    'User.Read'                          # ask whether this person is in an Entra group that configure names
)
# For signing in itself, and to stay signed in.
$SigningIn = @('openid', 'profile', 'offline_access')

# Teams' own clients, which may ask for a token without a word: on desktop and phones, and on the web.
$TeamsClients = @('1fec8e78-bce4-4aaf-ab1b-5451cc387264', '5e3ce6c0-2b1f-4285-8d4b-75ee78787346')
$Graph = '00000003-0000-0000-c000-000000000000'
# Azure Bot Service's token store, as federation writes its id.
$TokenStore = '9ExAW52n_ky4ZiS_jhpJIQ'

$BotAppId = Get-Needed -Name BOT_APP_ID -Parameter BotAppId -Given $BotAppId
$BotName = Get-Needed -Name BOT_NAME -Parameter BotName -Given $BotName
$ResourceGroup = Get-Needed -Name AZURE_RESOURCE_GROUP -Parameter ResourceGroup -Given $ResourceGroup

$group = Get-GroupPath -ResourceGroup $ResourceGroup
Connect-MgGraph -NoWelcome -Scopes @(
    'Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'Group.Read.All'
)
$tenant = (Get-MgContext).TenantId
$uri = "api://botid-$BotAppId"

function Get-One {
    <# The one item of a list, or nothing. #>
    param([Parameter(Mandatory)][string]$Path)
    $found = @((Invoke-Graph -Method GET -Path $Path)['value'])
    if ($found.Count -gt 1) {
        Stop-Here "There are $($found.Count) where one was expected: $Path. Nothing was changed. Remove those that are not in use."
    }
    if ($found.Count -eq 1) {
        return $found[0]
    }
    return $null
}

# --- the registration ---------------------------------------------------------------------------------------------

$graphService = Get-One -Path "/servicePrincipals?`$filter=appId eq '$Graph'"
$ids = @{}
foreach ($one in $graphService['oauth2PermissionScopes']) {
    $ids[$one['value']] = $one['id']
}
$missing = @($Scopes + $SigningIn | Where-Object { -not $ids.ContainsKey($_) })
if ($missing.Count -gt 0) {
    Stop-Here "Microsoft Graph has no permission $($missing -join ', ') in this tenant. Nothing was changed."
}
$access = @($Scopes + $SigningIn | ForEach-Object { @{ id = $ids[$_]; type = 'Scope' } })

$app = Get-One -Path "/applications?`$filter=identifierUris/any(x:x eq '$uri')"
if ($null -eq $app) {
    if (-not $PSCmdlet.ShouldProcess($DisplayName, 'Register in Entra')) {
        return
    }
    $app = Invoke-Graph -Method POST -Path '/applications' -Body @{
        displayName    = $DisplayName
        signInAudience = 'AzureADMyOrg'
    }
}
$offered = @($app['api']['oauth2PermissionScopes'] | Where-Object { $_ -and $_['value'] -eq 'access_as_user' })
$scopeId = if ($offered.Count -gt 0) { $offered[0]['id'] } else { [guid]::NewGuid().ToString() }

if ($PSCmdlet.ShouldProcess($uri, 'Set address, permissions and the scope for Teams')) {
    Invoke-Graph -Method PATCH -Path "/applications/$($app['id'])" -Body @{
        identifierUris         = @($uri)
        requiredResourceAccess = @(@{ resourceAppId = $Graph; resourceAccess = $access })
        web                    = @{ redirectUris = @('https://token.botframework.com/.auth/web/redirect') }
        api                    = @{
            requestedAccessTokenVersion = 2
            oauth2PermissionScopes      = @(@{
                    id                      = $scopeId
                    value                   = 'access_as_user'
                    type                    = 'Admin'
                    isEnabled               = $true
                    adminConsentDisplayName = 'Use Faircopy'
                    adminConsentDescription = 'Lets Teams sign the person in to Faircopy without a word.'
                })
        }
    } | Out-Null
    # The scope must be there before a client can be allowed to ask for it: two requests.
    Invoke-Graph -Method PATCH -Path "/applications/$($app['id'])" -Body @{
        api = @{
            preAuthorizedApplications = @($TeamsClients | ForEach-Object {
                    @{ appId = $_; delegatedPermissionIds = @($scopeId) }
                })
        }
    } | Out-Null
}

$kept = $false
if ($PSCmdlet.ShouldProcess("SIGN_IN_ID=$($app['appId'])", 'Let azd hold it')) {
    $kept = Save-Held -Name SIGN_IN_ID -Value $app['appId']
}

# --- federation, in place of a secret -----------------------------------------------------------------------------

$unique = "faircopy-$BotAppId"
$tenantWritten = [Convert]::ToBase64String(([guid]$tenant).ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_')
$trusted = Get-One -Path "/applications/$($app['id'])/federatedIdentityCredentials?`$filter=name eq 'bot-token-store'"
if ($null -eq $trusted -and $PSCmdlet.ShouldProcess($DisplayName, 'Trust the Bot Service token store')) {
    Invoke-Graph -Method POST -Path "/applications/$($app['id'])/federatedIdentityCredentials" -Body @{
        name        = 'bot-token-store'
        issuer      = "https://login.microsoftonline.com/$tenant/v2.0"
        subject     = "/eid1/c/pub/t/$tenantWritten/a/$TokenStore/$unique"
        audiences   = @('api://AzureADTokenExchange')
        description = 'The token service exchanges a Teams sign-in for a Graph token of the same person.'
    } | Out-Null
}

# --- consent, and who may use it ----------------------------------------------------------------------------------

$service = Get-One -Path "/servicePrincipals?`$filter=appId eq '$($app['appId'])'"
if ($null -eq $service) {
    if (-not $PSCmdlet.ShouldProcess($DisplayName, 'Make the enterprise application')) {
        return
    }
    $service = Invoke-Graph -Method POST -Path '/servicePrincipals' -Body @{ appId = $app['appId'] }
}
if ($PSCmdlet.ShouldProcess($DisplayName, 'Let in only those who are assigned')) {
    Invoke-Graph -Method PATCH -Path "/servicePrincipals/$($service['id'])" -Body @{ appRoleAssignmentRequired = $true } | Out-Null
    $assigned = @((Invoke-Graph -Method GET -Path "/servicePrincipals/$($service['id'])/appRoleAssignedTo")['value'] |
            Where-Object { $_ -and $_['principalId'] -eq $Users })
    if ($assigned.Count -eq 0) {
        Invoke-Graph -Method POST -Path "/servicePrincipals/$($service['id'])/appRoleAssignedTo" -Body @{
            principalId = $Users
            resourceId  = $service['id']
            appRoleId   = [guid]::Empty.ToString()
        } | Out-Null
    }
}

$wanted = ($Scopes + $SigningIn) -join ' '
$grant = Get-One -Path "/oauth2PermissionGrants?`$filter=clientId eq '$($service['id'])' and resourceId eq '$($graphService['id'])' and consentType eq 'AllPrincipals'"
if ($PSCmdlet.ShouldProcess($wanted, 'Give the council''s consent')) {
    if ($null -eq $grant) {
        Invoke-Graph -Method POST -Path '/oauth2PermissionGrants' -Body @{
            clientId    = $service['id']
            consentType = 'AllPrincipals'
            resourceId  = $graphService['id']
            scope       = $wanted
        } | Out-Null
    }
    else {
        # Replaced and not added to: what an older version asked for and this one does not is taken back.
        Invoke-Graph -Method PATCH -Path "/oauth2PermissionGrants/$($grant['id'])" -Body @{ scope = $wanted } | Out-Null
    }
}

# --- the connection on the bot ------------------------------------------------------------------------------------

$version = 'api-version=2022-09-15'
$subscription = $group.Split('/')[2]
$providers = Invoke-Arm -Method POST -Path "/subscriptions/$subscription/providers/Microsoft.BotService/listAuthServiceProviders?$version"
$provider = @($providers['value'] | Where-Object { $_['properties']['displayName'] -eq 'AAD v2 with Federated Credentials' })
if ($provider.Count -ne 1) {
    Stop-Here 'Azure Bot Service offers no "AAD v2 with Federated Credentials" here. Consent is given; the sign-in connection was not made. See docs/deploy.md.'
}
$known = @{
    ClientId         = $app['appId']
    UniqueIdentifier = $unique
    TokenExchangeUrl = $uri
    TenantId         = $tenant
}
$parameters = @($provider[0]['properties']['parameters'] | Where-Object { $known.ContainsKey($_['name']) } |
        ForEach-Object { @{ key = $_['name']; value = $known[$_['name']] } })
if ($PSCmdlet.ShouldProcess("$BotName/$Connection", 'Make the sign-in connection')) {
    $path = "$group/providers/Microsoft.BotService/botServices/$BotName/connections/$($Connection)?$version"
    Invoke-Arm -Method PUT -Path $path -Body @{
        location   = 'global'
        properties = @{
            clientId          = $app['appId']
            clientSecret      = ''
            scopes            = $wanted
            serviceProviderId = $provider[0]['properties']['id']
            parameters        = $parameters
        }
    } | Out-Null
}
$where = if ($kept) { 'azd holds it.' } else { 'azd does not hold it here: send it to whoever builds the Teams package.' }
Write-Host @"
Done. People in the group may sign in. The registration's id: SIGN_IN_ID=$($app['appId']). $where
Next: Set-Transcripts.ps1, by a Teams administrator, if that is not done yet.
The Teams package (docs/package.md), in a shell, once what stands in <> is replaced:

$(Get-PackageLine -BotAppId $BotAppId -SignInId $app['appId'])
"@
