"""The clerk: walks one docket at a time along the line, and takes the next whose time has come."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

from record import line
from record.docket import Act, Claim, Docket, DocketId, Doing, Done, Saw, Seen, Wait
from record.doors import Nudge
from record.errors import FaircopyError, NotThereError, StaleError
from worker.acts import perform
from worker.arming import arm
from worker.desk import Desk

log = logging.getLogger(__name__)

STEPS = 200
"""Acts in one walk, at most: more means that something asks for the same thing for ever."""

WALKS = 8
"""Dockets worked on side by side in one process."""

ORPHAN = timedelta(hours=2)
"""After this a marker whose docket is not there is taken away."""

Evidence = tuple[Act, Seen, Claim | None]


class Clerk:
    """Takes nudges from the queue and markers whose hour has come, and walks their dockets.

    `wake` walks one at once, in this process, besides its nudge: a press should not wait for a poll.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        idle_poll: float = 5.0,
        sweep: float = 300.0,
        lease: float = 60.0,
    ) -> None:
        """All in seconds. `idle_poll`: the longest pause between polls; `sweep`: between looks at the markers; `lease`:
        for how long a nudge is hidden from other workers, renewed at a third while the walk goes on."""
        self._desk = desk
        self._lease = timedelta(seconds=lease)
        self._idle_poll = idle_poll
        self._sweep = sweep
        self._walking: dict[DocketId, asyncio.Task[bool]] = {}
        self._again: set[DocketId] = set()
        self._marked: dict[DocketId, bool | None] = {}
        self._stopping = asyncio.Event()
        self._busy = asyncio.Semaphore(WALKS)

    # --- the loop -------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Work until `stop`; then finish the acts in hand and give the rest back."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._receive())
            group.create_task(self._sweeping())

    def stop(self) -> None:
        """Take nothing new. Walks end after the act in hand; what is unfinished goes back to the queue."""
        self._stopping.set()

    def wake(self, id: DocketId) -> None:
        """Walk this docket now, or once more if it is being walked."""
        if self._stopping.is_set():
            return
        if id in self._walking:
            self._again.add(id)
            return
        task = asyncio.get_running_loop().create_task(self._walk_alone(id))
        self._walking[id] = task

    async def settle(self) -> None:
        """Wait until no walk is under way."""
        while self._walking:
            await asyncio.gather(*self._walking.values(), return_exceptions=True)

    async def _receive(self) -> None:
        pause = 0.1
        while not self._stopping.is_set():
            try:
                nudges = await self._desk.queue.receive(self._lease)
            except FaircopyError as e:
                log.warning("queue_unavailable", extra={"error": type(e).__name__})
                nudges = ()
            async with asyncio.TaskGroup() as group:
                for nudge in nudges:
                    group.create_task(self._handle(nudge))
            pause = 0.1 if nudges else min(pause * 2, self._idle_poll)
            await self._pause(pause)
        await self.settle()

    async def _sweeping(self) -> None:
        """Find by their markers the dockets whose nudge was lost."""
        while not self._stopping.is_set():
            try:
                for docket, hour in await self._desk.queue.due(self._desk.clock()):
                    await self._swept(docket, hour)
            except FaircopyError as e:
                log.warning("sweep_unfinished", extra={"error": type(e).__name__})
            await self._pause(self._sweep)

    async def _swept(self, id: DocketId, hour: datetime) -> None:
        """Walk a docket whose marker's hour has come, then take that marker away.

        `unmark` takes away only the marker that was seen, so one put meanwhile stays. A walk that failed keeps it.
        A marker is put before its docket, so one without a docket is an orphan only after two hours.
        """
        self._marked[id] = False
        await self.walk(id)
        done = self._marked.pop(id)
        if done or (done is None and self._desk.clock() >= hour + ORPHAN):
            await self._desk.queue.unmark(id, hour)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), timeout=seconds)
        except TimeoutError:
            return

    async def _handle(self, nudge: Nudge) -> None:
        """One nudge: walk, then take it off the queue, or give it back if we stop or storage does not answer."""
        renewing = asyncio.create_task(self._renewed(nudge))
        done = await self.walk(nudge.docket)
        renewing.cancel()
        held = (await asyncio.gather(renewing, return_exceptions=True))[0]
        nudge = held if isinstance(held, Nudge) else nudge
        if self._stopping.is_set():
            await self._quietly(self._desk.queue.give_back(nudge))
        elif done:
            await self._quietly(self._desk.queue.done(nudge))
        # a walk that failed keeps its nudge until the lease runs out: given back at once it would spin

    async def _renewed(self, nudge: Nudge) -> Nudge:
        """Keep the nudge hidden while it is worked on; the newest handle when cancelled."""
        try:
            while True:
                await asyncio.sleep(self._lease.total_seconds() / 3)
                nudge = await self._desk.queue.renew(nudge, self._lease)
        except (asyncio.CancelledError, FaircopyError):
            return nudge

    async def _quietly(self, what: Coroutine[Any, Any, None]) -> None:
        """A nudge that cannot be taken off or given back comes again by itself: doubled nudges do no harm."""
        try:
            await what
        except FaircopyError as e:
            log.info("nudge_left", extra={"error": type(e).__name__})

    # --- one docket -----------------------------------------------------------------------------------------------

    async def walk(self, id: DocketId) -> bool:
        """Walk this docket until it waits or is done; whether that went well. Two walks in a process become one."""
        self.wake(id)
        task = self._walking.get(id)
        return await asyncio.shield(task) if task is not None else False

    async def _walk_alone(self, id: DocketId) -> bool:
        try:
            async with self._busy:
                while True:
                    self._again.discard(id)
                    await self._walk(id)
                    if id not in self._again or self._stopping.is_set():
                        return True
        except NotThereError:
            if id in self._marked:
                self._marked[id] = None
            return True
        except FaircopyError as e:
            log.warning("walk_unfinished", extra={"error": type(e).__name__})
        except Exception as e:  # noqa: BLE001  # a fault of ours in one docket must not end the others
            log.error("walk_failed", extra={"error": type(e).__name__})
        finally:
            self._walking.pop(id, None)
        return False

    async def _walk(self, id: DocketId) -> None:
        """Read, ask, claim, do, absorb, ask again. The answer and the next claim are saved in one write."""
        desk = self._desk
        docket, etag = await desk.dockets.read(id)
        policy = await desk.policy()
        evidence: list[Evidence] = []
        changed = False
        for _ in range(STEPS):
            step = line.next_act(docket, policy, desk.clock())
            if isinstance(step, Done):
                if id in self._marked:
                    self._marked[id] = True
                return
            if isinstance(step, Wait) or self._stopping.is_set():
                if isinstance(step, Wait) and (changed or evidence or id in self._marked):
                    await arm(desk, docket, policy)
                    if id in self._marked:
                        self._marked[id] = True
                if not evidence or await self._saved(docket, etag):
                    return
                docket, etag, evidence = await self._reread(id, evidence)
                continue
            made: Claim | None = None
            if not line.needs_no_claim(step):
                policy = await desk.policy()
                if line.next_act(docket, policy, desk.clock()) != step:
                    continue
                claimed, made = line.claim(docket, step, policy, desk.clock())
                try:
                    etag = await desk.dockets.save(claimed, etag)
                except StaleError:
                    docket, etag, evidence = await self._reread(id, evidence)
                    continue
                docket, evidence, changed = claimed, [], True
            seen = await self._do(docket, etag, step, made, evidence)
            if seen is None:
                continue
            docket = line.absorb(docket, step, seen, policy, made)
            evidence.append((step, seen, made))
        log.error("walk_without_end")

    async def _do(
        self, docket: Docket, etag: str, act: Act, made: Claim | None, evidence: list[Evidence]
    ) -> Seen | None:
        """Do the act. An unclaimed act with no answer counts as a failed try; a claimed one is left to lapse."""
        if line.ENTRIES[act.doing].inside:
            return Seen(saw=Saw.DONE, at=self._desk.clock())
        if act.doing is Doing.REMOVE_DOCKET:
            return await self._remove(docket, etag, evidence)
        at = self._desk.clock()
        seen = await perform(self._desk, docket, act, made)
        if seen is None and made is None:
            return Seen(saw=Saw.BUSY, at=at, why="no-answer")
        return seen

    async def _remove(self, docket: Docket, etag: str, evidence: list[Evidence]) -> Seen:
        """The last write: what was seen since the last save goes with the docket, which goes too."""
        try:
            await self._desk.dockets.remove(docket, etag)
        except NotThereError:
            return Seen(saw=Saw.NOT_THERE, at=self._desk.clock())
        evidence.clear()
        return Seen(saw=Saw.DONE, at=self._desk.clock())

    async def _saved(self, docket: Docket, etag: str) -> bool:
        try:
            await self._desk.dockets.save(docket, etag)
        except StaleError:
            return False
        return True

    async def _reread(self, id: DocketId, evidence: list[Evidence]) -> tuple[Docket, str, list[Evidence]]:
        """Somebody else wrote first: what was seen is absorbed onto what the docket has become."""
        docket, etag = await self._desk.dockets.read(id)
        policy = await self._desk.policy()
        for act, seen, made in evidence:
            docket = line.absorb(docket, act, seen, policy, made)
        return docket, etag, evidence
