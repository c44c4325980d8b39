"""Killed at any request, at every step of an offer: somebody is asked at most once, and at the end nothing is left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
import pytest_asyncio

import settings
from bot import activities
from house import open_house
from local.hand import buttons, words
from local.microsoft.meetings import Meeting
from local.rehearsal import Walk
from local.town import open_town
from record.offer import Came, Ended, Standing
from record.terms import PersonId
from tests.journeys.conftest import QUICKER, Stage, fresh
from worker.offering import Asks, Offering, Offers
from worker.walk import Walked

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOUR = timedelta(hours=1)


class KilledError(BaseException):
    """The process died here."""


@dataclass
class Life:
    """How many requests to a door a process makes before it dies right after one, or (`before`) instead of the next."""

    left: int = 10**9
    before: bool = False

    def spend(self, *, ahead: bool) -> None:
        if ahead is self.before:
            self.left -= 1
            if self.left < 0:
                raise KilledError


class Mortal:
    """A door, as a process that dies sees it."""

    def __init__(self, door: object, life: Life) -> None:
        self._door, self._life = door, life

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._door, name)
        if not asyncio.iscoroutinefunction(found):
            return found

        async def asked(*args: object, **more: object) -> object:
            self._life.spend(ahead=True)
            answer = await found(*args, **more)
            self._life.spend(ahead=False)
            return answer

        return asked


@dataclass
class World:
    """A house whose own clerk has stopped, so that nobody but the test walks; `ahead` is how far its clock is."""

    stage: Stage
    ahead: timedelta = timedelta(0)

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def process(self, life: Life | None = None) -> Offering:
        """A process with a life of its own, over the same doors."""
        whole = cast(Any, self.stage.house.clerk._offering)
        life = life or Life()
        desk = self.stage.house.desk
        doors = {
            name: cast(Any, Mortal(getattr(desk, name), life)) for name in ("queue", "tokens", "meetings")
        }
        return Offering(
            desk=replace(desk, clock=self.clock, **doors),
            offers=cast(Offers, Mortal(whole._offers, life)),
            asks=cast(Asks, Mortal(whole._asks, life)),
            types=whole._types,
        )

    async def kept(self) -> list[str]:
        return [
            place
            for place, _ in await self.stage.town.places()
            if "/offers/" in place and not place.endswith(" (name)")
        ]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world() -> AsyncIterator[World]:
    async with open_town(QUICKER) as town, open_house(settings.read(town.environment)) as house:
        town.microsoft.connector.bot_url = f"{house.address}/api/messages"
        house.clerk.stop()
        yield World(Stage(town=town, house=house))


def met(world: World) -> tuple[Walk, Meeting, Ended]:
    """A meeting with its transcript, and what Teams told of its end."""
    microsoft = world.stage.town.microsoft
    walk = world.stage.walk(fresh(children=1), again=0)
    began = datetime.now(UTC) - HOUR
    meeting = microsoft.graph.add_meeting(
        "Review", began, began + HOUR, walk.author, [], transcripts=[(b"WEBVTT\n", began, began + HOUR / 2)]
    )
    microsoft.meeting_chats.add_app(meeting)
    end = activities.read(microsoft.meeting_chats.end_event(meeting)).end
    assert end is not None
    return walk, meeting, end


async def alive(world: World, end: Ended, after: timedelta) -> Walked:
    """A process that does not die walks it, so long afterwards."""
    world.ahead += after
    offering = world.process()
    return await offering.walk(cast(Any, offering)._offers.id(end), stopping=lambda: False)


async def until_killed(doing: Coroutine[Any, Any, object]) -> bool:
    """Whether it died."""
    try:
        await doing
    except KilledError:
        return True
    return False


@pytest.mark.parametrize("before", [False, True])
async def test_killed_at_every_step(world: World, before: bool) -> None:
    """Told of the end, looked, sent; then in two worlds of three answered, else ended. After each kill another process
    goes on, told again by Teams only where the first could not answer."""
    silent, died, step = 0, True, 0
    while died:
        walk, _, end = met(world)
        life = Life(left=step, before=before)
        mortal = world.process(life)
        id = cast(Any, mortal)._offers.id(end)
        died = await until_killed(mortal.watch(end))
        if died:
            await world.process().watch(end)
        world.ahead += timedelta(minutes=6)
        died |= await until_killed(mortal.walk(id, stopping=lambda: False))
        for wait in (0, 10, 30, 120):
            await alive(world, end, timedelta(minutes=wait))
        cards = [m for m in walk.hand.messages() if m.cards]
        assert len(cards) <= 1
        silent += not cards
        offer, _ = await cast(Any, world.process())._offers.read(id)
        assert offer.at in ((Standing.OFFERED, Standing.SENDING) if cards else (Standing.SENDING,))
        await _answered(world, walk, id, life, step)
        for wait in (8, 3, 3):
            await alive(world, end, timedelta(days=wait))
        assert await world.kept() == [], step
        world.ahead = timedelta(0)
        step += 1
    assert step > 10, "it must have died at every step, and at last lived"
    assert silent <= 2, "only where it was written down that it is being sent, and was not yet"


async def _answered(world: World, walk: Walk, id: Any, life: Life, step: int) -> None:
    """Answered or not, by a process that may die of it too."""
    came = (None, Came.NO, Came.NEVER)[step % 3]
    if came is None:
        return
    who = PersonId(walk.author.oid)
    life.left = step % 4
    await until_killed(world.process(life).answer(id, who, came))
    assert await world.process().answer(id, who, came) is came
    assert await world.process().answer(id, who, Came.YES) is came, "an answer is never changed"
    offers = cast(Any, world.process())._offers
    for thread in {m.thread_id for m in world.stage.town.microsoft.graph.meetings.all}:
        await offers.never(who, thread, on=False)


@pytest.mark.parametrize("before", [False, True])
async def test_killed_at_every_step_of_its_end(world: World, before: bool) -> None:
    """Nobody answered: the card says so, once the next process has gone on; then all of it goes."""
    died, step, ending = True, 0, 0
    while died:
        walk, _, end = met(world)
        await world.process().watch(end)
        await alive(world, end, timedelta(minutes=6))
        (card,) = walk.hand.messages()
        world.ahead += timedelta(days=8)
        mortal = world.process(Life(left=step, before=before))
        id = cast(Any, mortal)._offers.id(end)
        died = await until_killed(mortal.walk(id, stopping=lambda: False))
        if (await cast(Any, world.process())._offers.read(id))[0].at is Standing.ENDING:
            assert await world.process().answer(id, PersonId(walk.author.oid), Came.YES) is Came.ENDED
            ending += 1
        await alive(world, end, timedelta(minutes=6))
        assert "This offer has ended." in words(card.cards[0]), step
        assert await world.process().answer(id, PersonId(walk.author.oid), Came.YES) is Came.ENDED
        mortal = world.process(Life(left=step % 3, before=before))
        world.ahead += timedelta(days=3)
        await until_killed(mortal.walk(id, stopping=lambda: False))
        await alive(world, end, timedelta(minutes=6))
        assert await world.kept() == [], step
        world.ahead, step = timedelta(0), step + 1
    assert step > 5
    assert ending, "it must have died between its claim and its card"


async def ending(world: World) -> tuple[Walk, Ended, Any]:
    """An offer that nobody answered, and whose process died before its card could say that it has ended."""
    walk, _, end = met(world)
    await world.process().watch(end)
    await alive(world, end, timedelta(minutes=6))
    world.ahead += timedelta(days=8)
    id, life = cast(Any, world.process())._offers.id(end), 0
    while (offer := (await cast(Any, world.process())._offers.read(id))[0]).at is not Standing.ENDING:
        await until_killed(world.process(Life(left=life)).walk(id, stopping=lambda: False))
        life += 1
    return walk, end, offer


async def test_a_never_while_it_ends_is_kept_and_said(world: World) -> None:
    walk, end, offer = await ending(world)
    (card,) = walk.hand.messages()
    who, offers = PersonId(walk.author.oid), cast(Any, world.process())._offers
    assert await world.process().answer(offer.id, who, Came.NEVER) is Came.NEVER
    assert await offers.is_never(who, offer.thread)
    for other in (Came.NO, Came.YES):
        assert await world.process().answer(offer.id, who, other) is not other
    await alive(world, end, timedelta(minutes=6))
    assert "I do not ask after these meetings any more." in words(card.cards[0])
    assert [b["verb"] for b in buttons(card.cards[0])] == ["offer-again"]
    assert await world.process().answer(offer.id, who, Came.NO) is Came.NEVER
    await offers.never(who, offer.thread, on=False)
    await alive(world, end, timedelta(days=3))
    assert await world.kept() == []
    world.ahead = timedelta(0)


async def test_a_never_that_came_second_is_not_remembered(world: World) -> None:
    """Pressed on two devices: what is said is what is so."""
    walk, end, offer = await ending(world)
    who, first, second = PersonId(walk.author.oid), world.process(), cast(Any, world.process())
    walked, offers = iter([first.walk(offer.id, stopping=lambda: False)]), second._offers

    class Overtaken(Mortal):
        """The other is quicker: right after a never is remembered, the card says that the offer has ended."""

        async def never(self, *args: object, **more: object) -> None:
            await offers.never(*args, **more)
            for walk in walked:
                await walk

    second._offers = Overtaken(offers, Life())
    assert await second.answer(offer.id, who, Came.NEVER) is Came.ENDED
    assert "This offer has ended." in words(walk.hand.messages()[0].cards[0])
    assert not await offers.is_never(who, offer.thread)
    await alive(world, end, timedelta(days=3))
    assert await world.kept() == []
    world.ahead = timedelta(0)


async def test_two_processes_at_once_ask_once(world: World) -> None:
    for _ in range(6):
        walk, _, end = met(world)
        both = [world.process() for _ in range(3)]
        await asyncio.gather(*(p.watch(end) for p in both))
        id = cast(Any, both[0])._offers.id(end)
        world.ahead += timedelta(minutes=6)
        await asyncio.gather(*(p.walk(id, stopping=lambda: False) for p in both))
        assert len(walk.hand.messages()) == 1
        await both[0].answer(id, PersonId(walk.author.oid), Came.NO)
        await alive(world, end, timedelta(days=3))
        world.ahead = timedelta(0)
    assert await world.kept() == []


async def test_a_lost_nudge_is_found_by_its_marker(world: World) -> None:
    walk, _, end = met(world)
    offering = world.process()
    await offering.watch(end)
    id = cast(Any, offering)._offers.id(end)
    world.ahead += 2 * HOUR
    desk = world.stage.house.desk
    assert id in [found for found, _ in await desk.queue.due(world.clock())]
    assert await offering.walk(id, stopping=lambda: False, rearm=True) is Walked.ARMED
    (card,) = walk.hand.messages()
    assert "Do you want a draft?" in words(card.cards[0])
    assert await offering.walk(id, stopping=lambda: False) is Walked.WAITS
    assert await offering.walk(id, stopping=lambda: False, rearm=True) is Walked.ARMED
    world.ahead += timedelta(days=8)
    assert await offering.walk(id, stopping=lambda: True) is Walked.UNFINISHED
    assert await offering.walk(id, stopping=lambda: False) is Walked.ARMED
    assert "This offer has ended." in words(walk.hand.messages()[0].cards[0])
    world.ahead += timedelta(days=3)
    assert await offering.walk(id, stopping=lambda: False) is Walked.DONE
    assert await offering.walk(id, stopping=lambda: False) is Walked.GONE
    world.ahead = timedelta(0)
