"""What we send, change and delete, over the real protocol; each failure says what is known."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.fit import UnfitCardError
from bot.incoming import Answer
from local.microsoft import Microsoft
from local.microsoft.meeting_chats import teams_id
from local.microsoft.teams_user import TeamsUser
from record.errors import (
    BusyError,
    FaircopyError,
    NoAnswerError,
    NotAllowedError,
    NotThereError,
    RefusedError,
)
from record.terms import PersonId
from tests.bot.acts import Act, delete, say, send, update
from tests.bot.conftest import Bot, card, known, opened


async def test_it_sends_changes_and_deletes(bot: Bot, ana: TeamsUser) -> None:
    who = bot.person(ana)
    first = await bot.teams.send_card(who, card("First"))
    second = await bot.teams.send_text(who, "Hello, **Ana**.")
    assert [(m.id, m.text, m.cards) for m in ana.screen()] == [
        (first, "", [card("First")]),
        (second, "Hello, **Ana**.", []),
    ]
    await bot.teams.update_card(who, first, card("Changed"))
    await bot.teams.delete(who, second)
    assert [(m.id, m.cards, m.edits) for m in ana.screen()] == [(first, [card("Changed")], 1)]


async def test_an_answer_can_go_out_later(bot: Bot, ana: TeamsUser) -> None:
    ran: list[int] = []

    async def after() -> None:
        ran.append(len(ana.screen()))

    await bot.teams.answer(bot.person(ana), Answer(card=card("Later"), after=after))
    assert (ana.newest().cards, ran) == ([card("Later")], [1])
    await bot.teams.answer(bot.person(ana), Answer(after=after))
    assert ran == [1, 1]


async def test_a_card_arrives_exactly_as_it_was_made(bot: Bot, ana: TeamsUser) -> None:
    odd = card(
        "“Zażółć” \u202e {{DATE(2026)}} <b>", n=None, yes=True, number=1.5, list=[1, {"a": []}], empty={}
    )
    await bot.teams.send_card(bot.person(ana), odd)
    assert ana.newest().cards == [odd]


async def test_whoever_spoke_in_a_group_is_written_to_privately(bot: Bot, microsoft: Microsoft) -> None:
    ana, ben = microsoft.person("Ana Example"), microsoft.person("Ben Sample")
    own, group = microsoft.user(ana), microsoft.user(ana, ben, kind="groupChat")
    who = await bot.teams.privately(bot.person(group))
    assert who == bot.person(own)
    await bot.teams.send_text(who, "Only you see this.")
    assert (len(own.screen()), len(group.screen())) == (1, 0)
    stranger = known(
        replace(ben, teams_id="29:unknown"), group.conversation.id, microsoft.connector.service_url
    )
    with pytest.raises(NotAllowedError) as no:
        await bot.teams.privately(stranger)
    assert no.value.code == "bot-removed"


async def test_somebody_we_never_met_is_reached_by_their_entra_id(bot: Bot, microsoft: Microsoft) -> None:
    ana, ben = microsoft.person("Ana Example"), microsoft.person("Ben Sample")
    beside = bot.person(microsoft.user(ana))
    with pytest.raises(NotAllowedError) as no:
        await bot.teams.reach(PersonId(ben.oid), beside)
    assert no.value.code == "bot-removed"
    microsoft.connector.install(ben)
    found = await bot.teams.reach(PersonId(ben.oid), beside)
    own = microsoft.user(ben)
    assert found == bot.person(own) == await bot.teams.reach(PersonId(ben.oid), beside)
    await bot.teams.send_text(found, "Only you see this.")
    assert [m.text for m in own.screen()] == ["Only you see this."]
    microsoft.connector.uninstall(ben)
    with pytest.raises(NotAllowedError):
        await bot.teams.send_text(found, "Nobody sees this.")


@pytest.mark.parametrize(("status", "error"), [(429, BusyError), (502, NoAnswerError)])
async def test_reaching_says_whether_teams_answered(
    bot: Bot, ana: TeamsUser, status: int, error: type[FaircopyError]
) -> None:
    bot.microsoft.wire.fail("teams", how="status", status=status, headers={"Retry-After": "30"})
    with pytest.raises(error):
        await bot.teams.reach(PersonId("somebody"), bot.person(ana))
    assert ana.screen() == []


async def test_an_unfit_card_is_never_sent(bot: Bot, ana: TeamsUser) -> None:
    first = await bot.teams.send_card(bot.person(ana), card())
    for act in (send, update):
        with pytest.raises(UnfitCardError):
            await act(replace_card(bot), ana, first)
    assert len(bot.microsoft.wire.to("teams")) == 1


def replace_card(bot: Bot) -> Bot:
    """The same bot, whose cards are all too big."""
    big = card("x" * 20_000)

    class Big:
        async def send_card(self, person: Any, _: Any) -> str:
            return await bot.teams.send_card(person, big)

        async def update_card(self, person: Any, message: str, _: Any) -> None:
            await bot.teams.update_card(person, message, big)

    return replace(bot, teams=Big())  # type: ignore[arg-type]  # those two are called alone


# --- errors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", [send, say, update, delete])
async def test_without_the_bot_in_the_chat(bot: Bot, ana: TeamsUser, act: Act) -> None:
    first = await send(bot, ana, "")
    bot.microsoft.connector.conversations.clear()
    with pytest.raises(NotAllowedError) as no:
        await act(bot, ana, first)
    assert no.value.code == "bot-removed"
    bot.microsoft.wire.fail("teams", how="status", status=403)
    with pytest.raises(NotAllowedError) as no:
        await act(bot, ana, first)
    assert no.value.code == "bot-removed"


@pytest.mark.parametrize("act", [update, delete])
async def test_a_message_that_is_gone(bot: Bot, ana: TeamsUser, act: Act) -> None:
    first = await send(bot, ana, "")
    await bot.teams.delete(bot.person(ana), first)
    with pytest.raises(NotThereError):
        await act(bot, ana, first)


@pytest.mark.parametrize("act", [send, say, update, delete])
@pytest.mark.parametrize("status", [429, 503])
async def test_busy_says_until_when(bot: Bot, ana: TeamsUser, act: Act, status: int) -> None:
    first = await send(bot, ana, "")
    calls = len(bot.microsoft.wire.to("teams"))
    bot.microsoft.wire.fail("teams", how="status", status=status, headers={"Retry-After": "30"})
    began = bot.clock.now()
    with pytest.raises(BusyError) as no:
        await act(bot, ana, first)
    assert no.value.until is not None
    assert timedelta(seconds=29) < no.value.until - began < timedelta(seconds=32)
    assert len(bot.microsoft.wire.to("teams")) == calls + 1


@pytest.mark.parametrize("act", [send, say, update, delete])
@pytest.mark.parametrize(("status", "headers"), [(429, {"Retry-After": "1"}), (503, {}), (412, {})])
async def test_a_short_wait_is_waited_for(
    bot: Bot, ana: TeamsUser, act: Act, status: int, headers: dict[str, str]
) -> None:
    first = await send(bot, ana, "")
    bot.microsoft.wire.fail("teams", how="status", status=status, headers=headers, times=1)
    await act(bot, ana, first)
    bot.microsoft.wire.fail("teams", how="status", status=status)
    with pytest.raises(BusyError):
        await act(bot, ana, first)


@pytest.mark.parametrize("act", [send, say])
@pytest.mark.parametrize(
    ("how", "status"), [("down", 0), ("lost", 0), ("status", 500), ("status", 502), ("status", 504)]
)
async def test_a_send_without_an_answer_is_not_repeated(
    bot: Bot, ana: TeamsUser, act: Act, how: Any, status: int
) -> None:
    bot.microsoft.wire.fail("teams", how=how, status=status)
    with pytest.raises(NoAnswerError):
        await act(bot, ana, "")
    assert len(bot.microsoft.wire.to("teams", "POST")) == 1
    assert len(ana.screen()) == (how == "lost")


@pytest.mark.parametrize("act", [update, delete])
@pytest.mark.parametrize(("how", "status"), [("down", 0), ("status", 500), ("status", 502), ("status", 504)])
async def test_a_change_is_made_again(bot: Bot, ana: TeamsUser, act: Act, how: Any, status: int) -> None:
    first = await send(bot, ana, "")
    bot.microsoft.wire.fail("teams", how=how, status=status, times=1)
    await act(bot, ana, first)
    assert [m.cards for m in ana.screen()] in ([], [[card("Changed")]])
    second = await send(bot, ana, "")
    bot.microsoft.wire.fail("teams", how=how, status=status)
    with pytest.raises(NoAnswerError):
        await act(bot, ana, second)


async def test_a_change_whose_answer_was_lost_is_made_all_the_same(bot: Bot, ana: TeamsUser) -> None:
    first = await send(bot, ana, "")
    bot.microsoft.wire.fail("teams", "PUT", how="lost", times=1)
    await update(bot, ana, first)
    assert ana.newest().cards == [card("Changed")]


@pytest.mark.parametrize("act", [send, say, update, delete])
async def test_slow_is_given_up_in_time(microsoft: Microsoft, ana: TeamsUser, act: Act) -> None:
    async with opened(microsoft, patience=0.5) as bot:
        first = await send(bot, ana, "")
        microsoft.wire.fail("teams", how="slow", seconds=3.0)
        began = time.monotonic()
        with pytest.raises(NoAnswerError):
            await act(bot, ana, first)
        assert time.monotonic() - began < 2.5
        await asyncio.sleep(2.7)


@pytest.mark.parametrize("act", [send, say, update, delete])
async def test_nobody_listening_is_busy(microsoft: Microsoft, ana: TeamsUser, act: Act) -> None:
    async with opened(microsoft) as bot:
        await microsoft.connector.__aexit__()
        with pytest.raises(BusyError):
            await act(bot, ana, "1")


@pytest.mark.parametrize(("status", "error"), [(400, RefusedError), (413, RefusedError)])
async def test_a_refusal_is_a_refusal(
    bot: Bot, ana: TeamsUser, status: int, error: type[FaircopyError]
) -> None:
    bot.microsoft.wire.fail("teams", how="status", status=status)
    with pytest.raises(error):
        await send(bot, ana, "")
    assert len(bot.microsoft.wire.to("teams")) == 1


async def test_a_place_that_is_not_listed_is_never_called(bot: Bot, ana: TeamsUser) -> None:
    token = len(bot.microsoft.wire.to("entra"))
    for url in (
        "https://example.test/",
        "http://smba.trafficmanager.net/",
        "http://127.0.0.1@example.test/",
        "http://localhost/",
        "not a url",
        "",
    ):
        with pytest.raises(NotAllowedError) as no:
            await bot.teams.send_text(replace(bot.person(ana), service_url=url), "Hello.")
        assert no.value.code == "service-host"
        with pytest.raises(NotAllowedError) as no:
            await bot.teams.meeting(url, "MCMx")
        assert no.value.code == "service-host"
    assert len(bot.microsoft.wire.to("entra")) == token


async def test_a_meeting_says_who_organised_it_where_we_are_in_it_and_nowhere_else(
    bot: Bot, microsoft: Microsoft
) -> None:
    ana, ben = microsoft.person("Ana Example"), microsoft.person("Ben Sample")
    began = bot.clock.now()
    meeting = microsoft.graph.add_meeting("Zebedee", began, began, ana, [ben])
    service_url = microsoft.connector.service_url
    for wanted in (teams_id(meeting), "none/such?at=all"):
        with pytest.raises((NotAllowedError, NotThereError)):
            await bot.teams.meeting(service_url, wanted)
    assert await microsoft.meeting_chats.end(meeting) == 0, "nor are we told of its end"
    microsoft.meeting_chats.add_app(meeting)
    told = await bot.teams.meeting(service_url, teams_id(meeting))
    assert isinstance(told, dict)
    assert told["organizer"]["aadObjectId"] == ana.oid
    assert told["details"]["joinUrl"] == meeting.join_url
    microsoft.wire.fail("teams", "GET", "/v1/meetings/", how="status", status=503, times=1)
    assert await bot.teams.meeting(service_url, teams_id(meeting)) == told, "asked once more"
    microsoft.wire.fail("teams", "GET", "/v1/meetings/", how="status", status=503, times=2)
    with pytest.raises(BusyError):
        await bot.teams.meeting(service_url, teams_id(meeting))
    microsoft.meeting_chats.consented = False
    with pytest.raises(NotAllowedError):
        await bot.teams.meeting(service_url, teams_id(meeting))
