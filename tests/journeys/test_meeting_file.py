"""The meeting's own file: its organiser is asked and answers, several files, files that look alike."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from local import rehearsal
from local.hand import Hand, buttons, inputs, words
from local.microsoft import CONNECTION
from local.microsoft.identity import SCOPES
from local.microsoft.meetings import Take
from local.residue import runs_of, search
from record import line
from record.docket import Wait
from record.terms import Outcome
from tests.journeys.conftest import QUICKER, Stage, fresh
from tests.journeys.held_meetings import LENGTH, Held, held

pytestmark = pytest.mark.asyncio(loop_scope="module")

PIECE = b"""WEBVTT

00:00:01.000 --> 00:00:06.000
<v Kelly Marsh>We stopped for the fire drill and have started again in the other room.</v>
"""
SAID = "The caretaker locks the side gate before the second bell on a match day."
"""Said in one meeting of these and in no other."""


@pytest_asyncio.fixture(loop_scope="module")
async def often(stage: Stage) -> AsyncIterator[None]:
    """An organiser is asked again at once, and twice at most."""
    await stage.town.set_policy(replace(QUICKER, ask_again=timedelta(milliseconds=300), asks=2))
    yield
    await stage.town.set_policy(QUICKER)


async def presses(hand: Hand, message: str, verb: str, **typed: str) -> dict[str, Any]:
    """A press as it is answered, whatever it is."""
    return dict((await hand.user.press(message, verb, {}, typed)).body)


# --- the organiser ------------------------------------------------------------------------------------------------


async def test_the_organiser_says_yes_and_the_file_goes_with_their_own_sign_in(stage: Stage) -> None:
    plan = fresh()
    said = f"\n\n01:31:00.000 --> 01:31:09.000\n<v Kelly Marsh>{SAID}</v>\n"
    here = held(stage, signed_in=False, plan=replace(plan, transcript=plan.transcript + said.encode()))
    boss, name, reference = here.at_teams(), *here.walk.plan.people[0][::2]
    await here.filed()
    question = await here.asked(boss)
    await here.says("I have asked Sam Okoro. I ask again on")
    assert "Waiting for Sam Okoro" in here.screen
    read = words(boss.card(question))
    assert "Asked by Kelly Marsh" in read
    assert "1 file in OneDrive" in read
    assert not [w for w in (name, reference, here.walk.plan.subject, "Home visit") if w in read]

    stranger = stage.town.microsoft.user(stage.town.microsoft.person("Nosy Parker"))
    at = buttons(boss.card(question))[0]["data"]
    for other in (stranger, here.hand.user):
        for verb in ("organiser-delete", "organiser-keep"):
            answer = await other.press(question, verb, {**at, "why": "evidence"}, unseen=True)
            assert "not yours" in str(answer.body)
            assert "Kelly" not in str(answer.body)
    assert (await presses(boss, question, "organiser-delete"))["statusCode"] == 401, (
        "their sign-in is asked for"
    )
    assert here.there(here.meeting.takes[0])

    signed = boss.user.exchange_value(CONNECTION)
    await boss.user.press(question, "organiser-delete", authentication=signed)
    assert "Thank you" in words(boss.card(question))
    (own,) = await here.own_files()
    assert (own.outcome, own.looks) == (Outcome.GONE, 4)
    assert not here.there(here.meeting.takes[0])
    late = await boss.user.press(question, "organiser-keep", {**at, "why": "evidence"}, unseen=True)
    assert "Nothing has changed" in str(late.body), "an old card, still open on another device"
    assert search(rehearsal.other_than_filed(await stage.town.places()), runs_of(SAID))[1] == []
    await here.says("Other copies: ")
    assert "Recording and transcript\nOneDrive\nGone" in here.screen


async def test_the_organiser_says_no_and_why(stage: Stage) -> None:
    here = held(stage)
    boss = here.at_teams()
    await here.filed()
    question = await here.asked(boss)
    unsaid = await boss.press(question, "organiser-keep")
    assert "Choose why" in words(unsaid)
    handover = (await here.docket()).handover
    assert handover is not None
    assert handover.answer is None
    said = await boss.press(question, "organiser-keep", {"why": "evidence"})
    assert "You said no: it may be evidence." in words(said)
    assert "Kelly Marsh is told that you said no, and why." in words(said)
    (own,) = await here.own_files()
    assert (own.outcome, own.why) == (Outcome.LEFT, "organiser-evidence")
    assert here.there(here.meeting.takes[0])
    await here.says("The organiser said no: it may be evidence.")
    assert "1 left" in here.screen


async def test_not_under_a_hold(stage: Stage) -> None:
    here = held(stage)
    boss = here.at_teams()
    await here.filed()
    question = await here.asked(boss)
    await here.hand.press(here.card, "keep")
    for _ in range(2):
        refused = await boss.press(question, "organiser-delete")
        assert "Not now" in words(refused)
        assert boss.has(question, "organiser-delete")
    await stage.house.clerk.settle()
    assert here.there(here.meeting.takes[0])
    assert (await here.docket()).organiser is None


async def test_not_before_everybody_has_decided(stage: Stage) -> None:
    """A second author joins once the organiser has been asked: their draft needs the meeting's words."""
    here = held(stage)
    boss = here.at_teams()
    await here.filed()
    question = await here.asked(boss)
    late = stage.walk(fresh())
    here.meeting.invitees.append(late.author)
    message = (await late.hand.say(f"draft {here.meeting.join_url}")).id
    await rehearsal._confirmed(late, message)
    await late.hand.until("the draft", lambda: late.hand.has(message, "final"))
    await stage.house.clerk.settle()
    assert {b["data"]["r"] for b in buttons(late.hand.card(message))} == {here.walk.docket}
    assert "Not now" in words(await boss.press(question, "organiser-delete"))
    await late.hand.press(message, "discard")
    await late.hand.press(message, "discard-yes")
    await late.hand.until("the discard", lambda: "Discarded" in words(late.hand.card(message)))
    assert "Thank you" in words(await boss.press(question, "organiser-delete"))
    (own,) = await here.own_files()
    assert own.outcome is Outcome.GONE


