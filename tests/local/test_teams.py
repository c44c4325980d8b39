"""Teams and the token service: a tiny bot on the far end, and botbuilder's own clients on this one."""

import base64
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationParameters,
    ErrorResponseException,
)
from botframework.connector.aio import ConnectorClient
from botframework.connector.token_api.aio import TokenApiClient
from botframework.connector.token_api.models import ErrorResponseException as TokenErrorResponseException
from typing_extensions import override

from local.microsoft import CONNECTION, Microsoft
from local.microsoft.connector import ADAPTIVE
from local.microsoft.identity import Identity
from local.microsoft.keys import GRAPH
from local.microsoft.teams_user import CannotError, TeamsUser
from local.wire import RefusalError, StandIn, Wire
from tests.local.clients import BotCredentials
from tests.local.conftest import APP_ID, TENANT, VTT

CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {"type": "Input.Text", "id": "words", "value": "as drafted"},
        {"type": "Input.Toggle", "id": "sure", "title": "Sure"},
        {"type": "Input.Text", "id": "why", "isRequired": True, "label": "Why (required)"},
    ],
    "actions": [
        {"type": "Action.Execute", "title": "Keep", "verb": "keep", "data": {"section": 1}},
        {"type": "Action.Execute", "title": "Keep", "verb": "keep", "data": {"section": 2}},
        {"type": "Action.Execute", "title": "No", "verb": "no", "isEnabled": False},
    ],
}


@dataclass
class Heard:
    """What reached the bot, and what it shall answer to the next invoke."""

    activities: list[dict[str, Any]] = field(default_factory=list)
    answer: dict[str, Any] | None = None
    status: int = 200


