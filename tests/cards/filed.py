"""A record that is filed, for the cards that come after that."""

from __future__ import annotations

from record.docket import Approval, Docket
from record.entries import opened, with_record
from record.terms import (
    Address,
    ContentHash,
    Custody,
    Holder,
    Proof,
    RecordTypeId,
    State,
)
from tests.cards import made


def posted(proof: Proof = Proof.READ_BACK, *, last_ok: bool = False, filed: str = "88213") -> Docket:
    """A filed record of a meeting, whose own copies are gone and whose source's are not."""
    approval = Approval(
        by=made.KELLY.id,
        name="Kelly Marsh",
        at=made.NOW,
        hash=ContentHash("h"),
        reference="CH-104233",
        record_type=RecordTypeId("home-visit"),
        version=3,
    )
    docket = opened(
        made.call_docket(),
        0,
        Holder.WORDS,
        "our copy of the transcript",
        Custody.OURS,
        Address("a"),
        made.NOW,
    )
    return with_record(
        docket,
        1,
        state=State.POSTED,
        approval=approval,
        filed=filed,
        proof=proof,
        last_ok=last_ok,
        settled=made.NOW,
        changed=made.NOW,
    )
