"""The practitioner's own token, over the token service's protocol: there, missing, renewed, exchanged once."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from datetime import timedelta

import pytest

from bot.incoming import Answer, Exchange, Incoming, Kind
from local.microsoft import CONNECTION, Microsoft
from local.microsoft.keys import GRAPH
from local.microsoft.teams_user import TeamsUser
from local.wire import How
from record.errors import BusyError, SignInNeededError
from tests.bot.conftest import APP_ID, Bot, opened


async def test_the_persons_own_token(bot: Bot, ana: TeamsUser) -> None:
    token = await bot.sign_in.token(bot.person(ana))
    claims = bot.microsoft.identity.keys.check(f"Bearer {token.value.reveal()}", GRAPH)
    assert claims["oid"] == ana.person.oid
    assert timedelta(minutes=59) < token.expires - bot.clock.now() <= timedelta(hours=1)
    assert token.value.reveal() not in repr(token)


async def test_not_signed_in_says_so(bot: Bot, ana: TeamsUser) -> None:
    bot.microsoft.tokens.sign_out(ana.person)
    with pytest.raises(SignInNeededError) as no:
        await bot.sign_in.token(bot.person(ana))
    assert no.value.say == "Sign in, so that I see only the meetings that you may see."


async def test_a_token_that_has_run_out_is_none(bot: Bot, ana: TeamsUser) -> None:
    bot.microsoft.tokens.people[ana.person.teams_id].lifetime = -1.0
    with pytest.raises(SignInNeededError):
        await bot.sign_in.token(bot.person(ana))


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
async def test_trouble_is_busy_not_a_sign_in(bot: Bot, ana: TeamsUser, status: int) -> None:
    bot.microsoft.wire.fail("tokens", how="status", status=status, headers={"Retry-After": "20"})
    for asked in (bot.sign_in.token(bot.person(ana)), bot.sign_in.card(bot.person(ana))):
        with pytest.raises(BusyError) as no:
            await asked
        assert no.value.until is not None


async def test_no_answer_is_busy(microsoft: Microsoft, ana: TeamsUser) -> None:
    async with opened(microsoft, patience=0.4) as bot:
        await bot.sign_in.token(bot.person(ana))
        bot.sign_in.forget(bot.person(ana))
        microsoft.wire.fail("tokens", how="slow", seconds=2.5)
        began = time.monotonic()
        with pytest.raises(BusyError):
            await bot.sign_in.token(bot.person(ana))
        assert time.monotonic() - began < 2.0
        await asyncio.sleep(2.3)
        microsoft.wire.mend()
        microsoft.wire.fail("tokens", how="down")
        with pytest.raises(BusyError):
            await bot.sign_in.token(bot.person(ana))


async def test_the_card_that_asks(bot: Bot, ana: TeamsUser) -> None:
    who = bot.person(ana)
    card = await bot.sign_in.card(who)
    assert card["contentType"] == "application/vnd.microsoft.card.oauth"
    content = card["content"]
    assert isinstance(content, dict)
    assert content["connectionName"] == CONNECTION
    assert content["tokenExchangeResource"]["uri"] == f"api://botid-{APP_ID}"
    [button] = content["buttons"]
    assert (button["type"], button["value"].startswith(bot.microsoft.tokens.url)) == ("signin", True)
    state = (
        bot.microsoft.wire.to("tokens", path="GetSignInResource")[0]
        .url.partition("state=")[2]
        .partition("&")[0]
    )
    said = json.loads(base64.b64decode(state.replace("%3D", "=")))
    assert said["msAppId"] == APP_ID
    assert said["conversation"]["conversation"]["id"] == who.conversation
    await bot.teams.answer(who, Answer(text="Sign in.", sign_in=card))
    assert ana.newest().attachments == [card]


async def signing_in(bot: Bot) -> None:
    async def handle(incoming: Incoming) -> Answer:
        if incoming.kind in (Kind.SIGN_IN_EXCHANGE, Kind.SIGN_IN_VERIFY) and incoming.exchange:
            return Answer(failed=not await bot.sign_in.exchange(incoming.person, incoming.exchange))
        return Answer()

    bot.handle = handle


async def test_single_sign_on(bot: Bot, ana: TeamsUser) -> None:
    await signing_in(bot)
    bot.microsoft.tokens.sign_out(ana.person)
    assert (await ana.sign_in_exchange(CONNECTION, token="a.b.c")).status == 412
    assert (await ana.sign_in_exchange("another")).status == 412
    assert (await ana.sign_in_exchange(CONNECTION)).status == 200
    assert (await bot.sign_in.token(bot.person(ana))).value.reveal()


async def test_without_consent_teams_falls_back_to_the_card(bot: Bot, ana: TeamsUser) -> None:
    await signing_in(bot)
    bot.microsoft.tokens.sign_out(ana.person, consent_missing=True)
    assert (await ana.sign_in_exchange(CONNECTION)).status == 412
    with pytest.raises(SignInNeededError):
        await bot.sign_in.token(bot.person(ana))


async def test_somebody_elses_token_signs_nobody_in(bot: Bot, ana: TeamsUser) -> None:
    await signing_in(bot)
    ben = bot.microsoft.user(bot.microsoft.person("Ben Sample"))
    bot.microsoft.tokens.sign_out(ana.person)
    theirs = ben.exchange_value(CONNECTION)["token"]
    assert (await ana.sign_in_exchange(CONNECTION, token=theirs)).status == 412


@pytest.mark.parametrize("how", ["down", "lost", "status"])
async def test_an_exchange_in_trouble_is_412(bot: Bot, ana: TeamsUser, how: How) -> None:
    await signing_in(bot)
    bot.microsoft.wire.fail("tokens", "POST", how=how)
    assert (await ana.sign_in_exchange(CONNECTION)).status == 412
    assert len(bot.microsoft.wire.to("tokens", "POST")) == 1


async def test_one_id_is_exchanged_once(bot: Bot, ana: TeamsUser) -> None:
    await signing_in(bot)
    bot.microsoft.tokens.sign_out(ana.person)
    bot.microsoft.wire.fail("tokens", "POST", how="slow", seconds=0.2, times=1)
    statuses = await asyncio.gather(*(ana.sign_in_exchange(CONNECTION, "one") for _ in range(5)))
    assert {a.status for a in statuses} == {200}
    assert (await ana.sign_in_exchange(CONNECTION, "one")).status == 200
    assert len(bot.microsoft.wire.to("tokens", "POST")) == 1
    ben = bot.microsoft.user(bot.microsoft.person("Ben Sample", signed_in=False))
    assert (await ben.sign_in_exchange(CONNECTION, "one")).status == 200
    assert len(bot.microsoft.wire.to("tokens", "POST")) == 2


async def test_ids_are_forgotten_in_the_end(bot: Bot, ana: TeamsUser) -> None:
    who = bot.person(ana)
    for n in range(1_005):
        # No token: refused before anything is asked, so only the bookkeeping is exercised below.
        assert not await bot.sign_in.exchange(who, Exchange(id=str(n), connection=CONNECTION))
    bot.microsoft.wire.fail("tokens", "POST", how="status", status=400)
    await asyncio.gather(
        *(
            bot.sign_in.exchange(who, Exchange(id=str(n), connection=CONNECTION, token="x"))
            for n in range(1_005)
        )
    )
    assert len(bot.sign_in._exchanges) == 1_000


async def test_the_code_of_the_sign_in_page(bot: Bot, ana: TeamsUser) -> None:
    await signing_in(bot)
    bot.microsoft.tokens.sign_out(ana.person)
    code = bot.microsoft.tokens.visit(ana.person)
    assert (await ana.sign_in_with_code("000")).status == 412
    assert (await ana.sign_in_with_code(code)).status == 200
    assert (await bot.sign_in.token(bot.person(ana))).value.reveal()
