"""`draft` with nothing after it: the person's own meetings at once, what is known of them a moment later."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.hand import inputs, words
from local.microsoft.meetings import Meeting
from local.rehearsal import Walk, _drafted
from tests.journeys.conftest import Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOUR = timedelta(hours=1)
SECRET = "Zebedee Quill strategy meeting"
"""A subject: names a child, and must stand nowhere."""


def _begun(stage: Stage, *, author: str = "Kelly Marsh", signed_in: bool = True) -> Walk:
    walk = stage.walk(replace(fresh(children=1), author=author), again=0)
    if not signed_in:
        stage.town.microsoft.tokens.sign_out(walk.author)
    return walk


def _meet(stage: Stage, walk: Walk, ago: timedelta, *, calls: int = 1) -> Meeting:
    """A meeting of theirs that began so long ago, with as many transcribed calls."""
    began = datetime.now(UTC).replace(microsecond=0) - ago
    takes = [
        (walk.plan.transcript + str(n).encode(), began + n * HOUR / 4, began + (n + 1) * HOUR / 4)
        for n in range(calls)
    ]
    return stage.town.microsoft.graph.add_meeting(
        SECRET, began, began + HOUR, walk.author, [], transcripts=takes, recorded=True
    )


def _choices(card: dict[str, Any]) -> list[dict[str, str]]:
    return inputs(card)["meeting"]["choices"] if "meeting" in inputs(card) else []


def _titles(card: dict[str, Any]) -> list[str]:
    return [c["title"] for c in _choices(card)]


def _typed(walk: Walk, **more: str) -> dict[str, str]:
    _, _, reference = walk.plan.people[0]
    return {"type": walk.plan.record_type, "reference": reference, "told": "agreed", **more}


async def test_from_the_list_to_a_draft(stage: Stage) -> None:
    walk = _begun(stage)
    _meet(stage, walk, timedelta(days=3))
    _meet(stage, walk, timedelta(days=1), calls=0)
    _meet(stage, walk, timedelta(days=20))
    _meet(stage, walk, -HOUR)
    answer = await walk.hand.say("draft")
    card = walk.hand.card(answer.id)
    titles = _titles(card)
    assert [t.rpartition(": ")[2] for t in titles] == ["no transcript yet", "transcript ready"]
    assert all(", 1 hour: " in t for t in titles)
    chosen = _choices(card)[1]["value"]
    card = await walk.hand.press(answer.id, "find", _typed(walk, meeting=chosen))
    assert "Is this the right child?" in words(card)
    began = datetime.now(UTC) - timedelta(days=3)
    assert f"{began:%A} {began.day} {began:%B} {began.year}" in words(card)
    await walk.hand.press(answer.id, "draft")
    await _drafted(walk, answer.id)
    stage_text = "\n".join(str(m.activity) for m in walk.hand.messages())
    assert "Zebedee" not in stage_text


async def test_each_answer_that_is_missing_is_said_and_nothing_typed_is_lost(stage: Stage) -> None:
    walk = _begun(stage)
    _meet(stage, walk, HOUR * 30)
    answer = await walk.hand.say("draft")
    typed = _typed(walk)
    card = await walk.hand.press(answer.id, "find", typed)
    assert "Choose the meeting, then find the file." in words(card)
    boxes = inputs(card)
    assert {n: boxes[n].get("value") for n in typed} == typed
    card = await walk.hand.press(answer.id, "upload", typed)
    assert "or paste a .vtt as a message" in words(card)
    assert inputs(card)["reference"]["value"] == typed["reference"]
    chosen = _choices(card)[0]["value"]
    card = await walk.hand.press(answer.id, "find", {"meeting": chosen, "reference": ""})
    assert "Type the file number" in words(card)
    assert "Meeting of" in words(card)
    card = await walk.hand.press(answer.id, "start", {"reference": typed["reference"]})
    assert len(_choices(card)) == 1
    assert inputs(card)["reference"]["value"] == typed["reference"]


async def test_a_meeting_with_no_transcript_is_said_on_the_same_card(stage: Stage) -> None:
    walk = _begun(stage)
    meeting = _meet(stage, walk, HOUR * 2, calls=0)
    answer = await walk.hand.say("draft")
    chosen = _choices(walk.hand.card(answer.id))[0]["value"]
    card = await walk.hand.press(answer.id, "find", _typed(walk, meeting=chosen))
    assert "has no transcript, or it is not ready yet" in words(card)
    assert inputs(card)["meeting"]["value"] == chosen
    stage.town.microsoft.graph.add_transcript(
        meeting, walk.plan.transcript, meeting.start, meeting.end, recorded=True
    )
    card = await walk.hand.press(answer.id, "find")
    assert "Is this the right child?" in words(card)


async def test_two_calls_at_one_time_are_asked_about_with_what_was_typed(stage: Stage) -> None:
    walk = _begun(stage)
    _meet(stage, walk, HOUR * 5, calls=2)
    answer = await walk.hand.say("draft")
    typed = _typed(walk, meeting=_choices(walk.hand.card(answer.id))[0]["value"])
    card = await walk.hand.press(answer.id, "find", typed)
    assert "Which time was it?" in words(card)
    card = await walk.hand.press(answer.id, "start")
    assert "Meeting of" in words(card)
    boxes = inputs(card)
    assert [boxes[n]["value"] for n in ("reference", "told")] == [typed["reference"], "agreed"]
    card = await walk.hand.press(answer.id, "find")
    assert "Is this the right child?" in words(card)


async def test_each_time_of_a_series_knows_its_own_transcript(stage: Stage) -> None:
    walk = _begun(stage)
    meeting = _meet(stage, walk, timedelta(days=9))
    times = [
        (meeting.start + timedelta(days=7 * n), meeting.end + timedelta(days=7 * n)) for n in range(-2, 3)
    ]
    stage.town.microsoft.graph.on_meetings.series[meeting.id] = times
    answer = await walk.hand.say("draft")
    titles = _titles(walk.hand.card(answer.id))
    assert [t.rpartition(": ")[2] for t in titles] == ["no transcript yet", "transcript ready"]


async def test_without_the_permission_a_link_is_asked_for(stage: Stage) -> None:
    walk = _begun(stage)
    meeting = _meet(stage, walk, HOUR * 3)
    standing = stage.town.microsoft.tokens.people[walk.author.teams_id]
    standing.scopes = tuple(s for s in standing.scopes if not s.startswith("Calendars."))
    answer = await walk.hand.say("draft")
    card = walk.hand.card(answer.id)
    assert "I may not look into your calendar" in words(card)
    assert "meeting" not in inputs(card)
    for wrong, banner in (("", "Paste the meeting's join link"), ("tomorrow at 4", "That is not a link")):
        card = await walk.hand.press(answer.id, "find", _typed(walk, link=wrong))
        assert banner in words(card)
    card = await walk.hand.press(answer.id, "find", _typed(walk, link=meeting.join_url))
    assert "Is this the right child?" in words(card)


async def test_nothing_in_the_calendar_and_access_turned_off(
    stage: Stage, mended: Callable[[], None]
) -> None:
    walk = _begun(stage)
    card = walk.hand.card((await walk.hand.say("draft")).id)
    assert "I found no Teams meeting in your calendar in the last 14 days." in words(card)
    _meet(stage, walk, HOUR * 4)
    settings = stage.town.microsoft.graph.on_meetings
    settings.transcripts_enabled = False
    try:
        card = walk.hand.card((await walk.hand.say("draft")).id)
    finally:
        settings.transcripts_enabled = True
    assert "Your council has not turned on transcripts for apps." in words(card)
    assert len(_choices(card)) == 1
    stage.town.wire.fail("graph", "GET", "/calendarView", how="status", status=503)
    card = walk.hand.card((await walk.hand.say("draft")).id)
    assert "Microsoft does not answer now, so I cannot list your meetings." in words(card)
    mended()


async def test_the_card_is_there_at_once_and_filled_in_later(
    stage: Stage, mended: Callable[[], None]
) -> None:
    walk = _begun(stage)
    _meet(stage, walk, HOUR * 6)
    stage.town.wire.fail("graph", "GET", "/transcripts", how="slow", seconds=4.0)
    began = time.monotonic()
    saying = asyncio.create_task(walk.hand.user.say("draft"))
    await walk.hand.until("the card", walk.hand.messages)
    assert time.monotonic() - began < 3.0
    (message,) = walk.hand.messages()
    assert [t.rpartition(": ")[2] for t in _titles(message.cards[0])] == _titles(message.cards[0])
    await walk.hand.until("the rest", lambda: "transcript ready" in str(message.cards), 10.0)
    assert (await saying).status == 201
    mended()
    assert message.edits == 1


async def test_a_slow_calendar_holds_no_card(stage: Stage, mended: Callable[[], None]) -> None:
    walk = _begun(stage)
    _meet(stage, walk, HOUR * 6)
    stage.town.wire.fail("graph", "GET", "/calendarView", how="slow", seconds=4.0)
    saying = asyncio.create_task(walk.hand.user.say("draft"))
    await walk.hand.until("the card", walk.hand.messages, 3.0)
    (message,) = walk.hand.messages()
    assert "I am looking into your calendar." in words(message.cards[0])
    await walk.hand.until("the list", lambda: _titles(message.cards[0]), 10.0)
    await saying
    mended()


async def test_nobody_waits_until_a_card_is_filled_in(stage: Stage, mended: Callable[[], None]) -> None:
    """Teams' next message may come on the same connection: it is answered while Microsoft is still being asked."""
    walk = _begun(stage)
    _meet(stage, walk, HOUR * 6)
    stage.town.wire.fail("graph", "GET", "/calendarView", how="slow", seconds=4.0)
    message = await walk.hand.say("draft")
    assert "**draft**" in (await walk.hand.say("help")).text
    assert "I am looking into your calendar." in words(message.cards[0])
    await walk.hand.until("the list", lambda: _titles(message.cards[0]), 10.0)
    mended()


