"""Two devices wrote the same section: both texts, and a choice between them. Nothing typed is lost."""

from __future__ import annotations

from datetime import datetime

from cards import dates, reading, state
from cards.parts import BOX, Card, bold, buttons, execute, heading, short, slices, text_box, words
from cards.parts import card as made
from record.docket import Record
from record.draft import Draft, Kind

TEXT = BOX // 3


def fits(mine: Draft, section_id: str) -> bool:
    """True if what was typed is text, and goes into one box. Else put it onto the newest draft and say so."""
    s = state.section(mine, section_id)
    return s.kind is not Kind.ACTIONS and len(slices(reading.section_text(s))) == 1


def card(
    *, docket_id: str, record: Record, draft: Draft, mine: Draft, section_id: str, at: datetime | None = None
) -> Card:
    """`draft` is what is saved, `mine` the same with what was typed (`reading.entered`), `at` when it was saved.

    Draw it only if `fits`. Input: all, what was typed. Buttons: open (use what is saved), save-text (use what I typed).
    """
    s = state.section(draft, section_id)
    typed = reading.section_text(state.section(mine, section_id))
    saved = short(reading.section_text(s), TEXT)
    place = state.where(docket_id, record)
    since = f" at {dates.clock(at)}" if at else ""
    return made(
        [
            heading(state.numbered(draft, s)),
            *state.whose(draft.child),
            words(bold(f"This section was saved on another device{since}. Your words are safe below.")),
            text_box("all", "What you typed here", typed, lines=5),
            text_box("saved", "What is saved now", saved, lines=5),
            *buttons(
                execute("open", "Use what is saved now", place, s=s.id, nothing=True),
                execute("save-text", "Use what I typed", place, s=s.id, whole=True),
            ),
        ]
    )
