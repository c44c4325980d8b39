"""Liveness and readiness over HTTP: doors side by side, bounded, seldom, and a stranger is told yes or no."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from cards.findings import State, table
from health import FORWARDED, BrokenError, Door, Health, NotTriedError, ask_all, found
from record.errors import BusyError


@dataclass
class Party:
    """Something outside that can be up, down, slow, or at fault; it counts how often it was asked."""

    name: str
    needed: bool = False
    slow: float = 0.0
    error: Exception | None = None
    asked: int = 0

    async def ping(self) -> str:
        self.asked += 1
        await asyncio.sleep(self.slow)
        if self.error is not None:
            raise self.error
        return ""

    @property
    def door(self) -> Door:
        return Door(
            name=self.name,
            ask=self.ping,
            stops="Filing.",
            who="an administrator",
            fix="Look at it.",
            command="look --at it",
            needed=self.needed,
        )


@dataclass
class Clock:
    """Seconds that pass when they are told to."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Asked:
    """The health of some parties, served on loopback."""

    url: str
    session: aiohttp.ClientSession
    health: Health
    clock: Clock = field(default_factory=Clock)

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.session.get(f"{self.url}{path}", headers=headers) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            return answer.status, await answer.text()

    async def doors(self) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = json.loads((await self.get("/readyz"))[1])["doors"]
        return found


@asynccontextmanager
async def served(*parties: Party, seconds: float = 2.0) -> AsyncIterator[Asked]:
    clock = Clock()
    health = Health([p.door for p in parties], seconds=seconds, keep=10.0, monotonic=clock)
    application = web.Application()
    application.add_routes(health.routes())
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        async with aiohttp.ClientSession() as session:
            yield Asked(f"http://{host}:{port}", session, health, clock)
    finally:
        await runner.cleanup()


async def test_ready_while_every_door_that_is_needed_answers() -> None:
    queue, graph = Party("queue", needed=True), Party("Graph", error=BusyError("Graph is down."))
    async with served(queue, graph) as asked:
        status, body = await asked.get("/readyz")
        told = json.loads(body)
        assert (status, told["ready"]) == (200, True)
        assert told["doors"]["queue"]["ok"] is True
        assert told["doors"]["Graph"] == {
            "ok": False,
            "ms": told["doors"]["Graph"]["ms"],
            "say": "Graph is down.",
        }
        queue.error = BusyError("The queue is down.")
        asked.clock.now = 10.0
        status, body = await asked.get("/readyz")
        assert (status, json.loads(body)["ready"]) == (503, False)


@pytest.mark.parametrize("header", FORWARDED)
async def test_who_comes_through_a_proxy_learns_names_and_yes_or_no_alone(header: str) -> None:
    async with served(Party("Graph", error=BusyError("Graph is down."))) as asked:
        _, body = await asked.get("/readyz", **{header: "203.0.113.9"})
        assert json.loads(body) == {"ready": True, "doors": {"Graph": {"ok": False}}}


async def test_doors_are_asked_side_by_side_and_none_is_waited_for_beyond_its_time() -> None:
    parties = [Party(f"slow {n}", slow=0.3) for n in range(8)]
    silent = Party("silent", slow=3600)
    async with served(*parties, silent, seconds=0.9) as asked:
        began = time.monotonic()
        doors = await asked.doors()
        assert time.monotonic() - began < 8 * 0.3
        assert all(doors[p.name]["ok"] for p in parties)
        assert doors["silent"]["say"] == "No answer within 0.9 seconds."


async def test_however_many_ask_however_often_the_parties_are_asked_once_in_ten_seconds() -> None:
    party = Party("case system", slow=0.05)
    async with served(party) as asked:
        await asyncio.gather(*[asked.get("/readyz") for _ in range(50)])
        assert party.asked == 1
        asked.clock.now = 9.9
        await asked.get("/readyz")
        assert party.asked == 1
        asked.clock.now = 10.1
        await asyncio.gather(*[asked.get("/readyz") for _ in range(50)])
        assert party.asked == 2


