"""A docket is walked once and no more, whoever comes between; its marker goes only when another can find it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
import pytest_asyncio

from local import rehearsal
from local.rehearsal import Walk
from record.docket import Docket
from record.doors import Chat, Dockets, Nudge, Queue
from record.entries import with_record
from record.errors import BusyError, NoAnswerError, NotThereError
from record.terms import DocketId, PersonId, State
from tests.journeys.conftest import Stage, fresh
from worker.clerk import Clerk
from worker.desk import Desk
from worker.walk import ORPHAN, Walked, swept, walk

pytestmark = pytest.mark.asyncio(loop_scope="module")

LATER = timedelta(days=60)


class Elbowed:
    """The real dockets; just before one `method` of ours, somebody else's change is saved."""

    def __init__(self, real: Dockets, method: str, change: Callable[[Docket], Docket]) -> None:
        self._real = real
        self._method = method
        self._change = change

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def _elbow(self, method: str, id: DocketId) -> None:
        if method == self._method:
            self._method = ""
            docket, etag = await self._real.read(id)
            await self._real.save(self._change(docket), etag)

    async def save(self, docket: Docket, etag: str) -> str:
        await self._elbow("save", docket.id)
        return await self._real.save(docket, etag)

    async def remove(self, docket: Docket, etag: str) -> None:
        await self._elbow("remove", docket.id)
        await self._real.remove(docket, etag)


def never() -> bool:
    return False


def elbowed(desk: Desk, method: str, changed: datetime) -> Desk:
    between = Elbowed(desk.dockets, method, lambda d: with_record(d, 1, changed=changed))
    return replace(desk, dockets=cast(Dockets, between))


@pytest_asyncio.fixture(scope="module", loop_scope="module", name="stage")
async def by_hand(stage: Stage) -> Stage:
    """The house with its own clerk sent home: what walks here is walked by a test."""
    stage.house.clerk.stop()
    await stage.house.clerk.settle()
    return stage


async def at_rest(stage: Stage) -> Walk:
    """A draft on its card, and nothing left to do."""
    desk, drafted = stage.house.desk, stage.walk(fresh())
    author = PersonId(drafted.author.oid)
    before = set(await desk.dockets.of_author(author))
    await rehearsal._confirmed(drafted, message := await rehearsal._commanded(drafted))
    (id,) = set(await desk.dockets.of_author(author)) - before
    assert await walk(desk, id, stopping=never) is Walked.ARMED
    await rehearsal._drafted(drafted, message)
    return drafted


async def change(stage: Stage, id: DocketId, **changes: Any) -> None:
    """Change its record, and wake nobody."""
    docket, etag = await stage.house.desk.dockets.read(id)
    await stage.house.desk.dockets.save(with_record(docket, 1, **changes), etag)


def writes(stage: Stage, since: int) -> list[str]:
    """What was written to storage since, but for the queue, which is polled all the time."""
    calls = stage.town.wire.calls[since:]
    return [
        c.url.split("/")[4]
        for c in calls
        if c.party == "storage" and c.method not in ("GET", "HEAD") and "/nudges" not in c.url
    ]


async def markers(desk: Desk, id: DocketId) -> list[datetime]:
    return [hour for found, hour in await desk.queue.due(desk.clock() + LATER) if found == id]


async def test_a_wake_with_nothing_to_do_writes_nothing(stage: Stage) -> None:
    drafted = await at_rest(stage)
    since = len(stage.town.wire.calls)
    assert await Clerk(stage.house.desk).walk(drafted.docket) is Walked.WAITS
    assert writes(stage, since) == []


async def test_told_to_stop_does_nothing(stage: Stage) -> None:
    drafted = await at_rest(stage)
    await change(stage, drafted.docket, card=None, shown=0)
    since = len(stage.town.wire.calls)
    assert await walk(stage.house.desk, drafted.docket, stopping=lambda: True) is Walked.UNFINISHED
    assert writes(stage, since) == []


async def test_what_was_seen_stands_although_somebody_wrote_first(stage: Stage) -> None:
    """The card is sent, somebody else saves, and the claim of its words comes too late: no second card is sent."""
    drafted = await at_rest(stage)
    desk = stage.house.desk
    await change(stage, drafted.docket, card=None, shown=0)
    before, at = len(drafted.hand.messages()), desk.clock() + timedelta(hours=1)
    assert await walk(elbowed(desk, "save", at), drafted.docket, stopping=never) is Walked.ARMED
    docket, _ = await desk.dockets.read(drafted.docket)
    (record,) = docket.records
    assert record.changed == at, "what somebody else saved is lost"
    assert len(drafted.hand.messages()) == before + 1
    assert record.card == drafted.hand.messages()[-1].id
    assert record.shown == record.version
    assert docket.claims == ()


async def test_somebody_writes_just_before_the_account_goes(stage: Stage) -> None:
    drafted = await at_rest(stage)
    desk = stage.house.desk
    now = desk.clock()
    await change(
        stage, drafted.docket, state=State.DROPPED, why="discarded", last_ok=True, settled=now, changed=now
    )
    assert await walk(elbowed(desk, "remove", now), drafted.docket, stopping=never) is Walked.DONE
    with pytest.raises(NotThereError):
        await desk.dockets.read(drafted.docket)
    assert (await desk.receipts.read(drafted.docket)).filings


