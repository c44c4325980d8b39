"""The door to Teams: turns, and what we send, change and delete; botbuilder's adapter over our own transport.

Of botbuilder we use the activity schema, the turn context, the adapter and the generated connector client. Its
authentication is never asked (`bot/callers.py` is), its clients are made once for each service address, and its way
of sending is replaced (`bot/transport.py`): that removes the defects of 4.17.1 that lie there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import aiohttp
from azure.core.credentials import TokenCredential
from azure.core.credentials_async import AsyncTokenCredential
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import (
    Activity,
    ChannelAccount,
    ConversationAccount,
    ConversationParameters,
    ConversationReference,
)
from botframework.connector.auth import ClaimsIdentity
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult

from bot.adapter import Authentication, Connectors
from bot.hosts import allows
from bot.incoming import Answer
from bot.messages import Message, Send, card_message, message_of
from bot.transport import BotToken, Pipeline
from bot.tries import REFUSED, Tries
from record.docket import Person
from record.doors import Clock
from record.errors import NotAllowedError
from record.terms import PersonId

CHANNEL = "msteams"
ATTEMPT = 0.6
"""How much of the time one attempt may take, so that a change which hangs can be made again."""

LONGEST_ID = 1024
"""Characters of an id or address. Teams' own are below 300; they become part of the address that we call."""


class UnreadableActivityError(Exception):
    """Not an activity that botbuilder can read."""


