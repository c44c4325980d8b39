"""Somebody is asked for the second approval: who asks, what for, and nothing of what was said. Wordless."""

from __future__ import annotations

from cards import dates
from cards.parts import At, Card, bold, buttons, execute, heading, run, say, short, words
from cards.parts import card as made
from record.docket import Call, Docket
from record.entries import record_of


def card(*, docket: Docket, n: int, title: str) -> Card:
    """Button: second-read p=1."""
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    return made(
        [
            heading("A record needs your approval"),
            words(bold(short(record.author.name, 100)), run(f" asks you: {title}, {met(docket)}.")),
            say("Read the exact text. Then approve it, or send it back and say what should change."),
            say("Nothing is filed until you approve it."),
            *buttons(execute("second-read", "Read it", at, p=1)),
        ]
    )


def met(docket: Docket) -> str:
    """Of which meeting, by its date; what was dropped has none, so the day on which it came."""
    if isinstance(docket.source, Call):
        return f"meeting of {dates.day(docket.source.began)}"
    return f"started on {dates.day(docket.made)}"
