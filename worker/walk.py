"""Walks one docket along the line: read, ask, claim, do, absorb, ask again. Awaits the desk's doors and nothing else.

No task, no sleep, no lock: a walk stops only where a door does, so that a simulation can drive it a step at a time and
end it anywhere.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from enum import StrEnum

from record import line
from record.docket import Act, Claim, Docket, Done, Seen, Wait
from record.errors import FaircopyError, NotThereError, StaleError
from record.holds import DESTROYING
from record.policy import Policy
from record.terms import DocketId, Doing, Saw
from worker.acts import perform
from worker.arming import arm
from worker.desk import Desk

log = logging.getLogger(__name__)

STEPS = 200
"""Acts in one walk, at most: more means that something asks for the same thing for ever."""

ORPHAN = timedelta(hours=2)
"""After this a marker whose docket is not there is taken away."""

SEEN_BY_PEOPLE = frozenset({Doing.TELL, Doing.ASK_SECOND, Doing.ASK_ORGANISER})
NOT_DECIDED_ABOUT = frozenset(
    {*DESTROYING, Doing.TELL, Doing.WRITE_RECEIPT, Doing.LOOK, Doing.REMIND, Doing.SEND_CARD}
)

Evidence = tuple[Act, Seen, Claim | None]


class Walked(StrEnum):
    """How a walk ended."""

    ARMED = "armed"  # it waits, and what will wake it has been put
    WAITS = "waits"  # it waits, nothing was changed, and what was put before will wake it
    DONE = "done"  # the account is closed
    GONE = "gone"  # there is no such docket
    ENDLESS = "endless"  # given up after STEPS: to be found by its marker
    UNFINISHED = "unfinished"  # told to stop, or storage did not answer: to be walked again


async def walk(desk: Desk, id: DocketId, *, stopping: Callable[[], bool], rearm: bool = False) -> Walked:
    """Walk this docket until it waits or is done. Doors' errors end it as UNFINISHED; any other is a fault of ours.

    `stopping` is asked before each act. `rearm`: put marker and nudge anew even if nothing has changed, because the
    marker that led here is about to be taken away.
    """
    try:
        docket, etag = await desk.dockets.read(id)
        return await _Walk(desk, docket, etag, await desk.policy(), stopping, rearm).run()
    except NotThereError:
        return Walked.GONE
    except FaircopyError as e:
        log.warning("walk_unfinished", extra={"error": type(e).__name__})
        return Walked.UNFINISHED


async def swept(desk: Desk, id: DocketId, hour: datetime, walking: Awaitable[Walked]) -> None:
    """Let `walking` (with `rearm`) take a docket whose marker's hour has come, then take that marker away.

    `unmark` takes away only the marker that was seen, so one put meanwhile stays. A walk that failed keeps it.
    A marker is put before its docket, so one without a docket is an orphan only after two hours.
    Raises BusyError, NoAnswerError: the marker stays, and is seen again.
    """
    walked = await walking
    orphan = walked is Walked.GONE and desk.clock() >= hour + ORPHAN
    if orphan or walked in (Walked.ARMED, Walked.DONE):
        await desk.queue.unmark(id, hour)


class _Walk:
    """A docket as it was last read or saved, and what has been seen since. The answer and the next claim are saved
    in one write."""

    def __init__(
        self,
        desk: Desk,
        docket: Docket,
        etag: str,
        policy: Policy,
        stopping: Callable[[], bool],
        rearm: bool,
    ) -> None:
        self._desk = desk
        self._docket = docket
        self._etag = etag
        self._policy = policy
        self._stopping = stopping
        self._rearm = rearm
        self._asked_today = True  # the policy was read after the docket, and nothing was done since
        self._unsaved: list[Evidence] = []

    async def run(self) -> Walked:
        """Until the line waits or is done."""
        for _ in range(STEPS):
            now = self._desk.clock()
            step = line.next_act(self._docket, self._policy, now)
            if isinstance(step, Done):
                return Walked.DONE
            if isinstance(step, Wait) or self._stopping():
                ended = await self._ended(step)
                if ended is not None:
                    return ended
            elif (
                step.doing in SEEN_BY_PEOPLE
                and self._rests_on_unsaved()
                and not await self._saved(self._docket)
            ):
                continue  # somebody else wrote first: the line is asked again
            elif line.needs_no_claim(step):
                await self._do(step, None)
            elif (claim := await self._claimed(step, now)) is not None:
                await self._do(step, claim)
        log.error("walk_without_end")
        return Walked.ENDLESS

    def _rests_on_unsaved(self) -> bool:
        """Whether something that a person may decide about was seen, and is not yet written down: whoever is shown it
        must be able to press at once. What was destroyed and looked for is nothing to decide about."""
        return any(act.doing not in NOT_DECIDED_ABOUT for act, _, _ in self._unsaved)

    async def _ended(self, step: Act | Wait) -> Walked | None:
        """Put what wakes it, then save what was seen. None if somebody else wrote first: the line is asked again."""
        waits = isinstance(step, Wait)
        armed = waits and (self._rearm or bool(self._unsaved))
        if armed:
            await arm(self._desk, self._docket, self._policy, step)
        if self._unsaved and not await self._saved(self._docket):
            return None
        if not waits:
            return Walked.UNFINISHED
        return Walked.ARMED if armed else Walked.WAITS

    async def _claimed(self, act: Act, now: datetime) -> Claim | None:
        """Claim the act under today's holds, read after the docket. None if it is no longer to be done.

        The claim dates from when the act was decided on, not from when it is saved: what it rests on has been seen no
        longer ago than was asked, however long this process was held up in between.
        """
        if not self._asked_today:
            before, self._policy = self._policy, await self._desk.policy()
            self._asked_today = True
            changed = self._policy is not before and self._policy != before
            if changed:
                now = self._desk.clock()
                if line.next_act(self._docket, self._policy, now) != act:
                    return None
        claimed, made = line.claim(self._docket, act, self._policy, now)
        return made if await self._saved(claimed) else None

    async def _saved(self, docket: Docket) -> bool:
        """Save it with all that was seen; False if somebody else wrote first."""
        try:
            self._etag = await self._desk.dockets.save(docket, self._etag)
        except StaleError:
            await self._reread()
            return False
        self._docket, self._rearm = docket, True
        self._unsaved.clear()
        return True

    async def _reread(self) -> None:
        """Somebody else wrote first: what was seen is absorbed onto what the docket has become."""
        self._docket, self._etag = await self._desk.dockets.read(self._docket.id)
        self._policy, self._asked_today = await self._desk.policy(), True
        for act, seen, made in self._unsaved:
            self._docket = line.absorb(self._docket, act, seen, self._policy, made)

    async def _do(self, act: Act, claim: Claim | None) -> None:
        """Do the act and absorb what was seen. A claimed act with no answer is left to lapse."""
        self._asked_today = False
        seen = await self._seen(act, claim)
        if seen is not None:
            self._docket = line.absorb(self._docket, act, seen, self._policy, claim)
            self._unsaved.append((act, seen, claim))
            if seen.person is not None:
                await self._saved(self._docket)  # they may press at once

    async def _seen(self, act: Act, claim: Claim | None) -> Seen | None:
        """What came of the act. An unclaimed act with no answer counts as a failed try."""
        at = max(self._desk.clock(), self._docket.at)
        if line.ENTRIES[act.doing].inside:
            return Seen(saw=Saw.DONE, at=at)
        if act.doing is Doing.REMOVE_DOCKET:
            return await self._removed()
        seen = await perform(self._desk, self._docket, act, claim)
        if seen is None and claim is None:
            return Seen(saw=Saw.BUSY, at=at, why="no-answer")
        return seen

    async def _removed(self) -> Seen | None:
        """The last write: what was seen since the last save goes with the docket, which goes too. None if somebody
        else wrote first: the line is asked again."""
        try:
            await self._desk.dockets.remove(self._docket, self._etag)
        except StaleError:
            await self._reread()
            return None
        self._unsaved.clear()
        return Seen(saw=Saw.DONE, at=self._desk.clock())
