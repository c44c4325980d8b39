"""Filing: going on, waiting, not certain, refused, or not word for word. Wordless."""

from __future__ import annotations

from datetime import datetime

from cards import dates, later, waits
from cards.parts import At, Card, buttons, execute, heading, say, short, subtle
from cards.parts import card as made
from record.docket import Docket, Record
from record.entries import not_before, record_of, tries_of
from record.faces import not_let
from record.policy import Policy
from record.system import NOT_LET
from record.terms import Doing, Saw, State


def card(*, docket: Docket, n: int, policy: Policy, title: str, now: datetime) -> Card:
    """Buttons: none while it goes on; waiting: try-now, undo; not certain: try-now; refused: retry, discard,
    copy (to file it by hand)."""
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    head, text, pressed = _said(docket, record, policy, now)
    return made(
        [
            heading(head),
            subtle(f"{title}. File {record.reference}."),
            *(say(sentence) for sentence in text),
            *buttons(*(execute(verb, name, at) for verb, name in pressed)),
        ]
    )


def _said(
    docket: Docket, record: Record, policy: Policy, now: datetime
) -> tuple[str, list[str], tuple[tuple[str, str], ...]]:
    """Heading, sentences, and (verb, title) of the buttons."""
    if record.state is State.STUCK:
        known = record.why in ("differs", "not-found", "filed-gone", "case-system-key", NOT_LET)
        why = waits.why_of(record.why) if known else waits.REFUSED
        text = [why.say]
        if why is waits.REFUSED and record.why not in ("", Saw.REFUSED):
            closed = "closed" in record.why
            text.append(
                f"File {record.reference} is closed." if closed else f"Its reason: {short(record.why, 80)}."
            )
        text.append(f"For help, ask {policy.help_contact}.")
        presses = [p for p in why.presses if p[0] != "change-file" or not later.is_correction(docket)]
        by_hand = (("copy", "File it by hand"),) if why.presses and record.filed is None else ()
        return why.title, text, (*presses, *by_hand)
    if record.state is State.APPROVED and not_let(docket, Doing.LOOK_SOURCE):
        return waits.why_of(NOT_LET).title, [waits.NOT_LET], (("try-now", "Try now"), ("undo", "Undo"))
    if record.state is State.APPROVED and (tries := tries_of(docket, Doing.POST, record.n)):
        why = waits.why_of("case-system")
        return (
            why.title,
            [why.say, f"I try again at {dates.soon(not_before(tries, policy), now)}."],
            why.presses,
        )
    sent = any(
        c.act.doing is Doing.POST and c.act.record == record.n and now < c.until for c in docket.claims
    )
    if record.state is State.POSTING and not sent and not record.sure:
        return "Filing is not certain", _unsure(docket, record.n), (("try-now", "Look now"),)
    return (
        "Filing now",
        ["Filing now. I read it back and compare every word.", "You do not have to stay."],
        (),
    )


def _unsure(docket: Docket, n: int) -> list[str]:
    """What is being done about a post that got no answer, or why nothing can be."""
    looking = waits.NOT_LET if not_let(docket, Doing.LOOK_UP, n) else "I am looking for it."
    return [
        f"I sent the record, but got no answer. {looking} Do not file it by hand yet.",
        "Nothing is destroyed.",
    ]
