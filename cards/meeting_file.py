"""How it stands with the meeting's own file, on its author's card: whom it waits for, and which file it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from cards import dates, organiser, waits
from cards.parts import At, Part, bold, execute, say, tick, words
from record import hand_over, joining
from record.docket import Choice, Docket, Handover, Tries
from record.entries import held, not_before, record_of, traces, traces_of
from record.erase import settle_source, unconfirmed
from record.faces import filed_gone, not_let
from record.policy import Policy
from record.system import NOT_LET
from record.terms import SOURCE, Address, Custody, Doing, Saw, Shelf

MOST = 30
"""Files shown at once: more can hardly be of one meeting's hours."""
ORGANISER_ONLY = "Only the meeting's organiser can destroy its recording."
PASTED = "The message that you pasted is still in this chat. Delete it: only you can."
WHICH = "Which of these files is from this meeting?"
LEAVE = "Leave it where it is"
ALIKE = "They look alike, so I have destroyed none of them. Tick each one that is from this meeting."


def parts(docket: Docket, n: int, policy: Policy, now: datetime) -> tuple[list[Part], list[Part]]:
    """What stands on the card of record `n`. Buttons: choose-file, choose-none, try-now, sign-in, leave-meeting,
    attest-paste.

    Inputs: a tick box for each file that may be the meeting's own.
    """
    at = At(r=docket.id, n=n, v=record_of(docket, n).version)
    if joining.is_pasted(docket):
        left = any(t.kind == joining.PASTED and t.why != hand_over.SAID for t in traces_of(docket, SOURCE))
        if not left or docket.receipted is not None or held(docket, policy):
            return [], []
        return [say(PASTED)], [execute("attest-paste", "I deleted it", at)]
    if docket.handover is not None and docket.handover.answer is False:
        why = organiser.because(docket)
        return [say(f"The organiser said no: {why}." if why else "The organiser said no.")], []
    due = traces(docket, SOURCE, Shelf.OPEN, custody=Custody.TEMPORARY)
    settled = settle_source(docket)
    if not due or held(docket, policy) or (settled and not settled.filed and unconfirmed(settled)):
        return [], []
    if docket.choices:
        ticks = [tick(_tick(c.address), _file(c)) for c in docket.choices[:MOST]]
        pressed = [
            execute("choose-file", "Use these", at),
            execute("choose-none", "None of these", at),
        ]
        return [words(bold(WHICH)), say(ALIKE), *ticks], pressed
    leave = execute("leave-meeting", LEAVE, at)
    tries = _tries(docket)
    if tries is not None and tries.why in waits.REASONS:
        said, pressed = _waits(tries, at, policy, now)
        return said, [*pressed, leave]
    if docket.handover is not None and docket.handover.answer is None:
        return [say(_asked(docket.handover, policy))], [leave]
    if settled is not None and not_let(docket, Doing.LOOK_FILED):
        return [say(waits.why_of(NOT_LET).say)], [leave]
    if settled is not None and filed_gone(docket):
        return [say(waits.why_of("filed-gone").say)], [leave]
    if docket.handover is not None:
        return [say("The organiser said that the recording can go.")], []
    return [], []


def needs_organiser(docket: Docket) -> bool:
    """Nobody but the organiser may destroy it, and they have not answered."""
    refused = docket.preflight is not None and docket.preflight.saw is Saw.NOT_ORGANISER
    return refused and docket.organiser is None


def chosen(data: Mapping[str, object], docket: Docket) -> tuple[Address, ...]:
    """The files that were ticked, of those that are asked about now."""
    return tuple(c.address for c in docket.choices if data.get(_tick(c.address)) in ("true", True))


def _tick(address: Address) -> str:
    """The box of a file: bound to that file, and holding nothing of it."""
    return f"file-{hashlib.sha256(address.encode()).hexdigest()[:16]}"


def _file(file: Choice) -> str:
    """By its time and size. No name: names are subjects, and subjects name children."""
    made = dates.moment(file.made) if file.made else "Time not known"
    return f"{made}, {_size(file.size)}"


def _size(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.0f} MB" if size >= 10_000_000 else f"{size / 1_000_000:.1f} MB"


def _tries(docket: Docket) -> Tries | None:
    """What does not go through, if something does not."""
    doings = (Doing.ASK_ORGANISER, Doing.PREFLIGHT, Doing.DELETE_MEETING)
    return next((t for t in docket.tries if t.doing in doings), None)


def _waits(tries: Tries, at: At, policy: Policy, now: datetime) -> tuple[list[Part], list[Part]]:
    reason, until = waits.why_of(tries.why), not_before(tries, policy)
    again = f" I try again at {dates.soon(until, now)} by myself." if until > now else ""
    pressed = [execute(verb, title, at) for verb, title in reason.presses if verb in ("sign-in", "try-now")]
    return [say(f"{reason.say}{again}")], pressed


def _asked(asked: Handover, policy: Policy) -> str:
    whom, when = asked.whom or "the organiser", dates.short(asked.asked)
    if asked.times >= policy.asks:
        return f"{ORGANISER_ONLY} I have asked {whom} {asked.times} times, last on {when}. I wait for their answer."
    again = dates.short(asked.asked + policy.ask_again)
    return f"{ORGANISER_ONLY} I have asked {whom}. I ask again on {again}."
