"""Walks the real line breadth-first: every answer of every act, every decision, and time; and notes what it finds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from record import line
from record.docket import Act, Choice, Claim, Docket, Done, Person, Place, Record, Seen, Sight, Target, Wait
from record.entries import held, live
from record.meeting_answers import GIVE_UP
from record.terms import SOURCE, Custody, Holder, Saw, Shelf
from record.terms import Address as At
from record.values import replace
from tests.documents.decisions import decisions, taken
from tests.documents.family import ORGANISER, PEOPLE, START, family
from tests.documents.faults import HASH, Faults, unanswered
from tests.documents.found import Cause, Found, Stand, note_change, note_due, note_step
from tests.documents.words import BEGINS

LONG = timedelta(days=8)
"""Now and then nobody looks at a docket for longer than anything lasts."""

MOST = 20_000
"""Places in the walk, at most: more means that something new sets dockets apart that should be taken for one."""


OFTEN = 2
"""How often a decision is tried where the same comes next, and the records stand alike."""


def walk() -> Found:
    """Walk the whole family. Takes some seconds; always finds the same."""
    found = Found()
    seen: set[Any] = set()
    for n, start in enumerate(family()):
        for record in start.docket.records:
            if record.state in BEGINS:  # the others have a past
                found.moves.setdefault((None, Cause("start", start.why)), set()).add(record.state)
        walk_from(Stand(start.docket, start.policy, START, n), seen, found)
    return found


def walk_from(first: Stand, seen: set[Any], found: Found) -> None:
    queue = deque([first])
    while queue:
        stand = queue.popleft()
        step = stand.step()
        new = set(_features(stand, step)) - seen
        if not new:
            continue
        seen |= new
        found.stands += 1
        if found.stands > MOST:
            raise AssertionError(
                "tests/documents/walk.py: the walk does not end; look at what `_features` keeps apart"
            )
        note_step(stand, step, found)
        for cause, after in _onwards(stand, step, found):
            if cause is not None:
                note_change(stand.docket, cause, after.docket, found)
            queue.append(after)


# --- where one can go from here -----------------------------------------------------------------------------------


def _onwards(stand: Stand, step: Act | Wait | Done, found: Found) -> Iterator[tuple[Cause | None, Stand]]:
    docket, policy, now = stand.docket, stand.policy, stand.now
    if docket.removed:
        return
    for decision in decisions():
        under_way = tuple(c.act.doing for c in docket.claims)
        here = stand.start, decision.name, _of_step(step), tuple(r.state for r in docket.records), under_way
        if found.often[here] >= OFTEN:
            continue
        for after, n in taken(decision, docket, policy, now):
            found.often[here] += 1
            yield Cause("decision", decision.name), replace(stand, docket=after)
            found.decided.setdefault(decision.name, set()).update(r.state for r in docket.records if r.n == n)
    for claim in docket.claims:
        if now < claim.until + policy.skew + policy.late:
            yield from _answers(stand, claim.act, claim, found)
    if isinstance(step, Act):
        if line.needs_no_claim(step):
            yield from _answers(stand, step, None, found)
        else:
            claimed, _ = line.claim(docket, step, policy, now)
            yield Cause("claim", step.doing), replace(stand, docket=claimed)
    if isinstance(step, Wait):
        if step.until is not None:
            yield None, replace(stand, now=max(step.until, now))
        yield None, replace(stand, now=now + LONG)


def _answers(stand: Stand, act: Act, claim: Claim | None, found: Found) -> Iterator[tuple[Cause, Stand]]:
    """Every answer that the act's entry lists, and everything that its parties' failures make it see."""
    note_due(stand, act, found)
    at = min(stand.now, claim.until) if claim else stand.now
    listed = line.ENTRIES[act.doing].answers
    once: set[Saw] = set()
    failures = _failures(stand, act, claim, found)
    failing = {seen.saw for seen in failures} - {Saw.DONE}
    for seen in (*(s for s in _listed(stand, act) if s.saw not in failing), *failures):
        after = replace(
            stand, docket=line.absorb(stand.docket, act, replace(seen, at=at), stand.policy, claim)
        )
        told = stand.start, act.doing, seen.why, tuple(r.state for r in after.docket.records)
        if seen in failures and found.often[told] < OFTEN:
            found.often[told] += 1
            note_step(after, after.step(), found)
        if seen.saw not in listed:  # they differ in their reasons alone: one goes on for all
            if once:
                continue
            once.add(seen.saw)
        late = claim is not None and not live(claim, stand.policy, stand.now)
        yield Cause("act", act.doing, _said(seen), late), after


def _failures(stand: Stand, act: Act, claim: Claim | None, found: Found) -> tuple[Seen, ...]:
    """What the act can see when a party fails: the same wherever it is due, so it is asked once."""
    if line.ENTRIES[act.doing].inside:
        return ()
    if act.doing not in found.failures:
        every = [*Faults(stand.docket, act, claim, stand.now).every(), unanswered(act, stand.now)]
        found.failures[act.doing] = tuple(seen for seen in every if seen is not None and not seen.each)
    return found.failures[act.doing]


def _listed(stand: Stand, act: Act) -> Iterator[Seen]:
    place = Place(holder=Holder.DRIVE, kind="file", custody=Custody.TEMPORARY, address=At("drive/item"))
    entry = line.ENTRIES[act.doing]
    for saw in entry.answers:
        seen = Seen(
            saw=saw,
            at=stand.now,
            value="new-1",
            hash=HASH,
            pages=1,
            sent=(1,),
            places=(place,),
            person=_reached(act),
        )
        if saw is Saw.UNKNOWN:
            yield replace(seen, choices=(Choice(address=At("drive/item")),))
        if entry.inside or not act.targets or saw is not Saw.DONE:
            yield seen
            continue
        looks = (Saw.ABSENT, Saw.PRESENT, Saw.RECYCLED, Saw.UNKNOWN)
        for each in (Saw.DONE, Saw.NOT_THERE) if entry.claimed else looks:
            yield replace(seen, each=tuple(Target(trace=n, saw=each) for n in act.targets))


def _reached(act: Act) -> Person:
    """Whom an act reaches that writes to somebody: whom it names."""
    return next((p for p in PEOPLE if p.id == act.who), ORGANISER)


def _said(seen: Seen) -> str:
    """What was seen, as one answer: that of each place, if the act asked several."""
    each = sorted({t.saw for t in seen.each})
    return "+".join(each) if each else seen.saw


# --- when to go on ------------------------------------------------------------------------------------------------


def _features(stand: Stand, step: Act | Wait | Done) -> Iterator[Any]:
    """What is worth looking at here: each thing that is so, beside what comes next and the states of the records.

    One goes on from a docket that shows at least one such pair for the first time. All combinations would be millions;
    numbers, ids and moments are left out, what they mean is kept.
    """
    docket, policy, now = stand.docket, stand.policy, stand.now
    here = _of_step(step)
    yield stand.start, here, tuple(r.state for r in docket.records)
    states = {r.n: r.state for r in docket.records}
    newest = docket.records[-1].state if docket.records else None
    for r in docket.records[-1:]:  # of two records, the newer
        mine = here if not isinstance(step, Act) or step.record in (r.n, SOURCE) else "another's turn"
        yield stand.start, here, r.proof, r.last_ok
        yield mine, r.state, "shown", r.shown == r.version
        yield from ((mine, r.state, name, _plain(stand, getattr(r, name))) for name in _RECORD)
    yield from ((here, newest, name, _plain(stand, getattr(docket, name))) for name in _DOCKET)
    yield here, "held", held(docket, policy)
    for t in docket.traces:
        looks = len(t.looks) if t.shelf is Shelf.ASKED and t.record in (SOURCE, len(docket.records)) else 0
        yield here, states.get(t.record, newest), "trace", t.custody, t.shelf, t.outcome, looks
        if t.custody is not Custody.OURS:
            yield stand.start, here, t.shelf, t.outcome, looks
    for c in docket.claims:
        yield here, states.get(c.act.record), "claim", c.act.doing, live(c, policy, now)
    for tried in docket.tries:
        if now - tried.first >= GIVE_UP:
            yield stand.start, here, "long", tried.doing


def _others(kind: type, aside: str) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in aside.split())


_RECORD = _others(
    Record,
    "n id author state people had told top interpreter people_told record_type reference changed settled",
)
_DOCKET = _others(
    Docket,
    "id name made at source opener records traces holds claims tries n gen attributed settled_at removed",
)


def _of_step(step: Act | Wait | Done) -> Any:
    if isinstance(step, Act):
        return step.doing, step.record
    return (step.why, step.whom) if isinstance(step, Wait) else "done"


def _plain(stand: Stand, value: Any) -> Any:
    """A value without what does not matter for where one can go from it."""
    if value is None or isinstance(value, Enum | bool | str):
        return value
    if isinstance(value, datetime):
        return stand.now - value >= GIVE_UP
    if isinstance(value, int):
        return min(value, 1)
    if isinstance(value, Sight):
        return value.saw, stand.now - value.at > stand.policy.fresh
    if isinstance(value, tuple):
        return tuple(sorted({_plain(stand, one) for one in value}, key=repr))
    if is_dataclass(value):
        return tuple(_plain(stand, getattr(value, f.name)) for f in fields(value))
    raise AssertionError(f"tests/documents/walk.py: say in `_plain` what matters of a {type(value).__name__}")
