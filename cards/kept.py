"""Kept: nothing of this meeting is destroyed until it is released; what had gone before, and what is still here."""

from __future__ import annotations

from datetime import datetime

from cards import copies, dates
from cards.parts import At, Card, Part, buttons, execute, heading, say, subtle
from cards.parts import card as made
from record.docket import Docket, State
from record.entries import record_of
from record.policy import Policy


def card(*, docket: Docket, n: int, policy: Policy, title: str, now: datetime) -> Card:
    """Wordless. Buttons: contents while it is a draft; undo and file-now while it is approved; else none."""
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    body: list[Part] = [
        heading("Kept"),
        subtle(f"{title}. File {record.reference}."),
        say("Nothing of this meeting is destroyed until it is released."),
    ]
    if docket.holds:
        body.append(say(f"Kept since {dates.moment(docket.holds[0].at)}."))
    elif since := _held_since(docket, policy):
        body.append(say(f"Held by your council since {dates.moment(since)}."))
    body += copies.drawn(copies.rows(docket, n, policy, now), headings=True)
    pressed = []
    if record.state is State.DRAFT:
        pressed = [execute("contents", "Contents", at)]
    if record.state is State.APPROVED:
        pressed = [execute("undo", "Undo", at), execute("file-now", "File it now", at)]
    return made([*body, *buttons(*pressed)])


def _held_since(docket: Docket, policy: Policy) -> datetime | None:
    """When the council's first hold on this account, on its file or on everything was set."""
    files = {r.reference for r in docket.records}
    mine = [
        h.at
        for h in policy.holds
        if h.docket == docket.id or h.reference in files or (h.docket is None and h.reference is None)
    ]
    return min(mine, default=None)
