"""What every group of buttons has: the desk, how a press is claimed, and the titles of the record types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.claimed import Claimed, here
from bot.incoming import Answer, Incoming
from bot.turns import Turns
from cards import reading
from record import review
from record.docket import Docket, Record
from record.errors import RefusedError
from record.terms import RecordTypeId
from worker.desk import Desk

Verbs = Mapping[str, Callable[[Incoming, reading.Press], Awaitable[Answer]]]


class Pressing:
    """A group of buttons. Its `verbs` are what `buttons.py` asks for."""

    def __init__(self, *, desk: Desk, claimed: Claimed, titles: Callable[[RecordTypeId], str]) -> None:
        self._desk = desk
        self._claimed = claimed
        self._titles = titles

    async def _own(self, incoming: Incoming, at: reading.Press) -> tuple[Docket, Record]:
        """The author's, on its own card: a name is shown on no other. Raises RefusedError."""
        docket, _ = await self._claimed.read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.is_settled:
            raise RefusedError(review.FINISHED)
        here(incoming, record.card)
        return docket, record


class Turning(Pressing):
    """A group of buttons that draws the record's own card again, step by step."""

    def __init__(
        self, *, desk: Desk, turns: Turns, claimed: Claimed, titles: Callable[[RecordTypeId], str]
    ) -> None:
        super().__init__(desk=desk, claimed=claimed, titles=titles)
        self._turns = turns
