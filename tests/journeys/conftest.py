"""One town and one house for all journeys of a module: each has its own meeting, people and files."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import pytest_asyncio

import settings
from house import House, open_house
from local import rehearsal, samples
from local.demo import plan_of
from local.rehearsal import Plan, Walk
from local.residue import Hit, runs_of, search
from local.town import QUICK, Town, open_town

QUICKER = replace(
    QUICK,
    retry=timedelta(milliseconds=200),
    lease=timedelta(seconds=3),
    skew=timedelta(milliseconds=100),
    late=timedelta(seconds=1),
)
"""As the demo, with claims that lapse while a test waits."""

_numbers = itertools.count(1)


@dataclass
class Stage:
    """Where journeys are played."""

    town: Town
    house: House

    def walk(self, plan: Plan, *, again: int = 8) -> Walk:
        """A journey by a practitioner who presses again when told to."""
        return rehearsal.start(plan, self.town, self.house, again=again)

    async def residue(self, plan: Plan) -> list[Hit]:
        """Where what was said can still be found, besides the filed record."""
        places = rehearsal.other_than_filed(await self.town.places())
        return search(places, runs_of(rehearsal.text(plan.transcript)))[1]


def fresh(name: str = "home-visit", *, by: str = "graph", children: int | None = None) -> Plan:
    """A sample meeting with people of its own, so that journeys do not meet."""
    plan = plan_of(samples.load(name))
    number = next(_numbers)
    people = [(n, born, f"{reference}-{number}") for n, born, reference in plan.people[:children]]
    marked = (
        plan.transcript + f"\n\n01:30:00.000 --> 01:30:01.000\n<v Kelly Marsh>Number {number}.</v>\n".encode()
    )
    return replace(plan, people=people, by=by, transcript=marked)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    """The house, open on loopback."""
    async with (
        open_town(QUICKER) as town,
        open_house(settings.read(town.environment), observe=town.observe) as house,
    ):
        town.microsoft.connector.bot_url = f"{house.address}/api/messages"
        yield Stage(town=town, house=house)


@pytest.fixture
def mended(stage: Stage) -> Callable[[], None]:
    """Faults end with their test."""
    return stage.town.wire.mend
