"""How much of a sentence was said at all, and which passages to read beside it."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.evidence import Meeting
from record.source import PassageId

ENOUGH = 0.5
"""Share of what a sentence tells that must stand at its best place, or nearby."""
ABSENT = 0.36
"""Share of it whose words nobody said anywhere, from which on it is weak."""


def support(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """A reason that makes a sentence weak: much of it was not said at its best place."""
    weights = claim.weighed
    whole = sum(weights.values())
    if not whole:
        return
    ranked = meeting.ranked(weights, 3)
    top, n = ranked[0] if ranked else (0.0, -1)
    at = meeting.units[n].words[0].at if ranked else None
    lost = [
        w.raw
        for k, w in enumerate(claim.words)
        if claim.weights[k] > 0 and w.stem not in meeting.places and w.stem not in meeting.who.labels
    ]
    missing = sum(claim.weights[k] for k, w in enumerate(claim.words) if w.raw in lost)
    if missing > ABSENT * whole:
        yield Reason(
            code="weak",
            detail=f"I do not find {_list(lost)} in what was said.",
            sure=False,
            at=at,
        )
    elif top < ENOUGH * whole:
        yield Reason(code="weak", detail="No one place in the meeting says all of this.", sure=False, at=at)


def _list(words: list[str]) -> str:
    shown = [f"“{w}”" for w in dict.fromkeys(words)][:4]
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
