"""Ten thousand activities gone wrong, validly signed, against the whole house: it answers each, and says nothing."""

from __future__ import annotations

import ast
import asyncio
import io
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

import bot
import house
import logs
import settings
from bot.activities import EXCHANGE, KINDS, VERIFY
from local import samples
from local.demo import plan_of
from local.hand import buttons
from local.microsoft.connector import ADAPTIVE
from local.microsoft.teams_user import TeamsUser
from local.town import QUICK, Town, open_town
from tests.benchmarks.walk import to_draft
from tests.bot.mutations import CANARY, mutated

TIMES = 10_000
SIDE_BY_SIDE = 4
LINK = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22Tid%22%3a%221%22%7d"
)
FILE = "application/vnd.microsoft.teams.file.download.info"
UNKNOWN_VERBS = ("", "toString", "__init__", "press", "knows", CANARY, "adaptiveCard/action")


@dataclass
class Stage:
    """The house in its town, with somebody who has a draft."""

    town: Town
    url: str
    user: TeamsUser
    message: str
    card: dict[str, Any]
    """The card as the latest answer showed it."""

    def show(self, answer: bytes) -> None:
        """Keep the card of an answer, if it is one with buttons."""
        found = json.loads(answer) if answer.startswith(b"{") else {}
        if found.get("type") == ADAPTIVE and buttons(found["value"]):
            self.card = found["value"]


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    async with (
        open_town(replace(QUICK, undo=timedelta(seconds=30))) as town,
        house.open_house(settings.read(town.environment)) as opened,
    ):
        url = f"{opened.address}/api/messages"
        town.microsoft.connector.bot_url = url
        drafted = await to_draft(town, plan_of(samples.load("home-visit")))
        hand, message = drafted.hand, drafted.message
        yield Stage(town=town, url=url, user=hand.user, message=message, card=hand.card(message))


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What would be logged: every record as it is, and as it is written down."""
    text = io.StringIO()
    plain = logs.Plain()

    class Both(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            ours = record.name.split(".")[0] in logs.OURS
            text.write(f"{plain.format(record)} {vars(record) if ours else ''}\n")

    handler, root = Both(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


def good(stage: Stage, verbs: list[str], rng: Random) -> dict[str, Any]:
    """One of everything that Teams sends, with the canary in every text."""
    user = stage.user
    pressed = rng.choice(buttons(stage.card))
    at = pressed["data"]
    data = {
        **at,
        "t1": CANARY,
        "k1": CANARY,
        "all": CANARY,
        "words": CANARY,
        "o0": "leave",
        "at0": CANARY,
        "ao0": CANARY,
        "reference": CANARY,
        "type": "home-visit",
        "told": "agreed",
        "which": f"{CANARY}/1",
        "name": CANARY,
        "p": "1",
        "go": "0",
        "h": CANARY,
    }
    kind = rng.randrange(20)
    if kind < 8:
        verb = rng.choice((pressed["verb"], rng.choice(verbs), rng.choice(UNKNOWN_VERBS)))
        kept = {k: v for k, v in data.items() if rng.random() < 0.7}
        value: dict[str, Any] = {
            "action": {"type": "Action.Execute", "verb": verb, "data": kept},
            "trigger": "manual",
        }
        return user.activity("invoke", name="adaptiveCard/action", value=value, replyToId=stage.message)
    if kind < 11:
        words = rng.choice((*[CANARY] * 8, "help", "my drafts", f"draft {LINK}", "open 2", "holds", "cover"))
        html = {"contentType": "text/html", "content": f'<p>{CANARY} <a href="{LINK}">x</a></p>'}
        mention = {
            "type": "mention",
            "text": "<at>Faircopy</at>",
            "mentioned": {"id": "28:x", "name": CANARY},
        }
        return user.activity("message", text=words, attachments=[html], entities=[mention])
    if kind == 11:
        info = {"downloadUrl": f"https://example.test/{CANARY}", "uniqueId": "1", "fileType": "vtt"}
        files = [
            {"contentType": FILE, "contentUrl": "https://x.test/y", "name": f"{CANARY}.vtt", "content": info}
        ]
        return user.activity("message", text="", attachments=files)
    if kind < 16:
        name = rng.choice((EXCHANGE, VERIFY, "task/fetch", "signin/failure", "fileConsent/invoke", CANARY))
        value = {"id": "1", "connectionName": "graph", "token": CANARY, "state": CANARY}
        return user.activity("invoke", name=name, value=value)
    return user.activity(
        rng.choice(
            ("installationUpdate", "conversationUpdate", "messageReaction", "event", "messageUpdate", CANARY)
        ),
        action=rng.choice(("add", "remove", "add-upgrade", CANARY)),
        membersAdded=[{"id": "28:x"}],
        value={"Title": CANARY},
    )


async def test_whatever_comes_is_answered_and_no_word_of_it_is_logged(
    stage: Stage, written: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    rng = Random(20_261_124)
    verbs = verbs_known()
    connector = stage.town.microsoft.connector
    headers = {
        "Authorization": f"Bearer {connector.keys.channel_token(connector.service_url)}",
        "Content-Type": "application/json",
    }
    counts: Counter[int] = Counter()
    wrong: list[tuple[int, bytes]] = []
    bodies = (mutated(good(stage, verbs, rng), rng) for _ in range(TIMES))

    async with aiohttp.ClientSession() as session:

        async def send_some() -> None:
            for body in bodies:
                async with session.post(stage.url, data=body, headers=headers) as answer:
                    stage.show(await answer.read())
                counts[answer.status] += 1
                if answer.status >= 500 and not (answer.status == 501 and _unknown_invoke(body)):
                    wrong.append((answer.status, body))

        await asyncio.gather(*(send_some() for _ in range(SIDE_BY_SIDE)))

    print(dict(counts))
    assert [(status, body[:2_000]) for status, body in wrong[:3]] == []
    assert sum(counts.values()) == TIMES
    assert counts[200] > TIMES / 10, "most never came as far as the conversation"
    errors = [line for line in written.getvalue().splitlines() if " ERROR " in line or " CRITICAL " in line]
    assert errors[:5] == []
    out, err = capfd.readouterr()
    assert CANARY not in written.getvalue() + out + err
    assert "Traceback" not in out + err
    assert (await stage.user.say("help")).status == 201


def _unknown_invoke(body: bytes) -> bool:
    found = json.loads(body)
    return found["type"] == "invoke" and found.get("name") not in KINDS


def verbs_known() -> list[str]:
    """Every verb that the bot has a button for, as its own source names them."""
    found: list[object] = []
    for path in Path(bot.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                named = (k for k, v in pairs if isinstance(v, ast.Attribute) and isinstance(k, ast.Constant))
                found += [k.value for k in named]
            if isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Constant):
                found.append(node.value.value)
    return sorted({v for v in found if isinstance(v, str)})


def test_the_verbs_are_found() -> None:
    assert {"open", "save", "approve", "find", "draft", "privacy", "second-read", "hold-all"} <= set(
        verbs_known()
    )
