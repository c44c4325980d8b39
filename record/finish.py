"""The last station: every copy accounted for, the receipt written once, and the account itself removed."""

from __future__ import annotations

from datetime import datetime

from record.docket import Act, Docket, Done, Seen, Wait
from record.entries import Entry, retry_wait, went_through
from record.policy import Policy
from record.terms import Custody, Doing, Saw, Shelf
from record.values import replace


def _accounted(docket: Docket) -> bool:
    for t in docket.traces:
        if t.shelf is not Shelf.CLOSED and t.custody in (Custody.OURS, Custody.TEMPORARY):
            return False
    return all(r.is_settled for r in docket.records)


def ask_receipt(docket: Docket, policy: Policy, now: datetime) -> Act | Wait | None:
    """Write the receipt when every record is settled and every copy that was ours to destroy has its end."""
    if docket.receipted is not None or not _accounted(docket):
        return None
    return retry_wait(docket, Act(doing=Doing.WRITE_RECEIPT), policy, now, "Faircopy")


def ask_removal(docket: Docket, policy: Policy, now: datetime) -> Act | Wait | Done | None:
    """Remove the docket once the receipt stands and has been shown; then all is done."""
    if docket.removed:
        return Done()
    if docket.receipted is None or not _accounted(docket):
        return None
    return retry_wait(docket, Act(doing=Doing.REMOVE_DOCKET), policy, now, "Faircopy")


def _receipted(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The receipt stands; nothing more is decided about this source."""
    return went_through(replace(docket, receipted=seen.at), act)


def _removed(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The account is gone; what stays is the receipt, and what is filed."""
    return replace(docket, removed=True)


ENTRIES = (
    Entry(
        doing=Doing.WRITE_RECEIPT,
        needs="every record is settled and every copy has its end",
        claimed=True,
        answers={Saw.DONE: _receipted},
    ),
    Entry(
        doing=Doing.REMOVE_DOCKET,
        needs="the receipt stands and every author was shown it",
        claimed=False,
        answers={Saw.DONE: _removed, Saw.NOT_THERE: _removed},
    ),
)
