"""One entry an act: whether it is claimed, what it opens, and what each answer does. What is drawn is what runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from record.docket import Act, Claim, Docket, Person, Record, Seen, Sight, Trace, Tries, Wait
from record.policy import Policy, PolicyHold
from record.terms import (
    NOBODY,
    SOURCE,
    Address,
    Custody,
    DocketId,
    Doing,
    Holder,
    Outcome,
    PersonId,
    Saw,
    Shelf,
)
from record.values import replace

Opens = Callable[[Docket, Act, datetime], Docket]
Absorbs = Callable[[Docket, Act, Seen, Policy], Docket]

LONGEST_RETRY = timedelta(hours=1)


def unchanged(docket: Docket, act: Act, at: datetime) -> Docket:
    """Opens nothing."""
    return docket


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the line knows of one act.

    `opens` writes into the docket, in the same save as the claim, every place that the act is about to fill.
    An answer that is not in `answers` is a failed try: it is counted and tried again later. `inside` acts touch
    nothing outside. `needs` says in words when the act is asked for.
    """

    doing: Doing
    needs: str
    claimed: bool
    answers: Mapping[Saw, Absorbs]
    opens: Opens = field(default=unchanged)
    inside: bool = False


# --- reading and changing a docket -------------------------------------------------------------------------------


def record_of(docket: Docket, n: int) -> Record:
    """The record of that number. Raises LookupError."""
    if not 0 < n <= len(docket.records):
        raise LookupError(f"no record {n}")
    return docket.records[n - 1]


def with_record(docket: Docket, n: int, **changes: Any) -> Docket:
    """The docket with that record changed."""
    changed = replace(record_of(docket, n), **changes)
    return replace(docket, records=(*docket.records[: n - 1], changed, *docket.records[n:]))


def person_of(record: Record, id: PersonId) -> Person:
    """Its author, or whoever else holds or held a card of it, by their id; its author for an id that nobody has."""
    return next((p for p in record.people if p.id == id), record.author)


def with_trace(docket: Docket, n: int, **changes: Any) -> Docket:
    """The docket with that trace changed."""
    changed = replace(trace_of(docket, n), **changes)
    return replace(docket, traces=(*docket.traces[: n - 1], changed, *docket.traces[n:]))


def trace_of(docket: Docket, n: int) -> Trace:
    """The trace of that number. Raises LookupError."""
    if not 0 < n <= len(docket.traces):
        raise LookupError(f"no trace {n}")
    return docket.traces[n - 1]


def opened(
    docket: Docket,
    record: int,
    holder: Holder,
    kind: str,
    custody: Custody,
    address: Address,
    at: datetime,
    whose: PersonId = NOBODY,
) -> Docket:
    """The docket with a trace of that place, open. A place already open is not listed twice; one asked to go and
    filled again is open again, and its looks begin anew."""
    for t in docket.traces:
        if t.address == address and t.record == record and t.holder is holder:
            return with_trace(docket, t.n, shelf=Shelf.OPEN, asked=None, outcome=None, why="")
    trace = Trace(
        n=1 + len(docket.traces),
        record=record,
        holder=holder,
        kind=kind,
        custody=custody,
        address=address,
        opened=at,
        whose=whose,
    )
    return replace(docket, traces=(*docket.traces, trace))


class _Grouped:
    """The traces last asked about, by record: a step asks twenty times about the same ones."""

    __slots__ = ("by_record", "traces")

    def __init__(self) -> None:
        self.traces: tuple[Trace, ...] = ()
        self.by_record: dict[int, list[Trace]] = {}

    def of(self, traces: tuple[Trace, ...], record: int) -> Sequence[Trace]:
        """Those of that record."""
        if traces is not self.traces:
            self.traces, self.by_record = traces, {}
            for t in traces:
                self.by_record.setdefault(t.record, []).append(t)
        return self.by_record.get(record, ())


_GROUPED = _Grouped()


def traces_of(docket: Docket, record: int) -> Sequence[Trace]:
    """All traces of a record, or of the source."""
    return _GROUPED.of(docket.traces, record)


def traces(docket: Docket, record: int, *shelves: Shelf, custody: Custody | None = None) -> tuple[Trace, ...]:
    """The traces of a record (or of the source) on those shelves."""
    found = _GROUPED.of(docket.traces, record)
    return tuple([t for t in found if t.shelf in shelves and (custody is None or t.custody is custody)])


