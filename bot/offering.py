"""The end of a meeting, and what its organiser answers to the offer of a draft."""

from __future__ import annotations

from typing import Protocol

from bot import replies
from bot.incoming import Answer, Incoming
from bot.opening import opening
from bot.starting import Starting
from cards import offer as cards
from cards import reading
from record.errors import FaircopyError, RefusedError
from record.offer import SIGN, Came, Ended
from record.terms import DocketId, PersonId

LONGEST = 512
"""Characters of an id that a button carries, at most."""
VERBS = {"offer-yes": Came.YES, "offer-no": Came.NO, "offer-never": Came.NEVER}
AGAIN = "offer-again"


class Takes(Protocol):
    """Who remembers offers: `worker.offering`."""

    async def watch(self, end: Ended) -> None: ...

    async def answer(self, id: DocketId, who: PersonId, came: Came) -> Came: ...

    async def again(self, who: PersonId, thread: str) -> None: ...


class OfferPresses:
    """Nothing is said where the meeting was: neither that we heard of its end, nor that we could not remember it."""

    def __init__(self, *, offering: Takes, starting: Starting) -> None:
        self._offering = offering
        self._starting = starting

    async def ended(self, incoming: Incoming) -> Answer:
        """A meeting has ended. Where that could not be written down, Teams hears that it failed."""
        if incoming.end is None:
            return Answer()
        try:
            await self._offering.watch(incoming.end)
        except FaircopyError:
            return Answer(failed=True)
        return Answer()

    def knows(self, verb: str) -> bool:
        """Whether this is a button of an offer."""
        return verb in VERBS or verb == AGAIN

    async def press(self, incoming: Incoming) -> Answer:
        """The next card. Yes: the start card, with this meeting chosen; it takes the offer's place for good."""
        who, thread = incoming.person, (reading.text(incoming.data, "t") or "")[:LONGEST]
        if incoming.verb == AGAIN:
            await self._offering.again(who.id, thread)
            return Answer(card=cards.asking_again())
        id = DocketId((reading.text(incoming.data, "o") or "")[:LONGEST])
        if not id.startswith(SIGN) or "/" in id:
            raise RefusedError(replies.NO_SUCH_BUTTON)
        wanted, start = VERBS[incoming.verb], None
        if wanted is Came.YES:
            # first: if Microsoft does not answer or they must sign in, the offer still stands
            at = opening(incoming.data)
            start = await self._starting.meeting(who, at.j, incoming.patience, call=at.c)
        came = await self._offering.answer(id, who.id, wanted)
        if start is not None and came is Came.YES:
            return start
        return Answer(card=cards.answered(came, thread=thread))
