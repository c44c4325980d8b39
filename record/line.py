"""The whole product in one pure function: what comes next for one source, and what its answers change.

    command → source → draft → review → post → erase → receipt

`next_act` asks the stations in that order; the first act wins, and if there is none, the waits of all records are
merged. `claim` is written down before an act is done, `absorb` after. Nothing here knows the clock, the network or
an SDK; the clerk in `worker/` does the one thing that is asked for, writes down what was seen, and asks again.
Starting after a crash is asking again: there is no other recovery code.

1. propose   fetch what was said, with the author's own sign-in; draft a record of it
2. review    send a card, show the draft, wait for its author; nothing happens to it by itself but expiry
3. post      file exactly the approved words; read back; if no answer came, look before anything else
4. erase     a settled record's own copies, our copy of the source, then, after grace, the meeting's own; look again
5. tell      redraw a card whose face holds no words, when what it says has changed
6. receipt   every copy accounted for: write it once, then remove the account itself
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from record import erase, faces, finish, look, post, propose, review
from record.docket import Act, Claim, Docket, Doing, Done, Record, Saw, Seen, Wait
from record.entries import Entry, failed, live, merged
from record.policy import Policy

ENTRIES: dict[Doing, Entry] = {
    entry.doing: entry
    for entry in (
        *propose.ENTRIES,
        *review.ENTRIES,
        *post.ENTRIES,
        *erase.ENTRIES,
        *look.ENTRIES,
        *faces.ENTRIES,
        *finish.ENTRIES,
    )
}


def next_act(docket: Docket, policy: Policy, now: datetime) -> Act | Wait | Done:
    """What is to be done now, or who is waited for and why. Pure: ask as often as you like."""
    now = max(now, docket.at)
    waits: list[Wait] = []
    for step in _steps(docket, policy, now):
        if isinstance(step, Act | Done):
            return step
        waits.append(step)
    wait = merged(waits)
    if wait is None:
        raise AssertionError("a docket that is neither done nor waiting for anybody")
    return wait


def _steps(docket: Docket, policy: Policy, now: datetime) -> Iterator[Act | Wait | Done]:
    claims = [c for c in docket.claims if live(c, policy, now)]
    working = [c for c in claims if c.act.doing is not Doing.REPLY]
    if working:
        until = max(c.until for c in working) + policy.skew
        yield Wait(until=until, whom="Faircopy", why="claim")
        return
    busy = {c.act.record for c in claims}
    for record in docket.records:
        if record.n in busy:
            yield Wait(until=max(c.until for c in claims) + policy.skew, whom=record.author.name, why="claim")
        else:
            yield from _record_steps(docket, record, policy, now)
    if not busy:
        yield from _source_steps(docket, policy, now)


def _record_steps(docket: Docket, record: Record, policy: Policy, now: datetime) -> Iterator[Act | Wait]:
    """One record, station by station. Each answers for its own stretch, or None where it has nothing to say."""
    settled = erase.settle_record(record)
    for step in (
        review.expiry(docket, record, policy, now),
        review.card(docket, record, policy, now),
        propose.ask(docket, record, policy, now),
        review.ask(docket, record, policy, now),
        post.ask(docket, record, policy, now),
        erase.ask_record(docket, settled, policy, now) if settled else None,
    ):
        if step is not None:
            yield step


def _source_steps(docket: Docket, policy: Policy, now: datetime) -> Iterator[Act | Wait | Done]:
    """The source as a whole: our copy, the meeting's own, the looks; then what is told, and the receipt."""
    settled = erase.settle_source(docket)
    for step in (
        erase.ask_forgotten(docket, policy, now),
        erase.ask_copy(docket, settled, policy, now) if settled else None,
        erase.ask_meeting(docket, settled, policy, now) if settled else None,
        look.ask_look(docket, policy, now),
        finish.ask_receipt(docket, policy, now),
    ):
        if step is not None:
            yield step
    told = faces.ask(docket, policy, now)
    last = told or finish.ask_removal(docket, policy, now)  # the receipt is shown before the account goes
    if last is not None:
        yield last


def claim(docket: Docket, act: Act, policy: Policy, now: datetime) -> tuple[Docket, Claim]:
    """Write down, before it is done, that this act is about to be done, and open every place that it will fill.

    A claim is good for one attempt. Earlier attempts at the same act that never got an answer are listed in it.
    """
    now = max(now, docket.at)
    earlier = [c for c in docket.claims if (c.act.doing, c.act.record) == (act.doing, act.record)]
    also = tuple(sorted({t for c in earlier for t in (c.until, *c.also)}))
    made = Claim(n=docket.n + 1, act=act, until=now + policy.lease, also=also)
    docket = ENTRIES[act.doing].opens(docket, act, now)
    claims = (*(c for c in docket.claims if c not in earlier), made)
    return replace(docket, claims=claims, n=made.n, at=now), made


def absorb(docket: Docket, act: Act, seen: Seen, policy: Policy, claimed: Claim | None = None) -> Docket:
    """Write down what was seen, onto whatever the docket has become. Clears the claim of this one attempt."""
    entry = ENTRIES[act.doing]
    if claimed is not None:
        docket = replace(docket, claims=_left_unanswered(docket, claimed, seen))
    elif act.doing in _LOOKS:
        # a look made after the latest at which an unanswered attempt can land shows what is so
        since = seen.at - policy.skew - policy.late
        docket = replace(docket, claims=tuple(c for c in docket.claims if c.until >= since))
    answer = entry.answers.get(seen.saw)
    docket = answer(docket, act, seen, policy) if answer else failed(docket, act, seen)
    settled = erase.settle_source(docket)
    return replace(docket, at=max(docket.at, seen.at), settled_at=settled.since if settled else None)


def _left_unanswered(docket: Docket, claimed: Claim, seen: Seen) -> tuple[Claim, ...]:
    """An answer clears its own attempt; earlier ones that never got an answer stay listed, unless it is done."""
    left = tuple(c for c in docket.claims if c.n != claimed.n)
    if claimed.also and seen.saw not in (Saw.DONE, Saw.NOT_THERE, Saw.MATCHES):
        return (*left, replace(claimed, until=claimed.also[-1], also=claimed.also[:-1]))
    return left


_LOOKS = frozenset({Doing.LOOK, Doing.LOOK_UP, Doing.LOOK_SOURCE, Doing.PREFLIGHT})


def unclaimed(act: Act) -> bool:
    """True for acts that place no words, destroy none, and do not close the account."""
    return not ENTRIES[act.doing].claimed
