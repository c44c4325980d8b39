"""How much of a sentence was said at all, and which passages to read beside it."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.evidence import Meeting
from record.source import PassageId

ENOUGH = 0.35
"""What a sentence must reach for us to call its support more than weak: 1 if all of it stands at one place."""
_CLAUSES, _LOST = 0.85, 0.8
"""What it counts if each clause stands at a place of its own, and what a word counts that nobody said."""


def support(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """A reason that makes a sentence weak: much of it was not said at its best place, or anywhere."""
    weights = claim.weighed
    whole = sum(weights.values())
    if not whole:
        return
    lost = [
        k
        for k, w in enumerate(claim.words)
        if claim.weights[k] > 0 and w.stem not in meeting.places and w.stem not in meeting.who.labels
    ]
    found = max(
        _at_one_place(weights, meeting),
        _CLAUSES * sum(_at_one_place(claim.told(*c), meeting) for c in claim.clauses),
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
