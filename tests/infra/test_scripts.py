"""infra/scripts parse, change nothing without being asked, and say what the code and the Bicep say; azure.yaml fits."""

from __future__ import annotations

import json
import re

import pytest
import yaml

import leaving
from graph.scopes import SCOPES
from setup_check.signed_in import REGISTERED
from tests.infra import typed
from tests.infra.bicep import FOLDER as BICEP
from tests.infra.bicep import parse
from tests.infra.bicep import texts as bicep_texts
from tests.infra.running import SAMPLE, environment
from tests.infra.scripts import commands, listed, texts
from tests.infra.values import at, known

ROOT = BICEP.parent
LOOKING = ("Test-", "Show-", "Confirm-", "Shared")
"""Scripts that change nothing at all."""


def _faults(scripts: dict[str, str]) -> list[str]:
    """What changes something without being asked, or in a script that must only look."""
    return [
        f"{name}:{one.line}: {one.text[:60]}"
        for name, text in scripts.items()
        for one in commands(name, text)
        if one.changes and (name.startswith(LOOKING) or not one.asked)
    ]


def test_nothing_changes_without_being_asked() -> None:
    scripts = texts()
    assert _faults(scripts) == []
    changing = {name for name, text in scripts.items() if any(x.changes for x in commands(name, text))}
    assert changing == {x for x in scripts if not x.startswith(LOOKING)}
    for name in changing:
        assert "SupportsShouldProcess" in scripts[name], name


def test_with_whatif_the_scripts_sign_in_and_read_all_the_same() -> None:
    """PowerShell hands -WhatIf on to what is called: signing in and reading would then only be talked of."""
    for name, text in texts().items():
        for called in (
            "Connect-AzAccount -Subscription $",
            "Connect-MicrosoftTeams |",
            "Invoke-AzRestMethod @",
            "Invoke-MgGraphRequest @",
        ):
            if called in text:
                before = text.partition(called)[0]
                assert before.rfind("$WhatIfPreference = $false") > before.rfind("function "), (name, called)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Set-Transcripts.ps1", "if ($PSCmdlet.ShouldProcess(\"every", "if (Test-Path (\"every"),
        ("Set-Consent.ps1", "if ($PSCmdlet.ShouldProcess(\"SIGN_IN_ID", "if ($true -or (\"SIGN_IN_ID"),
        ("Set-CaseSystemKey.ps1", "if ($PSCmdlet.ShouldProcess(", "if ($true -or ("),
        ("Export-Receipts.ps1", "if (-not $PSCmdlet.ShouldProcess(", "if (-not $Folder.Equals("),
        ("Test-Deployment.ps1", "Invoke-Arm -Method GET", "Invoke-Arm -Method DELETE"),
    ],
)  # fmt: skip
def test_a_change_that_nobody_was_asked_about_is_found(name: str, old: str, new: str) -> None:
    scripts = texts()
    assert old in scripts[name]
    assert any(x.startswith(name) for x in _faults({name: scripts[name].replace(old, new)}))


def test_what_is_no_powershell_is_named_by_file_and_line() -> None:
    with pytest.raises(ValueError, match=r"a\.ps1:2: not PowerShell"):
        commands("a.ps1", "Write-Host 'a'\nif ($x { 'b' }\n")


def test_consent_is_given_for_what_is_used_and_for_nothing_else() -> None:
    script = texts()["Set-Consent.ps1"]
    assert listed(script, "Scopes") == [x.name for x in SCOPES]
    assert listed(script, "SigningIn") == ["openid", "profile", "offline_access"]


def test_the_registration_is_called_what_the_set_up_check_calls_it() -> None:
    named = re.search(r"\$DisplayName = '([^']+)'", texts()["Set-Consent.ps1"])
    assert named
    assert named[1] == REGISTERED


def test_the_connections_name_is_the_one_that_the_bot_asks_for() -> None:
    named = re.search(r"\$Connection = '([^']+)'", texts()["Set-Consent.ps1"])
    assert named
    assert named[1] == environment(parse(bicep_texts()), {})["FAIRCOPY_SIGN_IN_CONNECTION"]


@pytest.mark.parametrize("key", ["caseSystemKey", "otherCaseSystemKey"])
def test_each_case_systems_key_is_put_where_the_app_looks_for_it(key: str) -> None:
    files = parse(bicep_texts())
    name = str(at(files["vault.bicep"].resources[key].body, "name"))
    assert f"'{name}'" in texts()["Set-CaseSystemKey.ps1"]
    assert f"}}secrets/{name}'" in bicep_texts()["vault.bicep"].partition(f"output {key}Url")[2]
    plain = [x for x, text in texts().items() if "-AsPlainText" in text]
    assert plain == ["Set-CaseSystemKey.ps1"]


def test_what_the_scripts_ask_azd_for_is_what_azd_and_the_template_give() -> None:
    """Through Shared.ps1 alone, which knows azd's values in its hooks and beside them: nobody is asked for one."""
    scripts = texts()
    asked = {
        name: set(re.findall(r"Get-(?:Value|Needed) -Name ([A-Z]\w+)", text))
        for name, text in scripts.items()
    }
    kept = set(re.findall(r"Save-Held -Name ([A-Z]\w+)", scripts["Set-Consent.ps1"]))
    assert kept == {"SIGN_IN_ID"}
    of_azd = {"AZURE_RESOURCE_GROUP", "AZURE_ENV_NAME", "AZURE_SUBSCRIPTION_ID"}
    typed_once = {"LEAVING"}
    given = parse(bicep_texts())["main.bicep"].outputs.keys() | of_azd | kept | typed_once
    for name, text in scripts.items():
        assert asked[name] <= given, name
        assert "$env:" not in text, f"{name}: what azd holds beside its hooks would not be seen"
    assert of_azd | kept | typed_once <= set().union(*asked.values()), "a name that nobody asks for"
    assert not [x for x in given if x.startswith("FAIRCOPY_")], (
        "settings.py would refuse to start with these set"
    )


