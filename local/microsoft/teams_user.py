"""A person in front of Teams: what they say, press and drop goes to the bot, signed by the channel."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from local.microsoft.connector import ADAPTIVE, Activity, Connector, Conversation, Message
from local.microsoft.identity import Identity
from local.microsoft.onedrive import CHAT_FILES, OneDrive
from local.microsoft.people import Person

FILE_INFO = "application/vnd.microsoft.teams.file.download.info"


class Answer(NamedTuple):
    """What the bot answered; status 0 when it did not."""

    status: int
    body: Any


class CannotError(Exception):
    """Teams would not let the person do this: no such button, a required field left empty."""


@dataclass
class TeamsUser:
    """One person in one conversation with the bot."""

    person: Person
    connector: Connector
    onedrive: OneDrive
    identity: Identity
    conversation: Conversation
    timings: list[float] = field(default_factory=list)
    sent: list[Activity] = field(default_factory=list)

    def screen(self) -> list[Message]:
        """The messages in order, each as it stands now."""
        return list(self.conversation.messages.values())

    def newest(self, by: str = "bot") -> Message:
        """The newest message of the bot."""
        return [message for message in self.screen() if message.by == by][-1]

    async def install(self) -> Answer:
        """Add the app to the conversation."""
        bot = {"id": f"28:{self.connector.app_id}"}
        await self.deliver(self.activity("conversationUpdate", membersAdded=[bot]))
        return await self.deliver(self.activity("installationUpdate", action="add"))

    async def say(self, text: str) -> Answer:
        """Send a message."""
        return await self._post(text=text, textFormat="plain")

    async def drop_file(self, name: str, content: bytes, text: str = "") -> Answer:
        """Send a file: Teams puts it into the person's OneDrive and gives the bot a short-lived address."""
        item = self.onedrive.files.add_file(self.person, CHAT_FILES, name, content)
        attachment = {
            "contentType": FILE_INFO,
            "contentUrl": item.web_url,
            "name": name,
            "content": {
                "downloadUrl": self.onedrive.download_url(item),
                "uniqueId": item.unique_id,
                "fileType": name.rpartition(".")[2],
            },
        }
        return await self._post(text=text, textFormat="plain", attachments=[attachment])

    async def press(
        self,
        message_id: str,
        verb: str,
        data: Mapping[str, Any] | None = None,
        inputs: Mapping[str, Any] | None = None,
        *,
        unseen: bool = False,
        authentication: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Press the button with that verb (and that data) after filling in the inputs.

        The button and the inputs must be on the card as it stands; inputs left alone go with the value they
        show. `unseen=True` sends just `data` and `inputs`, as an old card still open elsewhere would.
        """
        message = self.conversation.messages.get(message_id)
        action: dict[str, Any] = {"type": "Action.Execute", "verb": verb}
        if unseen:
            action["data"] = {**(data or {}), **(inputs or {})}
        else:
            if message is None:
                raise CannotError("this message is not on the screen")
            action |= _filled(message.cards, verb, data or {}, inputs or {})
        value: dict[str, Any] = {"action": action, "trigger": "manual"}
        if authentication is not None:
            value["authentication"] = dict(authentication)
        invoke = self.activity("invoke", name="adaptiveCard/action", value=value, replyToId=message_id)
        answer = await self.deliver(invoke)
        body = answer.body
        if answer.status == 200 and isinstance(body, dict) and body.get("type") == ADAPTIVE and message:
            message.view = body["value"]
        return answer

    async def configure(self) -> Answer:
        """Open Teams' own set-up of the bot, as channels and group chats have it: a dialog that only they see."""
        return await self.deliver(self.activity("invoke", name="config/fetch", value={}))

    async def submit(
        self,
        card: Mapping[str, Any],
        verb: str,
        data: Mapping[str, Any] | None = None,
        inputs: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Press a button of that dialog after filling in its inputs. A dialog knows Action.Submit alone."""
        wanted = {**(data or {}), "verb": verb}
        found = _filled([dict(card)], "", wanted, inputs or {}, kind="Action.Submit")
        value = {"data": found["data"]}
        return await self.deliver(self.activity("invoke", name="config/submit", value=value))

    def exchange_value(self, connection: str, exchange_id: str | None = None) -> dict[str, str]:
        """What Teams sends when it signs the person in by itself: a token for the bot's own app."""
        token = self.identity.user_token(
            self.person, ["access_as_user"], audience=f"api://botid-{self.connector.app_id}"
        )
        return {"id": exchange_id or str(uuid.uuid4()), "connectionName": connection, "token": token}

    async def sign_in_exchange(
        self, connection: str, exchange_id: str | None = None, token: str | None = None
    ) -> Answer:
        """Single sign-on: Teams offers the person's token to the bot."""
        value = self.exchange_value(connection, exchange_id)
        if token is not None:
            value["token"] = token
        return await self.deliver(self.activity("invoke", name="signin/tokenExchange", value=value))

    async def sign_in_with_code(self, code: str) -> Answer:
        """After the sign-in page: Teams sends the code that the page gave (`TokenService.visit`)."""
        return await self.deliver(self.activity("invoke", name="signin/verifyState", value={"state": code}))

    async def deliver(self, activity: Activity, token: str | None = None) -> Answer:
        """Send any activity; the same one again is Teams' second delivery. `token=""` sends none."""
        self.sent.append(activity)
        status, body, seconds = await self.connector.call_bot(activity, token)
        self.timings.append(seconds)
        return Answer(status, body)

    def activity(self, kind: str, **more: Any) -> Activity:
        """An activity as Teams words it."""
        now = datetime.now(UTC)
        tenant = self.person.tenant
        return {
            "type": kind,
            "id": f"f:{uuid.uuid4()}",
            "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "localTimestamp": now.isoformat(timespec="milliseconds"),
            "localTimezone": "Europe/London",
            "serviceUrl": self.connector.service_url,
            "channelId": "msteams",
            "from": {"id": self.person.teams_id, "name": self.person.name, "aadObjectId": self.person.oid},
            "conversation": {
                "conversationType": self.conversation.kind,
                "tenantId": tenant,
                "id": self.conversation.id,
            },
            "recipient": {"id": f"28:{self.connector.app_id}", "name": "Faircopy"},
            "entities": [
                {"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"},
            ],
            "channelData": {"tenant": {"id": tenant}},
            "locale": "en-GB",
            **more,
        }

    async def _post(self, **more: Any) -> Answer:
        activity = self.activity("message", **more)
        activity["id"] = self.connector.keep(self.conversation, self.person.name, activity)
        return await self.deliver(activity)


def _filled(
    cards: list[dict[str, Any]],
    verb: str,
    data: Mapping[str, Any],
    inputs: Mapping[str, Any],
    *,
    kind: str = "Action.Execute",
) -> dict[str, Any]:
    """The pressed action with the inputs of its card merged into its data, as Teams does."""
    for card in cards:
        for action in _nodes(card):
            own = action.get("data") or {}
            if action.get("type") != kind or str(action.get("verb") or "") != verb:
                continue
            if any(own.get(name) != value for name, value in data.items()):
                continue
            if action.get("isEnabled") is False:
                raise CannotError("this button is greyed out")
            merged = dict(own) | (_values(card, inputs) if action.get("associatedInputs") != "none" else {})
            return {k: action[k] for k in ("id", "title") if k in action} | {"data": merged}
    raise CannotError(f"no button {verb!r} with {dict(data)!r} is on this message")


def _values(card: dict[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every input on a card, as typed or as shown."""
    found = {n["id"]: n for n in _nodes(card) if str(n.get("type")).startswith("Input.") and n.get("id")}
    unknown = set(typed) - set(found)
    if unknown:
        raise CannotError(f"no input {sorted(unknown)} is on this card")
    values = {}
    for name, node in found.items():
        default = node.get("valueOff", "false") if node["type"] == "Input.Toggle" else ""
        values[name] = str(typed.get(name, node.get("value", default)))
        if node.get("isRequired") and not values[name]:
            raise CannotError(f"input {name!r} is required")
    return values


def _nodes(thing: object) -> Iterator[dict[str, Any]]:
    """Every object inside a card."""
    if isinstance(thing, dict):
        yield thing
        for value in thing.values():
            yield from _nodes(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _nodes(value)
