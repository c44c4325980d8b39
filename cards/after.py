"""Filed: the list of the other copies while they go. Wordless."""

from __future__ import annotations

from datetime import datetime

from cards import copies, meeting_file
from cards.parts import At, Card, buttons, execute, heading, say, subtle
from cards.parts import card as made
from record.docket import Docket
from record.entries import held, record_of
from record.policy import Policy


def card(*, docket: Docket, n: int, policy: Policy, title: str, now: datetime) -> Card:
    """Buttons: keep (unless it is kept already), and those of `meeting_file`, as its inputs."""
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    note = f", note {record.filed}" if record.filed else ""
    own, pressed = meeting_file.parts(docket, n, policy, now)
    keep = [] if held(docket, policy) else [execute("keep", "Keep (may be evidence)", at)]
    return made(
        [
            heading("Filed. Now the copies go"),
            subtle(f"{title}. File {record.reference}{note}."),
            *own,
            *copies.drawn(copies.rows(docket, n, policy, now), headings=False),
            say("You do not have to stay."),
            *buttons(*pressed, *keep),
        ]
    )
