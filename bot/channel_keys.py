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
        self._one = asyncio.Lock()

    async def key(self, kid: str) -> ChannelKey | None:
        """The key of that name; None if nobody published one. Raises KeysUnavailableError."""
        asked = await self._refresh(lambda: not self._keys or self._monotonic() >= self._due)
        if not asked and kid not in self._keys:
            await self._refresh(
                lambda: kid not in self._keys and self._monotonic() >= self._again, unknown=True
            )
        if not self._keys:
            raise KeysUnavailableError
        return self._keys.get(kid)

    async def _refresh(self, needed: Callable[[], bool], *, unknown: bool = False) -> bool:
        """Ask if need be, once however many wait; whether we asked. What fails leaves the keys as they were."""
        if not needed():
            return False
        async with self._one:
            now = self._monotonic()
            if not needed() or (not self._keys and now < self._again):
                return False
            if unknown:
                self._again = now + APART
            try:
                self._keys = await self._fetch()
                self._due = now + FRESH
            except (aiohttp.ClientError, TimeoutError, ValueError) as e:
                log.warning("channel_keys_not_fetched", extra={"error": type(e).__name__})
                self._due = now + APART
                self._again = now + (APART if self._keys else AFTER_FAILURE)
            return True

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
