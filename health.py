"""Whether we are alive, and whether each door answers: for a platform's probes, and as findings of a set-up check."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from aiohttp import web

from cards.findings import Finding, State
from record.errors import FaircopyError

log = logging.getLogger(__name__)

SECONDS = 2.0
"""For which one door is waited for, while others are asked beside it."""
KEEP = 10.0
"""Seconds for which what was found is told again: nobody can hammer the parties through us."""
LOOPBACK = ("127.0.0.1", "::1")
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""Headers that a proxy adds: whoever sends one is not on this machine, wherever the connection comes from."""


GRACE = 1.0
"""Seconds more that a question may take to stop once its time is over; then it is left behind."""
OURS = "A fault of Faircopy's own."


class NotTriedError(FaircopyError):
    """It could not be tried, and `say` is why: whether it works is not known. `fix` is how to try it, and `who` can, ""
    where `say` says it."""

    def __init__(self, say: str, *, fix: str = "", who: str = "") -> None:
        super().__init__(say)
        self.fix, self.who = fix, who


class BrokenError(FaircopyError):
    """It is broken in a way that has a remedy of its own: `fix`, and what to run. `who` where it is somebody else."""

    def __init__(self, say: str, *, fix: str, command: str = "", who: str = "") -> None:
        super().__init__(say)
        self.fix, self.command, self.who = fix, command, who


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """It works, and somebody should see this all the same: `say`, `fix` how to mend it, and `who` can."""

    say: str
    fix: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One party, or one part of ours, that can be asked. `ask` answers a word on it, "" if there is none, or a Remark,
    or raises.

    `needed`: without it no turn can be answered and no other copy of us need be spared. `stops`, `who`, `fix` and
    `command` are for an administrator: what does not go on while it is down, who can mend it, how, and what to run.
    """

    name: str
    ask: Callable[[], Awaitable[str | Remark]]
    stops: str
    who: str
    fix: str
    command: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of asking: in milliseconds, and a constant sentence. Nothing in it is secret or about anybody.

    `fix`, `command` and `who` take the place of the door's own, "" where they do not; with `ok` they are a Remark's.
    """

    door: Door
    ok: bool
    ms: int
    say: str
    tried: bool = True
    fix: str = ""
    command: str = ""
    who: str = ""


async def ask_all(doors: Sequence[Door], *, seconds: float = SECONDS) -> tuple[Answer, ...]:
    """Each door, side by side, within `seconds` and a grace. Raises nothing: what goes wrong is that door's answer."""
    asking = [asyncio.ensure_future(ask(door, seconds=seconds)) for door in doors]
    try:
        if asking:
            await asyncio.wait(asking, timeout=seconds + GRACE)
    finally:
        late = [one for one in asking if not one.done()]
        for one in late:
            one.cancel()
        if late:
            await asyncio.wait(late, timeout=GRACE / 10)
    ms = round((seconds + GRACE) * 1000)
    return tuple(
        one.result()
        if one.done() and not one.cancelled()
        else Answer(door=door, ok=False, ms=ms, say=_silent(seconds))
        for door, one in zip(doors, asking, strict=True)
    )


async def ask(door: Door, *, seconds: float = SECONDS) -> Answer:
    """One door. Raises nothing."""
    began = time.monotonic()
    ok, tried, say, error = False, True, "", ""
    fix, command, who = "", "", ""
    try:
        async with asyncio.timeout(seconds):
            answer = await door.ask()
        ok = True
        if isinstance(answer, Remark):
            say, fix, who = answer.say, answer.fix, answer.who
        else:
            say = answer
    except NotTriedError as e:
        tried, say, fix, who = False, e.say, e.fix, e.who
    except BrokenError as e:
        say, error = e.say, type(e).__name__
        fix, command, who = e.fix, e.command, e.who
    except FaircopyError as e:
        say, error = e.say, type(e).__name__
    except TimeoutError as e:
        say, error = _silent(seconds), type(e).__name__
    except Exception as e:  # noqa: BLE001  # a fault of ours must not hide what the other doors say
        say, error = f"{OURS} It is called {type(e).__name__}.", type(e).__name__
    if error:
        log.warning("door_not_ok", extra={"door": door.name.replace(" ", "-"), "error": error})
    ms = round((time.monotonic() - began) * 1000)
    return Answer(door=door, ok=ok, tried=tried, ms=ms, say=say, fix=fix, command=command, who=who)


def _silent(seconds: float) -> str:
    return f"No answer within {seconds:g} seconds."


def found(answer: Answer) -> Finding:
    """An answer as it is shown to an administrator: the door's own remedy where something is broken, else none."""
    door = answer.door
    works = State.REMARK if answer.fix else State.WORKS
    known = Finding(
        name=door.name,
        state=works if answer.ok else State.NOT_TRIED,
        say=answer.say,
        who=answer.who,
        fix=answer.fix,
        ms=answer.ms,
    )
    if answer.ok or not answer.tried:
        return known
    return replace(
        known,
        state=State.BROKEN,
        stops=door.stops,
        who=answer.who or door.who,
        fix=answer.fix or door.fix,
        command=answer.command if answer.fix else door.command,
    )


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
