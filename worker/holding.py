"""A hold of the council's: into the policy, then into every open docket, then confirmed; and how it is let go.

The order is what makes it safe. Whoever claims an act reads the docket first and the policy after it, uncached:

- a docket made while the hold is spread is first read after the policy had it, so that it need not be listed;
- a clerk that read the policy before it had the hold, and saves after the docket was noted, is refused by the ETag;
- a claim saved before the docket was noted is listed in it: its act may be out, and the hold's setter is told.

A kill on the way leaves the hold in the policy, where it stops every later claim; asked again, the rest is noted.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from record import holds
from record.docket import Docket
from record.entries import hold_covers
from record.errors import BusyError, FaircopyError, NoAnswerError, NotThereError, StaleError
from record.policy import Policy, PolicyHold, Saved
from record.terms import GOVERNANCE, NOBODY, DocketId, PersonId
from record.values import replace
from worker.arming import arm
from worker.desk import Desk
from worker.many import each, side_by_side

TRIES = 5
"""How often a docket or the policy is read and changed again, because somebody else wrote first."""
MOST_NAMED = 20
"""Deletions that may be out and are named one by one; further ones are only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Copies of one kind that had been asked to go before the hold was noted: how many, the first and the last."""

    kind: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Maybe:
    """A copy whose deletion was claimed before the hold was noted, and has not been answered: it may be out. `until`
    is the latest at which it can be sent."""

    docket: DocketId
    kind: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What came of one go. It is confirmed, `at` that time, if it `stands` in the policy and nothing is left to do.

    `missed` could not be reached or read; with `listed` False there may be more that could not even be listed.
    `unnamed` counts deletions that may be out besides those in `maybe`.
    """

    hold: PolicyHold
    at: datetime
    stands: bool
    dockets: int
    records: int
    gone: tuple[Gone, ...]
    maybe: tuple[Maybe, ...]
    unnamed: int
    missed: tuple[DocketId, ...]
    listed: bool

    @property
    def confirmed(self) -> bool:
        """Everything open is held: no claim can be made that this hold does not stop."""
        return self.stands and self.listed and not self.missed


Visit = Callable[[Desk, PolicyHold, DocketId, Policy], Awaitable[Docket | None]]


# --- the policy ---------------------------------------------------------------------------------------------------


async def put(desk: Desk, hold: PolicyHold) -> PolicyHold:
    """Write the hold into the policy. The one that stands: the same person's hold on the same thing is one hold.

    `id` must never have been used before: a docket that still bears the note of a released hold is not noted again.
    Raises BusyError (nothing is held), NoAnswerError is asked after and becomes one or the other.
    """

    def added(policy: Policy) -> Policy:
        if any(_same(h, hold) for h in policy.holds):
            return policy
        return replace(policy, holds=(*policy.holds, hold))

    policy = await _changed(desk, added, PersonId(hold.by), f"Held: {hold.why or 'no reason given'}")
    return next(h for h in policy.holds if _same(h, hold))


async def take_away(desk: Desk, id: str, who: PersonId = NOBODY) -> PolicyHold | None:
    """Take the hold out of the policy; None if it was not there. Raises BusyError (it stands, or cannot be known)."""
    found: list[PolicyHold] = []

    def without(policy: Policy) -> Policy:
        found.extend(h for h in policy.holds if h.id == id)
        return replace(policy, holds=tuple(h for h in policy.holds if h.id != id))

    await _changed(desk, without, who, "Released")
    return found[0] if found else None


def _same(one: PolicyHold, other: PolicyHold) -> bool:
    scope = (one.by, one.docket, one.reference, one.record_type)
    return scope == (other.by, other.docket, other.reference, other.record_type)


async def _changed(desk: Desk, change: Callable[[Policy], Policy], who: PersonId, why: str) -> Policy:
    """Change the policy as it stands, again if another admin wrote first, or no answer came. It is a new version."""
    saved = Saved(by=who, name=GOVERNANCE.capitalize(), at=desk.clock(), why=why)
    for _ in range(TRIES):
        policy, etag = await desk.policies.read_for_change()
        changed = change(policy)
        if changed == policy:
            return policy
        with suppress(StaleError, NoAnswerError):
            changed = replace(changed, version=policy.version + 1, saved=saved)
            await desk.policies.save(changed, etag)
            return changed
    raise BusyError("Several people are changing the policy at once. Nothing was changed by you. Try again.")


