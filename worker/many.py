"""Many dockets, a bounded number at a time, so that neither memory nor the loop is filled with them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

from record.terms import DocketId

SIDE_BY_SIDE = 16
"""Dockets in hand at once."""


async def side_by_side(ids: AsyncIterator[DocketId], do: Callable[[DocketId], Awaitable[None]]) -> None:
    """Do it for each, SIDE_BY_SIDE at most at once; the next id is asked for only when a hand is free.

    Raises what the list or `do` first raised, as it is: the rest is then left.
    """
    turn = asyncio.Lock()

    async def works() -> None:
        while True:
            async with turn:
                id = await anext(ids, None)
            if id is None:
                return
            await do(id)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(SIDE_BY_SIDE):
                group.create_task(works())
    except ExceptionGroup as several:
        raise several.exceptions[0] from None


async def each(ids: Iterable[DocketId]) -> AsyncIterator[DocketId]:
    for id in ids:
        yield id