def test_what_azd_holds_must_be_given_to_no_script() -> None:
    """A parameter that must be given is one that azd does not hold."""
    held = {x.replace("_", "").lower() for x in parse(bicep_texts())["main.bicep"].outputs}
    must = {
        (name, one)
        for name, text in texts().items()
        for one in re.findall(r"\[Parameter\(Mandatory\)\]\[\w+\]\$(\w+)", text.partition("Shared.ps1")[0])
        if name != "Shared.ps1"
    }
    assert must == {
        ("Export-Receipts.ps1", "Address"),
        ("Export-Receipts.ps1", "Folder"),
        ("Set-CaseSystemKey.ps1", "Key"),
        ("Set-Consent.ps1", "Users"),
    }
    assert not {one.lower() for _, one in must} & held


def test_the_line_that_builds_the_package_is_one_that_make_takes() -> None:
    line = texts()["Shared.ps1"].partition("function Get-PackageLine")[2].partition("\nfunction")[0]
    makefile = (ROOT / "Makefile").read_text("utf-8").partition("\npackage:")[2].partition("\n\n")[0]
    taken = set(re.findall(r"\$\$([A-Z_]+)", makefile)) - {"REVISION"}
    assert set(re.findall(r"\b([A-Z_]+)=", line)) == taken | {"FAIRCOPY_APP_ID"}
    for name in ("Set-Consent.ps1", "Show-NextSteps.ps1"):
        assert "Get-PackageLine -BotAppId" in texts()[name]


LISTING = "2021-04-01"
"""The version in which a group's resources are listed: an operation, of which the types know nothing."""


def test_azure_is_asked_in_versions_that_the_types_know() -> None:
    versions = {x.partition("@")[2] for x in typed.RESOURCES} | {LISTING}
    assert [x for x, text in texts().items() if LISTING in text] == ["Confirm-Leaving.ps1"]
    for name, text in texts().items():
        assert set(re.findall(r"api-version=([\w-]+)", text)) <= versions, name


def test_azds_file_fits_the_template() -> None:
    told = yaml.safe_load((ROOT / "azure.yaml").read_text("utf-8"))
    (service, one), *others = told["services"].items()
    assert not others
    assert (ROOT / one["project"] / one["docker"]["path"]).is_file()
    assert (ROOT / told["infra"]["path"] / f"{told['infra']['module']}.bicep").is_file()
    for hook in told["hooks"].values():
        assert (ROOT / hook["run"]).is_file()
        assert not hook.get("continueOnError")
    assert told["hooks"]["predown"]["run"].endswith("/Confirm-Leaving.ps1")
    file = parse(bicep_texts())["app.bicep"]
    app = known(file, file.of("Microsoft.App/containerApps")[0].body, {**SAMPLE, "tags": {}})
    assert at(app, "tags.azd-service-name") == service
    parameters = (BICEP / "main.parameters.json").read_text("utf-8")
    assert f"SERVICE_{service.upper()}_IMAGE_NAME" in parameters


# --- what `azd down` would take with it ---------------------------------------------------------------------------


def _told(script: str) -> list[str]:
    """What the hook says before it stops, each in one line."""
    return [
        " ".join(x.text.split())
        for x in commands("Confirm-Leaving.ps1", script)
        if x.text.startswith("Stop-Here")
    ]


def test_azd_down_is_held_back_until_faircopy_was_drained_and_while_anything_else_lies_there() -> None:
    script = texts()["Confirm-Leaving.ps1"]
    drained, _, others = _told(script)
    assert leaving.NOTHING_OPEN in drained
    assert "Export-Receipts.ps1" in drained
    assert "azd env set LEAVING yes" in drained
    assert "$named" in others
    assert all(
        x.partition(" ")[2].lstrip("@'\"").lstrip().startswith("Nothing was removed.") for x in _told(script)
    )
    assert (
        script.index("Get-Value -Name LEAVING")
        < script.index("/resources?api-version=")
        < script.index("$others.Count")
    )


def _untagged(bicep: dict[str, str]) -> list[str]:
    """Resources that lie in the group by themselves and bear no tag: they would be taken for somebody else's."""
    return [
        f"{file.name}: {one.symbol}"
        for file in parse(bicep).values()
        for one in file.resources.values()
        if not one.existing and not one.body.keys() & {"parent", "scope"} and "tags" not in one.body
    ]


def test_what_bicep_makes_bears_the_tag_that_the_hook_looks_for() -> None:
    script, bicep = texts()["Confirm-Leaving.ps1"], bicep_texts()
    assert _untagged(bicep) == []
    assert _untagged({**bicep, "logs.bicep": bicep["logs.bicep"].replace("  tags: tags\n", "", 1)})
    [tag] = set(re.findall(r"\['tags'\]\['([\w-]+)'\]", script))
    assert f"'{tag}': environmentName" in bicep["main.bicep"]
    given = json.loads((BICEP / "main.parameters.json").read_text("utf-8"))["parameters"]
    assert given["environmentName"]["value"] == "${AZURE_ENV_NAME}"
    assert "Get-Needed -Name AZURE_ENV_NAME" in script
    for module in parse(bicep)["main.bicep"].modules.values():
        assert getattr(at(module.body, "params.tags"), "text", "") == "allTags", module.symbol
