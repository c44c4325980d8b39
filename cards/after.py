"""Filed: the list of the other copies while they go. Wordless."""

from __future__ import annotations

from datetime import datetime

from cards import copies, later, meeting_file
from cards.parts import At, Card, Part, bold, buttons, execute, heading, run, say, subtle, tick, words
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Docket, Record
from record.entries import held, record_of
from record.erase import settle_source, unconfirmed
from record.policy import Policy
from record.terms import SOURCE, Proof, Shelf

STANDS = "I looked: the note stands there, whole (required)"


def card(
    *, docket: Docket, n: int, policy: Policy, title: str, now: datetime, banner: str | None = None
) -> Card:
    """Buttons: keep (unless it is kept already), those of `later`, and those of `meeting_file`, as its inputs.

    Of a record that its author filed by hand: attest-counts, while other copies wait for it, with the input counts.
    """
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    note = f", note {record.filed}" if record.filed else ""
    own, pressed = meeting_file.parts(docket, n, policy, now)
    keep = [] if held(docket, policy) else [execute("keep", "Keep (may be evidence)", at)]
    asked = confirming(docket)
    counts = [execute("attest-counts", "The other copies may go", at)] if asked else []
    return made(
        [
            heading("Filed by you. Now the draft goes" if asked else "Filed. Now the copies go"),
            *bannered(banner),
            subtle(f"{title}. File {record.reference}{note}.{later.about(docket, record)}"),
            *_attested(record),
            *own,
            *copies.drawn(copies.rows(docket, n, policy, now), headings=False),
            *(_confirm(record) if asked else [say("You do not have to stay.")]),
            *buttons(*counts, *pressed, *keep, *later.presses(docket, record, policy)),
            *later.asked(docket, record, policy),
        ]
    )


def confirming(docket: Docket) -> bool:
    """Whether the other copies wait for somebody to say that what they filed by hand stands."""
    settled = settle_source(docket)
    if settled is None or settled.filed or not unconfirmed(settled):
        return False
    return any(t.record == SOURCE and t.shelf is Shelf.OPEN for t in docket.traces)


def _attested(record: Record) -> list[Part]:
    if record.proof is not Proof.ATTESTED:
        return []
    return [words(bold("Attested by you. "), run("I have not read it back."))]


def _confirm(record: Record) -> list[Part]:
    """The separate confirmation: without it nothing goes that may be an account of what was said."""
    return [
        say(f"The other copies stay until you say that note {record.filed} stands, and that they may go."),
        tick("counts", STANDS),
    ]
