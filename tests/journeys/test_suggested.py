"""Every command that Teams suggests is answered by the bot, wherever it is suggested and however it is typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import commands, replies
from bot.entrance import WRONG_TYPED
from local.hand import Hand, words
from local.microsoft.connector import Conversation
from local.microsoft.teams_user import TeamsUser
from manifest import contents
from manifest.words import ENGLISH, load
from tests.journeys.conftest import Stage
from tests.manifest.opened import GIVEN

SUGGESTED = dict(contents.commands(load(ENGLISH)))
BOT = contents.manifest(GIVEN, load(ENGLISH), version="1.0.0", languages=())["bots"][0]
ALONE = [title for title, _ in SUGGESTED["personal"]]
AMONG = [
    (kind, title)
    for scope, kind in (("groupChat", "groupChat"), ("team", "channel"))
    for title, _ in SUGGESTED[scope]
]
NOT_ANSWERS = (commands.Unknown, commands.Pasted, commands.Hello)


def _chat(stage: Stage, kind: str) -> TeamsUser:
    """Somebody in a chat with others and the bot."""
    microsoft = stage.town.microsoft
    who = microsoft.person("Ana Example")
    microsoft.user(who)
    thread = f"19:suggested-{kind}@thread.v2"
    chat = microsoft.connector.conversations.setdefault(thread, Conversation(thread, kind, [who]))
    return TeamsUser(who, microsoft.connector, microsoft.onedrive, microsoft.identity, chat)


@pytest.mark.parametrize("title", sorted({title for listed in SUGGESTED.values() for title, _ in listed}))
def test_it_is_understood_in_any_case_with_and_without_being_named(title: str) -> None:
    asked = commands.parse(title)
    assert not isinstance(asked, NOT_ANSWERS)
    for form in (title.upper(), title.title(), f"  {title} ", f"{title}.", f"<at>Faircopy</at> {title}"):
        assert commands.parse(form) == asked
    assert title == title.casefold().strip(), "typed as it stands in help"


def test_help_tells_every_command_that_teams_suggests() -> None:
    said = replies.help_text("the service desk")
    assert [title for title in ALONE if title != "help" and f"**{title}**" not in said] == []


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("title", ALONE)
async def test_it_is_answered_in_somebodys_own_chat(stage: Stage, title: str) -> None:
    hand = Hand(stage.town.microsoft.user(stage.town.microsoft.person("Ana Example")))
    for typed in (title, title.upper()):
        answer = await hand.say(typed)
        assert answer.cards or answer.text
        assert answer.text not in (replies.UNKNOWN, WRONG_TYPED)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("kind", "title"), AMONG)
async def test_it_is_answered_privately_among_others(stage: Stage, kind: str, title: str) -> None:
    among = Hand(_chat(stage, kind))
    alone = Hand(stage.town.microsoft.user(among.user.person))
    before = len(alone.messages())
    assert (await among.say(f"<at>Faircopy</at> {title}")).text == replies.PRIVATELY
    newest = alone.messages()[-1]
    assert len(alone.messages()) > before
    assert newest.text != replies.UNKNOWN
    assert newest.text or words(newest.cards[0])


@pytest.mark.asyncio(loop_scope="module")
async def test_single_sign_on_is_asked_for_the_app_that_the_package_names(stage: Stage) -> None:
    microsoft = stage.town.microsoft
    who = microsoft.person("Never Signed In")
    hand = Hand(microsoft.user(who))
    microsoft.tokens.sign_out(who)
    await hand.say("draft")
    card = hand.messages()[-1].activity["attachments"][0]["content"]
    said = contents.manifest(
        replace(GIVEN, app_id=microsoft.connector.app_id), load(ENGLISH), version="1.0.0", languages=()
    )
    assert card["tokenExchangeResource"]["uri"] == said["webApplicationInfo"]["resource"]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("scope", sorted(BOT["configuration"]))
async def test_the_settings_dialog_that_the_package_promises_opens(stage: Stage, scope: str) -> None:
    kind = {"groupChat": "groupChat", "team": "channel"}[scope]
    answer = await _chat(stage, kind).configure()
    assert answer.status == 200
    assert isinstance(answer.body, dict)
    assert answer.body["config"]["type"] in ("continue", "message"), "a card, or why there is none"
    assert answer.body["config"]["value"]
