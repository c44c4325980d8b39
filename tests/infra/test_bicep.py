"""infra/'s Bicep parses, fits Azure's types, keeps the security rules, and says what settings.py and storage/ say."""

from __future__ import annotations

import json

import pytest

from tests.infra import rules, typed
from tests.infra.bicep import FOLDER, Expr, File, parse, texts
from tests.infra.values import known

BLOB_ROLE = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
OWNER_ROLE = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"
QUEUE_ROLE = "974c5e8b-45b9-4653-ba55-5f855dd0fb88"
SOFT = " deleteRetentionPolicy: {\n      enabled: false"
TENANT = "  {\n    name: 'FAIRCOPY_TENANT'\n    value: subscription().tenantId\n  }\n"


def _files() -> dict[str, File]:
    return parse(texts())


def _planted(name: str, old: str, new: str) -> list[str]:
    """The faults that are found once `old` is `new` in that file, wherever it stands."""
    given = texts()
    assert old in given[name], f"{name} does not say {old!r} any more: plant the bug anew"
    files = parse({**given, name: given[name].replace(old, new)})
    return typed.faults(files) + rules.faults(files)


def test_it_fits_azures_types() -> None:
    assert typed.faults(_files()) == []


def test_it_keeps_the_rules() -> None:
    assert rules.faults(_files()) == []


def test_every_file_is_used_once_or_more() -> None:
    files = _files()
    used = {x.path.removeprefix("./") for file in files.values() for x in file.modules.values()}
    assert used == files.keys() - {"main.bicep"}


def test_azds_parameters_are_those_of_the_template() -> None:
    params = _files()["main.bicep"].params
    given = json.loads((FOLDER / "main.parameters.json").read_text("utf-8"))["parameters"]
    assert given.keys() <= params.keys()
    assert {name for name, one in params.items() if one.needed} <= given.keys()
    for name, one in given.items():  # azd makes of "${X=2}" what the parameter's type asks for
        default = one["value"].rstrip("}").partition("=")[2]
        stands = params[name].default
        assert default in ("", str(stands).lower() if isinstance(stands, bool) else str(stands)), name


