"""What a section or a line is called on a card: the only words for its state, and the order of `Next`."""

from __future__ import annotations

from cards import dates
from cards.parts import At, Part, many, own_words, run, short, words
from record import naming
from record.docket import Record
from record.draft import HELD_OUT, WORDING, Action, Child, Draft, Flag, Kind, Line, Origin, Section, SectionId
from record.edits import Need, Todo, section_of, todos
from record.entries import person_of
from record.fair_copy import born
from record.source import Passage
from record.terms import State

ACTIONS = SectionId("actions")
"""Opens the actions of a draft whose record type has no section for them."""

QUESTIONS = frozenset({Kind.METADATA, Kind.ATTENDANCE})

STRIPS = {
    "unsupported": "rests on nothing",
    "rests-on-nothing": "rests on nothing",
    "no-source": "rests on nothing",
    "negation": "yes and no may be mixed up",
    "speaker": "somebody else may have said it",
    "number": "the number is not the same",
    "date": "the date is not the same",
    "name": "the name is not the same",
    "entity": "a name was not said",
    "contradiction": "other words say otherwise",
    "quote": "not word for word",
}
"""Reasons for a heading, by a flag's code. Its own reason may hold words that were said, so it stands below."""


_RECORDS = {
    State.ASKED: "Reading",
    State.SOURCED: "Drafting",
    State.APPROVED: "Approved, can undo",
    State.POSTING: "Filing",
    State.STUCK: "Filing is waiting",
    State.MISFILED: "On the wrong file",
    State.MARKED: "Whose file should it be on?",
}
ENDED = {"discarded": "Discarded", "expired": "Destroyed, nobody decided"}
"""What a record that was dropped is called, by why; any other was never a draft."""


def of_record(record: Record, *, check: str = "Yours to check") -> str:
    """The state of a record, in the only words used for it. A name in it is that of whoever has it, unmarked."""
    if record.state is State.DRAFT:
        return check if record.todo else "Ready to approve"
    if record.state is State.SECOND:
        reader = record.reader
        return f"With {short(person_of(record, reader.id).name, 60)}" if reader else "With a second person"
    if record.state is State.DROPPED:
        return ENDED.get(record.why, "Nothing was filed")
    return _RECORDS.get(record.state, "")


def where(docket_id: str, record: Record) -> At:
    """Where the buttons of this record's card belong: its version is the one whose words are drawn."""
    return At(r=docket_id, n=record.n, v=record.version)


def section(draft: Draft, section_id: str) -> Section:
    """The section of that id; the actions where the record type has none. Raises RefusedError."""
    if section_id == ACTIONS and has_loose_actions(draft):
        return Section(id=ACTIONS, title="Actions", kind=Kind.ACTIONS, required=False)
    return section_of(draft, section_id)


def has_loose_actions(draft: Draft) -> bool:
    """There are actions, and no section to show them in."""
    return bool(draft.actions) and not any(s.kind is Kind.ACTIONS or s.id == ACTIONS for s in draft.sections)


def sections(draft: Draft) -> tuple[Section, ...]:
    """Every section that can be opened, in the record's order."""
    extra = (section(draft, ACTIONS),) if has_loose_actions(draft) else ()
    return (*draft.sections, *extra)


def numbered(draft: Draft, s: Section) -> str:
    """The section's title with its number first: 5 Parents' or carers' views."""
    place = next((i for i, x in enumerate(sections(draft), 1) if x.id == s.id), 0)
    return f"{place} {own_words(s.title)}"


def open_action(action: Action) -> bool:
    """An action of which nobody said who or when."""
    return not action.left_out and not (action.owner and action.due)


def looking(line: Line) -> bool:
    """A line with a lesser flag that still stands."""
    return not line.left_out and line.kept is None and not line.blocks and bool(asking(line))


def asking(line: Line) -> list[Flag]:
    """The flags that ask for something: not those on its wording."""
    return [f for f in line.flags if f.code != WORDING]


def looks(draft: Draft) -> int:
    """Lines and actions marked Look, of those that will be filed."""
    lines = sum(looking(x) for s in draft.sections if s.kind not in HELD_OUT for x in s.lines)
    return lines + sum(open_action(a) for a in draft.actions)


def state_of(draft: Draft, s: Section) -> str:
    """The state of a section, in the only words used for it."""
    checks = sum(x.blocks for x in s.lines)
    if checks:
        return many(checks, "Check 1 line", "Check {n} lines")
    if s.needs_words:
        if s.kind in QUESTIONS and s.prompts:
            return many(len(s.prompts), "Answer 1 question", "Answer {n} questions")
        return "Write this"
    if s.id == naming.asked_in(draft) and (without := naming.unnamed(draft)):
        return many(len(without), "Name 1 speaker", "Name {n} speakers")
    if s.kind in HELD_OUT and s.lines and not any(x.kept is not None and not x.left_out for x in s.lines):
        return "Held out"
    look = sum(looking(x) for x in s.lines)
    acting = s.kind is Kind.ACTIONS
    look += sum(open_action(a) for a in draft.actions) if acting else 0
    if look:
        return many(look, "Look at 1 line", "Look at {n} lines")
    things = [x.left_out for x in s.lines] + ([a.left_out for a in draft.actions] if acting else [])
    if not things:
        return "Nothing put here"
    return "Left out by you" if all(things) else "Ready"


def next_title(todo: Todo) -> str:
    """What `Next` does, on its button."""
    n = todo.count
    if todo.need is Need.CHECK:
        return many(n, "Next: check 1 line", "Next: check {n} lines")
    if todo.need is Need.ANSWER:
        return many(n, "Next: answer 1 question", "Next: answer {n} questions")
    if todo.need is Need.WRITE:
        return "Next: write a section"
    return many(n, "Next: decide about 1", "Next: decide about {n}")


def todo_name(draft: Draft, todo: Todo) -> tuple[str, str]:
    """The row of something to do: what, and its state."""
    if todo.section is None:
        return "Said, but left out of the draft", many(todo.count, "Decide about 1", "Decide about {n}")
    s = section_of(draft, todo.section)
    if todo.need is Need.CHECK:
        state = many(todo.count, "Check 1 line", "Check {n} lines")
    elif todo.need is Need.ANSWER and s.prompts:
        state = many(todo.count, "Answer 1 question", "Answer {n} questions")
    else:
        state = "Write this"
    return numbered(draft, s), state


def left(draft: Draft) -> str:
    """How much is left before it can be approved."""
    return many(
        len(todos(draft)),
        "You cannot approve yet. 1 thing is left.",
        "You cannot approve yet. {n} things are left.",
    )


def whose(child: Child | None, *, large: bool = False) -> list[Part]:
    """Name and date of birth, as words: a name is never a heading."""
    if child is None:
        return []
    named = f"{short(child.name, 200)}, born {short(born(child), 40)}"
    if large:
        return [words(run(named, weight="Bolder"))]
    return [words(run(named, size="Small", isSubtle=True), spacing="None")]


def who(passage: Passage) -> str:
    """Who said it and where: Donna Brook at 1:57."""
    return f"{short(passage.speaker, 120) if passage.speaker else 'Speaker not named'} {place(passage)}"


def place(passage: Passage) -> str:
    """Where in the transcript: at 1:57."""
    return dates.place(passage.start)


def origin(line: Line) -> str:
    """Whose words a line is in, where nobody in the meeting said them."""
    return {
        Origin.OWN: "Your words.",
        Origin.SYSTEM: "From the case system.",
        Origin.CHANGED: "Changed by you.",
        Origin.DRAFTED: "",
    }[line.origin]
