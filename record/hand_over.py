"""What people say of the meeting's own: its organiser whether it may go, an author which file it is, or that they
deleted the message that they had pasted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from record.docket import Call, Docket, Person, Trace
from record.entries import (
    held,
    opened,
    traces,
    traces_of,
    with_record,
    with_trace,
)
from record.erase import SettledSource, author, settle_source
from record.errors import NOT_YOURS, RefusedError
from record.joining import PASTED, not_closing
from record.policy import Policy
from record.review import own
from record.terms import SOURCE, Address, Custody, Doing, Outcome, PersonId, Saw, Shelf
from record.values import replace

NOT_THE_ORGANISER = "Only the meeting's organiser can answer this. Nothing has changed."
NOT_NOW = "Not now: I will ask again when the record is filed. Nothing has changed."
THE_ORGANISER = "the meeting's organiser"
SAID = "its author says that it is deleted"


class Because(StrEnum):
    """Why an organiser says no. Chosen, not typed: the receipt shows it."""

    EVIDENCE = "evidence"
    REQUEST = "request"
    STILL_NEEDED = "still-needed"
    OTHER = "other"


def answer(
    docket: Docket, who: Person, *, delete: bool, why: Because | None, policy: Policy, now: datetime
) -> Docket:
    """The organiser says whether the meeting's own file may go. Twice is once.

    Raises RefusedError: not the organiser, or (for a yes) a hold stands or nothing is settled yet.
    """
    if not isinstance(docket.source, Call) or docket.source.organiser != who.id or docket.handover is None:
        raise RefusedError(NOT_THE_ORGANISER)
    if docket.handover.answer is not None:
        return docket
    not_closing(docket)
    settled = settle_source(docket)
    if delete and (settled is None or held(docket, policy) or not may_go(settled)):
        raise RefusedError(NOT_NOW)
    said = replace(docket.handover, answer=delete, why="" if delete or why is None else why.value)
    docket = replace(docket, handover=said, organiser=who, preflight=None)
    return _forgotten(docket)


def leave(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """An author chooses that the meeting's own file stays where it is: it is waited for no longer. Twice is once.

    Raises RefusedError: not an author, or something is still to be decided.
    """
    own(docket, n, who)
    not_closing(docket)
    if settle_source(docket) is None:
        raise RefusedError("A draft of this meeting still waits for somebody. Nothing has changed.")
    if any(c.act.doing is Doing.DELETE_MEETING for c in docket.claims):
        raise RefusedError("It is being destroyed at this moment. Nothing has changed.")
    return with_record(replace(docket, left_by=who, choices=()), n, delete_too=False, changed=now)


def choose(docket: Docket, n: int, who: PersonId, *, files: tuple[Address, ...], now: datetime) -> Docket:
    """Which of the files that look alike are this meeting's; none of them leaves them all where they are.

    Raises RefusedError: not an author, or not one of those that were shown.
    """
    own(docket, n, who)
    not_closing(docket)
    if not docket.choices:
        raise RefusedError("That was decided already. Nothing has changed.")
    if not set(files) <= {c.address for c in docket.choices}:
        raise RefusedError("That file was not among those that I showed. Nothing has changed.")
    due = traces(docket, SOURCE, Shelf.OPEN, custody=Custody.TEMPORARY)
    docket = with_record(_forgotten(replace(docket, choices=(), preflight=None)), n, changed=now)
    if files:
        return named(docket, due[0], files, now) if due else docket
    for t in due:
        docket = with_trace(docket, t.n, shelf=Shelf.CLOSED, outcome=Outcome.UNKNOWN, why="not-located")
    return docket


def _forgotten(docket: Docket) -> Docket:
    """What failed before is tried anew: by another person, or on another file."""
    anew = (Doing.PREFLIGHT, Doing.DELETE_MEETING)
    return replace(docket, tries=tuple(t for t in docket.tries if t.doing not in anew))


def deleted(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """The author of record `n`, who pasted the message, says that they deleted it. Nobody can look, so it is written
    down as said, and no more. Twice is once. Raises RefusedError."""
    own(docket, n, who)
    not_closing(docket)
    if docket.opener.id != who:
        raise RefusedError(NOT_YOURS)
    for t in traces_of(docket, SOURCE):
        if t.kind == PASTED and t.why != SAID:
            docket = with_trace(docket, t.n, shelf=Shelf.CLOSED, outcome=Outcome.UNKNOWN, why=SAID)
    return docket


def named(docket: Docket, trace: Trace, files: tuple[Address, ...], at: datetime) -> Docket:
    """The meeting's own file has these addresses: the trace that stood for it takes the first, new ones the rest."""
    known = {t.address for t in docket.traces if t.record == SOURCE}
    fresh = [f for f in files if f not in known]
    if not trace.address and fresh:
        docket = with_trace(docket, trace.n, address=fresh.pop(0))
    for file in fresh:
        docket = opened(docket, SOURCE, trace.holder, trace.kind, trace.custody, file, at)
    return docket


def reaches(docket: Docket) -> Person:
    """Whose sign-in reaches the meeting's file: the organiser who answered, else an author."""
    return docket.organiser or author(docket)


def may_go(settled: SettledSource) -> bool:
    """Something is filed, or everybody who filed nothing chose that it shall go all the same."""
    return bool(settled.filed) or all(r.delete_too for r in settled.rest)


def refused(docket: Docket) -> bool:
    """The organiser said no: that stands, whoever joins or chooses otherwise later."""
    return docket.handover is not None and docket.handover.answer is False


def asked_of_organiser(docket: Docket) -> bool:
    """No author may delete it: the organiser has to answer, and has not."""
    refused = docket.preflight is not None and docket.preflight.saw is Saw.NOT_ORGANISER
    return refused and docket.organiser is None and isinstance(docket.source, Call)


def by_organiser(docket: Docket) -> bool:
    """Whether the sign-in that was used is the organiser's own."""
    return not isinstance(docket.source, Call) or reaches(docket).id == docket.source.organiser
