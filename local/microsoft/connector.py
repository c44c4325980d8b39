"""The Teams connector stand-in: it keeps each conversation as it now stands and lets the bot write to it."""

import itertools
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from typing_extensions import override

from local.microsoft.channel_keys import ChannelKeys
from local.microsoft.identity import Identity
from local.microsoft.keys import CHANNEL, BadTokenError
from local.microsoft.people import Person
from local.wire import Call, RefusalError, StandIn, Wire, json_object

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
LARGEST_ACTIVITY = 100 * 1024  # in UTF-16

Activity = dict[str, Any]


@dataclass
class Message:
    """One message: `activity` is what Teams stores, `view` the card that an invoke's reply put on the screen.

    Only an update or a deletion changes what is stored: a reply to a press alone leaves the old card there.
    """

    id: str
    by: str
    activity: Activity
    edits: int = 0
    view: dict[str, Any] | None = None

    @property
    def text(self) -> str:
        """Its text."""
        return str(self.activity.get("text") or "")

    @property
    def cards(self) -> list[dict[str, Any]]:
        """Its adaptive cards as the person sees them."""
        stored = [a["content"] for a in self.attachments if a.get("contentType") == ADAPTIVE]
        return stored if self.view is None else [self.view, *stored[1:]]

    @property
    def attachments(self) -> list[dict[str, Any]]:
        """All its attachments: cards, sign-in cards, files."""
        return list(self.activity.get("attachments") or [])


@dataclass
class Conversation:
    """A chat between the bot and one person, or several."""

    id: str
    kind: str
    people: list[Person]
    messages: dict[str, Message] = field(default_factory=dict)
    history: list[Activity] = field(default_factory=list)


