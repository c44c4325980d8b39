"""What botbuilder's adapter asks for, made once in place of once a turn; and it is never asked who may come in."""

from __future__ import annotations

from typing import Any

from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import BotFrameworkAuthentication, ConnectorFactory
from typing_extensions import override

from bot.few import Few
from bot.transport import Pipeline

MOST_CLIENTS = 16


class Connectors(ConnectorFactory):
    """One connector client for each service address, at most `MOST_CLIENTS`: botbuilder would make one a turn."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._clients: Few[str, Any] = Few(MOST_CLIENTS)

    def client(self, service_url: str) -> Any:
        """The client of that address."""
        client = self._clients.get(service_url)
        if client is None:
            client = ConnectorClient(object(), base_url=service_url)
            client.config.pipeline = self._pipeline
        return self._clients.put(service_url, client)  # the address called longest ago goes first

    @override
    async def create(self, service_url: str, audience: str | None = None) -> Any:
        """As the adapter asks."""
        return self.client(service_url)


class Authentication(BotFrameworkAuthentication):
    """What the adapter asks for clients. It lets nobody in: requests are checked before the adapter sees them."""

    def __init__(self, connectors: Connectors) -> None:
        self._connectors = connectors

    @override
    async def authenticate_request(self, activity: Any, auth_header: str) -> Any:
        raise PermissionError("requests are checked elsewhere")

    @override
    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        raise PermissionError("requests are checked elsewhere")

    @override
    def create_connector_factory(self, claims_identity: Any) -> Connectors:
        return self._connectors

    @override
    async def create_user_token_client(self, claims_identity: Any) -> None:
        """None: people's tokens are `bot/sign_in.py`'s."""
        return

    @override
    def get_originating_audience(self) -> str:
        return "https://api.botframework.com"
