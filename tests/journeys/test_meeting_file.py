"""The meeting's own file: its organiser is asked and answers, several files, files that look alike, an objection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from local import rehearsal
from local.hand import Hand, StuckError, buttons, inputs, words
from local.microsoft import CONNECTION
from local.microsoft.identity import SCOPES
from local.microsoft.meetings import Meeting, Take
from local.microsoft.people import Person
from local.rehearsal import Plan, Walk
from local.residue import runs_of, search
from record import line
from record.docket import Docket, Wait
from record.receipt import Copy, Receipt
from record.terms import Holder, Outcome, PersonId, State, Told
from tests.journeys.conftest import QUICKER, Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")

LENGTH = timedelta(minutes=30)
PIECE = b"""WEBVTT

00:00:01.000 --> 00:00:06.000
<v Kelly Marsh>We stopped for the fire drill and have started again in the other room.</v>
"""
SAID = "The caretaker locks the side gate before the second bell on a match day."
"""Said in one meeting of these and in no other."""


@dataclass
class Held:
    """A meeting that was held, its author at Teams, and its organiser, who may be at Teams too."""

    stage: Stage
    walk: Walk
    meeting: Meeting
    organiser: Person

    @property
    def hand(self) -> Hand:
        """The author's."""
        return self.walk.hand

    @property
    def card(self) -> str:
        """The author's card."""
        return self.walk.cards[0]

    @property
    def screen(self) -> str:
        """What the author's card says now."""
        return words(self.hand.card(self.card))

    def at_teams(self) -> Hand:
        """The organiser, who has added the app."""
        return Hand(self.stage.town.microsoft.user(self.organiser))

    def there(self, take: Take) -> bool:
        """Whether the file of a take still exists."""
        return take.item in self.stage.town.microsoft.files.items

    async def filed(self, *, call: str = "") -> None:
        """The author types the link, checks, approves: the record stands in the case system."""
        message = (await self.hand.say(f"draft {self.meeting.join_url}")).id
        if call:
            await self.hand.press(message, "start", c=call)
        await rehearsal._confirmed(self.walk, message)
        await rehearsal._drafted(self.walk, message)
        await self.hand.check(self.card)
        await self.hand.read_and_approve(self.card)
        await self.hand.until("the filing", lambda: "Filed" in self.screen)

    async def says(self, text: str) -> None:
        """Wait until the author's card says that, and what it says is written down."""
        await self.hand.until(text, lambda: text in self.screen)
        await self.stage.house.clerk.settle()

    async def asked(self, boss: Hand) -> str:
        """The organiser's card with the question, once it is written down that they have it."""
        await boss.until("the question", lambda: self.questions(boss))
        await self.stage.house.clerk.settle()
        return self.questions(boss)[-1]

    def questions(self, boss: Hand) -> list[str]:
        """The cards on which the organiser can answer."""
        return [m.id for m in boss.messages() if m.cards and boss.has(m.id, "organiser-delete")]

    async def docket(self) -> Docket:
        """The account as it stands."""
        return (await self.stage.house.desk.dockets.read(self.walk.docket))[0]

    async def receipt(self) -> Receipt:
        """The lasting one, once the account is closed."""
        found = await rehearsal._receipt(self.walk)
        assert found is not None
        return found

    async def own_files(self) -> list[Copy]:
        """What the receipt says of the meeting's own files."""
        return [c for c in (await self.receipt()).copies if c.holder is Holder.DRIVE]


def held(stage: Stage, *, organised: bool = False, signed_in: bool = True, plan: Plan | None = None) -> Held:
    """One meeting with one recording: somebody else's, to which the author was invited, or (`organised`) theirs."""
    plan = plan or fresh()
    walk = stage.walk(plan)
    microsoft = stage.town.microsoft
    boss = walk.author if organised else microsoft.person("Sam Okoro", signed_in=signed_in)
    meeting = microsoft.graph.add_meeting(
        plan.subject,
        plan.began,
        plan.began + LENGTH,
        boss,
        [] if organised else [walk.author],
        transcripts=[(plan.transcript, plan.began, plan.began + LENGTH)],
        recorded=True,
    )
    return Held(stage, walk, meeting, boss)


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


# --- an objection -------------------------------------------------------------------------------------------------


