<#
.SYNOPSIS
What the scripts beside this file share: know what azd knows, talk to Azure and to Microsoft Graph, stop with a sentence.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$Clone = (Resolve-Path -Path (Join-Path $PSScriptRoot '../..')).Path
$script:held = $null

function Stop-Here {
    <# Says what happened, what is safe and what to do next, and ends. #>
    param([Parameter(Mandatory)][string]$Say)
    Write-Host $Say
    exit 1
}

function Get-Held {
    <# What azd holds of this deployment, by name: nothing where there is no azd, or it has no environment here. #>
    if ($null -eq $script:held) {
        $script:held = @{}
        if ($null -ne (Get-Command -Name azd -ErrorAction SilentlyContinue)) {
            foreach ($line in @(azd env get-values --cwd $Clone --no-prompt 2>$null)) {
                if ($line -match '^(\w+)="?(.*?)"?$') {
                    $script:held[$Matches[1]] = $Matches[2]
                }
            }
        }
    }
    return $script:held
}

function Get-Value {
    <# What was given; else azd's: as a variable, which its hooks have, or as it holds it. '' if it is nowhere. #>
    param([Parameter(Mandatory)][string]$Name, [AllowEmptyString()][AllowNull()][string]$Given)
    foreach ($value in $Given, [Environment]::GetEnvironmentVariable($Name)) {
        if (-not [string]::IsNullOrWhiteSpace($value)) {
            return $value
        }
    }
    return [string](Get-Held)[$Name]
}

function Get-Needed {
    <# The same; what is nowhere is named, before anything is changed. #>
    param(
        [Parameter(Mandatory)][string]$Name,
        [Parameter(Mandatory)][string]$Parameter,
        [AllowEmptyString()][AllowNull()][string]$Given
    )
    $value = Get-Value -Name $Name -Given $Given
    if ([string]::IsNullOrWhiteSpace($value)) {
        Stop-Here "$Name is missing. Nothing was changed. azd holds it once azd up has made the resources: run this in that clone, or give it as -$Parameter."
    }
    return $value
}

function Save-Held {
    <# Lets azd hold a value for whoever needs it next. Whether it does: not where Get-Held finds nothing. #>
    param([Parameter(Mandatory)][string]$Name, [Parameter(Mandatory)][string]$Value)
    if ((Get-Held).Count -eq 0) {
        return $false
    }
    azd env set $Name $Value --cwd $Clone --no-prompt 2>$null | Out-Null
    return ($LASTEXITCODE -eq 0)
}

function Get-PackageLine {
    <# The line that builds the Teams package, for a shell of Linux or macOS, with the ids that are known. #>
    param([AllowEmptyString()][string]$BotAppId, [AllowEmptyString()][string]$SignInId)
    $bot = if ($BotAppId) { $BotAppId } else { '"<what azd env get-value BOT_APP_ID prints>"' }
    $id = if ($SignInId) { $SignInId } else { '"<what Set-Consent.ps1 prints>"' }
    return "FAIRCOPY_APP_ID=$bot make package SIGN_IN_ID=$id COUNCIL=`"<the council's name>`" " +
    'WEBSITE="<a page where people get help>" PRIVACY="<the privacy notice>" TERMS="<the rules for using it>"'
}

function Get-Subscription {
    <# The id of the subscription, azd's own before the window's; where nobody is signed in to it, a browser opens. #>
    $WhatIfPreference = $false # signing in changes nothing there, and without it nothing could be shown
    $subscription = Get-Value -Name AZURE_SUBSCRIPTION_ID
    $context = Get-AzContext
    $known = if ($null -ne $context -and $null -ne $context.Subscription) { $context.Subscription.Id } else { '' }
    if ($subscription -and $known -ne $subscription) {
        Connect-AzAccount -Subscription $subscription | Out-Null
    }
    elseif (-not $known) {
        Stop-Here 'Nobody is signed in to Azure here. Nothing was changed. Next: Connect-AzAccount -Subscription <the subscription>, and this again.'
    }
    return $(if ($subscription) { $subscription } else { $known })
}

function Invoke-Arm {
    <# One request to Azure Resource Manager. Answers the body; stops on anything but success, 404 aside. #>
    param(
        [Parameter(Mandatory)][string]$Method,
        [Parameter(Mandatory)][string]$Path,
        [hashtable]$Body
    )
    $WhatIfPreference = $false # whoever asks for a change has asked ShouldProcess; reading must go on
    $asked = @{ Method = $Method; Path = $Path }
    if ($null -ne $Body) {
        $asked['Payload'] = ($Body | ConvertTo-Json -Depth 20 -Compress)
    }
    $answer = Invoke-AzRestMethod @asked
    if ($answer.StatusCode -eq 404) {
        return $null
    }
    if ($answer.StatusCode -ge 300) {
        # The body is Azure's own words on a setting; a secret is in the request alone, which is not shown.
        Stop-Here "Azure refused $Method of $($Path.Split('?')[0]) with $($answer.StatusCode): $($answer.Content)"
    }
    if ([string]::IsNullOrWhiteSpace($answer.Content)) {
        return $null
    }
    return ($answer.Content | ConvertFrom-Json -AsHashtable)
}

function Invoke-Graph {
    <# One request to Microsoft Graph v1.0. Answers the body as a hashtable. #>
    param(
        [Parameter(Mandatory)][string]$Method,
        [Parameter(Mandatory)][string]$Path,
        [hashtable]$Body
    )
    $WhatIfPreference = $false # as above
    $asked = @{ Method = $Method; Uri = "https://graph.microsoft.com/v1.0$Path"; OutputType = 'Hashtable' }
    if ($null -ne $Body) {
        $asked['Body'] = ($Body | ConvertTo-Json -Depth 20 -Compress)
        $asked['ContentType'] = 'application/json'
    }
    return Invoke-MgGraphRequest @asked
}

function Get-GroupPath {
    <# The resource group's path in Azure Resource Manager. #>
    param([Parameter(Mandatory)][string]$ResourceGroup)
    return "/subscriptions/$(Get-Subscription)/resourceGroups/$ResourceGroup"
}
