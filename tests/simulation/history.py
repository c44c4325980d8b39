"""One history: a source is opened, there is trouble for a while, then everybody co-operates and it must end."""

from __future__ import annotations

import asyncio
import logging
from bisect import bisect
from collections.abc import Awaitable, Callable, Coroutine, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import accumulate
from random import Random
from typing import Any, TypeVar

from record.docket import Call, Docket, Person, Wait
from record.errors import BusyError, FaircopyError, NoAnswerError, NotThereError
from record.policy import Colleague, CoverRule, Policy, PolicyHold, SecondRule
from record.terms import DocketId, State
from record.values import replace
from tests.simulation import openings, presses
from tests.simulation.book import Hold, RuleBrokenError
from tests.simulation.doors import desk_of
from tests.simulation.driving import START, Actor, HandLoop, Pause, Stage
from tests.simulation.judges import covers, deadlines, file_of
from tests.simulation.people import ASHA, KELLY, ROBIN, SAM, TYPE, Bot, Hand
from tests.simulation.presses import PRESSES, pressed
from tests.simulation.troubles import TROUBLES, delete_meeting
from tests.simulation.world import HOUR, Card, MeetingFile, Mood, World
from worker import holding
from worker.desk import Desk
from worker.walk import Walked, swept, walk

T = TypeVar("T")

STEPS = 20_000
JUMPS = 600
"""At most in one history: more means that something goes on for ever."""

LEASE = 60.0
"""Seconds for which a nudge is hidden from others while a worker has it."""

SWEEP = 300.0
"""Seconds between two looks at the markers."""

DEFAULT = Policy()
SHORT = (DEFAULT.looks[::3],) * 3
"""Two looks, after a minute and after a day: what lies between is the same twice over, and is tried less often."""

DOORS = ("", "post", "post", "save", "put", "erase", "delete", "show", "tell", "receipt", "remove", "mark")
"""Upon which one the trouble of a history may fall most."""

FIRST = (None, None, State.APPROVED, State.APPROVED, State.POSTED, State.POSTED, State.DROPPED)
"""How far the first record is when the trouble begins."""

CALL = "call-1"
FILE = "file-1"

_PRESS_WEIGHTS = tuple(accumulate(k.weight for k in PRESSES))
_TROUBLE_WEIGHTS = tuple(accumulate(t.weight for t in TROUBLES))


@dataclass(eq=False, slots=True)
class Worker:
    """One process: bot and clerk, with a clock of its own. Killed, it starts anew and remembers nothing."""

    n: int
    history: History
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
        stage = self.history.stage
        self.desk = replace(desk_of(self.history.world, timedelta(0)), clock=lambda: stage.now + self.skew)
        self.bot = Bot(world=self.history.world, desk=self.desk, wake=self.wake)

    def set_clock(self, rng: Random) -> None:
        """Somewhere within 20 seconds of the truth."""
        self.skew = timedelta(seconds=rng.randint(-20, 20))
        self.history.world.tell(f"the clock of process {self.n} is off by {self.skew.total_seconds():.0f} s")

    def wake(self, id: DocketId) -> None:
        """As the clerk's: besides the nudge."""
        self.history.walk(self, id, nudged=False)


