"""What people in a meeting are to each other, in the words in which they were introduced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from drafting.introductions import said_of
from drafting.people import People, Person
from drafting.small import Small
from drafting.units import Unit
from drafting.wording.stems import stem

_ROLE = Small(
    r"\b(social worker|head of year|idva|fsw|nursery manager|health visitor|"
    r"reviewing officer|iro|chair|deputy head|headteacher|head ?teacher|head|teacher|"
    r"teaching assistant|senco|tutor|nurse|school nursing|midwife|doctor|gp|paediatrician|registrar|paeds reg|"
    r"ed(?:ucational)? psych|psychologist|psychiatrist|speech and language|salt|therapist|team manager|manager|"
    r"safeguarding lead|inspector|key ?worker|eps?|"
    r"family support worker|support worker|foster carer|carer|advocate|solicitor|police|sergeant|constable|"
    r"mum|mom|mummy|mother|dad|father|stepdad|nan|gran|grandma|grandmother|grandad|aunt|uncle|brother|sister)\b"
)
_SAME = {
    "mummy": "mum", "mother": "mum", "father": "dad", "gran": "nan", "grandma": "nan", "grandmother": "nan",
    "gp": "doctor", "mom": "mum", "fsw": "family support worker", "school nursing": "nurse",
    "paeds reg": "registrar", "ed psych": "psychologist", "educational psych": "psychologist",
    "ep": "psychologist", "eps": "psychologist", "speech and language": "therapist", "salt": "therapist",
    "team manager": "manager", "reviewing officer": "iro", "head teacher": "headteacher", "sergeant": "police",
    "constable": "police", "support worker": "family support worker",
}  # fmt: skip
_MUTTERED, _NAME_WITHIN, _SHORT = 2, 3, 90
"""Words of a turn in which somebody may say who they are, those among which their name is, and how far it is read."""
_RANK = re.compile(r"(?:D?(?:S|C|I|CI)|PC|PS|Sgt|Sergeant|Insp|Inspector|WPC) [A-Z]")
"""How the label of a police officer begins."""
_SELF = re.compile(r"\b(?:I'm|I am|my name is|my name's)\b", re.IGNORECASE)


def roles(
    people: People, units: Sequence[Unit], parts: Mapping[str, frozenset[str]], labels: Mapping[str, set[str]]
) -> dict[str, set[str]]:
    """Speaker labels by role, for those that were introduced: by their label, by themselves, or by another.

    `parts`: the roles in which each name was spoken of; `labels`: whose names they are.
    """
    found: dict[str, set[str]] = {}
    for unit in units:
        said = _SAYS_WHO.search(unit.text) if unit.speaker and not unit.asks else None
        for role in named(_ANOTHERS.split(unit.text[said.start() : said.start() + 60])[0]) if said else ():
            found.setdefault(role, set()).add(unit.speaker or "")
    for label, role in _first_words(units, labels):
        found.setdefault(role, set()).add(label)
    for label, person in people.speakers.items():
        for role in named(_about(label, person)):
            found.setdefault(role, set()).add(label)
        if _RANK.match(label):
            found.setdefault("police", set()).add(label)
    for name, theirs in parts.items():
        if len(labels.get(name, ())) == 1:
            for role in theirs:
                found.setdefault(role, set()).update(labels[name])
    return found


def _first_words(units: Sequence[Unit], labels: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Who says their own name first, with the role that follows: "Ann Roe. School nurse.", "Dani. Mum."."""
    seen: set[str] = set()
    for turn in (list(group) for _, group in groupby(units, key=lambda u: u.turn)):
        label = turn[0].speaker
        if not label or label in seen or sum(len(u.words) for u in turn) < _MUTTERED:
            continue
        first = turn[0].words[:_NAME_WITHIN]
        if any(label in labels.get(w.stem, ()) for w in first if w.capital):
            seen.add(label)
            text = " ".join(u.text for u in turn)[:_SHORT]
            yield from ((label, role) for role in named(_ANOTHERS.split(text)[0])[:1])


def named(text: str) -> list[str]:
    """The roles that a text names, each in one form."""
    return [_SAME.get(x, x) for x in _ROLE.findall(text)]


