<#
.SYNOPSIS
Puts the case system's own key into the vault, from the keyboard, without writing it anywhere else.

.DESCRIPTION
It goes through Azure Resource Manager, because the vault itself is closed to the internet, and rules of the vault's
network are for its own door alone: so from any machine, with no address allowed. Whoever runs it needs
Contributor on the resource group, and no role in the vault. Module: Az.Accounts. Afterwards, once:

    azd env set CASE_SYSTEM_HAS_KEY true
    azd provision

With -Other it is the key of the other case system, the one in OTHER_CASE_SYSTEM_URL, and it is OTHER_CASE_SYSTEM_HAS_KEY.

A new key later: run this again, then restart the app; it reads the key when it starts.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string]$Vault,
    [string]$ResourceGroup,
    [switch]$Other,
    [Parameter(Mandatory)][securestring]$Key
)
. "$PSScriptRoot/Shared.ps1"

$Vault = Get-Needed -Name VAULT_NAME -Parameter Vault -Given $Vault
$ResourceGroup = Get-Needed -Name AZURE_RESOURCE_GROUP -Parameter ResourceGroup -Given $ResourceGroup
$group = Get-GroupPath -ResourceGroup $ResourceGroup
$secret = if ($Other) { 'other-case-system-key' } else { 'case-system-key' }
$setting = if ($Other) { 'OTHER_CASE_SYSTEM_HAS_KEY' } else { 'CASE_SYSTEM_HAS_KEY' }
if ($PSCmdlet.ShouldProcess("$Vault/$secret", 'Put the key')) {
    $path = "$group/providers/Microsoft.KeyVault/vaults/$Vault/secrets/$secret" + '?api-version=2024-11-01'
    Invoke-Arm -Method PUT -Path $path -Body @{
        properties = @{ value = (ConvertFrom-SecureString -SecureString $Key -AsPlainText) }
    } | Out-Null
    Write-Host "Done. Next: azd env set $setting true, then azd provision."
}
