"""Among others: whatever anybody types, presses, drops or mentions, nothing of a person ever stands in that chat."""

from __future__ import annotations

import json
import random
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.hand import Hand, buttons, inputs, words
from local.microsoft.connector import Conversation
from local.microsoft.teams_user import FILE_INFO, Answer, TeamsUser
from local.rehearsal import Walk, _confirmed, _drafted
from tests.journeys.conftest import Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")

PRIVATELY = "I have written to you privately."
SEED = 20261110
HOUR = timedelta(hours=1)


def _among(stage: Stage, walk: Walk, *, thread: str, kind: str = "groupChat") -> TeamsUser:
    """The author, and a parent, in a chat with the bot; nothing of it is ever forgotten."""
    connector = stage.town.microsoft.connector
    connector.keeps_history = True
    parent = stage.town.microsoft.person("A Parent")
    chat = connector.conversations.setdefault(thread, Conversation(thread, kind, [walk.author, parent]))
    return TeamsUser(
        walk.author, connector, stage.town.microsoft.onedrive, stage.town.microsoft.identity, chat
    )


def _from_bot(chat: Conversation) -> list[dict[str, Any]]:
    """All that the bot ever put there, replaced or deleted since or not; with what replies to presses showed."""
    now = [m.activity for m in chat.messages.values() if m.by == "bot"]
    shown = [m.view for m in chat.messages.values() if m.view is not None]
    return [*now, *chat.history, *shown]


def _met(stage: Stage, walk: Walk, *, calls: int = 1) -> Any:
    began = datetime.now(UTC).replace(microsecond=0) - 2 * HOUR
    takes = [(walk.plan.transcript, began, began + HOUR)] * calls
    return stage.town.microsoft.graph.add_meeting(
        "Zebedee Quill review", began, began + HOUR, walk.author, [], transcripts=takes, recorded=True
    )


async def test_draft_in_the_meetings_own_chat_starts_with_that_meeting(stage: Stage) -> None:
    walk = stage.walk(fresh(children=1), again=0)
    meeting = _met(stage, walk)
    among = _among(stage, walk, thread=meeting.thread_id)
    answer = await among.say("<at>Faircopy</at> draft")
    assert answer.status == 201
    assert among.newest().text == PRIVATELY
    private = walk.hand.messages()[-1]
    assert "Meeting of" in words(private.cards[0])
    await _confirmed(walk, private.id)
    await _drafted(walk, private.id)
    assert [m.text for m in among.screen() if m.by == "bot"] == [PRIVATELY]


async def test_in_another_chat_the_meetings_are_listed_privately(stage: Stage) -> None:
    walk = stage.walk(fresh(children=1), again=0)
    _met(stage, walk)
    among = _among(stage, walk, thread="19:abc@thread.v2")
    await among.say("draft")
    assert "meeting" in inputs(walk.hand.messages()[-1].cards[0])
    assert among.newest().text == PRIVATELY


async def test_signing_in_is_asked_for_privately_and_goes_on_with_that_meeting(stage: Stage) -> None:
    walk = stage.walk(replace(fresh(children=1), author="Rae Example"), again=0)
    meeting = _met(stage, walk)
    stage.town.microsoft.tokens.sign_out(walk.author)
    among = _among(stage, walk, thread=meeting.thread_id)
    await among.say("draft")
    assert "oauth" in str(walk.hand.messages()[-1].activity)
    assert "oauth" not in str(_from_bot(among.conversation))
    assert (await among.sign_in_exchange("graph")).status == 412, "nobody signs in among others"
    assert (await walk.hand.user.sign_in_exchange("graph")).status == 200
    await walk.hand.until("the card", lambda: walk.hand.has(walk.hand.messages()[-1].id, "find"))
    assert "Meeting of" in words(walk.hand.messages()[-1].cards[0])


async def test_whom_we_cannot_write_to_is_asked_to_write_to_us(stage: Stage) -> None:
    walk = stage.walk(fresh(children=1), again=0)
    among = _among(stage, walk, thread="19:def@thread.v2")
    stage.town.microsoft.connector.uninstall(walk.author)
    await among.say("my drafts")
    assert among.newest().text == "Open a chat with me and type draft."


