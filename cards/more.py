"""What else can be done with a draft. Wordless."""

from __future__ import annotations

from cards import state
from cards.parts import Card, buttons, execute, heading, say, subtle
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Docket, Filed
from record.entries import record_of


def card(*, docket: Docket, n: int, title: str, banner: str | None = None) -> Card:
    """Buttons: change-file, add-child (not of a correction), contents."""
    record = record_of(docket, n)
    at = state.where(docket.id, record)
    pressed = [execute("change-file", "Change the file", at)]
    said = [say("If this draft is for the wrong file, change the file before you approve it.")]
    if not isinstance(docket.source, Filed):
        pressed.append(execute("add-child", "Add a child", at))
        said.append(say("If another child was talked about, add a draft for that child's file."))
    return made(
        [
            heading("More"),
            *bannered(banner),
            subtle(f"{title}. File {record.reference}."),
            *said,
            *buttons(*pressed, execute("contents", "Contents", at)),
        ]
    )
