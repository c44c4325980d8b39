"""The record's one card: sent wordless, shown, answered on; reminded of, expired; cleaned where it has moved from."""

from __future__ import annotations

from datetime import datetime, timedelta

from record.discarding import dropped
from record.docket import Act, Docket, Record, Seen, Sight, Trace, Wait
from record.entries import (
    Entry,
    failed,
    held,
    opened,
    record_of,
    retry_wait,
    trace_of,
    traces,
    tries_of,
    went_through,
    with_record,
    with_trace,
)
from record.joining import THIS_CARD
from record.policy import Policy
from record.terms import GOVERNANCE, Address, Custody, Doing, Holder, Outcome, Saw, Shelf, State
from record.values import replace

A_DAY = timedelta(days=1)


def expires(record: Record, policy: Policy) -> datetime | None:
    """When an undecided draft is destroyed, or the move of what is misfiled is given up. What was approved never
    expires."""
    waits = record.state in (State.ASKED, State.SOURCED, State.DRAFT)
    if record.changed is None or not (waits or (record.state is State.MARKED and record.settled is None)):
        return None
    return record.changed + policy.expiry


def card(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    """A record without a card is sent one, wordless, before anything else is done for it."""
    if record.card is not None or record.is_settled:
        return None
    act = Act(doing=Doing.SEND_CARD, record=record.n, key=record.id, who=record.author.id)
    again = Act(doing=Doing.SHOW_CARD, record=record.n)
    gone = retry_wait(docket, again, policy, now, record.author.name)
    return gone if isinstance(gone, Wait) else retry_wait(docket, act, policy, now, record.author.name)


def ask(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    """Show the draft, then wait for its author until it expires."""
    if record.state is not State.DRAFT or record.card is None:
        return None
    if record.shown != record.version:
        act = Act(doing=Doing.SHOW_CARD, record=record.n, version=record.version, key=record.card)
        return retry_wait(docket, act, policy, now, record.author.name)
    until = None if held(docket, policy) else expires(record, policy)
    return Wait(until=until, whom=record.author.name, why="author")


def expiry(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | None:
    """An undecided draft whose time is over, unless a hold stands."""
    until = expires(record, policy)
    if until is None or now < until or held(docket, policy):
        return None
    return Act(doing=Doing.EXPIRE, record=record.n)


def reminder(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    """Three days and one day before an undecided draft goes, its author is written to: no child, no words."""
    until = expires(record, policy)
    if until is None or record.state is not State.DRAFT or held(docket, policy):
        return None
    touched = record.changed or docket.made
    times = sorted(t for t in (until - before for before in policy.reminders) if t > touched)
    if any(t <= now and (record.reminded is None or record.reminded < t) for t in times):
        act = Act(doing=Doing.REMIND, record=record.n, key=until.isoformat())
        return retry_wait(docket, act, policy, now, record.author.name)
    later = [t for t in times if now < t]
    return Wait(until=later[0], whom=record.author.name, why="author") if later else None


# --- cards that the record has moved from -------------------------------------------------------------------------


def moved(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    """A card that is not where its words are read any more is blanked: the author's old one, that of whoever had the
    record before, and the second approver's once they have decided.

    The one case in which a copy of a record that is not settled goes: the words stand on another card.
    """
    if record.is_settled or not (due := _stray(docket, record, policy)):
        return None
    times = [again(t, policy) for t in due if t.shelf is Shelf.ASKED]
    targets = tuple(t.n for t in due if t.shelf is Shelf.OPEN or again(t, policy) <= now)
    if not targets:
        return Wait(until=min(times), whom=record.author.name, why="looks")
    if held(docket, policy):
        return Wait(until=None, whom=GOVERNANCE, why="hold")
    return retry_wait(
        docket,
        Act(doing=Doing.BLANK, record=record.n, targets=targets),
        policy,
        now,
        record.author.name,
    )


def _stray(docket: Docket, record: Record, policy: Policy) -> list[Trace]:
    here, reader = {record.card}, record.reader
    named = policy.approvers(record.record_type) or ()
    if record.state is State.SECOND and reader is not None and any(c.id == reader.id for c in named):
        here.add(reader.card)
    own = traces(docket, record.n, Shelf.OPEN, Shelf.ASKED, custody=Custody.OURS)
    return [t for t in own if t.holder is Holder.CARD and t.address not in here]


def again(trace: Trace, policy: Policy) -> datetime:
    """When a card is cleaned a second time: it cannot be read, so there is nothing to look at."""
    return (trace.asked or trace.opened) + policy.looks[-1]


def cleaned(docket: Docket, n: int, saw: Saw, seen: Seen) -> Docket:
    """One place was asked to go. A card that was cleaned for the second time is done with; it cannot be looked at."""
    trace = trace_of(docket, n)
    if trace.holder is Holder.CARD and trace.shelf is Shelf.ASKED:
        looks = (*trace.looks, Sight(at=seen.at, saw=saw))
        return with_trace(docket, n, shelf=Shelf.CLOSED, outcome=Outcome.REPLACED, looks=looks)
    return with_trace(docket, n, shelf=Shelf.ASKED, asked=trace.asked or seen.at)


def erased(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Each place answers for itself; those that did not are asked again."""
    missing = False
    done = {t.trace: t for t in seen.each}
    for n in act.targets:
        target = done.get(n)
        if target is None or target.saw not in (Saw.DONE, Saw.NOT_THERE):
            missing = True
        else:
            docket = cleaned(docket, n, target.saw, seen)
    if not missing:
        return went_through(docket, act)
    return _given_up(failed(docket, act, seen), act, seen)


def _given_up(docket: Docket, act: Act, seen: Seen) -> Docket:
    """Whoever removed Faircopy keeps a card that we cannot clean: after a day that is said, and tried no more."""
    tries = tries_of(docket, act.doing, act.record)
    if seen.why != "bot-removed" or tries is None or seen.at - tries.first < A_DAY:
        return docket
    answered = {t.trace for t in seen.each}
    for n in act.targets:
        if n not in answered and trace_of(docket, n).holder is Holder.CARD:
            docket = with_trace(docket, n, shelf=Shelf.CLOSED, outcome=Outcome.UNKNOWN, why=seen.why)
    return docket


# --- what the answers do ------------------------------------------------------------------------------------------


def _sent(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The card's id is written down, before words come to it. One that came too late is blanked like any other."""
    record, card = record_of(docket, act.record), Address(seen.value)
    docket = opened(docket, record.n, Holder.CARD, THIS_CARD, Custody.OURS, card, seen.at, act.who)
    if record.card is not None or act.who != record.author.id:
        return docket
    return went_through(with_record(docket, act.record, card=seen.value, told="progress"), act)


def _open_card(docket: Docket, act: Act, at: datetime) -> Docket:
    record = record_of(docket, act.record)
    card = Address(record.card or "")
    return opened(docket, act.record, Holder.CARD, THIS_CARD, Custody.OURS, card, at, record.author.id)


def _shown(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The card shows this version."""
    record = record_of(docket, act.record)
    if record.state is not State.DRAFT or act.version != record.version or act.key != record.card:
        return docket
    return went_through(with_record(docket, act.record, shown=act.version, told="words"), act)


def _card_gone(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The person deleted the message: send a new one."""
    docket = failed(docket, act, seen)
    if act.key != record_of(docket, act.record).card:
        return docket
    return with_record(docket, act.record, card=None, shown=0)


def _replied(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The answer went out: its version stands, and its pages were sent to whoever pressed."""
    record = record_of(docket, act.record)
    if act.who:
        return _second_read(docket, record, act, seen)
    if record.state is not State.DRAFT or act.version < record.version:
        return docket
    here = bool(act.key) and act.key == record.card  # the card may have moved down since the press
    if act.version == record.version:
        if not here:
            return docket
        sent = tuple(sorted({*record.sent, *seen.sent}))
        return with_record(docket, act.record, shown=act.version, sent=sent, told="words")
    return with_record(
        docket,
        act.record,
        version=act.version,
        hash=seen.hash,
        todo=seen.todo,
        pages=seen.pages,
        reference=act.reference or record.reference,
        shown=act.version if here else 0,
        sent=seen.sent if here else (),
        told="words",
    )


def _second_read(docket: Docket, record: Record, act: Act, seen: Seen) -> Docket:
    reader = record.reader
    if record.state is not State.SECOND or reader is None or act.version != record.version:
        return docket
    if (reader.id, reader.card) != (act.who, act.key):
        return docket
    sent = tuple(sorted({*reader.sent, *seen.sent}))
    return with_record(docket, act.record, reader=replace(reader, shown=act.version, sent=sent))


def _expired(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The draft is dropped, unless somebody decided or a hold was set in the meantime."""
    record = record_of(docket, act.record)
    if expiry(docket, record, policy, seen.at) is None:
        return docket
    if record.state is State.MARKED:
        return with_record(docket, act.record, settled=seen.at)
    return dropped(docket, act.record, seen.at, why="expired")


def _reminded(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Noted, so that nobody is reminded twice of the same."""
    return went_through(with_record(docket, act.record, reminded=seen.at), act)


ENTRIES = (
    Entry(
        doing=Doing.SEND_CARD,
        needs="a record has no card",
        claimed=False,
        answers={Saw.DONE: _sent},
    ),
    Entry(
        doing=Doing.SHOW_CARD,
        needs="the card does not show the version that stands",
        claimed=True,
        opens=_open_card,
        answers={Saw.DONE: _shown, Saw.NOT_THERE: _card_gone},
    ),
    Entry(
        doing=Doing.REPLY,
        needs="somebody pressed a button whose answer carries words",
        claimed=True,
        answers={Saw.DONE: _replied},
    ),
    Entry(
        doing=Doing.BLANK,
        needs="the record's words are read on another card now, and no hold stands",
        claimed=True,
        answers={Saw.DONE: erased},
    ),
    Entry(
        doing=Doing.REMIND,
        needs="an undecided draft goes in three days, or in one",
        claimed=False,
        answers={Saw.DONE: _reminded},
    ),
    Entry(
        doing=Doing.EXPIRE,
        needs="nobody decided in time and no hold stands",
        claimed=False,
        inside=True,
        answers={Saw.DONE: _expired},
    ),
)
