"""`check set-up` in Teams: who may ask, what comes at once and then in its place, the buttons, and every way out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
import pytest_asyncio

import settings
from house import open_house
from local.hand import Hand, buttons, inputs, words
from local.microsoft import CONNECTION
from local.town import QUICK, Town, open_town
from record.terms import PersonId
from tests.cards import rules
from tests.setup_check.scene import ROWS, set_to

pytestmark = pytest.mark.asyncio(loop_scope="module")

TYPED = ("check set-up", "Check setup", "<at>Faircopy</at> check set up", "SET-UP CHECK.")
VERBS = ("check", "check-text", "check-sign-in")


@dataclass
class Office:
    """The house in its town, with an administrator at Teams."""

    town: Town
    hand: Hand

    async def asked(self, text: str = "check set-up") -> str:
        """Type it, and wait for what is found; the message in which it stands."""
        before = {m.id for m in self.hand.messages()}
        await self.hand.user.say(text)
        [message] = [m.id for m in self.hand.messages() if m.id not in before]
        await self.found(message)
        return message

    async def found(self, message: str) -> dict[str, Any]:
        """The card once the result has taken its place."""
        await self.hand.until("the result", lambda: self.hand.has(message, "check"), 25.0)
        card = self.hand.card(message)
        rules.check(card)
        return card


@asynccontextmanager
async def opened(town: Town) -> AsyncIterator[Office]:
    async with open_house(settings.read(town.environment), observe=town.observe) as house:
        town.microsoft.connector.bot_url = f"{house.address}/api/messages"
        yield Office(town, Hand(town.microsoft.user(town.governance)))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town() -> AsyncIterator[Town]:
    async with open_town() as one:
        await one.set_policy(replace(QUICK, admins=(PersonId(one.governance.oid),)))
        yield one


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(town: Town) -> AsyncIterator[Office]:
    async with opened(town) as one:
        yield one


# --- asking -------------------------------------------------------------------------------------------------------


async def test_it_answers_at_once_and_the_result_comes_in_the_same_place(office: Office) -> None:
    already = {m.id for m in office.hand.messages()}
    began = time.monotonic()
    await office.hand.user.say("check set-up")
    took = time.monotonic() - began
    [message] = [m for m in office.hand.messages() if m.id not in already]
    first = [words(card) for card in message.cards] + [str(h) for h in office.hand.user.conversation.history]
    assert took < 5
    assert f"Checking {ROWS} things. Up to 20 seconds." in first[0] or office.hand.has(message.id, "check")
    read = words(await office.found(message.id))
    assert "Set-up check: nothing is broken" in read
    assert "Took " in read
    assert len({m.id for m in office.hand.messages()} - already) == 1


@pytest.mark.parametrize("text", TYPED)
async def test_however_it_is_typed(office: Office, text: str) -> None:
    assert "Set-up check: nothing is broken" in words(office.hand.card(await office.asked(text)))


async def test_what_is_broken_stands_first_with_its_remedy(office: Office) -> None:
    with set_to(office.town.microsoft.tokens, exchange_url=None):
        read = words(office.hand.card(await office.asked()))
    assert f"Set-up check: 1 of {ROWS} is broken" in read
    assert "BROKEN: single sign-on audience" in read
    assert f"api://botid-{office.town.microsoft.app_id}" in read


async def test_in_a_group_it_is_told_privately_and_others_read_nothing_of_it(office: Office) -> None:
    town = office.town
    before = {m.id for m in office.hand.messages()}
    group = town.microsoft.user(town.governance, town.microsoft.person("Ben Sample"), kind="groupChat")
    await group.say("<at>Faircopy</at> check set-up")
    assert [m.text for m in group.screen() if m.by == "bot"] == ["I have written to you privately."]
    await office.hand.until("a private card", lambda: {m.id for m in office.hand.messages()} - before)
    [private] = {m.id for m in office.hand.messages()} - before
    await office.found(private)


# --- who may ------------------------------------------------------------------------------------------------------


async def test_anybody_else_is_refused_and_nothing_is_asked(office: Office) -> None:
    town = office.town
    kelly = Hand(town.microsoft.user(town.microsoft.person("Kelly Marsh")))
    already = len(town.wire.calls)
    said = await kelly.say("check set-up")
    assert "Only Faircopy's admins can do this. Nothing has changed." in said.text
    message = await office.asked()
    for verb in VERBS:
        answer = await kelly.user.press(message, verb, {}, {}, unseen=True)
        assert "Only Faircopy's admins" in str(answer.body)
    asked = [c for c in town.wire.calls[already:] if c.party == "case system"]
    assert len(asked) == 1  # by the one who may


# --- the buttons --------------------------------------------------------------------------------------------------


async def test_check_again_asks_anew_and_once_however_often_it_is_pressed(office: Office) -> None:
    message = await office.asked()
    already = len(office.town.wire.calls)
    office.town.wire.fail("case system", how="slow", seconds=1.5, times=1)
    user = office.hand.user
    answers = [await user.press(message, "check", {}, {"link": ""})]
    answers += [await user.press(message, "check", {}, {}, unseen=True) for _ in range(3)]
    assert all(f"Checking {ROWS} things" in words(a.body["value"]) for a in answers)
    await office.hand.until("the result", lambda: office.hand.has(message, "check"), 25.0)
    assert len([c for c in office.town.wire.calls[already:] if c.party == "case system"]) == 1


async def test_copy_as_text_posts_all_of_it_as_it_is(office: Office) -> None:
    with set_to(office.town.microsoft.tokens, exchange_url=None):
        message = await office.asked()
    before = {m.id for m in office.hand.messages()}
    card = await office.hand.press(message, "check-text")
    assert "The same stands below as text, to copy." in words(card)
    await office.hand.until("the text", lambda: {m.id for m in office.hand.messages()} - before)
    [posted] = [m for m in office.hand.messages() if m.id not in before]
    assert posted.activity["textFormat"] == "plain"
    assert "BROKEN: single sign-on audience." in posted.text
    assert f"\nSet: api://botid-{office.town.microsoft.app_id}" in posted.text
    assert "Works: queue." in posted.text


async def test_the_link_that_was_typed_stays_and_a_bad_one_is_said(office: Office) -> None:
    message = await office.asked()
    await office.hand.press(message, "check", {"link": "not a link"})
    await office.hand.until("the result", lambda: office.hand.has(message, "check"), 25.0)
    card = office.hand.card(message)
    assert "That is not a link to a Teams meeting" in words(card)
    assert inputs(card)["link"]["value"] == "not a link"


async def test_configure_leads_to_what_the_council_has_chosen(office: Office) -> None:
    card = await office.hand.press(await office.asked(), "config", {"link": ""})
    assert words(card).startswith("Configure")


async def test_configure_and_the_check_lead_to_each_other_and_nothing_typed_is_lost(office: Office) -> None:
    """Each in the other's place; what was typed and not saved is left only at the second press."""
    message = await office.asked()
    await office.hand.press(message, "config", {"link": ""})
    stays = await office.hand.press(message, "config-check", {"hosts": "ours.ai.council.example"})
    assert "What you typed here is not saved." in words(stays)
    assert inputs(stays)["hosts"]["value"] == "ours.ai.council.example"
    assert f"Checking {ROWS} things" in words(await office.hand.press(message, "config-check"))
    read = words(await office.found(message))
    assert "Set-up check: nothing is broken" in read
    assert "Works: AI host. No AI host is allowed: Faircopy drafts by itself." in await as_text(
        office, message
    )
    assert words(await office.hand.press(message, "config", {"link": ""})).startswith("Configure")


