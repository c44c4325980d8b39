"""A name that was put right where it was said: "Ann's, sorry, Beth's", "No, that's Beth's", "Not Ann's. Beth's"."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.evidence import Meeting

_SHARE = 0.3
"""Share of what was said anywhere of the sentence that must stand at one place."""
_CLOSE = 0.8
_NEAR = 3
"""Sentences before and after a correction that it is about."""


def put_right(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason: the sentence keeps the name that was said by mistake."""
    named = {w.stem: k for k, w in enumerate(claim.words) if w.capital and not claim.is_quoted(k)}
    some = [r for r in meeting.righted if r.wrong in named and r.right not in named]
    if not some:
        return
    weights = {
        s: x for s, x in claim.weighed.items() if s not in meeting.who.persons and meeting.places.get(s)
    }
    ranked = meeting.ranked(weights, 4)
    if not ranked or ranked[0][0] < _SHARE * sum(weights.values()):
        return
    close = [n for score, n in ranked if score >= _CLOSE * ranked[0][0]]
    for r in some:
        if any(-_NEAR <= n - r.n <= _NEAR for n in close):
            yield Reason(
                code="name",
                detail=f"The record says “{claim.words[named[r.wrong]].raw}”; here this was put right.",
                at=meeting.units[r.n].words[0].at,
            )
            return
