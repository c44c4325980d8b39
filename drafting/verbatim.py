"""The drafter that needs no model: it gathers what was said, in the words used, under the sections of the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from drafting import (
    again,
    alone,
    attendance,
    contingency,
    days,
    decisions,
    gather,
    hold,
    left,
    notice,
    place,
    promises,
    speech,
    voice,
)
from drafting.people import People, Role, people
from drafting.siblings import elsewhere
from drafting.types import RecordType, SectionType
from record.draft import Action, Child, Draft, Flag, Kind, Line, NotCovered, Section, SectionId
from record.source import PassageId, Transcript

DRAFTER = "verbatim 1"
"""Named in every draft, so that a later reader knows what proposed its lines."""


@dataclass(slots=True)
class _Sheet:
    """The lines of each section, while they are being gathered."""

    lines: dict[SectionId, list[Line]] = field(default_factory=dict)

    def add(self, section: SectionId | None, lines: Iterable[Line]) -> None:
        if section is not None:
            self.lines.setdefault(section, []).extend(lines)

    @property
    def words(self) -> int:
        return sum(len(line.text.split()) for lines in self.lines.values() for line in lines)


def draft(
    transcript: Transcript,
    record_type: RecordType,
    *,
    child: Child | None = None,
    siblings: tuple[Child, ...] = (),
    author: str | None = None,
    occurred: str | None = None,
) -> Draft:
    """A record of that type as proposed for that child. Pure; needs a transcript with words.

    Analysis is left blank with its prompts; decisions are only those that were stated, in the words used. What must
    not simply be written (`hold.Why`) stands in a held-out section or under what is not covered. What names only a
    sibling is in no part of this draft. `occurred` is when the meeting was, as `record.dates.moment` tells it: with it
    a day that was said has its date behind it, where the words fix one.
    """
    turns = speech.turns(transcript)
    who = people(turns, child=child, siblings=siblings, author=author)
    apart = elsewhere(turns, child, siblings, who)
    # What a television says is nobody's, and stands nowhere but in the question whether it was one.
    apart |= {s.n for t in turns if t.speaker in who.sets for s in t.sentences}
    held: dict[int, object] = {**hold.held(turns, who), **dict.fromkeys(apart)}
    said = sum(t.words for t in turns)
    sections = record_type.sections
    sheet = _Sheet()

    meets: set[int] = set()
    if next_time := again.section(sections):
        for line, numbers in again.lines(turns, held):
            sheet.add(next_time, [line])
            meets |= set(numbers)
    actions, promised = promises.promises(turns, who, held, used=meets)
    if met := days.meeting_day(occurred):
        actions = tuple(replace(a, due=days.with_date(a.due, met)) if a.due else a for a in actions)
    present = place.first(sections, Kind.ATTENDANCE)
    if present:
        sheet.add(present, attendance.lines(turns, who, held))
        for line, objected in notice.lines(turns, who, held):
            sheet.add(present, [line])
            meets |= objected
    speaks = place.first(sections, Kind.VOICE)
    secret = hold.asked_by_child(turns, who, held) if speaks else frozenset()
    silent = {n: why for n, why in held.items() if n not in secret}
    quoted, unquoted = voice.quotations(turns, who, silent, voice.room(turns, who) if speaks else 0)
    sheet.add(speaks, _quotations(quoted, who, secret, several=bool(siblings)))
    used = {s.n for q in quoted for s in q.sentences}
    waiting = {n: why for n, why in held.items() if n not in used}
    used |= promised | meets | (attendance.sentences(turns, who, held) if present else set())
    decides = place.first(sections, Kind.DECISION)
    if decides:
        for line, numbers in decisions.lines(turns, who, held):
            sheet.add(decides, [line])
            used |= set(numbers)
        views = place.first(sections, Kind.FAMILY_VIEWS) or decides
        for line, numbers, family in decisions.dissent(turns, who, held, used):
            sheet.add(views if family else decides, [line])
            used |= set(numbers)
        for line, numbers in decisions.recommended(turns, who, held, used):
            sheet.add(decides, [line])
            used |= set(numbers)
    if falls_back := place.first(sections, Kind.CONTINGENCY):
        for line, numbers in contingency.lines(turns, who, held, used):
            sheet.add(falls_back, [line])
            used |= set(numbers)
    passed_on = place.passed_on(sections)
    if passed_on:
        restricted = place.first(sections, Kind.THIRD_PARTY) == passed_on
        sheet.add(passed_on, left.third_party(turns, waiting, restricted=restricted))
    spent = sheet.words + sum(len(a.text.split()) + 3 for a in actions)
    placer = place.Placer(record_type, family=_family(who))
    gathered = gather.lines(turns, who, held, used, gather.room(said) - spent, placer)
    for section, line in gathered.placed:
        sheet.add(section, [line])
    omitted = left.not_covered(
        turns,
        who,
        waiting,
        apart,
        used | gathered.used,
        # What is held out is listed as that already.
        [q for q in unquoted if not all(s.n in held for s in q.sentences)],
        room=max(120, int(left.ROOM * said)),
        third_party=passed_on is not None,
        rare=gathered.rare,
    )
    return _draft(
        transcript, record_type, child, occurred, _sections(sections, sheet, who, turns), actions, omitted
    )


def _family(who: People) -> bool:
    return not who.speakers or any(p.role is Role.FAMILY for p in who.speakers.values())


def _quotations(
    quoted: Sequence[voice.Quotation], who: People, secret: frozenset[int], *, several: bool
) -> list[Line]:
    lines: list[Line] = []
    for q in quoted:
        speaker = q.sentences[0].speaker
        person = who.speakers.get(speaker or "")
        flags: tuple[Flag, ...] = ()
        if person and not person.sure and not any(line.speaker == speaker for line in lines):
            reason = attendance.taken_for_a_child(person)
            flags = (Flag(code="who-spoke", reason=reason),)
        elif several and (q.reported or not (person and person.sure)):
            reason = "More than one child of this family is spoken of in this meeting. Check whose words these are."
            flags = (Flag(code="whose-words", reason=reason),)
        elif not q.sure:
            reason = "It is not plain whose words these are. Check that they are the child's."
            flags = (Flag(code="whose-words", reason=reason),)
        if any(s.n in secret for s in q.sentences):
            reason = "The child asked that somebody is not told this. Decide who may read it."
            flags = (*flags, Flag(code="not-to-be-told", reason=reason, serious=True))
        if q.asked:
            lines.append(_question(q.asked))
        lines.append(
            Line(
                number=0,
                text=q.text,
                sources=alone.sources(q.sentences),
                quote=True,
                speaker=speaker,
                flags=flags,
            )
        )
    return lines


def _question(asked: Sequence[speech.Sentence]) -> Line:
    """What a child answers, in a line of its own: the child's words stand alone, and exactly as they were said."""
    said = " ".join(s.text for s in asked)
    by = asked[0].speaker or ""
    asks = f"{by} asked" if by else "Asked"
    return Line(
        number=0,
        text=f"{asks if asked[-1].asks else by or 'Before it'}: “{speech.tidy(said)}”",
        sources=alone.sources(asked),
        speaker=asked[0].speaker,
    )


