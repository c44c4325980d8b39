"""The proof, folded from what was seen: where every copy was and what became of it. No words, no child's name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from record.docket import Docket, Filed
from record.packing import QUIET
from record.system import System
from record.terms import Custody, Holder, Outcome, Proof, State, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One copy and its end. `seen_at` is the last look; `looks` how many were made."""

    holder: Holder
    kind: str
    custody: Custody
    outcome: Outcome
    asked: datetime | None
    seen_at: datetime | None
    looks: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One record's end: filed under which note and by which proof, or dropped; what was said about telling people.

    `author_id` is who may ask for a correction of it. `adds_to` is the note that it corrects, `moved_from` the record
    on a wrong file whose words it took to the right one. `ended` is when it was filed or dropped, `why` the reason for
    which it was dropped, as a constant: its author discarded it, nobody decided, nothing could be read. `system` is the
    case system in which it stands, None for the installation's.
    """

    record: str
    record_type: str
    reference: str
    state: State
    author: str
    approved_by: str | None
    approved_at: datetime | None
    filed: str | None
    proof: Proof | None
    hash: str | None
    author_id: str = ""
    second_by: str | None = None
    second_at: datetime | None = None
    told: Told | None = None
    adds_to: str = ""
    moved_from: str = ""
    ended: datetime | None = None
    why: str = ""
    system: System | None = field(default=None, metadata=QUIET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What can be shown afterwards for one source."""

    docket: str
    opened: datetime
    closed: datetime
    filings: tuple[Filing, ...]
    copies: tuple[Copy, ...]


def fold(docket: Docket, at: datetime) -> Receipt:
    """The receipt of a docket whose every trace is closed. Nothing in it is nicer than what was seen."""
    filings = tuple(
        Filing(
            record=r.id,
            record_type=r.record_type,
            reference=r.reference,
            state=r.state,
            author=r.author.name,
            approved_by=r.approval.name if r.approval else None,
            approved_at=r.approval.at if r.approval else None,
            filed=r.filed,
            proof=r.proof,
            hash=r.approval.hash if r.approval and r.filed else None,
            author_id=r.author.id,
            second_by=r.second.name if r.second else None,
            second_at=r.second.at if r.second else None,
            told=r.people_told,
            adds_to=docket.source.note
            if isinstance(docket.source, Filed) and not docket.source.wrong
            else "",
            moved_from=next((o.id for o in docket.records if o.n == r.copy_of), ""),
            ended=r.settled,
            why=r.why if r.state is State.DROPPED else "",
            system=r.system,
        )
        for r in docket.records
    )
    copies = tuple(
        Copy(
            holder=t.holder,
            kind=t.kind,
            custody=t.custody,
            outcome=t.outcome or Outcome.UNKNOWN,
            asked=t.asked,
            seen_at=t.looks[-1].at if t.looks else None,
            looks=len(t.looks),
            why=t.why,
        )
        for t in docket.traces
    )
    return Receipt(docket=docket.id, opened=docket.made, closed=at, filings=filings, copies=copies)
