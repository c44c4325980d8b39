"""What comes in is read as it was signed, and what goes back is what Teams expects, in the right order."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.incoming import Answer, DroppedFile, Exchange, Incoming, Kind
from local.microsoft import CONNECTION, Microsoft
from local.microsoft.connector import ADAPTIVE
from local.microsoft.meeting_chats import teams_id
from local.microsoft.meetings import Meeting
from local.microsoft.teams_user import TeamsUser
from record.errors import RefusedError
from record.offer import Ended
from tests.bot.conftest import Bot, card

MESSAGE = "application/vnd.microsoft.activity.message"
VTT = b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ana Example>Good morning.</v>\n"


# --- what comes in ------------------------------------------------------------------------------------------------


async def test_who_it_is_comes_from_the_signed_activity(bot: Bot, ana: TeamsUser) -> None:
    await ana.say("my drafts")
    heard = bot.heard[0]
    assert (heard.kind, heard.text, heard.personal) == (Kind.MESSAGE, "my drafts", True)
    assert heard.person == bot.person(ana)


async def test_a_card_cannot_say_who_pressed(bot: Bot, ana: TeamsUser) -> None:
    sent = await bot.teams.send_card(bot.person(ana), card(r="1", aadObjectId="somebody", person="else"))
    await ana.press(sent, "keep", inputs={"words": "as typed"})
    heard = bot.heard[0]
    assert (heard.kind, heard.verb, heard.message) == (Kind.PRESS, "keep", sent)
    assert heard.data == {"r": "1", "aadObjectId": "somebody", "person": "else", "words": "as typed"}
    assert heard.person.id == ana.person.oid


async def test_a_group_is_not_personal_and_the_mention_is_stripped(bot: Bot, microsoft: Microsoft) -> None:
    user = microsoft.user(microsoft.person("Ana Example"), microsoft.person("Ben Sample"), kind="groupChat")
    bot_id = user.activity("message")["recipient"]["id"]
    mention = {
        "type": "mention",
        "text": "<at>Faircopy</at>",
        "mentioned": {"id": bot_id, "name": "Faircopy"},
    }
    other = {"type": "mention", "text": "<at>Ben</at>", "mentioned": {"id": "29:ben", "name": "Ben"}}
    text = "<at>Faircopy</at> draft for <at>Ben</at>"
    await user.deliver(user.activity("message", text=text, entities=[mention, other]))
    assert (bot.heard[0].personal, bot.heard[0].text) == (False, "draft for <at>Ben</at>")


async def test_a_link_behind_words_is_read(bot: Bot, ana: TeamsUser) -> None:
    content = '<div>draft <a href="https://teams.microsoft.com/l/meetup-join/19%3ax/0?a=1&amp;b=2">the review</a></div>'
    attachment = {"contentType": "text/html", "content": content}
    await ana.deliver(ana.activity("message", text="draft the review", attachments=[attachment]))
    assert bot.heard[0].text == "draft the review https://teams.microsoft.com/l/meetup-join/19%3ax/0?a=1&b=2"
    assert bot.heard[0].kind is Kind.MESSAGE


async def test_a_dropped_file(bot: Bot, ana: TeamsUser) -> None:
    await ana.drop_file("meeting.vtt", VTT)
    heard = bot.heard[0]
    assert heard.kind is Kind.FILE
    [file] = heard.files
    assert isinstance(file, DroppedFile)
    assert (file.name, bool(file.link)) == ("meeting.vtt", True)
    async with bot.session.get(file.download) as answer:
        assert await answer.read() == VTT


def _review(microsoft: Microsoft) -> Meeting:
    """A meeting that the bot was added to."""
    began = datetime.now(UTC)
    people = [microsoft.person(name) for name in ("Ana Example", "Ben Sample")]
    meeting = microsoft.graph.add_meeting("Zebedee", began, began, people[0], people[1:])
    microsoft.meeting_chats.add_app(meeting)
    return meeting


async def test_the_end_of_a_meeting_is_read_without_its_title(bot: Bot, microsoft: Microsoft) -> None:
    bot.answer, meeting = Answer(), _review(microsoft)
    at = datetime(2026, 11, 10, 16, 40, tzinfo=UTC)
    assert await microsoft.meeting_chats.end(meeting, at=at) == 201
    (heard,) = bot.heard
    assert (heard.kind, heard.personal, heard.person.id) == (Kind.MEETING_ENDED, False, "")
    assert heard.end == Ended(
        meeting=teams_id(meeting),
        thread=meeting.thread_id,
        service_url=microsoft.connector.service_url,
        ended=at,
        told="2026-11-10T16:40:00Z",
        join_url=meeting.join_url,
    )
    assert "Zebedee" not in repr(heard)


@pytest.mark.parametrize("told", ["2026-11-10T16:40:00.1234567Z", "2026-11-10T16:40:00", "tomorrow", ""])
async def test_the_time_of_an_end_is_read_as_microsoft_writes_it(
    bot: Bot, microsoft: Microsoft, told: str
) -> None:
    bot.answer, meeting = Answer(), _review(microsoft)
    event = microsoft.meeting_chats.end_event(meeting)
    event["value"]["EndTime"] = told
    assert (await microsoft.connector.call_bot(event))[0] == 201
    end = bot.heard[0].end
    assert end is not None
    if told.startswith("2026"):
        assert end.ended is not None
        assert end.ended.replace(microsecond=0) == datetime(2026, 11, 10, 16, 40, tzinfo=UTC)
    assert end.told == (told or event["timestamp"])


async def test_nothing_is_ever_said_where_a_meeting_ended(bot: Bot, microsoft: Microsoft) -> None:
    """It failed, or broke: Teams hears so, and may tell of it again. The chat does not."""
    meeting = _review(microsoft)
    faults: list[Exception | None] = [None, RefusedError("no"), ValueError("odd")]

    async def breaks(_: Incoming) -> Answer:
        fault = faults.pop()
        if fault is not None:
            raise fault
        return Answer(failed=True)

    bot.handle = breaks
    while faults:
        assert await microsoft.meeting_chats.end(meeting) == 503
    assert not microsoft.meeting_chats.add_app(meeting).messages


async def test_installing_is_one_installation(bot: Bot, ana: TeamsUser) -> None:
    bot.answer = Answer()
    await ana.install()
    assert [x.kind for x in bot.heard].count(Kind.INSTALL) == 1
    await ana.deliver(ana.activity("installationUpdate", action="remove"))
    assert bot.heard[-1].kind is Kind.REMOVED


async def test_what_nobody_did_is_taken_and_dropped(bot: Bot, ana: TeamsUser) -> None:
    event = ana.activity("conversationUpdate") | {"from": {"id": ana.conversation.id}}
    assert (await ana.deliver(event)).status == 200
    assert bot.heard == []


async def test_words_do_not_stand_in_a_repr(bot: Bot, ana: TeamsUser) -> None:
    await ana.say("Tyler said a thing")
    assert "Tyler" not in repr(bot.heard[0])


# --- what goes back -----------------------------------------------------------------------------------------------


async def test_a_message_is_answered_by_a_message(bot: Bot, ana: TeamsUser) -> None:
    for answer in (Answer(text="Hello. Type **draft**."), Answer(card=card()), Answer()):
        bot.answer = answer
        assert await ana.say("hi") == (201, "")
    shown = [m for m in ana.screen() if m.by == "bot"]
    assert [(m.text, m.cards) for m in shown] == [("Hello. Type **draft**.", []), ("", [card()])]


async def test_a_press_is_answered_in_the_reply(bot: Bot, ana: TeamsUser) -> None:
    sent = await bot.teams.send_card(bot.person(ana), card())
    bot.answer = Answer(card=card("Kept"))
    assert await ana.press(sent, "keep") == (
        200,
        {"statusCode": 200, "type": ADAPTIVE, "value": card("Kept")},
    )
    assert ana.newest().cards == [card("Kept")]
    bot.answer = Answer(text="Not now.")
    assert await ana.press(sent, "keep") == (200, {"statusCode": 200, "type": MESSAGE, "value": "Not now."})
    assert len([m for m in ana.screen() if m.by == "bot"]) == 1


async def test_a_press_that_needs_a_sign_in_asks_for_it(bot: Bot, ana: TeamsUser) -> None:
    sent = await bot.teams.send_card(bot.person(ana), card())
    bot.answer = Answer(text="Sign in.", sign_in=await bot.sign_in.card(bot.person(ana)))
    status, body = await ana.press(sent, "keep")
    assert (status, body["statusCode"]) == (200, 401)
    assert body["type"] == "application/vnd.microsoft.activity.loginRequest"
    assert body["value"]["connectionName"] == CONNECTION
    again = {"id": "1", "connectionName": CONNECTION, "token": "t"}
    await ana.press(sent, "keep", authentication=again)
    assert bot.heard[-1].exchange == Exchange(id="1", connection=CONNECTION, token="t")
    bot.answer = Answer(failed=True)
    status, body = await ana.press(sent, "keep", authentication=again)
    assert (status, body["statusCode"]) == (200, 412)
    assert body["type"] == "application/vnd.microsoft.error.preconditionFailed"
    assert ana.newest().cards == [card()]


async def test_after_runs_when_the_reply_is_out(bot: Bot, ana: TeamsUser) -> None:
    """The caller has the whole reply while `after` is still waiting to be let on."""
    replied, done = asyncio.Event(), asyncio.Event()

    async def after() -> None:
        await asyncio.wait_for(replied.wait(), 5)
        done.set()

    sent = await bot.teams.send_card(bot.person(ana), card())
    bot.answer = Answer(card=card("Kept"), after=after)
    assert (await ana.press(sent, "keep")).status == 200
    assert not done.is_set()
    replied.set()
    await asyncio.wait_for(done.wait(), 5)
    bot.answer = Answer(text="Hello.", after=after)
    replied.clear()
    done.clear()
    assert (await ana.say("hi")).status == 201
    assert ana.newest().text == "Hello."
    replied.set()
    await asyncio.wait_for(done.wait(), 5)


async def test_after_runs_also_when_nobody_is_there_to_read(bot: Bot, ana: TeamsUser) -> None:
    ran: list[bool] = []
    gone, go = asyncio.Event(), asyncio.Event()

    async def after() -> None:
        ran.append(True)

    async def slow(_: Incoming) -> Answer:
        gone.set()
        await go.wait()
        return Answer(card=card(), after=after)

    sent = await bot.teams.send_card(bot.person(ana), card())
    bot.handle = slow
    press = asyncio.create_task(ana.press(sent, "keep"))
    await gone.wait()
    press.cancel()
    with pytest.raises(asyncio.CancelledError):
        await press
    await asyncio.sleep(0.1)
    go.set()
    await asyncio.sleep(0.2)
    assert ran == [True], "what was done is not written down, because nobody saw the reply"


async def test_what_goes_wrong_afterwards_is_logged_by_kind(
    bot: Bot, ana: TeamsUser, caplog: pytest.LogCaptureFixture
) -> None:
    async def after() -> None:
        raise KeyError("Tyler Brook")

    bot.answer = Answer(text="Hello.", after=after)
    assert (await ana.say("hi")).status == 201
    assert [(r.message, vars(r)["error"]) for r in caplog.records] == [("after_failed", "KeyError")]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RefusedError("The text changed. Nothing has changed. Read it again."), "The text changed."),
        (KeyError("Tyler Brook"), "Something went wrong on my side. Nothing is lost."),
    ],
)
async def test_an_error_is_a_polite_answer(
    bot: Bot, ana: TeamsUser, error: Exception, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(_: Incoming) -> Answer:
        raise error

    caplog.set_level(logging.DEBUG)
    sent = await bot.teams.send_card(bot.person(ana), card())
    bot.handle = fails
    status, body = await ana.press(sent, "keep")
    assert (status, body["statusCode"], body["type"]) == (200, 200, MESSAGE)
    assert body["value"].startswith(said)
    assert ana.newest().cards == [card()]
    assert (await ana.say("hello")).status == 201
    assert ana.newest().text.startswith(said)
    assert (await ana.sign_in_exchange(CONNECTION)).status == 412
    written = "".join(
        str(vars(r)) for r in caplog.records if r.name.startswith(("bot", "aiohttp", "botb", "msrest"))
    )
    assert "Tyler" not in written


async def test_an_unfit_card_is_not_sent(bot: Bot, ana: TeamsUser, caplog: pytest.LogCaptureFixture) -> None:
    bot.answer = Answer(card=card("x" * 20_000))
    assert (await ana.say("hi")).status == 201
    assert ana.newest().text.startswith("I made a card that Teams would not show whole")
    assert [vars(r).get("faults") for r in caplog.records if r.name.startswith("bot")] in ([], [("size",)])


@pytest.mark.parametrize(
    ("name", "status"), [("task/fetch", 501), ("signin/failure", 200), ("", 501), ("task/submit", 501)]
)
async def test_other_invokes_are_always_answered(bot: Bot, ana: TeamsUser, name: str, status: int) -> None:
    assert (await ana.deliver(ana.activity("invoke", name=name, value={}))).status == status
    assert bot.heard == []


@pytest.mark.parametrize(
    ("name", "value", "kind", "verb"),
    [
        ("config/fetch", {}, Kind.CONFIG_FETCH, ""),
        ("config/fetch", None, Kind.CONFIG_FETCH, ""),
        (
            "config/submit",
            {"data": {"verb": "config", "page": "told", "days": "9"}},
            Kind.CONFIG_SUBMIT,
            "config",
        ),
    ],
)
async def test_teams_own_set_up_is_answered_in_a_dialog(
    bot: Bot, ana: TeamsUser, name: str, value: object, kind: Kind, verb: str
) -> None:
    """With the card as a dialog can press it, or a sentence that closes it; nothing is sent into the chat."""
    bot.answer = Answer(card=card("A page"))
    answer = await ana.deliver(ana.activity("invoke", name=name, value=value))
    shown = answer.body["config"]["value"]["card"]["content"]
    assert (answer.status, answer.body["config"]["type"]) == (200, "continue")
    assert "Action.Execute" not in str(shown)
    assert (bot.heard[-1].kind, bot.heard[-1].verb) == (kind, verb)
    bot.answer = Answer(text="Only admins.")
    answer = await ana.deliver(ana.activity("invoke", name=name, value=value))
    assert answer.body["config"] == {"type": "message", "value": "Only admins."}
    bot.answer = Answer(card=card("x" * 20_000))
    answer = await ana.deliver(ana.activity("invoke", name=name, value=value))
    assert answer.body["config"]["value"].startswith("I made a card that Teams would not show whole")
    assert ana.screen() == []


@pytest.mark.parametrize("value", [5, {"data": 5}, {"data": {"verb": 5}}])
async def test_an_odd_dialog_is_400(bot: Bot, ana: TeamsUser, value: Any) -> None:
    assert (await ana.deliver(ana.activity("invoke", name="config/submit", value=value))).status == 400


@pytest.mark.parametrize(
    "value", [5, {"action": 5}, {"action": {"verb": 5}}, {"action": {"verb": "a", "data": "x"}}]
)
async def test_an_odd_press_is_400(bot: Bot, ana: TeamsUser, value: Any) -> None:
    assert (await ana.deliver(ana.activity("invoke", name="adaptiveCard/action", value=value))).status == 400


async def test_an_answer_that_cannot_be_sent_is_not_asked_for_again(
    bot: Bot, ana: TeamsUser, caplog: pytest.LogCaptureFixture
) -> None:
    bot.answer = Answer(text="Hello.")
    bot.microsoft.wire.fail("teams", "POST", how="lost")
    assert (await ana.say("hi")).status == 201
    assert len(bot.heard) == 1
    assert len(bot.microsoft.wire.to("teams", "POST")) == 1
    assert [r.message for r in caplog.records] == ["answer_not_sent"]


async def test_expect_replies_cannot_hold_messages_back(bot: Bot, ana: TeamsUser) -> None:
    bot.answer = Answer(text="Hello.")
    assert await ana.deliver(ana.activity("message", text="hi", deliveryMode="expectReplies")) == (201, "")
    assert ana.newest().text == "Hello."


async def test_sign_in_invokes(bot: Bot, ana: TeamsUser) -> None:
    bot.answer = Answer(failed=True)
    status, body = await ana.sign_in_exchange(CONNECTION, "an id")
    assert (status, body["id"], body["connectionName"]) == (412, "an id", CONNECTION)
    assert body["failureDetail"]
    heard = bot.heard[0]
    assert heard.kind is Kind.SIGN_IN_EXCHANGE
    assert heard.exchange is not None
    assert heard.exchange.token
    bot.answer = Answer(text="You are signed in.")
    assert (await ana.sign_in_exchange(CONNECTION)).status == 200
    assert ana.newest().text == "You are signed in."
    assert (await ana.sign_in_with_code("123456")).status == 200
    assert bot.heard[-1].kind is Kind.SIGN_IN_VERIFY
    assert bot.heard[-1].exchange == Exchange(id="", connection="", state="123456")