class History:
    """One seed's history. `run` raises RuleBrokenError; how it ended stands in `end`."""

    def __init__(self, seed: int, story: list[str] | None = None) -> None:
        self.rng = Random(seed)
        self.stage = Stage(self.rng)
        self.world = World(self.stage, story=story)
        self.world.nudge_comes = self.nudged
        self.people: list[Person] = [KELLY, SAM, ROBIN, ASHA]
        self.trouble = True
        self.steps = 0
        self.end = ""
        self.afterwards = 0
        self._until_upset = 1
        self._upset_every = 10.0
        self._swept = START
        self._dropping = False
        self._rested: dict[DocketId, str] = {}
        self._tried: set[tuple[str, int, str]] = set()
        self._draw()

    def _draw(self) -> None:
        """What kind of history it is."""
        rng = self.rng
        self.world.honours_keys = rng.random() < 0.6
        self.upload = rng.random() < 0.25
        self.objected = not self.upload and rng.random() < 0.05
        self.afterwards = int(rng.random() < 0.2) + int(rng.random() < 0.05)
        self.workers = [Worker(n, self) for n in range(rng.choice((1, 2, 2, 3)))]
        for worker in self.workers:
            worker.set_clock(rng)
        owner = KELLY.id if self.upload or rng.random() < 0.7 else rng.choice((SAM.id, ROBIN.id))
        own = f"{FILE}-of-kelly" if self.upload else CALL
        self.file = MeetingFile(address=file_of(own), owner=owner)
        self.file.no_words = rng.random() < 0.02
        self.world.files[self.file.address] = self.file
        self.call = Call(
            organiser=owner,
            meeting="m",
            call=CALL,
            thread="t",
            transcripts=("a", "b")[: rng.choice((1, 1, 2))],
            began=START,
        )
        self.world.calls = (self.call,)
        self.world.people = {p.id: p for p in self.people}
        self.world.posts = rng.random() < 0.9
        self.first = rng.choice(FIRST)
        self.refusing = rng.random() < 0.3
        self._policy()
        self._upset_every = rng.choice((6.0, 10.0, 20.0, 40.0))
        self.troubled_steps = 30 + int(rng.expovariate(1 / rng.choice((60, 60, 60, 240))))
        self.world.behaves(
            Mood(
                every=rng.choice((8.0, 20.0, 60.0, 200.0)),
                upon="post" if self.first is State.APPROVED and rng.random() < 0.6 else rng.choice(DOORS),
                busy=1.0,
                lost=rng.random(),
                after=rng.random() * 1.5,
                late=rng.random() * 1.5,
                lies=0.5 if self.first is State.DROPPED else rng.choice((0.0, 0.0, 0.1, 0.4)),
                nudges_lost=rng.choice((0.0, 0.1, 0.3)),
                nudges_doubled=rng.choice((0.0, 0.1, 0.3)),
            )
        )

    def _policy(self) -> None:
        """What this council allows."""
        rng = self.rng
        self.world.change_policy(
            looks=rng.choice((DEFAULT.looks, *SHORT)),
            retention_statement="none" if rng.random() < 0.5 else "not stated",
            governance=(ASHA.id,),
            second=(SecondRule(record_type=TYPE, approvers=_colleagues(ROBIN, SAM)),)
            if rng.random() < 0.25
            else (),
            cover=(CoverRule(by=SAM.id, of=_colleagues(KELLY, ROBIN)),) if rng.random() < 0.5 else (),
        )

    def any_of(self, some: Sequence[T]) -> T:
        """One of them."""
        return some[int(self.rng.random() * len(some))]

    # --- running --------------------------------------------------------------------------------------------------

    def run(self) -> str:
        """To the end. How it ended."""
        asyncio._set_running_loop(LOOP)  # type: ignore[arg-type]
        try:
            self._begin()
            self._until(self.first)
            while self.steps < self.troubled_steps and (self.stage.ready or not self._over()):
                self._next()
            self._peace()
            jumps = 0
            while self.stage.ready or not self._over():
                if self.stage.ready:
                    self._next()
                else:
                    jumps += 1
                    if jumps > JUMPS:
                        self.world.tell(f"{self.world.markers} {self.world.nudged} {self.stage.later[:3]}")
                        raise RuleBrokenError("it ends", f"not after {JUMPS} jumps of time")
                    self._idle_in_peace()
        finally:
            for actor in self._actors():
                actor.coro.close()
            asyncio._set_running_loop(None)
        return self.end

    def _until(self, state: State | None) -> None:
        """Everybody co-operates until a record is as far as that; the trouble comes only then."""
        if state is None:
            return
        mood, self.trouble, self._dropping = self.world.mood, False, state is State.DROPPED
        self.world.calm()
        for _ in range(300):
            if (
                any(r.state is state for d, _ in self.world.dockets.values() for r in d.records)
                or self._over()
            ):
                break
            if self.stage.ready:
                self._next()
            else:
                self._idle_in_peace()
        self.world.behaves(mood)
        self.trouble, self._dropping, self.steps = True, False, 0

    def _begin(self) -> None:
        worker = self.any_of(self.workers)
        references = ("CH-1", "CH-2", "CH-3")[: self.any_of((1, 1, 1, 2, 2, 3))]
        self.act("kelly", self._opens(worker, references), worker)
        self._until_upset = self._next_upset()

    async def _opens(self, worker: Worker, references: tuple[str, ...]) -> None:
        """She tries a few times."""
        for _ in range(4):
            if self.upload:
                await self._says(partial(openings.drops, worker.bot, KELLY, FILE))
                for id in list(self.world.dockets):
                    await self._says(
                        partial(openings.names_child, Hand(worker.bot, KELLY, id, 1, None), references)
                    )
            elif self.objected:
                await self._says(partial(openings.objects, worker.bot, KELLY, self.call))
            else:
                await self._says(partial(openings.asks, worker.bot, KELLY, CALL, references))
            if any(d.records for d, _ in self.world.dockets.values()):
                return
            await Pause(self.rng.random() * 60)

    async def _says(self, press: Callable[[], Awaitable[None]]) -> None:
        try:
            await press()
        except FaircopyError as e:
            self.world.tell(f"  is told: {e.say.split('.')[0]}. ({type(e).__name__})")

    def act(self, name: str, coro: Coroutine[Any, Any, Any], worker: Worker) -> Actor:
        """Somebody begins to do something, in that process."""
        return self.stage.add(Actor(name, coro, worker.n))

    def _over(self) -> bool:
        """Whether the history is at its end: every account closed, and nobody at anything."""
        if self.world.dockets or self.stage.ready or self.end:
            return bool(self.end)
        if self.world.judges.accounts:
            self.end = "" if self._goes_on() else "done"
        elif not self.stage.later and not self.trouble:
            self.end = "never opened"
        return bool(self.end)

    def _goes_on(self) -> bool:
        """Now and then somebody corrects what is filed, or finds it on the wrong file, after its account has gone."""
        self.afterwards -= 1
        filed = [f for r in self.world.receipts.values() for f in r.filings if f.state is State.POSTED]
        if self.afterwards < 0 or not filed:
            return False
        filing, worker = self.any_of(filed), self.any_of(self.workers)
        who = next(p for p in self.people if p.id == filing.author_id)
        opens = openings.corrects if self.rng.random() < 0.5 else openings.finds_wrong
        self.world.tell("— afterwards —")
        self.act(who.id, self._says(partial(opens, worker.bot, who, filing)), worker)
        return True

    def _next(self) -> None:
        self.steps += 1
        if self.steps > STEPS:
            raise RuleBrokenError("it ends", f"not after {STEPS} steps")
        if not self.stage.ready:
            self._idle()
            return
        if self.trouble:
            self._until_upset -= 1
            if self._until_upset <= 0:
                self._until_upset = self._next_upset()
                self._upset()
                return
        self.stage.step(self.stage.pick())

    def _next_upset(self) -> int:
        return 1 + int(self.rng.expovariate(1 / self._upset_every))

    def _upset(self) -> None:
        at = bisect(_TROUBLE_WEIGHTS, self.rng.random() * _TROUBLE_WEIGHTS[-1])
        TROUBLES[at].does(self)

    def _idle(self) -> None:
        """Nobody is at anything: time jumps. People press something in between, half of the time."""
        if not self.world.dockets and not self.stage.later:
            self.act("kelly", self._opens(self.any_of(self.workers), ("CH-1",)), self.workers[0])
            return
        later = self.stage.later
        if later and self.rng.random() < 0.5:
            span = (later[0][0] - self.stage.now).total_seconds()
            self.stage.now += timedelta(seconds=span * self.rng.random() ** 3)
            self._upset() if self.rng.random() < 0.2 else self.press_something()
        else:
            self._jump()

    def _jump(self) -> None:
        """To what is due next: an event, or the sweep that finds a marker."""
        markers = self.world.markers
        later = self.stage.later
        if markers:
            hour = min(hour for _, hour in markers)
            when = max(hour, self._swept + timedelta(seconds=SWEEP), self.stage.now)
            often = 0.3 if self.trouble else 0.1
            if not later or (when <= later[0][0] and (not self.world.nudged or self.rng.random() < often)):
                self.stage.now = when + timedelta(seconds=self.rng.random() * SWEEP)
                self.sweep(self.any_of(self.workers))
                return
        if later:
            self.stage.jump()

    # --- workers --------------------------------------------------------------------------------------------------

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
        self._swept = self.stage.now
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
        for actor in [a for a in self._actors() if a.worker == worker.n]:
            self.stage.end(actor, False)
        worker.start()

    def _actors(self) -> list[Actor]:
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

    # --- people ---------------------------------------------------------------------------------------------------

    def press_something(self) -> None:
        """Somebody presses something, whether it makes sense or not; often enough it does."""
        if not self.world.dockets:
            return
        docket, _ = self.any_of(list(self.world.dockets.values()))
        n = 1 + int(self.rng.random() * max(1, len(docket.records)))
        if docket.records and self.rng.random() < 0.4:
            record = docket.records[n - 1]
            wanted = presses.wanted(docket, record, self._cards(docket, n))
            if wanted is not None:
                self.press(docket, n, *wanted)
                return
        kind = PRESSES[bisect(_PRESS_WEIGHTS, self.rng.random() * _PRESS_WEIGHTS[-1])]
        self.press(docket, n, kind.press, kind.by)

    def press(self, docket: Docket, n: int, press: presses.Press, by: presses.By) -> None:
        """A press on that record: nearly always by whose it is to press, on their newest card."""
        who = by(docket, next((r for r in docket.records if r.n == n), None))
        if self.trouble and self.rng.random() < (0.5 if press is presses.join else 0.1):
            who = self.any_of(self.people)
        worker = self.any_of(self.workers)
        hand = Hand(worker.bot, who, docket.id, n, self._card(who, docket.id, n))
        self.act(who.id, pressed(hand, press), worker)

    def _cards(self, docket: Docket, n: int) -> presses.Cards:
        return lambda who: self._card(who, docket.id, n)

    def _card(self, who: Person, docket: DocketId, n: int) -> Card | None:
        """The newest card of it in that person's chat; now and then an older one."""
        old: list[Card] = []
        new: Card | None = None
        for c in self.world.cards.values():
            if c.n == n and c.whose == who.id and c.live and not c.deleted and c.docket == docket:
                old.append(c)
                new = new if c.moved else c
        return self.any_of(old) if old and self.trouble and self.rng.random() < 0.1 else new

    # --- holds ----------------------------------------------------------------------------------------------------

    def hold_or_release(self) -> None:
        """A hold on one docket, on one person's file or on everything; or all of the council's are released."""
        if self.world.policy.holds and self.rng.random() < 0.6:
            self.release()
            return
        chance = self.rng.random()
        docket = next(iter(self.world.dockets), None) if chance < 0.4 else None
        reference = self.world.any_reference() if chance > 0.7 else None
        id, at = f"hold-{self.world.number()}", self.workers[0].desk.clock()
        hold = PolicyHold(by=ASHA.id, at=at, id=id, docket=docket, reference=reference)
        self.act("council", self._hold(hold), self.workers[0])

    async def _hold(self, hold: PolicyHold) -> None:
        """To the policy, then to every open docket, then confirmed if it still stands."""
        world, desk = self.world, self.workers[0].desk
        try:
            hold = await holding.put(desk, hold)
            world.tell(f"sets a hold on {hold.docket or hold.reference or 'everything'}")
            policy = await desk.policy()
            ids = [id async for id in desk.dockets.each()]
        except FaircopyError:
            return  # it is not confirmed
        told: set[datetime] = set()
        while ids:
            with suppress(NotThereError):
                try:
                    noted = await holding.noted(desk, hold, ids[0], policy)
                    told |= deadlines(noted) if noted is not None else set()
                except (BusyError, NoAnswerError):
                    continue
            ids.pop(0)
        if hold in world.policy.holds:
            docket = DocketId(hold.docket) if hold.docket else None
            confirmed = Hold(world.now, told, docket, hold.reference)
            accounts = world.judges.accounts
            confirmed.covered |= {i for i in world.dockets if covers(confirmed, accounts[i])}
            world.judges.council.append(confirmed)
            world.tell("the hold is confirmed")

    def release(self) -> None:
        """The oldest of the council's holds."""
        for hold in self.world.judges.council:
            hold.released = True
        self.world.change_policy(holds=())
        self.world.tell("the council's holds are released")

    # --- peace ----------------------------------------------------------------------------------------------------

    def _peace(self) -> None:
        """Trouble ends, and everybody co-operates."""
        self.trouble = False
        world = self.world
        world.tell("— from here on everybody co-operates —")
        world.calm()
        world.signed_out.clear()
        world.bot_removed.clear()
        world.refuses = False
        self.file.label = self.file.held = False
        posted = {r.id for d, _ in world.dockets.values() for r in d.records if r.state is State.POSTED}
        for note in world.notes.values():
            if note.removed is not None and note.key in posted and self.rng.random() < 0.7:
                note.removed = None
                world.tell(f"{note.id} is put back on file")
        self.world.unsure = False
        self.release()

    def _idle_in_peace(self) -> None:
        if self.world.policy.holds:
            self.release()
        for docket, etag in self.world.dockets.values():
            if self._co_operate(docket, etag):
                return
        for docket, etag in self.world.dockets.values():
            if self._rested.get(docket.id) == etag:
                continue
            self._rested[docket.id] = etag
            wait = self.world.judges.at_rest(docket.id)
            if wait is not None and (wait.until is None or self._waits_for_good(wait)):
                self._ends_waiting(wait.why)
                return
        self._jump()

    def _waits_for_good(self, wait: Wait) -> bool:
        """A filed record is gone, and nobody put it back: its author is told, and nothing is destroyed."""
        return wait.why == "filed-gone" and any(n.removed is not None for n in self.world.notes.values())

    def _ends_waiting(self, why: str) -> None:
        if why == "filed-gone":
            self.end = "waits: filed-gone"
            return
        raise RuleBrokenError("it ends", f"everybody co-operates, and it waits because of {why!r}")

    def _co_operate(self, docket: Docket, etag: str) -> bool:
        if not docket.records and (etag, 0, "names") not in self._tried:
            self._tried.add((etag, 0, "names"))
            if not docket.thrown_away:
                hand = Hand(self.workers[0].bot, docket.opener, docket.id, 1, None)
                self.act(
                    docket.opener.id,
                    self._says(partial(openings.names_child, hand, ("CH-1",))),
                    self.workers[0],
                )
                return True
        asked = [
            (record.n, presses.wanted(docket, record, self._cards(docket, record.n)))
            for record in docket.records
        ]
        if self._dropping:
            if self.refusing and self.file.gone is None and docket.records and docket.records[0].version:
                delete_meeting(self)
            asked.insert(0, (1, (presses.discard, presses.author)))
        asked.append((1, presses.wanted_of_source(docket, refusing=self.refusing)))
        today = self.stage.now.toordinal()
        for n, wanted in asked:
            if wanted is not None and (key := (etag, n, f"{wanted[0].__name__} {today}")) not in self._tried:
                self._tried.add(key)
                self.press(docket, n, *wanted)
                return True
        return False


@dataclass(slots=True)
class _Walking:
    """A walk that begins when it is awaited."""

    history: History
    worker: Worker
    id: DocketId

    def __await__(self) -> Generator[Any, Any, Walked]:
        return self.history._walk(self.worker, self.id, rearm=True).__await__()


def _colleagues(*some: Person) -> tuple[Colleague, ...]:
    return tuple(Colleague(id=p.id, name=p.name) for p in some)


def _never() -> bool:
    return False


LOOP = HandLoop()
"""Sleepers of the bot are paused by it."""


class _Faults(logging.Handler):
    """A fault of ours that the worker outlives, and only logs, must not pass unseen here."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() == "reply_not_absorbed":
            return  # its claim ran out, as it must; the version before stands
        raise RuleBrokenError("no fault of ours", f"{record.getMessage()} {getattr(record, 'error', '')}")


def listen() -> None:
    """Hear what the worker logs as an error."""
    for name in ("worker", "bot"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.propagate = False
        if not any(isinstance(h, _Faults) for h in logger.handlers):
            logger.addHandler(_Faults())


__all__ = ["HOUR", "History", "listen"]
