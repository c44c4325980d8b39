<#
.SYNOPSIS
Reads back what stands in Azure, and says what is not as it should be. It changes nothing.

.DESCRIPTION
A council's own policies may turn on what the templates turn off, weeks later: run it after each deployment and each month.
Whoever runs it needs Reader on the resource group. Module: Az.Accounts. It ends with 1 if anything is wrong.
#>
[CmdletBinding()]
param(
    [string]$ResourceGroup,
    [string]$Temporary,
    [string]$Lasting,
    [string]$Vault,
    [string]$BotName
)
. "$PSScriptRoot/Shared.ps1"

$ResourceGroup = Get-Needed -Name AZURE_RESOURCE_GROUP -Parameter ResourceGroup -Given $ResourceGroup
$Temporary = Get-Needed -Name TEMPORARY_ACCOUNT -Parameter Temporary -Given $Temporary
$Lasting = Get-Needed -Name LASTING_ACCOUNT -Parameter Lasting -Given $Lasting
$Vault = Get-Needed -Name VAULT_NAME -Parameter Vault -Given $Vault
$BotName = Get-Needed -Name BOT_NAME -Parameter BotName -Given $BotName
$group = Get-GroupPath -ResourceGroup $ResourceGroup
$storage = "$group/providers/Microsoft.Storage/storageAccounts"
$stored = 'api-version=2024-01-01'
$script:wrong = 0

function Get-At {
    <# What stands there, or nothing: a setting that was never made is not in Azure's answer. #>
    param([AllowNull()]$Value, [Parameter(Mandatory)][string]$Path)
    foreach ($part in $Path.Split('.')) {
        if ($null -eq $Value -or -not $Value.ContainsKey($part)) {
            return $null
        }
        $Value = $Value[$part]
    }
    return $Value
}

function Test-That {
    <# One row. #>
    param([Parameter(Mandatory)][bool]$Is, [Parameter(Mandatory)][string]$Say)
    if ($Is) {
        Write-Host "as it should be  $Say"
    }
    else {
        Write-Host "WRONG            $Say"
        $script:wrong++
    }
}

function Test-Closed {
    <# An account is closed: no key, no public way in. #>
    param([Parameter(Mandatory)][string]$Name)
    $found = Invoke-Arm -Method GET -Path "$storage/$($Name)?$stored"
    Test-That -Is ((Get-At $found 'properties.allowSharedKeyAccess') -eq $false) -Say "${Name}: no shared key"
    Test-That -Is ((Get-At $found 'properties.publicNetworkAccess') -eq 'Disabled') -Say "${Name}: closed to the internet"
    Test-That -Is ((Get-At $found 'properties.allowBlobPublicAccess') -eq $false) -Say "${Name}: no public blobs"
    return $found
}

$found = Test-Closed -Name $Temporary
Test-That -Is ((Get-At $found 'sku.name') -in 'Standard_ZRS', 'Standard_LRS') -Say "${Temporary}: no copy in a second region"
$blobs = Invoke-Arm -Method GET -Path "$storage/$Temporary/blobServices/default?$stored"
foreach ($one in 'deleteRetentionPolicy.enabled', 'containerDeleteRetentionPolicy.enabled', 'restorePolicy.enabled', 'changeFeed.enabled', 'isVersioningEnabled') {
    Test-That -Is ((Get-At $blobs "properties.$one") -ne $true) -Say "${Temporary}: $one is off"
}
$rules = Invoke-Arm -Method GET -Path "$storage/$Temporary/managementPolicies/default?$stored"
Test-That -Is ($null -eq $rules) -Say "${Temporary}: no lifecycle rule"
$copied = Invoke-Arm -Method GET -Path "$storage/$Temporary/objectReplicationPolicies?$stored"
Test-That -Is (@((Get-At $copied 'value') | Where-Object { $_ }).Count -eq 0) -Say "${Temporary}: no replication to another account"

Test-Closed -Name $Lasting | Out-Null
$blobs = Invoke-Arm -Method GET -Path "$storage/$Lasting/blobServices/default?$stored"
Test-That -Is ((Get-At $blobs 'properties.isVersioningEnabled') -eq $true) -Say "${Lasting}: versions are kept"
$receipts = Invoke-Arm -Method GET -Path "$storage/$Lasting/blobServices/default/containers/receipts?$stored"
Test-That -Is ((Get-At $receipts 'properties.hasImmutabilityPolicy') -eq $true) -Say "${Lasting}: receipts cannot be changed"
foreach ($one in 'chain', 'policies') {
    $room = Invoke-Arm -Method GET -Path "$storage/$Lasting/blobServices/default/containers/$($one)?$stored"
    Test-That -Is ((Get-At $room 'properties.hasImmutabilityPolicy') -ne $true) -Say "${Lasting}: $one can be written"
}

$found = Invoke-Arm -Method GET -Path "$group/providers/Microsoft.KeyVault/vaults/$($Vault)?api-version=2024-11-01"
Test-That -Is ((Get-At $found 'properties.enablePurgeProtection') -eq $true) -Say "${Vault}: nobody destroys the key in one move"
Test-That -Is ((Get-At $found 'properties.publicNetworkAccess') -eq 'Disabled') -Say "${Vault}: closed to the internet"

$found = Invoke-Arm -Method GET -Path "$group/providers/Microsoft.BotService/botServices/$($BotName)?api-version=2022-09-15"
Test-That -Is ((Get-At $found 'properties.disableLocalAuth') -eq $true) -Say "${BotName}: no password"
Test-That -Is ((Get-At $found 'properties.msaAppType') -eq 'UserAssignedMSI') -Say "${BotName}: runs as the managed identity"

if ($script:wrong -gt 0) {
    Stop-Here "$($script:wrong) wrong. Nothing was changed. Look first for a policy of the subscription that set it; docs/deploy.md has the text of an exemption."
}
Write-Host 'All as it should be.'