def reopened(docket: Docket) -> Docket:
    """What was left where it was, since nothing was to be destroyed, is to be decided about again."""
    for t in docket.traces:
        if t.outcome is Outcome.LEFT:
            docket = with_trace(docket, t.n, shelf=Shelf.OPEN, outcome=None, why="")
    return docket


def key_address(docket: DocketId, record: int, gen: int = 1) -> Address:
    """Where a record's (or, 0, the source's) sealed key stands. A later fetch of the source has a key at a place of its
    own: a deletion of the earlier one that got no answer can still land.
    """
    return Address(f"{docket}/k{record}" if gen == 1 else f"{docket}/k{record}-g{gen}")


def key_of(docket: DocketId, record: int, address: Address) -> Address:
    """Where the key stands that seals what stands at that address."""
    _, _, source = address.partition("/s/g")
    return key_address(docket, record, int(source.partition("/")[0]) if source else 1)


def version_address(docket: DocketId, record: int, version: int) -> Address:
    """Where a version of a record's words stands: fresh for every version, never written over."""
    return Address(f"{docket}/r{record}/v{version}")


def source_address(docket: DocketId, gen: int, part: int) -> Address:
    """Where our copy of one transcript stands: fresh for every fetch."""
    return Address(f"{docket}/s/g{gen}/t{part}")


# --- trying again -------------------------------------------------------------------------------------------------


def tries_of(docket: Docket, doing: Doing, record: int = SOURCE) -> Tries | None:
    """How that act has failed since it last went through."""
    return next((t for t in docket.tries if (t.doing, t.record) == (doing, record)), None)


def failed(docket: Docket, act: Act, seen: Seen) -> Docket:
    """Count a try that did not go through."""
    old = tries_of(docket, act.doing, act.record)
    new = Tries(
        doing=act.doing,
        record=act.record,
        count=old.count + 1 if old else 1,
        first=old.first if old else seen.at,
        at=seen.at,
        until=seen.until,
        why=seen.why or seen.saw.value,
    )
    return replace(docket, tries=(*(t for t in docket.tries if t != old), new))


def went_through(docket: Docket, act: Act) -> Docket:
    """Forget the failures of an act that has gone through."""
    if tries_of(docket, act.doing, act.record) is None:
        return docket
    left = tuple(t for t in docket.tries if (t.doing, t.record) != (act.doing, act.record))
    return replace(docket, tries=left)


def not_before(tries: Tries, policy: Policy) -> datetime:
    """When to try again: what the other side asked for, or policy's interval doubled at each failure, at most 1 h."""
    own = tries.at + min(policy.retry * 2 ** min(tries.count - 1, 10), LONGEST_RETRY)
    return max(tries.until, tries.at) if tries.until else own


def retry_wait(docket: Docket, act: Act, policy: Policy, now: datetime, whom: str) -> Act | Wait:
    """The act, or a wait while its last failure is too fresh."""
    tries = tries_of(docket, act.doing, act.record)
    if tries and now < (until := not_before(tries, policy)):
        return Wait(until=until, whom=whom, why=tries.why)
    return act


def older(seen: Seen, than: Sight | None) -> bool:
    """Whether this was asked before what is known: evidence that comes late never undoes newer evidence."""
    return than is not None and seen.at < than.at


# --- claims and holds ---------------------------------------------------------------------------------------------


def live(claim: Claim, policy: Policy, now: datetime) -> bool:
    """A claim lapses only when its deadline and the greatest skew between clocks have passed."""
    return now < claim.until + policy.skew


def held(docket: Docket, policy: Policy) -> bool:
    """A hold of somebody's own (Keep), or one that the council's policy has today."""
    if any(not h.policy for h in docket.holds):
        return True
    return any(hold_covers(h, docket) for h in policy.holds)


def hold_covers(hold: PolicyHold, docket: Docket) -> bool:
    """Whether a hold of the council's is on this docket, on the file or the type of one of its records, or on all.

    One that was noted in the docket stays on it, wherever its records are moved: only its release lifts it.
    """
    if hold.id and any(h.policy == hold.id for h in docket.holds):
        return True
    if hold.docket is not None:
        return hold.docket == docket.id
    if hold.reference is not None:
        return any(r.reference == hold.reference for r in docket.records)
    if hold.record_type is not None:
        return any(r.record_type == hold.record_type for r in docket.records)
    return True


def merged(waits: Iterable[Wait]) -> Wait | None:
    """Of several waits the one that ends first; one with no end only if there is no other."""
    first: Wait | None = None
    for wait in waits:
        ends = wait.until is not None and (first is None or first.until is None or wait.until < first.until)
        first = wait if first is None or ends else first
    return first
