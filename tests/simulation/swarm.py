"""What kind of history a seed is: each draws its own few people, presses, troubles and rules of the council.

Most are small: one record, some of the presses, a few of the troubles, and soon over. What goes wrong is then met
sooner, and more of them fit into a second; two in five have everything at once, for what only shows among many.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import accumulate
from random import Random
from typing import Generic, Protocol, TypeVar

from record.policy import CoverRule, Policy, SecondRule
from record.terms import PersonId, State
from tests.simulation.council import colleagues, move
from tests.simulation.people import KELLY, ROBIN, SAM, TYPE
from tests.simulation.table import PRESSES, Kinds
from tests.simulation.troubles import TROUBLES, Trouble, press
from tests.simulation.world import Mood

LARGE = 0.4
"""How many histories have everything at once."""

MOVES = 0.12
"""How many councils move to another case system meanwhile."""

LOOKS = Policy().looks
ONE_LOOK, TWO_LOOKS = LOOKS[-1:], LOOKS[::3]
"""What lies between the first look and the last is the same over and over, and is tried less often."""

DOORS = ("", "post", "post", "save", "put", "erase", "delete", "show", "tell", "receipt", "remove", "mark")
"""Upon which one the trouble of a history may fall most."""

FIRST = (None, None, State.APPROVED, State.APPROVED, State.POSTED, State.POSTED, State.DROPPED)
"""How far the first record is when the trouble begins."""


class _Weighted(Protocol):
    @property
    def weight(self) -> float: ...


T = TypeVar("T", bound=_Weighted)


@dataclass(frozen=True, slots=True)
class Some(Generic[T]):
    """Some of a table, each as often beside the others as its weight says."""

    rows: tuple[T, ...]
    upto: tuple[float, ...]

    @classmethod
    def of(cls, rows: Sequence[T]) -> Some[T]:
        """These."""
        return cls(tuple(rows), tuple(accumulate(row.weight for row in rows)))

    def pick(self, rng: Random) -> T:
        """One of them."""
        return self.rows[bisect(self.upto, rng.random() * self.upto[-1])]


ALL_PRESSES, ALL_TROUBLES = Some.of(PRESSES), Some.of(TROUBLES)
OTHERS = tuple(t for t in TROUBLES if t.does is not press)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind. `first` is how far a record is when the trouble begins; `upset_every` and `steps` count turns.

    `refusing`: the organiser says no; `discarding`: afterwards, authors discard what is still a draft.
    """

    references: tuple[str, ...]
    processes: int
    upload: bool
    objected: bool
    refusing: bool
    discarding: bool
    afterwards: int
    owner: PersonId
    transcripts: tuple[str, ...]
    no_words: bool
    posts: bool
    honours_keys: bool
    draws: bool
    first: State | None
    presses: Some[Kinds]
    troubles: Some[Trouble]
    upset_every: float
    steps: int
    mood: Mood
    looks: tuple[timedelta, ...]
    retention_statement: str
    second: tuple[SecondRule, ...]
    cover: tuple[CoverRule, ...]


def draw(rng: Random) -> Kind:
    """The kind of one history."""
    large = rng.random() < LARGE
    upload = rng.random() < 0.25
    first = rng.choice(FIRST)
    return Kind(
        references=("CH-1", "CH-2", "CH-3")[: rng.choice((1, 1, 2, 2, 3) if large else (1,) * 14 + (2,))],
        processes=rng.choice((1, 2, 2, 3) if large else (1, 1, 2)),
        upload=upload,
        objected=not upload and rng.random() < 0.05,
        refusing=rng.random() < 0.3,
        discarding=not large and rng.random() < 0.2,
        afterwards=int(rng.random() < (0.2 if large else 0.05)) + int(rng.random() < 0.02),
        owner=KELLY.id if upload or rng.random() < 0.7 else rng.choice((SAM.id, ROBIN.id)),
        transcripts=("a", "b")[: rng.choice((1, 1, 2))],
        no_words=rng.random() < 0.02,
        posts=rng.random() < 0.9,
        honours_keys=rng.random() < 0.6,
        draws=rng.random() < 0.1,
        first=first,
        presses=ALL_PRESSES if large else _presses(rng),
        troubles=ALL_TROUBLES if large else _troubles(rng),
        upset_every=rng.choice((6.0, 10.0, 20.0, 40.0) if large else (3.0, 6.0, 10.0, 20.0)),
        steps=_steps(rng, large=large),
        mood=_mood(rng, first),
        looks=rng.choice((LOOKS, TWO_LOOKS) if large else (LOOKS, *(TWO_LOOKS,) * 3, *(ONE_LOOK,) * 8)),
        retention_statement="none" if rng.random() < 0.5 else "not stated",
        second=_second(rng, large=large),
        cover=(CoverRule(by=SAM.id, of=colleagues(KELLY, ROBIN)),) if rng.random() < 0.4 else (),
    )


def moving(kind: Kind, seed: int) -> tuple[Kind, tuple[bool, bool]]:
    """Some councils move to another case system, and back, while records are under way. What that one can do: honour
    keys, be written to. Drawn apart, so that every other history stays what it was."""
    rng = Random(f"moves {seed}")  # histories, not secrets
    moves, able = rng.random() < MOVES, (rng.random() < 0.6, rng.random() < 0.8)
    if not moves:
        return kind, able
    rows = kind.troubles.rows
    often = sum(row.weight for row in rows) / 8
    return replace(kind, troubles=Some.of((*rows, Trouble(move, often)))), able


def _presses(rng: Random) -> Some[Kinds]:
    """Some of them: what is left out makes room for what is not."""
    often = rng.choice((0.3, 0.5, 0.8))
    some = [kind for kind in PRESSES if rng.random() < often]
    return Some.of(some) if some else ALL_PRESSES


def _troubles(rng: Random) -> Some[Trouble]:
    """Presses, and as often as these some of the others, each as often as any."""
    often = rng.choice((0.1, 0.3, 0.6))
    some = [Trouble(t.does, 1.0) for t in OTHERS if rng.random() < often]
    return Some.of((Trouble(press, max(1.0, len(some))), *some))


def _steps(rng: Random, *, large: bool) -> int:
    """How many turns the trouble lasts."""
    if large:
        return 30 + int(rng.expovariate(1 / rng.choice((60, 60, 60, 240))))
    return 20 + int(rng.expovariate(1 / 40))


def _second(rng: Random, *, large: bool) -> tuple[SecondRule, ...]:
    if rng.random() > (0.25 if large else 0.12):
        return ()
    return (SecondRule(record_type=TYPE, approvers=colleagues(ROBIN, SAM)),)


def _mood(rng: Random, first: State | None) -> Mood:
    return Mood(
        every=rng.choice((8.0, 20.0, 60.0, 200.0)),
        upon="post" if first is State.APPROVED and rng.random() < 0.6 else rng.choice(DOORS),
        busy=1.0,
        lost=rng.random(),
        after=rng.random() * 1.5,
        late=rng.random() * 1.5,
        lies=0.5 if first is State.DROPPED else rng.choice((0.0, 0.0, 0.1, 0.4)),
        nudges_lost=rng.choice((0.0, 0.1, 0.3)),
        nudges_doubled=rng.choice((0.0, 0.1, 0.3)),
    )