class Connector(StandIn):
    """Teams towards the bot. Every activity carries `service_url`; `bot_url` is the bot's endpoint."""

    party = "teams"

    def __init__(self, wire: Wire, app_id: str, tenant: str, identity: Identity, keys: ChannelKeys) -> None:
        super().__init__(wire)
        self.app_id, self.tenant, self.identity, self.keys = app_id, tenant, identity, keys
        self.bot_url = ""
        self.keeps_history = False  # True: what was replaced or deleted stays in `history`
        self.patience = 15.0  # seconds that Teams waits for the bot
        self.conversations: dict[str, Conversation] = {}
        self.installed: list[Person] = []
        self.others: list[web.RouteDef] = []  # what else it answers: about meetings
        self._numbers = itertools.count(int(time.time() * 1000))
        self._session: aiohttp.ClientSession | None = None

    @property
    def service_url(self) -> str:
        """The connector's address as activities carry it."""
        return f"{self.url}/teams/"

    @override
    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._session = aiohttp.ClientSession()
        return self

    @override
    async def __aexit__(self, *why: object) -> None:
        if self._session is not None:
            await self._session.close()
        await super().__aexit__(*why)

    @override
    def holdings(self) -> Mapping[str, object]:
        return {"conversations": self.conversations}

    @override
    def error_body(self, status: int) -> object:
        return {"error": {"code": "ServiceError", "message": f"Answered {status}."}}

    @override
    def guards(self) -> list[Middleware]:
        return [self._signed_in]

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        one = "/teams/v3/conversations/{conversation}"
        return [
            web.post("/teams/v3/conversations", self._open),
            web.post(f"{one}/activities", self._send),
            web.post(f"{one}/activities/{{activity}}", self._send),
            web.put(f"{one}/activities/{{activity}}", self._update),
            web.delete(f"{one}/activities/{{activity}}", self._delete),
            web.get(f"{one}/members", self._members),
            web.get(f"{one}/members/{{member}}", self._member),
            *self.others,
        ]

    def install(self, person: Person) -> None:
        """The person has the app from now on, opened or not: the bot may write to them first."""
        if person not in self.installed:
            self.installed.append(person)

    def uninstall(self, person: Person) -> None:
        """The person removes the app: their chat stays as it is, and the bot may no longer write to it."""
        if person in self.installed:
            self.installed.remove(person)

    def conversation(self, *people: Person, kind: str = "personal") -> Conversation:
        """The chat of the bot with these people, opened where there is none. A personal one is there by installing."""
        if kind == "personal":
            self.install(people[0])
        for known in self.conversations.values():
            if known.kind == kind and known.people == list(people):
                return known
        number = next(self._numbers)
        name = f"a:1{number}" if kind == "personal" else f"19:{number}@thread.v2"
        opened = self.conversations[name] = Conversation(name, kind, list(people))
        return opened

    def keep(self, conversation: Conversation, by: str, activity: Activity) -> str:
        """Store a message, give its id."""
        name = str(next(self._numbers))
        conversation.messages[name] = Message(name, by, activity | {"id": name})
        return name

    async def call_bot(self, activity: Activity, token: str | None = None) -> tuple[int, Any, float]:
        """POST an activity to the bot: status, body, seconds; status 0 is no answer, `token=""` sends none."""
        if self._session is None or not self.bot_url:
            raise RuntimeError("the connector is closed, or nobody told it the bot's address")
        token = self.keys.channel_token(self.service_url) if token is None else token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        began, status, body = time.time(), 0, None
        wait = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with self._session.post(
                self.bot_url, json=activity, headers=headers, timeout=wait
            ) as answer:
                text = await answer.text()
                status = answer.status
                body = json.loads(text) if answer.content_type == "application/json" and text else text
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        seconds = time.time() - began
        self.wire.calls.append(Call("POST", self.bot_url, status or None, "bot", began, seconds))
        return status, body, seconds

    @web.middleware
    async def _signed_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            claims = self.identity.keys.check(request.headers.get("Authorization"), CHANNEL)
        except BadTokenError:
            claims = {}
        if claims.get("appid") != self.app_id or claims.get("tid") != self.tenant:
            raise RefusalError(401, {"message": "Authorization has been denied for this request."})
        return await handler(request)

    def _found(self, request: web.Request) -> Conversation:
        found = self.conversations.get(request.match_info["conversation"])
        if found is None:
            raise refusal(404, "ConversationNotFound", "Conversation not found.")
        if found.kind == "personal" and found.people[0] not in self.installed:
            raise _not_installed()
        return found

    def _theirs(self, request: web.Request) -> tuple[Conversation, Message]:
        conversation = self._found(request)
        message = conversation.messages.get(request.match_info["activity"])
        if message is None:
            raise refusal(404, "ActivityNotFoundInConversation", "The activity was not found.")
        if message.by != "bot":
            raise refusal(403, "BotNotAuthor", "The bot did not write this message.")
        return conversation, message

    async def _activity(self, request: web.Request) -> Activity:
        body: Activity = await json_object(request, refusal(400, "BadSyntax", "Not a JSON activity."))
        if not isinstance(body.get("type"), str):
            raise refusal(400, "BadSyntax", "An activity has a type.")
        if len(json.dumps(body, ensure_ascii=False).encode("utf-16-le")) > LARGEST_ACTIVITY:
            raise refusal(413, "MessageSizeTooBig", "Message size too large.")
        return body

    async def _open(self, request: web.Request) -> web.Response:
        body: dict[str, Any] = await json_object(request, refusal(400, "BadSyntax", "Not a JSON object."))
        wanted = [member.get("id") for member in body.get("members") or []]
        tenant = body.get("tenantId") or ((body.get("channelData") or {}).get("tenant") or {}).get("id")
        if len(wanted) != 1 or tenant != self.tenant:
            raise refusal(400, "BadArgument", "One member and the tenant are needed.")
        person = next((p for p in self.installed if wanted[0] in (p.teams_id, p.oid)), None)
        if person is None:
            raise _not_installed()
        known = self.conversation(person)
        answer = {"id": known.id, "serviceUrl": self.service_url}
        if body.get("activity"):
            answer["activityId"] = self.keep(known, "bot", body["activity"])
        return web.json_response(answer, status=201)

    async def _send(self, request: web.Request) -> web.Response:
        conversation = self._found(request)
        activity = await self._activity(request)
        if activity["type"] == "typing":
            return web.json_response({"id": str(next(self._numbers))}, status=201)
        if activity["type"] != "message" or not (activity.get("text") or activity.get("attachments")):
            raise refusal(400, "BadArgument", "Only messages with a text or an attachment.")
        return web.json_response({"id": self.keep(conversation, "bot", activity)}, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        conversation, message = self._theirs(request)
        activity = await self._activity(request)
        if self.keeps_history:
            conversation.history.append(message.activity)
        message.activity, message.view = activity | {"id": message.id}, None
        message.edits += 1
        return web.json_response({"id": message.id})

    async def _delete(self, request: web.Request) -> web.Response:
        conversation, message = self._theirs(request)
        if self.keeps_history:
            conversation.history.append(message.activity)
        del conversation.messages[message.id]
        return web.Response()

    async def _members(self, request: web.Request) -> web.Response:
        return web.json_response([_member(person) for person in self._found(request).people])

    async def _member(self, request: web.Request) -> web.Response:
        wanted = request.match_info["member"]
        for person in self._found(request).people:
            if wanted in (person.teams_id, person.oid):
                return web.json_response(_member(person))
        raise refusal(404, "MemberNotFoundInConversation", "The member was not found.")


def _member(person: Person) -> dict[str, object]:
    return {
        "id": person.teams_id,
        "name": person.name,
        "aadObjectId": person.oid,
        "objectId": person.oid,
        "userPrincipalName": person.upn,
        "tenantId": person.tenant,
        "userRole": "user",
    }


def _not_installed() -> RefusalError:
    return refusal(403, "BotNotInConversationRoster", "The app is not installed for this user.")


def refusal(status: int, code: str, message: str) -> RefusalError:
    """An error in the connector's shape."""
    return RefusalError(status, {"error": {"code": code, "message": message}})
