<#
.SYNOPSIS
Lets apps read meeting transcripts in this tenant, with the speakers' names. Off by default since July 2026.

.DESCRIPTION
This is one switch for every app of the tenant, not for Faircopy alone: what each app may read is still its own consent.
Without it Graph answers GraphAccessToTranscriptsDisabled; a dropped transcript works all the same. It may take an hour.
https://learn.microsoft.com/microsoftteams/meeting-transcript-api-access

Whoever runs it is a Teams Administrator. Module: MicrosoftTeams. -WhatIf says what would be done and does nothing.

.PARAMETER NoNames
Leave speakers' names out: a draft then names nobody.

.PARAMETER Off
Turn it off again for every app, when leaving.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [switch]$NoNames,
    [switch]$Off
)
. "$PSScriptRoot/Shared.ps1"

# Also with -WhatIf, which would only say that it would sign in, and could then read nothing.
& { $WhatIfPreference = $false; Connect-MicrosoftTeams | Out-Null }
$before = Get-CsTeamsMeetingConfiguration -Identity Global
Write-Host "Now: transcripts for apps $($before.EnableGraphTranscriptAccess), with names $($before.EnableAttributedTranscripts)."

$access = -not $Off
$names = $access -and -not $NoNames
if ($PSCmdlet.ShouldProcess("every app of this tenant: transcripts $access, with names $names", 'Set-CsTeamsMeetingConfiguration')) {
    Set-CsTeamsMeetingConfiguration -Identity Global -EnableGraphTranscriptAccess $access -EnableAttributedTranscripts $names
    $after = Get-CsTeamsMeetingConfiguration -Identity Global
    if ($after.EnableGraphTranscriptAccess -ne $access -or $after.EnableAttributedTranscripts -ne $names) {
        Stop-Here 'Teams took the setting and does not show it yet. Nothing else was changed. Look again in an hour.'
    }
    Write-Host 'Done. It may take an hour until Microsoft Graph answers accordingly.'
}
