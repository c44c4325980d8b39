"""Holds: what stops destruction and expiry, and what its setter is told may already have gone.

A hold of the council's is written to the policy first, then noted in every open docket, then confirmed. The note
counts for nothing by itself: it changes the docket's ETag, so that whoever read the policy before the hold cannot save
a claim after it. A claim saved before is listed, and whoever set the hold is told of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from record.docket import Docket, Hold
from record.entries import hold_covers, trace_of
from record.errors import RefusedError
from record.policy import NOT_SEEN, Policy, PolicyHold, Seen
from record.terms import Doing, PersonId, Shelf
from record.values import replace

DESTROYING = frozenset({Doing.ERASE, Doing.ERASE_SOURCE, Doing.BLANK, Doing.DELETE_MEETING})
"""Acts after which something is no longer there."""

ONLY_GOVERNANCE = "Only information governance can release this. Nothing has changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """A copy that a hold may have come too late for. `since` is when it was asked to go, or, of a claim that never
    got an answer (`certain` is False), the latest at which it could be sent."""

    record: int
    kind: str
    since: datetime
    certain: bool


def keep(docket: Docket, who: PersonId, *, now: datetime) -> Docket:
    """Nothing of this meeting is destroyed until it is released. Twice is once."""
    if any(h.by == who and not h.policy for h in docket.holds):
        return docket
    return replace(docket, holds=(*docket.holds, Hold(by=who, at=now)))


def release(docket: Docket, who: PersonId, policy: Policy, seen: Seen = NOT_SEEN) -> Docket:
    """Information governance lets go of what people kept. Raises RefusedError for anybody else. `seen` counts for the
    groups that this policy names, which may be newer than the one by which it was asked.

    The council's own holds are released in the policy, and counted from there.
    """
    if not policy.governs(who, seen):
        raise RefusedError(ONLY_GOVERNANCE)
    return replace(docket, holds=tuple(h for h in docket.holds if h.policy))


def note(docket: Docket, hold: PolicyHold, now: datetime) -> Docket:
    """The council's hold, noted in an open docket that it covers; the docket itself if it does not, or is noted.

    A note outlives its hold, so no hold's id is ever used twice: a second one of that id would not move the ETag.
    """
    if not hold_covers(hold, docket) or any(h.policy == hold.id for h in docket.holds):
        return docket
    return replace(
        docket, holds=(*docket.holds, Hold(by=PersonId(hold.by), at=now, why=hold.why, policy=hold.id))
    )


def may_be_out(docket: Docket) -> tuple[Out, ...]:
    """What was asked to go before the hold, and what may have been: for whoever set it, who must know."""
    gone = [
        Out(record=t.record, kind=t.kind, since=t.asked, certain=True)
        for t in docket.traces
        if t.asked is not None and t.shelf is not Shelf.OPEN
    ]
    claimed = [
        Out(record=trace.record, kind=trace.kind, since=c.until, certain=False)
        for c in docket.claims
        if c.act.doing in DESTROYING
        for trace in (trace_of(docket, n) for n in c.act.targets)
        if trace.shelf is Shelf.OPEN
    ]
    return (*gone, *claimed)


def kept_since(docket: Docket, policy: Policy) -> datetime | None:
    """Since when nothing may be destroyed: the earliest hold that counts today; None if none does."""
    own = [h.at for h in docket.holds if not h.policy]
    councils = [h.at for h in policy.holds if hold_covers(h, docket)]
    return min((*own, *councils), default=None)
