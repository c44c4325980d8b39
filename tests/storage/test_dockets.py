"""Dockets on Azurite: one a source, guarded by ETags, whole again after a kill between any two steps."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace

import pytest

from record.docket import Docket
from record.errors import AlteredError, NotThereError, StaleError
from record.terms import DocketId, PersonId
from tests.storage.conftest import House, KilledError, Killer, Opener
from tests.storage.some import AT, docket, person


def fresh(house: House, source: str = "call:1", who: str = "person-1") -> Docket:
    return docket(secrets.token_hex(8), house.doors.dockets.name(source), person(who))


async def test_made_read_saved_and_removed(house: House) -> None:
    dockets = house.doors.dockets
    mine = fresh(house)
    assert await dockets.create(mine, AT) == (mine.id, True)
    read, etag = await dockets.read(mine.id)
    assert read == mine
    later = replace(mine, gen=3)
    etag = await dockets.save(later, etag)
    assert await dockets.read(mine.id) == (later, etag)
    assert await dockets.of_author(PersonId("person-1")) == (mine.id,)
    assert await house.doors.queue.due(AT.replace(hour=17)) == ((mine.id, AT.replace(hour=17, minute=0)),)
    await dockets.remove(later, etag)
    with pytest.raises(NotThereError):
        await dockets.read(mine.id)
    assert await dockets.of_author(PersonId("person-1")) == ()
    assert await _left(house, "dockets", "names", "authors") == []
    await dockets.remove(later, etag)


async def _left(house: House, *containers: str) -> list[str]:
    return [
        item.name for name in containers for item in [i async for i in house.temporary.container(name).each()]
    ]


async def test_whoever_had_a_record_before_is_not_left_in_the_listings(house: House) -> None:
    dockets = house.doors.dockets
    mine = fresh(house)
    await dockets.create(mine, AT)
    read, etag = await dockets.read(mine.id)
    for who in ("person-2", "person-3"):
        await dockets.enlist(PersonId(who), mine.id)
    covered = replace(read.records[0], author=person("person-3"), had=(PersonId("person-2"),))
    later = replace(read, records=(covered,))
    etag = await dockets.save(later, etag)
    await dockets.remove(later, etag)
    assert await _left(house, "authors") == []


async def test_a_source_has_one_docket(house: House) -> None:
    dockets = house.doors.dockets
    first, second = fresh(house), fresh(house, who="person-2")
    await dockets.create(first, AT)
    assert await dockets.create(second, AT) == (first.id, False)
    assert await dockets.create(first, AT) == (first.id, True)
    other = fresh(house, "call:2")
    assert await dockets.create(other, AT) == (other.id, True)


async def test_names_and_persons_are_hashed_with_a_key(house: House) -> None:
    await house.doors.dockets.create(fresh(house), AT)
    everything = "".join(await _left(house, "dockets", "names", "authors", "due"))
    assert "call:1" not in everything
    assert "person-1" not in everything
    sealed = [
        (await house.temporary.container("dockets").get(name)).data for name in await _left(house, "dockets")
    ]
    assert all(b"SYN-1042" not in data and b"Ana" not in data for data in sealed)


async def test_a_docket_moved_to_another_id_does_not_open(house: House) -> None:
    mine = fresh(house)
    await house.doors.dockets.create(mine, AT)
    blobs = house.temporary.container("dockets")
    await blobs.write("elsewhere", (await blobs.get(mine.id)).data)
    with pytest.raises(AlteredError):
        await house.doors.dockets.read(DocketId("elsewhere"))


async def test_of_two_saves_at_once_one_is_refused(house: House) -> None:
    dockets = house.doors.dockets
    mine = fresh(house)
    await dockets.create(mine, AT)
    _, etag = await dockets.read(mine.id)
    saves = [dockets.save(replace(mine, gen=gen), etag) for gen in range(1, 6)]
    done = await asyncio.gather(*saves, return_exceptions=True)
    assert sum(isinstance(one, str) for one in done) == 1
    assert sum(isinstance(one, StaleError) for one in done) == 4
    winner = next(gen for gen, one in enumerate(done, 1) if isinstance(one, str))
    assert (await dockets.read(mine.id))[0].gen == winner


async def test_a_save_or_removal_with_a_spent_etag_is_refused(house: House) -> None:
    dockets = house.doors.dockets
    mine = fresh(house)
    await dockets.create(mine, AT)
    _, etag = await dockets.read(mine.id)
    await dockets.save(replace(mine, gen=1), etag)
    with pytest.raises(StaleError):
        await dockets.remove(mine, etag)
    joined, etag = await dockets.read(mine.id)
    assert await dockets.create(fresh(house), AT) == (mine.id, False)
    await dockets.remove(joined, etag)
    with pytest.raises(StaleError):
        await dockets.save(mine, etag)


@pytest.mark.parametrize("several", [2, 5])
async def test_many_at_once_get_one_docket(opener: Opener, several: int) -> None:
    async with opener() as house:
        for turn in range(10):
            mine = [fresh(house, f"call:{turn}", f"person-{n}") for n in range(several)]
            answers = await asyncio.gather(*[house.doors.dockets.create(one, AT) for one in mine])
            assert len({id for id, _ in answers}) == 1
            assert [id == one.id for one, (id, _) in zip(mine, answers, strict=True)].count(True) == 1
            assert [made for _, made in answers].count(True) == 1
            kept = next(id for id, made in answers if made)
            await house.doors.dockets.read(kept)
            for one in mine:
                if one.id != kept:
                    with pytest.raises(NotThereError):
                        await house.doors.dockets.read(one.id)
        assert len(await _left(house, "dockets")) == 10


@pytest.mark.parametrize("after", range(1, 6))
@pytest.mark.parametrize("first", ["another asks", "the sweep reads", "the same asks again"])
async def test_a_kill_between_any_two_steps_of_making(opener: Opener, after: int, first: str) -> None:
    killer = Killer()
    async with opener(killer) as house:
        killed = fresh(house)
        killer.left = after
        with pytest.raises(KilledError):
            await house.doors.dockets.create(killed, AT)
    async with opener() as house:
        dockets = house.doors.dockets
        made = after >= 4
        if first == "the sweep reads":
            found = [id for id, _ in await house.doors.queue.due(AT.replace(hour=23))]
            assert found == ([killed.id] if after >= 3 else [])
            for id in found:
                if made:
                    assert (await dockets.read(id))[0] == killed
                else:
                    with pytest.raises(NotThereError):
                        await dockets.read(id)
        if first == "the same asks again":
            assert await dockets.create(killed, AT) == (killed.id, True)
            made = True
        another = fresh(house)
        stands = killed if made else another
        assert await dockets.create(another, AT) == (stands.id, not made)
        assert (await dockets.read(stands.id))[0] == stands
        assert await _left(house, "dockets") == [stands.id]


@pytest.mark.parametrize("after", range(1, 5))
async def test_a_kill_between_any_two_steps_of_removing(opener: Opener, after: int) -> None:
    killer = Killer()
    async with opener(killer) as house:
        gone = fresh(house)
        await house.doors.dockets.create(gone, AT)
        _, etag = await house.doors.dockets.read(gone.id)
        killer.left = after
        with pytest.raises(KilledError):
            await house.doors.dockets.remove(gone, etag)
    async with opener() as house:
        with pytest.raises(NotThereError):
            await house.doors.dockets.read(gone.id)
        another = fresh(house)
        assert await house.doors.dockets.create(another, AT) == (another.id, True)
        assert (await house.doors.dockets.read(another.id))[0] == another


async def test_one_who_slept_while_the_name_was_taken_over_leaves_no_second_docket(opener: Opener) -> None:
    """The first wrote its name and slept; the second took it over; the first wakes and writes its docket."""
    async with opener() as house:
        dockets = house.doors.dockets
        slow, quick = fresh(house), fresh(house)
        name = await dockets._named(slow)
        assert await dockets.create(quick, AT) == (quick.id, True)
        await dockets._place(slow, AT)
        with pytest.raises(NotThereError):
            await dockets.read(slow.id)
        await dockets._place(slow, AT)
        assert not await dockets._settled(slow, name)
        assert await dockets.create(slow, AT) == (quick.id, False)
        assert (await dockets.read(quick.id))[0] == quick


async def test_a_docket_whose_name_was_lost_is_not(house: House) -> None:
    mine = fresh(house)
    await house.doors.dockets.create(mine, AT)
    await house.temporary.container("names").delete(mine.name)
    assert (await house.doors.dockets.read(mine.id))[0] == mine
    assert await house.doors.dockets.create(fresh(house), AT) == (mine.id, False)


async def test_a_save_costs_one_request_and_making_five(opener: Opener) -> None:
    killer = Killer()
    async with opener(killer) as house:
        mine = fresh(house)
        killer.seen.clear()
        await house.doors.dockets.create(mine, AT)
        assert len(killer.seen) == 5
        _, etag = await house.doors.dockets.read(mine.id)
        killer.seen.clear()
        etag = await house.doors.dockets.save(mine, etag)
        await house.doors.dockets.read(mine.id)
        assert len(killer.seen) == 2
        killer.seen.clear()
        await house.doors.dockets.remove(mine, etag)
        assert len(killer.seen) == 4
