"""The fourth station: what must no longer exist. Settle, hold, destroy; never more than was promised.

A record's own copies go only from a SettledRecord, the source only from a SettledSource. Both are worked out at
each pass and never stored, so that a decision taken in between is always seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from record.docket import (
    SOURCE,
    Act,
    Call,
    Custody,
    Docket,
    Doing,
    Holder,
    Outcome,
    Person,
    Record,
    Saw,
    Seen,
    Shelf,
    Sight,
    State,
    Trace,
    Upload,
    Wait,
)
from record.entries import (
    Entry,
    failed,
    held,
    record_of,
    retry_wait,
    trace_of,
    traces,
    tries_of,
    went_through,
    with_record,
    with_trace,
)
from record.policy import Policy
from record.propose import forgotten

GIVE_UP = timedelta(hours=24)
"""How long a label, a hold of Microsoft's, or a file that cannot be told apart is tried before it is reported."""


@dataclass(frozen=True, slots=True)
class SettledRecord:
    """A record that is posted or dropped. Made only by `settle_record`."""

    record: Record


@dataclass(frozen=True, slots=True)
class SettledSource:
    """A source of which every record is settled, at `since`. `filed` are those that stand in the case system."""

    filed: tuple[Record, ...]
    dropped: tuple[Record, ...]
    since: datetime


def settle_record(record: Record) -> SettledRecord | None:
    """The record as settled, if it is."""
    return SettledRecord(record) if record.is_settled else None


def settle_source(docket: Docket) -> SettledSource | None:
    """The source as settled, if every record drawn from it is, and there is one."""
    if not docket.records or not all(r.is_settled for r in docket.records):
        return None
    since = max((r.settled or docket.made) for r in docket.records)
    return SettledSource(
        filed=tuple(r for r in docket.records if r.state is State.POSTED and r.proof is not None),
        dropped=tuple(r for r in docket.records if r.state is State.DROPPED),
        since=since,
    )


# --- a record's own copies ----------------------------------------------------------------------------------------


def ask_record(docket: Docket, settled: SettledRecord, policy: Policy, now: datetime) -> Act | Wait | None:
    """Destroy the record's key, blobs and card in one act; the card once more a day later, since it cannot be read."""
    record = settled.record
    own = traces(docket, record.n, Shelf.OPEN, Shelf.ASKED, custody=Custody.OURS)
    due = [t for t in own if t.shelf is Shelf.OPEN or (t.holder is Holder.CARD and _again(t, policy) <= now)]
    if due:
        if held(docket, policy):
            return Wait(until=None, whom=record.author.name, why="hold")
        act = Act(doing=Doing.ERASE, record=record.n, targets=tuple(t.n for t in _keys_first(due)))
        return retry_wait(docket, act, policy, now, record.author.name)
    later = [_again(t, policy) for t in own if t.holder is Holder.CARD]
    return Wait(until=min(later), whom=record.author.name, why="looks") if later else None


def _again(trace: Trace, policy: Policy) -> datetime:
    return (trace.asked or trace.opened) + policy.looks[-1]


def _keys_first(due: list[Trace]) -> list[Trace]:
    """The key first: one small delete makes every copy that it sealed unreadable."""
    return sorted(due, key=lambda t: (t.holder is not Holder.KEYS, t.n))


# --- our copy of the source ---------------------------------------------------------------------------------------


def ask_copy(docket: Docket, settled: SettledSource, policy: Policy, now: datetime) -> Act | Wait | None:
    """Our copy goes once something is filed, or once it is sure that it is not the only account left."""
    due = traces(docket, SOURCE, Shelf.OPEN, custody=Custody.OURS)
    if not due:
        return None
    whom = author(docket).name
    if held(docket, policy):
        return Wait(until=None, whom=whom, why="hold")
    if not settled.filed and not all(r.last_ok for r in settled.dropped):
        if isinstance(docket.source, Upload):
            return Wait(until=None, whom=whom, why="only-account")
        seen = docket.source_seen
        if seen is None or seen.saw is not Saw.PRESENT or now - seen.at > policy.fresh:
            return retry_wait(
                docket, Act(doing=Doing.LOOK_SOURCE, record=author_n(docket)), policy, now, whom
            )
    act = Act(doing=Doing.ERASE_SOURCE, targets=tuple(t.n for t in _keys_first(list(due))))
    return retry_wait(docket, act, policy, now, whom)


