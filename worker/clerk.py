"""The clerk: takes nudges and markers whose time has come, and has their dockets walked, several side by side."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

from record.doors import Nudge
from record.errors import FaircopyError
from record.offer import is_offer
from record.terms import DocketId
from worker.desk import Desk
from worker.offering import Offering
from worker.walk import Walked, swept, walk

log = logging.getLogger(__name__)

WALKS = 8
"""Dockets worked on side by side in one process."""


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
        offering: Offering | None = None,
    ) -> None:
        """In seconds, `idle_poll`: the longest pause between polls; `sweep`: between looks at the markers; `lease`: for
        how long a nudge is hidden from other workers, renewed at a third while the walk goes on. `offering` walks the
        offers."""
        self._desk = desk
        self._offering = offering
        self._lease = timedelta(seconds=lease)
        self._idle_poll = idle_poll
        self._sweep = sweep
        self._walking: dict[DocketId, asyncio.Task[Walked]] = {}
        self._again: set[DocketId] = set()
        self._marked: set[DocketId] = set()
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
        """Take nudges while fewer than WALKS are in hand: one slow docket does not keep the others waiting."""
        pause, in_hand = 0.1, set[asyncio.Task[None]]()
        async with asyncio.TaskGroup() as group:
            while not self._stopping.is_set():
                nudges = await self._received()
                for nudge in nudges:
                    task = group.create_task(self._handle(nudge))
                    in_hand.add(task)
                    task.add_done_callback(in_hand.discard)
                pause = 0.1 if nudges else min(pause * 2, self._idle_poll)
                await self._pause(pause)
                while len(in_hand) >= WALKS:
                    await asyncio.wait(in_hand, return_when=asyncio.FIRST_COMPLETED)
        await self.settle()

    async def _received(self) -> tuple[Nudge, ...]:
        try:
            return await self._desk.queue.receive(self._lease)
        except FaircopyError as e:
            log.warning("queue_unavailable", extra={"error": type(e).__name__})
            return ()

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
        self._marked.add(id)
        try:
            await swept(self._desk, id, hour, self.walk(id))
        except FaircopyError as e:
            log.info("marker_left", extra={"error": type(e).__name__})  # seen again at the next sweep
        finally:
            self._marked.discard(id)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), timeout=seconds)
        except TimeoutError:
            return

    async def _handle(self, nudge: Nudge) -> None:
        """One nudge: walk, then take it off the queue, or give it back if we stop or storage does not answer."""
        renewing = asyncio.create_task(self._renewed(nudge))
        walked = await self.walk(nudge.docket)
        renewing.cancel()
        held = (await asyncio.gather(renewing, return_exceptions=True))[0]
        nudge = held if isinstance(held, Nudge) else nudge
        if self._stopping.is_set():
            await self._quietly(self._desk.queue.give_back(nudge))
        elif walked is not Walked.UNFINISHED:
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

    async def walk(self, id: DocketId) -> Walked:
        """Walk this docket until it waits or is done. Two walks in a process become one."""
        self.wake(id)
        task = self._walking.get(id)
        return await asyncio.shield(task) if task is not None else Walked.UNFINISHED

    async def _once(self, id: DocketId) -> Walked:
        stopping, rearm = self._stopping.is_set, id in self._marked
        if self._offering is not None and is_offer(id):
            return await self._offering.walk(id, stopping=stopping, rearm=rearm)
        return await walk(self._desk, id, stopping=stopping, rearm=rearm)

    async def _walk_alone(self, id: DocketId) -> Walked:
        try:
            async with self._busy:
                while True:
                    self._again.discard(id)
                    walked = await self._once(id)
                    if id not in self._again or self._stopping.is_set():
                        return walked
        except Exception as e:  # noqa: BLE001  # a fault of ours in one docket must not end the others
            log.error("walk_failed", extra={"error": type(e).__name__})
            return Walked.UNFINISHED
        finally:
            self._walking.pop(id, None)
