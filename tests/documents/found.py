"""What a walk finds: a docket at a moment, why something changed, who is waited for, and where each act is due."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from record import line
from record.docket import Act, Docket, Done, Seen, Wait
from record.entries import trace_of
from record.policy import Policy
from record.terms import Custody, Doing, Outcome, Shelf, State


@dataclass(frozen=True, slots=True)
class Stand:
    """A docket at a moment."""

    docket: Docket
    policy: Policy
    now: datetime
    start: int = 0

    def step(self) -> Act | Wait | Done:
        """What the line says comes next."""
        return line.next_act(self.docket, self.policy, self.now)


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """Why something changed: an act and its answer, an act that was claimed, or a person's decision."""

    kind: str
    name: str
    saw: str = ""
    late: bool = False


@dataclass
class Waited:
    """A reason to wait: the longest wait seen that ends by itself, and whether every one does."""

    longest: timedelta = timedelta(0)
    ends: bool = True

    def add(self, other: Waited) -> None:
        """Take in what was found of the same reason elsewhere."""
        self.longest, self.ends = max(self.longest, other.longest), self.ends and other.ends


@dataclass
class Found:
    """All that a walk has found."""

    moves: dict[tuple[State | None, Cause], set[State]] = field(default_factory=dict)
    ends: dict[tuple[Custody, Shelf | None, Cause], set[tuple[Shelf, Outcome | None]]] = field(
        default_factory=dict
    )
    waits: dict[tuple[str, str], Waited] = field(default_factory=dict)
    due: dict[Doing, tuple[tuple[int, ...], Stand]] = field(default_factory=dict)
    failed: dict[str, set[Doing]] = field(default_factory=lambda: defaultdict(set))
    asked: set[Doing] = field(default_factory=set)
    failures: dict[Doing, tuple[Seen, ...]] = field(default_factory=dict)
    decided: dict[str, set[State]] = field(default_factory=dict)
    often: Counter[Any] = field(default_factory=Counter)
    stands: int = 0
    closed: bool = False


# --- noting it ----------------------------------------------------------------------------------------------------


def note_step(stand: Stand, step: Act | Wait | Done, found: Found) -> None:
    """Note what comes next here: the act that is due, and every wait that stands before it."""
    if isinstance(step, Act):
        note_due(stand, step, found)
        found.asked.add(step.doing)
    found.closed = found.closed or isinstance(step, Done)
    for tried in stand.docket.tries:
        found.failed[tried.why].add(tried.doing)
    for wait in line._steps(stand.docket, stand.policy, stand.now):
        if not isinstance(wait, Wait):
            continue
        waited = found.waits.setdefault((wait.why, wait.whom), Waited())
        if wait.until is None:
            waited.ends = False
        else:
            waited.longest = max(waited.longest, wait.until - stand.now)


def note_due(stand: Stand, act: Act, found: Found) -> None:
    """Keep the calmest docket in which an act is due: where nothing failed before, and nothing else is under way."""
    best = found.due.get(act.doing)
    noise = _noise(stand, act)
    if best is None or noise < best[0]:
        found.due[act.doing] = noise, stand


def _noise(stand: Stand, act: Act) -> tuple[int, ...]:
    """What else is going on: the less, the sooner a docket is taken for an example."""
    docket = stand.docket
    return (
        -len({trace_of(docket, n).custody for n in act.targets}),
        len(docket.tries),
        len(docket.claims),
        len(docket.holds),
        stand.start,
        sum(r.card is None for r in docket.records),
        len(docket.records),
        sum(t.shelf is Shelf.ASKED for t in docket.traces if act.doing is not Doing.LOOK),
        -len(act.targets),
        len(docket.traces),
    )


def note_change(before: Docket, cause: Cause, after: Docket, found: Found) -> None:
    """Note every record and every copy that stands elsewhere now."""
    old = {r.n: r.state for r in before.records}
    for r in after.records:
        if old.get(r.n) is not r.state:
            found.moves.setdefault((old.get(r.n), cause), set()).add(r.state)
    shelves = {t.n: t for t in before.traces}
    for t in after.traces:
        was = shelves.get(t.n)
        if was is None or (was.shelf, was.outcome) != (t.shelf, t.outcome):
            shelf = was.shelf if was else None
            found.ends.setdefault((t.custody, shelf, cause), set()).add((t.shelf, t.outcome))
