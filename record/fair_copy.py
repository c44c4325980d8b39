"""The fair copy: the exact text that is approved, filed and compared, and the pages it is read on."""

from __future__ import annotations

import hashlib
from datetime import date

from record.draft import HELD_OUT, Action, Child, Draft, Kind, Line, Section
from record.terms import ContentHash

_UNSEEN = dict.fromkeys(
    [
        *(c for c in range(32) if c != 10),
        *range(0x7F, 0xA0),
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
    ]
)
"""Direction marks, control characters and halves of characters: nobody can see them, so nobody can approve them."""

PAGE = 6_000
"""Characters a final page may hold, so that a card stays under its limit."""


def text_of(draft: Draft) -> str:
    """The text to be filed: head, then each section with its lines; nothing held out, nothing left out.

    Pure and total: the same draft always gives the same characters, so its hash names what was approved.
    """
    blocks = [_head(draft)]
    for section in draft.sections:
        if section.kind is Kind.ACTIONS:
            rows = [_action(a) for a in draft.actions if not a.left_out]
            rows += [_line(x) for x in section.lines if not x.left_out]
        else:
            rows = [_line(x) for x in section.lines if not x.left_out]
        if section.kind in HELD_OUT and not _added(section):
            continue
        if section.kind in HELD_OUT:
            rows = [_line(x) for x in section.lines if _is_added(x)]
        if rows:
            blocks.append("\n".join([section.title, *rows]))
    if not any(s.kind is Kind.ACTIONS for s in draft.sections):
        rows = [_action(a) for a in draft.actions if not a.left_out]
        if rows:
            blocks.append("\n".join(["Actions", *rows]))
    return ("\n\n".join(blocks) + "\n").translate(_UNSEEN)


def _is_added(line: Line) -> bool:
    return not line.left_out and line.kept is not None


def _added(section: Section) -> bool:
    """In a held-out section only lines that a person kept with a reason are filed."""
    return any(_is_added(x) for x in section.lines)


def hash_of(text: str) -> ContentHash:
    """SHA-256 of the text as UTF-8, in hex: what an approval binds."""
    return ContentHash(hashlib.sha256(text.encode()).hexdigest())


def pages_of(text: str, size: int = PAGE) -> tuple[str, ...]:
    """The text in pages of at most `size` characters, cut between lines where it can be; joined, they are the text."""
    pages: list[str] = []
    page = ""
    for row in text.splitlines(keepends=True):
        rest = row
        while len(rest) > size:
            room = size - len(page)
            pages.append(page + rest[:room])
            page, rest = "", rest[room:]
        if len(page) + len(rest) > size:
            pages.append(page)
            page = ""
        page += rest
    if page or not pages:
        pages.append(page)
    return tuple(pages)


def born(child: Child) -> str:
    """A date of birth for people: 14 March 2017. What is not an ISO date is shown as it is."""
    try:
        d = date.fromisoformat(child.born)
    except ValueError:
        return child.born
    return f"{d.day} {d:%B %Y}"


def _head(draft: Draft) -> str:
    rows = [draft.title]
    if draft.child:
        rows.append(f"{draft.child.name}, born {born(draft.child)}. File {draft.child.reference}.")
    if draft.occurred:
        rows.append(f"Meeting of {draft.occurred}.")
    return "\n".join(rows)


def _line(line: Line) -> str:
    if line.quote and line.text[:1] not in "“\"'‘[":
        who = f"{line.speaker}: " if line.speaker else ""
        return f"- {who}“{line.text}”"
    return f"- {line.text}"


def _action(action: Action) -> str:
    who = f"{action.owner}: " if action.owner else "Owner not said: "
    due = f" When: {action.due.rstrip('.')}." if action.due else " No date was said."
    return f"- {who}{action.text.rstrip('.')}.{due}"
