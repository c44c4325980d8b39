"""The draft at a glance: what must be done before it can be filed, the rest, and what was said but left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cards import correct, dates, state
from cards.parts import (
    ROOM,
    At,
    Card,
    Part,
    bold,
    brief,
    buttons,
    execute,
    heading,
    listed,
    many,
    page_with,
    paged,
    run,
    short,
    size,
    subheading,
    subtle,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Docket, Record
from record.draft import Draft, Omission
from record.edits import todos
from record.readback import HERE
from record.terms import State

WITHOUT_AI = "verbatim"
"""The drafter that puts a draft together without a model."""

_OPEN = frozenset({State.ASKED, State.SOURCED, State.DRAFT, State.SECOND, State.APPROVED, State.STUCK})
"""States in which a record still waits for somebody."""


def card(
    *,
    docket_id: str,
    record: Record,
    draft: Draft,
    expires: datetime | None,
    banner: str | None = None,
    first: int = 0,
    beside: Sequence[Record] = (),
) -> Card:
    """Buttons: next (or, with nothing left to do, final p=1 first), final, more, discard; rows: open s, omissions,
    bring.

    `first` is the row to begin with, where there are more than fit on a card; `beside` are the author's other records
    of this meeting (`siblings`), whose cards may stand out of sight above this one.
    """
    if correct.fits(draft):
        return correct.card(docket_id=docket_id, record=record, draft=draft, expires=expires, banner=banner)
    at = state.where(docket_id, record)
    entries = _rows(draft, at)
    sent_back = _sent_back(draft)
    others = _beside(beside, docket_id)
    pages = paged([[row] for _, _, row in entries], ROOM - 6 * 1024 - size(sent_back) - size(others))
    shown = page_with(pages, first)
    start, stop = pages[shown]
    body: list[Part] = [
        heading(f"{brief(draft.title)}: your draft"),
        *bannered(banner),
        *sent_back,
        *state.whose(draft.child, large=True),
        subtle(_about(record, draft)),
    ]
    if not draft.attributed:
        body.append(subtle("Your council has turned off speaker names. I do not guess who spoke."))
    group = ""
    for name, count, row in entries[start:stop]:
        if name != group:
            body.append(subheading(f"{name}: {count}" if count else name))
            group = name
        body.append(row)
    if len(pages) > 1:
        body.append(subtle(f"Rows {start + 1} to {stop} of {len(entries)}.", spacing="Medium"))
    body += others
    body.append(subtle(_end(draft, expires), spacing="Medium"))
    return made([*body, *_buttons(draft, at, stop % len(entries) if len(pages) > 1 else None)])


def siblings(docket: Docket, record: Record) -> tuple[Record, ...]:
    """The same author's other records of this meeting of which something is still to be decided."""
    return tuple(
        r
        for r in docket.records
        if r.n != record.n and r.author.id == record.author.id and r.state in _OPEN and not r.copy_of
    )


def _beside(others: Sequence[Record], docket_id: str) -> list[Part]:
    """A row for each: whose file, and how it stands; pressed, its card comes to the bottom of the chat."""
    rows = [
        listed(
            f"Draft for file {short(r.reference, 60)}",
            f"{state.of_record(r)}: bring it here",
            execute(
                "bring", f"Bring the draft for file {short(r.reference, 60)} here", state.where(docket_id, r)
            ),
        )
        for r in others[:6]
    ]
    return [subheading("Also yours, from this meeting"), *rows] if rows else []


def _sent_back(draft: Draft) -> list[Part]:
    """What the second approver wants changed."""
    if draft.comment is None:
        return []
    by = bold(f"{short(draft.comment_by or 'The second approver', 100)} sent this back: ")
    return [words(by, run(draft.comment))]


def _about(record: Record, draft: Draft) -> str:
    met = f" Meeting of {draft.occurred}." if draft.occurred else ""
    how = "Drafted by AI."
    if draft.drafter.startswith(WITHOUT_AI):
        how = "Put together from the transcript by rules: no AI wrote it."
    if draft.drafter == HERE:
        how = "Read back from the case system."
    return f"File {record.reference}.{met} {how} Not yet checked by a person."


def _end(draft: Draft, expires: datetime | None) -> str:
    typed = "Press underlined words to open a section, or type: open 5"
    if expires is None:
        return typed
    when = dates.when(expires)
    stays = "What is filed stays." if draft.drafter == HERE else "The meeting's own transcript stays."
    return f"If nobody decides, I destroy this draft on {when}. {stays} {typed}"


def _rows(draft: Draft, at: At) -> list[tuple[str, int, Part]]:
    """(group, how many in it, row), in the order in which they are read."""
    rows: list[tuple[str, int, Part]] = []
    left = todos(draft)
    first: dict[str, None] = {}
    for todo in left:
        name, shown = state.todo_name(draft, todo)
        if todo.section is None:
            action = execute("omissions", f"Open what was left out: {shown}", at)
        else:
            first[todo.section] = None
            action = execute("open", f"Open {name}: {shown}", at, s=todo.section)
        rows.append(("To do before you can file", len(left), listed(name, shown, action, strong=True)))
    rest = [s for s in state.sections(draft) if s.id not in first]
    for s in rest:
        name, shown = state.numbered(draft, s), state.state_of(draft, s)
        action = execute("open", f"Open {name}: {shown}", at, s=s.id)
        rows.append(("The rest" if left else "All sections", len(rest), listed(name, shown, action)))
    omitted = draft.not_covered
    if omitted and not any(t.section is None for t in left):
        waiting = sum(o.fate is Omission.UNDECIDED for o in omitted)
        shown = many(waiting, "1 to look at", "{n} to look at") if waiting else "Decided"
        action = execute("omissions", f"Open what was left out: {shown}", at)
        rows.append(("Not in the draft", 0, listed("Said, but left out of the draft", shown, action)))
    return rows


def _buttons(draft: Draft, at: At, more: int | None) -> list[Part]:
    left = todos(draft)
    final = execute("final", "Read and approve", at, p=1)
    made_of = [execute("next", state.next_title(left[0]), at), final] if left else [final]
    if more is not None:
        made_of.append(execute("contents", "More rows", at, go=more))
    return buttons(*made_of, execute("more", "More", at), execute("discard", "Discard", at))
