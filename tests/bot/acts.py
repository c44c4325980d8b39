"""What tests do to a chat, and a watch on the event loop."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from local.microsoft.teams_user import TeamsUser
from tests.bot.conftest import Bot, card

Act = Callable[[Bot, TeamsUser, str], Awaitable[Any]]


async def send(bot: Bot, user: TeamsUser, _: str) -> str:
    return await bot.teams.send_card(bot.person(user), card("New"))


async def say(bot: Bot, user: TeamsUser, _: str) -> str:
    return await bot.teams.send_text(bot.person(user), "Hello.")


async def update(bot: Bot, user: TeamsUser, message: str) -> None:
    await bot.teams.update_card(bot.person(user), message, card("Changed"))


async def delete(bot: Bot, user: TeamsUser, message: str) -> None:
    await bot.teams.delete(bot.person(user), message)


BEAT = 0.005


@dataclass
class Pauses:
    """The longest time for which the loop did nothing else, in seconds, less what the machine kept from everybody."""

    longest: float = 0.0


class Beside:
    """A thread that only sleeps: how late it wakes is the machine's doing, whatever the loop does."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._last = time.perf_counter()
        self._latest = 0.0
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def _beat(self) -> None:
        while not self._over.wait(BEAT):
            now = time.perf_counter()
            self._latest, self._last = max(self._latest, now - self._last - BEAT), now

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def lateness(self) -> float:
        """The longest since this was last asked, in seconds."""
        latest, self._latest = max(self._latest, time.perf_counter() - self._last - BEAT), 0.0
        return latest


@asynccontextmanager
async def watched() -> AsyncIterator[Pauses]:
    pauses, beside = Pauses(), Beside()

    async def beat() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(BEAT)
            now = time.perf_counter()
            late = now - last - BEAT - beside.lateness()
            pauses.longest, last = max(pauses.longest, late), now

    beside.start()
    task = asyncio.create_task(beat())
    try:
        yield pauses
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        beside.stop()


async def warm(bot: Bot, user: TeamsUser) -> None:
    """botbuilder builds its schemas when they are first used."""
    first = await send(bot, user, "")
    for act in (update, delete):
        await act(bot, user, first)


async def until(ready: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait for what somebody else does. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.005)
