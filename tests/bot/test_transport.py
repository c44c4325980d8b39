"""The bot's own token, and the event loop: one token for many calls, and nothing ever blocks."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from azure.core.credentials import AccessToken
from azure.identity import ClientSecretCredential as BlockingSecret

from bot.incoming import Answer
from bot.teams import Teams
from local.microsoft import Microsoft
from local.microsoft.keys import CHANNEL, lifespan
from local.microsoft.teams_user import TeamsUser
from record.errors import (
    BusyError,
    FaircopyError,
)
from tests.bot.acts import say, send, update, warm, watched
from tests.bot.conftest import APP_ID, SECRET, TENANT, Bot, card, opened

# --- the bot's own token ------------------------------------------------------------------------------------------


async def test_many_sends_cost_one_token(bot: Bot, ana: TeamsUser) -> None:
    await asyncio.gather(*(say(bot, ana, "") for _ in range(20)))
    assert len(bot.microsoft.wire.to("entra", "POST")) == 1
    assert len(ana.screen()) == 20


async def test_the_old_token_is_used_while_it_lives(microsoft: Microsoft, ana: TeamsUser) -> None:
    microsoft.identity.token_lifetime = 2.0
    async with opened(microsoft, patience=1.0) as bot:
        await say(bot, ana, "")
        microsoft.wire.fail("entra", "POST", how="status", status=400)
        await say(bot, ana, "")
        await asyncio.sleep(2.1)
        with pytest.raises(BusyError):
            await say(bot, ana, "")
    assert len(ana.screen()) == 2


class Issued:
    """A credential that keeps nothing: each token is signed anew, as Entra's are."""

    def __init__(self, microsoft: Microsoft) -> None:
        self.microsoft, self.times = microsoft, 0

    def get_token(self, *_: str, **__: Any) -> AccessToken:
        self.times += 1
        claims = {"aud": CHANNEL, "appid": APP_ID, "tid": TENANT, "iss": "entra", **lifespan(3_600)}
        return AccessToken(self.microsoft.identity.keys.sign(claims), int(time.time()) + 3_600)


async def test_a_token_that_teams_refuses_is_fetched_again(bot: Bot, ana: TeamsUser) -> None:
    issued = Issued(bot.microsoft)
    teams = Teams(
        session=bot.session,
        credential=issued,
        app_id=APP_ID,
        tenant=TENANT,
        service_hosts=("127.0.0.1",),
        clock=bot.clock.now,
    )
    for _ in range(3):
        await teams.send_text(bot.person(ana), "Hello.")
    assert issued.times == 1
    bot.microsoft.identity.keys.roll_over()
    await teams.send_text(bot.person(ana), "Hello.")
    assert (issued.times, len(ana.screen())) == (2, 4)
    bot.microsoft.wire.fail("teams", how="status", status=401)
    with pytest.raises(BusyError):
        await teams.send_text(bot.person(ana), "Hello.")


async def test_a_wrong_secret_is_busy_and_nothing_is_sent(microsoft: Microsoft, ana: TeamsUser) -> None:
    async with opened(microsoft, secret="wrong") as bot:
        with pytest.raises(BusyError):
            await say(bot, ana, "")
    assert microsoft.wire.to("teams") == []


async def test_a_blocking_credential_is_asked_in_a_thread(microsoft: Microsoft, ana: TeamsUser) -> None:
    credential = BlockingSecret(
        TENANT,
        APP_ID,
        SECRET,
        authority=microsoft.identity.authority,
        disable_instance_discovery=True,
        connection_verify=str(microsoft.identity.ca_path),
    )
    microsoft.wire.fail("entra", how="slow", seconds=1.2)
    async with aiohttp.ClientSession() as session, opened(microsoft) as bot:
        teams = Teams(
            session=session,
            credential=credential,
            app_id=APP_ID,
            tenant=TENANT,
            service_hosts=("127.0.0.1",),
            clock=bot.clock.now,
        )
        await warm(bot, ana)
        async with watched() as pauses:
            await teams.send_text(bot.person(ana), "Hello.")
    credential.close()
    # a fetch that blocked would hold the loop for 1.2 s; a busy machine alone holds it for less than half of that
    assert pauses.longest < 0.6


# --- the loop -----------------------------------------------------------------------------------------------------


async def test_nothing_blocks_while_teams_is_slow(bot: Bot, ana: TeamsUser) -> None:
    await warm(bot, ana)
    firsts = [await send(bot, ana, "") for _ in range(10)]
    bot.answer = Answer(text="Hello.")
    bot.microsoft.wire.fail("teams", how="slow", seconds=1.0)
    began = time.monotonic()
    async with watched() as pauses:
        await asyncio.gather(
            *(send(bot, ana, "") for _ in range(10)), *(update(bot, ana, x) for x in firsts), ana.say("hi")
        )
    print(f"longest pause {pauses.longest * 1000:.0f} ms")
    # a call that blocked would hold the loop for the whole second; a busy machine alone holds it for less than half
    assert pauses.longest < 0.5
    assert time.monotonic() - began < 3


async def test_logs_carry_no_words_names_or_addresses(
    bot: Bot, ana: TeamsUser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    who = replace(bot.person(ana), name="Ana Example")
    first = await bot.teams.send_card(who, card("Tyler Brook"))
    bot.microsoft.wire.fail("teams", how="status", status=400)
    for attempt in (
        bot.teams.send_text(who, "Tyler Brook"),
        bot.teams.update_card(who, first, card("Tyler Brook")),
    ):
        with pytest.raises(FaircopyError) as no:
            await attempt
        assert "Tyler" not in repr(no.value) + str(no.value)
    bot.answer = Answer(text="Tyler Brook")
    await ana.say("Tyler Brook")
    ours = [r for r in caplog.records if not r.name.startswith(("azure", "msal", "urllib3", "asyncio"))]
    written = " ".join(str(vars(r)) for r in ours)
    for secret in ("Tyler", "Ana Example", "http://", ana.person.oid, ana.person.teams_id, "Bearer"):
        assert secret not in written
