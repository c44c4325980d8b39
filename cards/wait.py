"""Something waits: what happened, what is safe, when I try again by myself, and what you can do."""

from __future__ import annotations

from datetime import datetime

from cards import dates, waits
from cards.parts import At, Card, Part, box, buttons, execute, heading, say, subtle, toggler
from cards.parts import card as made
from record.docket import Docket
from record.entries import record_of


def card(
    *, docket: Docket, n: int, title: str, why: str, whom: str, until: datetime | None, now: datetime
) -> Card:
    """Wordless. Buttons by reason: try-now, upload, discard, sign-in, undo, file-now, retry, delete-meeting.

    `whom` is who is waited for, if it is somebody else than the reader; `until` when I try again by myself.
    """
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    reason = waits.why_of(why)
    again = f" I try again at {dates.soon(until, now)} by myself." if until and until > now else ""
    body: list[Part] = [
        heading(reason.title),
        subtle(f"{title}. File {record.reference}."),
        say(f"{reason.say}{again}"),
    ]
    if whom and whom != record.author.name:
        body.append(say(f"I wait for {whom}."))
    pressed = [execute(verb, name, at) for verb, name in reason.presses]
    if reason.message:
        body.append(box([say(reason.message)], id="message", isVisible=False))
        pressed.insert(1, toggler("Show the message", "message"))
    return made([*body, *buttons(*pressed)])
