"""What is marked Look in the text that is approved: each line and action with its reason, by section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cards import state
from cards.parts import (
    At,
    Part,
    execute,
    listed,
    many,
    pressable,
    run,
    short,
    size,
    subheading,
    subtle,
    words,
)
from record.draft import HELD_OUT, WORDING, Action, Draft, Flag, Kind, Line, Section

ROOM = 6 * 1024
"""Bytes of lines that are shown; more of them are only counted."""


def marked(draft: Draft, at: At) -> list[Part]:
    """A row for each section, which opens it, and its lines under it. Nothing if nothing is marked."""
    count = state.looks(draft)
    if not count:
        return []
    parts = [subheading(many(count, "Marked Look: 1 line", "Marked Look: {n} lines"))]
    room, unshown = ROOM, 0
    for s in state.sections(draft):
        rows = list(_rows(draft, s))
        if not rows:
            continue
        name, shown = state.numbered(draft, s), many(len(rows), "Look at 1 line", "Look at {n} lines")
        parts.append(listed(name, shown, execute("open", f"Open {name}: {shown}", at, s=s.id)))
        for row in rows:
            room -= size(row)
            unshown += room < 0
            parts += [row] if room >= 0 else []
    if unshown:
        parts.append(subtle(many(unshown, "And 1 more, in its section.", "And {n} more, in their sections.")))
    return parts


def _rows(draft: Draft, s: Section) -> Iterator[Part]:
    if s.kind not in HELD_OUT:
        for line in s.lines:
            if state.looking(line):
                yield _row(str(line.number), line.text, " ".join(f.reason for f in state.asking(line)[:2]))
    if s.kind is Kind.ACTIONS:
        for n, action in enumerate(draft.actions, 1):
            if state.open_action(action):
                yield _row(f"Action {n}", action.text, missing(action))


def wording(flags: Sequence[Flag]) -> list[Part]:
    """Words that need care, each with its reason and what to write instead: small, and nothing to be done about."""
    found = [f for f in flags if f.code == WORDING]
    return [subtle(f"Words that need care. {short(f.reason, 400)}", spacing="Small") for f in found]


def careful(draft: Draft, at: At) -> list[Part]:
    """Where words that need care stand in the text, each section to be opened: one small line, nothing to tick."""
    found = [s for s in state.sections(draft) if s.kind not in HELD_OUT and _cared(draft, s)]
    small: dict[str, object] = {"size": "Small", "isSubtle": True}
    names = [
        pressable(
            state.numbered(draft, s), execute("open", f"Open {state.numbered(draft, s)}", at, s=s.id), **small
        )
        for s in found[:8]
    ]
    pieces = [piece for name in names for piece in (name, run(", ", **small))]
    return [subtle("Words that need care stand in ", *pieces[:-1], spacing="Medium")] if found else []


def _cared(draft: Draft, s: Section) -> bool:
    things: list[Line | Action] = [*s.lines, *(draft.actions if s.kind is Kind.ACTIONS else ())]
    return any(f.code == WORDING for x in things if not x.left_out for f in x.flags)


def missing(action: Action) -> str:
    """What nobody said of an action."""
    if not action.owner and not action.due:
        return "Nobody was named, and no date was said."
    return "No date was said." if action.owner else "Nobody was named."


def _row(number: str, text: str, why: str) -> Part:
    named = run(f"{number} {short(text.rstrip('.'), 90)}: ", size="Small", isSubtle=True)
    return words(named, run(short(why, 200), size="Small"), spacing="Small")
