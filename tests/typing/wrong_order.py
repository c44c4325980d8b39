"""Steps taken before their time. Every marked line must be refused; nothing here is ever run."""

from __future__ import annotations

from dataclasses import replace

from record import docket as d
from record import erase, line, meeting, review
from record import terms as t
from record.entries import Entry
from tests.typing.given import DOCKET, NOW, POLICY, RECORD


def destroying_what_is_not_settled() -> None:
    """A record's own copies go only from a SettledRecord, the source only from a SettledSource."""
    erase.ask_record(DOCKET, RECORD, POLICY, NOW)  # type: ignore[arg-type]
    erase.ask_record(DOCKET, erase.settle_record(RECORD), POLICY, NOW)  # type: ignore[arg-type]
    erase.ask_record(DOCKET, erase.settle_source(DOCKET), POLICY, NOW)  # type: ignore[arg-type]
    erase.ask_copy(DOCKET, DOCKET, POLICY, NOW)  # type: ignore[arg-type]
    erase.ask_copy(DOCKET, erase.settle_source(DOCKET), POLICY, NOW)  # type: ignore[arg-type]
    meeting.ask(DOCKET, DOCKET, POLICY, NOW)  # type: ignore[arg-type]
    meeting.ask(DOCKET, erase.settle_source(DOCKET), POLICY, NOW)  # type: ignore[arg-type]
    if (one := erase.settle_record(RECORD)) is not None:
        erase.ask_copy(DOCKET, one, POLICY, NOW)  # type: ignore[arg-type]
        meeting.ask(DOCKET, one, POLICY, NOW)  # type: ignore[arg-type]
        one.record = RECORD  # type: ignore[misc]


def approving_less_than_everything() -> None:
    """An approval names who, when, which words, whose file, which type and which version."""
    d.Approval(  # type: ignore[call-arg]
        name="Kelly Marsh",
        at=NOW,
        hash=t.ContentHash("h"),
        reference="CH-1",
        record_type=t.RecordTypeId("home-visit"),
        version=1,
    )
    d.Approval(  # type: ignore[call-arg]
        by=t.PersonId("k"),
        name="Kelly Marsh",
        at=NOW,
        reference="CH-1",
        record_type=t.RecordTypeId("home-visit"),
        version=1,
    )
    d.Approval(  # type: ignore[call-arg]
        by=t.PersonId("k"),
        name="Kelly Marsh",
        at=NOW,
        hash=t.ContentHash("h"),
        record_type=t.RecordTypeId("home-visit"),
        version=1,
    )
    review.approve(DOCKET, 1, t.PersonId("k"), name="Kelly Marsh", version=1, policy=POLICY, now=NOW)  # type: ignore[call-arg]
    review.approve(  # type: ignore[call-arg]
        DOCKET, 1, t.PersonId("k"), name="Kelly Marsh", hash=t.ContentHash("h"), policy=POLICY, now=NOW
    )


def changing_what_is_written_down() -> None:
    """Values are never changed in place: what comes next is a new docket, saved with the ETag."""
    DOCKET.holds = ()  # type: ignore[misc]
    RECORD.state = t.State.POSTED  # type: ignore[misc]
    if RECORD.approval is not None:
        RECORD.approval.hash = t.ContentHash("h")  # type: ignore[misc]
    DOCKET.records[0] = RECORD  # type: ignore[index]
    POLICY.grace = POLICY.undo  # type: ignore[misc]


def guessing() -> None:
    """States, acts and answers are closed lists; a step is asked about before it is taken."""
    replace(RECORD, state="posted")  # type: ignore[arg-type]
    replace(RECORD, proof="read_back")  # type: ignore[arg-type]
    d.Act(doing="post")  # type: ignore[arg-type]
    d.Seen(saw="done", at=NOW)  # type: ignore[arg-type]
    d.Seen(saw=t.Saw.DONE)  # type: ignore[call-arg]
    line.claim(DOCKET, line.next_act(DOCKET, POLICY, NOW), POLICY, NOW)  # type: ignore[arg-type]
    line.absorb(DOCKET, d.Act(doing=t.Doing.POST), None, POLICY)  # type: ignore[arg-type]
    Entry(doing=t.Doing.POST, needs="it is approved", answers={})  # type: ignore[call-arg]
    d.Wait(until=None, why="author")  # type: ignore[call-arg]
