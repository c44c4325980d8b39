<#
.SYNOPSIS
Says, after azd has made the resources, who does what next. It changes nothing.
#>
. "$PSScriptRoot/Shared.ps1"

$line = Get-PackageLine -BotAppId (Get-Value -Name BOT_APP_ID) -SignInId (Get-Value -Name SIGN_IN_ID)
Write-Host @"

The resources of $(Get-Value -Name AZURE_ENV_NAME) stand. What azd cannot do, because other people's rights are needed:

1. A Cloud Application Administrator:  ./infra/scripts/Set-Consent.ps1 -Users <the group of those who may use it>
2. A Teams administrator:   ./infra/scripts/Set-Transcripts.ps1
3. If the case system has a key:  ./infra/scripts/Set-CaseSystemKey.ps1
4. Then:                    azd deploy, and ./infra/scripts/Test-Deployment.ps1
5. The Teams app package (docs/package.md), in a shell:

$line

docs/deploy.md has all of it.
"@
