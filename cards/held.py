"""Held: how much a hold is on, what had already gone, what may be on its way. Wordless, and no name of a child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cards import copies, dates
from cards.parts import (
    NOWHERE,
    Card,
    Part,
    bold,
    box,
    buttons,
    execute,
    heading,
    many,
    own_words,
    pair,
    run,
    say,
    subheading,
    subtle,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made

MOST = 8
"""Rows of each kind on the card."""

GOING = "I note it in every open account, and say here what had already gone. You can close Teams."
ON_ITS_WAY = (
    "I had begun to destroy these before your hold, and have no answer yet. I cannot call it back. "
    "Look again after the time that is given."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Copies of one kind that had been asked to go: how many, the first and the last time."""

    kind: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Maybe:
    """A copy whose deletion may be out: of which account, and the latest at which it can be sent."""

    docket: str
    kind: str
    until: datetime


def going(*, id: str, scope: str, at: datetime) -> Card:
    """While the accounts are gone through. Button: hold-look, for whoever finds this card after a fault."""
    return made(
        [
            heading("Held: one moment"),
            subtle(scope),
            words(bold(f"Written down at {dates.clock(at)}.")),
            say(GOING),
            *buttons(execute("hold-look", "Look again", NOWHERE, hold=id)),
        ]
    )


def released(*, scope: str) -> Card:
    """Somebody released the hold before it was everywhere. Button: holds."""
    return made(
        [
            heading("Released meanwhile"),
            subtle(scope),
            say("This hold does not stand any more: somebody released it. Nothing is held by it."),
            *buttons(execute("holds", "What is held", NOWHERE)),
        ]
    )


def card(
    *,
    id: str,
    scope: str,
    at: datetime,
    now: datetime,
    dockets: int,
    records: int,
    gone: Sequence[Gone],
    maybe: Sequence[Maybe],
    unnamed: int,
    missed: Sequence[str],
    listed: bool,
) -> Card:
    """Buttons: holds, hold-look. `missed` are accounts that could not be reached; not `listed`: there may be more."""
    left = bool(missed) or not listed
    body: list[Part] = [
        heading("Held, but not everywhere yet" if left else "Held"),
        subtle(scope),
        *bannered(_said(at, dockets, records)),
    ]
    if left:
        body += _missed(missed, listed=listed)
    if gone:
        body.append(subheading("Already gone, or asked to go, before"))
        body += [_gone(g, now) for g in gone[:MOST]]
    if maybe:
        body += [subheading("May be on its way"), say(ON_ITS_WAY)]
        body += [_maybe(m, now) for m in maybe[:MOST]]
        hidden = len(maybe[MOST:]) + unnamed
        if hidden:
            body.append(subtle(many(hidden, "1 more is not shown.", "{n} more are not shown.")))
    if records and not gone and not maybe and not left:
        body.append(say("Nothing of it had gone."))
    look = execute("hold-look", "Look again", NOWHERE, hold=id)
    return made([*body, *buttons(execute("holds", "What is held", NOWHERE), look)])


def _said(at: datetime, dockets: int, records: int) -> str:
    if not dockets:
        return f"Held at {dates.clock(at)}. It is on no open record now. Those that come are held too."
    what = many(records, "1 record", "{n} records")
    of = many(dockets, "1 meeting", "{n} meetings")
    return f"Held at {dates.clock(at)} on {what} of {of}."


def _missed(missed: Sequence[str], *, listed: bool) -> list[Part]:
    """What a hold that is not everywhere means: nothing begins, but what was begun is not known."""
    which = many(len(missed), "I could not reach 1 account", "I could not reach {n} accounts")
    what = which if listed else "I could not list every open account"
    parts = [
        say(
            f"{what}. Nothing new is destroyed there either, but I cannot say yet what had gone or was on its way. "
            "I try again by myself."
        )
    ]
    if missed:
        more = "" if len(missed) <= MOST else " …"
        parts.append(subtle(f"{', '.join(missed[:MOST])}{more}"))
    return parts


def name_of(kind: str) -> str:
    """What a copy is called on every card."""
    return copies.NAMES.get(kind) or own_words(kind)[:60].capitalize()


def _gone(gone: Gone, now: datetime) -> Part:
    first, last = dates.soon(gone.first, now), dates.soon(gone.last, now)
    count = many(gone.count, "1 copy", "{n} copies")
    when = first if first == last else f"{first} to {last}"
    return pair(
        [say(name_of(gone.kind)), subtle(count)], [words(bold(when))], separator=True, spacing="Small"
    )


def _maybe(maybe: Maybe, now: datetime) -> Part:
    until = f"Until {dates.soon(maybe.until, now)}. "
    return box(
        [words(bold(until), run(name_of(maybe.kind))), subtle(f"Receipt number {maybe.docket}")],
        "default",
        separator=True,
        spacing="Small",
    )
