"""The processes of the house: each with its clock, its walks and its sweeps; killed, paused, and started anew."""

from __future__ import annotations

from collections.abc import Coroutine, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from record.errors import FaircopyError
from record.terms import DocketId
from tests.simulation.doors import desk_of
from tests.simulation.driving import Actor, Stage
from tests.simulation.people import Bot
from tests.simulation.world import World
from worker.desk import Desk
from worker.walk import Walked, swept, walk

T = TypeVar("T")

LEASE = 60.0
"""Seconds for which a nudge is hidden from others while a worker has it."""

SWEEP = 300.0
"""Seconds between two looks at the markers."""


@dataclass(eq=False, slots=True)
class Worker:
    """One process: bot and clerk, with a clock of its own. Killed, it starts anew and remembers nothing."""

    n: int
    house: Processes
    skew: timedelta = timedelta(0)
    walking: dict[DocketId, Actor] = field(default_factory=dict)
    again: set[DocketId] = field(default_factory=set)
    desk: Desk = field(init=False)
    bot: Bot = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Everything anew."""
        self.walking, self.again = {}, set()
        stage = self.house.stage
        self.desk = desk_of(self.house.world, lambda: stage.now + self.skew)
        self.bot = Bot(world=self.house.world, desk=self.desk, wake=self.wake)

    def set_clock(self, rng: Random) -> None:
        """Somewhere within 20 seconds of the truth."""
        self.skew = timedelta(seconds=rng.randint(-20, 20))
        self.house.world.tell(f"the clock of process {self.n} is off by {self.skew.total_seconds():.0f} s")

    def wake(self, id: DocketId) -> None:
        """As the clerk's: besides the nudge."""
        self.house.walk(self, id, nudged=False)


class Processes:
    """The house as it runs: its processes, who walks which docket, and how time goes on when nobody is at anything."""

    rng: Random
    stage: Stage
    world: World
    workers: list[Worker]
    trouble: bool
    swept: datetime

    def any_of(self, some: Sequence[T]) -> T:
        """One of them."""
        return some[int(self.rng.random() * len(some))]

    def act(self, name: str, coro: Coroutine[Any, Any, Any], worker: Worker) -> Actor:
        """Somebody begins to do something, in that process."""
        return self.stage.add(Actor(name, coro, worker.n, began=self.stage.now))

    def nudged(self, id: DocketId) -> None:
        """A nudge has become visible: one process takes it."""
        self.walk(self.any_of(self.workers), id, nudged=True)

    def walk(self, worker: Worker, id: DocketId, *, nudged: bool) -> None:
        """That process walks the docket, or once more if it is at it."""
        if id in worker.walking:
            worker.again.add(id)
            return
        actor = self.act(f"process {worker.n}", self._walk(worker, id, nudged=nudged), worker)
        actor.ended = lambda well: self._walked(worker, id, actor, well=well, nudged=nudged)
        worker.walking[id] = actor

    def _walked(self, worker: Worker, id: DocketId, actor: Actor, *, well: bool, nudged: bool) -> None:
        if worker.walking.get(id) is actor:
            del worker.walking[id]
        if nudged and not well:
            self.world.nudge_at(id, self.stage.now + timedelta(seconds=LEASE))

    async def _walk(
        self, worker: Worker, id: DocketId, *, nudged: bool = False, rearm: bool = False
    ) -> Walked:
        while True:
            worker.again.discard(id)
            walked = await walk(worker.desk, id, stopping=_never, rearm=rearm)
            if id not in worker.again:
                break
        if nudged and walked is Walked.UNFINISHED:
            self.world.nudge_at(id, self.stage.now + timedelta(seconds=LEASE))
        return walked

    def sweep(self, worker: Worker) -> None:
        """That process looks at the markers and walks what is due."""
        self.swept = self.stage.now
        self.act(f"sweep {worker.n}", self._sweep(worker), worker)

    async def _sweep(self, worker: Worker) -> None:
        try:
            for id, hour in await worker.desk.queue.due(worker.desk.clock()):
                if id not in worker.walking:
                    await swept(worker.desk, id, hour, _Walking(self, worker, id))
        except FaircopyError:
            self.world.tell("  the sweep is not finished")

    def crash(self, worker: Worker) -> None:
        """Killed, and started anew."""
        self.world.tell(f"process {worker.n} is killed")
        for actor in [a for a in self.actors() if a.worker == worker.n]:
            self.stage.end(actor, False)
        worker.start()

    def actors(self) -> list[Actor]:
        return [*self.stage.ready, *(what for _, _, what in self.stage.later if isinstance(what, Actor))]

    def pause(self, seconds: float) -> None:
        """Whoever would have acted next does not, for a while."""
        if not self.stage.ready:
            return
        actor = self.stage.pick()
        self.world.tell(f"{actor.name} sleeps for {seconds:.0f} s")
        self.stage.sleep(actor, seconds + 0.001)
        if seconds > LEASE and actor.name.startswith("process"):
            for worker in self.workers:
                for id, walking in worker.walking.items():
                    if walking is actor:
                        self.world.nudge_at(id, self.stage.now + timedelta(seconds=LEASE))

    def jump(self) -> None:
        """To what is due next: an event, or the sweep that finds a marker."""
        markers = self.world.markers
        later = self.stage.later
        if markers:
            hour = min(hour for _, hour in markers)
            when = max(hour, self.swept + timedelta(seconds=SWEEP), self.stage.now)
            often = 0.3 if self.trouble else 0.1
            if not later or (when <= later[0][0] and (not self.world.nudged or self.rng.random() < often)):
                now = when + timedelta(seconds=self.rng.random() * SWEEP)
                self.stage.now = min(now, later[0][0]) if later else now  # what is under way lands in time
                self.sweep(self.any_of(self.workers))
                return
        if later:
            self.stage.jump()

    # --- people ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Walking:
    """A walk that begins when it is awaited."""

    house: Processes
    worker: Worker
    id: DocketId

    def __await__(self) -> Generator[Any, Any, Walked]:
        return self.house._walk(self.worker, self.id, rearm=True).__await__()


def _never() -> bool:
    return False
