"""What takes longer than a moment after an answer is out: the reply does not wait for it, and it has an owner."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Background:
    """Each thing started here bounds its own time; what is still under way when the house closes is given up."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, doing: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin it. An error has nowhere to go but the log, and only its kind."""
        task = asyncio.create_task(_quietly(doing), name="background")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def aclose(self) -> None:
        """Nothing goes on."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _quietly(doing: Coroutine[Any, Any, None]) -> None:
    try:
        await doing
    except Exception as e:  # noqa: BLE001  # nobody waits for it
        log.error("background_failed", extra={"error": type(e).__name__})
