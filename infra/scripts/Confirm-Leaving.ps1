<#
.SYNOPSIS
Holds `azd down` back until Faircopy was drained and its receipts are exported, and while anything else lies in the group.

.DESCRIPTION
azd down deletes the whole resource group, whoever made what lies in it: drafts in people's hands, the only receipts, and
what is not Faircopy's. docs/leaving.md says what comes before it. It changes nothing. Module: Az.Accounts.
#>
. "$PSScriptRoot/Shared.ps1"

if ((Get-Value -Name LEAVING) -ne 'yes') {
    Stop-Here @'
Nothing was removed. azd down deletes the whole resource group: open drafts and the only receipts with it.
Before it, as docs/leaving.md says:
1. app.py exit must have ended with "Nothing is open: it can be taken away."
2. Export-Receipts.ps1 must have copied as many receipts as app.py exit counted.
3. Remove-Consent.ps1 must have taken back the sign-in.
Then: azd env set LEAVING yes, and azd down again.
'@
}

$group = Get-GroupPath -ResourceGroup (Get-Needed -Name AZURE_RESOURCE_GROUP -Parameter ResourceGroup)
$environment = Get-Needed -Name AZURE_ENV_NAME -Parameter Environment
$path = "$group/resources?api-version=2021-04-01"
$there = @()
while ($path) {
    $page = Invoke-Arm -Method GET -Path $path
    if ($null -eq $page) {
        Stop-Here "Nothing was removed. There is no such resource group in the subscription that azd names: $group"
    }
    $there += @($page['value'] | Where-Object { $_ })
    $path = if ($page['nextLink']) { ([uri]$page['nextLink']).PathAndQuery } else { $null }
}

# Bicep gives each resource this tag (infra/main.bicep); parts of one, and a private door's network card, have none.
$ours = @($there | Where-Object { $_['tags'] -and $_['tags']['azd-env-name'] -eq $environment })
$doors = @($ours | Where-Object { $_['type'] -eq 'Microsoft.Network/privateEndpoints' })

function Test-Part {
    <# Whether it is a part of what is ours, or the network card that Azure made for one of our private doors. #>
    param([Parameter(Mandatory)]$One)
    if (@($ours | Where-Object { $One['id'].StartsWith("$($_['id'])/", 'OrdinalIgnoreCase') }).Count -gt 0) {
        return $true
    }
    return $One['type'] -eq 'Microsoft.Network/networkInterfaces' -and
    @($doors | Where-Object { $One['name'].StartsWith("$($_['name']).nic.", 'OrdinalIgnoreCase') }).Count -gt 0
}

$others = @($there | Where-Object { $_ -notin $ours -and -not (Test-Part -One $_) })
if ($others.Count -gt 0) {
    $named = ($others | ForEach-Object { "  $($_['name']) ($($_['type']))" }) -join "`n"
    Stop-Here @"
Nothing was removed. azd down deletes the whole resource group, and this in it is not Faircopy's:
$named
Move it to another group, or have it removed by whoever made it, and azd down again. Or delete Faircopy's own resources one
by one in the portal: those with the tag azd-env-name $environment.
"@
}