async def test_a_press_while_it_fills_in_is_never_undone(stage: Stage, mended: Callable[[], None]) -> None:
    walk = _begun(stage)
    meeting = _meet(stage, walk, HOUR * 6)
    stage.town.wire.fail("graph", "GET", "/calendarView", how="slow", seconds=1.5)
    saying = asyncio.create_task(walk.hand.user.say("draft"))
    await walk.hand.until("the card", walk.hand.messages)
    (message,) = walk.hand.messages()
    card = await walk.hand.press(message.id, "find", _typed(walk, link=meeting.join_url))
    assert "Is this the right child?" in words(card)
    looked = stage.town.wire.to
    before = len(looked("graph", "GET", "/calendarView"))
    await walk.hand.until("the list", lambda: len(looked("graph", "GET", "/calendarView")) > before, 10.0)
    await saying
    assert "**draft**" in (await walk.hand.say("help")).text
    assert message.edits == 0
    assert "Is this the right child?" in words(walk.hand.card(message.id))
    mended()


async def test_words_typed_before_the_list_came_stay(stage: Stage, mended: Callable[[], None]) -> None:
    walk = _begun(stage)
    _meet(stage, walk, HOUR * 6)
    stage.town.wire.fail("graph", "GET", "/calendarView", how="slow", seconds=1.5)
    saying = asyncio.create_task(walk.hand.user.say("draft"))
    await walk.hand.until("the card", walk.hand.messages)
    (message,) = walk.hand.messages()
    pressing = asyncio.create_task(walk.hand.press(message.id, "find", _typed(walk)))
    await walk.hand.until("the list", lambda: _titles(message.cards[0]), 10.0)
    card = walk.hand.card(message.id)
    assert "Paste the meeting's join link" in words(card)
    assert inputs(card)["reference"]["value"] == walk.plan.people[0][2]
    await asyncio.gather(saying, pressing)
    mended()


