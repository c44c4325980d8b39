"""What waits for colleagues whom this person covers: type, date and age; no child, no words, no file number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    run,
    say,
    short,
    subtle,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made
from record.cover import Absence

MOST = 15
"""Rows on the card."""

WHY: Mapping[Absence, str] = {
    Absence.LEAVE: "They are on leave",
    Absence.SICK: "They are off sick",
    Absence.LEFT: "They have left",
    Absence.OTHER_WORK: "They have other work now",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One draft. `met` is its meeting's date, `since` the day on which it was asked for, `state` one of the fixed
    words."""

    docket_id: str
    n: int
    author: str
    title: str
    met: str
    since: str
    state: str


def card(*, rows: Sequence[Row], banner: str | None = None, why: str = "", which: str = "") -> Card:
    """Inputs: which ("docket id/record number"), why (`Absence`). Button: cover-take."""
    if not rows:
        return made([heading("Cover: 0"), *bannered(banner), say("Nothing waits for them.")])
    shown = rows[:MOST]
    more = len(rows) - len(shown)
    options = [(f"{r.docket_id}/{r.n}", f"{i} {r.title}, {r.met}") for i, r in enumerate(shown, 1)]
    left = many(more, "1 more is not shown.", "{n} more are not shown.")
    return made(
        [
            heading(f"Cover: {len(rows)}"),
            *bannered(banner),
            *(_row(i, row) for i, row in enumerate(shown, 1)),
            *([subtle(left, spacing="Medium")] if more else []),
            choice("which", "Which one? (required)", options, which),
            choice(
                "why",
                "Why are you taking this over? (required)",
                [(a.value, said) for a, said in WHY.items()],
                why,
            ),
            say("From then on it is your record. You check it, and approve it in your own name."),
            *buttons(execute("cover-take", "Take it over", NOWHERE)),
        ]
    )


def _row(place: int, row: Row) -> Part:
    left = [
        words(bold(f"{place} "), run(f"{row.title}, {row.met}")),
        subtle(f"{short(row.author, 100)}. Here since {row.since}."),
    ]
    return pair(left, [words(bold(row.state))], separator=True, spacing="Small")
