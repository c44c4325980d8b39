"""The second pair of eyes, where policy wants one: asked without words, reads the same pages, approves or sends back.

A second approval binds what the first one does: hash, person, record type and version. It is never given by the author,
by whoever had the record before, or on a page that was not sent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from record.docket import Act, Claim, Docket, Reader, Record, Seen, Wait
from record.entries import (
    Entry,
    opened,
    person_of,
    record_of,
    retry_wait,
    tries_of,
    went_through,
    with_record,
)
from record.errors import NOT_YOURS, RefusedError
from record.joining import THIS_CARD
from record.policy import Colleague, Policy
from record.review import all_read, approval, claimed, not_while_saving, own
from record.terms import Address, ContentHash, Custody, Doing, Holder, PersonId, Saw, State

ONCE_A_DAY = timedelta(days=1)
NOT_BY_YOU = "A second person has to approve this. Nothing has changed."
NOT_NOW = "This does not wait for you any more. Nothing has changed."


def eligible(record: Record, policy: Policy) -> tuple[Colleague, ...]:
    """Who may give the second approval of this record today."""
    barred = {record.author.id, *record.had}
    return tuple(c for c in policy.approvers(record.record_type) or () if c.id not in barred)


# --- decisions ----------------------------------------------------------------------------------------------------


def asked(docket: Docket, n: int, who: PersonId, policy: Policy) -> Record:
    """The record, if this person is asked to be its second approver, and may be today. Raises RefusedError."""
    record = next((r for r in docket.records if r.n == n), None)
    if record is not None and who in (record.author.id, *record.had):
        raise RefusedError(NOT_BY_YOU)
    if record is None or all(p.id != who for p in record.people):
        raise RefusedError(NOT_YOURS)
    if record.state is not State.SECOND or record.reader is None or record.reader.id != who:
        raise RefusedError(NOT_NOW)
    if all(c.id != who for c in eligible(record, policy)):
        raise RefusedError(NOT_NOW)
    return record


def read(docket: Docket, n: int, who: PersonId, *, policy: Policy, now: datetime) -> tuple[Docket, Claim]:
    """Read a page, on the second approver's own card: claimed with the press. Raises RefusedError."""
    record = asked(docket, n, who, policy)
    card = record.reader.card if record.reader else ""
    act = Act(doing=Doing.REPLY, record=n, version=record.version, key=card, who=who)
    return claimed(docket, act, policy, now, person_of(record, who))


def approve(
    docket: Docket,
    n: int,
    who: PersonId,
    *,
    name: str,
    version: int,
    hash: ContentHash,
    policy: Policy,
    now: datetime,
) -> Docket:
    """The second approval: from here it can be undone for a while, and is then filed. Raises RefusedError."""
    found = next((r for r in docket.records if r.n == n), None)
    if found is not None and found.second is not None and found.second.by == who:
        return docket
    record = asked(docket, n, who, policy)
    not_while_saving(docket, n, policy, now)
    reader = record.reader
    if reader is None or reader.shown != record.version or (version, hash) != (record.version, record.hash):
        raise RefusedError("The text changed since you read it. Nothing was filed. Read it again.")
    all_read(record, reader.sent)
    return with_record(docket, n, state=State.APPROVED, second=approval(record, who, name, now), changed=now)


def send_back(
    docket: Docket, n: int, who: PersonId, *, policy: Policy, now: datetime
) -> tuple[Docket, Claim]:
    """Send it back with a comment. The comment is words: it stands in a new version, whose place is named here."""
    record = asked(docket, n, who, policy)
    act = Act(doing=Doing.SEND_BACK, record=n, version=record.top + 1, who=who)
    return claimed(docket, act, policy, now, person_of(record, who))


def remind(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """Ask the second approver again, on a new card, once a day at most. Raises RefusedError."""
    record = own(docket, n, who)
    if record.state is not State.SECOND:
        raise RefusedError(NOT_NOW)
    if record.reader is not None and now < record.reader.asked + ONCE_A_DAY:
        raise RefusedError("I have asked less than a day ago. Nothing has changed. Ask again tomorrow.")
    return with_record(docket, n, reader=None)


# --- the station --------------------------------------------------------------------------------------------------


def ask(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    """Ask the first who can be reached of those whom policy names, then wait for them."""
    if record.state is not State.SECOND:
        return None
    may = eligible(record, policy)
    if record.reader is not None and any(c.id == record.reader.id for c in may):
        return Wait(until=None, whom=person_of(record, record.reader.id).name, why="second")
    if not may:
        return Wait(until=None, whom=record.author.name, why="no-second-approver")
    tries = tries_of(docket, Doing.ASK_SECOND, record.n)
    chosen = may[(tries.count if tries else 0) % len(may)]
    act = Act(doing=Doing.ASK_SECOND, record=record.n, who=chosen.id, key=chosen.name)
    return retry_wait(docket, act, policy, now, record.author.name)


def _asked(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The card is there, without words: its place is listed, and they may read."""
    record = record_of(docket, act.record)
    if seen.person is None:
        return docket
    others = tuple(p for p in record.people if p.id != act.who)
    docket = with_record(docket, record.n, people=(*others, seen.person))
    card = Address(seen.value)
    docket = opened(docket, record.n, Holder.CARD, THIS_CARD, Custody.OURS, card, seen.at, act.who)
    asked_before = record.reader.id if record.reader else ""
    if record.state is State.SECOND and asked_before != act.who:
        reader = Reader(id=act.who, card=seen.value, asked=seen.at)
        docket = with_record(docket, record.n, reader=reader)
    return went_through(docket, act)


def _sent_back(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """A draft again, in the version that holds the comment; both approvals are gone."""
    record = record_of(docket, act.record)
    if record.state is not State.SECOND or act.version <= record.version:
        return docket
    return with_record(
        docket,
        act.record,
        state=State.DRAFT,
        approval=None,
        second=None,
        reader=None,
        version=act.version,
        hash=seen.hash,
        todo=seen.todo,
        pages=seen.pages,
        shown=0,
        sent=(),
        changed=seen.at,
    )


ENTRIES = (
    Entry(
        doing=Doing.ASK_SECOND,
        needs="its author approved, and policy wants a second person's approval",
        claimed=False,
        answers={Saw.DONE: _asked},
    ),
    Entry(
        doing=Doing.SEND_BACK,
        needs="the second approver sent it back with a comment",
        claimed=True,
        answers={Saw.DONE: _sent_back},
    ),
)
