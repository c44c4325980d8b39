"""The approved text to copy into the case system by hand; then which note it is, and that all of it is there."""

from __future__ import annotations

from cards import state
from cards.parts import (
    ROOM,
    Card,
    Part,
    bold,
    buttons,
    execute,
    heading,
    many,
    page_with,
    paged,
    say,
    slices,
    subtle,
    text_box,
    tick,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Record
from record.draft import Child, Draft
from record.fair_copy import text_of

FRAME = 5 * 1024
"""Bytes kept free for everything but the text."""


def card(
    *,
    docket_id: str,
    record: Record,
    draft: Draft,
    first: int = 0,
    banner: str | None = None,
    number: str = "",
) -> Card:
    """Buttons: copy go (another part of a long text), back; with the last part attest.

    Inputs: part<i>, which nobody reads; with the last part number and pasted. `first` is the part to begin with,
    `number` what was typed and not taken.
    """
    at = state.where(docket_id, record)
    parts = slices(text_of(draft))
    entries: list[list[Part]] = [[_box(i, text, len(parts))] for i, text in enumerate(parts)]
    pages = paged(entries, ROOM - FRAME)
    shown = page_with(pages, first)
    start, stop = pages[shown]
    body = [
        heading("Copy it and file it"),
        *bannered(banner),
        *_whose(draft.child, record),
        say(many(len(parts), _ALL, _ALL_PARTS)),
        *(piece for entry in entries[start:stop] for piece in entry),
    ]
    earlier = [execute("copy", "Earlier part", at, go=pages[shown - 1][0])] if start else []
    back = execute("back", "Back", at)
    if stop < len(parts):
        return made([*body, *buttons(execute("copy", "Next part", at, go=stop), *earlier, back)])
    body += [
        text_box("number", "Number of the note in the case system (required)", number[:100]),
        tick("pasted", "I pasted all of it into this person's file (required)"),
        *buttons(execute("attest", "I have filed it", at, go=start), *earlier, back),
    ]
    return made(body)


_ALL = "Copy all of the text into the case system, into this file and no other."
_ALL_PARTS = (
    "Copy all {n} parts of the text into the case system, one after the other, into this file and no other."
)


def _whose(child: Child | None, record: Record) -> list[Part]:
    file = f"File {record.reference}."
    return [*state.whose(child, large=True), subtle(file)] if child else [words(bold(file))]


def _box(i: int, text: str, of: int) -> Part:
    label = "The text. Copy all of it." if of == 1 else f"Part {i + 1} of {of} of the text. Copy all of it."
    return text_box(f"part{i}", label, text, lines=min(16, max(6, 2 + len(text) // 60)))
