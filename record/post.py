"""The third station: what the case system must hold, and the proof that it does."""

from __future__ import annotations

from datetime import datetime

from record.docket import (
    Act,
    Address,
    Custody,
    Docket,
    Doing,
    Holder,
    Outcome,
    PersonId,
    Proof,
    Record,
    Saw,
    Seen,
    Shelf,
    Sight,
    State,
    Wait,
)
from record.entries import (
    Entry,
    failed,
    opened,
    record_of,
    retry_wait,
    tries_of,
    went_through,
    with_record,
    with_trace,
)
from record.errors import RefusedError
from record.policy import Policy
from record.review import own

MAY_POST_AGAIN = "absent"
"""The case system was asked and has no such note: the same words may be posted again with the same key."""

CASE_FILE = "the record"


def undo_ends(record: Record, policy: Policy) -> datetime | None:
    """When an approved record is filed by itself; None if it is not approved."""
    return record.approval.at + policy.undo if record.approval else None


def retry(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """Try again what the case system refused: same words, same key. Raises RefusedError."""
    record = own(docket, n, who)
    if record.state is not State.STUCK or record.why == Saw.DIFFERS:
        raise RefusedError("There is nothing to try again here. Nothing has changed.")
    return with_record(docket, n, state=State.POSTING, why=MAY_POST_AGAIN, changed=now)


def ask(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    """File it when it can no longer be undone; if no answer came, look before doing anything else."""
    n, who = record.n, record.author.name
    post = Act(doing=Doing.POST, record=n, key=record.id, version=record.version)
    if record.state is State.APPROVED:
        until = undo_ends(record, policy)
        if not record.file_now and until is not None and now < until:
            return Wait(until=until, whom=who, why="undo")
        return retry_wait(docket, post, policy, now, who)
    if record.state is State.POSTING:
        if record.why == MAY_POST_AGAIN and (policy.honours_keys or record.sure):
            return retry_wait(docket, post, policy, now, who)
        return _look_up(docket, record, policy, now)
    if record.state is State.STUCK:
        return Wait(until=None, whom=who, why=record.why or "refused")
    return None


def _look_up(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait:
    """Absent is conclusive at once for a system that honours keys; for others only after the latest it can land."""
    act = Act(doing=Doing.LOOK_UP, record=record.n, key=record.id, version=record.version)
    return retry_wait(docket, act, policy, now, record.author.name)


def _opens(docket: Docket, act: Act, at: datetime) -> Docket:
    """Filing begins: from here the words may stand in the case system."""
    docket = with_record(docket, act.record, state=State.POSTING, sure=False, why="")
    reference = record_of(docket, act.record).reference
    return opened(docket, act.record, Holder.CASE, CASE_FILE, Custody.KEPT, Address(reference), at)


def _matches(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Filed and read back: word for word what was approved."""
    docket = with_record(
        docket,
        act.record,
        state=State.POSTED,
        filed=seen.value,
        proof=Proof.READ_BACK,
        sure=True,
        why="",
        settled=seen.at,
        seen_filed=Sight(at=seen.at, saw=Saw.MATCHES),
    )
    for t in docket.traces:
        if t.record == act.record and t.holder is Holder.CASE:
            look = Sight(at=seen.at, saw=Saw.MATCHES)
            docket = with_trace(docket, t.n, shelf=Shelf.CLOSED, outcome=Outcome.KEPT, looks=(look,))
    return went_through(docket, act)


def _may_still_land(docket: Docket, act: Act, seen: Seen, policy: Policy) -> bool:
    """An earlier attempt never got an answer, and the latest at which it can land has not passed."""
    return any(
        c.act.doing is Doing.POST
        and c.act.record == act.record
        and seen.at < c.until + policy.skew + policy.late
        for c in docket.claims
    )


def _uncertain(docket: Docket, act: Act, seen: Seen) -> Docket:
    """This attempt did nothing, but an earlier one may have: it stays uncertain, and is looked up again."""
    return failed(with_record(docket, act.record, state=State.POSTING, sure=False, why=""), act, seen)


def _differs(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """What stands there is not what was approved: stop, destroy nothing, say so."""
    if record_of(docket, act.record).state is not State.POSTING:
        return docket
    return with_record(
        docket, act.record, state=State.STUCK, filed=seen.value, sure=True, why=Saw.DIFFERS.value
    )


def _refused(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The case system said no: nothing is filed."""
    if record_of(docket, act.record).state is not State.POSTING:
        return docket
    if _may_still_land(docket, act, seen, policy):
        return _uncertain(docket, act, seen)
    docket = with_record(docket, act.record, state=State.STUCK, sure=True, why=seen.why or Saw.REFUSED.value)
    return _not_filed(docket, act)


def _busy(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """It certainly was not filed: the approval stands and is tried again."""
    if record_of(docket, act.record).state is not State.POSTING:
        return docket
    if _may_still_land(docket, act, seen, policy):
        return _uncertain(docket, act, seen)
    docket = with_record(docket, act.record, state=State.APPROVED, sure=True, file_now=True)
    return failed(_not_filed(docket, act), act, seen)


def _not_filed(docket: Docket, act: Act) -> Docket:
    """Nothing was filed: no trace of it in the case system is left in the account."""
    for t in docket.traces:
        if t.record == act.record and t.holder is Holder.CASE and t.shelf is Shelf.OPEN:
            docket = with_trace(docket, t.n, shelf=Shelf.CLOSED, outcome=Outcome.GONE, why="not filed")
    return docket


def _absent(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Looked for and not found. A system without keys may still file it until the latest a request can land."""
    record = record_of(docket, act.record)
    if record.state is not State.POSTING:
        return docket
    if policy.honours_keys:
        return went_through(with_record(docket, act.record, why=MAY_POST_AGAIN), act)
    tries = tries_of(docket, act.doing, act.record)
    last = max(
        (c.until for c in docket.claims if c.act.record == act.record), default=record.changed or seen.at
    )
    conclusive = max(last, tries.first if tries else last) + policy.skew + policy.late
    if seen.at < conclusive:
        return failed(docket, act, seen)
    docket = with_record(docket, act.record, state=State.STUCK, sure=True, why="not-found")
    return went_through(_not_filed(docket, act), act)


ENTRIES = (
    Entry(
        doing=Doing.POST,
        needs="approved, and it can no longer be undone",
        claimed=True,
        opens=_opens,
        answers={Saw.MATCHES: _matches, Saw.DIFFERS: _differs, Saw.REFUSED: _refused, Saw.BUSY: _busy},
    ),
    Entry(
        doing=Doing.LOOK_UP,
        needs="a post got no answer",
        claimed=False,
        answers={Saw.MATCHES: _matches, Saw.DIFFERS: _differs, Saw.ABSENT: _absent},
    ),
)
