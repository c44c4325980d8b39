"""The receipt: where every copy was and what became of it. Nothing that was said, no name of a child."""

from __future__ import annotations

from datetime import datetime

from cards import copies, dates
from cards.copies import Group, Row
from cards.parts import Card, Part, heading, say, subtle
from cards.parts import card as made
from record.docket import Docket, Proof, Record, State
from record.entries import record_of
from record.policy import Policy
from record.propose import OBJECTION


def card(*, docket: Docket, n: int, title: str, now: datetime, policy: Policy | None = None) -> Card:
    """Wordless, no buttons. The heading counts, and Gone counts only what was looked for and not found."""
    record = record_of(docket, n)
    rows = copies.rows(docket, n, policy or Policy(), now)
    stays = [_stays(record)] if record.state is State.POSTED else []
    body: list[Part] = [heading(_title(record, rows)), say(_about(record, title))]
    body += copies.drawn([*stays, *rows], headings=True)
    body.append(subtle(f"Receipt {docket.id}. It holds nothing that was said.", spacing="Medium"))
    return made(body)


def _title(record: Record, rows: tuple[Row, ...]) -> str:
    done = "Filed" if record.state is State.POSTED else "Discarded"
    done = "Stopped" if record.why == OBJECTION else done
    gone = sum(r.group is Group.GONE for r in rows)
    unsure = sum(r.group in (Group.UNCERTAIN, Group.OPEN) for r in rows)
    left = sum(r.group is Group.LEFT for r in rows)
    counts = [
        f"{count} {name}"
        for count, name in ((gone, "gone"), (unsure, "not certain"), (left, "left"))
        if count
    ]
    return f"{done}. Other copies: {', '.join(counts)}" if counts else f"{done}. No other copies"


def _about(record: Record, title: str) -> str:
    note = f", note {record.filed}" if record.filed else ""
    approval = record.approval
    by = f" Approved by {approval.name} on {dates.when(approval.at)}." if approval else ""
    return f"{title}. File {record.reference}{note}.{by}"


def _stays(record: Record) -> Row:
    at = record.settled
    when = f" at {dates.clock(at)} on {dates.day(at)}" if at else ""
    detail = {
        Proof.READ_BACK: f"Read back{when}: every word is the same.",
        Proof.ACKNOWLEDGED: f"The case system said{when} that it has it. Not read back.",
        Proof.ATTESTED: "Attested by you, not read back.",
        None: "Not read back.",
    }[record.proof]
    return Row(name="The record", place="Case system", state="Kept", detail=detail, group=Group.STAYS)
