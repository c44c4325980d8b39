"""The exact text that will be filed, page by page; on the last page whose file it goes on, and the approval."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from cards import dates, looks, speakers, state
from cards.parts import (
    LIMIT,
    At,
    Card,
    Part,
    bold,
    box,
    buttons,
    execute,
    heading,
    listed,
    many,
    run,
    say,
    short,
    size,
    subheading,
    subtle,
    tick,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Record
from record.draft import HELD_OUT, Draft, Omission
from record.edits import Todo, todos
from record.fair_copy import born, hash_of

PAGE_LIMIT = 3 * LIMIT
"""A page is cut by characters. Of signs that take four bytes even a whole one is under what Teams takes (100 KB)."""

MISSED = "missed"
"""The id of the part that says what was not ticked: the demo's page brings it into sight."""


def card(
    *,
    docket_id: str,
    record: Record,
    draft: Draft,
    page: int,
    pages: Sequence[str],
    author: str,
    undo: timedelta,
    banner: str | None = None,
    missed: str | None = None,
    ticked: Collection[str] = (),
) -> Card:
    """`page` counts from 1; `pages` are `fair_copy.pages_of`. Buttons: final p, contents; on the last page approve h.

    Inputs of the last page: child, and looked if there are lines marked Look. `h` is the hash of the whole text. With
    something left to do, the last page has next in place of approve. `missed` is what was not ticked, said beside the
    boxes, of which `ticked` are as they were: the page is long, and nobody should have to look for what is missing.
    """
    at = state.where(docket_id, record)
    page = min(max(1, page), len(pages))
    last = page == len(pages)
    left = todos(draft)
    body: list[Part] = [
        heading(f"Read and approve: page {page} of {len(pages)}"),
        *bannered(banner),
        subtle("The exact text that will be filed starts here." if page == 1 else "The text goes on."),
        box([], spacing="Small"),
        subtle(ends(draft) if last else "More on the next page.", spacing="Small"),
    ]
    turn = execute("final", f"Page {page - 1}", at, p=page - 1)
    back = execute("contents", "Back to draft", at)
    earlier = [turn] if page > 1 else []
    if not last:
        pressed = [execute("final", f"Page {page + 1}", at, p=page + 1), *earlier, back]
    elif left:
        body += _not_yet(draft, left, at)
        pressed = [execute("next", state.next_title(left[0]), at), *earlier, back]
    else:
        body += [
            *speakers.told(draft, "".join(pages), at),
            *looks.marked(draft, at),
            *looks.careful(draft, at),
        ]
        body += whose(draft, record, on="child" in ticked)
        body += [*_looked(draft, on="looked" in ticked), *_missed(missed)]
        undone = f"You can undo for {dates.length(undo)}."
        body.append(
            subtle(
                f"When you approve, this is your record, in your name: {author}. {undone}", spacing="Medium"
            )
        )
        pressed = [execute("approve", "Approve and file", at, h=hash_of("".join(pages))), *earlier, back]
    body += buttons(*pressed)
    place = next(i for i, part in enumerate(body) if part["type"] == "Container")
    body[place] = box(text_parts(pages[page - 1], LIMIT - 1024 - size(body)), spacing="Small")
    return made(body, limit=PAGE_LIMIT)


def text_parts(page: str, room: int) -> list[Part]:
    """The page's lines, each a paragraph; the first of a block is bold, and says so by the empty line before it.

    Where paragraphs take more than `room` bytes, the lines of a block share one, its first still bold; or all do.
    """
    lines = page.split("\n")
    parts: list[Part] = []
    gap = False
    for i, line in enumerate(lines):
        if not line.strip():
            gap = True
            continue
        first = (gap or i == 0) and not line.startswith("- ")
        style = {"weight": "Bolder"} if first else {}
        parts.append(words(run(line, **style), spacing="Medium" if gap and parts else "Small"))
        gap = False
    blocks = [_block(block) for block in page.split("\n\n") if block.strip()]
    for form in (parts, blocks):
        if form and sum(size(part) + 4 for part in form) <= room:
            return form
    return [say(page)]


def _block(block: str) -> Part:
    first, _, rest = block.strip("\n").partition("\n")
    if first.startswith("- "):
        return say(block)
    return words(bold(first), run(f"\n{rest}") if rest else [])


def ends(draft: Draft) -> str:
    """The end of the text, and what is not in it."""
    lines = sum(x.left_out for s in draft.sections for x in s.lines) + sum(a.left_out for a in draft.actions)
    things = sum(o.fate is not Omission.ADDED for o in draft.not_covered)
    out = sum(s.kind in HELD_OUT and state.state_of(draft, s) == "Held out" for s in draft.sections)
    said = ["The text ends here."]
    if lines:
        said.append(
            many(
                lines, "1 line that you left out is not in it.", "{n} lines that you left out are not in it."
            )
        )
    if things:
        said.append(
            many(
                things,
                "1 other thing that was said is not in it.",
                "{n} other things that were said are not in it.",
            )
        )
    if out:
        said.append(many(out, "1 section is held out.", "{n} sections are held out."))
    return " ".join(said)


def _not_yet(draft: Draft, left: Sequence[Todo], at: At) -> list[Part]:
    rows: list[Part] = [words(bold(state.left(draft)), spacing="Large")]
    for todo in left[:6]:
        name, shown = state.todo_name(draft, todo)
        verb = {"s": todo.section} if todo.section else {}
        action = execute("open" if verb else "omissions", f"Open {name}: {shown}", at, **verb)
        rows.append(listed(name, shown, action))
    return rows


def whose(draft: Draft, record: Record, *, on: bool = False) -> list[Part]:
    """Whose file it goes on; input: child."""
    parts: list[Part] = [subheading("Whose file it goes on")]
    if draft.child is not None:
        parts.append(words(run(short(draft.child.name, 200), size="Large", weight="Bolder")))
        birth = [run("Born "), bold(short(born(draft.child), 40)), run(f", file {record.reference}")]
        parts.append(words(*birth, spacing="None"))
    else:
        parts.append(words(bold(f"File {record.reference}")))
    parts.append(
        tick(
            "child",
            "This is the right child (required)" if draft.child else "This is the right file (required)",
            on,
        )
    )
    return parts


def _missed(said: str | None) -> list[Part]:
    return [words(bold(said), id=MISSED)] if said else []


def _looked(draft: Draft, *, on: bool) -> list[Part]:
    """Input: looked, if there are lines marked Look."""
    look = state.looks(draft)
    if not look:
        return []
    seen = many(
        look,
        "I have seen the 1 line marked Look (required)",
        "I have seen the {n} lines marked Look (required)",
    )
    return [tick("looked", seen, on)]