class Teams:
    """Sends to a person's chat. `session` is the caller's to close; `timeout` is seconds for one whole call."""

    def __init__(
        self,
        *,
        session: aiohttp.ClientSession,
        credential: TokenCredential | AsyncTokenCredential,
        app_id: str,
        tenant: str,
        service_hosts: Iterable[str],
        clock: Clock,
        timeout: float = 10.0,
    ) -> None:
        self._app_id = app_id
        self._tenant = tenant
        self._hosts = tuple(service_hosts)
        self._tries = Tries(clock=clock, timeout=timeout)
        attempt = timeout * ATTEMPT
        token = BotToken(credential=credential, clock=clock, timeout=attempt)
        self._pipeline = Pipeline(session=session, token=token, clock=clock, timeout=attempt)
        self._connectors = Connectors(self._pipeline)
        self._adapter = CloudAdapterBase(Authentication(self._connectors))

    # --- what the rest of the house calls -------------------------------------------------------------------------

    async def send_card(self, person: Person, card: Mapping[str, object]) -> str:
        """Send a card; the message's id. Never sent twice. Raises as `tries.said` says, and UnfitCardError."""
        return await self._send(person, card_message(card))

    async def send_text(self, person: Person, text: str) -> str:
        """Send our own sentence, which may hold markdown; the message's id. Never sent twice."""
        return await self._send(person, {"text": text})

    async def send_plain(self, person: Person, text: str) -> str:
        """Send text of which nothing is read as markdown; the message's id. Never sent twice."""
        return await self._send(person, {"text": text, "textFormat": "plain"})

    async def answer(self, person: Person, answer: Answer) -> None:
        """Send an answer that could not go out as the reply to what was asked. Its `after` runs once it is out."""
        message = message_of(answer)
        if message is not None:
            await self._send(person, message)
        if answer.after is not None:
            await answer.after()

    async def update_card(self, person: Person, message: str, card: Mapping[str, object]) -> None:
        """Put a card in the place of a message's. Raises NotThereError where the message is gone."""
        changed = _activity(card_message(card))

        async def act(context: Any) -> None:
            changed.id = message
            await context.update_activity(changed)

        await self._proactive(person, act, again=True)

    async def delete(self, person: Person, message: str) -> None:
        """Delete a message of ours. Raises NotThereError where it is gone."""

        async def act(context: Any) -> None:
            await context.delete_activity(message)

        await self._proactive(person, act, again=True)

    async def privately(self, person: Person) -> Person:
        """The same person in their own chat with us, for whoever spoke in a group. Harmless twice."""
        return replace(person, conversation=await self._opened(person.teams, person))

    async def reach(self, id: PersonId, beside: Person) -> Person:
        """Somebody of whom we know only the Entra id, in their own chat with us. Harmless twice.

        `beside` is anybody of the same tenant whom we have met: Teams answers for both at one address. Raises as
        `tries.said` says: NotAllowedError("bot-removed") where they have not added Faircopy.
        """
        conversation = await self._opened(id, beside)
        found: list[Any] = []

        async def act(_: Any) -> None:
            client = self._connectors.client(beside.service_url)
            found.append(await client.conversations.get_conversation_member(conversation, id))

        await self._proactive(beside, act, again=True)
        return Person(
            id=id,
            name=str(found[-1].name or ""),
            teams=str(found[-1].id),
            conversation=conversation,
            service_url=beside.service_url,
        )

    async def meeting(self, service_url: str, meeting: str) -> object:
        """What Teams says of a meeting that we were added to, by that meeting's own permission.

        Raises as `tries.said` says.

        https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis
        """
        if not allows(service_url, self._hosts):
            raise NotAllowedError(REFUSED, code="service-host")
        address = f"{service_url.rstrip('/')}/v1/meetings/{quote(meeting, safe='')}"
        return await self._tries.make(lambda: self._pipeline.get(address), again=True)

    async def turn(self, activity: Mapping[str, object], logic: Callable[[Send], Awaitable[None]]) -> None:
        """Run one authenticated activity as botbuilder's turn. `logic` is handed what sends into that conversation.

        Raises UnreadableActivityError, and whatever `logic` raises.
        """
        incoming = Activity().deserialize(_address(activity))

        async def on_turn(context: Any) -> None:
            async def send(message: Message) -> str:
                answer = _activity(message)

                async def act() -> str:
                    return str((await context.send_activity(answer)).id)

                return await self._tries.make(act, again=False)

            await logic(send)

        await self._adapter.process_activity(self._identity(), incoming, on_turn)

    # --- how ------------------------------------------------------------------------------------------------------

    async def _send(self, person: Person, message: Message) -> str:
        outgoing, sent = _activity(message), []

        async def act(context: Any) -> None:
            sent.append(str((await context.send_activity(outgoing)).id))

        await self._proactive(person, act, again=False)
        return sent[-1]

    async def _opened(self, member: str, beside: Person) -> str:
        """The chat with that member alone, at the address at which Teams answers for `beside`."""
        parameters = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=f"28:{self._app_id}"),
            members=[ChannelAccount(id=member)],
            tenant_id=self._tenant,
            channel_data={"tenant": {"id": self._tenant}},
        )
        found: list[str] = []

        async def act(_: Any) -> None:
            client = self._connectors.client(beside.service_url)
            found.append(str((await client.conversations.create_conversation(parameters)).id))

        await self._proactive(beside, act, again=True)
        return found[-1]

    async def _proactive(self, person: Person, act: Callable[[Any], Awaitable[None]], *, again: bool) -> None:
        """Continue the person's conversation, at an address that we may call."""
        if not allows(person.service_url, self._hosts):
            raise NotAllowedError(REFUSED, code="service-host")
        reference = ConversationReference(
            bot=ChannelAccount(id=f"28:{self._app_id}"),
            user=ChannelAccount(id=person.teams),
            conversation=ConversationAccount(id=person.conversation),
            channel_id=CHANNEL,
            service_url=person.service_url,
        )

        async def once() -> None:
            await self._adapter.continue_conversation(reference, act, self._app_id)

        await self._tries.make(once, again=again)

    def _identity(self) -> Any:
        """The result of a check that has already been made."""
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity({"aud": self._app_id, "appid": self._app_id}, True)
        result.audience = None
        result.connector_factory = self._connectors
        return result


def _address(activity: Mapping[str, object]) -> dict[str, object]:
    """Where an activity came from, and nothing else of it: what was said has no business in botbuilder's turn, which
    copies half of it into each answer. Raises UnreadableActivityError."""
    found = {name: _short(activity, name) for name in ("type", "id", "serviceUrl", "channelId")}
    whole: dict[str, object] = {name: value for name, value in found.items() if value}
    for name in ("from", "recipient", "conversation"):
        part = activity.get(name)
        if isinstance(part, Mapping) and (id := _short(part, "id")):
            whole[name] = {"id": id}
    return whole


def _short(part: Mapping[str, object], name: str) -> str:
    found = part.get(name) or ""
    if not isinstance(found, str) or len(found) > LONGEST_ID:
        raise UnreadableActivityError
    return found


def _activity(message: Message) -> Any:
    return Activity().deserialize({"type": "message", **message})
