"""Practitioners' Graph tokens in memory for a few minutes, so that one walk does not ask for one at every step."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from record.docket import Person
from record.doors import Clock, Token

LONGEST = timedelta(minutes=10)
"""After this the token service is asked again, so that a sign-in taken away is soon noticed."""
SPARE = timedelta(minutes=5)
"""A token with less than this to live is used once and not kept."""
MOST = 200
"""Tokens kept at once; the one used longest ago goes first."""

Ask = Callable[[Person], Awaitable[Token]]


@dataclass(frozen=True, slots=True)
class _Kept:
    token: Token
    until: datetime
    timer: asyncio.TimerHandle


class KeptTokens:
    """In this process's memory alone. `ask` gets a person's token from the token service."""

    def __init__(self, *, ask: Ask, clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._asking: dict[str, asyncio.Task[Token]] = {}

    async def token(self, person: Person) -> Token:
        """The kept token, or one asked for now: once for all who want it meanwhile. Raises as `ask` does."""
        kept = self._kept.get(person.teams)
        if kept is not None and self._clock() < kept.until:
            self._kept.move_to_end(person.teams)
            return kept.token
        asking = self._asking.get(person.teams)
        if asking is None:
            asking = asyncio.create_task(self._asked(person))
            asking.add_done_callback(_heard)
            self._asking[person.teams] = asking
        return await asyncio.shield(asking)

    def keep(self, person: Person, token: Token) -> None:
        """Keep this one from now on, in place of any other, also of one that is being asked for."""
        self.forget(person)
        now = self._clock()
        until = min(now + LONGEST, token.expires - SPARE)
        if until <= now:
            return
        timer = asyncio.get_running_loop().call_later((until - now).total_seconds(), self.forget, person)
        self._kept[person.teams] = _Kept(token, until, timer)
        if len(self._kept) > MOST:
            _, oldest = self._kept.popitem(last=False)
            oldest.timer.cancel()

    def forget(self, person: Person) -> None:
        """It is no longer good: the next to want one asks for it anew."""
        self._asking.pop(person.teams, None)
        kept = self._kept.pop(person.teams, None)
        if kept is not None:
            kept.timer.cancel()

    async def _asked(self, person: Person) -> Token:
        me = asyncio.current_task()
        try:
            token = await self._ask(person)
            if self._asking.get(person.teams) is me:
                self.keep(person, token)
            return token
        finally:
            if self._asking.get(person.teams) is me:
                del self._asking[person.teams]


def _heard(asking: asyncio.Task[Token]) -> None:
    """Whoever wanted it may have stopped waiting: what came of it is then nobody's, and no fault of the loop's."""
    if not asking.cancelled():
        asking.exception()
