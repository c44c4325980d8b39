"""The council's policy on Azurite."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from record.errors import StaleError
from record.policy import Policy, PolicyHold
from tests.storage.conftest import Killer, Opener
from tests.storage.some import AT


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
