"""The exact text, page by page, for the second approver: with what was kept in spite of a flag, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from cards import dates, final, state
from cards.parts import (
    LIMIT,
    ROOM,
    At,
    Card,
    Part,
    bold,
    box,
    buttons,
    execute,
    heading,
    paged,
    run,
    short,
    size,
    subheading,
    subtle,
    text_box,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Record
from record.draft import HELD_OUT, Draft
from record.fair_copy import hash_of

MOST_COMMENT = 2_000
"""Characters of what should change."""
BESIDE = 4 * 1024
"""Bytes of kept lines that stand below the text; more of them have pages of their own."""


def card(
    *,
    docket_id: str,
    record: Record,
    draft: Draft,
    page: int,
    pages: Sequence[str],
    undo: timedelta,
    comment: str = "",
    banner: str | None = None,
) -> Card:
    """`page` counts from 1; `pages` are `fair_copy.pages_of`. Buttons: second-read p, second-return p; on the last
    page second-approve h p. Inputs: comment, and on the last page child, as on the author's.

    Kept lines stand on the last page of the text, or, where there are many, on pages after it.
    """
    at = state.where(docket_id, record)
    kept = _kept(draft)
    beside = size(kept) <= BESIDE
    more = [] if beside else paged(kept, ROOM - 10 * 1024)
    count = len(pages) + len(more)
    page = min(max(1, page), count)
    text = page <= len(pages)
    body: list[Part] = [heading(f"Read and approve: page {page} of {count}"), *bannered(banner)]
    if text:
        starts = "The exact text that will be filed starts here." if page == 1 else "The text goes on."
        ended = final.ends(draft) if page == len(pages) else "More on the next page."
        body += [subtle(starts), box([], spacing="Small"), subtle(ended, spacing="Small")]
    shown = kept if beside and page == count else []
    if not text:
        first, after = more[page - len(pages) - 1]
        shown = kept[first:after]
    if shown:
        body.append(subheading("Kept as it was, with a reason"))
        body += [part for entry in shown for part in entry]
    if page == count:
        body += final.whose(draft, record)
        body.append(subtle(_whose_record(record, undo), spacing="Medium"))
    body.append(_comment(comment))
    body += buttons(*_pressed(at, page, count, hash_of("".join(pages))))
    if text:
        place = next(i for i, part in enumerate(body) if part["type"] == "Container")
        body[place] = box(final.text_parts(pages[page - 1], LIMIT - 1024 - size(body)), spacing="Small")
    return made(body, limit=final.PAGE_LIMIT)


def _pressed(at: At, page: int, count: int, hash: str) -> list[Part]:
    back = execute("second-return", "Send back", at, p=page)
    earlier = [execute("second-read", f"Page {page - 1}", at, p=page - 1)] if page > 1 else []
    if page < count:
        return [execute("second-read", f"Page {page + 1}", at, p=page + 1), *earlier, back]
    return [execute("second-approve", "Approve", at, h=hash, p=page), back, *earlier]


def _comment(typed: str) -> Part:
    label = "To send it back: what should change? (required)"
    part = text_box("comment", label, typed[:MOST_COMMENT], lines=3)
    return {**part, "maxLength": MOST_COMMENT}


def _whose_record(record: Record, undo: timedelta) -> str:
    first = record.approval
    said = f"{first.name} approved this on {dates.when(first.at)}. " if first else ""
    return f"{said}When you approve too, I file it with both your names, after {dates.length(undo)}."


def _kept(draft: Draft) -> list[list[Part]]:
    """The lines that are filed in spite of a flag, or although they were held out, and the author's reason."""
    found: list[list[Part]] = []
    for s in draft.sections:
        for line in s.lines:
            if line.left_out or line.kept is None or not (state.asking(line) or s.kind in HELD_OUT):
                continue
            why = "Added, because: " if s.kind in HELD_OUT else "Kept, because: "
            flags = [
                words(bold("CHECK: " if f.serious else "Look: "), run(short(f.reason, 300)), spacing="Small")
                for f in state.asking(line)[:6]
            ]
            found.append(
                [
                    words(bold(f"{line.number} "), run(short(line.text, 600)), spacing="Medium"),
                    *flags,
                    words(bold(why), run(short(line.kept, 400)), spacing="Small"),
                ]
            )
    return found
