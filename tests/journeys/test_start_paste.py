"""A transcript pasted into the chat, with no permission of Microsoft's at all: drafted from, or forgotten."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from local import rehearsal
from local.hand import buttons, inputs, words
from local.rehearsal import Walk, _confirmed, _drafted
from local.residue import Hit
from record.errors import NotThereError
from record.hand_over import SAID
from record.receipt import Receipt
from record.terms import Custody, DocketId, Holder, Outcome
from tests.journeys.conftest import Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")


def _walk(stage: Stage, author: str = "Kelly Marsh") -> Walk:
    walk = stage.walk(replace(fresh(), author=author), again=0)
    stage.town.microsoft.tokens.sign_out(walk.author, consent_missing=True)
    return walk


def _in_html(transcript: str) -> str:
    """As Teams words a message that was pasted with its line ends."""
    return "".join(f"<p>{html.escape(line) or '&nbsp;'}</p>" for line in transcript.splitlines())


def _deletes_it(walk: Walk) -> None:
    """The person deletes their own messages."""
    chat = walk.hand.user.conversation
    for message in [m for m in chat.messages.values() if m.by != "bot"]:
        del chat.messages[message.id]


async def _elsewhere(stage: Stage, walk: Walk) -> list[Hit]:
    """Where what was said can be found, besides the person's own message and the filed record."""
    found = await stage.residue(walk.plan)
    own = [m.id for m in walk.hand.user.screen() if m.by != "bot"]
    return [hit for hit in found if not any(id in hit.place for id in own)]


async def _receipt(stage: Stage, docket: str) -> Receipt:
    """The account's receipt, once it is closed."""
    walk = stage.walk(fresh())
    walk.docket = DocketId(docket)
    return await rehearsal._receipt(walk)


@pytest.mark.parametrize("form", [str, _in_html])
async def test_pasted_drafted_filed_and_said_to_be_deleted(stage: Stage, form: type[str]) -> None:
    walk = _walk(stage)
    answer = await walk.hand.say(form(walk.plan.transcript.decode()))
    assert "Is this a transcript?" in words(answer.cards[-1])
    assert "I read 90 minutes and 3 speakers." in words(answer.cards[-1])
    assert await _elsewhere(stage, walk) == []
    await walk.hand.press(answer.id, "start")
    await _confirmed(walk, answer.id)
    await _drafted(walk, answer.id)
    (card,) = walk.cards
    await walk.hand.check(card)
    _deletes_it(walk)
    said = {"r": walk.docket, "n": 1, "v": 1}
    assert (await walk.hand.user.press("another", "attest-paste", said, unseen=True)).status == 200
    await walk.hand.read_and_approve(card)
    receipt = await rehearsal._receipt(walk)
    (copy,) = [c for c in receipt.copies if c.custody is Custody.TEMPORARY]
    assert (copy.holder, copy.outcome, copy.why) == (Holder.CARD, Outcome.UNKNOWN, SAID)
    shown = "You said that you deleted it. I cannot look."
    await walk.hand.until("the receipt", lambda: shown in words(walk.hand.card(card)))
    assert await stage.residue(walk.plan) == []


async def test_never_deleted_it_is_never_said_to_be_gone(stage: Stage) -> None:
    walk = _walk(stage)
    answer = await walk.hand.say(walk.plan.transcript.decode())
    await walk.hand.press(answer.id, "start")
    await _confirmed(walk, answer.id)
    await _drafted(walk, answer.id)
    (card,) = walk.cards
    await walk.hand.check(card)
    await walk.hand.read_and_approve(card)
    await rehearsal._receipt(walk)
    shown = "Only you can remove it."
    await walk.hand.until("the receipt", lambda: shown in words(walk.hand.card(card)))
    assert await stage.residue(walk.plan) != []
    assert await _elsewhere(stage, walk) == []
    _deletes_it(walk)


