"""After filing: corrected, and taken off the wrong person's file, while the account lives and after it has gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

import settings
from house import open_house
from local import rehearsal
from local.case_system import Note
from local.hand import Hand, StuckError, buttons, inputs, words
from local.rehearsal import Plan, Walk
from local.residue import runs_of, search
from local.town import open_town
from record.errors import NotThereError
from record.policy import Policy
from record.receipt import Receipt
from record.terms import DocketId, Outcome, Proof, State
from tests.journeys.conftest import QUICKER, Stage, fresh

CORRECTION = "It was her aunt, and not her mother, who drove them both to the clinic that Thursday."
LATER = replace(QUICKER, grace=timedelta(hours=1))
"""The meeting's own file waits until the test lets it go."""


@dataclass
class Filed:
    """A record on file, its author's hand, and the card that it is on."""

    stage: Stage
    walk: Walk

    @property
    def hand(self) -> Hand:
        return self.walk.hand

    @property
    def card(self) -> str:
        """The record's own."""
        return self.walk.cards[0]

    @property
    def screen(self) -> str:
        """What the record's own card says now."""
        return words(self.hand.card(self.card))

    @property
    def note(self) -> Note:
        """What the case system holds on the file that was named first."""
        (one,) = self.stage.town.cases.notes_on(self.walk.plan.people[0][2])
        return one

    async def says(self, text: str) -> None:
        await self.hand.until(text, lambda: text in self.screen)

    async def told(self, verb: str) -> str:
        """Press a button of the card that is answered with a sentence: the card stays as it was."""
        before = self.screen
        answer = await self.hand.user.press(self.card, verb)
        said = sentence(answer.status, answer.body)
        assert self.screen == before
        return said

    async def new_card(self, verb: str) -> str:
        """The newest card with that button, which is not the record's own."""

        def found() -> list[str]:
            return [
                m.id
                for m in self.hand.messages()
                if m.id != self.card and m.cards and self.hand.has(m.id, verb)
            ]

        await self.hand.until(f"a card with {verb}", found)
        await self.stage.house.clerk.settle()
        return found()[-1]

    async def goes_on(self, policy: Policy = QUICKER) -> None:
        """The grace is over."""
        await self.stage.town.set_policy(policy)
        self.stage.house.clerk.wake(self.walk.docket)

    async def receipt(self, docket: DocketId) -> Receipt:
        """The lasting account of a docket, once that has gone."""
        return await rehearsal._receipt(replace(self.walk, docket=docket))

    async def asked_to_go(self) -> set[int]:
        """The traces of the copies that were asked to go."""
        docket, _ = await self.stage.house.desk.dockets.read(self.walk.docket)
        return {t.n for t in docket.traces if t.asked}

    def recordings(self) -> int:
        """How many files of meetings exist, found by looking in the stand-in."""
        return len(self.stage.town.microsoft.files.items)

    async def found(self, text: str) -> list[str]:
        """Where words can be found besides the case system's own notes."""
        places = rehearsal.other_than_filed(await self.stage.town.places())
        return [hit.place for hit in search(places, runs_of(text))[1]]


def sentence(status: int, body: object) -> str:
    assert status == 200
    assert isinstance(body, dict)
    assert str(body["type"]).endswith("activity.message")
    return str(body["value"])


def docket_of(card: dict[str, object]) -> DocketId:
    """Which account a card's buttons belong to."""
    return DocketId(next(str(b["data"]["r"]) for b in buttons(card) if b["data"].get("r")))


@asynccontextmanager
async def filed(policy: Policy = LATER, *, plan: Plan | None = None) -> AsyncIterator[Filed]:
    """A record of a sample meeting, filed; with a grace that has not passed, or (QUICKER) down to the receipt."""
    async with (
        open_town(policy) as town,
        open_house(settings.read(town.environment), observe=town.observe) as house,
    ):
        town.microsoft.connector.bot_url = f"{house.address}/api/messages"
        stage = Stage(town=town, house=house)
        walk = stage.walk(plan or fresh())
        one = Filed(stage=stage, walk=walk)
        await rehearsal._walked(walk)
        await one.says("Filed")
        if policy.grace == timedelta(0):
            walk.seen.receipt = await rehearsal._receipt(walk)
            await one.says("Receipt")
        await house.clerk.settle()
        yield one


