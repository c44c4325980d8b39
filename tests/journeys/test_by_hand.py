"""A record that its author files by hand: copied, attested, and the other copies let go by a press of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

import settings
from bot.by_hand import NUMBER
from house import open_house
from local import rehearsal
from local.hand import buttons, inputs, words
from local.rehearsal import Walk
from local.town import open_town
from record.terms import Custody, Holder, Outcome, Proof, State
from tests.journeys.conftest import QUICKER, Stage, fresh

NO_WAY_IN = {"FAIRCOPY_CASE_SYSTEM": "by_hand"}


@asynccontextmanager
async def opened(changed: dict[str, str]) -> AsyncIterator[tuple[Stage, Walk]]:
    """Somebody about to begin. `changed` are settings ("": left out)."""
    async with open_town(QUICKER) as town:
        told = {k: v for k, v in {**town.environment, **changed}.items() if v}
        async with open_house(settings.read(told), observe=town.observe) as house:
            town.microsoft.connector.bot_url = f"{house.address}/api/messages"
            stage = Stage(town=town, house=house)
            yield stage, stage.walk(fresh())


@asynccontextmanager
async def approved(*, changed: dict[str, str], closed: bool = False) -> AsyncIterator[tuple[Stage, Walk]]:
    """A draft that its author has just approved. `closed`: the file is."""
    async with opened(changed) as (stage, walk):
        for _, _, reference in walk.plan.people:
            stage.town.cases.people[reference].open = not closed
        await rehearsal._walked(walk)
        yield stage, walk


def screen(walk: Walk) -> str:
    return words(walk.hand.card(walk.cards[0]))


async def copied(walk: Walk) -> str:
    """The text as it stands in the boxes of the card, part after part."""
    card, text = await walk.hand.press(walk.cards[0], "copy"), ""
    while True:
        text += "".join(
            str(box.get("value", "")) for name, box in inputs(card).items() if name.startswith("part")
        )
        if "number" in inputs(card):
            return text
        go = next(b["data"]["go"] for b in buttons(card) if b["title"] == "Next part")
        card = await walk.hand.press(walk.cards[0], "copy", go=go)


async def pasted(stage: Stage, reference: str, text: str) -> str:
    """The author files it in the case system's own window, which Faircopy does not see; its number."""
    cases = stage.town.cases
    note = {"type": "meeting", "title": "By hand", "author": "Kelly Marsh", "text": text}
    headers = {"Authorization": f"Bearer {cases.api_key}", "Idempotency-Key": "typed by hand"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{cases.url}/people/{reference}/notes", json=note, headers=headers) as answer,
    ):
        assert answer.status == 201
        return str((await answer.json())["id"])


def posts(stage: Stage) -> int:
    """What the house wrote, or tried to write, into the case system."""
    return sum(c.party == "case system" and c.method == "POST" for c in stage.town.wire.calls)


async def attested(stage: Stage, walk: Walk, number: str) -> None:
    """Each of the two that are required is asked for, with the words still there; then the drafts go, and no more."""
    card, hand = walk.cards[0], walk.hand
    text = await copied(walk)
    assert text == walk.seen.posted[0]["approved_text"]
    drawn = await hand.press(card, "attest", {"number": "she said so", "pasted": "true"})
    assert "Type the number of the note" in words(drawn)
    drawn = await hand.press(card, "attest", {"number": number})
    assert "Tick that you pasted all of it" in words(drawn)
    assert inputs(drawn)["number"]["value"] == number, "what was typed stays"
    assert "".join(str(b["value"]) for k, b in inputs(drawn).items() if k.startswith("part")) in text
    drawn = await hand.press(card, "attest", {"number": number, "pasted": "true"})
    assert "Attested by you." in words(drawn)
    await hand.until("the draft to be gone", lambda: "Waiting for you" in screen(walk))
    await stage.house.clerk.settle()
    docket, _ = await stage.house.desk.dockets.read(walk.docket)
    assert docket.records[0].state is State.POSTED
    own = [t for t in docket.traces if t.record == 1 and t.custody is Custody.OURS]
    assert all(t.asked for t in own), "our drafts go"
    assert not any(t.asked for t in docket.traces if t.record == 0), (
        "no account of what was said goes by one press"
    )


async def let_go(stage: Stage, walk: Walk, number: str) -> None:
    """The separate confirmation, with its own tick; then the receipt, which calls it attested."""
    card, hand = walk.cards[0], walk.hand
    drawn = await hand.press(card, "attest-counts")
    assert "then tick that the note stands" in words(drawn)
    assert len(stage.town.microsoft.files.items) == 1
    await hand.press(card, "attest-counts", {"counts": "true"})
    receipt = await rehearsal._receipt(walk)
    (filing,) = receipt.filings
    assert (filing.state, filing.proof, filing.filed) == (State.POSTED, Proof.ATTESTED, number)
    assert stage.town.microsoft.files.items == {}
    (meeting,) = (c for c in receipt.copies if c.holder is Holder.DRIVE)
    assert meeting.outcome is Outcome.GONE
    await hand.until("the receipt", lambda: "Receipt" in screen(walk))
    assert "Attested by you, not read back." in screen(walk)
    assert not hand.has(card, "correct"), "we cannot add to what we cannot read"
    assert await stage.residue(walk.plan) == []


