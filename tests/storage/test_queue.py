"""Nudges and markers on Azurite."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from record.doors import Nudge
from record.errors import StaleError
from record.terms import DocketId
from storage.markers import hour_of
from storage.rooms import NUDGES, POISON
from tests.storage.conftest import House, KilledError, Killer, Opener

LEASE = timedelta(seconds=60)
NOW = datetime(2026, 11, 10, 16, 10, tzinfo=UTC)
D = DocketId("docket-1")


async def bodies(house: House, queue: str) -> list[str]:
    return [str(m.content) for m in await house.temporary.queue(queue).peek_messages(32)]


async def send(house: House, body: str) -> None:
    await house.temporary.queue(NUDGES).send_message(body)


async def test_a_nudge_holds_an_id_and_a_version_and_never_expires(house: House) -> None:
    await house.doors.queue.nudge(D)
    assert await bodies(house, NUDGES) == ['{"v": 1, "id": "docket-1"}']
    (message,) = await house.temporary.queue(NUDGES).peek_messages()
    assert message.expires_on is not None
    assert message.expires_on.year > 9000


async def test_received_once_and_hidden_until_given_back(house: House) -> None:
    queue = house.doors.queue
    assert await queue.receive(LEASE) == ()
    await queue.nudge(D)
    (nudge,) = await queue.receive(LEASE)
    assert nudge.docket == D
    assert await queue.receive(LEASE) == ()
    await queue.give_back(nudge)
    (again,) = await queue.receive(LEASE)
    await queue.done(nudge)  # its handle is spent: another has the message, which stays
    await queue.give_back(nudge)
    renewed = await queue.renew(again, LEASE)
    with pytest.raises(StaleError):
        await queue.renew(again, LEASE)
    await queue.done(renewed)
    await queue.done(renewed)
    with pytest.raises(StaleError):
        await queue.renew(renewed, LEASE)


async def test_at_most_eight_in_one_request(opener: Opener) -> None:
    killer = Killer()
    async with opener(killer) as house:
        for n in range(10):
            await house.doors.queue.nudge(DocketId(f"docket-{n}"))
        killer.seen.clear()
        first, second = await house.doors.queue.receive(LEASE), await house.doors.queue.receive(LEASE)
        assert (len(first), len(second)) == (8, 2)
        assert len(killer.seen) == 2


async def test_a_delay_hides_it_and_more_than_seven_days_is_cut(house: House) -> None:
    queue = house.doors.queue
    await queue.nudge(D, timedelta(days=30))
    await queue.nudge(D, timedelta(seconds=1))
    await queue.nudge(D, timedelta(seconds=-5))
    assert len(await queue.receive(LEASE)) == 1
    await asyncio.sleep(1.2)
    assert len(await queue.receive(LEASE)) == 1
    assert await queue.receive(LEASE) == ()


@pytest.mark.parametrize(
    "body",
    ["", "words", "[]", '{"v":2,"id":"a"}', '{"v":1}', '{"v":1,"id":2}', '{"v":1,"id":"a","verb":"x"}'],
)
async def test_what_we_do_not_know_goes_to_poison(house: House, body: str) -> None:
    await send(house, body)
    await house.doors.queue.nudge(D)
    nudges = await house.doors.queue.receive(LEASE)
    assert [nudge.docket for nudge in nudges] == [D]
    await house.doors.queue.done(nudges[0])
    assert await bodies(house, NUDGES) == []
    assert await bodies(house, POISON) == [body]


async def test_a_kill_while_putting_aside_loses_nothing(opener: Opener) -> None:
    killer = Killer()
    async with opener(killer) as house:
        await send(house, "strange")
        killer.left = 2
        with pytest.raises(KilledError):
            await house.doors.queue.receive(timedelta(seconds=1))
    async with opener() as house:
        assert await bodies(house, POISON) == ["strange"]
        await asyncio.sleep(1.2)
        assert await house.doors.queue.receive(LEASE) == ()
        assert await bodies(house, POISON) == ["strange", "strange"]


async def test_a_nudge_of_another_queue_is_a_fault_of_ours(house: House) -> None:
    with pytest.raises(TypeError):
        await house.doors.queue.done(Nudge(docket=D, handle="x"))


# --- markers ------------------------------------------------------------------------------------------------------


def test_the_hour_is_the_first_that_is_not_before() -> None:
    assert hour_of(NOW) == NOW.replace(hour=17, minute=0)
    assert hour_of(hour_of(NOW)) == hour_of(NOW)
    assert hour_of(NOW.replace(minute=0)) == NOW.replace(minute=0)
    assert hour_of(NOW.replace(hour=23)) == datetime(2026, 11, 11, tzinfo=UTC)


async def test_only_what_is_due_is_listed_in_order_of_time(house: House) -> None:
    queue = house.doors.queue
    for id, due in (("b", NOW), ("a", NOW + timedelta(days=400)), ("c", NOW - timedelta(days=2)), ("b", NOW)):
        await queue.mark(DocketId(id), due)
    assert await queue.due(NOW) == ((DocketId("c"), hour_of(NOW - timedelta(days=2))),)
    assert await queue.due(hour_of(NOW)) == (
        (DocketId("c"), hour_of(NOW - timedelta(days=2))),
        (DocketId("b"), hour_of(NOW)),
    )
    await queue.unmark(DocketId("c"), NOW - timedelta(days=2))
    await queue.unmark(DocketId("c"), NOW - timedelta(days=2))
    await queue.unmark(DocketId("b"), hour_of(NOW))
    assert await queue.due(NOW + timedelta(days=1)) == ()


async def test_a_marker_put_again_since_it_was_seen_stays(house: House) -> None:
    queue = house.doors.queue
    await queue.mark(D, NOW)
    ((docket, hour),) = await queue.due(hour_of(NOW))
    await queue.mark(D, NOW)
    await queue.unmark(docket, hour)
    assert await queue.due(hour_of(NOW)) == ((D, hour),)
    await queue.unmark(docket, hour)
    assert await queue.due(hour_of(NOW)) == ()
