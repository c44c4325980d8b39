"""The entrance, served on loopback in front of the stand-ins, with a conversation that answers what a test says."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from azure.identity.aio import ClientSecretCredential

from bot.entrance import ChannelKeys, Entrance, runner
from bot.incoming import Answer, Incoming
from bot.sign_in import SignIn
from bot.teams import Teams
from local.microsoft import CONNECTION, Microsoft
from local.microsoft.people import Person as Somebody
from local.microsoft.teams_user import TeamsUser
from record.docket import Person
from record.terms import PersonId

APP_ID = "88888888-aaaa-4bbb-8ccc-000000000008"
TENANT = "22222222-aaaa-4bbb-8ccc-000000000002"
SECRET = "loopback-only"


@dataclass
class Clock:
    """The real clock, moved on by a test."""

    ahead: float = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


@dataclass
class Bot:
    """What was built, what reached the conversation, and what it answers."""

    microsoft: Microsoft
    clock: Clock
    session: aiohttp.ClientSession
    teams: Teams
    sign_in: SignIn
    url: str = ""
    heard: list[Incoming] = field(default_factory=list)
    answer: Answer = field(default_factory=Answer)
    handle: Callable[[Incoming], Awaitable[Answer]] | None = None

    async def converse(self, incoming: Incoming) -> Answer:
        self.heard.append(incoming)
        return self.answer if self.handle is None else await self.handle(incoming)

    async def post(self, body: bytes, token: str | None, type: str = "application/json") -> int:
        headers = {"Content-Type": type} | ({"Authorization": token} if token is not None else {})
        async with self.session.post(self.url, data=body, headers=headers) as answer:
            return answer.status

    def token(self, **forged: Any) -> str:
        """The channel's token, as good as a test wants it."""
        service = self.microsoft.connector.service_url
        return self.microsoft.keys.channel_token(service, **forged)

    def person(self, user: TeamsUser) -> Person:
        """That user as the bot knows people."""
        return known(user.person, user.conversation.id, self.microsoft.connector.service_url)


def known(person: Somebody, conversation: str, service_url: str) -> Person:
    return Person(
        id=PersonId(person.oid),
        name=person.name,
        teams=person.teams_id,
        conversation=conversation,
        service_url=service_url,
    )


def credential_of(microsoft: Microsoft, secret: str = SECRET) -> ClientSecretCredential:
    return ClientSecretCredential(
        TENANT,
        APP_ID,
        secret,
        authority=microsoft.identity.authority,
        disable_instance_discovery=True,
        connection_verify=str(microsoft.identity.ca_path),
    )


@asynccontextmanager
async def opened(
    microsoft: Microsoft,
    *,
    patience: float = 5.0,
    secret: str = SECRET,
    hosts: tuple[str, ...] = ("127.0.0.1",),
) -> AsyncIterator[Bot]:
    """The bot in front of these stand-ins."""
    clock = Clock()
    async with AsyncExitStack() as stack:
        credential = await stack.enter_async_context(credential_of(microsoft, secret))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        teams = Teams(
            session=session,
            credential=credential,
            app_id=APP_ID,
            tenant=TENANT,
            service_hosts=hosts,
            clock=clock.now,
            timeout=patience,
        )
        sign_in = SignIn(
            session=session,
            base_url=microsoft.tokens.url,
            app_id=APP_ID,
            connection=CONNECTION,
            credential=credential,
            clock=clock.now,
            timeout=patience,
        )
        bot = Bot(microsoft=microsoft, clock=clock, session=session, teams=teams, sign_in=sign_in)
        entrance = Entrance(
            keys=ChannelKeys(session, microsoft.keys.metadata_url, monotonic=clock.monotonic, timeout=2.0),
            app_id=APP_ID,
            tenant=TENANT,
            service_hosts=hosts,
            handle=bot.converse,
            teams=teams,
            clock=clock.now,
            patience=0.5,
        )
        served = runner(entrance.application(), leave=0.1)
        await served.setup()
        stack.push_async_callback(served.cleanup)
        await web.TCPSite(served, "127.0.0.1", 0).start()
        bot.url = f"http://127.0.0.1:{served.addresses[0][1]}/api/messages"
        microsoft.connector.bot_url = bot.url
        yield bot


@pytest.fixture
async def microsoft() -> AsyncIterator[Microsoft]:
    async with Microsoft(app_id=APP_ID, tenant=TENANT, secret=SECRET) as started:
        yield started


@pytest.fixture
async def bot(microsoft: Microsoft) -> AsyncIterator[Bot]:
    async with opened(microsoft) as started:
        yield started


@pytest.fixture
def ana(microsoft: Microsoft) -> TeamsUser:
    return microsoft.user(microsoft.person("Ana Example"))


def card(text: str = "A heading", *, verb: str = "keep", **data: object) -> dict[str, object]:
    """A small card with one button."""
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": "en",
        "body": [
            {"type": "TextBlock", "text": text, "style": "heading"},
            {"type": "Input.Text", "id": "words"},
        ],
        "actions": [{"type": "Action.Execute", "title": "Keep", "verb": verb, "data": data}],
    }
