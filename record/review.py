"""The second station: what its author decided, about exactly which words and which person's file."""

from __future__ import annotations

from datetime import datetime

from record import holds
from record.docket import Act, Approval, Claim, Docket, Filed, Person, Record
from record.entries import live, opened, record_of, version_address, with_record
from record.errors import NOT_YOURS, RefusedError
from record.joining import THIS_CARD, not_closing
from record.policy import Policy
from record.terms import Address, ContentHash, Custody, Doing, Holder, PersonId, State
from record.values import replace

FINISHED = "This record is finished. Nothing has changed."
ONE_MOMENT = "One moment: I am still busy with this draft. Nothing is lost. Press it again."
TOO_LATE = "It is too late to undo: filing has begun. Nothing is lost."

BESIDE = frozenset({Doing.REPLY, Doing.SEND_BACK})
"""Acts of a person's own press: their claims stand beside the clerk's."""


def own(docket: Docket, n: int, who: PersonId) -> Record:
    """The record, if this person is its author. Raises RefusedError; says no name and no file."""
    record = next((r for r in docket.records if r.n == n), None)
    if record is None or record.author.id != who:
        raise RefusedError(NOT_YOURS)
    return record


# --- a press whose answer carries words --------------------------------------------------------------------------


def turn(
    docket: Docket,
    n: int,
    who: PersonId,
    *,
    edit: bool,
    policy: Policy,
    now: datetime,
    reference: str = "",
    elsewhere: bool = False,
) -> tuple[Docket, Claim]:
    """Open a page, a section or the contents, or save what was changed: claimed in the same save as the press.

    With `edit` the claim names the fresh place where the new version's words are to stand; with `reference` they are
    for that file from then on.

    `elsewhere`: it was pressed on a card that the record has moved from. What was typed there is kept, but no words
    may go back to it.

    Raises RefusedError: not the author, finished, or busy.
    """
    record = own(docket, n, who)
    if record.is_settled:
        raise RefusedError(FINISHED)
    if record.state is not State.DRAFT and (edit or not to_copy(record, policy)):
        raise RefusedError(ONE_MOMENT)
    version = record.top + 1 if edit else record.version
    card = "" if elsewhere else record.card or ""
    act = Act(doing=Doing.REPLY, record=n, version=version, key=card, reference=reference)
    docket, claim = claimed(docket, act, policy, now, record.author)
    return with_record(docket, n, changed=now), claim


def to_copy(record: Record, policy: Policy) -> bool:
    """Its author files it by hand: the approved words may be shown once more, to be copied."""
    return record.state is State.STUCK or (
        record.state is State.APPROVED and not policy.posts_to(record.system)
    )


def claimed(docket: Docket, act: Act, policy: Policy, now: datetime, reads: Person) -> tuple[Docket, Claim]:
    """The docket with a claim for a press's answer, and with every place open that the answer fills: that person's
    card, and, for a version that is not made yet, its own. Raises RefusedError while the record is busy.
    """
    n = act.record
    if any(live(c, policy, now) and c.act.record in (n, 0) for c in docket.claims):
        raise RefusedError(ONE_MOMENT)
    claim = Claim(n=docket.n + 1, act=act, until=now + policy.lease)
    lapsed = tuple(c for c in docket.claims if c.act.doing not in BESIDE or c.act.record != n)
    docket = replace(docket, claims=(*lapsed, claim), n=claim.n)
    if act.version > record_of(docket, n).top:
        docket = with_record(docket, n, top=act.version)
        place = version_address(docket.id, n, act.version)
        docket = opened(docket, n, Holder.WORDS, "draft", Custody.OURS, place, now)
    if act.key:
        card = Address(act.key)
        docket = opened(docket, n, Holder.CARD, THIS_CARD, Custody.OURS, card, now, reads.id)
    return docket, claim


def not_while_saving(docket: Docket, n: int, policy: Policy, now: datetime) -> None:
    """What was saved a moment ago on another device must be in the record before anything is decided about it."""
    if any(live(c, policy, now) and c.act.doing in BESIDE and c.act.record == n for c in docket.claims):
        raise RefusedError(ONE_MOMENT)


