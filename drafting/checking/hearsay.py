"""What somebody only heard, told in the record as if it were known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.checking.kinds import members
from drafting.checking.passed import PASSES, passed_on
from drafting.checking.speakers import labels_of
from drafting.evidence import Meeting
from drafting.hold import Why
from drafting.units import Unit

_TOLD = re.compile(
    r"\b(?:said|says?|told|tells?|report(?:s|ed)?|heard|hears?|according to|alleged\w*|allegation|passed on|"
    r"claim(?:s|ed)?|rumou?r\w*|unverified|(?:third|second)[- ]hand|hearsay|"
    r"understood|believe[sd]?|thinks?|thought|"
    r"mentioned|stated?|suggested|described|denie[sd]|denying|asked|noted|would like|wants?|wish(?:es)?|hopes?|"
    r"from (?:an?|another|the) (?:\w+ )?(?:parent|neighbour|mum|dad|pupil|friend)|concern(?:s|ed)? (?:that|about)|"
    r"wrote|view|accounts?|words|decided|agreed)\b",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"\b(?:told (?:me|us|her|him|them|our \w+|one of our \w+) (?:that )?(?:she|he|they|it|[A-Z]\w+)(?:'s|'d| )|"
    r"(?:she|he|they|who)(?:'d| had|'s)? heard|heard (?:it )?(?:off|from)|apparently|supposedly|gate talk|gossip|"
    r"rumou?rs?|word is|they said|people (?:say|are saying)|(?:somebody|someone) (?:said|told)|"
    r"one of the (?:mums|dads|parents|neighbours))\b"
)
_PLAINLY = re.compile(
    r"^(?:another|one of|(?:a|some) [a-z]+|somebody|someone|people|neighbours?)\b", re.IGNORECASE
)
"""Those whom a record names by no name: who is named is somebody else."""
_SHARE = 0.33
"""Share of the sentence that must stand at its best place."""
_SAME = 0.55


def hearsay(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason."""
    weights = claim.weighed
    ranked = meeting.ranked(weights, 3)
    whole = sum(weights.values())
    if not ranked or ranked[0][0] < _SHARE * whole:
        return
    close = [meeting.units[n] for score, n in ranked if score > 0.9 * ranked[0][0]]
    heard = [u for unit in close for u in _near(meeting, unit) if u.why is Why.PASSED_ON]
    best = heard[0] if heard else close[0]
    # What one person told another is often right as it is written; it is only where the words differ that we ask.
    if not heard and not (_HEARSAY.search(best.text) and ranked[0][0] < _SAME * whole):
        yield from _flatly(claim, meeting)
        return
    if not _TOLD.search(claim.text):
        yield Reason(
            code="third_hand",
            detail="Whoever said this had it from somebody else. The record tells it as a fact.",
            at=best.words[0].at,
        )
    elif heard and claim.holder and not _told_by(claim, meeting, [best, *heard]):
        yield _not_said_by(claim, best)


def _not_said_by(claim: Claim, unit: Unit) -> Reason:
    name = claim.words[claim.holder[0]].raw if claim.holder else ""
    return Reason(
        code="third_hand",
        detail=f"This was passed on by somebody; nobody says here that {name} said it.",
        at=unit.words[0].at,
    )


def _flatly(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """What the record tells without saying who said so, where all that was said of it is what "she says"."""
    there = passed_on(claim, meeting)
    if not there:
        return
    if _TOLD.search(claim.text):
        if claim.holder and _PLAINLY.search(there[1]) and not _told_by(claim, meeting, [there[0]]):
            yield _not_said_by(claim, there[0])
    else:
        yield Reason(
            code="third_hand",
            detail=f"Here it is what somebody else is said to have told: “{there[1]}”. The record tells it as a fact.",
            at=there[0].words[0].at,
        )


def _told_by(claim: Claim, meeting: Meeting, units: list[Unit]) -> bool:
    """Whether the one whom the sentence says it of speaks there, or is named before "told me": after it stands what
    was told, and of whom.
    """
    last = claim.holder[1] if claim.holder else 0
    mine = {w.stem for k, w in enumerate(claim.words) if k < last and (w.capital or claim.weights[k] > 0)}
    others = {w.stem for w in claim.words if w.capital or w.stem in members()} - mine
    for unit in units:
        told = [m.end() for m in PASSES.finditer(unit.text)]
        said = [w.stem for w in unit.words if not told or w.begins < told[-1]]
        if not mine.isdisjoint(said) or (not told and not others.isdisjoint(said)):
            return True
        if claim.holder and unit.speaker in labels_of(claim, meeting, claim.holder[0]):
            return True
        if unit.speaker and any(unit.speaker in meeting.who.labels.get(s, ()) for s in mine | others):
            return True
    return False


def _near(meeting: Meeting, unit: Unit) -> list[Unit]:
    return [u for u in meeting.units[max(0, unit.n - 1) : unit.n + 2] if u.turn == unit.turn]
