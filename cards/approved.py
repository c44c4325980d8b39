"""Approved: what happens when, and how to stop it. Wordless."""

from __future__ import annotations

from datetime import datetime

from cards import dates, later, waits
from cards.parts import At, Card, Part, bold, buttons, execute, heading, run, say, subtle, words
from cards.parts import card as made
from record.docket import Call, Docket, Filed, Record
from record.entries import held, record_of
from record.policy import Policy
from record.post import undo_ends
from record.terms import Saw


def card(*, docket: Docket, n: int, policy: Policy, title: str, now: datetime) -> Card:
    """Buttons: undo, file-now, keep (unless it is kept already, or there is no meeting); where what it corrects is not
    on file any more undo, discard."""
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    if (
        docket.source_seen is not None
        and docket.source_seen.saw is Saw.ABSENT
        and later.is_correction(docket)
    ):
        return _gone(record, title, at)
    files_it = "I file the text, read it back and compare every word."
    if isinstance(docket.source, Filed) and later.is_correction(docket):
        files_it = f"I add the text below note {docket.source.note}, read it back and compare every word."
    ends = undo_ends(record, policy) or now
    waits = ends > now and not record.file_now
    files = ends if waits else now
    kept = held(docket, policy)
    body: list[Part] = [
        heading(f"Approved. I will file it at {dates.clock(ends)}" if waits else "Approved. I file it now"),
        subtle(f"{title}. File {record.reference}."),
    ]
    if waits:
        body.append(words(bold("Now: "), run(f"you can undo until {dates.clock(ends)}.")))
        body.append(_step(f"{dates.clock(ends)}: ", files_it))
    else:
        body.append(_step("Now: ", files_it))
    if isinstance(docket.source, Filed):
        body.append(_step("Then: ", "I destroy our drafts."))
    elif kept:
        body.append(_step("Kept: ", "nothing of this meeting is destroyed until it is released."))
    else:
        body.append(_step("Then: ", "I destroy our drafts."))
        body.append(_meeting(docket, n, files, policy))
        body.append(
            words(
                run("Could the recording be evidence? Has someone asked for it, or complained? Press "),
                bold("Keep"),
                run(". Then nothing of the meeting is destroyed until it is released."),
            )
        )
    pressed = [execute("undo", "Undo", at), execute("file-now", "File it now", at)] if waits else []
    keep = [] if kept or isinstance(docket.source, Filed) else [execute("keep", "Keep (may be evidence)", at)]
    return made([*body, *buttons(*pressed, *keep)])


def _gone(record: Record, title: str, at: At) -> Card:
    """What it was to be added to is not there, or is not what it was."""
    why = waits.why_of("filed-gone")
    return made(
        [
            heading(why.title),
            subtle(f"{title}. File {record.reference}."),
            say(f"{why.say} Your correction is not filed."),
            *buttons(execute("undo", "Back to the draft", at), execute("discard", "Discard", at)),
        ]
    )


def _step(when: str, what: str) -> Part:
    return words(bold(when), run(what), spacing="Small")


def _meeting(docket: Docket, n: int, files: datetime, policy: Policy) -> Part:
    if not isinstance(docket.source, Call):
        return _step("Last: ", "I try to destroy the file that you dropped. If I may not, I say where it is.")
    what = "I destroy the meeting's transcript and recording."
    if any(not r.is_settled for r in docket.records if r.n != n):
        after = dates.length(policy.grace)
        return say(f"{after} after every record of this meeting is done: {what}", spacing="Small")
    return _step(f"{dates.moment(files + policy.grace)}: ", what)
