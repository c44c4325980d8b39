"""Fetches a file that a person dropped into the chat, from Microsoft's own hosts only, and never more than fits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import aiohttp

from bot import replies
from bot.hosts import allows
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
        """`hosts` are names that the address may have, or end in after a dot."""
        self._session = session
        self._hosts = tuple(hosts)

    async def download(self, file: DroppedFile) -> Said[bytes]:
        """The file's bytes. Raises RefusedError (not from Microsoft), UnreadableError (too big), NotThereError,
        BusyError."""
        if not allows(file.download, self._hosts):
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


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    data = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        data += chunk
        if len(data) > LARGEST:
            raise UnreadableError(replies.TOO_BIG)
    return bytes(data)
