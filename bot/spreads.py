"""A hold going through the open accounts: answered in a moment or by update, and tried again until it is everywhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from itertools import chain, repeat

from bot.chat import Messages
from bot.incoming import Answer, Incoming
from cards import held
from record.errors import FaircopyError
from record.policy import PolicyHold
from worker import holding
from worker.desk import Desk
from worker.holding import Held, Spreading

log = logging.getLogger(__name__)

SOON = 0.6
"""Seconds after which a press is answered with what is under way; the rest comes by update."""
PAUSES = (5.0, 30.0, 60.0, 300.0)
"""Seconds between goes while some account cannot be reached; the last is repeated."""

Card = Mapping[str, object]


class Spreads:
    """Holds under way in this process. One that ends with it stands in the policy all the same; its card has the
    button that goes through the accounts again."""

    def __init__(self, *, desk: Desk, messages: Messages, pauses: Sequence[float] = PAUSES) -> None:
        self._pauses = pauses
        self._desk = desk
        self._messages = messages
        self._under_way: set[asyncio.Task[None]] = set()

    async def answer(self, incoming: Incoming, hold: PolicyHold, scope: str) -> Answer:
        """What came of the first go, if it is there in a moment; else that it is under way, and then an update."""
        spreading = Spreading(self._desk, hold)
        first = asyncio.ensure_future(_gone(spreading))
        await asyncio.wait({first}, timeout=SOON)
        came = first.result() if first.done() else None
        if came is not None and _ended(came):
            return Answer(card=self._drawn(came, scope))
        drawn = self._drawn(came, scope) if came else held.going(id=hold.id, scope=scope, at=hold.at)

        async def goes_on() -> None:
            self._keep(self._to_the_end(incoming, spreading, first, scope))

        return Answer(card=drawn, after=goes_on)

    def let_on(self, hold: PolicyHold) -> None:
        """Wake what a released hold was on. What cannot be reached now is looked at within a day by itself."""
        self._keep(self._woken(hold))

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _woken(self, hold: PolicyHold) -> None:
        if await _gone(Spreading(self._desk, hold, holding.woken)) is None:
            log.warning("release_unfinished")

    async def _to_the_end(
        self,
        incoming: Incoming,
        spreading: Spreading,
        first: asyncio.Future[Held | None],
        scope: str,
    ) -> None:
        """Go until every account is reached or the hold is released, and say on the card what came of each go."""
        came, shown = await first, None
        pauses = chain(self._pauses, repeat(self._pauses[-1]))
        while True:
            if came is not None and came != shown:
                await self._shown(incoming, self._drawn(came, scope))
                shown = came
            if came is not None and _ended(came):
                return
            await asyncio.sleep(next(pauses))
            came = await _gone(spreading)

    async def _shown(self, incoming: Incoming, card: Card) -> None:
        try:
            await self._messages.update_card(incoming.person, incoming.message or "", card)
        except FaircopyError as e:
            log.warning("hold_not_shown", extra={"error": type(e).__name__})

    def _drawn(self, came: Held, scope: str) -> Card:
        if not came.stands:
            return held.released(scope=scope)
        return held.card(
            id=came.hold.id,
            scope=scope,
            at=came.at if came.confirmed else came.hold.at,
            now=self._desk.clock(),
            dockets=came.dockets,
            records=came.records,
            gone=[held.Gone(kind=g.kind, count=g.count, first=g.first, last=g.last) for g in came.gone],
            maybe=[held.Maybe(docket=m.docket, kind=m.kind, until=m.until) for m in came.maybe],
            unnamed=came.unnamed,
            missed=came.missed,
            listed=came.listed,
        )


def _ended(came: Held) -> bool:
    return came.confirmed or not came.stands


async def _gone(spreading: Spreading) -> Held | None:
    """One go; None if not even the policy could be read."""
    try:
        return await spreading.go()
    except FaircopyError:
        return None
