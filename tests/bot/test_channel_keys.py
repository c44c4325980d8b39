"""The channel's keys: they roll over without an outage, forgers cost nothing, and a slow key server holds nobody."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from bot.callers import Callers
from local.microsoft.teams_user import TeamsUser
from local.wire import Call
from tests.bot.acts import until
from tests.bot.conftest import TENANT, Bot


def body(user: TeamsUser) -> bytes:
    return json.dumps(user.activity("message", text="help")).encode()


def asked(bot: Bot) -> list[Call]:
    """How often the published keys were asked for."""
    return bot.microsoft.wire.to("keys", path="/keys")


async def test_a_roll_over_is_no_outage(bot: Bot, ana: TeamsUser) -> None:
    assert (await ana.say("help")).status == 201
    old = bot.token()
    bot.microsoft.keys.roll_over()
    assert (await ana.say("help")).status == 201
    assert await bot.post(body(ana), f"Bearer {old}") == 401
    assert len(asked(bot)) == 2


async def test_an_old_and_a_new_key_stand_side_by_side(bot: Bot, ana: TeamsUser) -> None:
    assert (await ana.say("help")).status == 201
    old = bot.token()
    bot.microsoft.keys.roll_over(keep_old=True)
    new = bot.token()
    statuses = await asyncio.gather(*(bot.post(body(ana), f"Bearer {t}") for t in (old, new) * 10))
    assert statuses == [201] * 20
    assert len(asked(bot)) == 2, "a new key is fetched once"


async def test_a_thousand_forged_kids_cost_one_request_in_a_few_minutes(bot: Bot, ana: TeamsUser) -> None:
    assert (await ana.say("help")).status == 201
    forged = [bot.token(key="other", kid=f"forged-{i}") for i in range(1_000)]

    async def flood(tokens: list[str]) -> None:
        statuses = await asyncio.gather(*(bot.post(body(ana), f"Bearer {t}") for t in tokens))
        assert set(statuses) == {401}

    await flood(forged)
    assert len(asked(bot)) == 2
    bot.clock.ahead = 120
    await flood(forged[:50])
    assert len(asked(bot)) == 2
    bot.clock.ahead = 190
    await flood(forged[:50])
    assert len(asked(bot)) == 3
    assert (await ana.say("help")).status == 201


async def test_a_slow_key_server_holds_nobody_whose_key_is_known(bot: Bot, ana: TeamsUser) -> None:
    """Neither while a forged name makes us ask, nor while the keys are due for their daily look."""
    assert (await ana.say("help")).status == 201
    bot.microsoft.wire.fail("keys", how="slow", seconds=1.5)
    stranger = asyncio.create_task(bot.post(body(ana), f"Bearer {bot.token(key='other', kid='forged')}"))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    assert (await ana.say("help")).status == 201
    assert not stranger.done()
    assert await stranger == 401
    bot.clock.ahead = 25 * 3_600
    fresh = bot.token(exp=int(time.time() + bot.clock.ahead + 60))
    again = time.monotonic()
    statuses = await asyncio.gather(*(bot.post(body(ana), f"Bearer {fresh}") for _ in range(20)))
    assert set(statuses) == {201}
    assert time.monotonic() - again < 1.0
    assert again - began < 4.0


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
    await until(lambda: len(asked(bot)) == 2)
    assert await bot.post(body(ana), f"Bearer {fresh}") == 201
    assert len(asked(bot)) == 2


async def test_an_empty_application_id_does_not_start(bot: Bot) -> None:
    with pytest.raises(ValueError, match="everybody"):
        Callers(keys=None, app_id="", tenants=[TENANT], service_hosts=(), clock=bot.clock.now)  # type: ignore[arg-type]  # keys are not reached
