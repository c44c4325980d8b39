"""My drafts: what waits for this person, and what happens to it when. Wordless."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.parts import (
    NOWHERE,
    Card,
    Part,
    bold,
    buttons,
    choice,
    execute,
    heading,
    many,
    pair,
    say,
    short,
    subtle,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made

MOST = 15
"""Rows on the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One draft. `date` is the meeting's, `state` one of the fixed words, `next` what happens when, in a sentence."""

    docket_id: str
    n: int
    title: str
    reference: str
    date: str
    state: str
    next: str = ""


def card(*, rows: Sequence[Row], banner: str | None = None) -> Card:
    """Input: which ("docket id/record number"). Buttons: bring, discard; start where nothing waits."""
    if not rows:
        start = buttons(execute("start", "Choose a meeting", NOWHERE))
        return made([heading("My drafts: 0"), *bannered(banner), say("Nothing waits for you."), *start])
    shown = rows[:MOST]
    more = len(rows) - len(shown)
    options = [
        (f"{r.docket_id}/{r.n}", f"{i} {r.title}, file {short(r.reference, 40)}, {r.date}")
        for i, r in enumerate(shown, 1)
    ]
    rest = (
        [subtle(many(more, "1 more is not shown.", "{n} more are not shown."), spacing="Medium")]
        if more
        else []
    )
    return made(
        [
            heading(f"My drafts: {len(rows)}"),
            *bannered(banner),
            *(_row(i, row) for i, row in enumerate(shown, 1)),
            *rest,
            choice("which", "Which one?", options, options[0][0]),
            *buttons(execute("bring", "Bring it here", NOWHERE), execute("discard", "Discard", NOWHERE)),
        ]
    )


def _row(i: int, row: Row) -> Part:
    left = [say(f"{i} {row.title}"), subtle(f"File {row.reference}, {row.date}")]
    right = [words(bold(row.state)), *([subtle(row.next)] if row.next else [])]
    return pair(left, right, separator=True, spacing="Small")