async def objected(here: Held) -> str:
    """The author says that somebody objected; the card that says that everything has stopped."""
    message = (await here.hand.say(f"draft {here.meeting.join_url}")).id
    typed = {"type": here.walk.plan.record_type, "reference": here.walk.plan.people[0][2], "told": "objected"}
    assert "Somebody objected" in words(await here.hand.press(message, "find", typed))
    return message


async def accounts(here: Held) -> int:
    return len(await here.stage.house.desk.dockets.of_author(PersonId(here.walk.author.oid)))


async def test_an_objection_deletes_the_recording_as_a_separate_step(stage: Stage) -> None:
    here = held(stage, organised=True)
    message = await objected(here)
    assert await accounts(here) == 0
    question = await here.hand.press(message, "objected-delete")
    assert "no account of it is left" in words(question)
    here.walk.docket = buttons(question)[0]["data"]["r"]
    here.walk.cards = [message]
    await asyncio.sleep(
        1.0
    )  # twice the clerk's poll: it must not put another card in the place of the question
    assert here.hand.has(message, "delete-meeting-yes")
    assert here.there(here.meeting.takes[0])
    await here.hand.press(message, "delete-meeting-yes")
    assert here.hand.has(message, "delete-meeting-yes"), "without its tick nothing is asked for"
    assert here.there(here.meeting.takes[0])
    await here.hand.press(message, "delete-meeting-yes", {"understood": "true"})
    (own,) = await here.own_files()
    (filing,) = (await here.receipt()).filings
    assert own.outcome is Outcome.GONE
    assert (filing.state, filing.told, filing.filed) == (State.DROPPED, Told.OBJECTED, None)
    assert not here.there(here.meeting.takes[0])
    await here.says("Stopped. Other copies: 1 gone")


async def test_an_objection_to_somebody_elses_meeting_asks_its_organiser(stage: Stage) -> None:
    here = held(stage)
    boss = here.at_teams()
    message = await objected(here)
    here.walk.docket = buttons(await here.hand.press(message, "objected-delete"))[0]["data"]["r"]
    here.walk.cards = [message]
    await here.hand.press(message, "delete-meeting-yes", {"understood": "true"})
    question = await here.asked(boss)
    read = words(boss.card(question))
    assert "Somebody objected" in read
    assert "no account of this meeting is left" in read
    await here.says("I have asked Sam Okoro")
    await boss.press(question, "organiser-delete")
    (own,) = await here.own_files()
    assert own.outcome is Outcome.GONE


async def test_an_objection_that_is_closed_holds_nothing(stage: Stage) -> None:
    here = held(stage, organised=True)
    message = await objected(here)
    closed = await here.hand.press(message, "objected-close")
    assert buttons(closed) == []
    assert await accounts(here) == 0
    assert here.there(here.meeting.takes[0])


async def test_an_objection_looks_back_and_leaves_the_recording(stage: Stage) -> None:
    here = held(stage, organised=True)
    message = await objected(here)
    here.walk.docket = buttons(await here.hand.press(message, "objected-delete"))[0]["data"]["r"]
    await here.hand.press(message, "back")
    (own,) = await here.own_files()
    assert own.outcome is Outcome.LEFT
    assert here.there(here.meeting.takes[0])


async def test_an_objection_to_a_meeting_that_has_an_account_changes_nothing(stage: Stage) -> None:
    here = held(stage, organised=True)
    message = (await here.hand.say(f"draft {here.meeting.join_url}")).id
    await rehearsal._confirmed(here.walk, message)
    await rehearsal._drafted(here.walk, message)
    await stage.house.clerk.settle()
    before = await here.docket()
    again = await objected(here)
    here.hand.again = 0
    with pytest.raises(StuckError, match="account with me already"):
        await here.hand.press(again, "objected-delete")
    assert await here.docket() == before


async def test_an_unknown_file_number_opens_no_account(stage: Stage) -> None:
    here = held(stage, organised=True)
    (name, born, _), *others = here.walk.plan.people
    here.walk.plan = replace(here.walk.plan, people=[(name, born, "CH-0"), *others])
    message = await objected(here)
    here.hand.again = 0
    with pytest.raises(StuckError, match="No file has the number CH-0"):
        await here.hand.press(message, "objected-delete")
    assert await accounts(here) == 0
