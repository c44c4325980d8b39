"""How much of a sentence was said at all, and which passages to read beside it."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.checking.kinds import akin
from drafting.evidence import Meeting
from drafting.wording.stems import families
from record.source import PassageId

ENOUGH = 0.35
"""What a sentence must reach for us to call its support more than weak: 1 if all of it stands at one place."""
_CLAUSES, _LOST = 0.85, 0.8
"""What it counts if each clause stands at a place of its own, and what a word counts that nobody said."""


def support(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """A reason that makes a sentence weak: much of it was not said at its best place, or anywhere."""
    weights = _telling(claim, claim.weighed, meeting)
    whole = sum(weights.values())
    if not whole:
        return
    lost = [
        k
        for k, w in enumerate(claim.words)
        if claim.weights[k] > 0
        and k not in claim.own
        and not meeting.of(_said(w.stem, meeting))
        and w.stem not in meeting.plainly
        and not akin(w.stem, meeting)
        and w.stem not in meeting.who.labels
        and w.stem not in meeting.written
    ]
    found = max(
        _at_one_place(weights, meeting),
        _CLAUSES
        * sum(_at_one_place(_telling(claim, claim.told(*c), meeting), meeting) for c in claim.clauses),
    )
    told = found / whole - _LOST * sum(claim.weights[k] for k in lost) / whole
    ranked = meeting.ranked(weights, 1)
    at = meeting.units[ranked[0][1]].words[0].at if ranked else None
    words = _list([claim.words[k].raw for k in lost])
    if told < ENOUGH:
        detail = (
            f"I do not find {words} in what was said."
            if lost
            else "No one place in the meeting says all of this."
        )
        yield Reason(code="weak", detail=detail, sure=False, at=at)


def _telling(claim: Claim, told: dict[str, float], meeting: Meeting) -> dict[str, float]:
    """The same without the record's own words, and the others as they were said: "refer" for "referral"."""
    own = {claim.words[k].stem for k in claim.own}
    return {meeting.plain(_said(s, meeting)): w for s, w in told.items() if s not in own}


def _said(stem: str, meeting: Meeting) -> str:
    """This stem, or the one of its family that was said where it was not."""
    if meeting.of(stem):
        return stem
    return (
        max(families().get(stem, ()), key=lambda s: len(meeting.of(s)), default=stem)
        if stem in families()
        else stem
    )


def _at_one_place(told: dict[str, float], meeting: Meeting) -> float:
    """How much of it stands at its best place. Who speaks there need not be named there."""
    best = 0.0
    for score, n in meeting.ranked(told, 4):
        speaker = meeting.units[n].speaker
        own = sum(
            w
            for s, w in told.items()
            if speaker in meeting.who.labels.get(s, ())
            and all(meeting.number(at) != n for at in meeting.who.acts.get(s, ()))
        )
        best = max(best, score + own)
    return min(best, sum(told.values()))


def _list(words: list[str]) -> str:
    shown = [f"“{w}”" for w in dict.fromkeys(words)][:4] or ["this"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def best(claim: Claim, meeting: Meeting, reasons: tuple[Reason, ...]) -> tuple[PassageId, ...]:
    """The passages to read beside a sentence: where a reason points, and where most of it was said."""
    found: dict[PassageId, None] = {}
    for r in reasons:
        if r.at is not None and r.sure:
            found.update(dict.fromkeys(meeting.unit(r.at).passages))
    for _, n in meeting.ranked(claim.weighed, 6):
        found.update(dict.fromkeys(meeting.units[n].passages))
    return tuple(found)[:5]
