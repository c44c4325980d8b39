"""Waits that are not zero: what was approved is filed by itself when its time to undo is over."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import settings
from house import open_house
from local import rehearsal
from local.town import open_town
from tests.journeys.conftest import QUICKER, fresh

UNDO = 2.0


async def test_filed_when_the_undo_time_ends_and_not_before() -> None:
    plan = fresh()
    policy = replace(QUICKER, undo=timedelta(seconds=UNDO), grace=timedelta(seconds=1))
    async with (
        open_town(policy) as town,
        open_house(settings.read(town.environment), observe=town.observe) as house,
    ):
        town.microsoft.connector.bot_url = f"{house.address}/api/messages"
        walk = rehearsal.start(plan, town, house, again=8)
        await rehearsal._walked(walk)
        approved, reference = time.monotonic(), plan.people[0][2]
        card = walk.cards[0]
        assert walk.hand.has(card, "undo")
        assert town.cases.notes_on(reference) == []
        await walk.hand.press(card, "undo")
        assert walk.hand.has(card, "final"), "undo shows the draft again"
        await walk.hand.read_and_approve(card)
        approved = time.monotonic()
        await walk.hand.until("the record", lambda: town.cases.notes_on(reference), UNDO + 15)
        assert time.monotonic() - approved >= UNDO - 0.3
        walk.seen.receipt = await rehearsal._receipt(walk)
        assert len(town.cases.notes_on(reference)) == 1
