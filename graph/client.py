"""One HTTP client for all, and for each turn a light adapter that holds one person's token."""

from __future__ import annotations

import base64
import json
import logging
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import httpx
from azure.core.credentials import AccessToken
from kiota_abstractions.api_error import APIError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.headers_collection import HeadersCollection
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from kiota_http.middleware.options import (
    HeadersInspectionHandlerOption,
    RedirectHandlerOption,
    RetryHandlerOption,
)
from kiota_http.observability_options import ObservabilityOptions
from msgraph import GraphServiceClient
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.graph_request_adapter import GraphRequestAdapter, options
from msgraph_core import GraphClientFactory  # type: ignore[import-untyped]  # it ships no types

from graph.answers import Json, page, understood
from graph.errors import Answer, NoError, SilenceError, read_no, request_id, sign_in_needed
from record.doors import Clock, Token
from record.errors import BusyError, ConfigurationError, FaircopyError

T = TypeVar("T")

GRAPH = "https://graph.microsoft.com/v1.0"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MOST_PAGES = 60
_SILENT = "Microsoft Graph does not answer just now. Nothing was changed. I try again by myself."
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)

# As in the SDK's builders.
_ERRORS: Any = {"XXX": ODataError}
# No retry; and the SDK's default inspection would keep every header that ever went by, bearer tokens among them.
_QUIET = {
    RetryHandlerOption.get_key(): RetryHandlerOption(max_retries=0),
    HeadersInspectionHandlerOption.get_key(): HeadersInspectionHandlerOption(
        inspect_request_headers=False, inspect_response_headers=False
    ),
}


class Client:
    """The shared connections. `timeout` and `connect` bound each request; there is no retry here: the line retries."""

    def __init__(self, *, base_url: str, clock: Clock, timeout: timedelta, connect: timedelta) -> None:
        self.base_url, self.clock = base_url.rstrip("/"), clock
        self.host = (urlsplit(self.base_url).hostname or "").lower()
        here = self.host in _LOOPBACK
        if not (self.base_url.startswith("https://") or (here and self.base_url.startswith("http://"))):
            raise ConfigurationError("The address of Microsoft Graph must begin with https://.")
        # These log every address at INFO, and ours hold meetings' links: https://www.python-httpx.org/logging/
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        limits = httpx.Timeout(timeout.total_seconds(), connect=connect.total_seconds())
        # Loading the machine's certificates takes 40 ms, and plain loopback has none to check.
        verify = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if self.base_url.startswith("http://") else True
        plain = httpx.AsyncClient(timeout=limits, trust_env=not here, verify=verify)
        # The SDK wraps these, and then its wrapper forgets to close them.
        self._wrapped = [plain._transport, *(t for t in plain._mounts.values() if t)]  # noqa: SLF001  # no public name
        self.http = GraphClientFactory.create_with_default_middleware(
            client=plain,
            options={**options, **_QUIET},
        )

    def talk(self, token: Token) -> Talk:
        """One person's requests. Raises SignInNeededError at once if the token is spent."""
        if token.expires <= self.clock():
            raise sign_in_needed()
        return Talk(self, token)

    async def ping(self) -> None:
        """Raises BusyError unless what answers refuses a request without a token, as Graph does."""
        with suppress(httpx.HTTPError):
            if (await self.http.get(f"{self.base_url}/me")).status_code == 401:
                return
        raise BusyError(_SILENT)

    async def date(self) -> datetime | None:
        """What time it is at Graph, from the Date of its refusal; None if it does not say. Raises BusyError."""
        with suppress(httpx.HTTPError):
            said = (await self.http.get(f"{self.base_url}/me")).headers.get("date", "")
            try:
                then = parsedate_to_datetime(said)
            except ValueError:
                return None
            return then if then.tzinfo else then.replace(tzinfo=UTC)
        raise BusyError(_SILENT)

    async def aclose(self) -> None:
        """Close the connections."""
        await self.http.aclose()
        for transport in self._wrapped:
            await transport.aclose()


