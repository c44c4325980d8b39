"""A bot that says what was said, in a process of its own: ours at its door, or botbuilder's as its package ships it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from typing import Any

import aiohttp
from aiohttp import web
from azure.core.credentials import AccessToken

from tests.benchmarks.pulse import until_told

TOLD = "ECHO"
"""The variable that holds where the parties are, as JSON: app_id, tenant, keys, token."""


class Given:
    """A credential that has its token already, so that nobody's way of asking for one is measured."""

    def __init__(self, token: str) -> None:
        self.token = token

    def get_token(self, *_: str, **__: Any) -> AccessToken:
        """The same for an hour."""
        return AccessToken(self.token, int(time.time()) + 3_600)


async def _ours(told: dict[str, str], session: aiohttp.ClientSession) -> web.AppRunner:
    from bot.entrance import ChannelKeys, Entrance, runner  # noqa: PLC0415  # only one of the two is loaded
    from bot.incoming import Answer, Incoming  # noqa: PLC0415
    from bot.teams import Teams  # noqa: PLC0415

    async def echo(incoming: Incoming) -> Answer:
        return Answer(text=incoming.text)

    hosts = ("127.0.0.1",)
    teams = Teams(
        session=session,
        credential=Given(told["token"]),
        app_id=told["app_id"],
        tenant=told["tenant"],
        service_hosts=hosts,
        clock=_now,
    )
    entrance = Entrance(
        keys=ChannelKeys(session, told["keys"]),
        app_id=told["app_id"],
        tenant=told["tenant"],
        service_hosts=hosts,
        handle=echo,
        teams=teams,
    )
    return runner(entrance.application())


def _now() -> Any:
    from datetime import UTC, datetime  # noqa: PLC0415

    return datetime.now(UTC)


async def _stock(told: dict[str, str]) -> web.AppRunner:
    from botbuilder.core import ActivityHandler, TurnContext  # noqa: PLC0415
    from botbuilder.integration.aiohttp import (  # noqa: PLC0415
        CloudAdapter,
        ConfigurationBotFrameworkAuthentication,
    )
    from botframework.connector.auth import AppCredentials, ServiceClientCredentialsFactory  # noqa: PLC0415
    from botframework.connector.auth.channel_validation import ChannelValidation  # noqa: PLC0415

    class Credentials(AppCredentials):  # type: ignore[misc]  # untyped
        def get_access_token(self, force_refresh: bool = False) -> str:
            return told["token"]

    class Factory(ServiceClientCredentialsFactory):  # type: ignore[misc]  # untyped
        async def is_valid_app_id(self, app_id: str) -> bool:
            return app_id == told["app_id"]

        async def is_authentication_disabled(self) -> bool:
            return False

        async def create_credentials(self, app_id: str, *_: object, **__: object) -> Any:
            return Credentials(app_id=app_id, channel_auth_tenant=told["tenant"])

    class Echo(ActivityHandler):  # type: ignore[misc]  # untyped
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(turn_context.activity.text)

    ChannelValidation.open_id_metadata_endpoint = told["keys"]
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(object(), credentials_factory=Factory()))
    bot = Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse | None = await adapter.process(request, bot)
        return answer or web.Response(status=201)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return web.AppRunner(app, access_log=None, handle_signals=False)


async def _serve(which: str) -> None:
    told = json.loads(os.environ[TOLD])
    async with aiohttp.ClientSession() as session:
        served = await (_ours(told, session) if which == "ours" else _stock(told))
        await served.setup()
        await web.TCPSite(served, "127.0.0.1", 0).start()
        print(f"http://127.0.0.1:{served.addresses[0][1]}", flush=True)
        await until_told()
        await served.cleanup()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