# --- approving ----------------------------------------------------------------------------------------------------


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
    """Approve exactly these words, for exactly this file; where policy wants a second person, for them to approve.

    Pressing twice is pressing once. Raises RefusedError: not the author, finished, the text changed since it was read,
    something is still to do, or a page of this version was not sent to this person.
    """
    record = own(docket, n, who)
    if record.state in (State.SECOND, State.APPROVED, State.POSTING):
        return docket
    if record.is_settled:
        raise RefusedError(FINISHED)
    if record.state is not State.DRAFT:
        raise RefusedError(ONE_MOMENT)
    not_while_saving(docket, n, policy, now)
    if (version, hash) != (record.version, record.hash) or record.shown != record.version:
        raise RefusedError("The text changed since you read it. Nothing was filed. Read it again.")
    if record.todo:
        raise RefusedError(
            "You cannot approve yet: something is left to do. Nothing was filed. Press Contents."
        )
    all_read(record, record.sent)
    needs_second = policy.approvers(record.record_type) is not None
    return with_record(
        docket,
        n,
        state=State.SECOND if needs_second else State.APPROVED,
        approval=approval(record, who, name, now),
        file_now=False,
        why="",
        changed=now,
    )


def approval(record: Record, who: PersonId, name: str, now: datetime) -> Approval:
    """A named person's approval of the words as they stand: it binds hash, person, record type and version."""
    return Approval(
        by=who,
        name=name,
        at=now,
        hash=record.hash or ContentHash(""),
        reference=record.reference,
        record_type=record.record_type,
        version=record.version,
    )


def all_read(record: Record, sent: tuple[int, ...]) -> None:
    """Every page of this version was sent to the person who approves it. Raises RefusedError."""
    unseen = sorted(set(range(1, record.pages + 1)) - set(sent))
    if unseen:
        raise RefusedError(
            f"You have not seen page {unseen[0]} yet. Nothing was filed. Read it, then approve."
        )


def undo(docket: Docket, n: int, who: PersonId, *, policy: Policy, now: datetime) -> Docket:
    """Take an approval back before it is filed, or go back to the draft of what surely was not.

    Raises RefusedError once filing has begun.
    """
    record = own(docket, n, who)
    if record.state is State.DRAFT:
        return docket
    not_while_saving(docket, n, policy, now)
    refused = record.state is State.STUCK and record.filed is None
    if not record.sure or (record.state not in (State.SECOND, State.APPROVED) and not refused):
        raise RefusedError(TOO_LATE)
    return withdrawn(docket, n, now)


def withdrawn(docket: Docket, n: int, now: datetime) -> Docket:
    """A draft again, with no approval left: both people's."""
    return with_record(
        docket,
        n,
        state=State.DRAFT,
        approval=None,
        second=None,
        reader=None,
        file_now=False,
        why="",
        shown=0,
        sent=(),
        changed=now,
    )


def reassign(
    docket: Docket, n: int, who: PersonId, *, reference: str, policy: Policy, now: datetime
) -> tuple[Docket, Claim]:
    """Move the draft to another person's file: a new version, with no approval carried over.

    The file changes together with the words that name its person, when they are written. Raises RefusedError.
    """
    record = own(docket, n, who)
    if isinstance(docket.source, Filed) and not docket.source.wrong:
        raise RefusedError("A correction belongs below the record that it corrects. Nothing has changed.")
    wanted = (who, reference, record.record_type)
    others = [r for r in docket.records if r.n != n and not r.is_settled]
    if any((r.author.id, r.reference, r.record_type) == wanted for r in others):
        raise RefusedError("You already have this draft. Nothing has changed. Type my drafts to see it.")
    docket = undo(docket, n, who, policy=policy, now=now)
    return turn(docket, n, who, edit=True, policy=policy, now=now, reference=reference)


# --- other decisions ----------------------------------------------------------------------------------------------


def file_now(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """File without waiting for the time in which it could be undone."""
    record = own(docket, n, who)
    if record.state is not State.APPROVED:
        return docket
    return with_record(docket, n, file_now=True, changed=now)


def keep(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """Nothing of this meeting is destroyed until it is released. Twice is once."""
    own(docket, n, who)
    not_closing(docket)
    return holds.keep(docket, who, now=now)


def bring(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """Send the record's card anew at the bottom of the chat. The old card stays in the account until it is clean."""
    record = own(docket, n, who)
    if record.is_settled:
        raise RefusedError(FINISHED)
    return with_record(docket, n, card=None, shown=0, sent=(), changed=now)


def try_now(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """Try again at once what failed before, and look again: the waits are forgotten, the claims are not."""
    own(docket, n, who)
    left = tuple(t for t in docket.tries if t.record not in (n, 0))
    return replace(docket, tries=left, preflight=None)
