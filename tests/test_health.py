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

from health import FORWARDED, Door, Health, row
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
        return Door(name=self.name, ask=self.ping, stops="Filing.", next="Look at it.", needed=self.needed)


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
        assert json.loads(body)["doors"]["drafting"]["say"] == "A fault of Faircopy's own."


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
    async with served(party) as asked:
        (answer,) = await asked.health.look()
        assert "BROKEN  case system" in row(answer, 11)
        assert row(answer, 11).endswith("It is down.\n        Stops: Filing.\n        Next: Look at it.")
        party.error = None
        asked.clock.now = 11.0
        (answer,) = await asked.health.look()
        assert row(answer, 11).startswith("works   case system")
        assert "\n" not in row(answer, 11)
