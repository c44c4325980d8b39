"""Receipts on Azurite: once each, each on the one before, whatever is killed or races."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest

from record.errors import NotThereError
from record.receipt import Receipt, fold
from record.terms import DocketId, PersonId
from tests.storage.conftest import House, KilledError, Killer, Opener
from tests.storage.some import AT, docket


def receipt(id: str) -> Receipt:
    return fold(docket(id, "name"), AT)


async def test_written_once_and_read(house: House) -> None:
    receipts = house.doors.receipts
    with pytest.raises(NotThereError):
        await receipts.read(DocketId("a"))
    assert (await receipts.verify_chain()).count == 0
    for id in ("a", "b", "a", "c"):
        await receipts.write(receipt(id))
    await receipts.write(replace(receipt("b"), closed=AT.replace(hour=23)))
    assert await receipts.read(DocketId("b")) == receipt("b")
    chain = await receipts.verify_chain()
    assert (chain.count, chain.whole) == (3, True)


async def test_many_at_once_make_one_chain(house: House) -> None:
    ids = [f"docket-{n}" for n in range(6)]
    await asyncio.gather(*[house.doors.receipts.write(receipt(id)) for id in (*ids, ids[0])])
    chain = await house.doors.receipts.verify_chain()
    assert (chain.count, chain.whole) == (6, True)


@pytest.mark.parametrize("after", range(1, 8))
@pytest.mark.parametrize("next_one", ["a", "b"])
async def test_a_kill_between_any_two_steps(opener: Opener, after: int, next_one: str) -> None:
    killer = Killer()
    async with opener(killer) as house:
        await house.doors.receipts.write(receipt("first"))
        killer.left = after
        try:
            await house.doors.receipts.write(receipt("a"))
        except KilledError:
            written = after >= 5
        else:
            written = True
    async with opener() as house:
        receipts = house.doors.receipts
        if written:
            assert await receipts.read(DocketId("a")) == receipt("a")
        await receipts.write(receipt(next_one))
        await receipts.write(receipt("a"))
        chain = await receipts.verify_chain()
        assert chain.whole
        assert chain.count == (2 if next_one == "a" else 3)
        assert await receipts.read(DocketId("a")) == receipt("a")


async def test_a_changed_a_missing_and_a_foreign_receipt_are_found(house: House) -> None:
    receipts, blobs = house.doors.receipts, house.lasting.container("receipts")
    for id in ("a", "b", "c"):
        await receipts.write(receipt(id))
    kept = (await blobs.get("b")).data
    await blobs.write("b", kept.replace(b"SYN-1042", b"SYN-9999"))
    assert (await receipts.verify_chain()).broken == "b"
    await blobs.delete("b")
    assert (await receipts.verify_chain()).broken == "b"
    await blobs.write("b", kept)
    await blobs.write("z", kept)
    chain = await receipts.verify_chain()
    assert (chain.broken, chain.loose, chain.whole) == (None, ("z",), False)


def of(person: PersonId, id: str, hour: int) -> Receipt:
    """A receipt of one record of that person's, closed at that hour."""
    made = receipt(id)
    own = tuple(replace(f, author_id=person) for f in made.filings)
    return replace(made, filings=own, closed=AT.replace(hour=hour))


async def test_an_authors_newest_are_found(house: House) -> None:
    """By one list, the newest first, at most so many; nobody else's."""
    receipts, kelly, sam = house.doors.receipts, PersonId("kelly"), PersonId("sam")
    assert await receipts.of_author(kelly, 10) == ()
    for id, hour in (("a", 9), ("b", 11), ("c", 10)):
        await receipts.write(of(kelly, id, hour))
    await receipts.write(of(sam, "d", 12))
    assert [r.docket for r in await receipts.of_author(kelly, 10)] == ["b", "c", "a"]
    assert [r.docket for r in await receipts.of_author(kelly, 2)] == ["b", "c"]
    assert [r.docket for r in await receipts.of_author(sam, 10)] == ["d"]
    assert (await receipts.verify_chain()).whole


@pytest.mark.parametrize("after", range(1, 8))
async def test_after_a_kill_none_is_listed_that_is_not_there_and_none_is_lost(
    opener: Opener, after: int
) -> None:
    kelly, killer = PersonId("kelly"), Killer()
    async with opener(killer) as house:
        await house.doors.receipts.write(of(kelly, "first", 9))
        killer.left = after
        with suppress(KilledError):
            await house.doors.receipts.write(of(kelly, "a", 10))
    async with opener() as house:
        listed = [r.docket for r in await house.doors.receipts.of_author(kelly, 10)]
        assert listed in (["first"], ["a", "first"])
        await house.doors.receipts.write(of(kelly, "a", 11))  # the next try, at its own time
        receipts = house.doors.receipts
        assert [r.docket for r in await receipts.of_author(kelly, 10)] == ["a", "first"]
        assert [r.docket for r in await receipts.of_author(kelly, 2)] == ["a", "first"]
