"""What we propose to write: sections of lines, each of which knows the passages that it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from record.source import Passage, PassageId
from record.terms import RecordTypeId

SectionId = NewType("SectionId", str)


class Kind(StrEnum):
    """What a section holds, and so who may write it (`section_kinds` of the record types)."""

    METADATA = "metadata"
    ATTENDANCE = "attendance"
    OBSERVATION = "observation"
    FACTS = "facts"
    VOICE = "voice"
    FAMILY_VIEWS = "family-views"
    AGENCY = "agency-information"
    PLAN = "plan-progress"
    ANALYSIS = "analysis"
    DECISION = "decision-by-professional"
    ACTIONS = "actions"
    CONTINGENCY = "contingency"
    CHRONOLOGY = "chronology"
    THIRD_PARTY = "third-party"
    DISTRIBUTION = "distribution"


HELD_OUT = frozenset({Kind.THIRD_PARTY, Kind.CHRONOLOGY, Kind.DISTRIBUTION})
"""Kinds of which nothing is filed unless a person adds it."""


class Origin(StrEnum):
    """Whose words a line is in."""

    DRAFTED = "drafted"
    CHANGED = "changed"
    OWN = "own"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """The person in whose file a record is to stand, as the case system names them. Born: ISO date."""

    reference: str
    name: str = field(repr=False)
    born: str = field(repr=False)
    worker: str | None = field(default=None, repr=False)


def known(child: Child) -> Child | None:
    """None where nobody could be looked up: then a draft has its file's number alone."""
    return child if child.name else None


def is_same(one: Child, other: Child) -> bool:
    """Whether they are one person, as two case systems, or two accounts of one, know them: born on one day, and either
    of the same names, in whatever order, or of the same number, since a council that moves takes its numbers along."""
    if one.born != other.born:
        return False
    names, others = (sorted(re.findall(r"\w+", c.name.casefold())) for c in (one, other))
    return names == others or (bool(one.born) and one.reference == other.reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something a person must look at. A serious flag blocks until it is changed, kept with a reason, or left out."""

    code: str
    reason: str = field(repr=False)
    serious: bool = False


WORDING = "wording"
"""Code of a flag on words that need care. It asks for nothing: it is shown, and not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerName:
    """Who it is whom the transcript only labels ("Speaker 1"), as the practitioner says: "Donna Brook, mother"."""

    label: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Words as they stood before speakers were named in them (`record.naming`); `who` spoke, or has an action."""

    text: str = field(repr=False)
    who: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence or quotation. `quote` marks a person's own words, exact, which cannot be reworded.

    `kept` is the reason a person gave for keeping a flagged line; `left_out` says that they took it out.
    """

    number: int
    text: str = field(repr=False)
    sources: tuple[PassageId, ...] = ()
    flags: tuple[Flag, ...] = ()
    origin: Origin = Origin.DRAFTED
    quote: bool = False
    speaker: str | None = field(default=None, repr=False)
    kept: str | None = field(default=None, repr=False)
    left_out: bool = False
    labelled: Labelled | None = field(default=None, repr=False)

    @property
    def blocks(self) -> bool:
        """True while a serious flag on this line still waits for a person."""
        return not self.left_out and self.kept is None and any(flag.serious for flag in self.flags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the record. `prompts` are the questions put to the practitioner where nothing is drafted.

    `needs_words` is true while a person must write something here before the record can be approved.
    """

    id: SectionId
    title: str
    kind: Kind
    required: bool
    prompts: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def needs_words(self) -> bool:
        """A required section in which nothing stands, and of a kind that only a person can fill."""
        return self.required and self.kind in PERSONAL and not any(not line.left_out for line in self.lines)


PERSONAL = frozenset({Kind.METADATA, Kind.ATTENDANCE, Kind.OBSERVATION, Kind.ANALYSIS, Kind.VOICE})
"""Kinds that a person must complete when the meeting gave nothing for a required section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Who will do what by when, as said. Owner or due is None when nobody said it; neither is ever made up.
    Behind a due day stands its date, where the words and the day of the meeting fix one: "Friday (13 November 2026)".
    """

    text: str = field(repr=False)
    owner: str | None = field(default=None, repr=False)
    due: str | None = field(default=None, repr=False)
    sources: tuple[PassageId, ...] = ()
    left_out: bool = False
    labelled: Labelled | None = field(default=None, repr=False)
    flags: tuple[Flag, ...] = ()


class Omission(StrEnum):
    """What became of something said but not drafted."""

    UNDECIDED = "undecided"
    ADDED = "added"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCovered:
    """Something said that the draft leaves out. Serious ones (risk, the child's words) block until decided."""

    kind: str
    text: str = field(repr=False)
    sources: tuple[PassageId, ...] = ()
    serious: bool = False
    fate: Omission = Omission.UNDECIDED
    labelled: Labelled | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One record as proposed, self-contained: `passages` holds every passage that it cites, so that a card can
    show the words under a line without reading the transcript again.
    """

    record_type: RecordTypeId
    title: str
    drafter: str
    attributed: bool
    child: Child | None
    sections: tuple[Section, ...]
    actions: tuple[Action, ...] = ()
    not_covered: tuple[NotCovered, ...] = ()
    passages: tuple[Passage, ...] = field(default=(), repr=False)
    occurred: str | None = None
    """When the meeting took place, in words for people ("Tuesday 10 November 2026, 4:10pm"), if known."""
    comment: str | None = field(default=None, repr=False)
    """What its second approver wants changed, until its author saves anything. It is in no text that is filed."""
    comment_by: str | None = None
    names: tuple[SpeakerName, ...] = field(default=(), repr=False)
    """Speakers whom the practitioner has named; their passages and lines say so already."""

    def passage(self, wanted: PassageId) -> Passage | None:
        """The cited passage of that id."""
        return next((p for p in self.passages if p.id == wanted), None)
