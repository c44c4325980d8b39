"""Who speaks in a meeting, as far as the meeting itself says: children, family, professionals. Nobody is guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from drafting.devices import spoken_by_others
from drafting.small import Small
from drafting.speech import Sentence, Turn
from record.draft import Child
from record.naming import NAMELESS

FAMILY = (
    r"mum|mummy|mam|mother|dad|daddy|father|step-?dad|step-?mum|nan|nana|gran|grandma|grandmother|grandad|"
    r"grandfather|aunt|auntie|uncle|brother|sister|foster carer|carer|partner|parent"
)
_JOB = (
    r"social worker|chair|reviewing officer|iro|manager|teacher|head|senco|safeguarding lead|nurse|"
    r"health visitor|"
    r"midwife|doctor|gp|paediatrician|psychologist|therapist|therapy|psychiatrist|worker|officer|sergeant|"
    r"constable|detective|inspector|police|solicitor|advocate|coordinator|consultant|practitioner|mentor|tutor|"
    r"speech and language|sen team|support team|from the council|minute taker"
)
FAMILY_RE = Small(rf"\b(?:{FAMILY})\b")
_JOB_RE = Small(rf"\b(?:{_JOB})\b")
SELF = re.compile(
    r"\b(?:I'm|I am|my name is|my name's)\b(?! (?:not|just|going|gonna|sorry|sure|from)\b)[^.?!]{0,60}?",
    re.IGNORECASE,
)
_NAME = r"[A-Z][a-zà-öø-ÿ'’-]+(?:-[A-Z][a-zà-öø-ÿ]+)?"
_AGE = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|\d{1,2})"
)
_OWN = ("review", "plan", "EHC", "PEP", "assessment")
_CHILD: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (
        (", who", ", she", ", he"),
        re.compile(rf"\b({_NAME})(?: {_NAME})?, (?:who|she|he)(?:'s| is) {_AGE}\b"),
    ),
    (("'s ", " is "), re.compile(rf"\b({_NAME})(?:'s| is) {_AGE}(?=[,.]|$| years?\b)")),
    (_OWN, re.compile(rf"\b({_NAME})(?:'s|’s) [\w -]{{0,30}}\b(?:{'|'.join(_OWN)})\b")),
    ((" for ", " of "), re.compile(rf"\b(?:plan|review|conference) (?:for|of) ({_NAME})\b")),
    (
        (" own", " alone"),
        re.compile(
            rf"\b(?:see|saw|seen|visit(?:ed)?|time with|spoken to|spoke to) ({_NAME}) (?:on (?:his|her|"
            rf"their) own|alone)"
        ),
    ),
)
"""Each with what it has in it: where none of that was said, the pattern need not be looked for."""
_AND_CHILD = re.compile(rf"^,? and ({_NAME})(?:,? who(?:'s| is) {_AGE})?")
_NOT_NAMES = frozenset(
    [
        "I",
        "I'm",
        "I've",
        "I'll",
        "I'd",
        "He",
        "She",
        "It",
        "We",
        "They",
        "You",
        "That",
        "This",
        "There",
        "The",
        "And",
        "But",
        "So",
        "OK",
        "Yeah",
        "Yes",
        "No",
        "Not",
        "Right",
        "Well",
        "If",
        "When",
        "What",
        "Who",
        "Where",
        "Why",
        "How",
        "Mum",
        "Dad",
        "Nan",
        "Mummy",
        "Daddy",
        "Nana",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Year",
    ]
)
_AS_CHILD = Small(
    r"\b(?:mummy|daddy|mum'll|my mum|my dad|my nan|me and mum|tell mum|Mr [A-Z]\w+|Mrs [A-Z]\w+|Miss|Sir|"
    r"PE|maths|"
    r"homework|playtime|my teacher|my friends?|my room|my bed|when i'm older|star of the week|lunch)\b"
)
_AS_ADULT = Small(
    r"\b(?:my (?:kids|children|lad|girl|daughter|son)|me kids|appointment|i(?:'ve| have) got (?:him|her|"
    r"them) to school|"
    r"benefits|rent|mortgage|shift|assessment|referral|agency|conference|support|social worker|tablets|"
    r"housing)\b"
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody who speaks, and the first names of the children spoken about."""

    speakers: dict[str, Person] = field(repr=False)
    children: tuple[str, ...] = field(repr=False)
    borrowed: frozenset[int] = frozenset()
    """Turns on a child's device that somebody else seems to have spoken."""

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
    children = tuple(dict.fromkeys((*given, *_children(turns))))
    worker = _author(turns, author)
    speakers = {}
    for label in labels:
        speakers[label] = _person(label, turns, children, worker)
    young = [x for x, p in speakers.items() if p.role is Role.CHILD]
    shared = frozenset(n for label in young for n in spoken_by_others(turns, label))
    return People(speakers=speakers, children=children, borrowed=shared)


def first_name(name: str) -> str:
    """The first name of "Tyler Brook", and of "Brook, Tyler"."""
    after = name.split(",", 1)
    words = (after[1] if len(after) == 2 and after[1].strip() else name).split()
    return words[0].strip("'’") if words else name