async def test_an_organiser_who_has_not_added_the_app(stage: Stage) -> None:
    here = held(stage)
    await here.filed()
    await here.says("The meeting's organiser has not added Faircopy in Teams")
    await stage.house.clerk.settle()
    desk, docket = stage.house.desk, await here.docket()
    waits = line.next_act(docket, await desk.policy(), docket.at)
    assert isinstance(waits, Wait)
    assert (waits.whom, waits.why) == ("the meeting's organiser", "organiser-unreachable")
    assert here.organiser.oid not in str(here.hand.card(here.card))
    boss = here.at_teams()
    await here.hand.press(here.card, "try-now")
    await boss.press(await here.asked(boss), "organiser-delete")
    (own,) = await here.own_files()
    assert own.outcome is Outcome.GONE


async def test_an_organiser_who_deleted_the_recap_themselves(stage: Stage) -> None:
    here = held(stage)
    await here.filed()
    await here.says("or to delete the meeting's recap in Teams themselves.")
    files = stage.town.microsoft.files
    files.delete(stage.town.microsoft.graph.item(here.meeting.takes[0]), here.organiser.oid, permanently=True)
    await here.hand.press(here.card, "try-now")
    (own,) = await here.own_files()
    assert own.why == "gone before we asked"


async def test_an_author_may_leave_it_where_it_is_when_the_organiser_cannot_be_reached(stage: Stage) -> None:
    here = held(stage)
    await here.filed()
    await here.says("or to delete the meeting's recap in Teams themselves.")
    await here.hand.press(here.card, "leave-meeting")
    (own,) = await here.own_files()
    assert (own.outcome, own.why) == (Outcome.LEFT, "left by choice")
    assert "You chose to leave it where it is." in words(here.hand.card(here.card))


async def test_asked_again_on_a_new_card(stage: Stage, often: None) -> None:
    here = held(stage)
    boss = here.at_teams()
    await here.filed()
    await boss.until("two cards", lambda: len(boss.messages()) == 2)
    await here.says("I have asked Sam Okoro 2 times")
    first, second = (m.id for m in boss.messages())
    assert "I have asked you again" in words(boss.card(first))
    assert here.questions(boss) == [second]
    await boss.press(second, "organiser-keep", {"why": "request"})
    (own,) = await here.own_files()
    assert own.why == "organiser-request"
    await here.says("The organiser said no: somebody has asked for a copy.")


