"""Approved, where the case system cannot be written to: copy it, file it by hand, then say so. Wordless."""

from __future__ import annotations

from cards import state
from cards.parts import Card, bold, buttons, execute, heading, run, say, subtle, words
from cards.parts import card as made
from record.docket import Docket
from record.entries import record_of


def card(*, docket: Docket, n: int, title: str) -> Card:
    """Buttons: copy, undo."""
    record = record_of(docket, n)
    at = state.where(docket.id, record)
    return made(
        [
            heading("Approved. File it by hand"),
            subtle(f"{title}. File {record.reference}."),
            say("I cannot write to your case system."),
            words(bold("Now: "), run("copy the text into it, then tell me the number of the note.")),
            words(
                bold("Then: "), run("I destroy our drafts. Until then I destroy nothing."), spacing="Small"
            ),
            *buttons(execute("copy", "Show the text", at), execute("undo", "Undo", at)),
        ]
    )
