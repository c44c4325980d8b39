"""What people in a meeting are to each other, in the words in which they were introduced."""

from __future__ import annotations

import re

from drafting.people import People, Person, first_name, introduced

_ROLE = re.compile(
    r"\b(social worker|health visitor|reviewing officer|iro|chair|deputy head|headteacher|head ?teacher|head|teacher|"
    r"teaching assistant|senco|tutor|nurse|midwife|doctor|gp|paediatrician|psychologist|psychiatrist|therapist|"
    r"family support worker|support worker|foster carer|carer|advocate|solicitor|police|sergeant|constable|"
    r"mum|mummy|mother|dad|father|stepdad|nan|gran|grandma|grandmother|grandad|aunt|uncle|brother|sister)\b",
    re.IGNORECASE,
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
    return [_SAME.get(x.lower(), x.lower()) for x in _ROLE.findall(text)]


def _about(label: str, person: Person) -> str:
    """The words of an introduction that are about this person, and what their label says in brackets."""
    extra = " ".join(re.findall(r"[(\[|](.*)$", label))
    if person.told is None:
        return extra
    if person.told.speaker == label:
        said = _SELF.search(person.told.text)
        return f"{person.told.text[said.start() : said.start() + 90] if said else ''} {extra}"
    return f"{introduced(person.told.text, first_name(re.split(r'[(|]', label)[0]))} {extra}"