async def test_signing_in_goes_on_to_the_list(stage: Stage) -> None:
    walk = _begun(stage, author="Ola Example", signed_in=False)
    _meet(stage, walk, HOUR * 7)
    answer = await walk.hand.say("draft")
    assert "oauth" in str(answer.activity)
    assert (await walk.hand.user.sign_in_exchange("graph", token="a.b.c")).status == 412
    assert (await walk.hand.user.sign_in_exchange("graph")).status == 200
    await walk.hand.until("the list", lambda: walk.hand.has(walk.hand.messages()[-1].id, "find"))
    assert len(_titles(walk.hand.card(walk.hand.messages()[-1].id))) == 1


async def test_a_button_that_needs_signing_in_goes_on_too(stage: Stage) -> None:
    walk = _begun(stage, author="Pia Example", signed_in=False)
    _meet(stage, walk, HOUR * 7)
    await walk.hand.user.install()
    welcome = walk.hand.messages()[-1]
    pressed = await walk.hand.user.press(welcome.id, "start")
    assert pressed.body["statusCode"] == 401
    authentication = walk.hand.user.exchange_value("graph")
    again = await walk.hand.user.press(welcome.id, "start", authentication=authentication)
    assert again.body["statusCode"] == 200
    assert len(_titles(welcome.cards[0])) == 1
