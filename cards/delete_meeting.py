"""The separate step: destroy the meeting's own file although nothing was filed. Wordless."""

from __future__ import annotations

from cards.parts import At, Card, bold, buttons, execute, heading, say, subtle, tick, words
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Docket
from record.entries import record_of


def card(*, docket: Docket, n: int, title: str, banner: str | None = None) -> Card:
    """Input: understood. Buttons: delete-meeting-yes, back (shows the face that was there)."""
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    return made(
        [
            heading("Delete the meeting's own file?"),
            subtle(f"{title}. File {record.reference}."),
            *bannered(banner),
            say("Nothing from this meeting is on file."),
            words(bold("If you delete this, no account of it is left.")),
            tick("understood", "I understand that no record was made (required)"),
            *buttons(
                execute("delete-meeting-yes", "Delete the meeting's file", at),
                execute("back", "Go back", at),
            ),
        ]
    )
