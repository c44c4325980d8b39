"""The fourth station: what must no longer exist. Settle, hold, destroy; never more than was promised. What is the
meeting's own stands in `meeting.py`.

A record's own copies go only from a SettledRecord, the source only from a SettledSource. Both are worked out at
each pass and never stored, so that a decision taken in between is always seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from record.docket import Act, Call, Docket, Person, Record, Seen, Sight, Trace, Upload, Wait
from record.entries import Entry, failed, held, older, record_of, retry_wait, traces, went_through
from record.policy import Policy
from record.post import counts
from record.propose import forgotten
from record.showing import again, erased
from record.terms import GOVERNANCE, SOURCE, Custody, Doing, Holder, Saw, Shelf, State
from record.values import replace


@dataclass(frozen=True, slots=True)
class SettledRecord:
    """A record that is posted, marked as misfiled and dealt with, or dropped. No other can be one."""

    record: Record

    def __post_init__(self) -> None:
        if not self.record.is_settled:
            raise ValueError("this record is not settled")


@dataclass(frozen=True, slots=True)
class SettledSource:
    """A source of which every record is settled, at `since`. `filed` are those that are proved to stand in the right
    person's file, `rest` all others. No other can be one.
    """

    filed: tuple[Record, ...]
    rest: tuple[Record, ...]
    since: datetime

    def __post_init__(self) -> None:
        for r in (*self.filed, *self.rest):
            if not r.is_settled:
                raise ValueError("a record of this source is not settled")


def settle_record(record: Record) -> SettledRecord | None:
    """The record as settled, if it is."""
    return SettledRecord(record) if record.is_settled else None


def settle_source(docket: Docket) -> SettledSource | None:
    """The source as settled, if every record drawn from it is, and there is one."""
    for r in docket.records:
        if not r.is_settled:
            return None
    if not docket.records:
        return None
    return SettledSource(
        filed=tuple([r for r in docket.records if counts(r)]),
        rest=tuple([r for r in docket.records if not counts(r)]),
        since=max([r.settled or docket.made for r in docket.records]),
    )


# --- a record's own copies ----------------------------------------------------------------------------------------


def ask_record(docket: Docket, settled: SettledRecord, policy: Policy, now: datetime) -> Act | Wait | None:
    """Destroy the record's key, blobs and card in one act; the card once more a day later, since it cannot be read."""
    record = settled.record
    own = traces(docket, record.n, Shelf.OPEN, Shelf.ASKED, custody=Custody.OURS)
    due = [t for t in own if t.shelf is Shelf.OPEN or (t.holder is Holder.CARD and again(t, policy) <= now)]
    if due:
        if held(docket, policy):
            return Wait(until=None, whom=GOVERNANCE, why="hold")
        act = Act(doing=Doing.ERASE, record=record.n, targets=tuple(t.n for t in _keys_first(due)))
        return retry_wait(docket, act, policy, now, record.author.name)
    later = [again(t, policy) for t in own if t.holder is Holder.CARD]
    return Wait(until=min(later), whom=record.author.name, why="looks") if later else None


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
        return Wait(until=None, whom=GOVERNANCE, why="hold")
    if (
        docket.gen > 1
        and isinstance(docket.source, Upload)
        and now < (until := docket.made + policy.undecided)
    ):
        return Wait(
            until=until, whom=docket.opener.name, why="choose-person"
        )  # dropped again, for another record
    if not settled.filed and not all(r.last_ok for r in settled.rest):
        if unconfirmed(settled):
            return Wait(until=None, whom=confirms(settled), why="attested")
        if not isinstance(docket.source, Call):
            return Wait(until=None, whom=confirms(settled), why="only-account")
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
        return Wait(until=None, whom=GOVERNANCE, why="hold")
    if due:
        act = Act(doing=Doing.ERASE_SOURCE, targets=tuple(t.n for t in _keys_first(list(due))))
        return retry_wait(docket, act, policy, now, docket.opener.name)
    theirs = traces(docket, SOURCE, Shelf.OPEN, custody=Custody.TEMPORARY)
    return Act(doing=Doing.LEAVE, targets=tuple(t.n for t in theirs)) if theirs else None


def unconfirmed(settled: SettledSource) -> bool:
    """Somebody attested a filing, and has not said that it may count as the account."""
    return any(r.state is State.POSTED for r in settled.rest)


def confirms(settled: SettledSource) -> str:
    """Whose confirmation is missing, that what they filed or dropped may count: an attested filing's first."""
    lacking = [r for r in settled.rest if not r.last_ok] or list(settled.rest)
    return min(lacking, key=lambda r: (r.state is not State.POSTED, r.n)).author.name


def author(docket: Docket) -> Person:
    """Whose sign-in reaches the meeting's file: an author who organised it, else the first author."""
    n = author_n(docket)
    return record_of(docket, n).author if n else docket.opener


def author_n(docket: Docket) -> int:
    """The number of that record; SOURCE if there is none."""
    if not docket.records:
        return SOURCE
    if isinstance(docket.source, Call):
        for r in docket.records:
            if r.author.id == docket.source.organiser:
                return r.n
    return docket.records[0].n


# --- what the answers do ------------------------------------------------------------------------------------------


def _source_erased(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Each place answers for itself; from here on we hold no copy to draft from."""
    return erased(replace(docket, have=False), act, seen, policy)


def _source_seen(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Noted, with the time it was asked for: only what was seen within the hour counts."""
    if older(seen, docket.source_seen):
        return docket
    docket = replace(docket, source_seen=Sight(at=seen.at, saw=seen.saw, request=seen.request))
    return went_through(docket, act) if seen.saw is Saw.PRESENT else failed(docket, act, seen)


ENTRIES = (
    Entry(
        doing=Doing.ERASE,
        needs="the record is settled and no hold stands",
        claimed=True,
        answers={Saw.DONE: erased},
    ),
    Entry(
        doing=Doing.ERASE_SOURCE,
        needs="every record is settled, and one is filed or ours is not the only account; no hold stands",
        claimed=True,
        answers={Saw.DONE: _source_erased},
    ),
    Entry(
        doing=Doing.LOOK_SOURCE,
        needs="before our copy goes, where nothing is filed: is the meeting's own file still there? Before a "
        "correction is posted: is the record that it corrects still on file?",
        claimed=False,
        answers=dict.fromkeys((Saw.PRESENT, Saw.ABSENT, Saw.UNKNOWN, Saw.SIGN_IN), _source_seen),
    ),
)