def _children(turns: Sequence[Turn]) -> tuple[str, ...]:
    """First names said with a child's age, or as whose review, plan or visit it is: twice, or once at the start."""
    found: Counter[str] = Counter()
    for turn in turns:
        text = turn.text
        for needs, pattern in _CHILD:
            for match in pattern.finditer(text) if any(x in text for x in needs) else ():
                name = match[1]
                found[name] += 2 if turn.n < 12 else 1
                if more := _AND_CHILD.match(text[match.end() :]):
                    found[more[1]] += 2
    return tuple(n for n, seen in found.most_common(6) if seen >= 2 and n not in _NOT_NAMES)


def _author(turns: Sequence[Turn], author: str | None) -> str | None:
    """The label of the practitioner who writes the record, if their name is among the speakers."""
    if not author:
        return None
    wanted = set(re.findall(r"\w+", author.lower()))
    labels = dict.fromkeys(t.speaker for t in turns if t.speaker)
    return next((x for x in labels if wanted <= set(re.findall(r"\w+", x.lower()))), None)


def _person(label: str, turns: Sequence[Turn], children: Sequence[str], worker: str | None) -> Person:
    name = first_name(re.split(r"[(|\[]", label)[0])
    nameless = bool(NAMELESS.search(label))
    told = _introduction(label, name, turns, nameless)
    if label == worker:
        return Person(label=label, role=Role.AUTHOR, told=told)
    if name in children and not nameless:
        return Person(label=label, role=Role.CHILD, told=told)
    likely = _speaks_as_child(label, turns, children)
    if likely:
        return Person(label=label, role=Role.CHILD, told=told, sure=False, nameless=nameless)
    role = _part(label, told, nameless)
    return Person(label=label, role=role, told=told, nameless=nameless)


def _introduction(label: str, name: str, turns: Sequence[Turn], nameless: bool) -> Sentence | None:
    """Where somebody says who they are, or is introduced by name with their part."""
    for sentence in (s for t in turns if t.speaker == label for s in t.sentences[:8]):
        said = SELF.search(sentence.text)
        after = sentence.text[said.start() : said.start() + 130] if said else ""
        if _JOB_RE.search(after) or FAMILY_RE.search(after):
            return sentence
        if sentence.start > 900:
            break
    if nameless or not name:
        return None
    near = re.compile(
        rf"\b{re.escape(name)}\b(?: [A-Z]\w+)?(?:,| is| who's| who is| from|,? (?:she|"
        rf"he)'s)[^.]{{0,40}}?\b(?:{FAMILY}|{_JOB}|from)\b"
        rf"|\b(?:{FAMILY}),? {re.escape(name)}\b"
    )
    for turn in turns[:40]:
        for sentence in turn.sentences:
            if near.search(sentence.text):
                return sentence
    return None


def _speaks_as_child(label: str, turns: Sequence[Turn], children: Sequence[str]) -> bool:
    """Whether a speaker is greeted by a child's name, or speaks as children do and adults do not."""
    own = [t for t in turns if t.speaker == label]
    text = " ".join(t.text for t in own)
    words = max(1, len(text.split()))
    if _JOB_RE.search(own[0].text) or words < 20:
        return False
    called = 0
    for before, turn in pairwise(turns):
        if turn.speaker == label and before.speaker != label:
            called += any(
                re.search(rf"(?:^|[,.] ?|\b(?:hello|hi|hiya) ){re.escape(c)}[,.?!]", before.text)
                for c in children
            )
    as_child, as_adult = len(_AS_CHILD.findall(text)), len(_AS_ADULT.findall(text))
    if called >= 2 and as_adult <= 2 + words // 200:
        return True
    return as_child >= 4 and as_child * 100 / words >= 1.2 and as_adult <= as_child // 4


def introduced(text: str, name: str) -> str:
    """The few words of an introduction that are about that name: "Lee, Jayden's dad", "Callum from the team".

    In "Gemma, Jayden's mum, Lee, Jayden's dad" the mum is Gemma: words before a name are about it only where no
    other name comes before them. Empty if no words plainly belong to the name.
    """
    name = re.escape(name)
    after = re.search(
        rf"\b{name}\b(?: [A-Z][\w'’-]*)?(?:(?:, (?:the|a|an|our|my|his|her|their|[A-Z][\w-]*['’]s)|"
        rf",? who's|,? who is|,? is|,? she's|,? he's) "
        rf"[^,.?!]*\b(?:{FAMILY}|{_JOB})\b[^,.?!]*|,? from [^,.?!]*)",
        text,
    )
    before = re.search(rf"(?<!, )\b[A-Z][\w-]*['’]s (?:{FAMILY}),? {name}\b", text)
    found = after[0] if after else before[0] if before else ""
    return re.split(r" and (?=[A-Z])", found)[0].strip()


def _part(label: str, told: Sentence | None, nameless: bool) -> Role:
    if told:
        kin, job = FAMILY_RE.search(told.text), _JOB_RE.search(told.text)
        if told.speaker != label:
            near = introduced(told.text, first_name(re.split(r"[(|\[]", label)[0]))
            return Role.FAMILY if FAMILY_RE.search(near) and " from " not in near else Role.PROFESSIONAL
        if job and not (kin and kin.start() < job.start()):
            return Role.PROFESSIONAL
        if kin:
            return Role.FAMILY
    if _JOB_RE.search(label) or re.search(
        r"\[|\(|\|| - ", re.sub(r"\((?:Guest|Unverified|External)\)", "", label)
    ):
        return Role.PROFESSIONAL
    if nameless or "(Guest)" in label or "(Unverified)" in label or " " not in label.strip():
        return Role.FAMILY
    return Role.UNKNOWN
