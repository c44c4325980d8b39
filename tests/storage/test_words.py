"""Words on Azurite: sealed, written once, gone with their key, looked for in every form."""

from __future__ import annotations

import pytest

from record.entries import key_address, source_address, version_address
from record.errors import AlteredError, LapsedError, NotThereError, RefusedError
from record.said import Said
from record.terms import Address, DocketId, Saw
from tests.storage.conftest import House, KilledError, Killer, Opener

D = DocketId("docket-1")
V1 = version_address(D, 1, 1)
V2 = version_address(D, 1, 2)


def good() -> None:
    """The claim holds."""


def lapsed() -> None:
    raise LapsedError("too late")


async def test_words_come_back_and_are_not_readable_where_they_stand(house: House) -> None:
    words = house.doors.words
    await words.make_key(D, 1, good)
    await words.put(D, 1, "words", V1, Said(b"what Mum said"), good)
    assert (await words.get(D, 1, "words", V1)).reveal() == b"what Mum said"
    stored = await house.temporary.container("words").get(V1)
    assert b"Mum" not in stored.data


async def test_no_words_at_all_and_very_many(house: House) -> None:
    words = house.doors.words
    await words.make_key(D, 0, good)
    for part, said in enumerate((b"", b"\x00" * 6_000_000)):
        address = source_address(D, 1, part)
        await words.put(D, 0, "transcript", address, Said(said), good)
        assert (await words.get(D, 0, "transcript", address)).reveal() == said


async def test_the_same_words_again_do_no_harm_and_others_are_refused(house: House) -> None:
    words = house.doors.words
    await words.make_key(D, 1, good)
    await words.make_key(D, 1, good)
    await words.put(D, 1, "words", V1, Said(b"one"), good)
    await words.put(D, 1, "words", V1, Said(b"one"), good)
    with pytest.raises(RefusedError):
        await words.put(D, 1, "words", V1, Said(b"two"), good)
    assert (await words.get(D, 1, "words", V1)).reveal() == b"one"


async def test_without_a_key_nothing_is_put(house: House) -> None:
    with pytest.raises(NotThereError):
        await house.doors.words.put(D, 1, "words", V1, Said(b"one"), good)
    assert (await house.doors.words.look([V1]))[0].saw is Saw.ABSENT


async def test_after_the_key_is_erased_nothing_opens_and_nothing_is_sealed(
    house: House, opener: Opener
) -> None:
    words = house.doors.words
    await words.make_key(D, 1, good)
    await words.make_key(D, 2, good)
    other = version_address(D, 2, 1)
    for record, address in ((1, V1), (1, V2), (2, other)):
        await words.put(D, record, "words", address, Said(b"said"), good)
        await words.get(D, record, "words", address)
    assert (await words.erase(key_address(D, 1), good)).saw is Saw.DONE
    async with opener() as another:
        for door in (words, another.doors.words):
            for address in (V1, V2):
                with pytest.raises(NotThereError):
                    await door.get(D, 1, "words", address)
            with pytest.raises(NotThereError):
                await door.put(D, 1, "words", version_address(D, 1, 3), Said(b"late"), good)
            assert (await door.get(D, 2, "words", other)).reveal() == b"said"
    # Even a new key for the same record opens nothing of the old one's.
    await words.make_key(D, 1, good)
    with pytest.raises(AlteredError):
        await words.get(D, 1, "words", V1)


async def test_words_moved_to_another_address_record_or_kind_do_not_open(house: House) -> None:
    words, blobs = house.doors.words, house.temporary.container("words")
    for record in (1, 2):
        await words.make_key(D, record, good)
    await words.put(D, 1, "words", V1, Said(b"one"), good)
    sealed = (await blobs.get(V1)).data
    await blobs.write(V2, sealed)
    await blobs.write(version_address(D, 2, 1), sealed)
    for record, kind, address in (
        (1, "words", V2),
        (2, "words", version_address(D, 2, 1)),
        (1, "transcript", V1),
        (2, "words", V1),
    ):
        with pytest.raises(AlteredError):
            await words.get(D, record, kind, address)
    # Nor does a record's key moved to another record.
    await blobs.write(key_address(D, 2), (await blobs.get(key_address(D, 1))).data)
    with pytest.raises(AlteredError):
        await words.get(D, 2, "words", V1)


async def test_erasing_twice_is_not_there_and_takes_snapshots_along(house: House) -> None:
    words = house.doors.words
    await words.make_key(D, 1, good)
    await words.put(D, 1, "words", V1, Said(b"one"), good)
    await house.temporary.blobs.get_blob_client("words", V1).create_snapshot()
    seen = (await words.look([V1]))[0]
    assert (seen.saw, seen.why) == (Saw.PRESENT, "blob")
    first, second = await words.erase(V1, good), await words.erase(V1, good)
    assert (first.saw, second.saw) == (Saw.DONE, Saw.NOT_THERE)
    assert first.request
    assert second.request
    assert (await words.look([V1]))[0].saw is Saw.ABSENT


async def test_uncommitted_blocks_are_seen(house: House) -> None:
    await house.temporary.blobs.get_blob_client("words", V1).stage_block("AAAA", b"said")
    seen = (await house.doors.words.look([V1, V2]))[0]
    assert seen.saw is Saw.PRESENT


async def test_one_list_looks_for_all_of_a_docket(opener: Opener) -> None:
    killer = Killer()
    async with opener(killer) as house:
        words = house.doors.words
        await words.make_key(D, 1, good)
        await words.put(D, 1, "words", V1, Said(b"one"), good)
        killer.seen.clear()
        looks = await words.look([V2, V1, key_address(D, 1), V1])
        assert [look.saw for look in looks] == [Saw.ABSENT, Saw.PRESENT, Saw.PRESENT, Saw.PRESENT]
        assert all(look.request for look in looks)
        assert len(killer.seen) == 1
        assert "include=deleted,versions,snapshots,deletedwithversions,uncommittedblobs" in killer.seen[0][1]
        assert await words.look([]) == ()
        # A docket whose id begins like another's is another.
        assert (await words.look([Address("docket-11/k1")]))[0].saw is Saw.ABSENT


async def test_a_lapsed_claim_sends_nothing(opener: Opener) -> None:
    killer = Killer()
    async with opener(killer) as house:
        words = house.doors.words
        await words.make_key(D, 1, good)
        killer.seen.clear()
        for late in (
            words.make_key(D, 2, lapsed),
            words.put(D, 1, "words", V1, Said(b"one"), lapsed),
            words.erase(key_address(D, 1), lapsed),
        ):
            with pytest.raises(LapsedError):
                await late
        assert killer.seen == []
        # It lapses while the key is read: the words are not written.
        asked: list[None] = []

        def lapses() -> None:
            asked.append(None)
            if len(asked) > 1:
                raise LapsedError("too late")

        with pytest.raises(LapsedError):
            await words.put(D, 1, "words", V1, Said(b"one"), lapses)
        assert [method for method, _, _ in killer.seen] == ["GET"]


async def test_a_put_killed_after_its_write_is_done_by_the_next(opener: Opener) -> None:
    killer = Killer()
    async with opener(killer) as house:
        await house.doors.words.make_key(D, 1, good)
        killer.left = 2
        with pytest.raises(KilledError):
            await house.doors.words.put(D, 1, "words", V1, Said(b"one"), good)
    async with opener() as house:
        await house.doors.words.put(D, 1, "words", V1, Said(b"one"), good)
        assert (await house.doors.words.get(D, 1, "words", V1)).reveal() == b"one"
