"""What a person does to a draft's words: pure, each returns a new draft and leaves the old one standing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from record import naming
from record.draft import Action, Draft, Kind, Labelled, Line, NotCovered, Omission, Origin, Section, SectionId
from record.errors import RefusedError
from record.values import replace

ENOUGH_REASON = 3
"""Words that a reason for keeping a flagged line must have at least."""


CLIPPED = " …"
"""Behind the first words of a long sentence that was left out."""
_SENTENCE_END = re.compile(r"[.?!]+[”\"’')]*(?=\s|$)")

MOST_STANDS = 0.6
"""Share of the words that must stand for a paragraph to be a line changed, and not another line."""


class Need(StrEnum):
    """Why a section waits for a person, in the order in which `Next` goes."""

    CHECK = "check"
    ANSWER = "answer"
    WRITE = "write"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """Something that must be done before approving. `section` is None for the list of what was left out."""

    need: Need
    section: SectionId | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was entered for one line. Left out beats changed beats reason."""

    number: int
    text: str | None = field(default=None, repr=False)
    reason: str | None = field(default=None, repr=False)
    leave_out: bool = False


def todos(draft: Draft) -> tuple[Todo, ...]:
    """All that blocks approving, checks first, then answers, then writing, then serious omissions."""
    found: list[Todo] = []
    for s in draft.sections:
        flagged = sum(line.blocks for line in s.lines)
        if flagged:
            found.append(Todo(need=Need.CHECK, section=s.id, count=flagged))
    answers = (Kind.METADATA, Kind.ATTENDANCE)
    empty = [s for s in draft.sections if s.needs_words]
    found += [
        Todo(need=Need.ANSWER, section=s.id, count=max(1, len(s.prompts))) for s in empty if s.kind in answers
    ]
    found += [Todo(need=Need.WRITE, section=s.id, count=1) for s in empty if s.kind not in answers]
    waiting = sum(o.serious and o.fate is Omission.UNDECIDED for o in draft.not_covered)
    if waiting:
        found.append(Todo(need=Need.DECIDE, section=None, count=waiting))
    return tuple(found)


def section_of(draft: Draft, wanted: str) -> Section:
    """The section of that id. Raises RefusedError."""
    for s in draft.sections:
        if s.id == wanted:
            return s
    raise RefusedError("This draft has no such section. Nothing has changed. Press Contents.")


def change_lines(draft: Draft, section: str, changes: Iterable[Change]) -> Draft:
    """Apply what was entered beside the lines of a section. Quotations can be left out but not reworded."""
    by_number = {c.number: c for c in changes}
    s = section_of(draft, section)
    return _with(draft, replace(s, lines=tuple(_changed(x, by_number.get(x.number)) for x in s.lines)))


def _changed(line: Line, change: Change | None) -> Line:
    if change is None:
        return line
    if change.leave_out:
        return replace(line, left_out=True)
    line = replace(line, left_out=False)
    text = _tidy(change.text) if change.text is not None else line.text
    if text != line.text:
        if line.quote:
            raise RefusedError(
                f"Line {line.number} is a person's own words and cannot be reworded. Nothing has changed. "
                "You can leave it out."
            )
        if not text:
            return replace(line, left_out=True)
        return replace(line, text=text, origin=Origin.CHANGED, flags=(), kept=None)
    if change.reason is not None and change.reason.strip():
        if len(change.reason.split()) < ENOUGH_REASON:
            raise RefusedError(
                f"Say in a few words why line {line.number} is right. Your other changes stay."
            )
        return replace(line, kept=_tidy(change.reason))
    return line


def rewrite(draft: Draft, section: str, text: str) -> Draft:
    """Replace a whole section by the text of one box, a line a paragraph.

    Lines that stand unchanged keep their sources, and so do those of which most words stand: they are changed. New
    ones are the practitioner's own words; quotations not in the text are left out, not lost.
    """
    s = section_of(draft, section)
    wanted = [p for p in (_tidy(x) for x in re.split(r"\n\s*\n|\n", text)) if p]
    old = {_tidy(x.text): x for x in reversed(s.lines)}
    stand = set(wanted)
    free = _next_number(draft)
    lines: list[Line] = []
    for paragraph in wanted:
        known = old.pop(paragraph, None)
        if known is not None:
            lines.append(replace(known, left_out=False))
            continue
        near = _nearest(paragraph, [x for words, x in old.items() if words not in stand])
        if near is not None:
            del old[_tidy(near.text)]
            lines.append(_changed(near, Change(number=near.number, text=paragraph)))
            continue
        lines.append(Line(number=free, text=paragraph, origin=Origin.OWN))
        free += 1
    gone = [replace(x, left_out=True) for x in s.lines if _tidy(x.text) in old]
    return _with(draft, replace(s, lines=(*lines, *gone)))


