"""Fetches a file that a person dropped into the chat, from Microsoft's own hosts only, and never more than fits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp

from bot import replies
from bot.incoming import DroppedFile
from record.errors import BusyError, NotThereError, RefusedError, UnreadableError
from record.said import Said

LARGEST = 20 * 1024 * 1024
"""Bytes: a transcript of many hours is far below this."""

SECONDS = 10.0
CHUNK = 64 * 1024


class Files:
    """Downloads by the short-lived, pre-authorised address that Teams gives. No token is sent."""

    def __init__(self, session: aiohttp.ClientSession, hosts: Sequence[str]) -> None:
        """`hosts` are names that the address may have, or end in after a dot; a port is part of the name."""
        self._session = session
        self._hosts = tuple(h.lower() for h in hosts)

    async def download(self, file: DroppedFile) -> Said[bytes]:
        """The file's bytes. Raises RefusedError (not from Microsoft), UnreadableError (too big), NotThereError,
        BusyError."""
        if not self._allowed(file.download):
            raise RefusedError(replies.CANNOT_FETCH)
        try:
            async with (
                asyncio.timeout(SECONDS),
                self._session.get(file.download, allow_redirects=False) as answer,
            ):
                if answer.status in (404, 410):
                    raise NotThereError(replies.CANNOT_FETCH)
                if answer.status != 200:
                    raise BusyError(replies.CANNOT_FETCH)
                return Said(await _bounded(answer))
        except (aiohttp.ClientError, TimeoutError):
            raise BusyError(replies.CANNOT_FETCH) from None

    def _allowed(self, address: str) -> bool:
        parts = urlsplit(address)
        loopback = parts.hostname == "127.0.0.1" and parts.netloc.lower() in self._hosts
        if parts.scheme != "https" and not loopback:
            return False
        name = (parts.netloc if loopback else parts.hostname or "").lower()
        return any(name == host or name.endswith(f".{host}") for host in self._hosts)


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    data = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        data += chunk
        if len(data) > LARGEST:
            raise UnreadableError(replies.TOO_BIG)
    return bytes(data)
