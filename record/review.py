"""The second station: what a person decided, about exactly which words and which person's file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from record.docket import (
    Act,
    Address,
    Approval,
    Claim,
    ContentHash,
    Custody,
    Docket,
    Doing,
    Hold,
    Holder,
    PersonId,
    Record,
    Saw,
    Seen,
    State,
    Upload,
    Wait,
)
from record.entries import (
    Entry,
    failed,
    held,
    live,
    opened,
    record_of,
    reopened,
    retry_wait,
    version_address,
    went_through,
    with_record,
)
from record.errors import RefusedError
from record.policy import Policy

NOT_YOURS = "This is not yours to press. Nothing has changed."
FINISHED = "This record is finished. Nothing has changed."
ONE_MOMENT = "One moment: I am still busy with this draft. Nothing is lost. Press it again."
STALE = "This card was out of date. Here is the newest."


# --- decisions ----------------------------------------------------------------------------------------------------


def own(docket: Docket, n: int, who: PersonId) -> Record:
    """The record, if this person is its author. Raises RefusedError; says no name and no file."""
    record = next((r for r in docket.records if r.n == n), None)
    if record is None or record.author.id != who:
        raise RefusedError(NOT_YOURS)
    return record


def turn(
    docket: Docket, n: int, who: PersonId, *, edit: bool, policy: Policy, now: datetime
) -> tuple[Docket, Claim]:
    """Claim a reply that carries words, in the same save as the press. With `edit` it names the fresh place where
    the new version's words are to stand. Raises RefusedError: not the author, finished, or busy.
    """
    record = own(docket, n, who)
    if record.is_settled:
        raise RefusedError(FINISHED)
    if record.state is not State.DRAFT:
        raise RefusedError(ONE_MOMENT)
    if any(live(c, policy, now) and c.act.record in (n, 0) for c in docket.claims):
        raise RefusedError(ONE_MOMENT)
    version = record.top + 1 if edit else record.version
    number = docket.n + 1
    act = Act(doing=Doing.REPLY, record=n, version=version, key=record.card or "")
    claim = Claim(n=number, act=act, until=now + policy.lease)
    lapsed = tuple(c for c in docket.claims if (c.act.doing, c.act.record) != (Doing.REPLY, n))
    docket = replace(docket, claims=(*lapsed, claim), n=number)
    if edit:
        docket = with_record(docket, n, top=version)
        address = version_address(docket.id, n, version)
        docket = opened(docket, n, Holder.WORDS, "draft", Custody.OURS, address, now)
    if record.card:
        docket = opened(docket, n, Holder.CARD, "this card", Custody.OURS, Address(record.card), now)
    return with_record(docket, n, changed=now), claim


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
    """Approve exactly these words, for exactly this file. Pressing twice is pressing once.

    Raises RefusedError: not the author, finished, the text changed since it was read, something is still to do, or
    a page of this version was not sent to this person.
    """
    record = own(docket, n, who)
    if record.state in (State.APPROVED, State.POSTING):
        return docket
    if record.is_settled:
        raise RefusedError(FINISHED)
    if record.state is not State.DRAFT:
        raise RefusedError(ONE_MOMENT)
    _not_while_saving(docket, n, policy, now)
    if (version, hash) != (record.version, record.hash) or record.shown != record.version:
        raise RefusedError("The text changed since you read it. Nothing was filed. Read it again.")
    if record.todo:
        raise RefusedError(
            "You cannot approve yet: something is left to do. Nothing was filed. Press Contents."
        )
    unseen = sorted(set(range(1, record.pages + 1)) - set(record.sent))
    if unseen:
        raise RefusedError(
            f"You have not seen page {unseen[0]} yet. Nothing was filed. Read it, then approve."
        )
    approval = Approval(
        by=who,
        name=name,
        at=now,
        hash=hash,
        reference=record.reference,
        record_type=record.record_type,
        version=version,
    )
    return with_record(
        docket, n, state=State.APPROVED, approval=approval, file_now=False, why="", changed=now
    )


def undo(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """Take an approval back before it is filed. Raises RefusedError once filing has begun."""
    record = own(docket, n, who)
    if record.state is State.DRAFT:
        return docket
    if record.state is not State.APPROVED or not record.sure:
        raise RefusedError("It is too late to undo: filing has begun. Nothing is lost.")
    return with_record(
        docket, n, state=State.DRAFT, approval=None, file_now=False, shown=0, sent=(), changed=now
    )


def file_now(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """File without waiting for the time in which it could be undone."""
    record = own(docket, n, who)
    if record.state is not State.APPROVED:
        return docket
    return with_record(docket, n, file_now=True, changed=now)


def keep(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """Nothing of this meeting is destroyed until it is released. Twice is once."""
    own(docket, n, who)
    if any(h.by == who for h in docket.holds):
        return docket
    return replace(docket, holds=(*docket.holds, Hold(by=who, at=now)))


def bring(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """Send the record's card anew at the bottom of the chat. The old card stays in the account until it is clean."""
    record = own(docket, n, who)
    if record.is_settled:
        raise RefusedError(FINISHED)
    return with_record(docket, n, card=None, shown=0, sent=(), changed=now)


