"""The plain JSON connector against the small case system, and what only it promises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from typing_extensions import override

import connectors
from connectors.http_json import HttpJson
from local.case_system import CaseSystem
from local.wire import Wire
from record.errors import BusyError, NotAllowedError, NotThereError, ShutOutError
from record.said import Said
from tests.contracts.case_system import OPEN, CaseSystemContract, Spoilt, Stand, good, note, silent

KEY = "loopback-only"
NOW = datetime(2026, 11, 10, 16, 10, tzinfo=UTC)
PARTY = CaseSystem.party


class SmallCaseSystem(Stand):
    """`local.case_system` and its wire."""

    def __init__(
        self, cases: CaseSystem, wire: Wire, session: aiohttp.ClientSession, *, honours_keys: bool
    ) -> None:
        self._cases = cases
        self._wire = wire
        cases.honours_keys = honours_keys
        self.connector = HttpJson(
            session=session, base_url=cases.url, key=Said(KEY), honours_keys=honours_keys, seconds=0.5
        )

    @override
    def open_file(self, reference: str, name: str, born: date, worker: str) -> None:
        self._cases.add_person(reference, name, born, worker)

    @override
    def close_file(self, reference: str) -> None:
        self._cases.people[reference].open = False

    @override
    def held(self, reference: str) -> list[str]:
        return [one.text for one in self._cases.notes_on(reference)]

    @override
    def added(self, filed: str) -> list[str]:
        return [one.text for one in self._cases.additions_to(filed)]

    @override
    def rewrite(self, reference: str, text: str) -> None:
        self._cases.notes_on(reference)[-1].text = text

    @override
    def clear(self, reference: str) -> None:
        for one in self._cases.notes_on(reference):
            self._cases.take_off(one.id)

    @override
    def spoil_post(self, how: Spoilt) -> None:
        self._spoil("POST", how, 1)

    @override
    def spoil_all(self, how: Spoilt) -> None:
        self._spoil("*", how, None)

    def _spoil(self, method: str, how: Spoilt, times: int | None) -> None:
        match how:
            case "lost" | "down":
                self._wire.fail(PARTY, method, how=how, times=times)
            case "slow":
                self._wire.fail(PARTY, method, how="slow", seconds=1.0, times=times)
            case "busy" | "broken" | "refused" | "gibberish":
                status = {"busy": 503, "broken": 500, "refused": 403, "gibberish": 200}[how]
                self._wire.fail(PARTY, method, how="status", status=status, times=times)

    @override
    async def stop(self) -> None:
        await self._cases.__aexit__()


@asynccontextmanager
async def standing(*, honours_keys: bool) -> AsyncIterator[Stand]:
    wire = Wire()
    async with aiohttp.ClientSession() as session, CaseSystem(wire, KEY) as cases:
        yield SmallCaseSystem(cases, wire, session, honours_keys=honours_keys)


class TestHttpJson(CaseSystemContract):
    """With a case system that honours keys."""

    @pytest.fixture
    async def stand(self) -> AsyncIterator[Stand]:
        async with standing(honours_keys=True) as one:
            yield one


class TestHttpJsonWithoutKeys(CaseSystemContract):
    """With one that files every post."""

    @pytest.fixture
    async def stand(self) -> AsyncIterator[Stand]:
        async with standing(honours_keys=False) as one:
            yield one


# --- what only this connector promises ----------------------------------------------------------------------------


@asynccontextmanager
async def answering(**answer: Any) -> AsyncIterator[tuple[HttpJson, list[web.Request]]]:
    """A connector before a server that always answers the same."""
    seen: list[web.Request] = []

    async def handle(request: web.Request) -> web.Response:
        seen.append(request)
        await request.read()
        return web.json_response(**answer)

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        async with aiohttp.ClientSession() as session:
            yield (
                HttpJson(session=session, base_url=base, key=None, honours_keys=False, clock=lambda: NOW),
                seen,
            )
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("after", "until"),
    [
        ("120", NOW + timedelta(minutes=2)),
        ("999999999999", NOW + timedelta(hours=1)),
        ("Tue, 10 Nov 2026 16:15:00 GMT", NOW + timedelta(minutes=5)),
        ("Tue, 10 Nov 2026 15:00:00 GMT", NOW),
        ("soon", None),
        ("٣", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_busy_until_it_says(status: int, after: str, until: datetime | None) -> None:
    async with answering(data={}, status=status, headers={"Retry-After": after}) as (connector, _):
        for ask in (connector.find("x"), connector.post(note(), good)):
            with pytest.raises(BusyError) as busy:
                await ask
            assert busy.value.until == until


async def test_another_persons_file_is_not_taken() -> None:
    body = {"reference": "CH-2", "name": "Mali", "date_of_birth": "2012-01-02", "worker": None}
    async with answering(data=body) as (connector, seen):
        assert (await connector.find("CH-2")).worker is None
        assert seen[0].path == "/api/people/CH-2"
        with pytest.raises(NotThereError):
            await connector.find("CH-3")


@pytest.mark.parametrize("status", [401, 403])
async def test_a_key_that_is_not_taken_is_told_from_a_moments_silence(status: int) -> None:
    """Whoever pressed hears whom to tell, and is not told to press again in a minute."""
    async with answering(data={}, status=status) as (connector, _):
        with pytest.raises(ShutOutError) as out:
            await connector.find("CH-2")
    assert "does not let Faircopy in" in out.value.say
    assert "Please tell your Faircopy contact." in out.value.say


async def test_a_redirect_is_not_followed() -> None:
    async with answering(data={}, status=307, headers={"Location": "/elsewhere"}) as (connector, seen):
        with pytest.raises(NotAllowedError) as refused:
            await connector.post(note("words"), good)
        silent(refused.value)
        assert refused.value.code == "case-system-refused"
        assert len(seen) == 1


async def test_the_sentence_for_a_closed_file() -> None:
    async with answering(data={"error": "closed"}, status=409) as (connector, _):
        with pytest.raises(NotAllowedError) as refused:
            await connector.post(note(), good)
    assert refused.value.say == (
        f"The case system refused it: file {OPEN} is closed. Nothing is filed, nothing is destroyed."
    )


async def test_a_time_nobody_knows_is_left_out() -> None:
    bodies: list[dict[str, object]] = []

    async def handle(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        return web.json_response({"id": "1"})

    app = web.Application()
    app.router.add_post("/people/{ref}/notes", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        connector = connectors.NAMES["http_json"](
            session=session, base_url=base, key=Said(KEY), honours_keys=True
        )
        known = note()
        await connector.post(known, good)
        unknown = type(known)(
            key="k",
            reference=OPEN,
            record_type=known.record_type,
            title="t",
            author="a",
            occurred=None,
            text=known.text,
        )
        await connector.post(unknown, good)
    await runner.cleanup()
    assert bodies[0]["event_date"] == "2026-11-10T16:10:00+00:00"
    assert "event_date" not in bodies[1]


async def test_the_key_is_not_in_sight() -> None:
    async with aiohttp.ClientSession() as session:
        connector = HttpJson(session=session, base_url="http://127.0.0.1:9", key=Said(KEY), honours_keys=True)
        assert KEY not in f"{connector!r}{vars(connector)!r}"
        await asyncio.sleep(0)
