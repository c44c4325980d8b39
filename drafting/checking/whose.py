"""Whose it is and who is what: "Lee's mum" against whose mum was said, "the nurse, Ann" against who Ann is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafting.checking.claim import Claim, Reason
from drafting.checking.doers import places
from drafting.checking.reported import names_of, teller_at
from drafting.evidence import Meeting
from drafting.pronouns import HE, SHE
from drafting.roles import parts
from drafting.units import Unit
from drafting.wording.words import Word

_BETWEEN = 2
"""Words that may stand between "Lee's" and what is his: "Lee's own little room"."""
_NEAR = 6
"""Sentences round it in which somebody who is called so may be named."""
_MINE = frozenset(["my"])
_ANYBODY = frozenset(["your", "our", "their", "whose"])


def whose(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason."""
    if reason := next(_owner(claim, meeting), None) or next(_part(claim, meeting), None):
        yield reason


def _owner(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    for k, w in enumerate(claim.words[:-1]):
        if (
            not w.capital
            or w.stem not in meeting.who.persons
            or not _possesses(claim.text, w)
            or claim.is_quoted(k)
        ):
            continue
        thing = next(
            (n for n in range(k + 1, min(len(claim.words), k + 2 + _BETWEEN)) if claim.weights[n] > 0), None
        )
        if thing is None or claim.words[thing].at - w.at > _BETWEEN + 1:
            continue
        clause = next((c for c in claim.clauses if c[0] <= k <= c[1]), None)
        there = [*places(claim, meeting), *(places(claim, meeting, clause) if clause else ())]
        owners = [
            (found, unit.words[n].at)
            for unit in there
            for n in range(len(unit.words))
            if unit.words[n].stem == claim.words[thing].stem
            for found in [_said_of(unit, n, meeting)]
        ]
        mine = {w.stem} | {
            x for x, labels in meeting.who.labels.items() if labels & meeting.who.labels.get(w.stem, set())
        }
        if owners and all(names and not names & mine for names, _ in owners):
            yield Reason(
                code="entity",
                detail=f"The record says “{claim.shown(k, thing)}”; what was said here was about somebody else’s.",
                at=owners[0][1],
            )


def _said_of(unit: Unit, n: int, meeting: Meeting) -> frozenset[str]:
    """The names of the one whose it is that stands at a word; none where that is not plain."""
    for k in range(n - 1, max(-1, n - 2 - _BETWEEN), -1):
        w = unit.words[k]
        low = w.raw.lower()
        if low in _ANYBODY:
            return frozenset()
        if low in _MINE:
            told = teller_at(unit, k, meeting)  # "Lee said my mum shouts": Lee's
            return told.names if told.reported else names_of(unit.speaker, meeting)
        if low in HE or low in SHE:
            meant = {name for name, there in meeting.who.acts.items() if w.at in there}
            return frozenset(meant | meeting.who.young) if meant else frozenset()
        if w.capital and w.stem in meeting.who.known and _possesses(unit.text, w):
            labels = meeting.who.labels.get(w.stem, set())
            return frozenset({w.stem} | {x for x, more in meeting.who.labels.items() if more & labels})
    return frozenset()


def _possesses(text: str, w: Word) -> bool:
    return text[w.begins + len(w.raw) :][:2] in ("'s", "’s")


def _part(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """ "The health visitor, Ann", where Ann is something else here and another is the health visitor."""
    for name, role in parts(claim.text):
        mine = meeting.parts.get(name, frozenset())
        others = [x for x, theirs in meeting.parts.items() if role in theirs and x != name]
        plain = bool(mine) or _is_said_of(others, role, name, claim, meeting)
        if plain and others and not any(_like(role, x) for x in mine) and not _shared(name, meeting):
            yield Reason(
                code="name",
                detail=f"The record calls {_shown(claim.words, name)} the {role}; "
                f"in the meeting that was said of {_shown_said(meeting, others[0])}.",
            )


def _is_said_of(others: Sequence[str], role: str, name: str, claim: Claim, meeting: Meeting) -> bool:
    """Whether another is called so just where the sentence was said, and this one, who is spoken of, is not near."""
    if name not in meeting.places or len(others) != 1:
        return False
    for unit in places(claim, meeting):
        said = dict(parts(unit.text))
        near = meeting.units[max(0, unit.n - _NEAR) : unit.n + _NEAR + 1]
        if said.get(others[0]) == role and not any(
            w.stem == name and w.capital for u in near for w in u.words
        ):
            return True
    return False


def _like(role: str, other: str) -> bool:
    """Whether one may be written for the other: "worker" and "social worker", "head" and "deputy head"."""
    return not set(role.split()).isdisjoint(other.split())


def _shared(name: str, meeting: Meeting) -> bool:
    """Whether two people have this name: which of them is meant, the name alone does not tell."""
    return len(meeting.who.labels.get(name, ())) > 1


def _shown_said(meeting: Meeting, name: str) -> str:
    at = next(iter(meeting.who.acts.get(name, ())), None)
    return "somebody else" if at is None else _shown(meeting.unit(at).words, name)


def _shown(words: Sequence[Word], name: str) -> str:
    return next((w.raw for w in words if w.stem == name), "somebody else")
