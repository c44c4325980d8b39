"""A draft that is not filed: discarded, or gone after its time; as a separate step, the meeting's own file goes too."""

from __future__ import annotations

from datetime import datetime

from record.docket import Docket, Upload
from record.entries import reopened, with_record
from record.errors import RefusedError
from record.joining import not_closing
from record.policy import Policy
from record.review import not_while_saving, own
from record.terms import NOBODY, PersonId, State
from record.values import replace


def discard(
    docket: Docket, n: int, who: PersonId, *, only_account: bool, policy: Policy, now: datetime
) -> Docket:
    """Drop the draft. Destroys only what we hold; the meeting's own stays where it is.

    `only_account` says that the author confirmed having the transcript elsewhere, or not needing it: without it,
    our copy of a dropped file is not destroyed. Raises RefusedError while a post may still land.
    """
    record = own(docket, n, who)
    not_closing(docket)
    if record.state is State.DROPPED:
        # it expired, or was dropped before: the confirmation that our copy is not needed can still be given
        return with_record(docket, n, last_ok=True, changed=now) if only_account else docket
    if record.state is State.MARKED and only_account:
        return with_record(docket, n, last_ok=True, changed=now)
    not_while_saving(docket, n, policy, now)
    if record.state in (State.POSTED, State.MISFILED, State.MARKED):
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
    not_closing(docket)
    if record.state is not State.DROPPED:
        raise RefusedError("This can be asked only after the draft is discarded. Nothing has changed.")
    if not understood:
        raise RefusedError("Nothing is deleted yet. Tick that you understand that no record was made.")
    docket = replace(reopened(docket), left_by=NOBODY)
    return with_record(docket, n, delete_too=True, last_ok=True, changed=now)


def dropped(
    docket: Docket, n: int, at: datetime, *, only_account: bool = False, why: str = "discarded"
) -> Docket:
    """The record is dropped: settled, with nothing filed."""
    return with_record(
        docket,
        n,
        state=State.DROPPED,
        approval=None,
        second=None,
        reader=None,
        why=why,
        last_ok=only_account,
        settled=at,
        changed=at,
    )
