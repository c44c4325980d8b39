"""How the account of a source is opened, and who may join it: a record is asked for in one person's file."""

from __future__ import annotations

from datetime import datetime

from record.docket import Act, Call, Claim, Docket, Person, Record, Upload
from record.entries import (
    key_address,
    live,
    opened,
    reopened,
    source_address,
)
from record.errors import NOT_YOURS, RefusedError
from record.policy import Policy
from record.system import System
from record.terms import (
    SOURCE,
    Address,
    Custody,
    DocketId,
    Doing,
    Holder,
    Outcome,
    PersonId,
    RecordTypeId,
    Shelf,
    State,
    Told,
)
from record.values import replace

THIS_CARD = "this card"
OBJECTION = "objected"
MEETING_FILE = "recording and transcript"
DROPPED_FILE = "the file you dropped"
PASTED = "the message you pasted"


def open_call(*, id: DocketId, name: str, call: Call, opener: Person, now: datetime) -> Docket:
    """The account of a call. The meeting's own file is listed at once: it holds words before we do."""
    docket = Docket(id=id, name=name, made=now, at=now, source=call, opener=opener)
    return opened(docket, SOURCE, Holder.DRIVE, MEETING_FILE, Custody.TEMPORARY, Address(""), now)


def open_upload(
    *,
    id: DocketId,
    name: str,
    link: str | None,
    opener: Person,
    policy: Policy,
    now: datetime,
    message: str | None = None,
) -> tuple[Docket, Claim]:
    """The account of a dropped file, or of a text pasted in that `message`, with the claim for putting our sealed copy
    in its place."""
    source = Upload(link=link, pasted=message is not None)
    docket = Docket(id=id, name=name, made=now, at=now, source=source, opener=opener)
    if message is None:
        docket = opened(docket, SOURCE, Holder.DRIVE, DROPPED_FILE, Custody.TEMPORARY, Address(""), now)
    else:
        docket = pasted_in(docket, message, now=now)
    act = Act(doing=Doing.FETCH, record=SOURCE, version=1)
    docket = open_source(docket, act, now)
    claim = Claim(n=1, act=act, until=now + policy.lease)
    return replace(docket, claims=(claim,), n=1), claim


def is_pasted(docket: Docket) -> bool:
    """What was said stands in messages of the chat, and only who pasted it can delete them."""
    return isinstance(docket.source, Upload) and docket.source.pasted


def pasted_in(docket: Docket, message: str, *, now: datetime) -> Docket:
    """That message of its opener's holds the words too: one more copy, for each time that it was pasted."""
    who = docket.opener.id
    return opened(docket, SOURCE, Holder.CARD, PASTED, Custody.TEMPORARY, Address(message), now, who)


def store_again(docket: Docket, *, policy: Policy, now: datetime) -> tuple[Docket, Claim] | None:
    """The same file was dropped again: a claim for putting our copy in a fresh place, or None if we hold one already
    or it is being put there at this moment. Raises RefusedError while the account is being closed.
    """
    if closing(docket):
        raise RefusedError(
            "I am just closing what I hold of this file. Nothing has changed. Drop it again in a few minutes."
        )
    fetching = [c for c in docket.claims if c.act.doing is Doing.FETCH]
    if docket.have or any(live(c, policy, now) for c in fetching):
        return None
    act = Act(doing=Doing.FETCH, record=SOURCE, version=docket.gen + 1)
    docket = open_source(reopened(docket), act, now)
    claim = Claim(n=docket.n + 1, act=act, until=now + policy.lease)
    others = tuple(c for c in docket.claims if c not in fetching)
    return replace(docket, claims=(*others, claim), n=claim.n, made=now, thrown_away=False), claim


def add_record(
    docket: Docket,
    *,
    id: str,
    author: Person,
    reference: str,
    record_type: RecordTypeId,
    people_told: Told,
    interpreter: bool,
    card: str | None,
    now: datetime,
    system: System | None = None,
) -> Docket:
    """Ask for a record in one person's file. Raises RefusedError if it may not be.

    `card` is the message that was pressed, when it is to become the record's own card; `system` the case system in
    which the file was found.
    """
    _may_join(docket, author, reference, record_type, people_told)
    n = 1 + len(docket.records)
    state = State.SOURCED if docket.have else State.ASKED
    record = Record(
        n=n,
        id=id,
        author=author,
        reference=reference,
        record_type=record_type,
        people_told=people_told,
        interpreter=interpreter,
        state=state,
        card=card,
        changed=now,
        system=system,
    )
    docket = reopened(replace(docket, records=(*docket.records, record), settled_at=None))
    if card is not None:
        docket = opened(docket, n, Holder.CARD, THIS_CARD, Custody.OURS, Address(card), now, author.id)
    return docket