def test_every_role_has_its_reason() -> None:
    page = (FOLDER.parent / "docs/permissions.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    for _, _, role in rules.NEEDED:
        assert any(row.startswith(f"| {role} |") for row in rows), role


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        # storage/ and the Bicep drift apart
        ("temporary.bicep", "'nudges-poison'", "'nudges-dead'", "queues are"),
        ("temporary.bicep", "  'keys'\n", "", "containers are"),
        ("lasting.bicep", "  'chain'\n", "  'chains'\n", "containers are"),
        ("app.bicep", "queueName: 'nudges'", "queueName: 'nudge'", "queueName must be 'nudges'"),
        # what is deleted would be kept
        ("temporary.bicep", SOFT, SOFT.replace("false", "true"), "deleteRetentionPolicy.enabled"),
        ("temporary.bicep", "isVersioningEnabled: false", "isVersioningEnabled: true", "isVersioningEnabled"),
        ("temporary.bicep", "    changeFeed: {\n      enabled: false\n    }\n", "", "changeFeed.enabled"),
        ("temporary.bicep", "'Standard_ZRS'", "'Standard_GRS'", "deleted later"),
        # what must stay would not
        ("lasting.bicep", "isVersioningEnabled: true", "isVersioningEnabled: false", "isVersioningEnabled"),
        ("lasting.bicep", "  name: 'receipts'\n}", "  name: 'chain'\n}", "receipts must be immutable"),
        ("vault.bicep", "enablePurgeProtection: true", "enablePurgeProtection: false", "enablePurgeProtection"),
        # somebody else gets in
        ("temporary.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true", "allowSharedKeyAccess"),
        ("lasting.bicep", "publicNetworkAccess: 'Disabled'", "publicNetworkAccess: 'Enabled'", "publicNetworkAccess"),
        ("temporary.bicep", "publicAccess: 'None'", "publicAccess: 'Blob'", "may be public"),
        ("bot.bicep", "disableLocalAuth: true", "disableLocalAuth: false", "disableLocalAuth"),
        ("app.bicep", "allowInsecure: false", "allowInsecure: true", "allowInsecure"),
        ("main.bicep", "  'uksouth'\n", "  'uksouth'\n  'westeurope'\n", "westeurope"),
        ("lasting.bicep", "  location: location\n", "  location: 'westeurope'\n", "lies in westeurope"),
        ("vault.bicep", "service: 'vault'", "service: 'blob'", "no private door"),
        ("vault.bicep", "      'unwrapKey'\n", "      'unwrapKey'\n      'decrypt'\n", "for wrapping"),
        # roles: one too few, one too many, one too wide
        ("temporary.bicep", QUEUE_ROLE, BLOB_ROLE, "lacks Storage Queue"),
        ("lasting.bicep", BLOB_ROLE, OWNER_ROLE, "needs no b7e6dc6d"),
        ("vault.bicep", "  scope: wrap\n", "  scope: vault\n", "on vault"),
        # words or secrets where there should be none
        ("lasting.bicep", "category: 'StorageWrite'", "category: 'Requests'", "not among the logs"),
        ("main.bicep", "param caseSystemUrl string", "@secure()\nparam caseSystemUrl string", "would be a secret"),
        ("app.bicep", "value: caseSystemUrl", "value: apps.listKeys()", "reads a key"),
        # settings.py and the Bicep drift apart
        ("app.bicep", "'FAIRCOPY_VAULT_KEY_URL'", "'FAIRCOPY_VAULT_URL'", "is not a setting"),
        ("app.bicep", TENANT, "", "FAIRCOPY_TENANT is missing"),
        ("app.bicep", "'FAIRCOPY_CASE_SYSTEM_KEY'", "'FAIRCOPY_LASTING_KEY'", "must be name:key"),
        ("app.bicep", "secretRef: 'other-case-system-key'", "secretRef: 'case-system-key'", "not its own secret"),
        ("app.bicep", "keyVaultUrl: otherCaseSystemKeyUrl", "keyVaultUrl: caseSystemKeyUrl", "not its own secret"),
        ("app.bicep", "value: otherCaseSystemTestFile", "value: 'X-1'", "other test person's file"),
        ("app.bicep", "value: admins", "value: ''", "nobody could configure"),
        ("app.bicep", "value: caseSystemTestFile", "value: ''", "test person's file"),
        ("app.bicep", "value: '0.0.0.0'", "value: '127.0.0.1'", "listen on every address"),
        ("app.bicep", "path: '/readyz'", "path: '/ready'", "nobody answers at /ready"),
        ("app.bicep", "terminationGracePeriodSeconds: 120", "terminationGracePeriodSeconds: 30", "longer than a lease"),
        ("app.bicep", "var port = 3978", "var port = 8000", ""),
        # what a compiler would say
        ("app.bicep", "terminationGracePeriodSeconds", "terminationGraceSeconds", "has no property"),
        ("app.bicep", "transport: 'http'", "transport: 'https'", "may be"),
        ("app.bicep", "external: true", "external: 'yes'", "should be bool"),
        ("app.bicep", "minReplicas: minReplicas", "minReplicas: name", "is string"),
        ("app.bicep", "environmentId: apps.id", "environmentId: environs.id", "nothing is called environs"),
        ("main.bicep", "    caseSystemHasKey: caseSystemHasKey\n", "", "needs caseSystemHasKey"),
        ("main.bicep", "receiptDays: receiptDays", "receiptDays: location", "is string"),
        ("main.bicep", "network.outputs.vaultZoneId", "network.outputs.vaultZone", "is nothing"),
        ("vault.bicep", "    tenantId: subscription().tenantId\n", "", "lacks tenantId"),
        ("registry.bicep", "2025-04-01", "2099-01-01", "not in types.json"),
    ],
)  # fmt: skip
def test_a_planted_bug_is_found(file: str, old: str, new: str, found: str) -> None:
    faults = _planted(file, old, new)
    if found:
        assert any(found in x for x in faults), faults
    else:
        assert faults == []  # a change that is none: the port is said once


def test_what_is_no_bicep_is_named_by_file_and_line() -> None:
    with pytest.raises(ValueError, match=r"bot\.bicep:2: not Bicep"):
        parse({"bot.bicep": "param name string\nresource bot 'x@1' = {\n  name: \n"})


def test_what_only_azure_knows_stays_an_expression() -> None:
    text = "param x string\nvar y = 'a${x}'\nvar z = concat(['b'], [\n  'c'\n])\nvar w = string(3)\n"
    file = parse({"a.bicep": text})["a.bicep"]
    assert isinstance(known(file, file.variables["y"]), Expr)
    assert known(file, file.variables["y"], {"x": "b"}) == "ab"
    assert known(file, file.variables["z"]) == ["b", "c"]
    assert known(file, file.variables["w"]) == "3"
