"""The log and the faults, seen by an ordinary client."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from time import perf_counter

import pytest
from aiohttp import ClientError, ClientSession, web
from typing_extensions import override

from local.wire import How, StandIn, Wire, held


class Counter(StandIn):
    """Counts what it performed."""

    party = "counter"
    performed = 0

    @override
    def routes(self) -> list[web.RouteDef]:
        return [web.post("/count", self.count), web.get("/count", self.count)]

    @override
    def holdings(self) -> Mapping[str, object]:
        return {"count": self.performed}

    async def count(self, _: web.Request) -> web.Response:
        self.performed += 1
        return web.json_response(self.performed)


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    async with Counter(Wire()) as opened:
        yield opened


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


async def test_calls_are_logged_in_order(counter: Counter, session: ClientSession) -> None:
    for path in ("/count", "/nothing"):
        await session.get(counter.url + path)
    assert [(c.method, c.status, c.party) for c in counter.wire.calls] == [
        ("GET", 200, "counter"),
        ("GET", 404, "counter"),
    ]
    assert len(counter.wire.to("counter", "GET", "/count")) == 1


@pytest.mark.parametrize(("how", "performed"), [("down", 0), ("lost", 1)])
async def test_no_answer_before_or_after_the_work(
    counter: Counter, session: ClientSession, how: How, performed: int
) -> None:
    counter.wire.fail("counter", "POST", "/count", how=how, times=1)
    with pytest.raises(ClientError):
        await session.post(f"{counter.url}/count")
    assert counter.performed == performed
    assert counter.wire.calls[-1].status is None
    assert (await session.post(f"{counter.url}/count")).status == 200


async def test_a_status_with_headers_for_the_second_call_only(
    counter: Counter, session: ClientSession
) -> None:
    counter.wire.fail("counter", how="status", status=429, headers={"Retry-After": "1"}, times=1, skip=1)
    answers = [await session.get(f"{counter.url}/count") for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 429, 200]
    assert answers[1].headers["Retry-After"] == "1"


async def test_faults_strike_by_party_method_path_and_request(
    counter: Counter, session: ClientSession
) -> None:
    wire = counter.wire
    wire.fail("someone else")
    wire.fail("counter", "POST", how="status")
    wire.fail("counter", path="/elsewhere", how="status")
    wire.fail("counter", how="status", when=lambda request: "bad" in request.query)
    assert (await session.get(f"{counter.url}/count")).status == 200
    assert (await session.get(f"{counter.url}/count?bad=1")).status == 503
    wire.mend("counter")
    assert (await session.post(f"{counter.url}/count")).status == 200
    assert [fault.party for fault in wire.faults] == ["someone else"]


async def test_slow_is_slow_and_still_answers(counter: Counter, session: ClientSession) -> None:
    counter.wire.fail("counter", how="slow", seconds=0.05)
    began = perf_counter()
    assert (await session.get(f"{counter.url}/count")).status == 200
    assert perf_counter() - began > 0.04


def test_held_finds_text_wherever_it_is() -> None:
    @dataclass
    class Box:
        label: str
        inside: dict[str, object]

    box = Box("outer", {"key": [b"deep", {"more": "deeper"}], "none": None})
    found = {data for _, data in held("box", {"it": box})}
    assert {b"outer", b"key", b"deep", b"deeper"} <= found