async def as_text(office: Office, message: str) -> str:
    """What Copy as text posts."""
    before = {m.id for m in office.hand.messages()}
    await office.hand.press(message, "check-text")
    await office.hand.until("the text", lambda: {m.id for m in office.hand.messages()} - before)
    return "".join(m.text for m in office.hand.messages() if m.id not in before)


async def test_who_is_not_signed_in_signs_in_on_the_card_and_it_goes_on(office: Office) -> None:
    town = office.town
    town.microsoft.tokens.sign_out(town.governance)
    message = await office.asked()
    card = office.hand.card(message)
    assert "You are not signed in" in words(card)
    assert "check-sign-in" in [b["verb"] for b in buttons(card)]
    answer = await office.hand.user.press(message, "check-sign-in", {}, {})
    assert answer.body["statusCode"] == 401
    assert answer.body["type"].endswith("loginRequest")
    token = office.hand.user.exchange_value(CONNECTION)
    answer = await office.hand.user.press(message, "check-sign-in", {}, {}, authentication=token)
    assert f"Checking {ROWS} things" in words(answer.body["value"])
    card = await office.found(message)
    assert "You are not signed in" not in words(card)
    assert "check-sign-in" not in [b["verb"] for b in buttons(card)]


# --- when things go wrong -----------------------------------------------------------------------------------------


async def test_where_the_message_cannot_be_changed_the_result_comes_as_a_new_one(office: Office) -> None:
    before = {m.id for m in office.hand.messages()}
    office.town.wire.fail("teams", "PUT", how="status", status=403)
    try:
        await office.hand.user.say("check set-up")
        await office.hand.until(
            "a new card", lambda: len({m.id for m in office.hand.messages()} - before) == 2, 25.0
        )
    finally:
        office.town.wire.mend("teams")
    newest = office.hand.messages()[-1]
    assert "BROKEN: Teams channel" in words(newest.cards[0])
    assert office.hand.has(newest.id, "check-text")


async def test_after_a_restart_the_text_is_asked_for_anew(town: Town, office: Office) -> None:
    message = await office.asked()
    url = town.microsoft.connector.bot_url
    async with opened(town) as other:
        before = {m.id for m in other.hand.messages()}
        await other.hand.user.press(message, "check-text", {}, {})
        await other.hand.until("the text", lambda: {m.id for m in other.hand.messages()} - before, 25.0)
        posted = [m for m in other.hand.messages() if m.id not in before]
        assert "Set-up check: nothing is broken" in posted[0].text
        await asyncio.sleep(0)
    town.microsoft.connector.bot_url = url
