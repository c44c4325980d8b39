"""Which case systems this installation may speak to: over the wire, each key goes to its own host and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from connectors.allowed import CaseSystems, Place
from connectors.closed import Closed
from local.case_system import CaseSystem
from local.wire import Wire
from record.doors import CaseSystem as Door
from record.doors import Note
from record.errors import BusyError, FaircopyError, NotAllowedError
from record.said import Said
from record.system import NOT_LET, Able, System
from record.terms import RecordTypeId
from tests.contracts.stranger import listening


@dataclass
class Two:
    """Two case systems over the wire, each with a key of its own, and the doors to them."""

    old: CaseSystem
    new: CaseSystem
    doors: CaseSystems

    def at(self, cases: CaseSystem, path: str = "", connector: str = "http_json") -> Door:
        return self.doors.at(System(connector=connector, address=f"{cases.url}{path}"))


@asynccontextmanager
async def two() -> AsyncIterator[Two]:
    wire = Wire()
    async with (
        CaseSystem(wire, "old-key") as old,
        CaseSystem(wire, "new-key") as new,
        aiohttp.ClientSession() as session,
    ):
        for cases in (old, new):
            cases.add_person("CH-1", f"Robin at {cases.url}", date(2015, 3, 4), "Ana Example")
        places = (
            Place(url=old.url, setting="OLD", key=Said("old-key")),
            Place(url=new.url, setting="NEW", key=Said("new-key"), honours_keys=False),
        )
        installed = System(connector="http_json", address=old.url)
        yield Two(old, new, CaseSystems(session=session, installed=installed, places=places))


def note() -> Note:
    return Note(
        key="k",
        reference="CH-1",
        record_type=RecordTypeId("case-note"),
        title="t",
        author="a",
        occurred=None,
        text=Said("words\n"),
    )


def good() -> None:
    """The claim never lapses here."""


async def test_each_is_asked_with_its_own_key_and_files_what_is_its_own() -> None:
    async with two() as here:
        for cases in (here.old, here.new):
            door = here.at(cases)
            assert (await door.find("CH-1")).name == f"Robin at {cases.url}"
            filed = await door.post(note(), good)
            assert (await door.read(filed)).reveal() == "words\n"
            assert len(cases.notes) == 1
        assert (await here.doors.at(None).find("CH-1")).name == f"Robin at {here.old.url}"
        assert (
            here.doors.chosen(None)
            == here.doors.named[0]
            == System(connector="http_json", address=here.old.url)
        )


@pytest.mark.parametrize("connector", ["http_json", "by_hand", "liquid"])
async def test_a_host_that_is_not_allowed_hears_nothing_at_all(connector: str) -> None:
    """Also where a policy that was saved otherwise names it: the door itself refuses, and no other is asked instead."""
    async with two() as here, listening() as (url, came):
        door = here.doors.at(System(connector=connector, address=f"{url}/api"))
        for asked in (
            door.find("CH-1"),
            door.post(note(), good),
            door.look_up("k"),
            door.read("1"),
            door.ping(),
        ):
            with pytest.raises(NotAllowedError) as no:
                await asked
            assert no.value.code == NOT_LET
            assert "Whoever installed Faircopy" in no.value.say
        assert came == []
        assert here.old.wire.calls == []


async def test_another_path_of_an_allowed_host_is_asked_with_that_hosts_key() -> None:
    async with two() as here:
        with pytest.raises(FaircopyError):  # there is nothing at that path
            await here.at(here.new, "/v2").ping()
        [call] = here.new.wire.calls
        assert "/v2/notes" in call.url
        assert isinstance(here.at(here.new, "/../v2"), Closed)
        assert isinstance(here.at(here.new, "/v2?x=1"), Closed)


async def test_a_wrong_key_is_not_tried_at_the_other() -> None:
    async with two() as here:
        here.new.api_key = "changed"
        with pytest.raises(BusyError):
            await here.at(here.new).ping()
        await here.at(here.old).ping()


async def test_filing_by_hand_needs_no_address_and_asks_only_whose_file_it_is() -> None:
    async with two() as here:
        alone = here.doors.at(System(connector="by_hand"))
        assert (await alone.find("CH-9")).name == ""
        assert here.old.wire.calls == []
        assert not alone.posts
        with_address = here.at(here.new, connector="by_hand")
        assert (await with_address.find("CH-1")).name == f"Robin at {here.new.url}"
        assert not with_address.posts


async def test_what_each_can_do_is_its_own_to_say() -> None:
    async with two() as here:

        def able(connector: str, origin: str) -> Able:
            return next(a for a in here.doors.able if (a.connector, a.origin) == (connector, origin))

        assert able("http_json", here.old.url).honours_keys
        assert not able("http_json", here.new.url).honours_keys
        assert able("http_json", here.new.url).posts
        assert not any(able("by_hand", url).posts for url in ("", here.old.url, here.new.url))


@given(
    st.from_regex(r"https://(cases\.example|evil\.example)?[a-z.@:/\\?#%-]{0,30}", fullmatch=True)
    | st.text(max_size=40)
)
async def test_no_address_leads_a_key_to_another_host(address: str) -> None:
    place = Place(url="https://cases.example/api", setting="X", key=Said("the-key"))
    async with aiohttp.ClientSession() as session:
        doors = CaseSystems(
            session=session, installed=System(connector="http_json", address=place.url), places=(place,)
        )
        found = doors.place(System(connector="http_json", address=address))
    # as aiohttp reads it, which connects
    assert found is None or (URL(address).host, URL(address).port) == ("cases.example", 443)