async def test_forgotten_nothing_of_it_is_held(stage: Stage) -> None:
    walk = _walk(stage)
    answer = await walk.hand.say(walk.plan.transcript.decode())
    docket = next(b["data"]["d"] for c in answer.cards for b in buttons(c) if b["verb"] == "forget")
    before = {place for place, _ in await stage.town.places() if docket in place}
    assert any("/s/" in place for place in before), "our copy is there while it is asked about"
    card = await walk.hand.press(answer.id, "forget")
    assert "I have thrown my copy away." in words(card)
    assert "is still in this chat. Delete it: only you can." in words(card)
    receipt = await _receipt(stage, docket)
    assert receipt.filings == ()
    ours = [c for c in receipt.copies if c.custody is Custody.OURS]
    assert [c.outcome for c in ours] == [Outcome.GONE] * len(ours)
    assert not [p for p, _ in await stage.town.places() if f"{docket}/s/" in p or f"{docket}/k" in p]
    assert await _elsewhere(stage, walk) == []
    again = await walk.hand.user.press(answer.id, "start", {"m": "upload", "d": docket}, unseen=True)
    assert again.status == 200


async def test_somebody_else_can_neither_start_nor_forget_it(stage: Stage) -> None:
    walk = _walk(stage)
    answer = await walk.hand.say(walk.plan.transcript.decode())
    data = next(b["data"] for c in answer.cards for b in buttons(c) if b["verb"] == "forget")
    other = stage.town.microsoft.user(stage.town.microsoft.person("Nosy Parker"))
    refused = await other.press(answer.id, "forget", data, unseen=True)
    assert "not yours" in str(refused.body)
    _, _, reference = walk.plan.people[0]
    pressed = {**data, "refs": reference, "kind": walk.plan.record_type, "people": "agreed"}
    refused = await other.press(answer.id, "draft", pressed, unseen=True)
    assert "not yours" in str(refused.body)
    await walk.hand.press(answer.id, "start")
    assert "reference" in inputs(walk.hand.card(answer.id))


async def test_pasted_twice_it_is_one_account_with_two_messages(stage: Stage) -> None:
    walk = _walk(stage)
    dockets = set()
    for _ in range(2):
        answer = await walk.hand.say(walk.plan.transcript.decode())
        dockets |= {b["data"]["d"] for c in answer.cards for b in buttons(c)}
    (docket,) = dockets
    found, _ = await stage.house.desk.dockets.read(DocketId(docket))
    own = [m.id for m in walk.hand.user.screen() if m.by != "bot"]
    assert [t.address for t in found.traces if t.custody is Custody.TEMPORARY] == own


async def test_objected_to_what_was_pasted_is_thrown_away(stage: Stage) -> None:
    walk = _walk(stage)
    answer = await walk.hand.say(walk.plan.transcript.decode())
    docket = next(b["data"]["d"] for c in answer.cards for b in buttons(c))
    await walk.hand.press(answer.id, "start")
    _, _, reference = walk.plan.people[0]
    typed = {"type": walk.plan.record_type, "reference": reference, "told": "objected"}
    card = await walk.hand.press(answer.id, "find", typed)
    assert "thrown away my copy of what you pasted" in words(card)
    await _receipt(stage, docket)
    with pytest.raises(NotThereError):
        await stage.house.desk.dockets.read(DocketId(docket))


@pytest.mark.parametrize(
    "text",
    [
        "Dear all, " + "this is only a long letter about a visit. " * 20,
        "we met at 10:15:00 and again at 11:20:30 about Zebedee",
        "WEBVTT\n\n",
        "<p>-->&nbsp;</p>",
    ],
)
async def test_what_is_no_transcript_is_not_kept(stage: Stage, text: str) -> None:
    walk = _walk(stage)
    before = {place for place, _ in await stage.town.places() if place.startswith("storage")}
    answer = await walk.hand.say(text)
    said = str(answer.activity.get("text"))
    assert (
        "I cannot read this as a transcript. I have not kept it; your message is still in this chat." in said
    )
    after = {place for place, _ in await stage.town.places() if place.startswith("storage")}
    assert after == before