async def test_an_author_who_has_to_sign_in_goes_on_by_the_press(stage: Stage) -> None:
    here = held(stage, organised=True)
    tokens, sign_in = stage.town.microsoft.tokens, stage.house.desk.tokens
    message = (await here.hand.say(f"draft {here.meeting.join_url}")).id
    await rehearsal._confirmed(here.walk, message)
    await rehearsal._drafted(here.walk, message)
    await here.hand.check(here.card)
    ticks = await here.hand.read(here.card)
    tokens.sign_out(here.walk.author)
    sign_in.forget((await here.docket()).records[0].author)  # type: ignore[attr-defined]  # the bot's own, as this house opened it
    await here.hand.approve(here.card, ticks)
    await here.hand.until("the question", lambda: here.hand.has(here.card, "sign-in"))
    assert (await presses(here.hand, here.card, "sign-in"))["statusCode"] == 401
    signed = here.hand.user.exchange_value(CONNECTION)
    assert (await here.hand.user.press(here.card, "sign-in", authentication=signed)).body["statusCode"] == 200
    (own,) = await here.own_files()
    assert own.outcome is Outcome.GONE


# --- which file ---------------------------------------------------------------------------------------------------


async def test_every_piece_of_one_recording_goes(stage: Stage) -> None:
    here = held(stage, organised=True)
    first, began = here.meeting.takes[0], here.walk.plan.began + LENGTH
    second = stage.town.microsoft.graph.add_transcript(
        here.meeting, PIECE, began, began + LENGTH, recorded=True, call_id=first.call_id
    )
    await here.filed()
    files = await here.own_files()
    assert [c.outcome for c in files] == [Outcome.GONE] * 2
    assert all(c.looks == 4 for c in files)
    assert not here.there(first)
    assert not here.there(second)
    await here.says("OneDrive, 2 files")


def alike(stage: Stage) -> tuple[Held, Take, Take]:
    """Two calls of one meeting close together, and an author who may not read the chat that tells them apart."""
    here = held(stage, organised=True)
    microsoft = stage.town.microsoft
    microsoft.tokens.people[here.walk.author.teams_id].scopes = tuple(s for s in SCOPES if s != "Chat.Read")
    own, began = here.meeting.takes[0], here.walk.plan.began + timedelta(minutes=35)
    other = microsoft.graph.add_transcript(
        here.meeting, PIECE, began, began + timedelta(minutes=20), recorded=True
    )
    return here, own, other


async def test_files_that_look_alike_are_asked_about_and_only_the_chosen_goes(stage: Stage) -> None:
    here, own, other = alike(stage)
    await here.filed(call=own.call_id)
    await here.says("Which of these files is from this meeting?")
    assert "Waiting for you" in here.screen
    assert here.walk.plan.subject not in here.screen
    boxes = list(inputs(here.hand.card(here.card)))
    assert len(boxes) == 2
    assert "Tick each file" in words(await here.hand.press(here.card, "choose-file"))
    stranger = stage.town.microsoft.user(stage.town.microsoft.person("Nosy Parker"))
    at = next(b["data"] for b in buttons(here.hand.card(here.card)) if b["verb"] == "choose-file")
    for verb in ("choose-file", "choose-none"):
        for ticked in ({}, {boxes[1]: "true"}):
            answer = await stranger.press(here.card, verb, {**at, **ticked}, unseen=True)
            assert "not yours" in str(answer.body)
    forged = await here.hand.user.press(here.card, "choose-file", {**at, "file-0": "true"}, unseen=True)
    assert "Tick each file" in words(forged.body["value"])
    assert here.there(own)
    await here.hand.press(here.card, "choose-file", {boxes[0]: "true"})
    (gone,) = await here.own_files()
    assert (gone.outcome, gone.looks) == (Outcome.GONE, 4)
    assert (here.there(own), here.there(other)) == (False, True)
    assert stage.town.microsoft.graph.item(other).transcript == PIECE


async def test_none_of_these_leaves_them_all(stage: Stage) -> None:
    here, own, other = alike(stage)
    await here.filed(call=own.call_id)
    await here.says("Which of these files is from this meeting?")
    await here.hand.press(here.card, "choose-none")
    (left,) = await here.own_files()
    assert (left.outcome, left.why) == (Outcome.UNKNOWN, "not-located")
    assert here.there(own)
    assert here.there(other)
    await here.says("I could not find it, so I destroyed nothing.")
