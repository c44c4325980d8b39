"""What is in a package: it fits the schema, asks for the least, is the same bytes each time, and waits for nothing."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import manifest
from manifest import package
from manifest.words import unfinished
from setup_check.package import VERSION
from tests.manifest.opened import GIVEN, SCHEMAS, faults, files, languages, manifest_of, schema_of, translated

ROOT = Path(__file__).resolve().parents[2]

PACKED = {"1.0.0": "2b90fd289923816457818fb5a1d096fc7a67628667961cd39e4d953b4dfee983"}
"""What each version held, built for the invented council. A line is never changed: Teams offers no update without a
higher version, so whatever changes what is packed raises `manifest.version` and adds a line here."""


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


def test_the_set_up_check_compares_with_this_version() -> None:
    assert manifest.version(7) == ".".join(map(str, (*VERSION, 7)))


def test_what_changes_in_a_package_raises_its_version() -> None:
    made = package.build(GIVEN)
    assert PACKED.get(made.version) == hashlib.sha256(made.content).hexdigest(), (
        "raise manifest.version, and write down what it holds"
    )
    assert list(PACKED)[-1] == manifest.version() == made.version


def test_the_same_council_gets_the_same_bytes_and_its_own_changes_a_version_of_their_own() -> None:
    assert package.build(GIVEN).content == package.build(replace(GIVEN)).content
    later = package.build(replace(GIVEN, council="Anytown City Council", revision=2))
    assert later.version == manifest_of(later.content)["version"] == "1.0.2"


def test_the_manifest_fits_microsofts_schema_and_says_which() -> None:
    said = manifest_of(package.build(GIVEN).content)
    assert faults("MicrosoftTeams", said) == []
    # `const` is younger than draft 4, so the validator passes over it.
    assert said["manifestVersion"] == schema_of("MicrosoftTeams")["properties"]["manifestVersion"]["const"]
    assert f"/v{said['manifestVersion']}/" in said["$schema"]


def _longer(at: dict[str, Any]) -> None:
    at["bots"][0]["commandLists"][0]["commands"][0]["title"] = "d" * 33


def _eleven(at: dict[str, Any]) -> None:
    first = at["bots"][0]["commandLists"][0]["commands"]
    first.extend([first[0]] * 11)


def _unknown(at: dict[str, Any]) -> None:
    at["bots"][0]["supportsEverything"] = True


def _misspelt(at: dict[str, Any]) -> None:
    at["bots"][0]["scopes"] = ["groupchat"]


def _no_colour(at: dict[str, Any]) -> None:
    at["accentColor"] = "teal"


@pytest.mark.parametrize("plant", [_longer, _eleven, _unknown, _misspelt, _no_colour])
def test_the_schema_would_see_a_planted_fault(plant: Any) -> None:
    planted = copy.deepcopy(manifest_of(package.build(GIVEN).content))
    plant(planted)
    assert faults("MicrosoftTeams", planted)


def test_the_schemas_are_microsofts_own() -> None:
    stated = dict(
        re.findall(r"^\| `(\S+)` \| `([0-9a-f]{64})` \|$", (SCHEMAS / "README.md").read_text(), re.MULTILINE)
    )
    assert stated == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SCHEMAS.glob("*.json")
    }


def test_it_is_a_flat_zip_that_says_nothing_of_where_or_when_it_was_built(tmp_path: Path) -> None:
    made = package.build(GIVEN, languages(tmp_path, translated))
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        infos = archive.infolist()
    assert [i.filename for i in infos] == ["manifest.json", "color.png", "outline.png", "cy-gb.json"]
    assert {i.date_time for i in infos} == {package.LONG_AGO}
    assert {(i.compress_type, i.create_system, i.external_attr, i.extra) for i in infos} == {
        (zipfile.ZIP_STORED, 3, 0o644 << 16, b"")
    }


def test_people_sign_in_through_a_registration_which_a_managed_identity_has_not() -> None:
    theirs = "5d1f0c7e-92ab-4c36-8e04-b7a3f6d218c9"
    said = manifest_of(package.build(replace(GIVEN, sign_in_id=theirs)).content)
    assert said["webApplicationInfo"] == {"id": theirs, "resource": f"api://botid-{GIVEN.app_id}"}
    assert {said["id"], said["bots"][0]["botId"]} == {GIVEN.app_id}


def test_every_file_that_the_manifest_names_is_there() -> None:
    there = files(package.build(GIVEN).content)
    said = json.loads(there["manifest.json"])
    named = {*said["icons"].values(), *(x["file"] for x in said["localizationInfo"]["additionalLanguages"])}
    assert named | {"manifest.json"} == there.keys()


def test_nothing_in_it_still_waits_to_be_written() -> None:
    texts = list(_texts(manifest_of(package.build(GIVEN).content)))
    assert len(texts) > 40
    assert [x for x in texts if not x.strip() or unfinished(x)] == []


def test_the_bot_is_where_people_are_and_takes_a_dropped_file() -> None:
    said = manifest_of(package.build(GIVEN).content)
    bot = said["bots"][0]
    assert (said["id"], bot["botId"], said["webApplicationInfo"]["id"]) == (GIVEN.app_id,) * 3
    assert set(bot["scopes"]) == {"personal", "groupChat", "team"}
    assert bot["supportsFiles"] is True
    assert bot["configuration"] == {"team": {"fetchTask": True}, "groupChat": {"fetchTask": True}}
    assert said["validDomains"] == [GIVEN.sign_in_host], "no page of ours is shown, so no host of ours"


def test_what_it_asks_of_a_chat_is_one_thing_and_the_page_of_permissions_says_so() -> None:
    asked = manifest_of(package.build(GIVEN).content)["authorization"]["permissions"]["resourceSpecific"]
    assert asked == [{"name": "OnlineMeeting.ReadBasic.Chat", "type": "Application"}]
    page = (ROOT / "docs/permissions.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\S+\.(?:Chat|Group))` \|", page, re.MULTILINE)) == {
        x["name"] for x in asked
    }
