"""infra/scripts parse, change nothing without being asked, and say what the code and the Bicep say; azure.yaml fits."""

from __future__ import annotations

import re

import pytest
import yaml

from graph.scopes import SCOPES
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


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Set-Transcripts.ps1", "if ($PSCmdlet.ShouldProcess(\"every", "if (Test-Path (\"every"),
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


def test_the_connections_name_is_the_one_that_the_bot_asks_for() -> None:
    named = re.search(r"\$Connection = '([^']+)'", texts()["Set-Consent.ps1"])
    assert named
    assert named[1] == environment(parse(bicep_texts()), {})["FAIRCOPY_SIGN_IN_CONNECTION"]


def test_the_case_systems_key_is_put_where_the_app_looks_for_it() -> None:
    files = parse(bicep_texts())
    name = str(at(files["vault.bicep"].resources["caseSystemKey"].body, "name"))
    assert f"/secrets/{name}?" in texts()["Set-CaseSystemKey.ps1"]
    assert f"secrets/{name}" in bicep_texts()["vault.bicep"].partition("output caseSystemKeyUrl")[2]
    plain = [x for x, text in texts().items() if "-AsPlainText" in text]
    assert plain == ["Set-CaseSystemKey.ps1"]


def test_what_the_scripts_are_told_is_what_the_template_gives() -> None:
    given = parse(bicep_texts())["main.bicep"].outputs.keys() | {
        "AZURE_RESOURCE_GROUP",
        "AZURE_ENV_NAME",
        "LEAVING",
    }
    for name, text in texts().items():
        assert set(re.findall(r"\$env:(\w+)", text)) <= given, name
    assert not [x for x in given if x.startswith("FAIRCOPY_")], (
        "settings.py would refuse to start with these set"
    )


def test_azure_is_asked_in_versions_that_the_types_know() -> None:
    versions = {x.partition("@")[2] for x in typed.RESOURCES}
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
    file = parse(bicep_texts())["app.bicep"]
    app = known(file, file.of("Microsoft.App/containerApps")[0].body, {**SAMPLE, "tags": {}})
    assert at(app, "tags.azd-service-name") == service
    parameters = (BICEP / "main.parameters.json").read_text("utf-8")
    assert f"SERVICE_{service.upper()}_IMAGE_NAME" in parameters
