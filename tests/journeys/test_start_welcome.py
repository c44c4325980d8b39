"""The first minutes: welcome, hello, help, words that nobody understands; every card leads on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from local.hand import Hand, buttons, words
from local.microsoft.teams_user import TeamsUser
from tests.journeys.conftest import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

HELLO = "Hello. Type **draft** to start, **my drafts** to see what waits, **help** for more."
WELCOME = "Hello, I'm Faircopy"


def _somebody(stage: Stage, name: str = "New Starter") -> Hand:
    return Hand(stage.town.microsoft.user(stage.town.microsoft.person(name)))


def _welcomes(hand: Hand) -> int:
    return sum(WELCOME in words(c) for m in hand.messages() for c in m.cards)


Tell = Callable[[TeamsUser], Awaitable[None]]


async def _updated(user: TeamsUser) -> None:
    bot = {"id": f"28:{user.connector.app_id}"}
    await user.deliver(user.activity("conversationUpdate", membersAdded=[bot]))


async def _installed(user: TeamsUser, action: str = "add") -> None:
    await user.deliver(user.activity("installationUpdate", action=action))


@pytest.mark.parametrize(
    "order", [(_updated, _installed), (_installed, _updated), (_installed, _installed, _updated)]
)
async def test_welcomed_once_an_installation(stage: Stage, order: tuple[Tell, ...]) -> None:
    hand = _somebody(stage)
    for tell in order:
        await tell(hand.user)
    assert _welcomes(hand) == 1
    assert len(hand.messages()) == 1
    await _installed(hand.user, "remove")
    await _installed(hand.user)
    assert _welcomes(hand) == 2


@pytest.mark.parametrize("hello", ["hi", "Hello!", "HEY"])
async def test_the_first_hello_is_a_welcome_and_the_next_is_short(stage: Stage, hello: str) -> None:
    hand = _somebody(stage)
    assert WELCOME in words((await hand.say(hello)).cards[0])
    assert (await hand.say(hello)).text == HELLO


async def test_after_the_welcome_hello_is_short(stage: Stage) -> None:
    hand = _somebody(stage)
    await hand.user.install()
    assert (await hand.say("hi")).text == HELLO


async def test_every_button_of_the_welcome_leads_on(stage: Stage) -> None:
    for verb in ("start", "privacy"):
        hand = _somebody(stage)
        await hand.user.install()
        (message,) = hand.messages()
        card = await hand.press(message.id, verb)
        assert buttons(card), verb
        for left in buttons(card):
            if left["verb"] != "find":
                assert buttons(await hand.press(message.id, left["verb"])), left["verb"]
                break


async def test_help_and_words_that_nobody_understands(stage: Stage) -> None:
    hand = _somebody(stage)
    assert "**draft** start a record · **my drafts** what waits for you" in (await hand.say("help")).text
    said = (await hand.say("Zebedee came in with a bruise")).text
    assert said == (
        "I did not understand that. I have not kept it; your message is still in this chat. "
        "Type **draft** to start, or **help**."
    )
    kept = [place for place, data in await stage.town.places() if b"with a bruise" in data]
    assert len(kept) == 1, "their own message, and nothing else"
