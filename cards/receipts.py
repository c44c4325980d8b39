"""A person's newest receipts: what became of each record, and of the copies of what was said. Wordless."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cards import dates
from cards.copies import GROUPS, NAMES, PLACES, STATES, Group
from cards.parts import Card, Part, bold, brief, heading, pair, say, short, subtle, words
from cards.parts import card as made
from cards.state import ENDED
from record.receipt import Filing, Receipt
from record.terms import Custody, Outcome, PersonId, RecordTypeId, State

MOST = 10
"""Receipts on the card."""


def card(*, receipts: Sequence[Receipt], who: PersonId, titles: Callable[[RecordTypeId], str]) -> Card:
    """No buttons: each record's own card has them. Of a receipt, only this person's records are shown."""
    if not receipts:
        return made(
            [
                heading("My receipts: 0"),
                say("Nothing of yours has ended yet. Type my drafts to see what waits."),
            ]
        )
    shown = [row for r in receipts[:MOST] for row in _rows(r, who, titles)]
    more = (
        [subtle("Older ones are with information governance.", spacing="Medium")]
        if len(receipts) >= MOST
        else []
    )
    return made(
        [
            heading("My receipts"),
            say("What became of each record and of the other copies. The newest come first."),
            *shown[: 2 * MOST],
            *more,
        ]
    )


def _rows(receipt: Receipt, who: PersonId, titles: Callable[[RecordTypeId], str]) -> list[Part]:
    own = [f for f in receipt.filings if f.author_id == who]
    return [
        pair(
            [
                words(bold(short(brief(titles(RecordTypeId(f.record_type))), 80))),
                subtle(f"File {short(f.reference, 60)}{f', note {short(f.filed, 60)}' if f.filed else ''}"),
                subtle(f"Receipt {receipt.docket}"),
            ],
            [
                words(bold(_ended(f))),
                subtle(_when(f, receipt)),
                subtle(_copies(receipt)),
            ],
            separator=True,
            spacing="Small",
        )
        for f in own
    ]


def _ended(filing: Filing) -> str:
    if filing.state is State.POSTED:
        return "Filed"
    if filing.state is State.MARKED:
        return "It was on the wrong file"
    return ENDED.get(filing.why, "Nothing was filed")


def _when(filing: Filing, receipt: Receipt) -> str:
    """When it was filed or dropped, and when the last look was."""
    ended = f"On {dates.when(filing.ended)}. " if filing.ended else ""
    return f"{ended}Last look {dates.short(receipt.closed)}."


def _copies(receipt: Receipt) -> str:
    """How many of the other copies of its meeting are gone, and how many not: a place counts once, as its worst."""
    places: dict[tuple[str, str], Outcome] = {}
    for c in receipt.copies:
        if c.custody is not Custody.KEPT:
            place = NAMES.get(c.kind, c.kind), PLACES[c.holder]
            places[place] = max(places.get(place, c.outcome), c.outcome, key=list(STATES).index)
    groups = [GROUPS.get(outcome, Group.UNCERTAIN) for outcome in places.values()]
    counts = (
        (groups.count(Group.GONE), "{n} gone"),
        (groups.count(Group.THERE), "{n} still there"),
        (groups.count(Group.UNCERTAIN), "{n} not certain"),
        (groups.count(Group.LEFT), "{n} left"),
    )
    said = ", ".join(what.replace("{n}", str(n)) for n, what in counts if n)
    return f"Other copies of the meeting: {said}." if said else "No other copies."
