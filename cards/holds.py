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
    box,
    buttons,
    choice,
    execute,
    heading,
    many,
    own_words,
    run,
    say,
    short,
    size,
    subheading,
    subtle,
    text_box,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made
from record.policy import PolicyHold

MOST = 8
"""Rows of each kind on the card, at most."""
ROWS = 8_000
"""Bytes of the rows of each kind, at most: the form below them needs the rest."""

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
    """One hold, or one account that somebody kept. `key` is what its release carries; `what`, `number`, `since` and
    `why` are shown, `short` stands in the list to choose from: nothing in it that a person typed."""

    key: str
    what: str
    number: str
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


def scope(hold: PolicyHold, title: str) -> tuple[str, str]:
    """What a hold is on, and its number if it has one. `title` is its record type's."""
    if hold.docket is not None:
        return "One meeting", f"Receipt number {hold.docket}"
    if hold.reference is not None:
        return "One file", f"File {hold.reference}"
    return f"Every record of this type: {title}" if hold.record_type is not None else "Everything", ""


def row(hold: PolicyHold, title: str, *, mine: bool) -> Row:
    """The row of one of the council's holds."""
    what, number = scope(hold, title)
    why = dict(WHY).get(hold.why, "No reason given")
    who = "Set by you." if mine else "Set by a colleague."
    short = own_words(title) if hold.record_type is not None else what
    return Row(
        key=f"hold/{hold.id}", what=what, number=number, short=short, since=hold.at, why=f"{why}. {who}"
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
    councils = _fitting(rows, 1)
    peoples = _fitting(kept, len(councils) + 1)
    shown = [*rows[: len(councils)], *kept[: len(peoples)]]
    typed = asked(values or {})
    body: list[Part] = [
        heading("What is held"),
        *bannered(banner),
        *(councils or [say("The council holds nothing.")]),
        *_more(len(rows) - len(councils)),
        subheading("What people kept"),
        *peoples,
        *_more(len(kept) - len(peoples)),
        subtle(looked),
        subheading("Hold something"),
        choice("what", "Hold what? (required)", WHAT, typed.what, open=True),
        text_box("number", "Its number, for one meeting or one file", typed.number),
        choice(
            "type",
            "Which type, for one type of record",
            types,
            typed.type if typed.type in dict(types) else "",
        ),
        choice("why", "Why? (required)", WHY, typed.why),
    ]
    pressed = [execute("hold", "Hold", NOWHERE)]
    if shown:
        may = [(r.key, f"{i} {r.short}, since {dates.short(r.since)}") for i, r in enumerate(shown, 1)]
        body.append(choice("release", "To release: which one?", may))
        pressed.append(execute("release", "Release", NOWHERE))
    if further:
        pressed.append(execute("holds", "Look further", NOWHERE, after=further))
    return made([*body, *buttons(*pressed)])


def _row(number: int, row: Row) -> Part:
    """Under one another, not side by side: a receipt number is one long word."""
    since = f"Since {dates.short(row.since)}. {row.why}"
    return box(
        [words(bold(f"{number} "), run(short(row.what, 100))), subtle(short(row.number, 200)), subtle(since)],
        "default",
        separator=True,
        spacing="Small",
    )


def _fitting(rows: Sequence[Row], first: int) -> list[Part]:
    """As many rows as fit, numbered from `first`."""
    drawn: list[Part] = []
    room = ROWS
    for i, row in enumerate(rows[:MOST], first):
        part = _row(i, row)
        room -= size(part)
        if room < 0:
            break
        drawn.append(part)
    return drawn


def _more(hidden: int) -> list[Part]:
    return [subtle(many(hidden, "1 more is not shown.", "{n} more are not shown."))] if hidden else []
