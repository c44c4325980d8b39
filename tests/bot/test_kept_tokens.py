"""A practitioner's token in memory: asked for once, for minutes, for few; a new sign-in takes its place."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.incoming import Exchange
from bot.kept_tokens import LONGEST, MOST, SPARE
from local.microsoft import CONNECTION
from local.microsoft.teams_user import TeamsUser
from record.errors import BusyError, SignInNeededError
from tests.bot.conftest import Bot


def asked(bot: Bot) -> int:
    return len(bot.microsoft.wire.to("tokens", "GET", "/GetToken"))


async def value(bot: Bot, user: TeamsUser) -> str:
    return (await bot.sign_in.token(bot.person(user))).value.reveal()


async def test_asked_for_once(bot: Bot, ana: TeamsUser) -> None:
    bot.microsoft.wire.fail("tokens", "GET", how="slow", seconds=0.2, times=1)
    at_once = await asyncio.gather(*(value(bot, ana) for _ in range(8)))
    assert asked(bot) == 1
    assert {*at_once, await value(bot, ana)} == {at_once[0]}
    assert asked(bot) == 1


async def test_each_has_their_own(bot: Bot, ana: TeamsUser) -> None:
    ben = bot.microsoft.user(bot.microsoft.person("Ben Sample"))
    assert await value(bot, ana) != await value(bot, ben)
    bot.sign_in.forget(bot.person(ben))
    await value(bot, ana)
    assert asked(bot) == 2


async def test_for_minutes(bot: Bot, ana: TeamsUser) -> None:
    await value(bot, ana)
    bot.clock.ahead = LONGEST.total_seconds() - 5
    await value(bot, ana)
    assert asked(bot) == 1
    bot.clock.ahead = LONGEST.total_seconds() + 5
    await value(bot, ana)
    assert asked(bot) == 2


async def test_one_that_soon_runs_out_is_not_kept(bot: Bot, ana: TeamsUser) -> None:
    bot.microsoft.tokens.people[ana.person.teams_id].lifetime = SPARE.total_seconds() - 1
    for _ in range(3):
        await value(bot, ana)
    assert asked(bot) == 3


async def test_out_of_memory_although_nobody_asks(bot: Bot, ana: TeamsUser) -> None:
    bot.microsoft.tokens.people[ana.person.teams_id].lifetime = SPARE.total_seconds() + 0.4
    await value(bot, ana)
    assert len(bot.sign_in._kept._kept) == 1
    await asyncio.sleep(0.6)
    assert not bot.sign_in._kept._kept


async def test_trouble_is_shared_and_not_kept(bot: Bot, ana: TeamsUser) -> None:
    who = bot.person(ana)
    bot.microsoft.wire.fail("tokens", how="status", status=503, times=1)
    trouble = await asyncio.gather(*(bot.sign_in.token(who) for _ in range(4)), return_exceptions=True)
    assert {type(e) for e in trouble} == {BusyError}
    assert asked(bot) == 1
    bot.microsoft.tokens.sign_out(ana.person)
    with pytest.raises(SignInNeededError):
        await bot.sign_in.token(who)
    bot.microsoft.tokens.sign_in(ana.person)
    assert await value(bot, ana)


async def test_signing_in_again_takes_its_place(bot: Bot, ana: TeamsUser) -> None:
    old = await value(bot, ana)
    bot.microsoft.tokens.people[ana.person.teams_id].lifetime = 3000.0  # so that the new one is another
    token = ana.exchange_value(CONNECTION)["token"]
    assert await bot.sign_in.exchange(bot.person(ana), Exchange(connection=CONNECTION, id="1", token=token))
    assert await value(bot, ana) != old
    code = bot.microsoft.tokens.visit(ana.person)
    before = await value(bot, ana)
    bot.microsoft.tokens.people[ana.person.teams_id].lifetime = 2000.0
    assert await bot.sign_in.exchange(bot.person(ana), Exchange(connection=CONNECTION, id="", state=code))
    assert await value(bot, ana) != before


async def test_what_was_asked_for_before_does_not_come_after(bot: Bot, ana: TeamsUser) -> None:
    bot.microsoft.wire.fail("tokens", "GET", how="slow", seconds=0.5, times=1)
    asking = asyncio.create_task(value(bot, ana))
    await asyncio.sleep(0.1)
    token = ana.exchange_value(CONNECTION)["token"]
    assert await bot.sign_in.exchange(bot.person(ana), Exchange(connection=CONNECTION, id="1", token=token))
    bot.microsoft.tokens.people[ana.person.teams_id].lifetime = 3000.0  # so that the slow one is another
    new = await value(bot, ana)
    assert await asking != new
    assert await value(bot, ana) == new


async def test_whoever_is_asked_to_sign_in_is_asked_anew(bot: Bot, ana: TeamsUser) -> None:
    await value(bot, ana)
    bot.microsoft.tokens.sign_out(ana.person)
    await bot.sign_in.card(bot.person(ana))
    with pytest.raises(SignInNeededError):
        await value(bot, ana)


async def test_a_caller_that_gives_up_spoils_nothing(bot: Bot, ana: TeamsUser) -> None:
    bot.microsoft.wire.fail("tokens", "GET", how="slow", seconds=0.2, times=1)
    first, second = (asyncio.create_task(value(bot, ana)) for _ in range(2))
    await asyncio.sleep(0.05)
    first.cancel()
    assert await second == await value(bot, ana)
    assert asked(bot) == 1


async def test_few_are_kept(bot: Bot) -> None:
    people = [bot.microsoft.user(bot.microsoft.person(f"Person {n}")) for n in range(MOST + 3)]
    await asyncio.gather(*(value(bot, p) for p in people[:MOST]))
    await value(bot, people[0])  # used again: not the first to go
    for p in people[MOST:]:
        await value(bot, p)
    assert len(bot.sign_in._kept._kept) == MOST
    before = asked(bot)
    await value(bot, people[0])
    assert asked(bot) == before
    await value(bot, people[1])
    assert asked(bot) == before + 1


async def test_nobody_reads_it_by_looking(bot: Bot, ana: TeamsUser) -> None:
    token = await value(bot, ana)
    assert token not in repr(bot.sign_in._kept._kept)
    assert timedelta(0) < bot.sign_in._kept._kept[ana.person.teams_id].until - bot.clock.now() <= LONGEST
