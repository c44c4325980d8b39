<#
.SYNOPSIS
Copies every receipt, their chain and the council's policy into a folder, and closes the door behind it.

.DESCRIPTION
The lasting account is closed to the internet. For the length of the copy it is opened to one address, this machine's, and
closed again whatever happens. There is no word in it that was said. Compare the number with that of `app.py exit`.

Whoever runs it needs Contributor on the resource group and Storage Blob Data Reader on the lasting account.
Modules: Az.Accounts, Az.Storage. -WhatIf says what would be done and does nothing.

.PARAMETER Address
The public IPv4 address of this machine, as the council's network shows it.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string]$Lasting,
    [string]$ResourceGroup,
    [Parameter(Mandatory)][ipaddress]$Address,
    [Parameter(Mandatory)][string]$Folder
)
. "$PSScriptRoot/Shared.ps1"

$Lasting = Get-Needed -Name LASTING_ACCOUNT -Parameter Lasting -Given $Lasting
$ResourceGroup = Get-Needed -Name AZURE_RESOURCE_GROUP -Parameter ResourceGroup -Given $ResourceGroup
if (Test-Path -Path $Folder) {
    Stop-Here "$Folder is there already. Nothing was changed. Name a folder that is not."
}
$path = "$(Get-GroupPath -ResourceGroup $ResourceGroup)/providers/Microsoft.Storage/storageAccounts/$($Lasting)?api-version=2024-01-01"
$closed = @{ properties = @{ publicNetworkAccess = 'Disabled'; networkAcls = @{ defaultAction = 'Deny'; bypass = 'None'; ipRules = @() } } }
$opened = @{ properties = @{
        publicNetworkAccess = 'Enabled'
        networkAcls         = @{ defaultAction = 'Deny'; bypass = 'None'; ipRules = @(@{ value = "$Address"; action = 'Allow' }) }
    }
}
if (-not $PSCmdlet.ShouldProcess("$Lasting, for $Address alone", 'Open, copy receipts, chain and policies, close')) {
    return
}
$copied = 0
try {
    Invoke-Arm -Method PATCH -Path $path -Body $opened | Out-Null
    Start-Sleep -Seconds 60 # until every front end knows of it
    $context = New-AzStorageContext -StorageAccountName $Lasting -UseConnectedAccount
    foreach ($container in 'receipts', 'chain', 'policies') {
        $to = New-Item -ItemType Directory -Path (Join-Path $Folder $container)
        foreach ($blob in Get-AzStorageBlob -Container $container -Context $context) {
            Get-AzStorageBlobContent -Container $container -Blob $blob.Name -Destination $to.FullName -Context $context | Out-Null
            if ($container -eq 'receipts') {
                $copied++
            }
        }
    }
}
finally {
    Invoke-Arm -Method PATCH -Path $path -Body $closed | Out-Null
}
Write-Host "$copied receipts are in $Folder, and the account is closed again. Compare the number with that of app.py exit."
