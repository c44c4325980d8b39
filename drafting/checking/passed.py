"""What somebody passes on, "Kim says he's moving out", where a record would tell it as a fact."""

from __future__ import annotations

import re

from drafting.checking.claim import Claim
from drafting.checking.who import always_capital
from drafting.evidence import Meeting
from drafting.units import Unit
from drafting.wording.stems import stem
from drafting.wording.words import Word

_SHARE = 0.36
"""Share of the sentence that must stand where it was passed on."""
_CLOSE = 0.8
"""Places that hold nearly as much: at each of them it must be passed on."""
_AFTER = 0.6
"""Share of what stands in that sentence that must come after "she says"."""
_WHO = (
    r"(?:[A-Z][a-z'’-]+|another [a-z]+(?: in (?:year )?[a-z]+(?: [a-z]+)?)?|"
    r"one of the [a-z]+(?: (?:at|on|in) the [a-z]+)?|"
    r"s?he|her|they|(?:some|any)(?:body|one)|people|folks?|neighbours?|everyone|everybody|"
    r"mu?m(?:my)?|mam|mom|dad|nan(?:ny)?|gran|"
    r"(?:her|his|my|me|our|their|the|a|some|one of the|that) [a-z]+(?: [a-z]+)?)"
)
_SAYS = (
    r"(?:said|says?|reckons?|thinks?|thought|heard|hears?|goes(?=,)|was saying|is saying|(?:been |was |is )?telling|"
    r"told|tells|swears?|claims?|makes? out|let (?:on|slip)|seems to think|mentioned)"
)
_WHERE = r" (?:at|from|over|next|up|down|across|opposite|what|who)\b[a-z0-9 '’-]{1,24}?,?"
""" "Kim at number nine", "Kim what lives opposite,"."""
PASSES = re.compile(
    rf"(?<![\w'’])(?P<who>{_WHO})(?:{_WHERE})?(?:['’](?:s|d|ve)| has| have| had)? "
    rf"(?:also |just |only |all |been |always )*{_SAYS}\b"
    r"|\b(?i:apparently|supposedly|allegedly|according to|word is|rumour has it|I(?:['’]ve| have)? heard|"
    r"(?:some|any)(?:body|one)(?:['’]s| has)? (?:seen|saw|told|heard)|so I['’]m told|from what I(?:['’]ve)? hear)\b"
)
_BY_OFFICE = re.compile(
    r"\b(?:police|school|nursery|hospital|doctor|gp|nurse|midwife|visitor|worker|manager|teacher|head|council|court|judge|"
    r"solicitor|legal|panel|team|officer|letter|report|plan|register|log|email|consultant|paediatrician|psychologist|"
    r"therapist|social care|iro|chair|dentist|college|agency|housing|landlord)\b",
    re.IGNORECASE,
)
"""Those whose word a record may well take over: what they say of their own work is no hearsay."""
_MEANS_ANOTHER = frozenset(["he", "she", "they", "her", "him"])
_KIN = re.compile(
    r"(?:mu?m|mam|mom|dad|nan|gran|mummy|daddy|mommy|nanny|grandad|auntie|uncle)$", re.IGNORECASE
)


def passed_on(claim: Claim, meeting: Meeting) -> tuple[Unit, str] | None:
    """Where a sentence was passed on and nowhere said otherwise, with the words that show it; None where it was not."""
    weights = claim.weighed
    ranked = meeting.ranked(weights, 5)
    if not ranked or ranked[0][0] < _SHARE * sum(weights.values()):
        return None
    close = [meeting.units[n] for score, n in ranked if score >= _CLOSE * ranked[0][0]]
    found: tuple[Unit, str] | None = None
    denies_too = any(w.denied for w in claim.words)
    for unit in close:
        here = {w: weights[w.stem] for w in unit.words if w.stem in weights}
        # A question tells nothing, and what is denied is not what the record tells.
        if not here or unit.asks or (not denies_too and any(w.denied for w in here)):
            continue
        shown = _marked(unit, here, meeting, claim)
        if not shown:
            return None
        found = found or (unit, shown)
    return found


def _marked(unit: Unit, here: dict[Word, float], meeting: Meeting, claim: Claim) -> str:
    """The words that pass it on, where most of what is looked for stands after them; empty where nothing does."""
    for match in PASSES.finditer(unit.text):
        who = match["who"]
        if not _is_layperson(who, meeting) or (who and stem(who) in claim.stems):
            continue  # what somebody tells of themselves is their own account
        if who and who.lower() in _MEANS_ANOTHER and _BY_OFFICE.search(unit.text[: match.start()]):
            continue  # "the school rang, they said"
        after = sum(x for w, x in here.items() if w.begins >= match.end())
        if after >= _AFTER * sum(here.values()):
            return match[0]
    return ""


def _is_layperson(who: str | None, meeting: Meeting) -> bool:
    """Whether it is somebody whose word is only that: a neighbour, "she", one whom the meeting calls by name."""
    if who is None:
        return True  # "apparently"
    if _BY_OFFICE.search(who):
        return False
    if who[0].isupper() and " " not in who and who.lower() not in ("she", "he", "her", "they"):
        begins = who.lower() in (
            "somebody",
            "someone",
            "anybody",
            "people",
            "everyone",
            "everybody",
            "neighbours",
        )
        return (
            begins
            or bool(_KIN.match(who))
            or stem(who) in meeting.who.known
            or always_capital(stem(who), meeting)
        )
    return True
