"""Microsoft's own clients, pointed at the stand-ins."""

import ssl
import time
import warnings
from typing import Any, Self

import httpx
from azure.core.credentials import AccessToken
from botframework.connector.auth import AppCredentials
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph import GraphServiceClient
from msgraph.graph_request_adapter import GraphRequestAdapter, options
from msgraph_core import GraphClientFactory  # type: ignore[import-untyped]  # it ships no types

from local.microsoft import Microsoft
from local.microsoft.identity import SCOPES
from local.microsoft.keys import CHANNEL, lifespan
from local.microsoft.people import Person

with warnings.catch_warnings():  # the SDK warns of its own classes when it is imported
    warnings.simplefilter("ignore", DeprecationWarning)
    from msgraph.generated.users.item.online_meetings.online_meetings_request_builder import (
        OnlineMeetingsRequestBuilder,
    )

LookUp = OnlineMeetingsRequestBuilder.OnlineMeetingsRequestBuilderGetQueryParameters

# Loading the machine's certificates takes 40 ms a client, and there is nothing to check on plain loopback.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def plain(headers: dict[str, str] | None = None) -> httpx.AsyncClient:
    """An ordinary HTTP client."""
    return httpx.AsyncClient(trust_env=False, verify=NO_CERTIFICATES, headers=headers)


class OneToken:
    """A delegated token for one turn, as msgraph-sdk takes it."""

    def __init__(self, token: str) -> None:
        self.token = AccessToken(token, int(time.time()) + 3600)

    async def get_token(self, *_: str, **__: Any) -> AccessToken:
        return self.token

    async def close(self) -> None:
        pass


class GraphClients:
    """msgraph-sdk for whichever person, over one HTTP client."""

    def __init__(self, microsoft: Microsoft) -> None:
        self.microsoft = microsoft
        # The SDK wraps the transport and then forgets to close it, so it is kept here.
        self.transport = httpx.AsyncHTTPTransport(verify=NO_CERTIFICATES, trust_env=False)
        self.http = GraphClientFactory.create_with_default_middleware(
            client=httpx.AsyncClient(transport=self.transport, timeout=5, trust_env=False), options=options
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()
        await self.transport.aclose()

    def __call__(self, person: Person, *scopes: str, token: str | None = None) -> Any:
        """The client of a person with these scopes, or the usual ones."""
        signed = token or self.microsoft.identity.user_token(person, scopes or SCOPES)
        provider = AzureIdentityAuthenticationProvider(
            OneToken(signed), scopes=["https://graph.microsoft.com/.default"]
        )
        adapter = GraphRequestAdapter(provider, client=self.http)
        adapter.base_url = self.microsoft.graph.base_url
        return GraphServiceClient(request_adapter=adapter)

    def bearer(self, person: Person, *scopes: str) -> dict[str, str]:
        """The same person's header, for a raw request."""
        return {"Authorization": f"Bearer {self.microsoft.identity.user_token(person, scopes or SCOPES)}"}


class BotCredentials(AppCredentials):  # type: ignore[misc]  # untyped
    """The bot's own token, for botbuilder's clients."""

    def __init__(self, microsoft: Microsoft, **claims: object) -> None:
        super().__init__(app_id=microsoft.app_id, oauth_scope=CHANNEL)
        self.token = bot_token(microsoft, **claims)

    def get_access_token(self, force_refresh: bool = False) -> str:
        return self.token


def bot_token(microsoft: Microsoft, **claims: object) -> str:
    """What the token endpoint gives the bot, without asking it."""
    body: dict[str, object] = {
        "aud": CHANNEL,
        "iss": microsoft.identity.issuer(microsoft.tenant),
        "tid": microsoft.tenant,
        "appid": microsoft.app_id,
        **lifespan(3600),
    }
    return microsoft.identity.keys.sign(body | claims)
