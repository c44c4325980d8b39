"""Whether somebody is in a group, as a press asks: once, never where it need not, and no error ever lets anybody in."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.membership import Membership
from bot.patience import SECONDS
from graph.door import Graph
from local.microsoft.teams_user import TeamsUser
from record.errors import BusyError, FaircopyError, NotAllowedError, SignInNeededError
from record.policy import Group
from record.terms import GroupId
from tests.bot.conftest import Bot


@pytest.fixture
async def membership(bot: Bot) -> AsyncIterator[Membership]:
    graph = Graph(clock=bot.clock.now, base_url=bot.microsoft.graph.base_url)
    await graph.warm()
    yield Membership(tokens=bot.sign_in, directory=graph)
    await graph.aclose()


def group(bot: Bot, *members: TeamsUser) -> Group:
    made = bot.microsoft.graph.groups.add(*(m.person for m in members))
    return Group(id=GroupId(made.id), name="Team")


def asked(bot: Bot) -> int:
    return len(bot.microsoft.wire.to("graph", "POST", "/checkMemberGroups"))


async def test_each_group_is_asked_about_once_a_press(
    bot: Bot, ana: TeamsUser, membership: Membership
) -> None:
    mine, others, third = group(bot, ana), group(bot), group(bot, ana)
    press = membership.press(bot.person(ana))
    assert await press.seen([mine, others], named=False) == {mine.id}
    assert await press.seen([others, mine], named=False) == {mine.id}
    assert await press.seen([others], named=False) == frozenset()
    assert asked(bot) == 1
    assert await press.seen([mine, third], named=False) == {mine.id, third.id}
    assert asked(bot) == 2
    assert await membership.press(bot.person(ana)).seen([mine], named=False) == {mine.id}
    assert asked(bot) == 3, "nothing is kept from one press to the next"


async def test_nobody_is_asked_of_who_is_named_or_where_there_is_no_group(
    bot: Bot, ana: TeamsUser, membership: Membership
) -> None:
    """Neither Graph nor the token service: with no consent, what ids allow is allowed."""
    bot.microsoft.tokens.sign_out(ana.person)
    press = membership.press(bot.person(ana))
    assert await press.seen([group(bot, ana)], named=True) == frozenset()
    assert await press.seen([], named=False) == frozenset()
    assert bot.microsoft.wire.to("graph") == []
    assert bot.microsoft.wire.to("tokens") == []


FAULTS: dict[str, tuple[tuple[str, dict[str, Any]], type[FaircopyError], str]] = {
    "graph down": (("graph", {"how": "down"}), BusyError, "does not say now"),
    "no answer": (("graph", {"how": "lost"}), BusyError, "does not say now"),
    "busy": (("graph", {"how": "status", "status": 429}), BusyError, "does not say now"),
    "broken": (("graph", {"how": "status", "status": 500}), BusyError, "does not say now"),
    "refused": (("graph", {"how": "status", "status": 403}), NotAllowedError, "does not let me ask"),
    "no such thing": (("graph", {"how": "status", "status": 404}), NotAllowedError, "does not let me ask"),
    "token refused": (("graph", {"how": "status", "status": 401}), SignInNeededError, "Sign in"),
    "token service down": (("tokens", {"how": "down"}), BusyError, "does not say now"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_error_of_any_kind_lets_anybody_in(
    bot: Bot, ana: TeamsUser, membership: Membership, fault: str
) -> None:
    (party, how), error, says = FAULTS[fault]
    team = group(bot, ana)
    bot.microsoft.wire.fail(party, **how)
    press = membership.press(bot.person(ana))
    with pytest.raises(error) as no:
        await press.seen([team], named=False)
    assert says in no.value.say
    assert "Nothing has changed." in no.value.say
    bot.microsoft.wire.mend()
    assert await press.seen([team], named=False) == {team.id}, "an error is no answer, and none is remembered"


async def test_who_has_no_token_is_asked_to_sign_in(bot: Bot, ana: TeamsUser, membership: Membership) -> None:
    bot.microsoft.tokens.sign_out(ana.person)
    with pytest.raises(SignInNeededError) as no:
        await membership.press(bot.person(ana)).seen([group(bot, ana)], named=False)
    assert "whether you are in a group" in no.value.say
    assert bot.microsoft.wire.to("graph") == []


async def test_without_the_permission_it_is_refused(bot: Bot, ana: TeamsUser, membership: Membership) -> None:
    bot.microsoft.tokens.people[ana.person.teams_id].scopes = ("Chat.Read", "Files.ReadWrite.All")
    with pytest.raises(NotAllowedError) as no:
        await membership.press(bot.person(ana)).seen([group(bot, ana)], named=False)
    assert no.value.code == "groups"


async def test_a_token_that_is_somebody_elses_is_a_sign_in_and_no_membership(
    bot: Bot, ana: TeamsUser, membership: Membership
) -> None:
    """The sign-in page took the browser's account, which is another's."""
    ben = bot.microsoft.person("Ben Sample")
    team = Group(id=GroupId(bot.microsoft.graph.groups.add(ben).id), name="Team")
    bot.microsoft.tokens.people[ana.person.teams_id].claims = {"oid": ben.oid}
    with pytest.raises(SignInNeededError):
        await membership.press(bot.person(ana)).seen([team], named=False)
    assert asked(bot) == 0


async def test_a_group_that_entra_does_not_know_holds_nobody(
    bot: Bot, ana: TeamsUser, membership: Membership
) -> None:
    gone = Group(id=GroupId(str(uuid.uuid4())), name="Gone")
    assert await membership.press(bot.person(ana)).seen([gone], named=False) == frozenset()


async def test_all_that_one_press_asks_is_answered_in_its_time(
    bot: Bot, ana: TeamsUser, membership: Membership
) -> None:
    """Whoever saves a page with a new group is asked about twice: Teams does not wait twice as long for that."""
    press, first, second = membership.press(bot.person(ana)), group(bot, ana), group(bot, ana)
    bot.microsoft.wire.fail("graph", "POST", "/checkMemberGroups", how="slow", seconds=SECONDS * 0.6)
    began = time.monotonic()
    assert await press.seen([first], named=False) == {first.id}
    with pytest.raises(BusyError):
        await press.seen([second], named=False)
    assert time.monotonic() - began < SECONDS + 1
