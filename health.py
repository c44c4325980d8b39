"""Whether we are alive, and whether each door answers: for a platform's probes, and as rows for `app.py check`."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from record.errors import FaircopyError

log = logging.getLogger(__name__)

SECONDS = 2.0
"""For which one door is waited for, while others are asked beside it."""
KEEP = 10.0
"""Seconds for which what was found is told again: nobody can hammer the parties through us."""
LOOPBACK = ("127.0.0.1", "::1")
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""Headers that a proxy adds: whoever sends one is not on this machine, wherever the connection comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One party, or one part of ours, that can be asked. `ask` answers a remark, "" if there is none, or raises.

    `needed`: without it no turn can be answered and no other copy of us need be spared. `stops` and `next` are for
    an administrator: what does not go on while it is down, and what to look at.
    """

    name: str
    ask: Callable[[], Awaitable[str]]
    stops: str
    next: str
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of asking: in milliseconds, and a constant sentence. Nothing in it is secret or about anybody."""

    door: Door
    ok: bool
    ms: int
    say: str


async def ask_all(doors: Sequence[Door], *, seconds: float = SECONDS) -> tuple[Answer, ...]:
    """Each door, side by side. Raises nothing: whatever goes wrong is that door's answer."""
    return tuple(await asyncio.gather(*[ask(door, seconds=seconds) for door in doors]))


async def ask(door: Door, *, seconds: float = SECONDS) -> Answer:
    """One door. Raises nothing."""
    began = time.monotonic()
    ok, say, error = False, "", ""
    try:
        async with asyncio.timeout(seconds):
            say = await door.ask()
        ok = True
    except FaircopyError as e:
        say, error = e.say, type(e).__name__
    except TimeoutError as e:
        say, error = f"No answer within {seconds:g} seconds.", type(e).__name__
    except Exception as e:  # noqa: BLE001  # a fault of ours must not hide what the other doors say
        say, error = "A fault of Faircopy's own.", type(e).__name__
    if error:
        log.warning("door_not_ok", extra={"door": door.name.replace(" ", "-"), "error": error})
    return Answer(door=door, ok=ok, ms=round((time.monotonic() - began) * 1000), say=say)


def is_ready(answers: Sequence[Answer]) -> bool:
    """Whether every door that is needed is ok."""
    return all(x.ok for x in answers if x.door.needed)


class Health:
    """`/livez` and `/readyz`. Both are open to anybody, so that a stranger learns names and yes or no, and no more."""

    def __init__(
        self,
        doors: Sequence[Door],
        *,
        seconds: float = SECONDS,
        keep: float = KEEP,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`seconds` bound each door's answer; for `keep` seconds the answers are told again."""
        self._doors = doors
        self._seconds = seconds
        self._keep = keep
        self._monotonic = monotonic
        self._found: tuple[Answer, ...] = ()
        self._until = float("-inf")
        self._one = asyncio.Lock()
        self._clerk: asyncio.Task[None] | None = None

    def watch(self, clerk: asyncio.Task[None]) -> None:
        """The task without which nobody's record goes on."""
        self._clerk = clerk
        clerk.add_done_callback(_ended)

    def routes(self) -> list[web.RouteDef]:
        """What is served beside the bot's own door."""
        return [web.get("/livez", self._livez), web.get("/readyz", self._readyz)]

    async def look(self) -> tuple[Answer, ...]:
        """What each door answers; asked anew once the last answers are old, once however many want to know."""
        async with self._one:
            if self._monotonic() >= self._until:
                self._found = await ask_all(self._doors, seconds=self._seconds)
                self._until = self._monotonic() + self._keep
            return self._found

    async def _livez(self, _: web.Request) -> web.Response:
        """200 if the loop answers and the clerk works; 503 if not: start us again."""
        alive = self._clerk is not None and not self._clerk.done()
        return web.Response(status=200 if alive else 503, headers=_UNKEPT)

    async def _readyz(self, request: web.Request) -> web.Response:
        """200 or 503, with each door by name; how long it took and what it said only to who asks on this machine."""
        answers = await self.look()
        near = request.remote in LOOPBACK and not any(x in request.headers for x in FORWARDED)
        doors = {x.door.name: {"ok": x.ok, **({"ms": x.ms, "say": x.say} if near else {})} for x in answers}
        ready = is_ready(answers)
        return web.json_response(
            {"ready": ready, "doors": doors}, status=200 if ready else 503, headers=_UNKEPT
        )


_UNKEPT = {"Cache-Control": "no-store"}


def _ended(clerk: asyncio.Task[None]) -> None:
    """The clerk ends when it is told to, and else only by a fault of ours."""
    error = None if clerk.cancelled() else clerk.exception()
    if error is not None:
        log.critical("clerk_failed", extra={"error": type(error).__name__})


def row(answer: Answer, width: int) -> str:
    """One door for a terminal: works or BROKEN, milliseconds, and where it is broken what stops and what to look at.

    `width` is that of the longest name, in characters.
    """
    head = (
        f"{'works ' if answer.ok else 'BROKEN'}  {answer.door.name:<{width}}  {answer.ms:>5} ms  {answer.say}"
    )
    if answer.ok:
        return head.rstrip()
    return f"{head.rstrip()}\n        Stops: {answer.door.stops}\n        Next: {answer.door.next}"