def _nearest(paragraph: str, lines: Sequence[Line]) -> Line | None:
    """The line that this paragraph is a rewording of, if most of the words stand. A quotation never is one."""
    typed = paragraph.split()
    shares = [
        (SequenceMatcher(None, x.text.split(), typed, autojunk=False).ratio(), -x.number, x)
        for x in lines
        if not x.quote and x.origin is not Origin.OWN
    ]
    share, _, line = max(shares, key=lambda s: s[:2], default=(0.0, 0, None))
    return line if share >= MOST_STANDS else None


def write(draft: Draft, section: str, text: str) -> Draft:
    """Put the practitioner's own words into a section, in place of their earlier ones. Drafted lines stay."""
    s = section_of(draft, section)
    drafted = tuple(x for x in s.lines if x.origin is not Origin.OWN)
    free = _next_number(draft)
    wanted = [p for p in (_tidy(x) for x in text.split("\n")) if p]
    own = tuple(Line(number=free + i, text=p, origin=Origin.OWN) for i, p in enumerate(wanted))
    return _with(draft, replace(s, lines=(*drafted, *own)))


def decide(draft: Draft, fates: dict[int, str]) -> Draft:
    """Decide about omissions, by their place in the list: a section id adds it there, "leave" leaves it out."""
    omissions, sections = list(draft.not_covered), {s.id: s for s in draft.sections}
    free = _next_number(draft)
    for place, fate in sorted(fates.items()):
        if not 0 <= place < len(omissions):
            raise RefusedError("That list has changed. Nothing is lost. Open it again.")
        item = omissions[place]
        if fate == "leave":
            omissions[place] = replace(item, fate=Omission.LEFT_OUT)
        elif fate in sections and item.fate is not Omission.ADDED:
            s = sections[SectionId(fate)]
            sections[s.id] = replace(s, lines=(*s.lines, _from_omission(draft, item, free)))
            omissions[place] = replace(item, fate=Omission.ADDED)
            free += 1
    return replace(
        draft, not_covered=tuple(omissions), sections=tuple(sections[s.id] for s in draft.sections)
    )


def _from_omission(draft: Draft, item: NotCovered, number: int) -> Line:
    said = [p for p in (draft.passage(i) for i in item.sources) if p is not None]
    called, label = naming.speaker_of(draft, said[0]) if said else (None, None)
    rest = _rest(draft, item)
    before = (item.labelled or Labelled(text=item.text)).text.removesuffix(CLIPPED)
    labelled = Labelled(text=before + rest, who=label) if item.labelled or label != called else None
    text = item.text.removesuffix(CLIPPED) + rest
    return Line(number=number, text=text, sources=item.sources, speaker=called, labelled=labelled)


def in_full(draft: Draft, item: NotCovered) -> str:
    """What was said, to the end of its sentence: a long one is listed with its first words only. So it is added."""
    return item.text.removesuffix(CLIPPED) + _rest(draft, item)


def _rest(draft: Draft, item: NotCovered) -> str:
    """The words of the sentence behind those that are listed; where they are not found, all that was said there."""
    if not item.text.endswith(CLIPPED):
        return ""
    said = _tidy(" ".join(p.text for p in (draft.passage(i) for i in item.sources) if p is not None))
    listed = item.text.removesuffix(CLIPPED)
    for lead in (0, *(m.end() for m in re.finditer(r": ", listed))):
        _, found, after = said.partition(listed[lead:])
        if found and listed[lead:]:
            end = _SENTENCE_END.search(after)
            return after[: end.end()] if end else after
    return f" … {said}" if said else CLIPPED


def change_actions(draft: Draft, actions: Sequence[Action]) -> Draft:
    """Replace the actions by those entered; sources stay where the text is unchanged."""
    return replace(draft, actions=tuple(actions))


def _with(draft: Draft, section: Section) -> Draft:
    return replace(draft, sections=tuple(section if s.id == section.id else s for s in draft.sections))


def _next_number(draft: Draft) -> int:
    return 1 + max((x.number for s in draft.sections for x in s.lines), default=0)


_MARKS = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def _tidy(text: str) -> str:
    """Typed words without direction marks (they can reorder what a reader sees) and without stray spaces."""
    return " ".join(text.translate(_MARKS).split())
