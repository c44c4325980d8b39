"""Discarded: what went, and that the meeting's own file is still there. Wordless."""

from __future__ import annotations

from datetime import datetime

from cards import copies, dates, meeting_file, waits
from cards.parts import At, Card, buttons, execute, heading, say, short, subtle
from cards.parts import card as made
from record.docket import Call, Docket, Record
from record.entries import held, record_of
from record.faces import only_account
from record.joining import OBJECTION, is_pasted
from record.policy import Policy
from record.terms import SOURCE, Custody, Shelf, State

TOLD = {
    "expired": "I destroyed that draft, because nobody decided. Nothing was filed.",
    "no_words": waits.NO_WORDS.say,
    "unreadable": waits.UNREADABLE.say,
    OBJECTION: "Somebody objected. Nothing was drafted, and nothing was filed.",
}

DISCARDED = "discarded"
"""What the line writes where its author decided so."""
ONLY = (
    "Our copy of the transcript may be the only account of what was said. I keep it, sealed, until you say that it "
    "may go."
)


def card(*, docket: Docket, n: int, policy: Policy, title: str, now: datetime) -> Card:
    """Buttons: delete-meeting, while the meeting's own file is there and nothing stands against it; and those of
    `meeting_file`, as its inputs, once it was asked for.
    """
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    own = [t for t in docket.traces if t.record == SOURCE and t.custody is Custody.TEMPORARY]
    there = any(t.shelf is Shelf.OPEN for t in own)
    own_file, pressed = meeting_file.parts(docket, n, policy, now)
    if there and isinstance(docket.source, Call) and not record.delete_too and not held(docket, policy):
        pressed.append(execute("delete-meeting", "Delete the meeting's file", at))
    if only_account(docket, record) and not held(docket, policy):
        pressed.append(execute("discard", "Destroy our copy too", at))
    return made(
        [
            heading(_title(docket, record, there)),
            subtle(f"{title}. File {record.reference}. {by_whom(record)}"),
            say(TOLD.get(record.why, "Nothing was filed.")),
            *([say(ONLY)] if only_account(docket, record) else []),
            *([say("You asked for the meeting's own file to go too.")] if record.delete_too else []),
            *own_file,
            *copies.drawn(copies.rows(docket, n, policy, now), headings=False),
            *buttons(*pressed),
        ]
    )


def by_whom(record: Record) -> str:
    """Who discarded it and when, as a sentence; only when, where nobody did; empty for what was not dropped."""
    if record.state is not State.DROPPED or record.settled is None:
        return ""
    who = f"Discarded by {short(record.author.name, 100)}" if record.why == DISCARDED else "Ended"
    return f"{who} on {dates.when(record.settled)}."


def _title(docket: Docket, record: Record, there: bool) -> str:
    done = "Stopped" if record.why == OBJECTION else "Discarded"
    if not there:
        return done
    if isinstance(docket.source, Call):
        return f"{done}. The meeting's own file is still there"
    if is_pasted(docket):
        return f"{done}. Your pasted message is still in this chat"
    return f"{done}. Your own file is where you put it"
