"""What the council does: a hold is set, spread over the open dockets and confirmed; and is released."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from record.docket import Person
from record.errors import BusyError, FaircopyError, NoAnswerError, NotThereError
from record.policy import Colleague, Policy, PolicyHold, SecondRule
from record.terms import DocketId, PersonId
from tests.simulation.book import Hold
from tests.simulation.meanings import covers, deadlines
from tests.simulation.people import ASHA, ROBIN, SAM, TYPE
from tests.simulation.processes import Processes
from tests.simulation.world import MOVED_TO
from worker import holding


def hold_or_release(h: Processes) -> None:
    """A hold on one docket, on one person's file or on everything; or all of the council's are released."""
    if h.world.policy.holds and h.rng.random() < 0.6:
        release(h)
        return
    chance = h.rng.random()
    docket = next(iter(h.world.dockets), None) if chance < 0.4 else None
    reference = h.world.any_reference() if chance > 0.7 else None
    id, at = f"hold-{h.world.number()}", h.workers[0].desk.clock()
    hold = PolicyHold(by=ASHA.id, at=at, id=id, docket=docket, reference=reference)
    h.act("council", spread(h, hold), h.workers[0])


async def spread(h: Processes, hold: PolicyHold) -> None:
    """To the policy, then to every open docket, then confirmed if it still stands."""
    world, desk = h.world, h.workers[0].desk
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


def colleagues(*some: Person) -> tuple[Colleague, ...]:
    """As a policy names them."""
    return tuple(Colleague(id=p.id, name=p.name) for p in some)


def approvers(policy: Policy) -> set[PersonId]:
    """Whom it names as second approvers."""
    return {c.id for rule in policy.second for c in rule.approvers}


def name_another(h: Processes) -> None:
    """One more second approver, since all of them had the record before."""
    rules = (SecondRule(record_type=TYPE, approvers=colleagues(ROBIN, SAM, ASHA)),)
    h.world.change_policy(second=rules)
    h.world.tell("the council names one more second approver")


def move(h: Processes) -> None:
    """To its other case system, or back. What was begun stays where it was begun."""
    chosen = None if h.world.policy.case_system == MOVED_TO else MOVED_TO
    h.world.change_policy(case_system=chosen)
    h.world.tell(f"the council's case system is now {'the installed one' if chosen is None else chosen.host}")


def release(h: Processes) -> None:
    """All of the council's holds."""
    for hold in h.world.judges.council:
        hold.released = True
    h.world.change_policy(holds=())
    h.world.tell("the council's holds are released")
