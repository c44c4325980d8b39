"""Every row of the table of tokens, over HTTP: nobody but the channel, for this bot and this tenant, comes in."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from bot.callers import Callers
from local.microsoft import Microsoft
from local.microsoft.teams_user import TeamsUser
from tests.bot.acts import until
from tests.bot.conftest import TENANT, Bot, opened


def body(user: TeamsUser, **changed: Any) -> bytes:
    activity = user.activity("message", text="help") | changed
    return json.dumps({k: v for k, v in activity.items() if v is not None}).encode()


async def test_the_channel_comes_in(bot: Bot, ana: TeamsUser) -> None:
    assert await bot.post(body(ana), f"Bearer {bot.token()}") == 201
    assert await bot.post(body(ana), f"bearer {bot.token()}") == 201
    assert len(bot.heard) == 2


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer garbage", "Bearer a.b.c", "Bearer " + "x" * 20_000],
)
async def test_no_token_is_no(bot: Bot, ana: TeamsUser, header: str | None) -> None:
    assert await bot.post(body(ana), header) in ((401,) if not header or len(header) < 8_000 else (400, 401))
    assert bot.heard == []


NOW = int(time.time())


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param({"alg": "none"}, id="alg none"),
        pytest.param({"alg": "none", "kid": None}, id="alg none, no kid"),
        pytest.param({"alg": "HS256"}, id="alg HS256"),
        pytest.param({"key": "other"}, id="forged, known kid"),
        pytest.param({"key": "other", "kid": "nobody's"}, id="forged, unknown kid"),
        pytest.param({"key": "other", "kid": None}, id="forged, no kid"),
        pytest.param({"kid": None}, id="no kid"),
        pytest.param({"expired": True}, id="expired"),
        pytest.param({"exp": NOW - 301}, id="expired beyond the skew"),
        pytest.param({"nbf": NOW + 3_600}, id="not yet"),
        pytest.param({"exp": None}, id="never expires"),
        pytest.param({"exp": "soon"}, id="exp is no time"),
        pytest.param({"exp": float("nan")}, id="exp is no number"),
        pytest.param({"nbf": "then"}, id="nbf is no time"),
        pytest.param({"iss": "https://sts.windows.net/22222222-aaaa-4bbb-8ccc-000000000002/"}, id="issuer"),
        pytest.param({"iss": "https://api.botframework.com.example.test"}, id="issuer alike"),
        pytest.param({"iss": None}, id="no issuer"),
        pytest.param({"aud": "99999999-aaaa-4bbb-8ccc-000000000009"}, id="audience"),
        pytest.param({"aud": None}, id="no audience"),
        pytest.param({"aud": ""}, id="empty audience"),
        pytest.param({"serviceurl": "https://smba.trafficmanager.net/uk/"}, id="another service"),
        pytest.param({"serviceurl": None}, id="no service"),
        pytest.param({"serviceurl": ""}, id="empty service"),
    ],
)
async def test_a_forged_or_borrowed_token_is_401(bot: Bot, ana: TeamsUser, forged: dict[str, Any]) -> None:
    assert await bot.post(body(ana), f"Bearer {bot.token(**forged)}") == 401
    assert bot.heard == []
    assert bot.microsoft.wire.to("teams") == []


@pytest.mark.parametrize("claims", [{"exp": NOW - 200}, {"nbf": NOW + 200}])
async def test_five_minutes_of_skew_are_forgiven(bot: Bot, ana: TeamsUser, claims: dict[str, Any]) -> None:
    assert await bot.post(body(ana), f"Bearer {bot.token(**claims)}") == 201


async def test_time_is_the_handed_clocks(bot: Bot, ana: TeamsUser) -> None:
    token = bot.token()
    bot.clock.ahead = 2 * 3_600
    assert await bot.post(body(ana), f"Bearer {token}") == 401


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"serviceUrl": None}, id="no serviceUrl"),
        pytest.param({"serviceUrl": ""}, id="empty serviceUrl"),
        pytest.param({"serviceUrl": 5}, id="odd serviceUrl"),
        pytest.param({"channelId": "emulator"}, id="another channel"),
        pytest.param({"channelId": None}, id="no channel"),
        pytest.param({"conversation": {"id": "a:1", "tenantId": "x"}, "channelData": None}, id="tenant"),
        pytest.param({"conversation": {"id": "a:1", "tenantId": "x"}}, id="two tenants, one ours"),
        pytest.param({"channelData": {"tenant": {"id": "x"}}}, id="two tenants, the other ours"),
        pytest.param({"conversation": {"id": "a:1"}, "channelData": {}}, id="no tenant"),
        pytest.param({"conversation": {"id": "a:1", "tenantId": [TENANT]}}, id="odd tenant"),
    ],
)
async def test_an_activity_not_for_us_is_401(bot: Bot, ana: TeamsUser, changed: dict[str, Any]) -> None:
    assert await bot.post(body(ana, **changed), f"Bearer {bot.token()}") == 401
    assert bot.heard == []


async def test_the_tenant_may_stand_in_either_place(bot: Bot, ana: TeamsUser) -> None:
    for changed in (
        {"conversation": {"id": ana.conversation.id, "conversationType": "personal"}},
        {"channelData": None},
    ):
        assert await bot.post(body(ana, **changed), f"Bearer {bot.token()}") == 201


async def test_a_service_that_is_not_listed_is_401(microsoft: Microsoft, ana: TeamsUser) -> None:
    async with opened(microsoft, hosts=("smba.trafficmanager.net",)) as bot:
        assert await bot.post(body(ana), f"Bearer {bot.token()}") == 401
        for url in (
            "http://smba.trafficmanager.net/uk/",
            "https://smba.trafficmanager.net.example.test/uk/",
            "https://smba.trafficmanager.net@example.test/uk/",
            "https://smba.trafficmanager.net:8443/uk/",
        ):
            token = microsoft.keys.channel_token(url)
            assert await bot.post(body(ana, serviceUrl=url), f"Bearer {token}") == 401
        assert bot.heard == []


async def test_a_key_not_endorsed_for_teams_is_401(bot: Bot, ana: TeamsUser) -> None:
    bot.microsoft.keys.endorsements = ["webchat"]
    assert await bot.post(body(ana), f"Bearer {bot.token()}") == 401


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"5", b"{}", b'{"type": 5}', b"\xff", b"[" * 50_000]
)
async def test_what_is_no_activity_is_400(bot: Bot, content: bytes) -> None:
    assert await bot.post(content, f"Bearer {bot.token()}") == 400


@pytest.mark.parametrize(
    "changed",
    [
        {"text": 5},
        {"from": None},
        {"from": "Ana"},
        {"from": {"id": "29:1", "name": "Ana"}},
        {"from": {"id": "29:1", "name": "Ana", "aadObjectId": " "}},
        {"from": {"aadObjectId": "1"}},
        {"attachments": "none"},
        {"attachments": [5]},
        {"entities": {"type": "mention"}},
        {"timestamp": "yesterday"},
    ],
)
async def test_odd_fields_and_nobody_are_400(bot: Bot, ana: TeamsUser, changed: dict[str, Any]) -> None:
    assert await bot.post(body(ana, **changed), f"Bearer {bot.token()}") == 400
    assert bot.heard == []


async def test_other_media_types_and_sizes(bot: Bot, ana: TeamsUser) -> None:
    assert await bot.post(body(ana), f"Bearer {bot.token()}", "text/plain") == 415
    assert await bot.post(body(ana, text="x" * 300_000), f"Bearer {bot.token()}") == 413
    async with bot.session.get(bot.url) as answer:
        assert answer.status == 405
    async with bot.session.get(bot.url.replace("/api/messages", "/")) as answer:
        assert answer.status == 404


async def test_a_body_that_does_not_come_is_408(bot: Bot) -> None:
    port = int(bot.url.split(":")[2].split("/")[0])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        "POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {bot.token()}\r\nContent-Length: 9\r\n\r\n{{"
    )
    writer.write(head.encode())
    async with asyncio.timeout(3):
        assert b" 408 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


# --- keys ---------------------------------------------------------------------------------------------------------


async def test_a_roll_over_is_no_outage(bot: Bot, ana: TeamsUser) -> None:
    assert (await ana.say("help")).status == 201
    old = bot.token()
    bot.microsoft.keys.roll_over()
    assert (await ana.say("help")).status == 201
    assert await bot.post(body(ana), f"Bearer {old}") == 401
    assert len(bot.microsoft.wire.to("keys", path="/keys")) == 2


async def test_a_flood_of_forged_kids_costs_one_key_request(bot: Bot, ana: TeamsUser) -> None:
    assert (await ana.say("help")).status == 201

    async def flood(n: int) -> None:
        tokens = [bot.token(key="other", kid=f"forged-{i}") for i in range(n)]
        statuses = await asyncio.gather(*(bot.post(body(ana), f"Bearer {t}") for t in tokens))
        assert set(statuses) == {401}

    await flood(50)
    assert len(bot.microsoft.wire.to("keys", path="/keys")) == 2
    bot.clock.ahead = 120
    await flood(20)
    assert len(bot.microsoft.wire.to("keys", path="/keys")) == 2
    bot.clock.ahead = 190
    await flood(20)
    assert len(bot.microsoft.wire.to("keys", path="/keys")) == 3
    assert (await ana.say("help")).status == 201


async def test_the_first_callers_together_ask_once(bot: Bot, ana: TeamsUser) -> None:
    statuses = await asyncio.gather(*(bot.post(body(ana), f"Bearer {bot.token()}") for _ in range(20)))
    assert set(statuses) == {201}
    assert len(bot.microsoft.wire.to("keys")) == 2


@pytest.mark.parametrize("how", ["down", "status"])
async def test_without_any_key_it_is_503_and_then_well_again(bot: Bot, ana: TeamsUser, how: Any) -> None:
    wire = bot.microsoft.wire
    wire.fail("keys", how=how)
    statuses = await asyncio.gather(*(bot.post(body(ana), f"Bearer {bot.token()}") for _ in range(10)))
    assert set(statuses) == {503}
    assert len(wire.to("keys")) <= 2  # aiohttp asks again itself when a connection breaks
    wire.mend("keys")
    bot.clock.ahead = 11
    assert (await ana.say("help")).status == 201


async def test_a_slow_key_server_is_503_in_time(bot: Bot, ana: TeamsUser) -> None:
    bot.microsoft.wire.fail("keys", how="slow", seconds=4.0, times=1)
    began = time.monotonic()
    assert (await ana.say("help")).status == 503
    assert time.monotonic() - began < 3


async def test_known_keys_outlive_the_key_server(bot: Bot, ana: TeamsUser) -> None:
    assert (await ana.say("help")).status == 201
    bot.microsoft.wire.fail("keys")
    assert await bot.post(body(ana), f"Bearer {bot.token(key='other', kid='forged')}") == 401
    assert (await ana.say("help")).status == 201
    bot.clock.ahead = 25 * 3_600
    fresh = bot.token(exp=int(time.time() + bot.clock.ahead + 60))
    assert await bot.post(body(ana), f"Bearer {fresh}") == 201


async def test_keys_are_asked_for_daily(bot: Bot, ana: TeamsUser) -> None:
    assert (await ana.say("help")).status == 201
    bot.clock.ahead = 25 * 3_600
    fresh = bot.token(exp=int(time.time() + bot.clock.ahead + 60))
    assert await bot.post(body(ana), f"Bearer {fresh}") == 201
    await until(lambda: len(bot.microsoft.wire.to("keys", path="/keys")) == 2)
    assert await bot.post(body(ana), f"Bearer {fresh}") == 201
    assert len(bot.microsoft.wire.to("keys", path="/keys")) == 2


async def test_an_empty_application_id_does_not_start(bot: Bot) -> None:
    with pytest.raises(ValueError, match="everybody"):
        Callers(keys=None, app_id="", tenants=[TENANT], service_hosts=(), clock=bot.clock.now)  # type: ignore[arg-type]