_SAYS_WHO = re.compile(
    r"\b(?:I['’]m|I am|[Mm]y name is|[Mm]y name['’]s) (?=(?:the|an?|his|her|their|your|one of)\b|[A-Z])"
)
_ANOTHERS = re.compile(
    r"['’]s (?!mum|mummy|dad|nan|mother|father)|,? (?:and|with|not|from) (?!the\b)", re.IGNORECASE
)
"""Where an introduction goes on to something else: "I'm Ann, and Bob's the chair"."""
_NAME = r"(?<!\bat )(?<!\bin )(?<!\bon )(?<!\bfrom )([A-Z][a-zà-öø-ÿ-]+)(?: [A-Z][\w'’-]+)?(?!['’]s)"
_BEFORE = re.compile(
    rf"\b{_NAME}(?: (?:on|this|next) [A-Z][a-z]+day)?"
    rf"(?:,|,? is|,? that(?:'s| is)|,? who(?:'s| is)|,? (?:and )?I(?:'m| am)) "
    r"(?:(?:the|a|an|our|my|his|her|their|[A-Z][\w-]*['’]s) (?:[a-z]+ ){0,2})?$"
)
""" "Ann Roe, the school " before a role."""
_AFTER = re.compile(rf"^(?: {_NAME}|,? (?:is )?{_NAME}(?=,))")
""" " Ann Roe" or ", Ann Roe," after one; a name at the end of a sentence may be of somebody spoken to."""
_DOES = re.compile(
    r" (?:(?:is|was)(?! [A-Z])|has|had|will|would|wants?|says?|said|does|doesn|did|didn|can)\b"
)
_RELATIVES = frozenset(
    [
        "mum",
        "mummy",
        "mother",
        "dad",
        "father",
        "stepdad",
        "nan",
        "gran",
        "grandma",
        "grandad",
        "aunt",
        "uncle",
    ]
)
_OPENS = frozenset([
    "I", "The", "And", "But", "So", "Yes", "Yeah", "No", "OK", "Okay", "Right", "Well", "Dr", "Mr", "Mrs", "Ms",
    "Hello", "Hi", "Hiya", "Morning", "Thanks", "Sorry", "Bye", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
    "Saturday", "Sunday",
])  # fmt: skip
_SPOKEN_TO = re.compile(
    rf"\b(?:hello|hi|hiya|morning|afternoon|evening|thanks|thank you|sorry|welcome),? {_NAME},? "
    r"(?:and )?I(?:'m| am) [^.?!]*$",
    re.IGNORECASE,
)
""" "Hello Ann, I'm the nurse": the nurse is who says so."""


def parts(text: str) -> Iterator[tuple[str, str]]:
    """Names, by their stems, with the roles in which a text has them: "the health visitor, Ann,", "Ann, the nurse"."""
    for match in _ROLE.finditer(text):
        spoken_to = _SPOKEN_TO.search(text[: match.start()])
        before, after = (
            None if spoken_to else _BEFORE.search(text[: match.start()]),
            _AFTER.search(text[match.end() :]),
        )
        found = (before[1] if before else "", *(after.groups() if after else ()))
        if text[match.end() : match.end() + 2] in ("'s", "’s"):
            continue  # "Jo, that's Mum's mum"
        if _DOES.match(text[match.end() :]) and match[0] in _RELATIVES:
            continue  # "Jo wants that, Dad wants him to stay": what Dad does
        for name in found[:1] if found[0] else found:
            if name and name not in _OPENS:
                yield stem(name), _SAME.get(match[0], match[0])


def introductions(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """The roles in which each name was spoken of, by its stem."""
    found: dict[str, frozenset[str]] = {}
    for text in texts:
        for name, role in parts(text):
            found[name] = found.get(name, frozenset()) | {role}
    return found


def _about(label: str, person: Person) -> str:
    """The words of an introduction that are about this person, and what their label says in brackets."""
    extra = " ".join(re.findall(r"[(\[|](.*)$", label))
    if person.told is None:
        return extra
    if person.told.speaker == label:
        said = _SAYS_WHO.search(person.told.text)
        first = said.start() if said else 0 if not _SELF.search(person.told.text) else len(person.told.text)
        return f"{person.told.text[first : first + 90]} {extra}"
    return f"{said_of(person.told.text, label)} {extra}"
