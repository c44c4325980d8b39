"""Every open docket is listed, over several answers, in order, each once, and the loop is not stopped for long."""

from __future__ import annotations

import asyncio

from storage.blobs import NAMES
from tests.storage.conftest import Killer, Opener


async def test_all_of_them_in_order_and_a_page_a_request(opener: Opener) -> None:
    killer = Killer()
    async with opener(killer) as house:
        assert [id async for id in house.doors.dockets.each()] == []
        container = house.temporary.container("dockets")
        names = [f"{n:032x}" for n in range(NAMES * 2 + 1)]
        few = asyncio.Semaphore(16)

        async def put(name: str) -> None:
            async with few:
                await container.create(name, b"x")

        await asyncio.gather(*map(put, names))
        killer.seen.clear()
        assert [id async for id in house.doors.dockets.each()] == names
        assert [(method, status) for method, _, status in killer.seen] == [("GET", 200)] * 3
