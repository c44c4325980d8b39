"""Every copy of a record and its source, one row a place: what became of it, never prettier than what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from cards import dates, meeting_file, organiser
from cards.parts import Part, bold, own_words, pair, say, short, subheading, subtle, words
from record.docket import Docket, Trace
from record.entries import held, person_of, record_of
from record.erase import settle_source, unconfirmed
from record.faces import only_account
from record.hand_over import SAID
from record.joining import PASTED
from record.meeting_answers import ONLY_YOU
from record.policy import Policy
from record.terms import SOURCE, Custody, Doing, Holder, Outcome, Shelf

NAMES = {
    "key of the transcript": "Our copy of the transcript",
    "our copy of the transcript": "Our copy of the transcript",
    "key of the draft": "Draft and edits",
    "draft": "Draft and edits",
    "this card": "Words in this chat",
    "recording and transcript": "Recording and transcript",
    "the file you dropped": "The file that you dropped",
    PASTED: "Your pasted message",
    "the record": "The record",
}
PLACES = {
    Holder.WORDS: "Faircopy",
    Holder.KEYS: "Faircopy",
    Holder.CARD: "Teams",
    Holder.DRIVE: "OneDrive",
    Holder.CASE: "Case system",
}
STATES = {
    Outcome.GONE: "Gone",
    Outcome.GONE_FOR_USERS: "Gone for you",
    Outcome.RECYCLE_BIN: "In the recycle bin",
    Outcome.BLOCKED_LABEL: "Blocked by a label",
    Outcome.BLOCKED_HOLD: "Blocked by a hold",
    Outcome.NOT_PERMITTED: "Not allowed",
    Outcome.STILL_LISTED: "Still listed",
    Outcome.UNKNOWN: "Not known",
    Outcome.REPLACED: "Replaced",
    Outcome.KEPT: "Kept",
    Outcome.LEFT: "Exists",
}
DETAILS = {
    Outcome.GONE_FOR_USERS: "A retention rule may keep a copy.",
    Outcome.RECYCLE_BIN: "Its owner can still bring it back.",
    Outcome.BLOCKED_LABEL: "A retention label does not let me destroy it.",
    Outcome.BLOCKED_HOLD: "A hold does not let me destroy it.",
    Outcome.NOT_PERMITTED: "I am not allowed to destroy it.",
    Outcome.STILL_LISTED: "I asked for it to go. It is still there.",
    Outcome.UNKNOWN: "I cannot see what became of it.",
    Outcome.REPLACED: "I cannot see whether Teams keeps older versions.",
    Outcome.LEFT: "Left where it was.",
}


class Group(IntEnum):
    """Where a row stands in a receipt."""

    STAYS = 0
    GONE = 1
    THERE = 2
    UNCERTAIN = 3
    LEFT = 4
    OPEN = 5


GROUPS = {
    Outcome.GONE: Group.GONE,
    Outcome.LEFT: Group.LEFT,
    Outcome.KEPT: Group.STAYS,
    **dict.fromkeys(
        (
            Outcome.STILL_LISTED,
            Outcome.RECYCLE_BIN,
            Outcome.BLOCKED_LABEL,
            Outcome.BLOCKED_HOLD,
            Outcome.NOT_PERMITTED,
        ),
        Group.THERE,
    ),
}
"""Every other outcome is not certain."""
HEADINGS = {
    Group.STAYS: "The one that stays",
    Group.GONE: "Gone",
    Group.THERE: "Still there",
    Group.UNCERTAIN: "Not certain",
    Group.LEFT: "Left where it was",
    Group.OPEN: "Still here",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place: what and where; its state in one of the fixed words, and a sentence."""

    name: str
    place: str
    state: str
    detail: str
    group: Group


def rows(docket: Docket, n: int, policy: Policy, now: datetime) -> tuple[Row, ...]:
    """The copies of that record and of its source, without the one in the case system."""
    grouped: dict[tuple[str, str], list[Trace]] = {}
    for t in docket.traces:
        if t.record in (SOURCE, n) and t.custody is not Custody.KEPT:
            grouped.setdefault((_name(docket, n, t), PLACES[t.holder]), []).append(t)
    return tuple(
        _row(docket, name, f"{place}, {len(found)} files" if _several(found) else place, found, policy, now)
        for (name, place), found in grouped.items()
    )


def _name(docket: Docket, n: int, t: Trace) -> str:
    """What it is; a card in somebody else's chat by whose it is."""
    record = record_of(docket, n)
    if t.holder is Holder.CARD and t.kind != PASTED and t.whose not in ("", record.author.id):
        return f"Words in the chat of {short(person_of(record, t.whose).name, 100)}"
    return NAMES.get(t.kind) or own_words(t.kind)[:60].capitalize()


def _several(found: Sequence[Trace]) -> bool:
    """A call that was stopped and begun again has several files."""
    return len(found) > 1 and all(t.holder is Holder.DRIVE for t in found)