async def corrected(one: Filed) -> DocketId:
    """The correction is written, read and approved, and stands below the note; its account."""
    card = await one.new_card("final")
    assert "The filed record cannot be changed." in words(one.hand.card(card))
    docket = docket_of(one.hand.card(card))
    assert docket != one.walk.docket
    drawn = await one.hand.press(card, "final", {"words": CORRECTION})
    assert CORRECTION in words(drawn)
    await one.hand.approve(
        card, {name: "true" for name, n in inputs(drawn).items() if n["type"] == "Input.Toggle"}
    )
    cases = one.stage.town.cases
    await one.hand.until("the addition", lambda: cases.additions_to(one.note.id))
    (added,) = cases.additions_to(one.note.id)
    assert CORRECTION in added.text
    assert added.text.startswith("Correction to: ")
    receipt = await one.receipt(docket)
    (filing,) = receipt.filings
    assert (filing.adds_to, filing.filed, filing.proof) == (one.note.id, added.id, Proof.READ_BACK)
    assert await one.found(CORRECTION) == []
    return docket


async def test_a_correction_while_the_account_lives() -> None:
    async with filed() as one:
        text = one.note.text
        assert "I add a correction below it." in await one.told("correct")
        assert "under way already" in await one.told("correct"), "pressed twice, it is made once"
        await corrected(one)
        assert one.note.text == text, "what is filed is not changed"
        assert one.recordings() == 1
        await one.goes_on()
        receipt = await one.receipt(one.walk.docket)
        assert [f.state for f in receipt.filings] == [State.POSTED]
        assert one.recordings() == 0
        assert await one.stage.residue(one.walk.plan) == []


async def test_a_correction_from_the_receipt_leaves_the_receipt_where_it_is() -> None:
    async with filed(QUICKER) as one:
        before = one.screen
        assert "I add a correction below it." in await one.told("correct")
        docket = await corrected(one)
        assert one.screen == before, "the receipt's card is the account in the chat"
        own = next(words(c) for m in one.hand.messages() for c in m.cards if f"Receipt {docket}" in words(c))
        assert f"A correction of note {one.note.id}." in own
        assert await one.stage.residue(one.walk.plan) == []


async def test_what_is_no_longer_on_file_is_not_corrected() -> None:
    """Taken off before there is a draft; rewritten before it is filed. It waits, says so, and can be discarded."""
    async with filed(QUICKER) as one:
        cases, note = one.stage.town.cases, one.note
        await one.told("correct")
        card = await one.new_card("final")
        drawn = await one.hand.press(card, "final", {"words": CORRECTION})
        note.text += "Somebody else wrote this.\n"
        docket = docket_of(drawn)
        ticks = {name: "true" for name, n in inputs(drawn).items() if n["type"] == "Input.Toggle"}
        await one.hand.approve(card, ticks)
        await one.hand.until("it says so", lambda: "correction is not filed" in words(one.hand.card(card)))
        await discarded(one, card, docket)
        cases.take_off(note.id)
        await one.told("correct")
        card = await one.new_card("discard")
        assert "I cannot find the filed record any more" in words(one.hand.card(card))
        await discarded(one, card, docket_of(one.hand.card(card)))
        assert cases.notes == {}
        assert await one.found(CORRECTION) == []


async def discarded(one: Filed, card: str, docket: DocketId) -> None:
    await one.hand.press(card, "discard")
    await one.hand.press(card, "discard-yes")
    receipt = await one.receipt(docket)
    assert [f.state for f in receipt.filings] == [State.DROPPED]


# --- on the wrong file --------------------------------------------------------------------------------------------

RIGHT = ("Mali Sample", "2012-01-02", "CH-900001")


async def moved(one: Filed, card: str) -> str:
    """Whose file it should be on: looked up, confirmed; the card of the draft for the right file."""
    name, born, reference = RIGHT
    one.stage.town.cases.add_person(reference, name, date.fromisoformat(born), "Kelly Marsh")
    drawn = await one.hand.press(card, "move-find", {"reference": "CH-0"})
    assert "No file has the number CH-0." in words(drawn)
    drawn = await one.hand.press(card, "move-find", {"reference": one.walk.plan.people[0][2]})
    assert "It is for that file already." in words(drawn)
    drawn = await one.hand.press(card, "move-find", {"reference": reference})
    assert name in words(drawn)
    drawn = await one.hand.press(card, "move-yes")
    assert f"The record for file {reference}" in words(drawn)

    def found() -> list[str]:
        return [m.id for m in one.hand.messages() if m.id != card and m.cards and one.hand.has(m.id, "final")]

    await one.hand.until("the draft for the right file", found)
    return found()[-1]


