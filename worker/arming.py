"""When a docket is to be looked at next: a marker before it is saved, a nudge for the moment itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from record import line
from record.docket import Docket, Done, Wait
from record.policy import Policy
from worker.desk import Desk

IDLE = timedelta(days=1)
"""When a docket that waits only for a person is looked at all the same."""


def due(docket: Docket, policy: Policy, now: datetime) -> datetime:
    """When there may be something to do: now for an act, the end of the wait for a wait."""
    step = line.next_act(docket, policy, now)
    if isinstance(step, Wait):
        return max(now, step.until) if step.until else now + IDLE
    return now + IDLE if isinstance(step, Done) else now


async def arm(desk: Desk, docket: Docket, policy: Policy) -> None:
    """Mark and nudge for a docket that is about to be saved as it stands here.

    Whoever changes a docket does this first, so that neither a kill nor a lost nudge strands what was decided.
    Raises BusyError, NoAnswerError: nothing is saved then.
    """
    now = desk.clock()
    when = due(docket, policy, now)
    await desk.queue.mark(docket.id, when)
    await desk.queue.nudge(docket.id, when - now)
