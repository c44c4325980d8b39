"""The receipt: where every copy was and what became of it. Nothing that was said, no name of a child."""

from __future__ import annotations

from datetime import datetime

from cards import copies, dates, discarded, later
from cards.copies import Group, Row
from cards.parts import Card, Part, buttons, heading, say, short, subtle
from cards.parts import card as made
from record.docket import Docket, Record
from record.entries import record_of
from record.joining import OBJECTION
from record.policy import Policy
from record.terms import Proof, State


def card(*, docket: Docket, n: int, title: str, now: datetime, policy: Policy | None = None) -> Card:
    """Wordless. Buttons: those of `later`. The heading counts; Gone counts only what was looked for and not found."""
    record = record_of(docket, n)
    policy = policy or Policy()
    rows = copies.rows(docket, n, policy, now)
    stays = [_stays(record)] if record.state in (State.POSTED, State.MARKED) else []
    body: list[Part] = [
        heading(_title(record, rows)),
        say(f"{_about(record, title)}{later.about(docket, record)}"),
        *([say(discarded.TOLD[record.why])] if record.why in discarded.TOLD else []),
    ]
    body += copies.drawn([*stays, *rows], headings=True)
    several = f", record {n} of {len(docket.records)}" if len(docket.records) > 1 else ""
    body.append(subtle(f"Receipt {docket.id}{several}. It holds nothing that was said.", spacing="Medium"))
    pressed = later.presses(docket, record, policy)
    return made([*body, *buttons(*pressed), *later.asked(docket, record, policy)])


def _title(record: Record, rows: tuple[Row, ...]) -> str:
    done = {State.POSTED: "Filed", State.MARKED: "It was on the wrong file"}.get(record.state, "Discarded")
    done = "Stopped" if record.why == OBJECTION else done
    gone = sum(r.group is Group.GONE for r in rows)
    unsure = sum(r.group in (Group.UNCERTAIN, Group.OPEN) for r in rows)
    there = sum(r.group is Group.THERE for r in rows)
    left = sum(r.group is Group.LEFT for r in rows)
    counts = [
        f"{count} {name}"
        for count, name in ((gone, "gone"), (there, "still there"), (unsure, "not certain"), (left, "left"))
        if count
    ]
    return f"{done}. Other copies: {', '.join(counts)}" if counts else f"{done}. No other copies"


def _about(record: Record, title: str) -> str:
    note = f", note {record.filed}" if record.filed else ""
    given = [a for a in (record.approval, record.second) if a is not None]
    by = ", and by ".join(f"{short(a.name, 100)} on {dates.when(a.at)}" for a in given)
    approved = f" Approved by {by}." if by else ""
    dropped = f" {discarded.by_whom(record)}" if record.state is State.DROPPED else ""
    return f"{title}. File {record.reference}{note}.{approved}{dropped}"


def _stays(record: Record) -> Row:
    if record.state is State.MARKED:
        detail = "On the wrong file: filed there in error. I cannot remove a note."
        return Row(name="The record", place="Case system", state="Kept", detail=detail, group=Group.STAYS)
    at = record.settled
    when = f" at {dates.clock(at)} on {dates.day(at)}" if at else ""
    detail = {
        Proof.READ_BACK: f"Read back{when}: every word is the same.",
        Proof.ACKNOWLEDGED: f"The case system said{when} that it has it. Not read back.",
        Proof.ATTESTED: "Attested by you, not read back.",
        None: "Not read back.",
    }[record.proof]
    return Row(name="The record", place="Case system", state="Kept", detail=detail, group=Group.STAYS)
