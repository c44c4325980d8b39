"""Receipts in the lasting account: write-once, each holding the hash of the one before.

`receipts/<docket>` is never written twice, so that container may be immutable. `chain/head` holds the newest receipt
whole, and moves on by ETag *before* the receipt's own blob is written: a kill in between loses nothing, since whoever
comes next first writes the head's receipt to its place. So every receipt is in the chain, once, in one order.

`chain/of/<author>/<order>-<docket>` lists it for each author, newest first, so that theirs are found by one list. It is
written before the head moves; a kill in between leaves a name with no receipt, which is passed over, and beside which
the next try, at a later time, writes another: a docket counts once, however often it is named.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass

from record.errors import BusyError, NotThereError, StaleError
from record.packing import dumps, loads
from record.receipt import Receipt
from record.terms import DocketId, PersonId
from storage.blobs import Blobs

_V = 1
_HEAD = "head"
_ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What `verify_chain` found. `broken` is the docket whose receipt is missing or not what the next one says;
    `loose` lists receipts that no chain leads to.
    """

    count: int
    broken: str | None
    loose: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return self.broken is None and not self.loose


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A receipt as written: `data` is exactly the blob's bytes, `before` and `sha256` its place in the chain."""

    data: bytes
    docket: str
    n: int
    before: str | None
    sha256: str | None


class BlobReceipts:
    """`record.doors.Receipts`."""

    def __init__(self, receipts: Blobs, chain: Blobs) -> None:
        self._receipts = receipts
        self._chain = chain

    async def write(self, receipt: Receipt) -> None:
        """Write it once: three reads, two writes, and one an author. The same docket's receipt again is success, and
        changes nothing.

        Raises BusyError, NoAnswerError, UnreadableError.
        """
        for _ in range(_ROUNDS):
            head, etag = await self._head()
            if head is not None and not await self._receipts.exists(head.docket):
                await self._file(head)  # whoever moved the head was killed before this
            if await self._receipts.exists(receipt.docket):
                return
            link = _link(receipt, head)
            for author in {f.author_id for f in receipt.filings if f.author_id}:
                await self._chain.write(f"{_listing(author)}{_order(receipt)}-{receipt.docket}", b"")
            try:
                await self._move(link, etag)
            except StaleError:
                continue  # another docket's receipt came between
            await self._file(link)
            return
        raise BusyError("Many receipts are being written. This one is not yet. I try again by myself.")

    async def read(self, docket: DocketId) -> Receipt:
        """The receipt (one read; one more if a kill left it in the head only). Raises NotThereError, BusyError."""
        try:
            data = (await self._receipts.get(docket)).data
        except NotThereError:
            head, _ = await self._head()
            if head is None or head.docket != docket:
                raise
            data = head.data
        return loads(Receipt, data, version=_V)[0]

    async def of_author(self, person: PersonId, most: int) -> tuple[Receipt, ...]:
        """The newest receipts in which this person is an author (one list and one read each). Raises BusyError."""
        ids: dict[DocketId, None] = {}
        async for item in self._chain.each(_listing(person)):
            ids[DocketId(item.name.rpartition("/")[2].partition("-")[2])] = None
            if len(ids) == most:
                break
        found = await asyncio.gather(*map(self._read_if_there, ids))
        return tuple(r for r in found if r is not None)

    async def _read_if_there(self, docket: DocketId) -> Receipt | None:
        try:
            return await self.read(docket)
        except NotThereError:
            return None

    async def verify_chain(self) -> Chain:
        """Walk back from the head and compare every hash: one read a receipt, and one list. Raises BusyError."""
        head, _ = await self._head()
        known: set[str] = set()
        broken: str | None = None
        docket, sha256 = (head.docket, _hash(head.data)) if head is not None else (None, None)
        while docket is not None and broken is None:
            try:
                data = (await self._receipts.get(docket)).data
            except NotThereError:
                data = head.data if head is not None and head.docket == docket else b""
            if _hash(data) != sha256 or docket in known:
                broken = docket
                break
            known.add(docket)
            link = _parsed(data)
            docket, sha256 = link.before, link.sha256
        loose = () if broken else tuple([i.name async for i in self._receipts.each() if i.name not in known])
        return Chain(count=len(known), broken=broken, loose=loose)

    async def _head(self) -> tuple[_Link | None, str | None]:
        try:
            blob = await self._chain.get(_HEAD)
        except NotThereError:
            return None, None
        return _parsed(blob.data), blob.etag

    async def _move(self, link: _Link, etag: str | None) -> None:
        if etag is None:
            await self._chain.create(_HEAD, link.data)
        else:
            await self._chain.replace(_HEAD, link.data, etag)

    async def _file(self, link: _Link) -> None:
        try:
            await self._receipts.create(link.docket, link.data)
        except StaleError:
            return  # it is there: write-once


def _listing(author: str) -> str:
    return f"of/{hashlib.sha256(author.encode()).hexdigest()}/"


def _order(receipt: Receipt) -> str:
    """Names are listed in order: the newest is the smallest."""
    return f"{10**11 - int(receipt.closed.timestamp()):011d}"


def _link(receipt: Receipt, head: _Link | None) -> _Link:
    n = head.n + 1 if head else 1
    before, sha256 = (head.docket, _hash(head.data)) if head else (None, None)
    data = dumps(Receipt, receipt, version=_V, n=n, before=before or "", sha256_before=sha256 or "")
    return _Link(data=data, docket=receipt.docket, n=n, before=before, sha256=sha256)


def _parsed(data: bytes) -> _Link:
    receipt, head = loads(Receipt, data, version=_V)
    return _Link(
        data=data,
        docket=receipt.docket,
        n=int(head["n"]),
        before=head["before"] or None,
        sha256=head["sha256_before"] or None,
    )


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