async def test_no_canary_ever_reaches_the_others(stage: Stage) -> None:
    """Whatever is typed, pressed, dropped or mentioned there, in any order, at every stage of a record."""
    walk = stage.walk(fresh(children=1), again=0)
    name, born, reference = walk.plan.people[0]
    stage.town.cases.people[reference].name = "Zebedee Quill"
    meeting = _met(stage, walk)
    among = _among(stage, walk, thread=meeting.thread_id)
    chance = random.Random(SEED)
    kind = walk.plan.record_type
    canaries = [name, "Zebedee", "Quill", born, reference, kind, kind.replace("-", " "), "14 March 2017"]

    pressed: list[tuple[str, dict[str, Any]]] = []

    async def storm() -> None:
        """Everything that somebody can do there, shuffled."""
        for message in walk.hand.messages():
            pressed.extend((b["verb"], b["data"]) for c in message.cards for b in buttons(c))
        typed = [
            "draft", f"draft {meeting.join_url}", "my drafts", "help", "hi", "open 1", "open 5", "receipts", "cover",
            "holds", f"Zebedee Quill {born} {reference} {kind}", walk.plan.transcript.decode()[:900], "",
        ]  # fmt: skip
        doings: list[Coroutine[Any, Any, Answer]] = [among.say(text) for text in typed]
        doings += [among.drop_file("Zebedee.vtt", walk.plan.transcript), among.install()]
        doings += [among.deliver(_mentioned(among, reference))]
        for verb, data in chance.sample(pressed, min(12, len(pressed))):
            given = {**data, "reference": reference, "type": kind, "told": "agreed"}
            doings.append(among.press(among.newest().id, verb, given, unseen=True))
        chance.shuffle(doings)
        for do in doings:
            answer = await do
            _clean(json.dumps(answer.body, ensure_ascii=False, default=str), canaries)

    await among.say("draft")
    private = walk.hand.messages()[-1]
    await storm()
    await _confirmed(walk, private.id)
    await _drafted(walk, private.id)
    await storm()
    await stage.house.clerk.settle()
    if walk.hand.has(private.id, "contents"):  # "open 1" was obeyed, on the author's own card
        await walk.hand.press(private.id, "contents")
    await walk.hand.check(private.id)
    await walk.hand.read_and_approve(private.id)
    await storm()
    await stage.house.clerk.settle()
    said = _from_bot(among.conversation)
    _clean(json.dumps(said, ensure_ascii=False), canaries)
    assert {str(a.get("text")) for a in said} <= {PRIVATELY, "Open a chat with me and type draft."}
    assert not [a for a in said if a.get("attachments")]
    assert not [a for a in said if a.get("summary") or a.get("fallbackText") or a.get("entities")]
    notes = stage.town.cases.notes_on(reference)
    assert len(notes) <= 1, "nothing that was pressed among others counts"


def _clean(text: str, canaries: list[str]) -> None:
    found = [c for c in canaries if c.casefold() in text.casefold()]
    assert not found, f"seed {SEED}"


def _mentioned(among: TeamsUser, reference: str) -> dict[str, Any]:
    """A message that mentions us, quotes a name and a number, and carries a file and HTML."""
    text = f"<at>Faircopy</at> what about Zebedee Quill, {reference}?"
    bot = {"id": f"28:{among.connector.app_id}", "name": "Faircopy"}
    file = {
        "contentType": FILE_INFO,
        "contentUrl": "https://x.test/Zebedee",
        "name": "Zebedee.vtt",
        "content": {},
    }
    return among.activity(
        "message",
        text=text,
        entities=[{"type": "mention", "text": "<at>Faircopy</at>", "mentioned": bot}],
        attachments=[file, {"contentType": "text/html", "content": f"<p>{text}</p>"}],
    )


async def test_a_channel_is_no_different(stage: Stage) -> None:
    walk = stage.walk(fresh(children=1), again=0)
    among = _among(stage, walk, thread="19:chan@thread.tacv2;messageid=1", kind="channel")
    hand = Hand(among)
    assert (await hand.say("my drafts")).text == PRIVATELY
    assert "My drafts" in words(walk.hand.messages()[-1].cards[0])
