"""When a docket is to be looked at next: a marker before it is saved, a nudge for the moment itself."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from record import line
from record.docket import Act, Docket, Done, Wait
from record.errors import FaircopyError
from record.policy import Policy
from record.terms import DocketId
from worker.desk import Desk
from worker.many import side_by_side

IDLE = timedelta(days=1)
"""When a docket that waits only for a person is looked at all the same."""


def due(docket: Docket, policy: Policy, now: datetime) -> datetime:
    """When there may be something to do: now for an act, the end of the wait for a wait."""
    return when(line.next_act(docket, policy, now), now)


def when(step: Act | Wait | Done, now: datetime) -> datetime:
    """The same, for what the line has answered."""
    if isinstance(step, Wait):
        return max(now, step.until) if step.until else now + IDLE
    return now + IDLE if isinstance(step, Done) else now


async def arm(desk: Desk, docket: Docket, policy: Policy, step: Act | Wait | None = None) -> None:
    """Mark and nudge for a docket that is about to be saved as it stands here. `step` is what the line answers, if it
    was just asked.

    Whoever changes a docket does this first, so that neither a kill nor a lost nudge strands what was decided.
    Raises BusyError, NoAnswerError: nothing is saved then.
    """
    now = desk.clock()
    at = due(docket, policy, now) if step is None else when(step, now)
    await desk.queue.mark(docket.id, at)
    await desk.queue.nudge(docket.id, at - now)


async def arm_all(desk: Desk) -> None:
    """Arm every open docket anew: a council has changed its times, and what was armed before rests on the old ones.

    One that cannot be reached or read is looked at when its old time comes. Raises BusyError: the rest likewise.
    """
    policy = await desk.policy()

    async def armed(id: DocketId) -> None:
        with suppress(FaircopyError):
            docket, _ = await desk.dockets.read(id)
            await arm(desk, docket, policy)

    await side_by_side(desk.dockets.each(), armed)
