"""What Microsoft's reviewers try with every bot, against the whole house: each row typed in every way, in both chats.

Greetings and help are answered; unknown words too; nothing leads nowhere; one welcome an installation; at most six
buttons a card; a form where something is asked; and answers in time.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio

import house
import settings
from local.hand import buttons, inputs, nodes, words
from local.microsoft.connector import Message
from local.microsoft.teams_user import TeamsUser
from local.town import QUICK, Town, open_town
from tests.benchmarks.measure import percentile

MOST_BUTTONS = 6
P50, P75, P99 = 2.0, 5.0, 9.0
"""Seconds in which half, three quarters and nearly all answers must be there."""
LEADS = re.compile(r"\*\*\w|\b(Type|Ask|Drop|Press|Choose|Write to|Send)\b", re.IGNORECASE)
"""Words that say what to do next."""

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Row:
    """`says` is a sign in the answer that it was understood; "" where any answer will do. `asks` wants a form."""

    typed: str
    says: str = ""
    asks: bool = False


TABLE = [
    Row("hi", "Hello"),
    Row("hello", "Hello"),
    Row("hey", "Hello"),
    Row("good morning", "Hello"),
    Row("help", "my drafts"),
    Row("?", "my drafts"),
    Row("draft", asks=True),
    Row("start", asks=True),
    Row("my drafts"),
    Row("receipts"),
    Row("open 2"),
    Row("cover"),
    Row("holds"),
    Row("configure"),
    Row("send notice"),
    Row("What can you do?", "did not understand"),
    Row("qwertyuiop", "did not understand"),
    Row("drop table users; --", "did not understand"),
    Row("👍", "did not understand"),
]
CASES: dict[str, Callable[[str], str]] = {"as it is": str, "CAPITALS": str.upper, "Title": str.title}
MENTIONS = {
    "no mention": "{0}",
    "mention before": "<at>Faircopy</at> {0}",
    "mention after": "{0} <at>Faircopy</at>",
    "mention with a break": "<at>Faircopy</at>\u00a0{0}\r\n",
}
WAYS = list(itertools.product(CASES, MENTIONS))


@dataclass
class Stage:
    """The house in its town."""

    town: Town
    users: list[TeamsUser] = field(default_factory=list)

    def somebody(self, kind: str = "personal") -> TeamsUser:
        """A practitioner whom nobody has seen before, in a chat of that kind."""
        microsoft = self.town.microsoft
        person = microsoft.person(f"Practitioner {next(_numbers)}")
        microsoft.user(person)  # the app is there for them
        others = () if kind == "personal" else (microsoft.person("Ben Sample"),)
        user = microsoft.user(person, *others, kind=kind)
        self.users.append(user)
        return user


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    async with (
        open_town(QUICK) as town,
        house.open_house(settings.read(town.environment)) as opened,
    ):
        town.microsoft.connector.bot_url = f"{opened.address}/api/messages"
        yield Stage(town=town)


def ours(user: TeamsUser) -> list[Message]:
    return [m for m in user.screen() if m.by == "bot"]


async def typed(user: TeamsUser, text: str) -> list[Message]:
    """Type it as Teams sends it; what came of it in that chat."""
    before = {m.id for m in ours(user)}
    bot_id = f"28:{user.connector.app_id}"
    mention = {
        "type": "mention",
        "text": "<at>Faircopy</at>",
        "mentioned": {"id": bot_id, "name": "Faircopy"},
    }
    entities = [mention] if "<at>" in text else []
    answer = await user.deliver(user.activity("message", text=text, textFormat="plain", entities=entities))
    assert answer.status == 201
    return [m for m in ours(user) if m.id not in before]


def said(message: Message) -> str:
    return "\n".join([message.text, *(words(card) for card in message.cards)]).strip()


def check(message: Message) -> None:
    """It says something, and something can be done next."""
    assert said(message), "an empty answer"
    assert LEADS.search(said(message)) or any(buttons(card) for card in message.cards), said(message)
    for card in message.cards:
        check_card(card)


def check_card(card: dict[str, Any]) -> None:
    """As a reviewer looks at it: few buttons, each with a title; each box with a label."""
    assert len(list(_row_of_buttons(card))) <= MOST_BUTTONS
    assert all(str(b.get("title", "")).strip() for b in buttons(card) if "title" in b)
    assert all(str(i.get("label") or i.get("title") or "").strip() for i in inputs(card).values())


def _row_of_buttons(card: dict[str, Any]) -> Iterator[Any]:
    for node in nodes(card):
        found = node.get("actions")
        yield from found if isinstance(found, list) else []


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.typed)
async def test_it_is_answered_however_it_is_typed(stage: Stage, row: Row) -> None:
    user = stage.somebody()
    for case, mention in WAYS:
        messages = await typed(user, MENTIONS[mention].format(CASES[case](row.typed)))
        assert len(messages) == 1, (case, mention, [said(m) for m in messages])
        check(messages[0])
        assert row.says in said(messages[0]), (case, mention, said(messages[0]))
        if row.asks:
            form = messages[0].cards[0]
            assert inputs(form), "something is asked, but there is no form"
            assert buttons(form)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.typed)
async def test_in_a_group_it_is_answered_and_nothing_personal_is_said(stage: Stage, row: Row) -> None:
    user = stage.somebody("groupChat")
    for mention in MENTIONS.values():
        [message] = await typed(user, mention.format(row.typed))
        assert message.text.strip()
        assert message.cards == []
        assert user.person.name not in said(message)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("again", [1, 3])
@pytest.mark.parametrize("first", ["conversationUpdate", "installationUpdate"])
async def test_one_welcome_an_installation(stage: Stage, first: str, again: int) -> None:
    user = stage.somebody()
    both: dict[str, dict[str, Any]] = {
        "conversationUpdate": {"membersAdded": [{"id": f"28:{user.connector.app_id}"}]},
        "installationUpdate": {"action": "add"},
    }
    for kind in sorted(both, key=lambda k: k != first):
        for _ in range(again):
            await user.deliver(user.activity(kind, **both[kind]))
    [welcome] = ours(user)
    check(welcome)
    assert buttons(welcome.cards[0]), "the welcome leads nowhere"


@pytest.mark.asyncio(loop_scope="module")
async def test_every_button_of_the_first_cards_leads_on(stage: Stage) -> None:
    """From the welcome and the list, three presses deep, every button: a card or a sentence that leads on."""
    user = stage.somebody()
    await user.install()
    await typed(user, "my drafts")
    await typed(user, "draft")
    looked: set[str] = set()
    for message in list(ours(user)):
        await _walk(user, message, looked, depth=3)
    assert len(looked) >= 4, looked


async def _walk(user: TeamsUser, message: Message, looked: set[str], depth: int) -> None:
    card = message.cards[-1] if message.cards else {}
    for button in buttons(card):
        name = f"{button['verb']} {button.get('title', '')}"
        if name in looked or not depth:
            continue
        looked.add(name)
        message.view = card
        status, body = await user.press(message.id, button["verb"], button.get("data") or {})
        assert status == 200, (name, status)
        assert isinstance(body, dict), name
        value = body["value"]
        if isinstance(value, str):
            assert value.endswith("."), (name, value)
        elif body["type"].endswith("card.adaptive"):
            check_card(value)
            assert buttons(value) or LEADS.search(words(value)), (name, words(value))
            await _walk(user, message, looked, depth - 1)


@pytest.mark.asyncio(loop_scope="module")
async def test_answers_come_in_time_under_a_small_load(stage: Stage) -> None:
    users = [stage.somebody() for _ in range(10)]
    for user in users:
        user.timings.clear()

    async def works(user: TeamsUser) -> None:
        for row in TABLE:
            await typed(user, row.typed)

    await asyncio.gather(*map(works, users))
    seconds = [s for user in users for s in user.timings]
    assert len(seconds) == len(users) * len(TABLE)
    found = {of: percentile(seconds, of) for of in (50, 75, 99)}
    print({of: round(s, 2) for of, s in found.items()})
    assert found[50] < P50
    assert found[75] < P75
    assert found[99] < P99
