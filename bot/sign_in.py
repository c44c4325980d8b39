"""The practitioner's own Graph token, from the Bot Framework token service; kept in memory for minutes, never stored.

botbuilder's `TokenApiClient` is used for the protocol (paths, the sign-in state, the answers' shapes), made once and
over our own transport. Its `UserTokenClient` above that is not: the adapter builds one a turn, and it hands on an
error answer to an exchange as if it were a token.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from azure.core.credentials import TokenCredential
from azure.core.credentials_async import AsyncTokenCredential
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount
from botframework.connector.auth import UserTokenClient
from botframework.connector.token_api.aio import TokenApiClient

from bot.few import Few
from bot.incoming import Exchange
from bot.kept_tokens import KeptTokens
from bot.transport import BotToken, Pipeline, StatusError, TransportError
from record.docket import Person
from record.doors import Clock, Token
from record.errors import BusyError, NotAllowedError, NotThereError, SignInNeededError
from record.said import Said

OAUTH_CARD = "application/vnd.microsoft.card.oauth"
CHANNEL = "msteams"
SAY = "Sign in, so that I see only the meetings that you may see."
BUSY = "Microsoft's sign-in does not answer. Nothing is lost. I try again by myself."
MOST_EXCHANGES = 1000
"""Exchange ids remembered: Teams offers one id from each device at once, and repeats it."""
UNSAID = timedelta(minutes=5)
"""How long a token is taken to live where the service does not say."""


@dataclass(slots=True)
class _Once:
    """One exchange, and what came of it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    signed_in: bool | None = None


