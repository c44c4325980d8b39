"""Cover for absence: a colleague whom policy names takes a record over, and approves it in their own name."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from record.docket import Docket, Person, Record
from record.entries import with_record
from record.errors import RefusedError
from record.policy import Policy
from record.review import FINISHED, not_while_saving
from record.terms import State

NOT_COVERED = "Your council has not named you to cover for this person. Nothing has changed."


class Absence(StrEnum):
    """Why somebody takes a record over. Chosen, not typed: a reason in free words would be words about a person."""

    LEAVE = "leave"
    SICK = "sick"
    LEFT = "left"
    OTHER_WORK = "other-work"


def waiting(record: Record) -> bool:
    """Whether somebody can take it over: nothing of it is filed, or may still be."""
    begun = record.is_settled or record.state in (State.POSTING, State.MISFILED, State.MARKED)
    return not begun and record.sure and record.filed is None


def take(docket: Docket, n: int, who: Person, *, why: Absence, policy: Policy, now: datetime) -> Docket:
    """A colleague whom policy names takes the record over: a new card, no approval, the old card blanked.

    Raises RefusedError: not named for it, their own already, finished, or while it may be filed at this moment.
    """
    record = next((r for r in docket.records if r.n == n), None)
    if record is None or not policy.covers(who.id, record.author.id):
        raise RefusedError(NOT_COVERED)
    if record.is_settled:
        raise RefusedError(FINISHED)
    not_while_saving(docket, n, policy, now)
    if not waiting(record):
        raise RefusedError("It may stand in the case system already. Nothing has changed. Try again later.")
    others = tuple(p for p in record.people if p.id not in (who.id, record.author.id))
    drafted = record.state not in (State.ASKED, State.SOURCED)
    return with_record(
        docket,
        n,
        author=who,
        people=(*others, record.author),
        had=tuple(dict.fromkeys((*record.had, record.author.id))),
        state=State.DRAFT if drafted else record.state,
        approval=None,
        second=None,
        reader=None,
        file_now=False,
        card=None,
        shown=0,
        sent=(),
        told="",
        why=f"cover-{why.value}",
        changed=now,
    )
