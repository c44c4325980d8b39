"""Who speaks in a meeting, as far as the meeting itself says: children, family, professionals. Nobody is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from drafting import background, young
from drafting import children as kids
from drafting.devices import spoken_by_others
from drafting.introductions import FAMILY_RE, JOB_RE, first_name, introduction, said_of
from drafting.speech import Sentence, Turn
from record.draft import Child
from record.naming import NAMELESS
from record.values import replace

_RANK = re.compile(r"^(?:DCI|DI|DS|DC|PC|PS|Sgt|Insp|Dr|Prof)\b")
"""A rank or title in a label."""
_CALLED = 2
"""Times that somebody must be called by a name just before they speak: once may be to another."""


class Role(StrEnum):
    """In what part somebody speaks."""

    CHILD = "child"
    FAMILY = "family"
    PROFESSIONAL = "professional"
    AUTHOR = "author"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A speaker. `told` is the sentence in which their part was said, if it was; `sure` is false where the part
    of a child was read from the way they speak, which a person must confirm.
    """

    label: str = field(repr=False)
    role: Role
    told: Sentence | None = field(default=None, repr=False)
    sure: bool = True
    nameless: bool = False
    called: str = field(default="", repr=False)
    """The name by which a nameless speaker seems to be called, for the practitioner to confirm."""
    why: str = field(default="", repr=False)
    """What makes the part of a child likely, where it is not sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody who speaks, and the first names of the children spoken about."""

    speakers: dict[str, Person] = field(repr=False)
    children: tuple[str, ...] = field(repr=False)
    borrowed: frozenset[int] = frozenset()
    """Turns on a child's device that somebody else seems to have spoken."""
    sets: frozenset[str] = frozenset()
    """Labels at which a television or radio seems to speak."""

    def part(self, turn: Turn) -> Role:
        """In what part a turn is spoken: on a shared device not always its owner's."""
        return Role.UNKNOWN if turn.n in self.borrowed else self.role(turn.speaker)

    def role(self, speaker: str | None) -> Role:
        person = self.speakers.get(speaker or "")
        return person.role if person else Role.UNKNOWN


def people(
    turns: Sequence[Turn], *, child: Child | None, siblings: Sequence[Child], author: str | None
) -> People:
    """Work out who is who from what people say of themselves and each other."""
    given = tuple(first_name(c.name) for c in (*((child,) if child else ()), *siblings))
    labels = dict.fromkeys(t.speaker for t in turns if t.speaker)
    signs = young.signs(turns)
    spoken = young.spoken_to(turns, signs)
    children = tuple(dict.fromkeys((*given, *kids.names(turns))))
    worker = _author(turns, author)
    speakers = {}
    for label in labels:
        speakers[label] = _person(label, turns, children, worker, signs[label], spoken)
    likely = (p.called for p in speakers.values() if p.role is Role.CHILD and p.called)
    children = tuple(dict.fromkeys((*children, *likely)))
    grown = spoken - {*children}
    for label, p in speakers.items():
        name = signs[label].name(grown) if p.nameless and p.role is not Role.CHILD else ""
        if name and signs[label].called[name] >= _CALLED:
            speakers[label] = replace(p, called=name)
    small = [x for x, p in speakers.items() if p.role is Role.CHILD]
    shared = frozenset(n for label in small for n in spoken_by_others(turns, label))
    return People(speakers=speakers, children=children, borrowed=shared, sets=background.voices(turns))


def _author(turns: Sequence[Turn], author: str | None) -> str | None:
    """The label of the practitioner who writes the record, if their name is among the speakers."""
    if not author:
        return None
    wanted = set(re.findall(r"\w+", author.lower()))
    labels = dict.fromkeys(t.speaker for t in turns if t.speaker)
    return next((x for x in labels if wanted <= set(re.findall(r"\w+", x.lower()))), None)


def _person(
    label: str,
    turns: Sequence[Turn],
    children: Sequence[str],
    worker: str | None,
    signs: young.Signs,
    spoken: frozenset[str],
) -> Person:
    name = first_name(re.split(r"[(|\[]", label)[0])
    nameless = bool(NAMELESS.search(label))
    told = introduction(label, name, turns, nameless)
    called = signs.name(spoken) if nameless else ""
    if label == worker:
        return Person(label=label, role=Role.AUTHOR, told=told)
    if name in children and not nameless:
        return Person(label=label, role=Role.CHILD, told=told)
    role = _part(label, told, nameless)
    # Who has a name of their own is not the child whom somebody names before they speak.
    known = frozenset(children) if nameless else frozenset[str]()
    if signs.child(known) and not (told and told.speaker == label) and role is not Role.PROFESSIONAL:
        return Person(
            label=label,
            role=Role.CHILD,
            told=told,
            sure=False,
            nameless=nameless,
            called=signs.name(known) or called,
            why=signs.why(known),
        )
    return Person(label=label, role=role, told=told, nameless=nameless)


def _part(label: str, told: Sentence | None, nameless: bool) -> Role:
    if told:
        kin, job = FAMILY_RE.search(told.text), JOB_RE.search(told.text)
        if told.speaker != label:
            near = said_of(told.text, label)
            return Role.FAMILY if FAMILY_RE.search(near) and " from " not in near else Role.PROFESSIONAL
        if job and not (kin and kin.start() < job.start()):
            return Role.PROFESSIONAL
        if kin:
            return Role.FAMILY
    if (
        JOB_RE.search(label)
        or _RANK.search(label)
        or re.search(r"\[|\(|\|| - ", re.sub(r"\((?:Guest|Unverified|External)\)", "", label))
    ):
        return Role.PROFESSIONAL
    if nameless or "(Guest)" in label or "(Unverified)" in label or " " not in label.strip():
        return Role.FAMILY
    return Role.UNKNOWN