def ask_forgotten(docket: Docket, policy: Policy, now: datetime) -> Act | Wait | None:
    """A dropped file without a person: after its hour our copy goes, and theirs is left where they put it."""
    wait = forgotten(docket, policy, now)
    if wait is not None or docket.records:
        return wait
    due = traces(docket, SOURCE, Shelf.OPEN, custody=Custody.OURS)
    if held(docket, policy):
        return Wait(until=None, whom=docket.opener.name, why="hold")
    if due:
        act = Act(doing=Doing.ERASE_SOURCE, targets=tuple(t.n for t in _keys_first(list(due))))
        return retry_wait(docket, act, policy, now, docket.opener.name)
    theirs = traces(docket, SOURCE, Shelf.OPEN, custody=Custody.TEMPORARY)
    return Act(doing=Doing.LEAVE, targets=tuple(t.n for t in theirs)) if theirs else None


# --- the meeting's own --------------------------------------------------------------------------------------------


def ask_meeting(docket: Docket, settled: SettledSource, policy: Policy, now: datetime) -> Act | Wait | None:
    """The meeting's own file: after grace, never under a hold, only if a record is filed and still stands there, or
    every author who dropped one chose to delete it. Else it is left where it was.
    """
    due = traces(docket, SOURCE, Shelf.OPEN, custody=Custody.TEMPORARY)
    if not due:
        return None
    whom = author(docket).name
    if held(docket, policy):
        return Wait(until=None, whom=whom, why="hold")
    after = settled.since + policy.grace
    if now < after:
        return Wait(until=after, whom=whom, why="grace")
    if not settled.filed and not all(r.delete_too for r in settled.dropped):
        return Act(doing=Doing.LEAVE, targets=tuple(t.n for t in due))
    targets = tuple(t.n for t in due)
    if docket.preflight is None or now - docket.preflight.at > policy.fresh:
        act = Act(doing=Doing.PREFLIGHT, record=author_n(docket), targets=targets)
        return retry_wait(docket, act, policy, now, _waited_for(docket, Doing.PREFLIGHT, whom))
    for record in settled.filed:
        look = record.seen_filed
        if look is None or now - look.at > policy.fresh:
            return retry_wait(
                docket, Act(doing=Doing.LOOK_FILED, record=record.n), policy, now, record.author.name
            )
        if look.saw is not Saw.MATCHES:
            return Wait(until=look.at + policy.fresh, whom=record.author.name, why="filed-gone")
    act = Act(doing=Doing.DELETE_MEETING, record=author_n(docket), targets=targets)
    return retry_wait(docket, act, policy, now, _waited_for(docket, Doing.DELETE_MEETING, whom))


def _waited_for(docket: Docket, doing: Doing, whom: str) -> str:
    tries = tries_of(docket, doing, author_n(docket))
    return "the meeting's organiser" if tries and tries.why == Saw.NOT_ORGANISER else whom


def author(docket: Docket) -> Person:
    """Whose sign-in reaches the meeting's file: an author who organised it, else the first author."""
    n = author_n(docket)
    return record_of(docket, n).author if n else docket.opener


def author_n(docket: Docket) -> int:
    if not docket.records:
        return SOURCE
    if isinstance(docket.source, Call):
        for r in docket.records:
            if r.author.id == docket.source.organiser:
                return r.n
    return docket.records[0].n


# --- what the answers do ------------------------------------------------------------------------------------------


