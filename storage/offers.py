"""Offers: sealed as dockets are, guarded by ETags; and what may not be forgotten of them, as keyed hashes alone.

In one container of the temporary account:

    open/<id>          the sealed offer
    calls/<hash>       the id of the offer that a call was taken for: whoever writes it first may ask about that call
    never/<hash>       empty: this organiser does not want to be asked about that series

Each is one write, so there is nothing to finish or undo after a kill. A call's mark goes with its offer. `never` stays
until its organiser takes it back; whose it is, and of which meetings, cannot be read from it without asking for both.
"""

from __future__ import annotations

from record.errors import NotThereError, StaleError
from record.offer import SIGN, Ended, Offer
from record.packing import dumps, loads
from record.terms import DocketId, PersonId
from storage.blobs import Blobs
from storage.keys import Keys
from storage.sealing import seal, unseal

_V = 1
_KIND = "offer"


class BlobOffers:
    """`worker.offering.Offers`."""

    def __init__(self, container: Blobs, keys: Keys) -> None:
        self._blobs = container
        self._keys = keys

    def id(self, end: Ended) -> DocketId:
        """The same for the same news of the same meeting's end."""
        return DocketId(SIGN + self._keys.name("meeting", f"{end.meeting}\0{end.told}"))

    def call(self, call: str) -> str:
        """The keyed hash that stands for a call."""
        return self._keys.name("offered call", call)

    async def create(self, offer: Offer) -> bool:
        """Write it unless it is there; whether it was not (one write). Raises BusyError, NoAnswerError."""
        try:
            await self._blobs.create(_open(offer.id), self._sealed(offer))
        except StaleError:
            return False
        return True

    async def read(self, id: DocketId) -> tuple[Offer, str]:
        """The offer and its ETag (one read). Raises NotThereError, AlteredError, BusyError, UnreadableError."""
        blob = await self._blobs.get(_open(id))
        plain = unseal(self._keys.dockets, blob.data, docket=id, record=0, kind=_KIND, address=id)
        return loads(Offer, plain, version=_V)[0], blob.etag

    async def save(self, offer: Offer, etag: str) -> str:
        """Write if the ETag still holds (one write). Raises StaleError, BusyError, NoAnswerError."""
        return await self._blobs.replace(_open(offer.id), self._sealed(offer), etag)

    async def remove(self, offer: Offer, etag: str) -> None:
        """Its call's mark, then itself if the ETag still holds (two requests). Raises StaleError, BusyError,
        NoAnswerError."""
        if offer.taken:
            await self._blobs.delete(f"calls/{offer.taken}")
        await self._blobs.delete(_open(offer.id), etag)

    async def take(self, taken: str, id: DocketId) -> bool:
        """Whether that call is this offer's to ask about (one write; one read besides if it was taken before).

        Raises BusyError, NoAnswerError.
        """
        try:
            await self._blobs.create(f"calls/{taken}", id.encode())
        except StaleError:
            try:
                return (await self._blobs.get(f"calls/{taken}")).data == id.encode()
            except NotThereError:
                return False  # it went just now, with an offer that was over: it was asked about
        return True

    async def never(self, organiser: PersonId, thread: str, *, on: bool) -> None:
        """Whether that organiser wants not to be asked about the meetings of that chat (one request)."""
        if on:
            await self._blobs.write(self._never(organiser, thread), b"")
        else:
            await self._blobs.delete(self._never(organiser, thread))

    async def is_never(self, organiser: PersonId, thread: str) -> bool:
        """What they said last (one read). Raises BusyError."""
        return await self._blobs.exists(self._never(organiser, thread))

    def _never(self, organiser: PersonId, thread: str) -> str:
        return "never/" + self._keys.name("never offer", f"{organiser}\0{thread}")

    def _sealed(self, offer: Offer) -> bytes:
        plain = dumps(Offer, offer, version=_V)
        return seal(self._keys.dockets, plain, docket=offer.id, record=0, kind=_KIND, address=offer.id)


def _open(id: DocketId) -> str:
    return f"open/{id}"
