"""Approved by its author, and with a second person, or waiting for one who can be asked. Wordless."""

from __future__ import annotations

from datetime import datetime

from cards import dates, waits
from cards.parts import At, Card, Part, bold, buttons, execute, heading, run, say, short, subtle, words
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Docket, Record
from record.entries import not_before, person_of, record_of, tries_of
from record.policy import Policy
from record.second import eligible
from record.terms import Doing


def card(
    *, docket: Docket, n: int, policy: Policy, title: str, now: datetime, banner: str | None = None
) -> Card:
    """Buttons: undo; while somebody has it, second-remind."""
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    remind = [execute("second-remind", "Remind them", at)] if record.reader else []
    return made(
        [
            heading("Approved by you. It needs a second person"),
            *bannered(banner),
            subtle(f"{title}. File {record.reference}."),
            *_with_whom(docket, record, policy, now),
            say("Nothing is filed until a second person approves it."),
            *buttons(execute("undo", "Undo", at), *remind),
        ]
    )


def _with_whom(docket: Docket, record: Record, policy: Policy, now: datetime) -> list[Part]:
    if record.reader is not None:
        name = person_of(record, record.reader.id).name
        since = f" I asked on {dates.when(record.reader.asked)}."
        return [words(run("Now with "), bold(short(name, 100)), run(f".{since}"))]
    may = eligible(record, policy)
    if not may:
        return [say(f"{waits.why_of('no-second-approver').say} Ask {policy.help_contact}.")]
    tries = tries_of(docket, Doing.ASK_SECOND, record.n)
    if tries is None:
        return [say("I am asking them now.")]
    names = ", ".join(short(c.name, 60) for c in may[:5])
    again = f" I try again at {dates.soon(not_before(tries, policy), now)}."
    return [say(f"{waits.why_of(tries.why).say}{again}"), words(run("Who may approve it: "), bold(names))]
