"""What botbuilder's adapter asks for, made once in place of once a turn; and it is never asked who may come in."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import BotFrameworkAuthentication, ConnectorFactory
from typing_extensions import override

from bot.transport import Pipeline

MOST_CLIENTS = 16


class Connectors(ConnectorFactory):  # type: ignore[misc]  # untyped
    """One connector client for each service address, at most `MOST_CLIENTS`: botbuilder would make one a turn."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._clients: OrderedDict[str, Any] = OrderedDict()

    def client(self, service_url: str) -> Any:
        """The client of that address."""
        client = self._clients.get(service_url)
        if client is None:
            client = ConnectorClient(object(), base_url=service_url)
            client.config.pipeline = self._pipeline
            self._clients[service_url] = client
            if len(self._clients) > MOST_CLIENTS:
                self._clients.popitem(last=False)
        self._clients.move_to_end(service_url)
        return client

    @override
    async def create(self, service_url: str, audience: str | None = None) -> Any:
        """As the adapter asks."""
        return self.client(service_url)


class Authentication(BotFrameworkAuthentication):  # type: ignore[misc]  # untyped
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