# --- the dockets --------------------------------------------------------------------------------------------------


async def noted(desk: Desk, hold: PolicyHold, id: DocketId, policy: Policy) -> Docket | None:
    """Note the hold in this docket. The docket as it then stands, or None if the hold is not on it.

    A docket that is not covered when it is read, and is afterwards, was saved in between, by somebody whose claims
    the policy then stops. Raises NotThereError (it was closed meanwhile) and as the doors do.
    """
    for _ in range(TRIES):
        docket, etag = await desk.dockets.read(id)
        if not hold_covers(hold, docket):
            return None
        marked = holds.note(docket, hold, desk.clock())
        if marked == docket:
            return docket
        await arm(desk, marked, policy)
        with suppress(StaleError, NoAnswerError):
            await desk.dockets.save(marked, etag)
            return marked
    raise BusyError("Others are changing this account at once. Nothing was changed. I try again by myself.")


async def woken(desk: Desk, hold: PolicyHold, id: DocketId, policy: Policy) -> Docket | None:
    """Have a docket looked at that a released hold was on: what it held up goes on. Raises as the doors do."""
    docket, _ = await desk.dockets.read(id)
    if not hold_covers(hold, docket):
        return None
    await arm(desk, docket, policy)
    return docket


class Spreading:
    """One hold on its way through the open dockets, a bounded number at a time. Only what came of it is kept."""

    def __init__(self, desk: Desk, hold: PolicyHold, visit: Visit = noted) -> None:
        self._desk = desk
        self._hold = hold
        self._visit = visit
        self._missed: list[DocketId] = [DocketId(hold.docket)] if hold.docket is not None else []
        self._listed = hold.docket is not None
        self._last = ""
        self._dockets = self._records = self._unnamed = 0
        self._gone: dict[str, Gone] = {}
        self._maybe: list[Maybe] = []

    async def go(self) -> Held:
        """Visit whatever is left, then look whether the hold still stands. Go again while something is missed.

        Raises BusyError where the policy itself cannot be read: nothing is lost, go again.
        """
        policy = await self._desk.policy()

        async def visited(id: DocketId) -> None:
            try:
                docket = await self._visit(self._desk, self._hold, id, policy)
            except NotThereError:
                return  # closed: nothing of it is left to hold
            except FaircopyError:
                self._missed.append(id)
                return
            if docket is not None:
                self._count(docket)

        again, self._missed = self._missed, []
        await side_by_side(each(again), visited)
        if not self._listed:
            await side_by_side(self._further(), visited)
        return await self._said()

    async def _further(self) -> AsyncIterator[DocketId]:
        """The dockets that were not handed out yet. A list that breaks off is taken up there at the next go."""
        try:
            async for id in self._desk.dockets.each():
                if id > self._last:
                    self._last = id
                    yield id
        except FaircopyError:
            return
        self._listed = True

    def _count(self, docket: Docket) -> None:
        self._dockets += 1
        self._records += len(docket.records)
        for out in holds.may_be_out(docket):
            if out.certain:
                old = self._gone.get(out.kind) or Gone(
                    kind=out.kind, count=0, first=out.since, last=out.since
                )
                first, last = min(old.first, out.since), max(old.last, out.since)
                self._gone[out.kind] = replace(old, count=old.count + 1, first=first, last=last)
            elif len(self._maybe) < MOST_NAMED:
                self._maybe.append(Maybe(docket=docket.id, kind=out.kind, until=out.since))
            else:
                self._unnamed += 1

    async def _said(self) -> Held:
        standing = (await self._desk.policy()).holds
        return Held(
            hold=self._hold,
            at=self._desk.clock(),
            stands=any(h.id == self._hold.id for h in standing),
            dockets=self._dockets,
            records=self._records,
            gone=tuple(self._gone.values()),
            maybe=tuple(self._maybe),
            unnamed=self._unnamed,
            missed=tuple(self._missed),
            listed=self._listed,
        )


async def hold(desk: Desk, hold: PolicyHold) -> Held:
    """Set the hold: policy, one go through the dockets, confirmed if it stands and nothing was missed. Raises as `put`
    and `go` do."""
    return await Spreading(desk, await put(desk, hold)).go()
