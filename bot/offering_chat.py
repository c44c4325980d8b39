"""The offer's door to Teams: who organised a meeting, their own chat with us, and the one card that asks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.chat import Messages
from bot.opening import LONGEST, Opening
from cards import offer as cards
from record.dates import moment
from record.docket import Person
from record.errors import NotThereError
from record.offer import Offer, Organised, at_last
from record.terms import PersonId

UNKNOWN = "Teams does not say who organised this meeting. Nothing has changed."


class Meets(Messages, Protocol):
    """What the Teams door does for us."""

    async def meeting(self, service_url: str, meeting: str) -> object: ...


class OfferChat:
    """`worker.offering.Asks`. Writes to the organiser alone, never into the meeting's chat."""

    def __init__(self, teams: Meets) -> None:
        self._teams = teams

    async def organised(self, offer: Offer) -> Organised:
        """From the meeting's own page at Teams, which answers whoever was added to it, and for that meeting alone."""
        told = _part(await self._teams.meeting(offer.service_url, offer.meeting))
        organiser, details = _part(told.get("organizer")), _part(told.get("details"))
        id, link = organiser.get("aadObjectId"), details.get("joinUrl")
        thread = _part(told.get("conversation")).get("id", offer.thread)
        if not isinstance(id, str) or not id or thread != offer.thread:
            raise NotThereError(UNKNOWN)
        return Organised(
            organiser=PersonId(id.strip().lower()), join_url=link[:LONGEST] if isinstance(link, str) else ""
        )

    async def reach(self, offer: Offer) -> Person:
        """Where they have not added Faircopy, Teams says no, and nobody is written to."""
        beside = Person(
            id=offer.organiser,
            name="",
            teams=offer.organiser,
            conversation=offer.thread,
            service_url=offer.service_url,
        )
        return await self._teams.reach(offer.organiser, beside)

    async def send(self, offer: Offer, who: Person) -> str:
        """The card; its buttons carry what the start card does."""
        began = offer.began or offer.ended
        at = Opening(m="call", j=offer.join_url, c=offer.call, w=moment(began))
        card = cards.card(id=offer.id, began=began, start=at.carried(), thread=offer.thread)
        return await self._teams.send_card(who, card)

    async def end(self, offer: Offer, who: Person) -> None:
        """In the place of the card that asked."""
        card = cards.answered(at_last(offer), thread=offer.thread)
        await self._teams.update_card(who, offer.message, card)


def _part(found: object) -> Mapping[str, object]:
    return found if isinstance(found, Mapping) else {}
