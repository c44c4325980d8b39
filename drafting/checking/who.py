"""The person at a word of a record, by name or by what they are there: "Dan", "the social worker", "her mother"."""

from __future__ import annotations

from dataclasses import dataclass, field

from drafting.checking.claim import Claim
from drafting.checking.kinds import members
from drafting.evidence import Meeting
from drafting.roles import named

_ARTICLES = frozenset(["the", "his", "her", "their"])
_LONG = 5
"""Words that what somebody is may have: "the family support worker"."""
_OFTEN = 6
"""Places of a word that are looked at to see whether it is a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody whom a sentence names. `shown`: the words that do it."""

    names: frozenset[str] = field(repr=False)
    labels: frozenset[str] = field(repr=False)
    shown: str = field(repr=False)


def who_does(claim: Claim, k: int, meeting: Meeting) -> Who | None:
    """Who is named at a word, with the whole of their name; None where that is nobody known, or one of two."""
    w = claim.words[k]
    if not w.capital or w.stem not in meeting.who.persons:
        return None
    first = k
    while first > claim.heading and _joined(claim, first, meeting):
        first -= 1
    if _is_one_of_two(claim, first):
        return None
    stems = [x.stem for x in claim.words[first : k + 1]]
    labels = [meeting.who.labels[s] for s in stems if s in meeting.who.labels]
    both = set.intersection(*labels) if labels else set()
    if len(both) > 1 or (labels and not both):
        return None
    names = set(stems) | {n for n, there in meeting.who.labels.items() if there & both}
    return Who(names=frozenset(names), labels=frozenset(both), shown=claim.shown(first, k))


def by_part(claim: Claim, k: int, meeting: Meeting) -> Who | None:
    """Who is named at the last word of what they are there, "the school nurse", at the beginning of a clause; None
    where nobody or more than one speaks as that.
    """
    first = next((a for a, b in claim.clauses if a <= k <= b), k)
    begins = first + (claim.words[first].raw.lower() in ("and", "but", "so", "while"))
    if not 0 < k - begins < _LONG or claim.words[begins].raw.lower() not in _ARTICLES:
        return None
    text = claim.shown(begins, k).lower()
    role = next(iter(named(text)[-1:]), "")
    labels = meeting.roles.get(role, set())
    if not text.endswith(_ends(role, text)) or len(labels) != 1:
        return None
    names = {n for n, there in meeting.who.labels.items() if there & labels}
    return Who(names=frozenset(names), labels=frozenset(labels), shown=claim.shown(begins, k))


def _ends(role: str, text: str) -> str:
    """What a text must end with to be of that role: its last word, or, where it goes by another name, any."""
    return role.rsplit(maxsplit=1)[-1] if role and role.rsplit(maxsplit=1)[-1] in text else text[-1:]


def _is_one_of_two(claim: Claim, first: int) -> bool:
    """Whether somebody stands before it with an "and": "Mum and Dan will", and not "Mum will come and Dan will"."""
    if first - 2 < claim.heading or claim.words[first - 1].raw.lower() not in ("and", "or", "with"):
        return False
    return claim.words[first - 2].capital or claim.words[first - 2].stem in members()


def _joined(claim: Claim, k: int, meeting: Meeting) -> bool:
    """Whether the word before is of the same name: "Jo" before "Ling"."""
    before, w = claim.words[k - 1], claim.words[k]
    return before.capital and w.at - before.at == 1 and before.stem in meeting.who.known


def always_capital(name: str, meeting: Meeting) -> bool:
    """Whether a word is only ever said with a capital: a name that always began a sentence."""
    there = meeting.of(name)[:_OFTEN]
    return bool(there) and all(w.capital for at in there for w in meeting.unit(at).words if w.at == at)
