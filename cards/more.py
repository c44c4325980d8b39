"""What else can be done with a draft. Wordless."""

from __future__ import annotations

from cards import state
from cards.parts import Card, buttons, execute, heading, say, subtle
from cards.parts import card as made
from record.docket import Docket
from record.entries import record_of


def card(*, docket: Docket, n: int, title: str) -> Card:
    """Buttons: change-file, contents."""
    record = record_of(docket, n)
    at = state.where(docket.id, record)
    return made(
        [
            heading("More"),
            subtle(f"{title}. File {record.reference}."),
            say("If this draft is for the wrong file, change the file before you approve it."),
            *buttons(
                execute("change-file", "Change the file", at),
                execute("contents", "Contents", at),
            ),
        ]
    )
