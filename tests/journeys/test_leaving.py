"""Before Faircopy is taken away: nothing new is begun, what is open goes on and is counted, and at last nothing is."""

from __future__ import annotations

import asyncio

import pytest

import settings
from bot import replies
from leaving import leave
from local import rehearsal
from tests.journeys.conftest import Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _leave(stage: Stage, *, undo: bool = False) -> tuple[bool, str]:
    told: list[str] = []
    done = await leave(settings.read(stage.town.environment), told.append, undo=undo)
    return done, "\n".join(told)


async def test_nothing_new_is_begun_and_what_is_open_goes_on_to_its_receipt(stage: Stage) -> None:
    begun = stage.walk(fresh())
    message = await rehearsal._commanded(begun)
    await rehearsal._confirmed(begun, message)
    await rehearsal._drafted(begun, message)
    done, told = await _leave(stage)
    assert not done
    assert "1 wait for a person, or are being drafted or filed." in told
    assert "It cannot be taken away yet." in told

    late = stage.walk(fresh(), again=0)
    answer = await late.hand.say(late.plan.transcript.decode())
    assert replies.LEAVING in answer.text

    (card,) = begun.cards
    await begun.hand.check(card)
    await begun.hand.read_and_approve(card)
    await rehearsal._receipt(begun)
    async with asyncio.timeout(30):  # the receipt comes before the account's own removal
        while not done:
            await asyncio.sleep(0.1)
            done, told = await _leave(stage)
    assert "1 receipts, all in their chain." in told
    assert told.endswith("Nothing is open: it can be taken away.")
    assert await _leave(stage, undo=True) == (True, "Records can be begun again.")