def open_objection(
    *,
    id: DocketId,
    name: str,
    call: Call,
    opener: Person,
    record_type: RecordTypeId,
    reference: str,
    card: str | None,
    now: datetime,
    system: System | None = None,
) -> Docket:
    """Somebody objected, and the meeting's own file is to be deleted: an account in which nothing was ever drafted.

    Its one record is dropped from the start, so that deleting is the same separate step as after a discard.
    """
    docket = open_call(id=id, name=name, call=call, opener=opener, now=now)
    record = Record(
        n=1,
        id=f"{id}-objection",
        author=opener,
        reference=reference,
        record_type=record_type,
        people_told=Told.OBJECTED,
        state=State.DROPPED,
        why=OBJECTION,
        card=card,
        last_ok=True,
        settled=now,
        changed=now,
        system=system,
    )
    return replace(docket, records=(record,), settled_at=now)


def _may_join(docket: Docket, author: Person, reference: str, record_type: str, people_told: Told) -> None:
    if people_told is Told.OBJECTED:
        raise RefusedError(
            "I have stopped, because somebody objected. I have drafted nothing. You can write the note by hand."
        )
    not_closing(docket)
    if docket.thrown_away:
        raise RefusedError("This file was thrown away. Nothing has changed. Drop it again to start anew.")
    if any(r.why == OBJECTION for r in docket.records):
        raise RefusedError("Somebody objected to this meeting being drafted. Nothing has changed.")
    if _being_destroyed(docket):
        raise RefusedError(
            "This meeting's own file is being destroyed, so no new draft can start. Nothing has changed."
        )
    if isinstance(docket.source, Upload) and not docket.have:
        raise RefusedError("I no longer hold that file. Nothing has changed. Drop it into this chat again.")
    for r in docket.records:
        if (r.author.id, r.reference, r.record_type) == (
            author.id,
            reference,
            record_type,
        ) and not r.is_settled:
            raise RefusedError("You already have this draft. Nothing has changed. Type my drafts to see it.")


def closing(docket: Docket) -> bool:
    """The receipt is written, or may be."""
    return docket.receipted is not None or any(c.act.doing is Doing.WRITE_RECEIPT for c in docket.claims)


def not_closing(docket: Docket) -> None:
    """The receipt is written once: what it says can be changed no more once it may be. Raises RefusedError."""
    if closing(docket):
        raise RefusedError("This account is finished: its copies have their end. Nothing has changed.")


def _being_destroyed(docket: Docket) -> bool:
    """A delete of the meeting's own may be out, or has gone through and no look has shown the file since."""
    if any(c.act.doing is Doing.DELETE_MEETING for c in docket.claims):
        return True
    return any(
        t.shelf is not Shelf.OPEN and t.outcome is not Outcome.LEFT
        for t in docket.traces
        if t.record == SOURCE and t.custody is Custody.TEMPORARY
    )


def throw_away(docket: Docket, who: PersonId) -> Docket:
    """Somebody objected, or it was dropped by mistake: our copy goes now. Theirs stays where they put it.

    Raises RefusedError if it is not theirs, or if a record is already drawn from it.
    """
    if docket.opener.id != who:
        raise RefusedError(NOT_YOURS)
    if docket.records:
        raise RefusedError("A draft is already made from this file. Nothing has changed. Discard the draft.")
    return replace(docket, thrown_away=True)


def open_source(docket: Docket, act: Act, at: datetime) -> Docket:
    docket = replace(docket, gen=act.version, spare=False)
    key = key_address(docket.id, SOURCE, docket.gen)
    docket = opened(docket, SOURCE, Holder.KEYS, "key of the transcript", Custody.OURS, key, at)
    parts = len(docket.source.transcripts) if isinstance(docket.source, Call) else 1
    for part in range(parts):
        address = source_address(docket.id, docket.gen, part)
        docket = opened(docket, SOURCE, Holder.WORDS, "our copy of the transcript", Custody.OURS, address, at)
    return docket
