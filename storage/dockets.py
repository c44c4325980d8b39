"""Dockets: sealed, guarded by ETags, one for each source while it lives.

What stands where, each in its own container:

    dockets/<id>              the sealed docket; `fresh` in its head until the first save after `create`
    names/<keyed hash>        {"id", "stands"}: which docket a source has, and whether that is settled
    authors/<keyed hash>/<id> empty: the dockets of a person
    due/<hour>/<id>           empty: the marker (`markers.py`)

**Creating**: (1) name if absent, not yet standing; (2) authors; (3) marker; (4) docket, fresh; (5) the name stands,
If-Match the ETag of (1). Step 5 decides: a fresh docket counts only if the name stands for it, and whoever meets one
finishes or undoes it. A kill

- after 1, 2 or 3 leaves a name with no docket: the next to ask for the source takes the name over (If-Match).
  Listings and a marker of a docket that is not there are harmless: a reader finds nothing, the sweep takes the marker.
- after 4 leaves a fresh docket whose name does not stand yet: the next to read it (its marker is there) or to ask for
  its source does step 5 in its stead.
- Two who race for step 1: the second finds the name. If no docket is there yet it takes the name over, and then step 5
  of the first fails: the first removes its own fresh docket, in which nobody can have written, and answers the other's
  id. If the second sees the first's docket it does step 5 for it. Either way one name stands for one docket.
- A fresh docket that lost and was left by a kill is removed by whoever reads it: its name stands for another.

**Removing**: (1) docket, If-Match; (2) name, if it is still this docket's, If-Match; (3) listings. Step 1 decides. A
kill before it leaves everything, and the docket is found by its marker and removed again. A kill after it leaves a name
whose docket is missing, which is taken over, and listings that `of_author` may show. The other order could lose the
only way to find a docket that somebody has just joined.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from record.docket import Docket
from record.errors import BusyError, FaircopyError, NotThereError, StaleError, UnreadableError
from record.packing import dumps, loads
from record.terms import DocketId, PersonId
from storage.blobs import Blobs
from storage.keys import Keys
from storage.markers import Markers
from storage.sealing import seal, unseal

_V = 1
_KIND = "docket"
_ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    id: DocketId
    stands: bool
    etag: str


class BlobDockets:
    """`record.doors.Dockets` in containers of the temporary account."""

    def __init__(self, *, dockets: Blobs, names: Blobs, authors: Blobs, markers: Markers, keys: Keys) -> None:
        self._dockets = dockets
        self._names = names
        self._authors = authors
        self._markers = markers
        self._keys = keys

    def name(self, source: str) -> str:
        """The keyed hash that names a source: 64 hex digits."""
        return self._keys.name("source", source)

    # --- creating -------------------------------------------------------------------------------------------------

    async def create(self, docket: Docket, due: datetime) -> tuple[DocketId, bool]:
        """Create unless the source has one: its id, and whether it is this one. Harmless to ask again.

        Five writes and one more for each further author; two or three requests if the source has one already.
        Raises BusyError, NoAnswerError.
        """
        for _ in range(_ROUNDS):
            with suppress(StaleError, NotThereError):  # somebody else's step came between: look again
                name = await self._named(docket)
                if name.id != docket.id:
                    if await self._stands(docket.name, name):
                        return name.id, False
                    name = await self._write_name(docket.name, docket.id, stands=False, etag=name.etag)
                elif name.stands:
                    return docket.id, True
                await self._place(docket, due)
                if await self._settled(docket, name):
                    return docket.id, True
                await self._dockets.delete(docket.id)
                for person in _people(docket):
                    await self._authors.delete(self._listing(person, docket.id))
        raise BusyError(
            "Several people are starting on this meeting at once. Nothing was made. Please try again."
        )

    async def _named(self, docket: Docket) -> _Name:
        """The name as it is, made for this docket if there was none."""
        try:
            return await self._write_name(docket.name, docket.id, stands=False)
        except StaleError:
            return await self._read_name(docket.name)

    async def _stands(self, source: str, name: _Name) -> bool:
        """Whether the named docket is there; settles it if its maker did not. Raises StaleError if the name moved."""
        if not await self._dockets.exists(name.id):
            return False
        if not name.stands:
            await self._write_name(source, name.id, stands=True, etag=name.etag)
        return True

    async def _place(self, docket: Docket, due: datetime) -> None:
        for person in _people(docket):
            await self.enlist(person, docket.id)
        await self._markers.mark(docket.id, due)
        with suppress(StaleError):  # an earlier attempt of ours got this far
            await self._dockets.create(docket.id, self._sealed(docket, fresh=True))

    async def _settled(self, docket: Docket, name: _Name) -> bool:
        """Step 5: True if the name now stands for this docket, False if somebody took it over."""
        try:
            await self._write_name(docket.name, docket.id, stands=True, etag=name.etag)
        except StaleError:
            now = await self._read_name(docket.name)
            return now.id == docket.id and now.stands
        return True

    # --- reading and saving ---------------------------------------------------------------------------------------

    async def read(self, id: DocketId) -> tuple[Docket, str]:
        """The docket and its ETag: one read, and one of the name until it is first saved.

        Raises NotThereError, AlteredError, BusyError, UnreadableError (another version wrote it).
        """
        blob = await self._dockets.get(id)
        docket, head = loads(Docket, self._unsealed(id, blob.data), version=_V)
        if head.get("fresh") and not await self._counts(docket):
            with suppress(FaircopyError):
                await self._dockets.delete(id, blob.etag)
            raise NotThereError("This meeting's account is another one. Nothing was changed.")
        return docket, blob.etag

    async def _counts(self, docket: Docket) -> bool:
        """Whether its source's name stands for this fresh docket; settles it if its maker did not."""
        for _ in range(_ROUNDS):
            with suppress(StaleError):
                try:
                    name = await self._read_name(docket.name)
                except NotThereError:  # never by us; but a docket is not lost because its name was
                    name = await self._write_name(docket.name, docket.id, stands=False)
                if name.id != docket.id:
                    return False
                if not name.stands:
                    await self._write_name(docket.name, docket.id, stands=True, etag=name.etag)
                return True
        raise BusyError("This account is just being made. Nothing was changed. I try again by myself.")

    async def save(self, docket: Docket, etag: str) -> str:
        """Write if the ETag still holds (one write); the new ETag. Raises StaleError, BusyError, NoAnswerError."""
        return await self._dockets.replace(docket.id, self._sealed(docket, fresh=False), etag)

    async def remove(self, docket: Docket, etag: str) -> None:
        """Remove docket, name and listings if the ETag still holds (three requests and one for each author).

        One that is gone already is no fault. What follows the docket is done as far as storage answers: a name that is
        left is taken over. Raises StaleError, BusyError, NoAnswerError, for the docket itself only.
        """
        try:
            await self._dockets.delete(docket.id, etag)
        except StaleError:
            if await self._dockets.exists(docket.id):
                raise
        with suppress(FaircopyError):
            name = await self._read_name(docket.name)
            if name.id == docket.id:
                await self._names.delete(docket.name, name.etag)
        for person in _people(docket):
            with suppress(FaircopyError):
                await self._authors.delete(self._listing(person, docket.id))

    # --- people ---------------------------------------------------------------------------------------------------

    async def enlist(self, person: PersonId, id: DocketId) -> None:
        """List the docket among this person's (one write). Harmless twice. Raises BusyError, NoAnswerError."""
        await self._authors.write(self._listing(person, id), b"")

    async def of_author(self, person: PersonId) -> tuple[DocketId, ...]:
        """The dockets listed for this person (one list a 5,000), in no particular order. Raises BusyError."""
        prefix = self._listing(person, "")
        return tuple([DocketId(item.name.removeprefix(prefix)) async for item in self._authors.each(prefix)])

    def _listing(self, person: PersonId, id: str) -> str:
        return f"{self._keys.name('person', person)}/{id}"

    # --- all of them ----------------------------------------------------------------------------------------------

    async def each(self) -> AsyncIterator[DocketId]:
        """Every open docket, in order of id (one list a 500). One made meanwhile may be missing. Raises BusyError."""
        async for name in self._dockets.names():
            yield DocketId(name)

    # --- forms ----------------------------------------------------------------------------------------------------

    def _sealed(self, docket: Docket, *, fresh: bool) -> bytes:
        plain = dumps(Docket, docket, version=_V, fresh=fresh)
        return seal(self._keys.dockets, plain, docket=docket.id, record=0, kind=_KIND, address=docket.id)

    def _unsealed(self, id: DocketId, data: bytes) -> bytes:
        return unseal(self._keys.dockets, data, docket=id, record=0, kind=_KIND, address=id)

    async def _read_name(self, source: str) -> _Name:
        blob = await self._names.get(source)
        body = json.loads(blob.data)
        if body.get("v") != _V:
            raise UnreadableError(
                "A newer Faircopy wrote this. Nothing was changed. Please run that version."
            )
        return _Name(id=DocketId(body["id"]), stands=bool(body["stands"]), etag=blob.etag)

    async def _write_name(self, source: str, id: DocketId, *, stands: bool, etag: str | None = None) -> _Name:
        """Without an ETag: only if there is none. Raises StaleError, BusyError, NoAnswerError."""
        data = json.dumps({"v": _V, "id": id, "stands": stands}).encode()
        written = (
            await self._names.create(source, data)
            if etag is None
            else await self._names.replace(source, data, etag)
        )
        return _Name(id=id, stands=stands, etag=written)


def _people(docket: Docket) -> Iterator[PersonId]:
    """Everyone who is or was an author in it, and who opened it, once each."""
    authors = (id for record in docket.records for id in (record.author.id, *record.had))
    yield from dict.fromkeys([docket.opener.id, *authors])