def _erased(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Each place answers for itself; those that did not are asked again."""
    done = {t.trace: t for t in seen.each}
    missing = False
    for n in act.targets:
        target = done.get(n)
        if target is None or target.saw not in (Saw.DONE, Saw.NOT_THERE):
            missing = True
            continue
        trace = trace_of(docket, n)
        if trace.holder is Holder.CARD and trace.shelf is Shelf.ASKED:
            look = Sight(at=seen.at, saw=target.saw)
            docket = with_trace(
                docket, n, shelf=Shelf.CLOSED, outcome=Outcome.REPLACED, looks=(*trace.looks, look)
            )
        else:
            docket = with_trace(docket, n, shelf=Shelf.ASKED, asked=trace.asked or seen.at)
    if act.doing is Doing.ERASE_SOURCE:
        docket = replace(docket, have=False)
    return failed(docket, act, seen) if missing else went_through(docket, act)


def _source_seen(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    docket = replace(docket, source_seen=Sight(at=seen.at, saw=seen.saw, request=seen.request))
    return went_through(docket, act) if seen.saw is Saw.PRESENT else failed(docket, act, seen)


def _preflight_ok(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """It is there and this person may delete it. Its address is noted if it was not known."""
    for place in seen.places:
        for n in act.targets:
            docket = with_trace(docket, n, address=place.address)
    return went_through(replace(docket, preflight=Sight(at=seen.at, saw=seen.saw, request=seen.request)), act)


def _already_gone(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Somebody else destroyed it: it is looked for like everything that was asked to go."""
    for n in act.targets:
        asked = trace_of(docket, n).asked
        why = "gone before we asked" if asked is None else ""
        docket = with_trace(docket, n, shelf=Shelf.ASKED, asked=asked or seen.at, why=why)
    return went_through(docket, act)


def _blocked(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Not now, or not ever. What only its owner can remove is said at once; a label is retried for a day."""
    if isinstance(docket.source, Upload) and seen.saw is not Saw.BUSY:
        return _closed(docket, act, seen, Outcome.UNKNOWN, "only you can remove it")
    docket = failed(docket, act, seen)
    tries = tries_of(docket, act.doing, act.record)
    outcome = _BLOCKED.get(seen.saw)
    if outcome is not None and tries is not None and seen.at - tries.first >= GIVE_UP:
        return went_through(_closed(docket, act, seen, outcome, seen.why), act)
    return docket


_BLOCKED = {
    Saw.LABEL: Outcome.BLOCKED_LABEL,
    Saw.ON_HOLD: Outcome.BLOCKED_HOLD,
    Saw.UNKNOWN: Outcome.UNKNOWN,
    Saw.REFUSED: Outcome.NOT_PERMITTED,
}


def _closed(docket: Docket, act: Act, seen: Seen, outcome: Outcome, why: str) -> Docket:
    for n in act.targets:
        trace = trace_of(docket, n)
        look = Sight(at=seen.at, saw=seen.saw, request=seen.request)
        docket = with_trace(
            docket, n, shelf=Shelf.CLOSED, outcome=outcome, why=why, looks=(*trace.looks, look)
        )
    return docket


def _deleted(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    for n in act.targets:
        asked = trace_of(docket, n).asked or seen.at
        docket = with_trace(docket, n, shelf=Shelf.ASKED, asked=asked, why=seen.request)
    return went_through(docket, act)


def _filed_seen(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    docket = with_record(docket, act.record, seen_filed=Sight(at=seen.at, saw=seen.saw, request=seen.request))
    return went_through(docket, act)


def _left(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Left where it was, unless somebody joined, chose otherwise or set a hold in the meantime."""
    settled = settle_source(docket)
    if docket.records and (settled is None or settled.filed or all(r.delete_too for r in settled.dropped)):
        return docket
    if held(docket, policy):
        return docket
    for n in act.targets:
        docket = with_trace(
            docket, n, shelf=Shelf.CLOSED, outcome=Outcome.LEFT, why="nothing was filed from it"
        )
    return docket


_NOT_NOW = dict.fromkeys(
    (Saw.SIGN_IN, Saw.NOT_ORGANISER, Saw.LABEL, Saw.ON_HOLD, Saw.UNKNOWN, Saw.REFUSED), _blocked
)

ENTRIES = (
    Entry(
        doing=Doing.ERASE,
        needs="the record is settled and no hold stands",
        claimed=True,
        answers={Saw.DONE: _erased},
    ),
    Entry(
        doing=Doing.ERASE_SOURCE,
        needs="every record is settled, and one is filed or ours is not the only account; no hold stands",
        claimed=True,
        answers={Saw.DONE: _erased},
    ),
    Entry(
        doing=Doing.LOOK_SOURCE,
        needs="all dropped: is the meeting's own file still there?",
        claimed=False,
        answers=dict.fromkeys((Saw.PRESENT, Saw.ABSENT, Saw.UNKNOWN, Saw.SIGN_IN), _source_seen),
    ),
    Entry(
        doing=Doing.PREFLIGHT,
        needs="grace is over, no hold stands, and a record is filed or all chose to delete",
        claimed=False,
        answers={Saw.PRESENT: _preflight_ok, Saw.ABSENT: _already_gone, **_NOT_NOW},
    ),
    Entry(
        doing=Doing.LOOK_FILED,
        needs="before the meeting's own file goes: does the record still stand?",
        claimed=False,
        answers=dict.fromkeys((Saw.MATCHES, Saw.DIFFERS, Saw.ABSENT), _filed_seen),
    ),
    Entry(
        doing=Doing.DELETE_MEETING,
        needs="preflight and the filed record were seen within the hour",
        claimed=True,
        answers={Saw.DONE: _deleted, Saw.NOT_THERE: _deleted, **_NOT_NOW},
    ),
    Entry(
        doing=Doing.LEAVE,
        needs="nothing was filed and nobody chose to delete the meeting's own file",
        claimed=False,
        inside=True,
        answers={Saw.DONE: _left},
    ),
)
