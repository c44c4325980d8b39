<#
.SYNOPSIS
Holds `azd down` back until somebody has said that Faircopy was drained and its receipts are exported.

.DESCRIPTION
azd down deletes everything in the group, drafts in people's hands among it. docs/leaving.md says what comes before it.
#>
. "$PSScriptRoot/Shared.ps1"

if ($env:LEAVING -ne 'yes') {
    Stop-Here @'
Nothing was removed. azd down would destroy open drafts and the only receipts.
First, as docs/leaving.md says: app.py exit must say that nothing is open, and Export-Receipts.ps1 must have copied the receipts.
Then: azd env set LEAVING yes, and azd down again.
'@
}
