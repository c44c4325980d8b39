"""Sealed words: one blob a piece, one key a record; destroying the key destroys what it sealed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from record.doors import Good, Look
from record.entries import key_address, key_of
from record.errors import FaircopyError, RefusedError, StaleError
from record.said import Said
from record.terms import Address, DocketId, Saw
from storage.blobs import CURRENT, Blobs
from storage.keys import Keys
from storage.sealing import new_key, seal, unseal

_KEY = "key"


class BlobWords:
    """`record.doors.Words` in one container of the temporary account. An Address is a blob's name.

    No record's key is kept in memory past one call: once it is erased, nothing here can open what it sealed.
    """

    def __init__(self, container: Blobs, keys: Keys) -> None:
        self._blobs = container
        self._keys = keys

    async def make_key(self, docket: DocketId, record: int, good: Good, gen: int = 1) -> None:
        """Make the key if there is none (one write). Raises BusyError, NoAnswerError, LapsedError."""
        address = key_address(docket, record, gen)
        wrapped = seal(
            self._keys.records, new_key(), docket=docket, record=record, kind=_KEY, address=address
        )
        good()
        try:
            await self._blobs.create(address, wrapped)
        except StaleError:
            return  # there is one

    async def put(
        self, docket: DocketId, record: int, kind: str, address: Address, words: Said[bytes], good: Good
    ) -> None:
        """Seal and write at a fresh address (one read, one write); the same words again do no harm (two more reads).

        Raises NotThereError (no key), RefusedError (other words stand there), AlteredError, BusyError, NoAnswerError,
        LapsedError.
        """
        good()
        key = await self._key(docket, record, address)
        sealed = seal(key, words.reveal(), docket=docket, record=record, kind=kind, address=address)
        good()
        try:
            await self._blobs.create(address, sealed)
        except StaleError:
            pass
        else:
            return
        good()
        standing = (await self._blobs.get(address)).data
        if unseal(key, standing, docket=docket, record=record, kind=kind, address=address) != words.reveal():
            raise RefusedError("Other words already stand there. Nothing was overwritten. Please try again.")

    async def get(self, docket: DocketId, record: int, kind: str, address: Address) -> Said[bytes]:
        """The words (two reads). Raises NotThereError (blob or key gone), AlteredError, BusyError."""
        key = await self._key(docket, record, address)
        sealed = (await self._blobs.get(address)).data
        return Said(unseal(key, sealed, docket=docket, record=record, kind=kind, address=address))

    async def erase(self, address: Address, good: Good) -> Look:
        """Delete a blob or a key with its snapshots (one request). DONE, or NOT_THERE if it was gone.

        Raises BusyError, NoAnswerError, NotAllowedError (code `storage-immutable`: storage is told to keep it).
        """
        good()
        deleted = await self._blobs.delete(address)
        return Look(saw=Saw.DONE if deleted.found else Saw.NOT_THERE, request=deleted.request)

    async def look(self, addresses: Sequence[Address]) -> tuple[Look, ...]:
        """What a list with every include shows of each, in the order asked: one request a docket (a page of 5,000).

        PRESENT says in `why` in which form ("blob", "version", "snapshot", "deleted", "uncommitted"). Never raises:
        a list that did not come whole makes all of its addresses UNKNOWN.
        """
        found: dict[Address, Look] = {}
        for docket, places in groupby(sorted(set(addresses)), key=lambda address: address.split("/")[0]):
            found |= await self._listed(f"{docket}/", list(places))
        return tuple(found[address] for address in addresses)

    async def _listed(self, prefix: str, places: Sequence[Address]) -> dict[Address, Look]:
        try:
            items, request = await self._blobs.listed(prefix)
        except FaircopyError as e:
            return dict.fromkeys(places, Look(saw=Saw.UNKNOWN, why=type(e).__name__))
        forms: dict[str, set[str]] = {}
        for item in items:
            forms.setdefault(item.name, set()).add(item.form)
        return {
            place: Look(saw=Saw.PRESENT, request=request, why=_worst(forms[place]))
            if place in forms
            else Look(saw=Saw.ABSENT, request=request)
            for place in places
        }

    async def _key(self, docket: DocketId, record: int, sealed: Address) -> bytes:
        address = key_of(docket, record, sealed)
        wrapped = (await self._blobs.get(address)).data
        return unseal(self._keys.records, wrapped, docket=docket, record=record, kind=_KEY, address=address)


def _worst(forms: set[str]) -> str:
    """The plainest form first: a blob that anyone can read is worse than a trace of it."""
    return CURRENT if CURRENT in forms else min(forms)
