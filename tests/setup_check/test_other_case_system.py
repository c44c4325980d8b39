"""The set-up check asks the case system that the council uses today, and names the settings that are that one's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

import pytest
import pytest_asyncio

from cards.findings import State
from local.case_system import CaseSystem
from local.town import QUICK, open_town
from record.system import System
from tests.setup_check.scene import NOBODY, Scene, broken, open_scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOTE = "case system test note"
FILE = "T-9"


class Other(CaseSystem):
    """The case system that the council moves to."""

    party: ClassVar[str] = "other case system"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def both() -> AsyncIterator[tuple[Scene, Other]]:
    async with (
        open_town() as town,
        Other(town.wire, "the-others-own-key") as other,
        open_scene(town) as scene,
    ):
        other.add_person(FILE, "Test Person", date(2015, 3, 4), "Asha Rahman")
        await town.set_policy(replace(QUICK, case_system=System(connector="http_json", address=other.url)))
        yield scene, other


def told(other: Other, **changed: str) -> dict[str, str]:
    return {
        "OTHER_CASE_SYSTEM_URL": other.url,
        "OTHER_CASE_SYSTEM_KEY": other.api_key,
        "OTHER_CASE_SYSTEM_TEST_FILE": FILE,
        **changed,
    }


async def test_it_is_asked_and_written_to_in_place_of_the_one_that_was_installed(
    both: tuple[Scene, Other],
) -> None:
    scene, other = both
    found = {f.name: f for f in await scene.check(**told(other))}
    assert found["case system"].state is State.WORKS
    assert other.url.removeprefix("http://") in found["case system"].say
    assert found[NOTE].state is State.WORKS
    assert [note.reference for note in other.notes.values()] == [FILE]
    assert scene.town.cases.notes == {}


async def test_what_is_wrong_with_it_is_mended_by_its_own_settings(both: tuple[Scene, Other]) -> None:
    scene, other = both
    named = broken(await scene.check(**told(other, OTHER_CASE_SYSTEM_KEY="wrong")))
    assert "FAIRCOPY_OTHER_CASE_SYSTEM_KEY" in named["case system"].fix
    assert f"{other.url} (chosen in configure)" in named["case system"].fix
    named = broken(await scene.check(**told(other, OTHER_CASE_SYSTEM_TEST_FILE="T-8")))
    assert "FAIRCOPY_OTHER_CASE_SYSTEM_TEST_FILE" in named[NOTE].fix


async def test_one_that_this_installation_does_not_let_it_speak_to_is_named_and_hears_nothing(
    both: tuple[Scene, Other],
) -> None:
    scene, other = both
    calls = len(other.wire.to("other case system"))
    found = {f.name: f for f in await scene.check(OTHER_CASE_SYSTEM_URL=NOBODY)}
    assert found["case system"].state is State.BROKEN
    assert "does not let me speak to it" in found["case system"].say
    assert "FAIRCOPY_OTHER_CASE_SYSTEM_URL" in found["case system"].fix
    assert found[NOTE].state is State.NOT_TRIED
    assert len(other.wire.to("other case system")) == calls