async def test_a_fault_of_ours_is_that_doors_answer_and_shows_none_of_its_text() -> None:
    async with served(Party("drafting", error=ValueError("Tyler said he was hit"))) as asked:
        status, body = await asked.get("/readyz")
        assert status == 200
        assert "Tyler" not in body
        assert (
            json.loads(body)["doors"]["drafting"]["say"]
            == "A fault of Faircopy's own. It is called ValueError."
        )


async def _works_on() -> None:
    await asyncio.sleep(3600)


async def _fails() -> None:
    raise ValueError("Tyler said he was hit")


async def _stops() -> None:
    return


@pytest.mark.parametrize(("clerk", "status"), [(_works_on, 200), (_fails, 503), (_stops, 503), (None, 503)])
async def test_alive_is_when_the_clerk_works_whatever_the_parties_do(
    clerk: Callable[[], Awaitable[None]] | None, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    down = Party("queue", needed=True, error=BusyError("Down."))
    async with served(down) as asked:
        task = asyncio.ensure_future(clerk()) if clerk is not None else None
        if task is not None:
            asked.health.watch(task)
            await asyncio.wait([task], timeout=0.05)
        assert await asked.get("/livez") == (status, "")
        assert down.asked == 0
        assert ("clerk_failed" in caplog.text) == (clerk is _fails)
        assert "Tyler" not in caplog.text
        if task is not None:
            task.cancel()
            await asyncio.wait([task])


async def test_a_row_says_what_stops_and_what_to_do_only_where_something_is_broken() -> None:
    party = Party("case system", error=BusyError("It is down."))
    broken = found((await ask_all([party.door]))[0])
    assert table([broken])[1:] == [
        "           This stops: Filing.",
        "           Who can fix it: an administrator",
        "           Fix: Look at it.",
        "           Run: look --at it",
        "1 of 1 broken. 0 work. 0 not tried.",
    ]
    party.error = None
    works = found((await ask_all([party.door]))[0])
    assert (works.state, works.stops, works.who, works.fix, works.command) == (State.WORKS, "", "", "", "")
    assert len(table([works])) == 2


async def test_a_fault_with_a_remedy_of_its_own_says_that_one_and_no_command_of_another() -> None:
    party = Party("bot identity", error=BrokenError("The secret has run out.", fix="Make a new one."))
    finding = found((await ask_all([party.door]))[0])
    assert (finding.state, finding.who) == (State.BROKEN, "an administrator")
    assert (finding.fix, finding.command) == ("Make a new one.", "")


async def test_what_could_not_be_tried_is_not_called_broken_and_stops_nothing() -> None:
    party = Party("Graph", error=NotTriedError("Nobody is signed in.", fix="Sign in."))
    finding = found((await ask_all([party.door]))[0])
    assert (finding.state, finding.stops, finding.fix) == (State.NOT_TRIED, "", "Sign in.")
    assert table([finding])[-1] == "0 of 1 broken. 0 work. 1 not tried."


async def test_one_that_will_not_be_given_up_is_left_behind() -> None:
    """A question that goes on although it was told to stop holds up nobody; it is ended, and named."""
    over = asyncio.Event()

    async def stubborn() -> str:
        while not over.is_set():
            try:
                await asyncio.wait_for(over.wait(), 60)
            except asyncio.CancelledError:
                continue
        return ""

    party = Party("Graph")
    door = Door(name="stubborn", ask=stubborn, stops="", who="", fix="")
    began = time.monotonic()
    good, bad = await ask_all([party.door, door], seconds=0.1)
    assert time.monotonic() - began < 5
    assert good.ok
    assert (bad.ok, bad.say) == (False, "No answer within 0.1 seconds.")
    over.set()
    await asyncio.sleep(0)
