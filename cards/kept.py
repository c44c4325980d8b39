"""Kept: nothing of this meeting is destroyed until it is released; what had gone before, and what is still here."""

from __future__ import annotations

from datetime import datetime

from cards import copies, dates, later
from cards.parts import At, Card, Part, buttons, execute, heading, own_words, say, subtle
from cards.parts import card as made
from record import holds
from record.docket import Docket, Record, Trace
from record.entries import hold_covers, record_of, trace_of
from record.policy import Policy
from record.terms import SOURCE, Custody, Outcome, Shelf, State

ENDED = frozenset({Outcome.GONE, Outcome.GONE_FOR_USERS, Outcome.REPLACED})


def card(*, docket: Docket, n: int, policy: Policy, title: str, now: datetime) -> Card:
    """Wordless. Buttons: contents while it is a draft; undo and file-now while it is approved; those of
    `later`."""
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    body: list[Part] = [
        heading("Kept"),
        subtle(f"{title}. File {record.reference}. Receipt number {docket.id}."),
        say("Nothing of this meeting is destroyed until it is released."),
        *(say(line) for line in _by_whom(docket, record, policy)),
        *(say(line) for line in _before(docket, n, policy, now)),
    ]
    body += copies.drawn(copies.rows(docket, n, policy, now), headings=True)
    pressed = []
    if record.state is State.DRAFT:
        pressed = [execute("contents", "Contents", at)]
    if record.state is State.APPROVED:
        pressed = [execute("undo", "Undo", at), execute("file-now", "File it now", at)]
    pressed += later.presses(docket, record, policy)
    return made([*body, *buttons(*pressed), *later.asked(docket, record, policy)])


def _by_whom(docket: Docket, record: Record, policy: Policy) -> list[str]:
    """Since when, by you, by somebody else who has a record of this meeting, and by the council."""
    own = [h for h in docket.holds if not h.policy]
    mine = min((h.at for h in own if h.by == record.author.id), default=None)
    others = min((h.at for h in own if h.by != record.author.id), default=None)
    councils = min((h.at for h in policy.holds if hold_covers(h, docket)), default=None)
    said = (
        ("Kept by you", mine),
        ("Kept by a colleague", others),
        ("Held by information governance", councils),
    )
    lines = [f"{who} since {dates.moment(since)}." for who, since in said if since is not None]
    return [*lines, "Only information governance can release what is kept."] if own else lines


def _before(docket: Docket, n: int, policy: Policy, now: datetime) -> list[str]:
    """What the hold came too late for, or may have: gone before it, asked to go before it, begun before it."""
    since = holds.kept_since(docket, policy)
    if since is None:
        return []
    mine = [t for t in docket.traces if t.record in (SOURCE, n) and t.custody is not Custody.KEPT]
    asked = [t for t in mine if t.asked is not None and t.shelf is not Shelf.OPEN]
    early = [t for t in asked if t.asked is not None and t.asked <= since]
    begun = {
        trace_of(docket, x)
        for c in docket.claims
        if c.act.doing in holds.DESTROYING
        for x in c.act.targets
        if trace_of(docket, x) in mine and trace_of(docket, x).shelf is Shelf.OPEN
    }
    said = (
        ("Already gone then", [t for t in early if t.outcome in ENDED]),
        ("Already asked to go then", [t for t in early if t.outcome not in ENDED]),
        ("Already on its way then", [t for t in asked if t not in early]),
        ("It may have been on its way then, and I have no answer yet", [t for t in mine if t in begun]),
    )
    return [f"{what}: {_named(found, now)}." for what, found in said if found]


def _named(found: list[Trace], now: datetime) -> str:
    """Each kind of copy once, with the time at which it was asked to go."""
    named: dict[str, datetime | None] = {}
    for t in found:
        name = copies.NAMES.get(t.kind) or own_words(t.kind)[:60].capitalize()
        named.setdefault(name[0].lower() + name[1:], t.asked)
    return ", ".join(f"{name} ({dates.soon(at, now)})" if at else name for name, at in named.items())