async def test_an_act_without_an_answer_is_come_back_to(stage: Stage) -> None:
    drafted = await at_rest(stage)
    await change(stage, drafted.docket, shown=0)
    unheard = replace(stage.house.desk, chat=cast(Chat, Unheard()))
    since = len(stage.town.wire.calls)
    assert await walk(unheard, drafted.docket, stopping=never) is Walked.ARMED
    assert writes(stage, since) == ["dockets", "due"], "claimed, and nothing concluded"


async def test_the_marker_goes_once_the_next_one_is_there(stage: Stage) -> None:
    drafted = await at_rest(stage)
    desk, id = stage.house.desk, drafted.docket
    before = await markers(desk, id)
    await desk.queue.mark(id, desk.clock() - timedelta(days=1))
    (hour,) = set(await markers(desk, id)) - set(before)
    since = len(stage.town.wire.calls)
    await swept(desk, id, hour, walk(desk, id, stopping=never, rearm=True))
    assert writes(stage, since) == ["due", "due"], "the next one put, then this one taken"
    assert await markers(desk, id) == before


async def test_a_walk_that_failed_keeps_its_marker(stage: Stage) -> None:
    drafted = await at_rest(stage)
    desk, id = stage.house.desk, drafted.docket
    before = await markers(desk, id)
    await change(stage, id, card=None, shown=0)
    for hour in before:
        await swept(desk, id, hour, walk(desk, id, stopping=lambda: True, rearm=True))
    assert await markers(desk, id) == before


async def test_a_marker_without_a_docket_goes_after_two_hours(stage: Stage) -> None:
    desk, id = stage.house.desk, DocketId(uuid.uuid4().hex)
    await desk.queue.mark(id, desk.clock())
    (hour,) = await markers(desk, id)
    early = replace(desk, clock=lambda: hour + ORPHAN - timedelta(seconds=1))
    await swept(early, id, hour, walk(early, id, stopping=never))
    assert await markers(desk, id) == [hour]
    late = replace(desk, clock=lambda: hour + ORPHAN)
    await swept(late, id, hour, walk(late, id, stopping=never))
    assert await markers(desk, id) == []


class Unheard:
    """A chat from which no answer comes."""

    async def show(self, *_: object) -> None:
        raise NoAnswerError("No answer came.")


class OneByOne:
    """A queue with a nudge for each of these, one at a time."""

    def __init__(self, real: Queue, ids: list[DocketId]) -> None:
        self._real = real
        self._ids = ids

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def receive(self, lease: timedelta) -> tuple[Nudge, ...]:
        return (Nudge(docket=self._ids.pop(0), handle=None),) if self._ids else ()

    async def done(self, nudge: Nudge) -> None:
        return

    async def give_back(self, nudge: Nudge) -> None:
        return


class Slow:
    """Dockets that are not there; the first of them is slow to say so."""

    def __init__(self, slow: DocketId) -> None:
        self.slow = slow
        self.go_on = asyncio.Event()
        self.other = asyncio.Event()

    async def read(self, id: DocketId) -> tuple[Docket, str]:
        if id == self.slow:
            await self.go_on.wait()
        else:
            self.other.set()
        raise NotThereError("Nothing is there.")


async def test_a_slow_docket_does_not_keep_the_others_waiting(stage: Stage) -> None:
    ids = [DocketId(uuid.uuid4().hex) for _ in range(2)]
    dockets = Slow(ids[0])
    desk = replace(
        stage.house.desk,
        dockets=cast(Dockets, dockets),
        queue=cast(Queue, OneByOne(stage.house.desk.queue, ids)),
    )
    clerk = Clerk(desk, idle_poll=0.2)
    running = asyncio.create_task(clerk.run())
    try:
        await asyncio.wait_for(dockets.other.wait(), 10)
    finally:
        dockets.go_on.set()
        clerk.stop()
        await asyncio.wait_for(running, 10)


class Orphans(OneByOne):
    """A queue with nothing but markers whose dockets are not there; the first of them cannot be taken away."""

    def __init__(self, real: Queue, ids: list[DocketId]) -> None:
        super().__init__(real, [])
        self.orphans = ids
        self.gone = asyncio.Event()

    async def due(self, now: datetime) -> tuple[tuple[DocketId, datetime], ...]:
        return tuple((id, now - 2 * ORPHAN) for id in self.orphans)

    async def unmark(self, id: DocketId, due: datetime) -> None:
        if id == self.orphans[0]:
            raise BusyError("Storage is busy.")
        self.gone.set()


async def test_a_marker_that_stays_does_not_end_the_sweep(stage: Stage) -> None:
    ids = [DocketId(uuid.uuid4().hex) for _ in range(2)]
    queue = Orphans(stage.house.desk.queue, ids)
    clerk = Clerk(replace(stage.house.desk, queue=cast(Queue, queue)), idle_poll=0.2)
    running = asyncio.create_task(clerk.run())
    try:
        await asyncio.wait_for(queue.gone.wait(), 10)
    finally:
        clerk.stop()
        await asyncio.wait_for(running, 10)
