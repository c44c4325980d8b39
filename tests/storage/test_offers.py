"""Offers on Azurite: sealed, guarded, one a call, and nothing of anybody to be read in what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from record import offer as offers
from record.docket import Person
from record.errors import AlteredError, NotThereError, StaleError
from record.offer import Came, Ended, Offer, Standing
from record.policy import Policy
from record.terms import DocketId, PersonId
from tests.storage.conftest import House, Opener

NOW = datetime(2026, 11, 10, 17, 0, tzinfo=UTC)
THREAD = "19:meeting_Zebedee@thread.v2"
ORGANISER = PersonId("11111111-1111-4111-8111-111111111111")
END = Ended(
    meeting="MCMxOTptZWV0aW5n",
    thread=THREAD,
    service_url="https://smba.example/uk/",
    ended=NOW,
    told="2026-11-10T17:00:00Z",
    join_url="https://teams.example/l/meetup-join/zebedee",
)


def some(house: House, end: Ended = END) -> Offer:
    who = Person(id=ORGANISER, name="Zebedee Quill", teams="29:1zebedee", conversation="a:1", service_url="s")
    offer = offers.watched(house.doors.offers.id(end), end, Policy(), NOW)
    return replace(offer, organiser=ORGANISER, person=who, call="call-1")


async def stored(house: House) -> dict[str, bytes]:
    container = house.temporary.container("offers")
    return {item.name: (await container.get(item.name)).data async for item in container.each()}


async def test_made_once_read_by_all_saved_by_whoever_is_first(opener: Opener) -> None:
    async with opener() as house, opener() as other:
        offer = some(house)
        assert offer.id == other.doors.offers.id(END)
        assert offers.is_offer(offer.id)
        assert await house.doors.offers.create(offer)
        assert not await other.doors.offers.create(some(other))
        found, etag = await other.doors.offers.read(offer.id)
        assert found == offer
        await house.doors.offers.save(replace(offer, at=Standing.SENDING), etag)
        with pytest.raises(StaleError):
            await other.doors.offers.save(replace(offer, at=Standing.SENDING), etag)
        with pytest.raises(StaleError):
            await other.doors.offers.remove(offer, etag)
        assert (await other.doors.offers.read(offer.id))[0].at is Standing.SENDING


async def test_another_end_of_the_same_meeting_is_another(house: House) -> None:
    first, second = some(house), some(house, replace(END, told="2026-11-17T17:00:00Z"))
    assert first.id != second.id
    assert await house.doors.offers.create(first)
    assert await house.doors.offers.create(second)


async def test_a_call_is_taken_by_one_offer_and_given_back_with_it(house: House) -> None:
    doors = house.doors.offers
    taken = doors.call("call-1")
    offer = replace(some(house), taken=taken)
    assert await doors.create(offer)
    assert await doors.take(taken, offer.id)
    assert await doors.take(taken, offer.id), "again after a kill"
    assert not await doors.take(taken, DocketId("offer-other"))
    _, etag = await doors.read(offer.id)
    await doors.remove(offer, etag)
    assert await stored(house) == {}
    with pytest.raises(NotThereError):
        await doors.read(offer.id)


async def test_never_is_of_one_person_and_one_series_and_can_be_taken_back(house: House) -> None:
    doors = house.doors.offers
    await doors.never(ORGANISER, THREAD, on=True)
    await doors.never(ORGANISER, THREAD, on=True)
    assert await doors.is_never(ORGANISER, THREAD)
    assert not await doors.is_never(PersonId("another"), THREAD)
    assert not await doors.is_never(ORGANISER, "19:meeting_other@thread.v2")
    ((name, data),) = (await stored(house)).items()
    assert data == b""
    assert name.startswith("never/")
    assert len(name) == len("never/") + 64
    await doors.never(ORGANISER, THREAD, on=False)
    await doors.never(ORGANISER, THREAD, on=False)
    assert not await doors.is_never(ORGANISER, THREAD)


async def test_nothing_of_anybody_can_be_read_and_what_is_over_holds_nothing(house: House) -> None:
    doors = house.doors.offers
    offer = replace(some(house), taken=doors.call("call-1"))
    await doors.create(offer)
    await doors.take(offer.taken, offer.id)
    _, etag = await doors.read(offer.id)
    for at in ("written", "over"):
        if at == "over":
            await doors.save(offers.over(offer, Came.NO, NOW), etag)
        for name, data in (await stored(house)).items():
            whole = name.encode() + data
            for word in (b"ebedee", ORGANISER.encode(), b"19:", b"call-1", b"MCMx", b"smba"):
                assert word not in whole, at
    over, _ = await doors.read(offer.id)
    empty = Offer(id=offer.id, ended=NOW, due=over.due, at=Standing.OVER, came=Came.NO, taken=offer.taken)
    assert over == empty
    assert over.due == NOW + timedelta(days=2)


async def test_one_that_was_moved_to_anothers_place_does_not_open(house: House) -> None:
    doors = house.doors.offers
    first, second = some(house), some(house, replace(END, told="another"))
    await doors.create(first)
    container = house.temporary.container("offers")
    await container.write(f"open/{second.id}", (await container.get(f"open/{first.id}")).data)
    with pytest.raises(AlteredError):
        await doors.read(second.id)
