"""Who acts next: coroutines driven by hand, one clock that jumps, and one random source that decides everything."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Coroutine, Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, cast

from record.docket import Claim, Docket

START = datetime.fromisoformat("2026-11-10T16:10:00+00:00")


class Pause:
    """What an actor awaits: it stops here for that many seconds, and somebody else may act in between."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds

    def __await__(self) -> Generator[float, None, None]:
        yield self.seconds

    def cancel(self) -> None:
        """As the handle of a timer: there is nothing to call off, since nobody else waits for it."""


class Turn:
    """What an actor awaits where somebody else may act, at this same moment. Whoever is alone goes on at once, as often
    as `stage` says that nothing is to happen in between."""

    stage: Stage | None = None

    def __await__(self) -> Generator[float, None, None]:
        stage = self.stage
        if stage is not None and stage.alone > 0 and len(stage.ready) == 1:
            stage.alone -= 1
            stage.went += 1
            return _AT_ONCE
        return _stops()


def _stops() -> Generator[float, None, None]:
    yield 0.0


_AT_ONCE = cast("Generator[float, None, None]", iter(()))

TURN = Turn()


class HandLoop:
    """As much of an event loop as `asyncio.sleep` asks for: the sleeper's own actor is paused."""

    def create_future(self) -> Pause:
        """What the sleeper awaits."""
        return Pause()

    def call_later(self, delay: float, call: object, future: Pause, *args: object) -> Pause:
        """Say for how long."""
        future.seconds = delay
        return future


@dataclass(eq=False, slots=True)
class Actor:
    """A walk, a press, a sweep: one coroutine. `worker` is the process that it dies with.

    `began` is when somebody pressed, or a process took it up; `claim` is the last claim that it saved; `late` says that
    it is a request that is still under way; `means` is what its next save of a docket means, told to the judges at the
    moment at which that save lands.
    """

    name: str
    coro: Coroutine[Any, Any, Any]
    worker: int = -1
    began: datetime = START
    claim: Claim | None = None
    late: bool = False
    means: Callable[[Docket], None] | None = None
    ended: Callable[[bool], None] | None = None


@dataclass(eq=False, slots=True)
class Stage:
    """The clock, who may act at this moment, and what is to happen later, in an order that the seed decides.

    `alone` is how many turns of their own whoever is alone may take before anything else is to be decided; `went` how
    many they took.
    """

    rng: Random
    now: datetime = START
    ready: list[Actor] = field(default_factory=list)
    later: list[tuple[datetime, int, Actor | Callable[[], None]]] = field(default_factory=list)
    actor: Actor | None = None
    alone: int = 0
    went: int = 0
    _n: int = 0

    def add(self, actor: Actor, after: float = 0.0) -> Actor:
        """Let it act, now or after that many seconds."""
        if after > 0:
            self.at(self.now + timedelta(seconds=after), actor)
        else:
            self.ready.append(actor)
        return actor

    def at(self, when: datetime, what: Actor | Callable[[], None]) -> None:
        """Something at that moment."""
        self._n += 1
        heapq.heappush(self.later, (when, self._n, what))

    def pick(self) -> Actor:
        """One of those who may act now."""
        ready = self.ready
        return ready[0] if len(ready) == 1 else ready[int(self.rng.random() * len(ready))]

    def step(self, actor: Actor) -> None:
        """Let it act until it stops or ends. Raises what it raises, unless it is one of our own errors."""
        self.actor = actor
        try:
            seconds = actor.coro.send(None)
        except StopIteration:
            self.end(actor, True)
        else:
            if seconds > 0:
                self.sleep(actor, seconds)
        finally:
            self.actor = None

    def sleep(self, actor: Actor, seconds: float) -> None:
        """It stops for a while, whether it wants to or not."""
        self.ready.remove(actor)
        self.at(self.now + timedelta(seconds=seconds), actor)

    def end(self, actor: Actor, well: bool) -> None:
        """It has ended by itself, or is killed where it stands."""
        self.actor = actor
        if not well:
            actor.coro.close()
        self.actor = None
        if actor in self.ready:
            self.ready.remove(actor)
        else:
            self.later = [item for item in self.later if item[2] is not actor]
            heapq.heapify(self.later)
        if actor.ended is not None:
            actor.ended(well)

    def jump(self) -> None:
        """To the next moment at which something is due."""
        when, _, what = heapq.heappop(self.later)
        self.now = max(self.now, when)
        if isinstance(what, Actor):
            self.ready.append(what)
        else:
            what()


LOOP = HandLoop()
"""Sleepers of the bot are paused by it."""