async def test_copied_attested_and_let_go() -> None:
    async with approved(changed=NO_WAY_IN) as (stage, walk):
        assert "Approved. File it by hand" in screen(walk)
        assert not any(name.startswith("part") for name in inputs(walk.hand.card(walk.cards[0])))
        await walk.hand.press(walk.cards[0], "copy")
        await walk.hand.press(walk.cards[0], "back")
        assert "Approved. File it by hand" in screen(walk), "the words are off the card again"
        assert posts(stage) == 0
        number = await pasted(stage, walk.plan.people[0][2], walk.seen.posted[0]["approved_text"])
        await attested(stage, walk, number)
        await let_go(stage, walk, number)


async def test_undone_before_it_is_attested() -> None:
    async with approved(changed=NO_WAY_IN) as (_, walk):
        await walk.hand.press(walk.cards[0], "copy")
        await walk.hand.press(walk.cards[0], "back")
        drawn = await walk.hand.press(walk.cards[0], "undo")
        assert "Undone. Nothing was filed." in words(drawn)
        await walk.hand.read_and_approve(walk.cards[0])
        assert "Approved. File it by hand" in screen(walk)
        listed = await walk.hand.say("my drafts")
        await walk.hand.user.press(listed.id, "bring")

        def brought() -> bool:
            return any(walk.hand.has(m.id, "copy") for m in walk.hand.messages()[2:] if m.id != walk.cards[0])

        await walk.hand.until("the card, drawn by the clerk", brought)


NOBODY_TO_ASK = {**NO_WAY_IN, "FAIRCOPY_CASE_SYSTEM_URL": "", "FAIRCOPY_CASE_SYSTEM_KEY": ""}


async def test_with_nobody_to_ask_the_number_is_said_to_be_unchecked() -> None:
    """Neither name nor date of birth is made up, on the card or in the text."""
    read: list[str] = []
    async with opened(NOBODY_TO_ASK) as (stage, walk):
        name, _, reference = walk.plan.people[0]
        walk.hand.watched = lambda verb: read.append(rehearsal._screen(walk)) if verb == "draft" else None
        await rehearsal._walked(walk)
        assert "I cannot look this number up." in read[0]
        assert f"File {reference}" in read[0]
        text = walk.seen.posted[0]["approved_text"]
        assert name not in text.split("\n\n", maxsplit=1)[0]
        assert not [c for c in stage.town.wire.calls if c.party == "case system"]
        await attested(stage, walk, "88213")
        await let_go(stage, walk, "88213")


async def test_with_nobody_to_ask_the_file_can_be_changed_and_nobody_is_named() -> None:
    async with opened(NOBODY_TO_ASK) as (_, walk):
        message = await rehearsal._commanded(walk)
        await rehearsal._confirmed(walk, message)
        await rehearsal._drafted(walk, message)
        (card,) = walk.cards
        await walk.hand.press(card, "more")
        await walk.hand.press(card, "change-file")
        drawn = await walk.hand.press(card, "change-find", {"reference": "no number"})
        assert inputs(drawn)["reference"]["value"] == "no number", "what was typed stays"
        drawn = await walk.hand.press(card, "change-find", {"reference": "CH-77"})
        assert "Is this the right file?" in words(drawn)
        assert "Check the number in the case system." in words(drawn)
        await walk.hand.press(card, "change-yes")
        assert (await rehearsal._draft(walk, 1)).child is None
        await walk.hand.check(card)
        read = await walk.hand.press(card, "final", p=1)
        assert "File CH-77" in words(read)
        assert "born" not in words(read).lower()


async def test_a_refusal_is_filed_by_hand() -> None:
    """The file is closed to us, and its author has a way in."""
    async with approved(changed={}, closed=True) as (stage, walk):
        await walk.hand.until("the refusal", lambda: "refused it" in screen(walk))
        await stage.house.clerk.settle()
        assert "is closed." in screen(walk)
        reference = walk.plan.people[0][2]
        stage.town.cases.people[reference].open = True
        number = await pasted(stage, reference, walk.seen.posted[0]["approved_text"])
        before = posts(stage)
        await attested(stage, walk, number)
        await let_go(stage, walk, number)
        assert posts(stage) == before
        assert len(stage.town.cases.notes_on(reference)) == 1


async def test_what_stands_but_differs_is_not_attested() -> None:
    async with open_town(QUICKER) as town, open_house(settings.read(town.environment)) as house:
        town.microsoft.connector.bot_url = f"{house.address}/api/messages"
        walk = Stage(town=town, house=house).walk(fresh())
        town.cases.alters_text = True
        await rehearsal._walked(walk)
        await walk.hand.until("it says so", lambda: "not word for word" in screen(walk))
        await house.clerk.settle()
        assert not walk.hand.has(walk.cards[0], "copy")
        data = {"r": walk.docket, "n": 1, "v": 1, "number": "1", "pasted": "true"}
        for verb in ("copy", "attest"):
            await walk.hand.user.press(walk.cards[0], verb, data, unseen=True)
            assert "not word for word" in screen(walk)


@pytest.mark.parametrize("number", ["", "Tyler Brook", "she said 2 things", "x" * 41])
def test_words_are_no_number(number: str) -> None:
    assert not NUMBER.fullmatch(number)
