"""Many dockets side by side: each once, and a list that breaks off is told as it broke off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from record.errors import BusyError
from record.terms import DocketId
from worker.many import SIDE_BY_SIDE, each, side_by_side


async def test_each_once_and_a_bounded_number_at_once() -> None:
    ids, done, at_once = [DocketId(f"d{n}") for n in range(3 * SIDE_BY_SIDE)], [], [0, 0]

    async def do(id: DocketId) -> None:
        at_once[0] += 1
        at_once[1] = max(at_once)
        await asyncio.sleep(0)
        at_once[0] -= 1
        done.append(id)

    await side_by_side(each(ids), do)
    assert sorted(done) == sorted(ids)
    assert at_once == [0, SIDE_BY_SIDE]


async def test_a_list_that_breaks_off_raises_its_own_error() -> None:
    async def broken() -> AsyncIterator[DocketId]:
        yield DocketId("d1")
        raise BusyError("Storage is busy.")

    done: list[DocketId] = []

    async def do(id: DocketId) -> None:
        done.append(id)

    with pytest.raises(BusyError):
        await side_by_side(broken(), do)
    assert done == ["d1"]
