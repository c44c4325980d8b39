"""What is held: the council's holds, what people kept, and how to hold or release. No name of a child, no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cards import dates, reading
from cards.parts import (
    NOWHERE,
    Card,
    Part,
    bold,
    buttons,
    choice,
    clean,
    execute,
    heading,
    many,
    own_words,
    pair,
    run,
    say,
    subheading,
    subtle,
    text_box,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import RecordTypeId
from record.policy import PolicyHold

MOST = 12
"""Rows of each kind on the card."""

WHY = (
    ("court", "Court proceedings"),
    ("complaint", "A complaint"),
    ("request", "A subject access request"),
    ("police", "A police request"),
    ("other", "Another reason"),
)
"""Why something is held: chosen, never typed, since a sentence could name a child."""

WHAT = (
    ("meeting", "One meeting, by its receipt number"),
    ("file", "One file, by its file number"),
    ("type", "One type of record"),
    ("all", "Everything"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One hold, or one account that somebody kept. `key` is what its release carries; `what`, `since` and `why` are
    shown, `short` stands in the list to choose from: no number in it that a person typed."""

    key: str
    what: str
    short: str
    since: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was filled in, each "" where it was not."""

    what: str
    number: str
    type: str
    why: str


def asked(data: reading.Data) -> Asked:
    """What a press of Hold carries: chosen values as they are known, the number tidied."""
    what, why = reading.text(data, "what") or "", reading.text(data, "why") or ""
    return Asked(
        what=what if what in dict(WHAT) else "",
        number=reading.tidy(reading.text(data, "number") or "")[:100],
        type=reading.text(data, "type") or "",
        why=why if why in dict(WHY) else "",
    )


def scope(hold: PolicyHold, title: str) -> str:
    """What a hold is on. `title` is its record type's, where it has one."""
    if hold.docket is not None:
        return f"One meeting, receipt number {hold.docket}"
    if hold.reference is not None:
        return f"File {hold.reference}"
    return f"Every record of this type: {title}" if hold.record_type is not None else "Everything"


def row(hold: PolicyHold, title: str, *, mine: bool) -> Row:
    """The row of one of the council's holds."""
    short = "One meeting" if hold.docket is not None else "One file"
    if hold.docket is None and hold.reference is None:
        short = own_words(title) if hold.record_type is not None else "Everything"
    why = dict(WHY).get(hold.why, "No reason given")
    who = "Set by you." if mine else "Set by a colleague."
    return Row(
        key=f"hold/{hold.id}", what=scope(hold, title), short=short, since=hold.at, why=f"{why}. {who}"
    )


def card(
    *,
    rows: Sequence[Row],
    kept: Sequence[Row],
    looked: str,
    further: str,
    types: Sequence[tuple[str, str]],
    values: Mapping[str, object] | None = None,
    banner: str | None = None,
) -> Card:
    """Inputs: what, number, type, why; release. Buttons: hold, release (where there is something), holds (further).

    `looked` says how far the accounts were looked through for what people kept; `further` where to go on, "" if that
    was all.
    """
    shown = [*rows[:MOST], *kept[:MOST]]
    typed = asked(values or {})
    may_release = [*((r.key, f"{i} {r.short}, since {dates.short(r.since)}") for i, r in enumerate(shown, 1))]
    body: list[Part] = [
        heading("What is held"),
        *bannered(banner),
        *([] if rows else [say("The council holds nothing.")]),
        *(_row(i, r) for i, r in enumerate(rows[:MOST], 1)),
        *_more(len(rows)),
        subheading("What people kept"),
        *(_row(i, r) for i, r in enumerate(kept[:MOST], 1 + min(len(rows), MOST))),
        *_more(len(kept)),
        subtle(looked),
        subheading("Hold something"),
        choice("what", "Hold what? (required)", WHAT, typed.what, open=True),
        text_box("number", "Its number, for one meeting or one file", typed.number),
        choice("type", "Which type, for one type of record", types, typed.type),
        choice("why", "Why? (required)", WHY, typed.why),
    ]
    pressed = [execute("hold", "Hold", NOWHERE)]
    if shown:
        body.append(choice("release", "To release: which one?", may_release))
        pressed.append(execute("release", "Release", NOWHERE))
    if further:
        pressed.append(execute("holds", "Look further", NOWHERE, after=further))
    return made([*body, *buttons(*pressed)])


def _row(number: int, row: Row) -> Part:
    left = [words(bold(f"{number} "), run(clean(row.what)))]
    right = [words(bold(f"Since {dates.short(row.since)}")), subtle(row.why)]
    return pair(left, right, separator=True, spacing="Small")


def _more(count: int) -> list[Part]:
    hidden = max(0, count - MOST)
    return [subtle(many(hidden, "1 more is not shown.", "{n} more are not shown."))] if hidden else []


def known(type: str, types: Sequence[tuple[str, str]]) -> RecordTypeId | None:
    """The record type, if the council has it."""
    return RecordTypeId(type) if type in dict(types) else None
