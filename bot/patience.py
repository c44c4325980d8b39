"""The time that one press has for all that it asks of others, since Teams waits about ten seconds for its answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Coroutine
from typing import Any, TypeVar, overload

from record.errors import BusyError

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

SECONDS = 8.0
"""The rest of Teams' ten is for what we write down ourselves."""

Asking = Coroutine[Any, Any, A]


class Patience:
    """Runs from when it is made. However many are asked with it, one after another or side by side, each has only what
    is left."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._until = time.monotonic() + seconds

    async def asks(self, asking: Awaitable[A], silent: str) -> A:
        """What they answer, or whatever else they raise. Raises BusyError, saying `silent`, where no answer comes."""
        try:
            async with asyncio.timeout(max(self._until - time.monotonic(), 0.0)):
                return await asking
        except TimeoutError:
            raise BusyError(silent) from None

    @overload
    async def together(self, one: Asking[A], two: Asking[B], /) -> tuple[A, B]: ...
    @overload
    async def together(self, one: Asking[A], two: Asking[B], three: Asking[C], /) -> tuple[A, B, C]: ...
    @overload
    async def together(self, *many: Asking[A]) -> tuple[A, ...]: ...
    async def together(self, *many: Asking[Any]) -> tuple[Any, ...]:
        """Those that need nothing of one another, side by side, and what came of each. The first error ends the rest,
        and is raised by itself."""
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one) for one in many]
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        return tuple(task.result() for task in tasks)
