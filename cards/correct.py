"""A correction: what stands cannot be changed, so its author says below it what is wrong and what is right."""

from __future__ import annotations

from datetime import datetime

from cards import dates, reading, state
from cards.parts import Card, buttons, execute, heading, say, slices, subtle, text_box
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Record
from record.draft import Draft
from record.readback import CORRECTION, HERE

SECTION = "correction"
LABEL = f"{CORRECTION}? (required)"
BELOW = "The filed record cannot be changed. I add a correction below it."


def fits(draft: Draft) -> bool:
    """Whether the draft is a correction, and its words fit into one box."""
    one = len(draft.sections) == 1 and draft.sections[0].id == SECTION
    return one and draft.drafter == HERE and len(slices(reading.own_text(draft.sections[0]))) == 1


def card(
    *, docket_id: str, record: Record, draft: Draft, expires: datetime | None, banner: str | None = None
) -> Card:
    """Input: words. Buttons: final and discard, each with s, so that what was typed is saved first."""
    at = state.where(docket_id, record)
    s = draft.sections[0]
    ends = f"If nobody decides, I destroy this on {dates.when(expires)}. " if expires else ""
    return made(
        [
            heading(draft.title),
            *bannered(banner),
            *state.whose(draft.child, large=True),
            subtle(f"File {record.reference}. Not yet approved."),
            say(BELOW),
            text_box("words", LABEL, reading.own_text(s), lines=6),
            subtle(f"{ends}The filed record stays as it is.", spacing="Medium"),
            *buttons(
                execute("final", "Read and approve", at, s=s.id),
                execute("discard", "Discard", at, s=s.id),
            ),
        ]
    )