class _OneToken:
    """A delegated token for one turn; asked for more than it holds, it sends the person to sign in."""

    def __init__(self, token: Token) -> None:
        self._token = token

    async def get_token(self, *_scopes: str, claims: str | None = None, **_: object) -> AccessToken:
        if claims:  # a claims challenge: only a new sign-in can answer it
            raise sign_in_needed()
        return AccessToken(self._token.value.reveal(), int(self._token.expires.timestamp()))

    async def close(self) -> None:
        """Nothing to close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """OData parameters for any builder. `select` keeps away what holds a subject: subject, topic, name, webUrl.
    `since` and `until` are a calendar view's, in ISO 8601."""

    filter: str | None = None
    orderby: tuple[str, ...] | None = None
    select: tuple[str, ...] | None = None
    expand: tuple[str, ...] | None = None
    top: int | None = None
    since: str | None = None
    until: str | None = None

    def get_query_parameter(self, name: str) -> str:
        """The name in the SDK's URL templates."""
        return {"since": "startDateTime", "until": "endDateTime"}.get(name, f"%24{name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Generic[T]):
    """What Graph gave, and its id for the request."""

    value: T
    request: str


class Talk:
    """One person's requests of one turn. Its methods raise NoError, SilenceError and SignInNeededError."""

    def __init__(self, client: Client, token: Token) -> None:
        auth = AzureIdentityAuthenticationProvider(
            _OneToken(token), scopes=["https://graph.microsoft.com/.default"], allowed_hosts=[client.host]
        )
        self._adapter = GraphRequestAdapter(auth, client=client.http)
        self._adapter.base_url = client.base_url
        self._adapter.observability_options = ObservabilityOptions(include_euii_attributes=False)
        self._client, self._token = client, token
        self.graph: Any = GraphServiceClient(request_adapter=self._adapter)

    @property
    def base_url(self) -> str:
        """Where Graph is, with no slash at its end."""
        return self._client.base_url

    def claims(self) -> Mapping[str, object]:
        """What the token says of itself, unchecked (Graph checks it); empty if it cannot be read."""
        try:
            body = self._token.value.reveal().split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        except (IndexError, TypeError, ValueError):
            return {}
        return claims if isinstance(claims, dict) else {}

    def oid(self) -> str:
        """The person's Entra object id, as the token says it, unchecked; "" if it does not say."""
        return str(self.claims().get("oid") or "").lower()

    async def ask(
        self, builder: Any, read: Callable[[Json], T], *, query: Query | None = None
    ) -> Reply[T | None]:
        """One read of a builder's JSON; `read` is one of `graph.answers`. The value is None for an empty answer."""
        body, headers = await self._get(builder, RequestConfiguration(query_parameters=query))
        value = understood(body, headers.get("content-type", ""), read) if body else None
        return Reply(value=value, request=request_id(headers))

    async def question(self, info: Any, read: Callable[[Json], T]) -> T:
        """A question that Graph takes as a POST, and that changes nothing; `info` is a builder's RequestInformation.
        Only Graph itself may answer: no redirect is followed, and an empty answer is none.
        """
        info.add_request_options([RedirectHandlerOption(should_redirect=False)])
        body, headers = await self._received(info)
        return understood(body, headers.get("content-type", ""), read)

    async def text(self, builder: Any, accept: str) -> bytes:
        """One read of a builder's own bytes, in this form."""
        headers = HeadersCollection()
        headers.add("Accept", accept)
        return (await self._get(builder, RequestConfiguration(headers=headers)))[0]

    async def _get(
        self, builder: Any, config: RequestConfiguration[Query]
    ) -> tuple[bytes, Mapping[str, str]]:
        """The body, empty if there is none, and the headers by their names in small letters.

        The builder's own `get` would read the body into the SDK's models: see `graph.answers`.
        """
        return await self._received(builder.to_get_request_information(config))

    async def _received(self, info: Any) -> tuple[bytes, Mapping[str, str]]:
        seen = HeadersInspectionHandlerOption(inspect_request_headers=False)
        info.add_request_options([seen])
        try:
            body = await self._adapter.send_primitive_async(info, "bytes", _ERRORS)
        except FaircopyError:
            raise
        except APIError as e:
            error: Exception = self._no(_answer(e), writes=False)
        except Exception:  # noqa: BLE001 - broken connections, and whatever the SDK raises over an answer it cannot read
            error = SilenceError(unsure=False)
        else:
            given = seen.response_headers.get_all().items()
            return body or b"", {name.lower(): ", ".join(values) for name, values in given}
        raise error  # outside of `except`, so that no text of Graph's hangs behind it

    async def bare(self, info: Any, *, writes: bool) -> str:
        """One request of which only the status matters: a body that says yes is never read. Graph's request id.

        `info` is the RequestInformation of a builder. Redirects are not followed where something is written.
        """
        if writes:
            info.add_request_options([RedirectHandlerOption(should_redirect=False)])
        try:
            self._adapter.set_base_url_for_request_information(info)
            request = await self._adapter.convert_to_native_async(info)
            response = await self._client.http.send(request, stream=True)
            try:
                if response.is_success:
                    return request_id(response.headers)
                body = await response.aread()
            finally:
                await response.aclose()
        except FaircopyError:
            raise
        except _NOT_SENT:
            error: Exception = SilenceError(unsure=False)
        except httpx.HTTPError:
            error = SilenceError(unsure=writes)
        else:
            error = self._no(_bare_answer(response, body), writes=writes)
        raise error

    async def pages(
        self, builder: Any, read: Callable[[Json], T], query: Query | None = None
    ) -> AsyncIterator[tuple[T, ...]]:
        """Every page of a list. A list of more than 60 pages, or one that goes on elsewhere, is no answer."""
        for _ in range(_MOST_PAGES):
            found = (await self.ask(builder, page(read), query=query)).value
            if found is None:
                raise SilenceError(unsure=False)
            yield found.values
            if not found.after:
                return
            if not found.after.startswith(self.base_url + "/"):
                raise SilenceError(unsure=False)
            builder, query = builder.with_url(found.after), None
        raise SilenceError(unsure=False)

    def _no(self, answer: Answer, *, writes: bool) -> NoError:
        return read_no(answer, writes=writes, now=self._client.clock())


def _answer(e: Any) -> Answer:
    """The SDK's error. `InnerError` has no `code` of its own; without a JSON body there is no `error` at all."""
    main = getattr(e, "error", None)
    inner = getattr(main, "inner_error", None)
    return Answer(
        status=e.response_status_code or 500,
        headers={str(k).lower(): str(v) for k, v in dict(e.response_headers or {}).items()},
        code=str(getattr(main, "code", None) or ""),
        inner=str((getattr(inner, "additional_data", None) or {}).get("code") or ""),
        message=str(getattr(main, "message", None) or ""),
        request=str(getattr(inner, "request_id", None) or ""),
    )


def _bare_answer(response: httpx.Response, body: bytes) -> Answer:
    main: dict[str, Any] = {}
    inner: dict[str, Any] = {}
    with suppress(ValueError, TypeError, KeyError, AttributeError):
        main = dict(json.loads(body)["error"])
        inner = dict(main.get("innerError") or {})
    return Answer(
        status=response.status_code,
        headers=response.headers,
        code=str(main.get("code") or ""),
        inner=str(inner.get("code") or ""),
        message=str(main.get("message") or ""),
        request=str(inner.get("request-id") or ""),
    )
