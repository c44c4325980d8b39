"""The council's policy on Azurite."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from record.errors import FaircopyError, NoAnswerError, StaleError, UnreadableError
from record.policy import Policy, PolicyHold, Saved
from record.terms import PersonId
from storage.policies import BlobPolicies
from tests.storage.conftest import KilledError, Killer, Opener
from tests.storage.some import AT

SECONDS = 5.0
"""In which every replica must have seen a change."""


def version(n: int, *, asks: int = Policy().asks) -> Policy:
    saved = Saved(by=PersonId("asha"), name="Asha Rahman", at=AT + timedelta(minutes=n), why=f"reason {n}")
    return replace(Policy(), version=n, saved=saved, asks=asks)


async def test_default_until_saved_then_seen_at_once_and_guarded(opener: Opener) -> None:
    killer = Killer()
    async with opener(killer) as house, opener() as other:
        policies = house.doors.policies
        assert await policies.read() == Policy()
        _, none = await policies.read_for_change()
        held = replace(
            Policy(), grace=timedelta(hours=48), holds=(PolicyHold(by="IG", at=AT, reference="SYN-1"),)
        )
        etag = await other.doors.policies.save(held, none)
        killer.seen.clear()
        assert await policies.read() == held
        assert len(killer.seen) == 1
        with pytest.raises(StaleError):
            await policies.save(Policy(), none)
        await policies.save(replace(held, holds=()), etag)
        with pytest.raises(StaleError):
            await other.doors.policies.save(held, etag)
        assert (await other.doors.policies.read()).holds == ()


async def test_people_can_read_it(opener: Opener) -> None:
    async with opener() as house:
        await house.doors.policies.save(Policy(), None)
        data = (await house.lasting.container("policies").get("current")).data
        assert b'"undo":120' in data


async def test_every_version_is_kept_with_who_when_and_why(opener: Opener) -> None:
    async with opener() as house:
        policies = house.doors.policies
        assert await policies.earlier(9) == ()
        etag = await policies.save(version(2), None)
        for n in (3, 4, 5):
            etag = await policies.save(version(n), etag)
        assert await policies.read() == version(5)
        assert await policies.earlier(9) == (version(4), version(3), version(2))
        assert await policies.earlier(2) == (version(4), version(3))


async def test_of_two_who_save_at_once_one_does_and_nothing_is_lost(opener: Opener) -> None:
    async with opener() as house, opener() as other:
        etag = await house.doors.policies.save(version(2), None)

        async def saves(policies: BlobPolicies, n: int) -> bool:
            try:
                await policies.save(version(3, asks=n), etag)
            except StaleError:
                return False
            return True

        came = await asyncio.gather(saves(house.doors.policies, 1), saves(other.doors.policies, 2))
        assert sorted(came) == [False, True]
        stands = await house.doors.policies.read()
        assert stands == version(3, asks=1 if came[0] else 2)
        assert await other.doors.policies.earlier(9) == (version(2),)


async def test_killed_anywhere_in_a_save_one_of_the_two_stands_whole(opener: Opener) -> None:
    """Whichever request is the last: old or new, and what was replaced is kept."""
    for last in range(1, 5):
        async with opener() as house:
            policies = house.doors.policies
            _, etag = await policies.read_for_change()
            etag = await policies.save(version(last * 10), etag)
        killer = Killer()
        async with opener(killer) as house:
            killer.left = last
            with contextlib.suppress(KilledError, FaircopyError):
                await house.doors.policies.save(version(last * 10 + 1), etag)
        async with opener() as house:
            stands = await house.doors.policies.read()
            assert stands in (version(last * 10), version(last * 10 + 1))
            if stands == version(last * 10 + 1):
                assert (await house.doors.policies.earlier(1)) == (version(last * 10),)


async def test_every_replica_sees_a_change_at_once(opener: Opener) -> None:
    """Two processes' worth of readers, each with clients of its own, reading as often as turns come."""
    async with opener() as house, opener() as one, opener() as two:
        etag = await house.doors.policies.save(version(2), None)
        ready = [asyncio.Event() for _ in range(6)]

        async def sees(n: int) -> float:
            policies = (one, two)[n % 2].doors.policies
            assert (await policies.read()).version == 2
            ready[n].set()
            while True:
                if (await policies.read()).version == 3:
                    return time.monotonic()
                await asyncio.sleep(0.05)

        readers = [asyncio.create_task(sees(n)) for n in range(6)]
        await asyncio.gather(*(r.wait() for r in ready))
        await house.doors.policies.save(version(3), etag)
        saved = time.monotonic()
        seen = await asyncio.gather(*readers)
        assert max(seen) - saved < SECONDS


async def test_an_older_faircopy_reads_a_newer_ones_policy_unless_it_says_what_it_does_not_know(
    opener: Opener,
) -> None:
    """What was not chosen is not written. What was chosen and is not known stops everything: it might be a hold."""
    async with opener() as house:
        await house.doors.policies.save(Policy(), None)
        container = house.lasting.container("policies")
        body = json.loads((await container.get("current")).data)
        assert not {"types", "notice", "admins", "saved", "consent", "holds"} & body["value"].keys()
        assert body["value"]["expiry"] == 604_800, (
            "what a council may rely on stays, whatever the default becomes"
        )
        body["value"]["of_a_later_version"] = True
        await container.write("current", json.dumps(body).encode())
        for ask in (house.doors.policies.read(), house.doors.policies.save(version(3), "")):
            with pytest.raises((UnreadableError, StaleError, NoAnswerError)):
                await ask
        assert json.loads((await container.get("current")).data) == body, "and it is not written over"
