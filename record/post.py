"""The third station: what the case system must hold, and the proof that it does."""

from __future__ import annotations

from datetime import datetime

from record.docket import Act, Docket, Filed, Record, Seen, Sight, Trace, Wait
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
from record.joining import not_closing
from record.policy import Policy
from record.review import own, to_copy
from record.terms import Address, Custody, Doing, Holder, Outcome, PersonId, Proof, Saw, Shelf, State

MAY_POST_AGAIN = "absent"
"""The case system was asked and has no such note: the same words may be posted again with the same key."""

CASE_FILE = "the record"


def undo_ends(record: Record, policy: Policy) -> datetime | None:
    """When an approved record is filed by itself, reckoned from the last approval; None if it is not approved."""
    last = record.second or record.approval
    return last.at + policy.undo if last else None


def retry(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """Try again at once what the case system refused: the approval stands, same words, same key. Raises
    RefusedError.
    """
    record = own(docket, n, who)
    if record.state is not State.STUCK or record.why == Saw.DIFFERS:
        raise RefusedError("There is nothing to try again here. Nothing has changed.")
    return with_record(docket, n, state=State.APPROVED, file_now=True, why="", changed=now)


def attest(docket: Docket, n: int, who: PersonId, *, number: str, policy: Policy, now: datetime) -> Docket:
    """Its author filed the approved words by hand, and says under which number. Twice is once.

    An attestation is no proof: it destroys the draft, but no account of what was said (see `may_count`). Raises
    RefusedError: not approved, still to be undone, or while a post of ours may land.
    """
    record = own(docket, n, who)
    if record.state is State.POSTED and record.proof is Proof.ATTESTED:
        return docket
    if not to_copy(record, policy) or not record.sure or record.filed is not None:
        raise RefusedError("This is not yours to file by hand now. Nothing has changed.")
    if not number.strip():
        raise RefusedError("Nothing is recorded yet. Write the number of the note in the case system.")
    docket = opened(docket, n, Holder.CASE, CASE_FILE, Custody.KEPT, Address(record.reference), now)
    return _stands(docket, n, number.strip(), Proof.ATTESTED, now, now)


def may_count(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """The separate confirmation: what was attested may count as the account, and the other copies may go."""
    record = own(docket, n, who)
    not_closing(docket)
    if record.state is not State.POSTED or record.proof is not Proof.ATTESTED:
        raise RefusedError("There is nothing to confirm here. Nothing has changed.")
    return with_record(docket, n, last_ok=True, changed=now)


def counts(record: Record) -> bool:
    """Filed and proved: read back, or attested and confirmed."""
    attested = record.proof is Proof.ATTESTED
    return record.state is State.POSTED and record.proof is not None and (record.last_ok or not attested)


def ask(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    """File it when it can no longer be undone; if no answer came, look before doing anything else."""
    n, who = record.n, record.author.name
    post = Act(doing=Doing.POST, record=n, key=record.id, version=record.version)
    if record.state is State.APPROVED:
        until = undo_ends(record, policy)
        if not record.file_now and until is not None and now < until:
            return Wait(until=until, whom=who, why="undo")
        if record.second is None and policy.approvers(record.record_type) is not None:
            return Wait(until=None, whom=who, why="second-wanted")
        if not policy.posts_to(record.system):
            return Wait(until=None, whom=who, why="attest")
        return _original(docket, record, policy, now) or retry_wait(docket, post, policy, now, who)
    if record.state is State.POSTING:
        if record.why != MAY_POST_AGAIN or not policy.files_once(record.system):
            return _look_up(docket, record, policy, now)
        gone = _original(docket, record, policy, now)
        if isinstance(gone, Wait) and now > _lands(docket, n, policy):
            return _look_up(docket, record, policy, now)  # surely not filed: its author can decide otherwise
        return gone or retry_wait(docket, post, policy, now, who)
    if record.state is State.STUCK:
        return Wait(until=None, whom=who, why=record.why or "refused")
    return None


def _original(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    """A correction is added only to a record that was seen on file within the hour; else its author is waited for."""
    if not isinstance(docket.source, Filed) or docket.source.wrong:
        return None
    seen = docket.source_seen
    if seen is None or now - seen.at > policy.fresh:
        act = Act(doing=Doing.LOOK_SOURCE, record=record.n)
        return retry_wait(docket, act, policy, now, record.author.name)
    if seen.saw is not Saw.PRESENT:
        return Wait(until=seen.at + policy.fresh, whom=record.author.name, why="filed-gone")
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
    record = record_of(docket, act.record)
    if record.state in (State.POSTED, State.MISFILED, State.MARKED):
        return went_through(docket, act)
    if record.approval is None or record.approval.version != act.version:
        return _found(docket, act, seen)
    docket = _stands(docket, act.record, seen.value, Proof.READ_BACK, seen.there, seen.at)
    return went_through(docket, act)


def _found(docket: Docket, act: Act, seen: Seen) -> Docket:
    """It stands there after all, though it was discarded or withdrawn since: that is said, and counts for nothing."""
    docket = with_record(docket, act.record, filed=seen.value, sure=True)
    for t in in_case_system(docket, act.record):
        if t.shelf is Shelf.OPEN or t.address == record_of(docket, act.record).reference:
            why = "found on file after it was withdrawn"
            docket = with_trace(docket, t.n, shelf=Shelf.CLOSED, outcome=Outcome.KEPT, why=why)
    return went_through(docket, act)


def in_case_system(docket: Docket, n: int) -> tuple[Trace, ...]:
    """Where that record stands, or may have stood, in the case system: on each file that it was sent to."""
    return tuple(t for t in docket.traces if t.record == n and t.holder is Holder.CASE)


def _stands(docket: Docket, n: int, filed: str, proof: Proof, at: datetime, seen: datetime) -> Docket:
    """The record is on file since `at`, as far as we know, and was seen there at `seen` if it was read back."""
    looks = (Sight(at=seen, saw=Saw.MATCHES),) if proof is Proof.READ_BACK else ()
    docket = with_record(
        docket,
        n,
        state=State.POSTED,
        filed=filed,
        proof=proof,
        sure=True,
        why="",
        settled=at,
        changed=at,
        seen_filed=looks[0] if looks else None,
    )
    for t in in_case_system(docket, n):
        if t.shelf is Shelf.OPEN or t.address == record_of(docket, n).reference:
            docket = with_trace(docket, t.n, shelf=Shelf.CLOSED, outcome=Outcome.KEPT, why="", looks=looks)
    return docket


def _may_still_land(docket: Docket, act: Act) -> bool:
    """An earlier attempt never got an answer, and no look since has shown what became of it."""
    return any(c.act.doing is Doing.POST and c.act.record == act.record for c in docket.claims)


def _lands(docket: Docket, n: int, policy: Policy) -> datetime:
    """The latest at which a post of that record that got no answer can land."""
    out = [c.until for c in docket.claims if c.act.doing is Doing.POST and c.act.record == n]
    return max(out, default=docket.made) + policy.skew + policy.late


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


def _gone_again(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """It was filed, and taken away before it could be read back: its author decides."""
    if record_of(docket, act.record).state is not State.POSTING:
        return docket
    if _may_still_land(docket, act):
        return _uncertain(docket, act, seen)
    return with_record(docket, act.record, state=State.STUCK, sure=True, why="filed-gone")


def _taken_away(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """It was filed under this key, and is there no more: its author decides, once no attempt can land any more."""
    record = record_of(docket, act.record)
    posts = [c.until for c in docket.claims if c.act.doing is Doing.POST and c.act.record == act.record]
    if record.state is not State.POSTING or (posts and seen.at < max(posts) + policy.skew + policy.late):
        return failed(docket, act, seen)
    docket = with_record(docket, act.record, state=State.STUCK, sure=True, why="filed-gone")
    return went_through(docket, act)


def _refused(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The case system said no: nothing is filed."""
    if record_of(docket, act.record).state is not State.POSTING:
        return docket
    if _may_still_land(docket, act):
        return _uncertain(docket, act, seen)
    docket = with_record(docket, act.record, state=State.STUCK, sure=True, why=seen.why or Saw.REFUSED.value)
    return _not_filed(docket, act)


def _busy(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """It certainly was not filed: the approval stands and is tried again."""
    if record_of(docket, act.record).state is not State.POSTING:
        return docket
    if _may_still_land(docket, act):
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
    once = policy.files_once(record.system)
    if once and _may_still_land(docket, act):
        return went_through(with_record(docket, act.record, why=MAY_POST_AGAIN), act)
    if once:
        docket = with_record(docket, act.record, state=State.APPROVED, sure=True, file_now=True, why="")
        return went_through(_not_filed(docket, act), act)
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
        answers={
            Saw.MATCHES: _matches,
            Saw.DIFFERS: _differs,
            Saw.REFUSED: _refused,
            Saw.BUSY: _busy,
            Saw.NOT_THERE: _gone_again,
        },
    ),
    Entry(
        doing=Doing.LOOK_UP,
        needs="a post got no answer",
        claimed=False,
        answers={
            Saw.MATCHES: _matches,
            Saw.DIFFERS: _differs,
            Saw.ABSENT: _absent,
            Saw.NOT_THERE: _taken_away,
        },
    ),
)