def try_now(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """Try again at once what failed before: the waits between tries are forgotten, the claims are not."""
    own(docket, n, who)
    return replace(docket, tries=tuple(t for t in docket.tries if t.record not in (n, 0)))


def _not_while_saving(docket: Docket, n: int, policy: Policy, now: datetime) -> None:
    """What was saved a moment ago on another device must be in the record before anything is decided about it."""
    if any(live(c, policy, now) and c.act.doing is Doing.REPLY and c.act.record == n for c in docket.claims):
        raise RefusedError(ONE_MOMENT)


def discard(
    docket: Docket, n: int, who: PersonId, *, only_account: bool, policy: Policy, now: datetime
) -> Docket:
    """Drop the draft. Destroys only what we hold; the meeting's own stays where it is.

    `only_account` says that the author confirmed having the transcript elsewhere, or not needing it: without it,
    our copy of a dropped file is not destroyed. Raises RefusedError while a post may still land.
    """
    record = own(docket, n, who)
    if record.state is State.DROPPED:
        # it expired, or was dropped before: the confirmation that our copy is not needed can still be given
        return with_record(docket, n, last_ok=True, changed=now) if only_account else docket
    _not_while_saving(docket, n, policy, now)
    if record.state is State.POSTED:
        raise RefusedError("It is filed already, so it cannot be discarded. Nothing has changed.")
    if record.state is State.POSTING or not record.sure:
        raise RefusedError(
            "I cannot discard it yet: it may already be in the case system. Nothing is lost. I am looking for it."
        )
    if isinstance(docket.source, Upload) and not only_account:
        raise RefusedError(
            "Nothing is discarded yet. Tick that you have this transcript somewhere else, or do not need it."
        )
    return dropped(docket, n, now, only_account=only_account)


def delete_too(docket: Docket, n: int, who: PersonId, *, understood: bool, now: datetime) -> Docket:
    """The separate step: the meeting's own file shall go although nothing was filed."""
    record = own(docket, n, who)
    if record.state is not State.DROPPED:
        raise RefusedError("This can be asked only after the draft is discarded. Nothing has changed.")
    if not understood:
        raise RefusedError("Nothing is deleted yet. Tick that you understand that no record was made.")
    return with_record(reopened(docket), n, delete_too=True, last_ok=True, changed=now)


def dropped(
    docket: Docket, n: int, at: datetime, *, only_account: bool = False, why: str = "discarded"
) -> Docket:
    """The record is dropped: settled, with nothing filed."""
    return with_record(
        docket, n, state=State.DROPPED, approval=None, why=why, last_ok=only_account, settled=at, changed=at
    )


# --- the station --------------------------------------------------------------------------------------------------


def expires(record: Record, policy: Policy) -> datetime | None:
    """When an undecided draft is destroyed. What was approved never expires."""
    if record.state not in (State.ASKED, State.SOURCED, State.DRAFT) or record.changed is None:
        return None
    return record.changed + policy.expiry


def card(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    """A record without a card is sent one, wordless, before anything else is done for it."""
    if record.card is not None or record.is_settled:
        return None
    act = Act(doing=Doing.SEND_CARD, record=record.n, key=record.id)
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
    return Wait(until=expires(record, policy), whom=record.author.name, why="author")


def expiry(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | None:
    """An undecided draft whose time is over, unless a hold stands."""
    until = expires(record, policy)
    if until is None or now < until or held(docket, policy):
        return None
    return Act(doing=Doing.EXPIRE, record=record.n)


def _sent(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    if record_of(docket, act.record).card is not None:
        return docket
    return went_through(with_record(docket, act.record, card=seen.value, told="progress"), act)


def _open_card(docket: Docket, act: Act, at: datetime) -> Docket:
    record = record_of(docket, act.record)
    return opened(docket, act.record, Holder.CARD, "this card", Custody.OURS, Address(record.card or ""), at)


def _shown(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
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
    record = record_of(docket, act.record)
    if record.state is not State.DRAFT or act.version < record.version:
        return docket
    here = act.key == (record.card or "")  # the card may have moved down since the press
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
        shown=act.version if here else 0,
        sent=seen.sent if here else (),
        told="words",
    )


def _expired(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    if expiry(docket, record_of(docket, act.record), policy, seen.at) is None:
        return docket  # somebody decided, or a hold was set, in the meantime
    return dropped(docket, act.record, seen.at, why="expired")


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
        needs="the author pressed a button whose answer carries words",
        claimed=True,
        answers={Saw.DONE: _replied},
    ),
    Entry(
        doing=Doing.EXPIRE,
        needs="nobody decided in time and no hold stands",
        claimed=False,
        inside=True,
        answers={Saw.DONE: _expired},
    ),
)