def _row(docket: Docket, name: str, place: str, found: list[Trace], policy: Policy, now: datetime) -> Row:
    """Several traces of one place stand as the worst of them."""
    opened = [t for t in found if t.shelf is Shelf.OPEN]
    asked = [t for t in found if t.shelf is Shelf.ASKED]
    if opened:
        state, detail = _still(docket, opened[0], policy, now)
        return Row(name=name, place=place, state=state, detail=detail, group=Group.OPEN)
    if asked:
        at = max((t.asked for t in asked if t.asked), default=None)
        detail = (
            f"Asked to go at {dates.soon(at, now)}. I look again." if at else "Asked to go. I look again."
        )
        return Row(name=name, place=place, state="Waiting", detail=detail, group=Group.OPEN)
    worst = max(found, key=lambda t: list(STATES).index(t.outcome or Outcome.UNKNOWN))
    outcome = worst.outcome or Outcome.UNKNOWN
    group = GROUPS.get(outcome, Group.UNCERTAIN)
    return Row(name=name, place=place, state=STATES[outcome], detail=_ended(worst, outcome, now), group=group)


def _still(docket: Docket, trace: Trace, policy: Policy, now: datetime) -> tuple[str, str]:
    """What stands in the way of a copy that exists."""
    if trace.holder is Holder.CARD and trace.kind != PASTED and not _shows_words(docket, trace):
        return (
            "Replaced",
            "Another card stands in its place. I cannot see whether Teams keeps older versions.",
        )
    if held(docket, policy):
        return "Exists", "Kept until it is released."
    if trace.record == SOURCE and _unconfirmed(docket):
        return "Waiting for you", "Say that the note stands."
    if trace.custody is not Custody.TEMPORARY:
        if trace.record == SOURCE and not all(r.is_settled for r in docket.records):
            return "Exists", "It stays while another record of this meeting waits."
        if trace.record == SOURCE and any(only_account(docket, r) for r in docket.records):
            return "Exists", "It stays until you say that it may go."
        return "Exists", "It goes next."
    if trace.kind == PASTED:
        return "Waiting for you", "Delete the message. Only you can."
    if docket.choices:
        return "Waiting for you", "Say which file it is."
    if meeting_file.needs_organiser(docket):
        whom = (docket.handover.whom if docket.handover else "") or "the organiser"
        return f"Waiting for {whom}", "Only the organiser can destroy it."
    for t in docket.tries:
        if t.doing in (Doing.PREFLIGHT, Doing.DELETE_MEETING):
            return "Waiting", "I could not destroy it yet. I try again."
    if docket.settled_at is not None or all(r.is_settled for r in docket.records):
        since = max((r.settled or now for r in docket.records), default=now) + policy.grace
        if any(r.filed or r.delete_too for r in docket.records) and since > now:
            return "Exists", f"I destroy it on {dates.short(since)}."
        if not any(r.filed or r.delete_too for r in docket.records):
            return "Exists", "It stays where it is."
    return "Exists", "Not asked to go yet."


def _shows_words(docket: Docket, trace: Trace) -> bool:
    """Only a draft's card holds what was said, and its second approver's: from filing on another stands there."""
    return any(r.n == trace.record and not r.filed and not r.is_settled for r in docket.records)


def _unconfirmed(docket: Docket) -> bool:
    """What was filed by hand is not confirmed to count as the account."""
    settled = settle_source(docket)
    return settled is not None and not settled.filed and unconfirmed(settled)


def _ended(trace: Trace, outcome: Outcome, now: datetime) -> str:
    if outcome is Outcome.UNKNOWN and trace.why == ONLY_YOU:
        return "Only you can remove it."
    if outcome is Outcome.UNKNOWN and trace.why == SAID:
        return "You said that you deleted it. I cannot look."
    if outcome is Outcome.UNKNOWN and trace.why == "not-located":
        return "I could not find it, so I destroyed nothing."
    if outcome is Outcome.LEFT and trace.why == "left by choice":
        return "You chose to leave it where it is."
    if outcome is Outcome.LEFT and trace.why.startswith("organiser-"):
        why = organiser.reason(trace.why)
        return f"The organiser said no: {why}." if why else "The organiser said no."
    seen = len(trace.looks)
    if outcome is Outcome.STILL_LISTED and seen:
        looked = "once" if seen == 1 else f"{seen} times"
        last = dates.soon(trace.looks[-1].at, now)
        told = "It is still there. Tell your administrator."
        return f"I asked for it to go, then looked {looked}, last {last}. {told}"
    if outcome is not Outcome.GONE:
        return DETAILS.get(outcome, "")
    how = "Key destroyed" if trace.custody is Custody.OURS else "Deleted"
    if trace.why == "gone before we asked":
        how = "It was gone before I asked"
    if not seen:
        return f"{how}."
    last = dates.soon(trace.looks[-1].at, now)
    times = "once" if seen == 1 else f"{seen} times"
    return f"{how}, then looked for {times}. Last look {last}."


def drawn(found: Sequence[Row], *, headings: bool) -> list[Part]:
    """The rows, in groups with a heading each, or in one list."""
    parts: list[Part] = []
    for group in sorted({r.group for r in found}):
        if headings:
            parts.append(subheading(HEADINGS[group]))
        parts += [drawn_row(r) for r in found if r.group is group]
    return parts


def drawn_row(row: Row) -> Part:
    """What and where on the left; what became of it on the right."""
    left = [say(row.name), subtle(row.place)]
    right = [words(bold(row.state)), *([subtle(row.detail)] if row.detail else [])]
    return pair(left, right, separator=True, spacing="Small")
