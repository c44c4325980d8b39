"""Somebody objects: everything stops, and the meeting's own file goes only as a separate step."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from local import rehearsal
from local.hand import StuckError, buttons, words
from record.terms import Outcome, PersonId, State, Told
from tests.journeys.conftest import Stage
from tests.journeys.held_meetings import Held, held

pytestmark = pytest.mark.asyncio(loop_scope="module")


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
    assert filing.system == stage.house.desk.cases.chosen(None), "the one that knew the file's number"
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