class TinyBot(StandIn):
    """Checks the channel's token as a bot must, and remembers."""

    party = "tiny bot"

    def __init__(self, wire: Wire, keys: Any) -> None:
        super().__init__(wire)
        self.keys, self.heard = keys, Heard()

    @override
    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/messages", self.messages)]

    @override
    def holdings(self) -> Mapping[str, object]:
        return {}

    async def messages(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        activity = await request.json()
        try:
            async with aiohttp.ClientSession() as session:
                document = await (await session.get(self.keys.metadata_url)).json()
                published = await (await session.get(document["jwks_uri"])).json()
            kid = jwt.get_unverified_header(token)["kid"]
            key = next(jwt.PyJWK(k) for k in published["keys"] if k["kid"] == kid)
            claims = jwt.decode(token, key.key, ["RS256"], audience=APP_ID, issuer=document["issuer"])
        except (jwt.PyJWTError, KeyError, StopIteration):
            raise RefusalError(401, {}) from None
        assert claims["serviceurl"] == activity["serviceUrl"]
        self.heard.activities.append(activity)
        if activity["type"] == "invoke" and self.heard.answer is not None:
            return web.json_response(self.heard.answer, status=self.heard.status)
        return web.Response(status=201)


@pytest.fixture
async def bot(microsoft: Microsoft) -> AsyncIterator[TinyBot]:
    async with TinyBot(microsoft.wire, microsoft.keys) as opened:
        microsoft.connector.bot_url = f"{opened.url}/api/messages"
        yield opened


@pytest.fixture
def user(microsoft: Microsoft) -> TeamsUser:
    return microsoft.user(microsoft.person("Ana Example"))


@pytest.fixture
async def channel(microsoft: Microsoft) -> AsyncIterator[Any]:
    client = ConnectorClient(BotCredentials(microsoft), base_url=microsoft.connector.service_url)
    yield client.conversations
    await client.__aexit__()


def card_message(card: dict[str, Any]) -> Any:
    return Activity(type="message", attachments=[Attachment(content_type=ADAPTIVE, content=card)])


async def test_what_a_person_says_reaches_the_bot_signed(bot: TinyBot, user: TeamsUser) -> None:
    assert await user.say("help") == (201, "")
    heard = bot.heard.activities[0]
    assert heard["text"] == "help"
    assert heard["from"]["aadObjectId"] == user.person.oid
    assert heard["conversation"]["tenantId"] == heard["channelData"]["tenant"]["id"] == TENANT
    assert heard["recipient"]["id"] == f"28:{APP_ID}"
    assert [message.text for message in user.screen()] == ["help"]
    assert user.timings[0] > 0
    assert bot.wire.to("bot")[0].status == 201


async def test_a_bot_that_checks_refuses_forgeries(
    microsoft: Microsoft, bot: TinyBot, user: TeamsUser
) -> None:
    service, activity = microsoft.connector.service_url, user.activity("message", text="hello")
    for token in (
        "",
        microsoft.keys.channel_token(service, key="other"),
        microsoft.keys.channel_token(service, alg="none"),
    ):
        assert (await user.deliver(activity, token)).status == 401
    microsoft.keys.roll_over()
    assert (await user.deliver(activity)).status == 201
    assert len(bot.heard.activities) == 1


async def test_the_bot_writes_first_only_to_whom_has_the_app(microsoft: Microsoft, channel: Any) -> None:
    dee = microsoft.person("Dee Stranger")
    whose = {"tenant": {"id": TENANT}}
    wanted = ConversationParameters(members=[ChannelAccount(id=dee.oid)], channel_data=whose)
    with pytest.raises(ErrorResponseException):
        await channel.create_conversation(wanted)
    microsoft.connector.install(dee)
    opened = (await channel.create_conversation(wanted)).id
    assert opened == (await channel.create_conversation(wanted)).id == microsoft.user(dee).conversation.id
    member = await channel.get_conversation_member(opened, dee.oid)
    assert (member.id, member.name) == (dee.teams_id, dee.name)
    await channel.send_to_conversation(opened, Activity(type="message", text="first"))
    microsoft.connector.uninstall(dee)
    for refused in (
        channel.send_to_conversation(opened, Activity(type="message", text="second")),
        channel.create_conversation(wanted),
    ):
        with pytest.raises(ErrorResponseException):
            await refused
    assert [m.text for m in microsoft.connector.conversations[opened].messages.values()] == ["first"]


async def test_the_bot_sends_updates_and_deletes(user: TeamsUser, channel: Any) -> None:
    conversation = user.conversation.id
    first = await channel.send_to_conversation(conversation, Activity(type="message", text="working"))
    await channel.send_to_conversation(conversation, Activity(type="typing"))
    reply = await channel.reply_to_activity(conversation, first.id, card_message(CARD))
    await channel.update_activity(conversation, first.id, Activity(type="message", text="done"))
    assert [(m.text, m.cards) for m in user.screen()] == [("done", []), ("", [CARD])]
    await channel.delete_activity(conversation, reply.id)
    assert [m.text for m in user.screen()] == ["done"]
    assert user.connector.conversations[conversation].history == []


async def test_kept_history_is_found_by_a_search(microsoft: Microsoft, user: TeamsUser, channel: Any) -> None:
    microsoft.connector.keeps_history = True
    sent = await channel.send_to_conversation(user.conversation.id, Activity(type="message", text="secret"))
    await channel.update_activity(user.conversation.id, sent.id, Activity(type="message", text="done"))
    assert [place for place in microsoft.copies(b"secret") if "history" in place]
    assert user.screen()[0].text == "done"


@pytest.mark.parametrize("claims", [{"aud": GRAPH}, {"appid": "another"}, {"tid": "another"}, {"exp": 1}])
async def test_the_connector_lets_only_the_bot_write(
    microsoft: Microsoft, user: TeamsUser, claims: dict[str, Any]
) -> None:
    async with ConnectorClient(
        BotCredentials(microsoft, **claims), base_url=microsoft.connector.service_url
    ) as client:
        with pytest.raises(ErrorResponseException) as no:
            await client.conversations.send_to_conversation(
                user.conversation.id, Activity(type="message", text="x")
            )
    assert no.value.response.status_code == 401
    assert user.screen() == []


async def test_wrong_places_and_sizes_are_refused(bot: TinyBot, user: TeamsUser, channel: Any) -> None:
    await user.say("mine")
    mine, big = user.screen()[0].id, card_message({"type": "AdaptiveCard", "text": "x" * 60_000})
    here, text = user.conversation.id, Activity(type="message", text="x")
    for doing, status in (
        (channel.send_to_conversation("a:unknown", text), 404),
        (channel.update_activity(here, "1", text), 404),
        (channel.update_activity(here, mine, text), 403),
        (channel.send_to_conversation(here, big), 413),
        (channel.send_to_conversation(here, Activity(type="message")), 400),
    ):
        with pytest.raises(ErrorResponseException) as no:
            await doing
        assert no.value.response.status_code == status


async def test_pressing_sends_the_card_as_filled_in(bot: TinyBot, user: TeamsUser, channel: Any) -> None:
    sent = await channel.send_to_conversation(user.conversation.id, card_message(CARD))
    after = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Kept"}]}
    bot.heard.answer = {"statusCode": 200, "type": ADAPTIVE, "value": after}
    with pytest.raises(CannotError, match="required"):
        await user.press(sent.id, "keep", {"section": 2})
    with pytest.raises(CannotError, match="no button"):
        await user.press(sent.id, "erase")
    with pytest.raises(CannotError, match="greyed"):
        await user.press(sent.id, "no")
    with pytest.raises(CannotError, match="no input"):
        await user.press(sent.id, "keep", inputs={"unheard": "x"})
    status, body = await user.press(sent.id, "keep", {"section": 2}, {"why": "agreed"})
    assert (status, body["type"]) == (200, ADAPTIVE)
    heard = bot.heard.activities[0]
    assert (heard["name"], heard["replyToId"]) == ("adaptiveCard/action", sent.id)
    data = {"section": 2, "words": "as drafted", "sure": "false", "why": "agreed"}
    action = {"type": "Action.Execute", "verb": "keep", "title": "Keep", "data": data}
    assert heard["value"] == {"action": action, "trigger": "manual"}
    assert user.newest().cards == [after]
    assert [place for place in user.connector.everything() if place[1] == b"as drafted"]
    await channel.update_activity(user.conversation.id, sent.id, card_message(after))
    assert user.newest().cards == [after]
    assert not [place for place in user.connector.everything() if place[1] == b"as drafted"]
    await user.press(sent.id, "keep", {"section": 1}, unseen=True)  # from an old card, still open elsewhere
    assert bot.heard.activities[1]["value"]["action"]["data"] == {"section": 1}


async def test_a_dropped_file_comes_with_a_download_address(
    microsoft: Microsoft, bot: TinyBot, user: TeamsUser
) -> None:
    await user.drop_file("meeting.vtt", VTT)
    attachment = bot.heard.activities[0]["attachments"][0]
    assert attachment["contentType"] == "application/vnd.microsoft.teams.file.download.info"
    assert attachment["content"]["fileType"] == "vtt"
    async with aiohttp.ClientSession() as session:
        assert await (await session.get(attachment["content"]["downloadUrl"])).read() == VTT
    assert microsoft.files.by_url(attachment["contentUrl"]).owner == user.person


async def test_no_answer_is_status_0(bot: TinyBot, user: TeamsUser) -> None:
    bot.wire.fail("tiny bot", how="down")
    assert await user.say("hello") == (0, None)
    assert bot.wire.to("bot")[0].status is None


async def test_the_bot_opens_the_chat_it_already_has(microsoft: Microsoft, user: TeamsUser) -> None:
    credentials = BotCredentials(microsoft)
    body = {"members": [{"id": user.person.teams_id}], "tenantId": TENANT}
    headers = {"Authorization": f"Bearer {credentials.token}"}
    place = f"{microsoft.connector.service_url}v3/conversations"
    async with aiohttp.ClientSession(headers=headers) as session:
        opened = await session.post(place, json=body)
        assert (opened.status, (await opened.json())["id"]) == (201, user.conversation.id)
        assert (await session.post(place, json=body | {"members": [{"id": "29:unknown"}]})).status == 403
        members = await (await session.get(f"{place}/{user.conversation.id}/members")).json()
    assert [member["aadObjectId"] for member in members] == [user.person.oid]


@pytest.fixture
async def tokens(microsoft: Microsoft) -> AsyncIterator[Any]:
    async with TokenApiClient(BotCredentials(microsoft), base_url=microsoft.tokens.url) as client:
        yield client


def scopes_of(identity: Identity, token: str) -> str:
    return str(identity.keys.check(f"Bearer {token}", GRAPH)["scp"])


async def test_the_bot_gets_a_signed_in_persons_graph_token(
    microsoft: Microsoft, user: TeamsUser, tokens: Any
) -> None:
    found = await tokens.user_token.get_token(user.person.teams_id, CONNECTION, channel_id="msteams")
    assert "OnlineMeetingTranscript.Read.All" in scopes_of(microsoft.identity, found.token)
    assert found.expiration.endswith("Z")
    await tokens.user_token.sign_out(user.person.teams_id, connection_name=CONNECTION, channel_id="msteams")
    gone = await tokens.user_token.get_token(user.person.teams_id, CONNECTION, channel_id="msteams")
    assert (gone.token, microsoft.wire.calls[-1].status) == (None, 404)


async def test_single_sign_on_by_exchange(
    microsoft: Microsoft, bot: TinyBot, user: TeamsUser, tokens: Any
) -> None:
    microsoft.tokens.sign_out(user.person, consent_missing=True)
    bot.heard.answer, bot.heard.status = {"id": "1", "failureDetail": "x"}, 412
    assert (await user.sign_in_exchange(CONNECTION)).status == 412
    token = bot.heard.activities[0]["value"]["token"]

    async def exchange(token: str) -> Any:
        return await tokens.user_token.exchange_async(
            user.person.teams_id, CONNECTION, "msteams", token=token
        )

    with pytest.raises(TokenErrorResponseException) as no:
        await exchange(token)
    assert no.value.response.status_code == 412
    microsoft.tokens.sign_out(user.person)
    assert (getattr(await exchange("a.b.c"), "token", None), microsoft.wire.calls[-1].status) == (None, 400)
    assert scopes_of(microsoft.identity, (await exchange(token)).token)


async def test_sign_in_by_page_and_code(
    microsoft: Microsoft, bot: TinyBot, user: TeamsUser, tokens: Any
) -> None:
    microsoft.tokens.sign_out(user.person)
    state = base64.b64encode(json.dumps({"connectionName": CONNECTION}).encode()).decode()
    resource = await tokens.bot_sign_in.get_sign_in_resource(state)
    assert resource.token_exchange_resource.uri == f"api://botid-{APP_ID}"
    code = microsoft.tokens.visit(user.person)
    await user.sign_in_with_code(code)
    assert bot.heard.activities[0]["value"] == {"state": code}
    assert (await tokens.user_token.get_token(user.person.teams_id, CONNECTION, code="wrong")).token is None
    assert (await tokens.user_token.get_token(user.person.teams_id, CONNECTION, code=code)).token
