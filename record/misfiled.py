"""After filing: a correction below what stands, and the way back from a wrong person's file.

Nothing filed is ever changed or removed by us. A correction is a record of its own, added to the note. What stands on
the wrong file is marked there; its words are read back from the case system and approved anew for the right person.
"""

from __future__ import annotations

from datetime import datetime

from record.docket import Act, Docket, Filed, Person, Record, Seen, Wait
from record.entries import (
    Entry,
    held,
    opened,
    record_of,
    reopened,
    retry_wait,
    went_through,
    with_record,
    with_trace,
)
from record.errors import RefusedError
from record.joining import THIS_CARD, not_closing
from record.policy import Policy
from record.post import CASE_FILE, in_case_system
from record.review import own
from record.showing import expires
from record.terms import (
    Address,
    ContentHash,
    Custody,
    DocketId,
    Doing,
    Holder,
    Outcome,
    PersonId,
    Proof,
    Saw,
    Shelf,
    State,
    Told,
)
from record.values import replace


def open_correction(
    *, id: DocketId, name: str, filed: Filed, record_id: str, author: Person, card: str | None, now: datetime
) -> Docket:
    """The account of a correction: no source is left, so every line of it is its author's own words."""
    docket = Docket(id=id, name=name, made=now, at=now, source=filed, opener=author)
    return _with_copy(docket, record_id, author, filed.reference, filed, card, 0, now)


def open_misfiled(
    *, id: DocketId, name: str, filed: Filed, proof: Proof, record_id: str, author: Person, now: datetime
) -> Docket:
    """The account of a record that was found on the wrong file after its own account had gone."""
    docket = Docket(id=id, name=name, made=now, at=now, source=replace(filed, wrong=True), opener=author)
    record = Record(
        n=1,
        id=record_id,
        author=author,
        reference=filed.reference,
        record_type=filed.record_type,
        people_told=Told.AGREED,
        state=State.MISFILED,
        hash=filed.hash,
        filed=filed.note,
        proof=proof,
        changed=now,
        system=filed.system,
    )
    docket = replace(docket, records=(record,))
    docket = opened(docket, 1, Holder.CASE, CASE_FILE, Custody.KEPT, Address(filed.reference), now)
    return with_trace(docket, docket.traces[-1].n, shelf=Shelf.CLOSED, outcome=Outcome.KEPT)


def wrong_file(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """It stands on the wrong person's file: destroying stops at once. Twice is once.

    Raises RefusedError: nothing is filed, or the account is being closed.
    """
    record = own(docket, n, who)
    if record.state in (State.MISFILED, State.MARKED):
        return docket
    if record.state is not State.POSTED or record.filed is None:
        raise RefusedError("This is not filed, so it is on nobody's file. Nothing has changed.")
    not_closing(docket)
    docket = with_record(
        reopened(docket),
        n,
        state=State.MISFILED,
        settled=None,
        last_ok=False,
        delete_too=False,
        changed=now,
    )
    return replace(docket, settled_at=None)


def move(
    docket: Docket, n: int, who: PersonId, *, reference: str, record_id: str, card: str | None, now: datetime
) -> Docket:
    """A new record for the right file, drafted from what the case system holds; no approval is carried over.

    Raises RefusedError: not misfiled, moved already, or the same file again.
    """
    record = own(docket, n, who)
    not_closing(docket)
    if record.state not in (State.MISFILED, State.MARKED):
        raise RefusedError("This was not filed on a wrong file. Nothing has changed.")
    if _moved(docket, n):
        raise RefusedError("The record for the right file is made already. Nothing has changed.")
    if reference == record.reference:
        raise RefusedError("That is the file it stands on. Nothing has changed. Type the right one's number.")
    filed = Filed(
        note=record.filed or "",
        reference=record.reference,
        record_type=record.record_type,
        hash=record.hash or ContentHash(""),
        system=record.system,
    )
    if record.state is State.MARKED:
        docket = with_record(docket, n, settled=now, changed=now)
    return _with_copy(reopened(docket), record_id, record.author, reference, filed, card, n, now)


def by_hand(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """Its author deals with it by hand, and says, where we cannot write to it, that the wrong file is marked.

    Raises RefusedError.
    """
    record = own(docket, n, who)
    not_closing(docket)
    if record.state not in (State.MISFILED, State.MARKED):
        raise RefusedError("This was not filed on a wrong file. Nothing has changed.")
    if record.is_settled:
        return docket
    return with_record(docket, n, state=State.MARKED, settled=now, changed=now)


def _moved(docket: Docket, n: int) -> bool:
    """Whether a record for the right file is drawn from it."""
    return any(r.copy_of == n and r.state is not State.DROPPED for r in docket.records)


def _with_copy(
    docket: Docket,
    id: str,
    author: Person,
    reference: str,
    filed: Filed,
    card: str | None,
    copy_of: int,
    now: datetime,
) -> Docket:
    n = 1 + len(docket.records)
    record = Record(
        n=n,
        id=id,
        author=author,
        reference=reference,
        record_type=filed.record_type,
        people_told=Told.AGREED,
        state=State.SOURCED,
        copy_of=copy_of,
        card=card,
        changed=now,
        system=filed.system,
    )
    docket = replace(docket, records=(*docket.records, record), settled_at=None)
    if card is not None:
        docket = opened(docket, n, Holder.CARD, THIS_CARD, Custody.OURS, Address(card), now, author.id)
    return docket


# --- the station --------------------------------------------------------------------------------------------------


def ask(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    """Mark what stands on the wrong file, and wait for its author to say whose file it should be on.

    An attempt that got no answer may still land: it is looked for first, and, where the case system does not honour
    keys, only after the latest at which it can.
    """
    if record.state is State.MARKED and not record.is_settled:
        until = None if held(docket, policy) else expires(record, policy)
        return Wait(until=until, whom=record.author.name, why="whose-file")
    if record.state is not State.MISFILED:
        return None
    if not policy.posts_to(record.system) or record.proof is Proof.ATTESTED:
        return Wait(until=None, whom=record.author.name, why="mark-by-hand")
    out = [c.until for c in docket.claims if c.act.doing is Doing.MARK and c.act.record == record.n]
    once = policy.files_once(record.system)
    if out and not once and now < (until := max(out) + policy.skew + policy.late):
        return Wait(until=until, whom=record.author.name, why="case-system")
    act = Act(doing=Doing.MARK, record=record.n, key=f"{record.id}-mark")
    return retry_wait(docket, act, policy, now, record.author.name)


def _marked(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The wrong file says that it should not be there. It stays: we cannot remove a note."""
    record = record_of(docket, act.record)
    if record.state is not State.MISFILED:
        return docket
    for t in in_case_system(docket, record.n):
        if t.address == record.reference:
            docket = with_trace(docket, t.n, why="marked as filed in error")
    settled = seen.there if _moved(docket, record.n) else None
    docket = with_record(docket, record.n, state=State.MARKED, settled=settled, changed=seen.there)
    return went_through(docket, act)


ENTRIES = (
    Entry(
        doing=Doing.MARK,
        needs="it stands on the wrong person's file",
        claimed=True,
        answers={Saw.DONE: _marked},
    ),
)
