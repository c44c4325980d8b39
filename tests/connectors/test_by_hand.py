"""A council without an interface: whose file it is can be asked, where there is an address; nothing is ever written."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import aiohttp
import pytest

import connectors
from local.case_system import CaseSystem
from local.wire import Wire
from record.doors import CaseSystem as Door
from record.draft import Child
from record.errors import BusyError, NotAllowedError, NotThereError
from record.said import Said
from tests.contracts.case_system import OPEN, good, note, silent

KEY = "loopback-only"


@pytest.fixture
async def cases() -> AsyncIterator[CaseSystem]:
    async with CaseSystem(Wire(), KEY) as opened:
        opened.add_person(OPEN, "Tomos Sample", date(2015, 3, 4), "Ana Example")
        yield opened


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


def by_hand(session: aiohttp.ClientSession, base_url: str = "") -> Door:
    return connectors.NAMES["by_hand"](session=session, base_url=base_url, key=Said(KEY), honours_keys=True)


async def test_whose_file_it_is_is_asked_where_there_is_an_address(
    session: aiohttp.ClientSession, cases: CaseSystem
) -> None:
    connector = by_hand(session, cases.url)
    assert (await connector.find(OPEN)).name == "Tomos Sample"
    with pytest.raises(NotThereError):
        await connector.find("CH-0")
    await cases.__aexit__()
    with pytest.raises(BusyError):
        await connector.find(OPEN)


async def test_with_nobody_to_ask_the_number_stands_without_a_name(session: aiohttp.ClientSession) -> None:
    assert await by_hand(session).find(OPEN) == Child(reference=OPEN, name="", born="")


@pytest.mark.parametrize("typed", ["", "Tomos", "she said 2 things", "x" * 41, "1\n2", "CH-1?"])
async def test_words_are_no_number(session: aiohttp.ClientSession, typed: str) -> None:
    with pytest.raises(NotThereError):
        await by_hand(session).find(typed)


async def test_nothing_is_written_and_nothing_is_read(
    session: aiohttp.ClientSession, cases: CaseSystem
) -> None:
    connector = by_hand(session, cases.url)
    assert not connector.posts
    assert not connector.honours_keys
    mine = note("words")
    for ask in (connector.post(mine, good), connector.read("88213")):
        with pytest.raises(NotAllowedError) as refused:
            await ask
        silent(refused.value)
        assert refused.value.code == "by-hand"
    assert await connector.look_up(mine.key) is None
    assert cases.wire.calls == []
