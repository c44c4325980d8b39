"""One more record of the same meeting, for another child: which number, and then whether that is the right child."""

from __future__ import annotations

from datetime import date

from cards import state
from cards.parts import Card, buttons, execute, heading, say, subtle, text_box
from cards.parts import banner as bannered
from cards.parts import card as made
from cards.person import TOLD, another, asked, check
from cards.person import child as person
from record.docket import Docket
from record.draft import Child
from record.entries import record_of


def card(*, docket: Docket, n: int, title: str, banner: str | None = None, reference: str = "") -> Card:
    """Wordless. Input: reference. Buttons: add-find, back."""
    at = state.where(docket.id, record_of(docket, n))
    return made(
        [
            heading("Add a child"),
            *bannered(banner),
            subtle(f"{title}. Of the same meeting."),
            text_box("reference", "Whose file? (required) Type the file number.", reference),
            say("I make one more draft. This one stays as it is."),
            *buttons(execute("add-find", "Find the file", at), execute("back", "Go back", at)),
        ]
    )


def confirm(*, docket: Docket, n: int, title: str, child: Child, today: date) -> Card:
    """Buttons: add-yes ref, add-child, back. Of what was said it holds nothing."""
    record = record_of(docket, n)
    at = state.where(docket.id, record)
    language = "An interpreter took part." if record.interpreter else "No interpreter."
    return made(
        [
            heading(asked(child)),
            person(child, today),
            say(f"{title}. {TOLD[record.people_told]} {language}"),
            say(check(child)),
            *buttons(
                execute("add-yes", "Yes, make the draft", at, ref=child.reference),
                execute("add-child", another(child), at),
                execute("back", "Go back", at),
            ),
        ]
    )
