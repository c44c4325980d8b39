"""Which wordless card a record shows: redrawn from the docket alone, at any time."""

from __future__ import annotations

from datetime import datetime

from cards import (
    after,
    approved,
    by_hand,
    discarded,
    filing,
    kept,
    moved,
    progress,
    receipt,
    wait,
    with_second,
    wrong,
)
from cards.parts import Card
from record.docket import Docket, Filed
from record.entries import not_before, record_of, tries_of
from record.policy import Policy
from record.propose import waiting_for
from record.terms import NOBODY, Doing, Face, PersonId, State


def wordless(
    docket: Docket,
    n: int,
    face: Face,
    *,
    policy: Policy,
    title: str,
    now: datetime,
    whose: PersonId = NOBODY,
) -> Card:
    """The card of that face, in the chat of `whose` (the author's, if of nobody). `title` is the record type's.

    Faces that hold words are drawn as progress: none here.
    """
    if face is Face.WAIT:
        return _waiting(docket, n, policy, title, now)
    if face is Face.SECOND:
        return with_second.card(docket=docket, n=n, policy=policy, title=title, now=now)
    if face is Face.MOVED:
        return moved.card(docket=docket, n=n, whose=whose, title=title)
    if face is Face.COPY:
        return by_hand.card(docket=docket, n=n, title=title)
    if face is Face.WRONG:
        return wrong.card(docket=docket, n=n, policy=policy, title=title, now=now)
    if face is Face.APPROVED:
        return approved.card(docket=docket, n=n, policy=policy, title=title, now=now)
    if face is Face.FILING:
        return filing.card(docket=docket, n=n, policy=policy, title=title, now=now)
    if face is Face.AFTER:
        return after.card(docket=docket, n=n, policy=policy, title=title, now=now)
    if face is Face.KEPT:
        return kept.card(docket=docket, n=n, policy=policy, title=title, now=now)
    if face is Face.DISCARDED:
        return discarded.card(docket=docket, n=n, policy=policy, title=title, now=now)
    if face is Face.RECEIPT:
        return receipt.card(docket=docket, n=n, title=title, now=now, policy=policy)
    return progress.card(title=title, steps=steps(docket, n))


def steps(docket: Docket, n: int) -> tuple[tuple[str, str], ...]:
    """What is happening to a draft that is being made, for the progress card."""
    if record_of(docket, n).copy_of or isinstance(docket.source, Filed):
        return (("What is filed", "being read"), ("Draft", "waits"))
    if not docket.have:
        return (("Transcript", "being read"), ("Draft", "waits"), ("Check", "waits"))
    if record_of(docket, n).state is State.DRAFT:
        return (("Transcript", "read"), ("Draft", "written"), ("Check", "done"))
    return (("Transcript", "read"), ("Draft", "being written"), ("Check", "waits"))


def _waiting(docket: Docket, n: int, policy: Policy, title: str, now: datetime) -> Card:
    record = record_of(docket, n)
    doing = Doing.FETCH if record.state is State.ASKED else Doing.DRAFT
    tries = tries_of(docket, doing, n)
    until = not_before(tries, policy) if tries else None
    why = waiting_for(docket, record)
    if why in ("busy", "unknown") and doing is Doing.DRAFT:
        why = "ai"
    return wait.card(docket=docket, n=n, title=title, why=why, whom="", until=until, now=now)
