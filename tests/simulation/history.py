"""One history: a source is opened, there is trouble for a while, then everybody co-operates and it must end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from random import Random

from record.docket import Call, Docket, Person, Wait
from record.errors import FaircopyError
from record.terms import DocketId, Doing, State
from tests.simulation import openings, presses
from tests.simulation.book import RuleBrokenError
from tests.simulation.council import approvers, name_another, release
from tests.simulation.driving import LOOP, START, TURN, Actor, Pause, Stage
from tests.simulation.meanings import SKEWS, file_of
from tests.simulation.people import ASHA, KELLY, ROBIN, SAM, Hand
from tests.simulation.processes import Processes, Worker
from tests.simulation.swarm import Kind, draw, moving
from tests.simulation.table import (
    By,
    Cards,
    Press,
    author,
    pressed,
    wanted_of_record,
    wanted_of_source,
)
from tests.simulation.troubles import delete_meeting
from tests.simulation.world import Card, MeetingFile, World

STEPS = 20_000
IN_VAIN = 5
"""After so many tries nothing new is to be learnt from the next."""

JUMPS = 600
"""At most in one history: more means that something goes on for ever."""

DAY = timedelta(days=1) + 2 * SKEWS
"""By whichever clock."""

CALL = "call-1"
FILE = "file-1"


class History(Processes):
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
        self._until_upset = 1
        self.swept = START
        self._dropping = self._discarding = False
        self._rested: dict[DocketId, str] = {}
        self._tried: set[tuple[str, int, str]] = set()
        self._tomorrows = 0
        self.kind, moved_to = moving(draw(self.rng), seed)
        self.afterwards = self.kind.afterwards
        self.world.moved_to = moved_to
        self._begins_with(self.kind)

    def _begins_with(self, kind: Kind) -> None:
        """The world as this kind of history finds it."""
        world = self.world
        world.honours_keys, world.posts, world.draws = kind.honours_keys, kind.posts, kind.draws
        own = f"{FILE}-of-kelly" if kind.upload else CALL
        self.file = MeetingFile(address=file_of(own), owner=kind.owner, no_words=kind.no_words)
        world.files[self.file.address] = self.file
        self.call = Call(
            organiser=kind.owner,
            meeting="m",
            call=CALL,
            thread="t",
            transcripts=kind.transcripts,
            began=START,
        )
        world.calls = (self.call,)
        world.people = {p.id: p for p in self.people}
        world.change_policy(
            honours_keys=kind.honours_keys,
            posts=kind.posts,
            able=world.able(),
            looks=kind.looks,
            retention_statement=kind.retention_statement,
            governance=(ASHA.id,),
            second=kind.second,
            cover=kind.cover,
        )
        self.workers = [Worker(n, self) for n in range(kind.processes)]
        for worker in self.workers:
            worker.set_clock(self.rng)
        world.behaves(kind.mood)

    # --- running --------------------------------------------------------------------------------------------------

    def run(self) -> str:
        """To the end. How it ended."""
        asyncio._set_running_loop(LOOP)  # type: ignore[arg-type]  # as much of a loop as is asked for
        TURN.stage = self.stage
        try:
            self._begin()
            self._until(self.kind.first)
            while self.steps < self.kind.steps and (self.stage.ready or not self._over()):
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
            for actor in self.actors():
                actor.coro.close()
            TURN.stage = None
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
        self.act("kelly", self._opens(worker, self.kind.references), worker)
        self._until_upset = self._next_upset()

    async def _opens(self, worker: Worker, references: tuple[str, ...]) -> None:
        """She tries a few times."""
        for _ in range(4):
            if self.kind.upload:
                await self._says(partial(openings.drops, worker.bot, KELLY, FILE))
                for id in list(self.world.dockets):
                    await self._says(
                        partial(openings.names_child, Hand(worker.bot, KELLY, id, 1, None), references)
                    )
            elif self.kind.objected:
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
        stage = self.stage
        stage.alone, stage.went = STEPS - self.steps, 0
        if self.trouble:
            self._until_upset -= 1
            if self._until_upset <= 0:
                self._until_upset = self._next_upset()
                self._upset()
                return
            stage.alone = min(self._until_upset - 1, self.kind.steps - self.steps)
        stage.step(stage.pick())
        self.steps += stage.went
        self._until_upset -= stage.went if self.trouble else 0

    def _next_upset(self) -> int:
        return 1 + int(self.rng.expovariate(1 / self.kind.upset_every))

    def _upset(self) -> None:
        self.kind.troubles.pick(self.rng).does(self)

    def _idle(self) -> None:
        """Nobody is at anything: time jumps. People press something in between, half of the time."""
        if not self.world.dockets and not self.stage.later:
            self.act("kelly", self._opens(self.any_of(self.workers), ("CH-1",)), self.workers[0])
            return
        later = self.stage.later
        if later and self.rng.random() < 0.5:
            span = max(0.0, (later[0][0] - self.stage.now).total_seconds())  # a sweep may have come late
            self.stage.now += timedelta(seconds=span * self.rng.random() ** 3)
            self._upset() if self.rng.random() < 0.2 else self.press_something()
        else:
            self.jump()

    def press_something(self) -> None:
        """Somebody presses something, whether it makes sense or not; often enough it does."""
        if not self.world.dockets:
            return
        docket, _ = self.any_of(list(self.world.dockets.values()))
        n = 1 + int(self.rng.random() * max(1, len(docket.records)))
        if docket.records and self.rng.random() < 0.4:
            record = docket.records[n - 1]
            wanted = wanted_of_record(docket, record, self._cards(docket, n))
            if wanted is not None:
                self.press(docket, n, *wanted)
                return
        kind = self.kind.presses.pick(self.rng)
        self.press(docket, n, kind.press, kind.by)

    def press(self, docket: Docket, n: int, press: Press, by: By) -> None:
        """A press on that record: nearly always by whose it is to press, on their newest card."""
        who = by(docket, next((r for r in docket.records if r.n == n), None))
        if self.trouble and self.rng.random() < (0.5 if press is presses.join else 0.1):
            who = self.any_of(self.people)
        worker = self.any_of(self.workers)
        hand = Hand(worker.bot, who, docket.id, n, self._card(who, docket.id, n))
        self.act(who.id, pressed(hand, press), worker)

    def _cards(self, docket: Docket, n: int) -> Cards:
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

    # --- peace ----------------------------------------------------------------------------------------------------

    def _peace(self) -> None:
        """Trouble ends, and everybody co-operates."""
        self.trouble, self._discarding = False, self.kind.discarding
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
        release(self)

    def _idle_in_peace(self) -> None:
        if self.world.policy.holds:
            release(self)
        for docket, etag in self.world.dockets.values():
            if self._co_operate(docket, etag):
                return
        if not any(isinstance(what, Actor) for _, _, what in self.stage.later):  # asleep is not yet at rest
            for docket, etag in list(self.world.dockets.values()):
                if self._rested.get(docket.id) == etag:
                    continue
                self._rested[docket.id] = etag
                wait = self.world.judges.at_rest(docket.id)
                if wait is not None and (wait.until is None or self._waits_for_good(wait)):
                    self._ends_waiting(docket, etag, wait.why)
                    return
            self._sleeps_in_vain()
        self.jump()

    def _sleeps_in_vain(self) -> None:
        """The same is tried every hour of a day, in vain: once, no process runs meanwhile. Nothing is under way."""
        for docket, _ in self.world.dockets.values():
            vain = any(t.doing is Doing.PREFLIGHT and t.count >= IN_VAIN for t in docket.tries)
            if vain and not self.world.landing and (docket.id, 0, "in vain") not in self._tried:
                self._tried.add((docket.id, 0, "in vain"))
                self.stage.now += DAY

    def _waits_for_good(self, wait: Wait) -> bool:
        """A filed record is gone, and nobody put it back: its author is told, and nothing is destroyed."""
        return wait.why == "filed-gone" and any(n.removed is not None for n in self.world.notes.values())

    def _ends_waiting(self, docket: Docket, etag: str, why: str) -> None:
        if why == "filed-gone":
            self.end = "waits: filed-gone"
        elif why == "no-second-approver" and ASHA.id not in approvers(self.world.policy):
            self._finds_another(docket)
        elif (etag, 0, "tomorrow") not in self._tried:  # some presses are refused twice on one day
            self._tried.add((etag, 0, "tomorrow"))
            self.stage.at(self.stage.now + DAY, self._tomorrow)
        else:
            raise RuleBrokenError("it ends", f"everybody co-operates, and it waits because of {why!r}")

    def _tomorrow(self) -> None:
        """A whole day after the last press: what was refused may be pressed again."""
        self._rested.clear()
        self._tomorrows += 1

    def _finds_another(self, docket: Docket) -> None:
        """Everybody whom policy names had the record before: the council names somebody else, or it is discarded."""
        n = next(r.n for r in docket.records if r.state is State.SECOND)
        if self.rng.random() < 0.5:
            self.press(docket, n, presses.discard_for_good, author)
        else:
            name_another(self)

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
            (
                record.n,
                wanted_of_record(docket, record, self._cards(docket, record.n), discarding=self._discarding),
            )
            for record in docket.records
        ]
        if self._dropping:
            if self.kind.refusing and self.file.gone is None and docket.records and docket.records[0].version:
                delete_meeting(self)
            asked.insert(0, (1, (presses.discard, author)))
        asked.append((1, wanted_of_source(docket, refusing=self.kind.refusing)))
        today = f"{self.stage.now.toordinal()} {self._tomorrows}"
        for n, wanted in asked:
            if wanted is not None and (key := (etag, n, f"{wanted[0].__name__} {today}")) not in self._tried:
                self._tried.add(key)
                self.press(docket, n, *wanted)
                return True
        return False
