"""Odd files, unknown numbers, strangers, stale cards and double presses: a clear sentence each, and nothing lost."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from local.hand import Hand, StuckError, buttons, words
from local.rehearsal import Walk, _confirmed, _drafted
from tests.journeys.conftest import Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")

BAD = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "foreign": b"<html><body>Not a transcript at all</body></html>",
    "picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 300,
    "header only": b"WEBVTT\n\n",
    "words but no times": b"WEBVTT\n\nHello there, this is only text\n",
}


async def _asked(stage: Stage, *, children: int | None = None) -> tuple[Walk, str]:
    walk = stage.walk(fresh(children=children), again=0)
    message = (await walk.hand.drop("meeting.vtt", walk.plan.transcript)).id
    return walk, message


async def _to_draft(stage: Stage) -> tuple[Walk, str]:
    walk, message = await _asked(stage)
    await _confirmed(walk, message)
    await _drafted(walk, message)
    return walk, message


def _text(hand: Hand) -> str:
    newest = hand.messages()[-1]
    return "\n".join(words(c) for c in newest.cards) or str(newest.activity.get("text", ""))


@pytest.mark.parametrize("kind", sorted(BAD))
async def test_a_file_that_is_no_transcript(stage: Stage, kind: str) -> None:
    walk = stage.walk(fresh(), again=0)
    await walk.hand.drop("file.vtt", BAD[kind])
    assert "I cannot read" in _text(walk.hand) or "no words" in _text(walk.hand)
    answer = await walk.hand.say("my drafts")
    assert "Nothing waits" in words(answer.cards[-1])


async def test_a_file_too_big(stage: Stage) -> None:
    walk = stage.walk(fresh(), again=0)
    await walk.hand.drop("file.vtt", b"WEBVTT\n\n" + os.urandom(21 * 1024 * 1024))
    assert "too big" in _text(walk.hand)


async def test_an_unknown_file_number_and_an_unanswered_question(stage: Stage) -> None:
    walk, message = await _asked(stage)
    kind = walk.plan.record_type
    card = await walk.hand.press(message, "find", {"type": kind, "reference": walk.plan.people[0][2]})
    assert "Say whether people were told" in words(card)
    card = await walk.hand.press(message, "find", {"type": kind, "reference": "CH-0", "told": "agreed"})
    assert "No file has the number CH-0" in words(card)
    await walk.hand.press(
        message, "find", {"type": kind, "reference": walk.plan.people[0][2], "told": "agreed"}
    )
    assert walk.hand.has(message, "draft")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("objected", "I have stopped, and thrown away the file"),
        ("not_told", "because people were not told. I have thrown away"),
    ],
)
async def test_somebody_objected_or_was_not_told(stage: Stage, told: str, why: str) -> None:
    walk, message = await _asked(stage)
    typed = {"type": walk.plan.record_type, "reference": walk.plan.people[0][2], "told": told}
    card = await walk.hand.press(message, "find", typed)
    assert why in words(card)
    await stage.house.clerk.settle()


async def test_a_strangers_press_changes_nothing_and_tells_nothing(stage: Stage) -> None:
    walk, message = await _to_draft(stage)
    stranger = stage.town.microsoft.user(stage.town.microsoft.person("Nosy Parker"))
    record = {"r": walk.docket, "n": 1, "v": 1}
    for verb in ("contents", "approve", "discard-yes", "keep", "final", "save", "undo", "file-now"):
        answer = await stranger.press(message, verb, record, unseen=True)
        said = str(answer.body)
        assert "not yours" in said, verb
        assert walk.plan.people[0][0] not in said
        assert walk.plan.people[0][2] not in said
    docket, _ = await stage.house.desk.dockets.read(walk.docket)
    assert docket.records[0].version == 1


async def test_approving_twice_files_once(stage: Stage) -> None:
    walk, message = await _to_draft(stage)
    await walk.hand.check(message)
    card = await walk.hand.press(message, "final", p=1)
    while not walk.hand.has(message, "approve"):
        card = await walk.hand.press(message, "final", p=2)
    approve = next(b for b in buttons(card) if b["verb"] == "approve")
    ticks = {"child": "true", "looked": "true"}
    for _ in range(2):
        answer = await walk.hand.user.press(message, "approve", {**approve["data"], **ticks}, unseen=True)
        assert answer.status == 200
    await walk.hand.until("the record", lambda: stage.town.cases.notes_on(walk.plan.people[0][2]))
    await stage.house.clerk.settle()
    assert len(stage.town.cases.notes_on(walk.plan.people[0][2])) == 1


async def test_approving_too_early_unread_unticked_or_stale(stage: Stage) -> None:
    walk, message = await _to_draft(stage)
    early = await walk.hand.user.press(
        message, "approve", {"r": walk.docket, "n": 1, "v": 1, "h": "0", "child": "true"}, unseen=True
    )
    assert "Nothing was filed" in str(early.body)
    await walk.hand.check(message)
    card = await walk.hand.press(message, "final", p=1)
    while not walk.hand.has(message, "approve"):
        card = await walk.hand.press(message, "final", p=2)
    approve = next(b for b in buttons(card) if b["verb"] == "approve")
    unticked = await walk.hand.press(message, "approve")
    assert "Tick" in words(unticked)
    stale = dict(approve["data"]) | {"v": approve["data"]["v"] - 1, "child": "true", "looked": "true"}
    answer = await walk.hand.user.press(message, "approve", stale, unseen=True)
    assert "Nothing was filed" in str(answer.body)
    assert stage.town.cases.notes_on(walk.plan.people[0][2]) == []


async def test_pressing_after_discard(stage: Stage) -> None:
    walk, message = await _to_draft(stage)
    await walk.hand.press(message, "discard")
    ticks = {"elsewhere": "true"}
    await walk.hand.press(message, "discard-yes", ticks)
    answer = await walk.hand.user.press(
        message, "approve", {"r": walk.docket, "n": 1, "v": 1, "h": "0", "child": "true"}, unseen=True
    )
    assert answer.status == 200
    assert stage.town.cases.notes_on(walk.plan.people[0][2]) == []


async def test_typed_on_two_devices_neither_text_is_lost(stage: Stage) -> None:
    walk, message = await _to_draft(stage)
    draft = walk.seen.drafts[0]
    analysis = next(s for s in draft.sections if s.kind == "analysis")
    at = {"r": walk.docket, "n": 1, "v": 1, "s": analysis.id, "p": 0}
    first = await walk.hand.user.press(message, "save", {**at, "words": "Typed on the laptop."}, unseen=True)
    assert first.status == 200
    second = await walk.hand.user.press(message, "save", {**at, "words": "Typed on the phone."}, unseen=True)
    shown = words(second.body["value"])
    assert "Typed on the laptop." in shown
    assert "Typed on the phone." in shown


async def test_the_same_file_twice_is_one_source(stage: Stage) -> None:
    walk, _ = await _asked(stage)
    again = await walk.hand.drop("again.vtt", walk.plan.transcript)
    dockets = {b["data"].get("d") for m in walk.hand.messages() for c in m.cards for b in buttons(c)}
    assert again.cards
    assert len(dockets - {None}) == 1


async def test_no_transcript_yet_then_it_comes(stage: Stage) -> None:
    plan = fresh()
    walk = stage.walk(plan, again=0)
    microsoft = stage.town.microsoft
    meeting = microsoft.graph.add_meeting("x", plan.began, plan.began, walk.author, [])
    answer = await walk.hand.say(f"draft {meeting.join_url}")
    assert "no transcript" in words(answer.cards[-1])
    microsoft.graph.add_transcript(meeting, plan.transcript, plan.began, plan.began, recorded=True)
    await walk.hand.press(answer.id, "start")
    assert walk.hand.has(answer.id, "find")


async def test_two_calls_of_one_meeting_are_asked_about(stage: Stage) -> None:
    plan = fresh()
    walk = stage.walk(plan, again=0)
    microsoft = stage.town.microsoft
    meeting = microsoft.graph.add_meeting("x", plan.began, plan.began, walk.author, [])
    for _ in range(2):
        microsoft.graph.add_transcript(meeting, plan.transcript, plan.began, plan.began, recorded=True)
    answer = await walk.hand.say(f"draft {meeting.join_url}")
    assert "more than once" in words(answer.cards[-1])
    call = next(b["data"]["c"] for b in buttons(answer.cards[-1]))
    await walk.hand.press(answer.id, "start", c=call)
    await _confirmed(walk, answer.id)
    await _drafted(walk, answer.id)


async def test_signing_in_goes_on_by_itself(stage: Stage) -> None:
    plan = replace(fresh(), author="Ana Example")  # somebody whose token the house has not kept
    walk = stage.walk(plan, again=0)
    microsoft = stage.town.microsoft
    meeting = microsoft.graph.add_meeting(
        "x", plan.began, plan.began, walk.author, [], transcripts=[(plan.transcript, plan.began, plan.began)]
    )
    microsoft.tokens.sign_out(walk.author)
    answer = await walk.hand.say(f"draft {meeting.join_url}")
    assert "oauth" in str(answer.activity)
    exchanged = await walk.hand.user.sign_in_exchange("graph")
    assert exchanged.status == 200
    await walk.hand.until("the start card", lambda: walk.hand.has(walk.hand.messages()[-1].id, "find"))


async def test_a_draft_is_listed_and_can_be_brought(stage: Stage) -> None:
    walk, message = await _to_draft(stage)
    answer = await walk.hand.say("my drafts")
    with pytest.raises(StuckError, match="bottom"):
        await walk.hand.press(answer.id, "bring")
    await walk.hand.until("the new card", lambda: walk.hand.has(walk.hand.messages()[-1].id, "final"))
    assert "moved down" in words(walk.hand.card(message))


async def test_words_nobody_meant_as_a_command(stage: Stage) -> None:
    walk = stage.walk(fresh(), again=0)
    assert "did not understand" in str((await walk.hand.say("what about tomorrow?")).activity)
    assert "draft" in str((await walk.hand.say("help")).activity)
    assert "Hello" in str((await walk.hand.say("hi")).activity)
