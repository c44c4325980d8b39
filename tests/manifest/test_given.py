"""What a council gives: every fault is named together, a placeholder is refused, and then nothing is written."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from manifest import given
from record.errors import ConfigurationError
from tests.manifest.opened import GIVEN, manifest_of

ROOT = Path(__file__).resolve().parents[2]
CANARY = "no-secret-goes-in"
ID = {"FAIRCOPY_APP_ID": GIVEN.app_id}
SIGN_IN = "9c0b7d52-3e1f-4a86-b0d4-5f6e7a8b9c0d"
ASKED = {name: str(value) for name, value in asdict(GIVEN).items() if name not in ("app_id", "sign_in_host")}


def refused(environment: dict[str, str], asked: dict[str, str]) -> str:
    with pytest.raises(ConfigurationError) as wrong:
        given.read(environment, asked)
    return wrong.value.say


def test_all_that_is_needed() -> None:
    assert given.read(ID, ASKED) == GIVEN
    assert given.read(ID, ASKED | {"revision": ""}) == GIVEN
    assert given.read({"FAIRCOPY_APP_ID": GIVEN.app_id.upper()}, ASKED) == GIVEN


def test_the_command_goes_before_the_environment() -> None:
    assert given.read(ID, ASKED | {"app_id": SIGN_IN}).app_id == SIGN_IN


def test_another_token_service_is_the_one_that_signs_people_in() -> None:
    europe = ID | {"FAIRCOPY_TOKEN_SERVICE_URL": "https://europe.token.botframework.com"}
    assert given.read(europe, ASKED).sign_in_host == "europe.token.botframework.com"


def test_everything_that_is_missing_is_named_at_once() -> None:
    said = refused({}, {})
    assert said.startswith("The package was not built. Nothing was written.\n")
    for name in ("FAIRCOPY_APP_ID", "COUNCIL", "WEBSITE", "PRIVACY", "TERMS"):
        assert f"- {name}" in said
    assert said.count("is missing") == 5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not-a-guid", "must be a GUID"),
        ("00000000-0000-0000-0000-000000000000", "is a made-up id"),
        ("11111111-1111-1111-1111-111111111111", "is a made-up id"),
        ("abcabcab-cabc-abca-bcab-cabcabcabcab", "is a made-up id"),
        ("12345678-1234-1234-1234-123456789012", "is a made-up id"),
        ("{{BOT_ID}}", "must be a GUID"),
    ],
)
def test_an_id_that_is_none(text: str, says: str) -> None:
    assert f"FAIRCOPY_APP_ID {says}" in refused({"FAIRCOPY_APP_ID": text}, ASKED)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("http://www.anytown.gov.uk", "must start with https://"),
        ("www.anytown.gov.uk", "must start with https://"),
        ("https://kelly:secret@www.anytown.gov.uk", "must hold no user name, no password"),
        ("https://www.anytown.gov.uk:8443/", "no port"),
        ("https://www.anytown.gov.uk:99999/", "must be an address such as"),
        ("https://[::1]/", "still holds a mark to be replaced"),
        ("https://10.0.0.1/", "must name a host"),
        ("https://intranet/", "must name a host"),
        ("https://example.com/privacy", "names a host that nobody can reach"),
        ("https://www.example.org/", "names a host that nobody can reach"),
        ("https://council.example/", "names a host that nobody can reach"),
        ("https://council.test", "names a host that nobody can reach"),
        ("https://app.localhost/", "names a host that nobody can reach"),
        ("https://www.council.gov.uk/faircopy", "names a host that nobody can reach"),
        ("<a page where people get help with Faircopy>", "still holds a mark to be replaced"),
        ("www.<council>.gov.uk", "still holds a mark to be replaced"),
        ("https://www.anytown.gov.uk/<page>", "still holds a mark to be replaced"),
        ("https://www.anytown.gov.uk/TODO", "still holds a mark to be replaced"),
        ("https://www.anytown.gov.uk/a b", "must be an address in plain letters"),
        ("https://www.аnytown.gov.uk/", "must be an address in plain letters"),
        ("https://www.anytown.gov.uk/" + "a" * 2048, "at most 2048"),
    ],
)
@pytest.mark.parametrize("name", ["website", "privacy", "terms"])
def test_an_address_that_is_none(name: str, text: str, says: str) -> None:
    said = refused(ID, ASKED | {name: text})
    assert said.count("\n- ") == 1
    assert said.partition("\n- ")[2].startswith(name.upper())
    assert says in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Your Council Name", "still holds a mark"),
        ("${COUNCIL}", "still holds a mark"),
        ("[council]", "still holds a mark"),
        ("TBC", "still holds a mark"),
        ("<council>", "still holds a mark"),
        ("COUNCIL", "is COUNCIL, which names no council"),
        ("the council", "names no council"),
        ("Your Council", "names no council"),
        ("—", "still holds a mark"),
        ("A" * 33, "at most 32 characters"),
        ("Anytown\nCouncil", "one line"),
    ],
)
def test_a_name_that_is_none(text: str, says: str) -> None:
    assert says in refused(ID, ASKED | {"council": text})


@pytest.mark.parametrize(
    "name",
    [
        "St Helens Borough Council",
        "Council of the Isles of Scilly",
        "Cyngor Sir y Fflint",
        "King's Lynn & West Norfolk",
    ],
)
def test_councils_names_are_taken(name: str) -> None:
    assert given.read(ID, ASKED | {"council": name}).council == name


def test_all_that_was_to_be_replaced_is_named_together() -> None:
    said = refused(ID, ASKED | {"council": "COUNCIL", "website": "www.council.gov.uk", "privacy": "<page>"})
    assert [line.split()[1] for line in said.splitlines()[1:]] == ["COUNCIL", "WEBSITE", "PRIVACY"]


@pytest.mark.parametrize("text", ["-1", "1.5", "one", "100000", "٣"])
def test_a_revision_that_is_none(text: str) -> None:
    assert "must be a whole number" in refused(ID, ASKED | {"revision": text})


def _run(
    out: Path, *asked: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("FAIRCOPY_")}
    return subprocess.run(
        [sys.executable, "-m", "manifest", "build", "--out", str(out), *asked],
        cwd=ROOT,
        env=inherited | (ID if environment is None else environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_command_writes_the_package_or_nothing(tmp_path: Path) -> None:
    out = tmp_path / "new" / "faircopy.zip"
    named = [x for name, text in ASKED.items() if text for x in (f"--{name}", text)]
    done = _run(
        out, *named, environment=ID | {"FAIRCOPY_APP_SECRET": CANARY, "FAIRCOPY_CASE_SYSTEM_KEY": CANARY}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "version 1.0.0" in done.stdout
    assert "Reminder: SIGN_IN_ID was not given." in done.stdout
    assert "docs/package.md" in done.stdout
    assert "Without cy-gb: 12 of its texts wait for a translator." in done.stdout
    signed = _run(out, *named, "--sign-in-id", SIGN_IN)
    assert signed.returncode == 0
    assert "SIGN_IN_ID" not in signed.stdout
    before = out.read_bytes()
    assert manifest_of(before)["webApplicationInfo"]["id"] == SIGN_IN
    assert CANARY.encode() not in before
    assert manifest_of(before)["developer"]["name"] == GIVEN.council

    done = _run(out, *named, environment={})
    assert (done.returncode, done.stdout) == (2, "")
    assert "FAIRCOPY_APP_ID is missing" in done.stderr
    assert "Traceback" not in done.stderr

    done = _run(out / "below-a-file.zip", *named)
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    assert out.read_bytes() == before
