"""One container of blobs: the few requests that we make of it, each with our own errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from azure.core import MatchConditions
from azure.storage.blob import BlobProperties
from azure.storage.blob.aio import BlobClient, ContainerClient

from record.errors import NotThereError, StaleError
from storage.faults import reads, writes

Observe = Callable[[str, str, int], None]
"""Told of each response: method, address, status."""

_EVERYTHING = ["deleted", "versions", "snapshots", "deletedwithversions", "uncommittedblobs"]

CURRENT = "blob"

NAMES = 500
"""Names in one answer: reading 5,000 of them would stop the loop for a tenth of a second and more."""

KEPT = 128
"""Blobs whose clients are kept, by container: making one costs the SDK as much as its request does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A blob's bytes and its ETag."""

    data: bytes
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a write brought back. `version` is set only where the account keeps versions, which ours must not."""

    etag: str
    version: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """Whether there was a blob to delete, and the service's own request id."""

    found: bool
    request: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One entry of a list. `form` is CURRENT, "version", "snapshot", "deleted" or "uncommitted"."""

    name: str
    etag: str
    form: str


class Blobs:
    """A container. Every method is one request, unless it says otherwise; a read may be asked twice."""

    def __init__(self, container: ContainerClient, observe: Observe | None = None) -> None:
        self._container = container
        self._observe = observe
        self._blob: Callable[[str], BlobClient] = lru_cache(KEPT)(container.get_blob_client)

    async def get(self, name: str) -> Blob:
        """The blob. Raises NotThereError, BusyError, NotAllowedError."""

        async def ask() -> Blob:
            stream = await self._blob(name).download_blob()
            return Blob(data=await stream.readall(), etag=str(stream.properties.etag))

        return await reads(ask)

    async def exists(self, name: str) -> bool:
        """Whether it is there. Raises BusyError, NotAllowedError."""
        try:
            await reads(self._blob(name).get_blob_properties)
        except NotThereError:
            return False
        return True

    async def write(self, name: str, data: bytes) -> Written:
        """Write whatever stands there. Raises BusyError, NoAnswerError, NotAllowedError."""
        return await self._put(name, data, overwrite=True)

    async def create(self, name: str, data: bytes) -> str:
        """Write where nothing stands; the ETag. Raises StaleError, BusyError, NoAnswerError, NotAllowedError."""
        return await self._mine(name, data, overwrite=False)

    async def replace(self, name: str, data: bytes, etag: str) -> str:
        """Write over exactly that; the new ETag. Raises StaleError (also if it is gone) and as `create` does."""
        return await self._mine(
            name, data, overwrite=True, etag=etag, match_condition=MatchConditions.IfNotModified
        )

    async def delete(self, name: str, etag: str | None = None) -> Deleted:
        """Delete it with its snapshots; one that is gone is no fault. With an ETag: only exactly that.

        Raises StaleError (ETag only), BusyError, NoAnswerError, NotAllowedError.
        """
        seen: list[str] = []
        only: dict[str, Any] = (
            {} if etag is None else {"etag": etag, "match_condition": MatchConditions.IfNotModified}
        )
        try:
            await writes(
                lambda: self._container.delete_blob(
                    name, delete_snapshots="include", raw_response_hook=self._hook(seen), **only
                )
            )
        except NotThereError:
            return Deleted(found=False, request=seen[-1] if seen else "")
        return Deleted(found=True, request=seen[-1] if seen else "")

    async def each(self, prefix: str = "", *, everything: bool = False) -> AsyncIterator[Listed]:
        """What is listed under a prefix, in order of name, a page (up to 5,000) a request.

        `everything` includes soft-deleted blobs, versions, snapshots and uncommitted ones. Raises BusyError,
        NotAllowedError.
        """
        seen: list[str] = []
        marker: str | None = None
        while True:
            items, marker = await reads(partial(self._page, prefix, everything, marker, seen))
            for item in items:
                yield item
            if not marker:
                return

    async def names(self) -> AsyncIterator[str]:
        """Every name, in order, NAMES a request: ten times cheaper than `each`, and the loop is soon free again.

        Raises BusyError, NotAllowedError.
        """
        marker: str | None = None
        while True:
            found, marker = await reads(partial(self._names, marker))
            for name in found:
                yield name
            if not marker:
                return

    async def listed(self, prefix: str) -> tuple[list[Listed], str]:
        """All under a prefix in every form, and the service's request id of the (last) list. Raises as `each` does."""
        seen: list[str] = []
        found: list[Listed] = []
        marker: str | None = None
        while True:
            items, marker = await reads(partial(self._page, prefix, True, marker, seen))
            found += items
            if not marker:
                return found, seen[-1] if seen else ""

    async def _page(
        self, prefix: str, everything: bool, marker: str | None, seen: list[str]
    ) -> tuple[list[Listed], str | None]:
        """One page, and where the next begins. Begun afresh at each call, so that it can be asked again."""
        pages: Any = self._container.list_blobs(
            name_starts_with=prefix,
            include=_EVERYTHING if everything else None,
            raw_response_hook=self._hook(seen),
        ).by_page(continuation_token=marker)
        items = [
            Listed(name=str(item.name), etag=_quoted(item.etag), form=_form(item))
            async for item in await anext(pages)
        ]
        return items, pages.continuation_token or None

    async def _names(self, marker: str | None) -> tuple[list[str], str | None]:
        pages: Any = self._container.list_blob_names(results_per_page=NAMES).by_page(
            continuation_token=marker
        )
        return [str(name) async for name in await anext(pages)], pages.continuation_token or None

    async def _put(self, name: str, data: bytes, **how: Any) -> Written:
        answer = await writes(lambda: self._blob(name).upload_blob(data, length=len(data), **how))
        version = answer.get("version_id")
        return Written(etag=str(answer["etag"]), version=str(version) if version else None)

    async def _mine(self, name: str, data: bytes, **how: Any) -> str:
        """A guarded write. aiohttp itself sends a PUT again if a kept connection broke: then the guard fails on our own
        first one. So if exactly our bytes stand there, it is done (two requests then).
        """
        try:
            return (await self._put(name, data, **how)).etag
        except StaleError as e:
            stale = e
        try:
            standing = await self.get(name)
        except NotThereError:
            raise stale from None
        if standing.data != data:
            raise stale
        return standing.etag

    def _hook(self, seen: list[str]) -> Callable[[Any], None]:
        """Keeps the service's request id of one call. It stands in for the client's own hook, so it tells that too."""

        def hook(response: Any) -> None:
            seen.append(str(response.http_response.headers.get("x-ms-request-id") or ""))
            if self._observe is not None:
                request = response.http_request
                self._observe(request.method, request.url, response.http_response.status_code)

        return hook


def _quoted(etag: str | None) -> str:
    """As other answers give it and as If-Match wants it: lists leave the quotation marks out."""
    return f'"{etag.strip(chr(34))}"' if etag else ""


def _form(item: BlobProperties) -> str:
    if item.deleted or item.has_versions_only:
        return "deleted"
    if item.snapshot:
        return "snapshot"
    if item.version_id and not item.is_current_version:
        return "version"
    return CURRENT if item.etag else "uncommitted"
