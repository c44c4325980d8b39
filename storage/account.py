"""One storage account: its clients over one shared session, with short time-outs, no SDK retries and no SDK logging."""

from __future__ import annotations

import io
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp
from azure.core.credentials import AzureNamedKeyCredential
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import ResourceNotFoundError
from azure.core.pipeline.transport import AioHttpTransport
from azure.storage.blob.aio import BlobServiceClient
from azure.storage.queue.aio import QueueClient, QueueServiceClient
from typing_extensions import override

from record.errors import NotAllowedError, StaleError
from storage.blobs import Blobs, Observe
from storage.faults import reads, writes

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
"""The longest pause between two bytes, unless told otherwise; `faults.SECONDS` bounds the whole request."""

_LARGE_BYTES = 512 * 1024

Credential = AsyncTokenCredential | AzureNamedKeyCredential


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An open account. `queues` is None for the lasting account, which has none."""

    blobs: BlobServiceClient
    queues: QueueServiceClient | None
    observe: Observe | None

    def container(self, name: str) -> Blobs:
        """One container of blobs."""
        return Blobs(self.blobs.get_container_client(name), self.observe)

    def queue(self, name: str) -> QueueClient:
        """One queue. That the account has queues is for whoever opened it to know."""
        assert self.queues is not None, "this account was opened without queues"  # noqa: S101 - a fault of ours
        return self.queues.get_queue_client(name)

    async def make(self, *, containers: Sequence[str], queues: Sequence[str] = ()) -> None:
        """Create what is absent. Raises BusyError, NoAnswerError, NotAllowedError."""
        for name in containers:
            await _absent(self.blobs.get_container_client(name).create_container)
        for name in queues:
            await _absent(self.queue(name).create_queue)

    async def ping(self, container: str) -> bool:
        """Whether that container is there: one small read. Raises BusyError, NotAllowedError."""
        return await reads(
            partial(_there, self.blobs.get_container_client(container).get_container_properties)
        )

    async def ping_queue(self, queue: str) -> bool:
        """Whether that queue is there: one small read. Raises BusyError, NotAllowedError."""
        return await reads(partial(_there, self.queue(queue).get_queue_properties))


@asynccontextmanager
async def open_account(
    *,
    blob_url: str,
    credential: Credential,
    session: aiohttp.ClientSession,
    queue_url: str | None = None,
    api_version: str | None = None,
    observe: Observe | None = None,
    read_seconds: float = READ_SECONDS,
) -> AsyncIterator[Account]:
    """Open the clients; nothing is asked yet. The session stays the caller's (`open_session` makes a fit one).

    `api_version` is for a service that does not know the SDK's own. `observe` is told method, address and status of
    each response; a request that got none is not told. `read_seconds` is the longest
    pause between two bytes.
    """
    kwargs: dict[str, Any] = {
        "credential": credential,
        "transport": _Transport(
            session=session,
            session_owner=False,
            connection_timeout=CONNECT_SECONDS,
            read_timeout=read_seconds,
        ),
        # A retry inside the SDK would be sent without asking whether the claim still holds.
        "retry_total": 0,
        "logger": _silent(),
    }
    if api_version is not None:
        kwargs["api_version"] = api_version
    if observe is not None:
        told = observe
        kwargs["raw_response_hook"] = lambda response: told(
            response.http_request.method, response.http_request.url, response.http_response.status_code
        )
    async with BlobServiceClient(blob_url, **kwargs) as blobs:
        if queue_url is None:
            yield Account(blobs=blobs, queues=None, observe=observe)
            return
        async with QueueServiceClient(queue_url, **kwargs) as queues:
            yield Account(blobs=blobs, queues=queues, observe=observe)


def open_session() -> aiohttp.ClientSession:
    """A session for storage and the vault: no cookies, no proxies from the environment; bodies left as sent."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, trust_env=False)


class _Transport(AioHttpTransport):  # type: ignore[misc]  # the SDK hands the class out untyped
    """Large bodies as a stream, which aiohttp sends in pieces: bytes would hold the event loop."""

    @override
    def _get_request_data(self, request: Any) -> Any:
        data = super()._get_request_data(request)
        return io.BytesIO(data) if isinstance(data, bytes) and len(data) > _LARGE_BYTES else data


def _silent() -> logging.Logger:
    """A logger outside the tree for the SDK's HTTP policy, which would write addresses at INFO."""
    return logging.Logger("storage.silent", logging.CRITICAL + 1)  # noqa: LOG001 - outside the tree on purpose


async def _there(ask: Callable[[], Any]) -> bool:
    try:
        await ask()
    except ResourceNotFoundError:
        return False
    return True


async def _absent(create: Callable[[], Any]) -> None:
    try:
        await writes(create)
    except StaleError:
        return  # it was there


# --- does deleting delete? ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What storage did with a trial blob. `soft_delete` is None if this identity may not read the setting.

    `left` names the forms ("version", "snapshot", "deleted", "uncommitted", "blob") still listed after the delete.
    """

    versions: bool
    left: tuple[str, ...]
    soft_delete: bool | None

    @property
    def honest(self) -> bool:
        """True if a deleted blob is gone from the service: no version, snapshot or soft-deleted copy was kept."""
        return not self.versions and not self.left and self.soft_delete is not True


async def probe(account: Account, container: str) -> Probe:
    """Write a blob twice, delete it, list with every include, and read the account's own settings (5 requests).

    Raises BusyError, NoAnswerError, NotAllowedError. Container soft delete and backups cannot be seen from here.
    """
    blobs = account.container(container)
    name = f"probe/{secrets.token_hex(16)}"
    written = [await blobs.write(name, word) for word in (b"first", b"second")]
    await blobs.delete(name)
    left = {item.form async for item in blobs.each(name, everything=True)}
    try:
        settings = await reads(account.blobs.get_service_properties)
        policy = settings.get("delete_retention_policy")
        soft_delete = bool(getattr(policy, "enabled", False)) if policy is not None else None
    except NotAllowedError:
        soft_delete = None
    return Probe(
        versions=any(one.version for one in written), left=tuple(sorted(left)), soft_delete=soft_delete
    )
