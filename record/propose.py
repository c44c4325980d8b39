"""The first station: fetch what was said, with the author's own sign-in, and propose a record from it."""

from __future__ import annotations

from datetime import datetime

from record.docket import Act, Call, Docket, Record, Seen, Upload, Wait
from record.entries import (
    Entry,
    failed,
    key_address,
    opened,
    record_of,
    retry_wait,
    tries_of,
    version_address,
    went_through,
    with_record,
    with_trace,
)
from record.joining import open_source
from record.policy import Policy
from record.terms import (
    SOURCE,
    ContentHash,
    Custody,
    Doing,
    Holder,
    Saw,
    State,
)
from record.values import replace

UNWRITTEN = "unwritten"
"""What a fetch brings back that failed before it had anything to write."""


def ask(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    """Fetch, then draft; None once there is a draft."""
    who = record.author.name
    if record.state is State.ASKED:
        if not isinstance(docket.source, Call):
            return Wait(until=None, whom=who, why="drop-again")
        act = Act(doing=Doing.FETCH, record=record.n, version=docket.gen + (not docket.spare))
        again = retry_wait(docket, Act(doing=Doing.DRAFT, record=record.n), policy, now, who)
        return again if isinstance(again, Wait) else retry_wait(docket, act, policy, now, who)
    if record.state is State.SOURCED:
        act = Act(doing=Doing.DRAFT, record=record.n, version=record.top + 1, key=record.id)
        return retry_wait(docket, act, policy, now, who)
    return None


def forgotten(docket: Docket, policy: Policy, now: datetime) -> Act | Wait | None:
    """A dropped file for which nobody has named a person: our copy goes after an hour; theirs stays."""
    if docket.records or not isinstance(docket.source, Upload):
        return None
    until = docket.made + policy.undecided
    if now < until and not docket.thrown_away:
        return Wait(until=until, whom=docket.opener.name, why="choose-person")
    return None


def _open_draft(docket: Docket, act: Act, at: datetime) -> Docket:
    n = act.record
    docket = with_record(docket, n, top=act.version)
    docket = opened(docket, n, Holder.KEYS, "key of the draft", Custody.OURS, key_address(docket.id, n), at)
    address = version_address(docket.id, n, act.version)
    return opened(docket, n, Holder.WORDS, "draft", Custody.OURS, address, at)


def _fetched(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """We hold what was said, sealed; every record that waits for it can be drafted."""
    if act.version != docket.gen:
        return docket
    docket = went_through(replace(docket, have=True, attributed=seen.attributed), act)
    for place in seen.places:
        for t in docket.traces:
            if t.record == SOURCE and t.holder is place.holder and not t.address:
                docket = with_trace(docket, t.n, address=place.address)
    for r in docket.records:
        if r.state is State.ASKED:
            docket = with_record(docket, r.n, state=State.SOURCED)
    return docket


def _not_fetched(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Not now. Where nothing was written yet, the next try may use the same places."""
    if act.version == docket.gen:
        docket = replace(docket, spare=seen.value == UNWRITTEN)
    return failed(docket, act, seen)


def _nothing_to_draft(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """No words, or not a transcript: every record that waits for it is dropped, with the reason.

    Where nothing was said, nothing is lost with our copy. What we could not read may be the only account all the same.
    """
    fetched = act.doing is Doing.FETCH
    for r in docket.records:
        waits = r.state in (State.ASKED, State.SOURCED) and not r.copy_of
        if (waits and fetched) or (r.n == act.record and r.state is State.SOURCED):
            docket = with_record(
                docket,
                r.n,
                state=State.DROPPED,
                why=seen.saw.value,
                last_ok=seen.saw is Saw.NO_WORDS,
                settled=seen.there,
            )
    return went_through(docket, act)


def _drafted(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """There is a first version, and it goes onto its author's card."""
    record = record_of(docket, act.record)
    if record.state is not State.SOURCED or act.version != record.top:
        return docket
    return went_through(
        with_record(
            docket,
            act.record,
            state=State.DRAFT,
            version=act.version,
            shown=0,
            sent=(),
            hash=ContentHash(seen.hash or ""),
            todo=seen.todo,
            pages=seen.pages,
            changed=seen.there,
        ),
        act,
    )


def _source_gone(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Our copy is no longer there: fetch it again."""
    docket = failed(docket, act, seen)
    if record_of(docket, act.record).state is not State.SOURCED:
        return docket
    for r in docket.records:
        if r.state is State.SOURCED and not r.copy_of:
            docket = with_record(docket, r.n, state=State.ASKED)
    return replace(docket, have=False)


def waiting_for(docket: Docket, record: Record) -> str:
    """Why a draft has not come, as a constant; empty if it is simply on its way."""
    doing = Doing.FETCH if record.state is State.ASKED else Doing.DRAFT
    tries = tries_of(docket, doing, record.n)
    if record.state is State.ASKED and isinstance(docket.source, Upload):
        return "drop-again"
    return tries.why if tries else ""


ENTRIES = (
    Entry(
        doing=Doing.FETCH,
        needs="a record is asked for and we hold no copy of the transcript",
        claimed=True,
        opens=open_source,
        answers={
            Saw.DONE: _fetched,
            Saw.NO_WORDS: _nothing_to_draft,
            Saw.UNREADABLE: _nothing_to_draft,
            **dict.fromkeys((Saw.BUSY, Saw.REFUSED, Saw.SIGN_IN, Saw.NOT_THERE), _not_fetched),
        },
    ),
    Entry(
        doing=Doing.DRAFT,
        needs="we hold the transcript and the record has no draft",
        claimed=True,
        opens=_open_draft,
        answers={
            Saw.DONE: _drafted,
            Saw.NOT_THERE: _source_gone,
            Saw.NO_WORDS: _nothing_to_draft,
            Saw.UNREADABLE: _nothing_to_draft,
        },
    ),
)