async def test_a_wrong_file_found_during_grace() -> None:
    """Destroying stops, the wrong file is marked, the right one gets the words, approved anew; then a new grace."""
    async with filed() as one:
        wrong, text = one.note, one.note.text
        cases, reference = one.stage.town.cases, RIGHT[2]
        gone = await one.asked_to_go()
        drawn = await one.hand.press(one.card, "wrong-file")
        assert "This is a data breach: tell your team's Faircopy contact now." in words(drawn)
        assert "Draft and edits: asked to go" in words(drawn)
        await one.hand.until("the mark", lambda: cases.additions_to(wrong.id))
        (mark,) = cases.additions_to(wrong.id)
        assert mark.text.startswith("Filed here in error on ")
        await one.says("Below note")
        await one.goes_on()  # the grace of before is over: the meeting's own file stays all the same
        await one.stage.house.clerk.settle()
        assert one.recordings() == 1
        assert await one.asked_to_go() == gone, "nothing more is destroyed"
        await one.goes_on(LATER)
        card = await moved(one, one.card)
        assert "Read back from the case system." in words(one.hand.card(card))
        await one.hand.check(card)
        assert cases.notes_on(reference) == []
        await one.hand.read_and_approve(card)
        await one.hand.until("the right file", lambda: cases.notes_on(reference))
        (right,) = cases.notes_on(reference)
        assert RIGHT[0] in right.text
        assert one.walk.plan.people[0][0] not in right.text.split("\n\n")[0]
        assert body(right.text) == body(text), "the words are those that were filed"
        assert wrong.text == text
        await one.stage.house.clerk.settle()
        assert one.recordings() == 1, "grace starts again"
        await one.goes_on()
        receipt = await one.receipt(one.walk.docket)
        assert [f.state for f in receipt.filings] == [State.MARKED, State.POSTED]
        assert receipt.filings[1].moved_from == receipt.filings[0].record
        assert one.recordings() == 0
        assert await one.stage.residue(one.walk.plan) == []


def body(text: str) -> list[str]:
    return text.rstrip().split("\n\n")[1:]


async def test_a_wrong_file_found_after_the_receipt() -> None:
    async with filed(QUICKER) as one:
        wrong, text, before = one.note, one.note.text, one.screen
        cases, reference = one.stage.town.cases, RIGHT[2]
        said = await one.told("wrong-file")
        assert said.startswith("This is a data breach: tell your team's Faircopy contact now.")
        card = await one.new_card("move-find")
        docket = docket_of(one.hand.card(card))
        assert "being moved" in await one.told("correct")
        await one.hand.until("the mark", lambda: cases.additions_to(wrong.id))
        draft = await moved(one, card)
        await one.hand.check(draft)
        await one.hand.read_and_approve(draft)
        receipt = await one.receipt(docket)
        assert [f.state for f in receipt.filings] == [State.MARKED, State.POSTED]
        (right,) = cases.notes_on(reference)
        assert body(right.text) == body(text)
        assert len(cases.additions_to(wrong.id)) == 1
        assert one.screen == before
        assert await one.stage.residue(one.walk.plan) == []


async def test_dealt_with_by_hand_leaves_the_meetings_own_file() -> None:
    """Nothing counts as filed any more, so nothing of the meeting's own goes."""
    async with filed() as one:
        await one.hand.press(one.card, "wrong-file")
        await one.says("Below note")
        await one.hand.press(one.card, "marked-by-hand")
        await one.goes_on()
        receipt = await one.receipt(one.walk.docket)
        assert [f.state for f in receipt.filings] == [State.MARKED]
        assert Outcome.LEFT in {c.outcome for c in receipt.copies}
        assert one.recordings() == 1


@pytest.mark.parametrize("verb", ["correct", "wrong-file"])
async def test_a_receipt_is_its_authors_alone(verb: str) -> None:
    """Somebody who learnt an account's number gets an answer that says nothing of it."""
    async with filed(QUICKER) as one:
        town = one.stage.town
        other = Hand(town.microsoft.user(town.microsoft.person("Sam Okoro")))
        message = await other.say("hello")
        data = {"r": one.walk.docket, "n": 1, "v": 1}
        answer = await other.user.press(message.id, verb, data, unseen=True)
        assert sentence(answer.status, answer.body) == "This is not yours to press. Nothing has changed."
        with pytest.raises(NotThereError):
            await one.stage.house.desk.dockets.read(one.walk.docket)
        with pytest.raises(StuckError):
            await one.hand.until("a new card", lambda: one.hand.messages()[-1].id != one.card, 1.0)
