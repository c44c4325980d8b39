"""What tests do to a chat, and a watch on the event loop."""

from __future__ import annotations

import asyncio
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


@dataclass
class Pauses:
    """The longest time for which the loop did nothing else, in seconds."""

    longest: float = 0.0


@asynccontextmanager
async def watched() -> AsyncIterator[Pauses]:
    pauses = Pauses()

    async def beat() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.005)
            now = time.perf_counter()
            pauses.longest, last = max(pauses.longest, now - last - 0.005), now

    task = asyncio.create_task(beat())
    try:
        yield pauses
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


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
