"""Three days and one day before an undecided draft goes its author is reminded, once each; then it goes."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

import settings
from house import open_house
from local import rehearsal
from local.hand import words
from local.rehearsal import Walk
from local.town import open_town
from record.docket import Docket
from record.doors import Dockets
from record.policy import PolicyHold
from record.showing import expires
from record.terms import State
from tests.journeys.conftest import QUICKER, Stage, fresh
from worker.desk import Desk
from worker.holding import put, take_away
from worker.walk import Walked, walk

pytestmark = pytest.mark.asyncio(loop_scope="module")

REMINDER = re.compile(
    r"A draft waits for you: [^,]+, meeting of 10 November 2026\. On \w+ \d+ \w+ \d{4} at \d+:\d\d[ap]m "
    r"I destroy it if nobody decides\. The meeting's own transcript stays\. Type \*\*my drafts\*\* to open it\."
)


async def at_rest(stage: Stage) -> tuple[Walk, datetime]:
    """A draft that nobody decides on, and when it goes."""
    drafted = stage.walk(fresh())
    await rehearsal._confirmed(drafted, message := await rehearsal._commanded(drafted))
    await rehearsal._drafted(drafted, message)
    await stage.house.clerk.settle()
    docket, _ = await stage.house.desk.dockets.read(drafted.docket)
    ends = expires(docket.records[0], QUICKER)
    assert ends is not None
    return drafted, ends


def reminders(walk: Walk) -> list[str]:
    return [m.text for m in walk.hand.messages() if "A draft waits" in m.text]


def later(desk: Desk, at: datetime) -> Desk:
    """The same desk at another time."""
    return replace(desk, clock=lambda: at)


async def comes(desk: Desk, drafted: Walk, at: datetime) -> Walked:
    return await walk(later(desk, at), drafted.docket, stopping=lambda: False)


async def test_reminded_once_for_each_time_and_then_it_goes(stage: Stage) -> None:
    drafted, ends = await at_rest(stage)
    desk, (three, one) = stage.house.desk, sorted(ends - before for before in QUICKER.reminders)
    name, _, reference = drafted.plan.people[0]
    for at, expected in (
        (three - timedelta(minutes=1), 0),
        (three, 1),
        (three + timedelta(hours=1), 1),
        (one - timedelta(minutes=1), 1),
        (one + timedelta(minutes=5), 2),
        (ends - timedelta(minutes=1), 2),
    ):
        await comes(desk, drafted, at)
        assert len(reminders(drafted)) == expected, at
        docket, _ = await desk.dockets.read(drafted.docket)
        assert docket.records[0].state is State.DRAFT
    for said in reminders(drafted):
        assert REMINDER.fullmatch(said), said
        assert name not in said
        assert reference not in said
    await comes(desk, drafted, ends)
    await drafted.hand.until("the card that says so", lambda: "nobody decided" in rehearsal._screen(drafted))
    assert len(reminders(drafted)) == 2
    text = words(drafted.hand.card(drafted.cards[0]))
    assert "I destroyed that draft, because nobody decided. Nothing was filed." in text
    assert "Left where it was" in text
    assert not stage.town.cases.notes_on(reference)


async def test_nobody_who_slept_through_both_is_reminded_twice(stage: Stage) -> None:
    drafted, ends = await at_rest(stage)
    await comes(stage.house.desk, drafted, ends - timedelta(hours=2))
    await comes(stage.house.desk, drafted, ends - timedelta(hours=1))
    assert len(reminders(drafted)) == 1


async def test_under_a_hold_nobody_is_reminded_and_nothing_goes(stage: Stage) -> None:
    drafted, ends = await at_rest(stage)
    desk = stage.house.desk
    hold = await put(desk, PolicyHold(by="asha", at=desk.clock(), id=drafted.docket, docket=drafted.docket))
    for at in (ends - timedelta(days=2), ends - timedelta(hours=2), ends + timedelta(days=2)):
        await comes(desk, drafted, at)
    assert reminders(drafted) == []
    docket, _ = await desk.dockets.read(drafted.docket)
    assert docket.records[0].state is State.DRAFT
    await take_away(desk, hold.id)


async def test_who_decides_is_not_reminded(stage: Stage) -> None:
    drafted, ends = await at_rest(stage)
    await drafted.hand.press(drafted.cards[0], "discard")
    await drafted.hand.press(drafted.cards[0], "discard-yes")
    await stage.house.clerk.settle()
    await comes(stage.house.desk, drafted, ends - timedelta(hours=2))
    assert reminders(drafted) == []


class KilledError(Exception):
    """The process died here."""


async def test_killed_between_sending_and_writing_down_it_is_sent_once_more_at_most(stage: Stage) -> None:
    """A reminder is not claimed: it is better said twice than not at all."""
    drafted, ends = await at_rest(stage)
    desk, at = stage.house.desk, ends - timedelta(days=2)

    class Dying:
        """The real dockets, until the first save."""

        def __getattr__(self, name: str) -> Any:
            return getattr(desk.dockets, name)

        async def save(self, docket: Docket, etag: str) -> str:
            raise KilledError

    with pytest.raises(KilledError):
        await comes(replace(desk, dockets=cast(Dockets, Dying())), drafted, at)
    assert len(reminders(drafted)) == 1
    for minutes in (1, 2, 3):
        await comes(desk, drafted, at + timedelta(minutes=minutes))
    assert len(reminders(drafted)) == 2


async def test_an_answer_that_is_lost_is_not_asked_for_at_once(stage: Stage) -> None:
    """Teams took the message and its answer was lost: it is tried again after policy's interval, not in a circle."""
    drafted, ends = await at_rest(stage)
    desk, at = stage.house.desk, ends - timedelta(days=2)
    stage.town.wire.fail("teams", "POST", "/activities", how="lost", times=1)
    try:
        await comes(desk, drafted, at)
    finally:
        stage.town.wire.mend()
    assert len(reminders(drafted)) == 1
    await comes(desk, drafted, at + QUICKER.retry * 2)
    await comes(desk, drafted, at + QUICKER.retry * 4)
    assert len(reminders(drafted)) == 2


