<#
.SYNOPSIS
Puts the case system's own key into the vault, from the keyboard, without writing it anywhere else.

.DESCRIPTION
It goes through Azure Resource Manager, because the vault itself is closed to the internet. Whoever runs it needs
Contributor on the resource group. Module: Az.Accounts. Afterwards, once:

    azd env set CASE_SYSTEM_HAS_KEY true
    azd provision

A new key later: run this again, then restart the app; it reads the key when it starts.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string]$Vault = $env:VAULT_NAME,
    [string]$ResourceGroup = $env:AZURE_RESOURCE_GROUP,
    [Parameter(Mandatory)][securestring]$Key
)
. "$PSScriptRoot/Shared.ps1"

Assert-Value -Name 'Vault (VAULT_NAME)' -Value $Vault
Assert-Value -Name 'ResourceGroup (AZURE_RESOURCE_GROUP)' -Value $ResourceGroup
$group = Get-GroupPath -ResourceGroup $ResourceGroup
if ($PSCmdlet.ShouldProcess("$Vault/case-system-key", 'Put the key')) {
    $path = "$group/providers/Microsoft.KeyVault/vaults/$Vault/secrets/case-system-key?api-version=2024-11-01"
    Invoke-Arm -Method PUT -Path $path -Body @{
        properties = @{ value = (ConvertFrom-SecureString -SecureString $Key -AsPlainText) }
    } | Out-Null
    Write-Host 'Done. Next: azd env set CASE_SYSTEM_HAS_KEY true, then azd provision.'
}
