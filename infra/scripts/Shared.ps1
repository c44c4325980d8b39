<#
.SYNOPSIS
What the scripts beside this file share: talk to Azure and to Microsoft Graph, and stop with a sentence.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Stop-Here {
    <# Says what happened, what is safe and what to do next, and ends. #>
    param([Parameter(Mandatory)][string]$Say)
    Write-Host $Say
    exit 1
}

function Assert-Value {
    <# A value that is missing is named before anything is changed. #>
    param([Parameter(Mandatory)][string]$Name, [AllowEmptyString()][AllowNull()][string]$Value)
    if ([string]::IsNullOrWhiteSpace($Value)) {
        Stop-Here "$Name is missing. Nothing was changed. Give it as a parameter, or run this by azd, which knows it."
    }
}

function Invoke-Arm {
    <# One request to Azure Resource Manager. Answers the body; stops on anything but success, 404 aside. #>
    param(
        [Parameter(Mandatory)][string]$Method,
        [Parameter(Mandatory)][string]$Path,
        [hashtable]$Body
    )
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
    $subscription = (Get-AzContext).Subscription.Id
    Assert-Value -Name 'An Azure subscription (Connect-AzAccount)' -Value $subscription
    return "/subscriptions/$subscription/resourceGroups/$ResourceGroup"
}
