"""The draft goes to another person's file: which number, and then whether that is the right child."""

from __future__ import annotations

from datetime import date

from cards import state
from cards.parts import Card, bold, buttons, execute, heading, say, subtle, text_box, words
from cards.parts import banner as bannered
from cards.parts import card as made
from cards.person import another, asked, check
from cards.person import child as person
from record.docket import Docket
from record.draft import Child
from record.entries import record_of


def card(*, docket: Docket, n: int, title: str, banner: str | None = None, reference: str = "") -> Card:
    """Wordless. Input: reference. Buttons: change-find, back."""
    record = record_of(docket, n)
    at = state.where(docket.id, record)
    return made(
        [
            heading("Change the file"),
            *bannered(banner),
            subtle(f"{title}. Now for file {record.reference}."),
            text_box("reference", "Whose file? (required) Type the file number.", reference),
            say("The words stay as they are. You read and approve them again for the new file."),
            *buttons(execute("change-find", "Find the file", at), execute("back", "Go back", at)),
        ]
    )


def confirm(*, docket: Docket, n: int, title: str, child: Child, today: date) -> Card:
    """Buttons: change-yes ref, change-file, back. Of what was said it holds nothing."""
    record = record_of(docket, n)
    at = state.where(docket.id, record)
    return made(
        [
            heading(asked(child)),
            person(child, today),
            subtle(f"{title}. Now for file {record.reference}."),
            say(check(child)),
            words(bold("The draft was made for another file. Check that every line belongs in this one.")),
            *buttons(
                execute("change-yes", "Yes, change the file", at, ref=child.reference),
                execute("change-file", another(child), at),
                execute("back", "Go back", at),
            ),
        ]
    )