class SignIn:
    """`record.doors.Tokens`, and what signing in needs. `session` is the caller's to close; `timeout` is seconds."""

    def __init__(
        self,
        *,
        session: aiohttp.ClientSession,
        base_url: str,
        app_id: str,
        connection: str,
        credential: TokenCredential | AsyncTokenCredential,
        clock: Clock,
        timeout: float = 10.0,
    ) -> None:
        self._app_id = app_id
        self._connection = connection
        self._clock = clock
        token = BotToken(credential=credential, clock=clock, timeout=timeout)
        self._client: Any = TokenApiClient(object(), base_url=base_url)
        self._client.config.pipeline = Pipeline(session=session, token=token, clock=clock, timeout=timeout)
        self._exchanges: Few[tuple[str, str], _Once] = Few(MOST_EXCHANGES)
        self._kept = KeptTokens(ask=self._stored, clock=clock)

    async def token(self, person: Person) -> Token:
        """The person's token, kept or asked for now. Raises SignInNeededError (none, or no longer any), BusyError."""
        return await self._kept.token(person)

    def forget(self, person: Person) -> None:
        """Graph refused the token that was kept: the next to want one asks the token service."""
        self._kept.forget(person)

    async def card(self, person: Person, say: str = SAY) -> dict[str, object]:
        """The attachment that asks to sign in, and says why: Teams first tries without a word, then shows it. Whoever
        is asked has no token that is any good, so one that was kept is forgotten. Raises BusyError.
        """
        self.forget(person)
        about = Activity(
            channel_id=CHANNEL,
            service_url=person.service_url,
            conversation=ConversationAccount(id=person.conversation),
            from_property=ChannelAccount(id=person.teams),
            recipient=ChannelAccount(id=f"28:{self._app_id}"),
        )
        found = await self._sign_in_link(about)
        content: dict[str, object] = {
            "text": say,
            "connectionName": self._connection,
            "buttons": [
                {"type": "signin", "title": "Sign in", "text": "Sign in", "value": found.sign_in_link}
            ],
        }
        resource = found.token_exchange_resource
        if resource is not None:
            named = {"id": resource.id, "uri": resource.uri, "providerId": resource.provider_id}
            content["tokenExchangeResource"] = {k: v for k, v in named.items() if v}
        return {"contentType": OAUTH_CARD, "content": content}

    async def ping(self) -> None:
        """Ask for a sign-in link for nobody: it answers, knows the bot and has the connection. Raises BusyError."""
        await self._sign_in_link(_nobody())

    async def audience(self) -> str:
        """For whom single sign-on's token must be, as the connection says it; "" where it has no single sign-on.

        Raises NotThereError where the service knows no such connection, NotAllowedError where it refuses the bot,
        BusyError.
        """
        state = UserTokenClient.create_token_exchange_state(self._app_id, self._connection, _nobody())
        try:
            found = await self._client.bot_sign_in.get_sign_in_resource(state)
        except StatusError as e:
            if e.status in (400, 404):
                raise NotThereError("The token service knows no such connection.") from None
            if e.status in (401, 403):
                raise NotAllowedError("The token service refuses the bot.", code="token-service") from None
            raise BusyError(BUSY, until=e.until) from None
        except TransportError as e:
            raise BusyError(BUSY, until=e.until) from None
        resource = found.token_exchange_resource
        return str(resource.uri or "") if resource is not None else ""

    async def _sign_in_link(self, about: Activity) -> Any:
        state = UserTokenClient.create_token_exchange_state(self._app_id, self._connection, about)
        try:
            return await self._client.bot_sign_in.get_sign_in_resource(state)
        except TransportError as e:
            raise BusyError(BUSY, until=e.until) from None

    async def exchange(self, person: Person, exchange: Exchange) -> bool:
        """Whether the person is signed in now: by single sign-on's token, or by the code of the sign-in page.

        Whatever brings no token is False, and Teams then shows the card. The same id again, even while the first is
        under way, is not asked twice and gets the same answer.
        """
        if exchange.connection not in ("", self._connection):
            return False
        if exchange.state is not None and exchange.token is None:
            return await self._verified(person, exchange.state)
        if not exchange.token:
            return False
        if not exchange.id:
            return await self._exchanged(person, exchange.token)
        named = (person.teams, exchange.id)
        once = self._exchanges.get(named) or self._exchanges.put(named, _Once())
        async with once.lock:
            if once.signed_in is None:
                once.signed_in = await self._exchanged(person, exchange.token)
            return once.signed_in

    async def _exchanged(self, person: Person, token: str) -> bool:
        try:
            found = await self._client.user_token.exchange_async(
                person.teams, self._connection, CHANNEL, None, token
            )
        except TransportError:
            return False
        return self._signed_in(person, self._read(found))

    async def _verified(self, person: Person, code: str) -> bool:
        try:
            return self._signed_in(person, await self._get(person, code))
        except BusyError:
            return False

    def _signed_in(self, person: Person, token: Token | None) -> bool:
        """Who signs in again may have another token to give: it takes the place of the one kept."""
        if token is None:
            return False
        self._kept.keep(person, token)
        return True

    async def _stored(self, person: Person) -> Token:
        found = await self._get(person)
        if found is None:
            raise SignInNeededError(SAY)
        return found

    async def _get(self, person: Person, code: str | None = None) -> Token | None:
        """The stored token, renewed by the service where it can; None where the person must sign in."""
        try:
            found = await self._client.user_token.get_token(
                person.teams, self._connection, channel_id=CHANNEL, code=code
            )
        except StatusError as e:
            if e.status in (400, 404, 412):
                return None
            raise BusyError(BUSY, until=e.until) from None
        except TransportError as e:
            raise BusyError(BUSY, until=e.until) from None
        return self._read(found)

    def _read(self, found: object) -> Token | None:
        """The token of an answer, if there is one and it has not run out."""
        value = getattr(found, "token", None)
        if not isinstance(value, str) or not value:
            return None
        expires = self._expires(getattr(found, "expiration", None))
        return Token(value=Said(value), expires=expires) if expires > self._clock() else None

    def _expires(self, text: object) -> datetime:
        try:
            found = datetime.fromisoformat(text) if isinstance(text, str) else None
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            return self._clock() + UNSAID
        return found


def _nobody() -> Any:
    """An activity of nobody, in no chat."""
    return Activity(
        channel_id=CHANNEL,
        conversation=ConversationAccount(id="faircopy-ping"),
        from_property=ChannelAccount(id="29:faircopy-ping"),
    )