async def test_of_a_dropped_file_it_says_what_stays(stage: Stage) -> None:
    drafted = stage.walk(fresh(by="upload"))
    await rehearsal._confirmed(drafted, message := await rehearsal._dropped(drafted))
    await rehearsal._drafted(drafted, message)
    await stage.house.clerk.settle()
    docket, _ = await stage.house.desk.dockets.read(drafted.docket)
    ends = expires(docket.records[0], QUICKER)
    assert ends is not None
    await comes(stage.house.desk, drafted, ends - timedelta(days=2))
    (said,) = reminders(drafted)
    assert "from a file of" in said
    assert "The file that you dropped stays where you put it." in said
    assert "meeting" not in said


async def test_by_itself_in_its_own_time() -> None:
    """With times of seconds, and nobody but the clerk: reminded, reminded, gone."""
    policy = replace(
        QUICKER, expiry=timedelta(seconds=9), reminders=(timedelta(seconds=6), timedelta(seconds=3))
    )
    async with (
        open_town(policy) as town,
        open_house(settings.read(town.environment), observe=town.observe) as house,
    ):
        town.microsoft.connector.bot_url = f"{house.address}/api/messages"
        drafted = rehearsal.start(fresh(), town, house, again=8)
        await rehearsal._confirmed(drafted, message := await rehearsal._commanded(drafted))
        await rehearsal._drafted(drafted, message)
        await drafted.hand.until("the first", lambda: len(reminders(drafted)) == 1, 30)
        await drafted.hand.until("its end", lambda: "nobody decided" in rehearsal._screen(drafted), 30)
        await asyncio.sleep(1)
        assert 1 <= len(reminders(drafted)) <= 2
