"""Which calls a meeting had: asked of Microsoft with the person's own sign-in, in the time of their press."""

from __future__ import annotations

from bot import replies
from bot.opening import Opening
from bot.patience import Patience
from record.dates import clock, day, moment
from record.docket import Call, Person
from record.errors import BusyError, NotThereError
from worker.desk import Desk


class Calls:
    """Nothing of them is kept: a start card carries what it needs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of_link(self, who: Person, link: str, patience: Patience) -> tuple[Call, ...]:
        """Those of a join link's meeting, newest first. Raises as `Meetings.calls`; BusyError if it takes long."""
        try:
            return await patience.asks(self._of_link(who, link), replies.SLOW)
        except BusyError:
            raise BusyError(replies.SLOW) from None

    async def one(self, who: Person, at: Opening, patience: Patience) -> Call:
        """The one that a card is about. Raises as `of_link`; NotThereError if the meeting has no such call."""
        calls = await self.of_link(who, at.j, patience)
        call = next((c for c in calls if c.call == at.c), None)
        if call is None:
            raise NotThereError(replies.NO_MEETING)
        return call

    async def _of_link(self, who: Person, link: str) -> tuple[Call, ...]:
        token = await self._desk.tokens.token(who)
        meeting = await self._desk.meetings.find(token, link)
        return await self._desk.meetings.calls(token, meeting)


def span(call: Call) -> str:
    """When a call took place, in words."""
    if call.ended is None:
        return moment(call.began)
    return f"{day(call.began)}, {clock(call.began)} to {clock(call.ended)}"