def _sections(
    types: Sequence[SectionType], sheet: _Sheet, who: People, turns: Sequence[speech.Turn]
) -> tuple[Section, ...]:
    sections = []
    number = 0
    for s in types:
        lines = []
        for line in sheet.lines.get(s.id, []):
            number += 1
            lines.append(replace(line, number=number, flags=line.flags or _unsourced(line)))
        asked = attendance.prompts(who, turns) if s.kind is Kind.ATTENDANCE else ()
        sections.append(
            Section(
                id=s.id,
                title=s.title,
                kind=s.kind,
                required=s.required,
                prompts=(*s.prompts, *asked),
                lines=tuple(lines),
            )
        )
    return tuple(sections)


def _unsourced(line: Line) -> tuple[Flag, ...]:
    if line.sources:
        return ()
    return (
        Flag(
            code="rests-on-nothing", reason="Nothing in the transcript is cited for this line.", serious=True
        ),
    )


def _draft(
    transcript: Transcript,
    record_type: RecordType,
    child: Child | None,
    occurred: str | None,
    sections: tuple[Section, ...],
    actions: tuple[Action, ...],
    omitted: tuple[NotCovered, ...],
) -> Draft:
    cited: set[PassageId] = {id for s in sections for line in s.lines for id in line.sources}
    cited |= {id for a in actions for id in a.sources} | {id for n in omitted for id in n.sources}
    return Draft(
        record_type=record_type.id,
        title=record_type.title,
        drafter=DRAFTER,
        attributed=transcript.attributed,
        child=child,
        sections=sections,
        actions=actions,
        not_covered=omitted,
        passages=tuple(p for p in transcript.passages if p.id in cited),
        occurred=occurred,
    )
