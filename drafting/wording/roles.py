"""What people in a meeting are to each other, in the words in which they were introduced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from drafting.introductions import said_of
from drafting.people import People, Person
from drafting.small import Small
from drafting.wording.stems import stem

_ROLE = Small(
    r"\b(social worker|health visitor|reviewing officer|iro|chair|deputy head|headteacher|head ?teacher|head|teacher|"
    r"teaching assistant|senco|tutor|nurse|midwife|doctor|gp|paediatrician|psychologist|psychiatrist|therapist|"
    r"family support worker|support worker|foster carer|carer|advocate|solicitor|police|sergeant|constable|"
    r"mum|mummy|mother|dad|father|stepdad|nan|gran|grandma|grandmother|grandad|aunt|uncle|brother|sister)\b"
)
_SAME = {
    "mummy": "mum", "mother": "mum", "father": "dad", "gran": "nan", "grandma": "nan", "grandmother": "nan",
    "gp": "doctor", "reviewing officer": "iro", "head teacher": "headteacher", "sergeant": "police",
    "constable": "police", "support worker": "family support worker",
}  # fmt: skip
_SELF = re.compile(r"\b(?:I'm|I am|my name is|my name's)\b", re.IGNORECASE)


def roles(people: People) -> dict[str, set[str]]:
    """Speaker labels by role, for those that were introduced."""
    found: dict[str, set[str]] = {}
    for label, person in people.speakers.items():
        for role in named(_about(label, person)):
            found.setdefault(role, set()).add(label)
    return found


def named(text: str) -> list[str]:
    """The roles that a text names, each in one form."""
    return [_SAME.get(x, x) for x in _ROLE.findall(text)]


_NAME = r"([A-Z][a-zà-öø-ÿ-]+)(?: [A-Z][\w'’-]+)?(?!['’]s)"
_BEFORE = re.compile(
    rf"\b{_NAME}(?:,|,? is|,? who(?:'s| is)|,? (?:and )?I(?:'m| am)) "
    r"(?:(?:the|a|an|our|my|his|her|their|[A-Z][\w-]*['’]s) (?:[a-z]+ ){0,2})?$"
)
""" "Ann Roe, the school " before a role."""
_AFTER = re.compile(rf"^(?: {_NAME}|,? (?:is )?{_NAME}(?=,))")
""" " Ann Roe" or ", Ann Roe," after one; a name at the end of a sentence may be of somebody spoken to."""
_OPENS = frozenset([
    "I", "The", "And", "But", "So", "Yes", "Yeah", "No", "OK", "Okay", "Right", "Well", "Dr", "Mr", "Mrs", "Ms",
    "Hello", "Hi", "Hiya", "Morning", "Thanks", "Sorry",
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
        for name in found:
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
        said = _SELF.search(person.told.text)
        return f"{person.told.text[said.start() : said.start() + 90] if said else person.told.text} {extra}"
    return f"{said_of(person.told.text, label)} {extra}"
