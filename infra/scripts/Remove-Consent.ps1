<#
.SYNOPSIS
Takes back what Set-Consent.ps1 gave: the council's consent, and the registration in Entra.

.DESCRIPTION
Run it last, when nothing is open any more: looking for destroyed files needs people's own sign-in, and ends with this.
Whoever runs it is a Cloud Application Administrator, or above. Module: Microsoft.Graph.Authentication. It signs in itself.
-WhatIf says what would be done and does nothing. Entra keeps a deleted registration for 30 days.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [string]$BotAppId
)
. "$PSScriptRoot/Shared.ps1"

$BotAppId = Get-Needed -Name BOT_APP_ID -Parameter BotAppId -Given $BotAppId
Connect-MgGraph -NoWelcome -Scopes @('Application.ReadWrite.All')
$uri = "api://botid-$BotAppId"
$found = @((Invoke-Graph -Method GET -Path "/applications?`$filter=identifierUris/any(x:x eq '$uri')")['value'])
if ($found.Count -eq 0) {
    Write-Host 'It is gone already.'
    return
}
foreach ($app in $found) {
    if ($PSCmdlet.ShouldProcess($app['displayName'], 'Delete the registration, and the consent with it')) {
        Invoke-Graph -Method DELETE -Path "/applications/$($app['id'])" | Out-Null
    }
}
Write-Host 'Done. Nobody can sign in through Faircopy any more. Next: azd down.'
