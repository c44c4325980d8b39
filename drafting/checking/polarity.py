"""Said or denied: a "not" that was not said, or one that was said and is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.checking.speakers import labels_of
from drafting.checking.stems import says_little
from drafting.checking.words import Word, carries, denies
from drafting.evidence import Meeting

BETTER = 1.4
"""How many times better the opposite must fit the words round it."""
_PLAIN = 1.8
"""The same where only one word speaks for it."""
_LEAST = 1.5
_SHARE = 0.3
_ANSWER = re.compile(r"\b(?:said|says|answered|replied|answer (?:was|is)) (yes|no)\b", re.IGNORECASE)


def polarity(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason."""
    if match := _ANSWER.search(claim.text):
        yield from _answer(claim, meeting, match)
        return
    against, for_it, seen, at = 0.0, 0.0, 0, -1
    plain, denial = False, False
    heads = [w for w in claim.words if w.denied == 2]
    # "No extra sounds": if nobody spoke of what is denied, the words after it tell nothing.
    headless = bool(heads) and not any(meeting.of(w.stem) for w in heads)
    for k, w in enumerate(claim.words):
        weight = _weight(claim, meeting, k)
        if not weight or denies(w):
            continue
        same, opposite, where = _sides(claim, meeting, k)
        if opposite > _LEAST and opposite > BETTER * same:
            if w.denied == 1 and headless:
                continue
            against += weight
            seen += 1
            plain = plain or (opposite > _PLAIN * same and 2 in (w.denied, meeting.denied.get(where, 0)))
            if at < 0:
                at, denial = where, not w.denied
        elif same > _LEAST:
            for_it += weight if w.denied or _near_denial(claim, k) else 0.25 * weight
    if seen and against > 0.5 * for_it and (seen > 1 or plain):
        detail = (
            "What was said here is a denial; the record has no “not”."
            if denial
            else "The record denies this; what was said here does not."
        )
        yield Reason(code="negation", detail=detail, at=at)


def _sides(claim: Claim, meeting: Meeting, k: int) -> tuple[float, float, int]:
    """How well the places fit that say it as the record does, those that say the opposite, and the best of these."""
    w = claim.words[k]
    context = claim.context(k, reach=6.0)
    whole = sum(x for _, x in context)
    told = labels_of(claim, meeting, claim.holder[0]) if claim.holder else set()
    same = opposite = 0.0
    where = -1
    for at in meeting.of(w.stem):
        if at in meeting.asked:
            continue
        fit = meeting.fit(at, context)
        if (at in meeting.denied) == bool(w.denied):
            same = max(same, fit)
        elif fit > opposite and (not told or meeting.unit(at).speaker in told):
            opposite, where = fit, at
    return same, opposite if opposite > _SHARE * whole else 0.0, where


def _near_denial(claim: Claim, k: int) -> bool:
    return any(denies(w) for w in claim.words[max(0, k - 4) : k])


def _weight(claim: Claim, meeting: Meeting, k: int) -> float:
    w: Word = claim.words[k]
    if w.capital and w.stem in meeting.called or k < claim.heading:
        return 0.0
    if says_little(w.stem):
        return 1.0 if carries(w.stem) else 0.0
    return claim.weights[k] * (0.3 if w.denied == 1 else 1.0)


def _answer(claim: Claim, meeting: Meeting, match: re.Match[str]) -> Iterator[Reason]:
    """ "Kai said yes": the answer that was given near those words."""
    k = next(n for n, w in enumerate(claim.words) if w.begins >= match.start(1))
    context = claim.context(k, reach=20.0)
    yes = max((meeting.fit(at, context) for s in ("yes", "yeah", "yep") for at in meeting.of(s)), default=0.0)
    no = max((meeting.fit(at, context) for at in meeting.of("no")), default=0.0)
    mine, other = (yes, no) if match[1].lower() == "yes" else (no, yes)
    if other > _LEAST and other > 1.2 * mine:
        yield Reason(code="negation", detail=f"The record says the answer was {match[1].lower()}: compare.", at=None)
