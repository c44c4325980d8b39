"""The Bot Framework's published keys: fetched once, kept, and asked for again only when that can help."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

log = logging.getLogger(__name__)

FRESH = 24 * 3600.0
"""Seconds after which the keys are asked for again (the Bot Framework asks bots to do so daily)."""
APART = 180.0
"""Seconds between two requests because of a key that we do not know: a flood of forged tokens costs one."""
AFTER_FAILURE = 10.0
"""Seconds until the next try where we have no key at all."""
LARGEST = 256 * 1024
SMALLEST_KEY = 2048


class KeysUnavailableError(Exception):
    """There is no key to check with, and the key server gives none: nobody can be told from a forger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKey:
    """A public key, and the channels that it may sign for."""

    key: RSAPublicKey
    endorsements: frozenset[str]


class ChannelKeys:
    """The keys of an OpenID document, by kid. `monotonic` gives seconds; `session` is the caller's to close."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        metadata_url: str,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        timeout: float = 5.0,
    ) -> None:
        self._session = session
        self._metadata_url = metadata_url
        self._monotonic = monotonic
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._keys: Mapping[str, ChannelKey] = {}
        self._due = float("-inf")
        self._again = float("-inf")
        self._asking: asyncio.Task[None] | None = None

    async def key(self, kid: str) -> ChannelKey | None:
        """The key of that name; None if nobody published one. Raises KeysUnavailableError.

        A key that we hold is answered with at once, however slow the key server is: the daily look goes on beside it.
        """
        now = self._monotonic()
        found = self._keys.get(kid)
        if found is not None:
            if now >= self._due:
                self._ask()
            return found
        if self._asking is not None or now >= self._again:
            if self._keys:
                self._again = now + APART
            await asyncio.shield(self._ask())
        if not self._keys:
            raise KeysUnavailableError
        return self._keys.get(kid)

    async def ping(self) -> None:
        """Whether there is a key to check with; asked for if there is none. Raises KeysUnavailableError."""
        if not self._keys and (self._asking is not None or self._monotonic() >= self._again):
            await asyncio.shield(self._ask())
        if not self._keys:
            raise KeysUnavailableError

    async def look(self) -> frozenset[str]:
        """The channels that the keys published now may sign for; what we hold stays. 2 requests.

        Raises KeysUnavailableError where no key is published, or the key server does not answer.
        """
        try:
            found = await self._fetch()
        except (aiohttp.ClientError, TimeoutError, ValueError, RuntimeError):
            raise KeysUnavailableError from None
        return frozenset(channel for key in found.values() for channel in key.endorsements)

    def _ask(self) -> asyncio.Task[None]:
        """The request that is under way, or a new one: never two at once."""
        if self._asking is None:
            self._asking = asyncio.create_task(self._refresh())
        return self._asking

    async def _refresh(self) -> None:
        """Ask. What fails leaves the keys as they were."""
        try:
            self._keys = await self._fetch()
            wait = FRESH
        except (aiohttp.ClientError, TimeoutError, ValueError, RuntimeError) as e:
            log.warning("channel_keys_not_fetched", extra={"error": type(e).__name__})
            wait = APART
        finally:
            self._asking = None
        now = self._monotonic()
        self._due = now + wait
        if not self._keys:
            self._again = now + AFTER_FAILURE

    async def _fetch(self) -> dict[str, ChannelKey]:
        document = await self._json(self._metadata_url)
        place = document.get("jwks_uri")
        if not isinstance(place, str) or urlsplit(place).scheme != urlsplit(self._metadata_url).scheme:
            raise ValueError("jwks_uri")
        listed = (await self._json(place)).get("keys")
        found = dict(k for k in map(_read, listed if isinstance(listed, list) else []) if k)
        if not found:
            raise ValueError("keys")
        return found

    async def _json(self, url: str) -> dict[str, object]:
        async with self._session.get(url, timeout=self._timeout, allow_redirects=False) as answer:
            if answer.status != 200:
                raise ValueError("status")
            body = b""
            async for chunk in answer.content.iter_any():
                body += chunk
                if len(body) > LARGEST:
                    raise ValueError("size")
        found = json.loads(body)
        return found if isinstance(found, dict) else {}


def _read(item: object) -> tuple[str, ChannelKey] | None:
    """One published key; None for any that we could not use."""
    if not isinstance(item, dict) or not isinstance(kid := item.get("kid"), str):
        return None
    endorsements = item.get("endorsements")
    named = endorsements if isinstance(endorsements, list) else []
    try:
        key = jwt.PyJWK(item, algorithm="RS256").key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    if not isinstance(key, RSAPublicKey) or key.key_size < SMALLEST_KEY:
        return None
    return kid, ChannelKey(key=key, endorsements=frozenset(x for x in named if isinstance(x, str)))
