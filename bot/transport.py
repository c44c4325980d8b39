"""aiohttp under botbuilder's generated clients: nothing blocks the loop, and every failure says what is known.

The clients bring msrest's pipeline over `requests`: it fetches the bot's token on the event loop, runs each call in a
thread for up to 100 seconds, retries what must not be retried, fails to parse a proxy's HTML page, and logs bodies.
`Pipeline` takes its place (`client.config.pipeline = …`), so none of that code runs.
"""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from azure.core.credentials import AccessToken, TokenCredential
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError
from yarl import URL

from record.doors import Clock

SCOPE = "https://api.botframework.com/.default"
AHEAD = timedelta(minutes=5)
"""A token is renewed this long before it runs out."""
LARGEST = 1024 * 1024
DESERIALISED = "deserialized_data"
"""Where msrest's deserialiser looks for what the pipeline read."""


class TransportError(Exception):
    """The other side did not do it, or may not have. `certain` means: it certainly did nothing."""

    def __init__(self, *, certain: bool, until: datetime | None = None) -> None:
        super().__init__(type(self).__name__)
        self.certain = certain
        self.until = until


class StatusError(TransportError):
    """It answered with an error: a status and, where it gave one, its own code."""

    def __init__(self, *, status: int, code: str, certain: bool, until: datetime | None) -> None:
        super().__init__(certain=certain, until=until)
        self.status = status
        self.code = code


class BotToken:
    """The bot's own token, from any azure-identity credential, kept until shortly before it runs out."""

    def __init__(
        self,
        *,
        credential: TokenCredential | AsyncTokenCredential,
        clock: Clock,
        scope: str = SCOPE,
        timeout: float = 10.0,
    ) -> None:
        self._credential = credential
        self._clock = clock
        self._scope = scope
        self._timeout = timeout
        self._held: AccessToken | None = None
        self._one = asyncio.Lock()

    async def bearer(self) -> str:
        """The token. Raises TransportError (certain) where Entra gives none and the last one has run out."""
        if (held := self._good_for(AHEAD)) is not None:
            return held
        async with self._one:
            if (held := self._good_for(AHEAD)) is not None:
                return held
            try:
                async with asyncio.timeout(self._timeout):
                    self._held = await self._fetch()
            except (AzureError, TimeoutError, OSError):
                if (held := self._good_for(timedelta(0))) is None:
                    raise TransportError(certain=True) from None
                return held
            return self._held.token

    def forget(self, token: str) -> None:
        """The other side refused this token: fetch another next time."""
        if self._held is not None and self._held.token == token:
            self._held = None

    def _good_for(self, time: timedelta) -> str | None:
        if self._held is None or self._clock() + time >= datetime.fromtimestamp(self._held.expires_on, UTC):
            return None
        return self._held.token

    async def _fetch(self) -> AccessToken:
        get: Callable[..., Any] = self._credential.get_token
        waiting = (
            get(self._scope) if inspect.iscoroutinefunction(get) else asyncio.to_thread(get, self._scope)
        )
        found: AccessToken = await waiting
        return found


@dataclass(frozen=True, slots=True)
class _Get:
    """A request as msrest would hand it over, where its clients know none."""

    url: str
    method: str = "GET"
    data: None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Answer:
    """What msrest's operations read of an answer."""

    status_code: int
    headers: Mapping[str, str]
    context: dict[str, object] = field(default_factory=dict)

    @property
    def http_response(self) -> _Answer:
        return self


class Pipeline:
    """Stands where msrest's pipeline stood: signs, sends once with our own time-out, reads the whole answer."""

    def __init__(
        self, *, session: aiohttp.ClientSession, token: BotToken, clock: Clock, timeout: float = 10.0
    ) -> None:
        self._session = session
        self._token = token
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=timeout, connect=min(timeout, 5.0))

    async def run(self, request: Any, **_: object) -> _Answer:
        """Send one of msrest's requests. Raises TransportError; never retries, since the caller knows what is safe."""
        token = await self._token.bearer()
        headers = {**request.headers, "Authorization": f"Bearer {token}"}
        try:
            async with self._session.request(
                request.method,
                URL(request.url, encoded=True),
                data=request.data,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as answer:
                body = await _whole(answer)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise TransportError(certain=True) from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise TransportError(certain=False) from None
        content = _json(body)
        if answer.status >= 300:
            if answer.status == 401:
                self._token.forget(token)
            raise self._refusal(answer, content)
        return _Answer(answer.status, answer.headers, {DESERIALISED: content})

    async def get(self, url: str) -> object:
        """What stands at that address, from JSON. Raises TransportError."""
        return (await self.run(_Get(url))).context[DESERIALISED]

    def _refusal(self, answer: aiohttp.ClientResponse, content: object) -> StatusError:
        """4xx and 503 say that nothing was done; 500, 502 and 504 leave it open."""
        inner = content.get("error") if isinstance(content, dict) else None
        code = inner.get("code") if isinstance(inner, dict) else None
        certain = answer.status < 500 or answer.status in (501, 503)
        return StatusError(
            status=answer.status,
            code=code if isinstance(code, str) else "",
            certain=certain,
            until=retry_after(answer.headers.get("Retry-After"), self._clock()),
        )


async def _whole(answer: aiohttp.ClientResponse) -> bytes:
    """The body, up to a limit: what is longer is nothing that we asked for."""
    body = b""
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            raise aiohttp.ClientPayloadError
    return body


def _json(body: bytes) -> object:
    """What the body holds; None for none, and for a page that some proxy put in its place."""
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None


def retry_after(header: str | None, now: datetime) -> datetime | None:
    """When to ask again, from a Retry-After header in seconds or as a date."""
    if not header:
        return None
    try:
        return now + timedelta(seconds=min(float(header), 86_400.0)) if float(header) >= 0 else None
    except ValueError:
        pass
    try:
        found = parsedate_to_datetime(header)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
