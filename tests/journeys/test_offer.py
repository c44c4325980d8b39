"""After a meeting its organiser is asked, once and privately, and nothing is fetched before they say yes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

import settings
from drafting.types import standard, titles
from house import open_house
from local import rehearsal
from local.hand import Hand, buttons, words
from local.microsoft.connector import Conversation, Message
from local.microsoft.meetings import Meeting
from local.microsoft.people import Person
from local.microsoft.token_service import SignIn
from local.rehearsal import Plan, Walk
from local.town import open_town
from record.policy import Colleague, TypeRule
from record.terms import PersonId
from tests.journeys.conftest import QUICKER, Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")

SOON = replace(
    QUICKER,
    offer_looks=tuple(timedelta(seconds=s) for s in (0.5, 1.5, 3, 6, 12, 20, 40)),
    offer_stands=timedelta(days=7),
)
"""The looks of six hours, in forty seconds."""
ASKS = "has a transcript. I have not read it. Do you want a draft?"
HOUR = timedelta(hours=1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    async with (
        open_town(SOON) as town,
        open_house(settings.read({**town.environment, "FAIRCOPY_IDLE_POLL": "0.1"})) as house,
    ):
        town.microsoft.connector.bot_url = f"{house.address}/api/messages"
        yield Stage(town=town, house=house)


@dataclass
class Met:
    """A meeting that the bot was added to, with its organiser and a parent in it."""

    stage: Stage
    walk: Walk
    meeting: Meeting
    chat: Conversation
    parent: Hand

    @classmethod
    def held(cls, stage: Stage, *, author: str = "Kelly Marsh", plan: Plan | None = None) -> Met:
        microsoft = stage.town.microsoft
        walk = stage.walk(replace(plan or fresh(children=1), author=author), again=0)
        parent = microsoft.person("A Parent")
        began = datetime.now(UTC) - HOUR
        meeting = microsoft.graph.add_meeting(
            "Zebedee Quill review", began, began + HOUR, walk.author, [parent]
        )
        chat = microsoft.meeting_chats.add_app(meeting)
        return cls(stage, walk, meeting, chat, Hand(microsoft.user(parent)))

    def written(self, ago: timedelta = HOUR) -> None:
        """Its transcript arrives."""
        began = datetime.now(UTC) - ago
        self.stage.town.microsoft.graph.add_transcript(
            self.meeting, self.walk.plan.transcript, began, began + ago / 2, recorded=True
        )

    async def ends(self, *, at: datetime | None = None, by: Person | None = None) -> None:
        assert await self.stage.town.microsoft.meeting_chats.end(self.meeting, at=at, by=by) == 201

    def offers(self) -> list[Message]:
        return [m for m in self.walk.hand.messages() if any(ASKS in words(c) for c in m.cards)]

    async def offered(self, count: int = 1) -> Message:
        await self.walk.hand.until("the offer", lambda: len(self.offers()) >= count, 45.0)
        return self.offers()[-1]

    def contents(self) -> int:
        """How often what was said in it was asked for."""
        return len([c for c in self.stage.town.wire.to("graph", "GET", "/content") if self._of(c.url)])

    def lists(self) -> int:
        return len([c for c in self.stage.town.wire.to("graph", "GET", "/transcripts") if self._of(c.url)])

    def _of(self, url: str) -> bool:
        return self.meeting.id.rstrip("=") in url.replace("%2A", "*")

    def nothing_in_the_chat(self) -> bool:
        return not [m for m in self.chat.messages.values() if m.by == "bot"]


async def quiet(met: Met, seconds: float = 2.0) -> None:
    """Long enough for whatever is due to have been done."""
    await asyncio.sleep(seconds)
    await met.stage.house.clerk.settle()


async def test_offered_once_and_yes_starts_with_this_meeting(stage: Stage) -> None:
    met = Met.held(stage)
    met.written()
    await met.ends()
    offer = await met.offered()
    assert [b["title"] for b in buttons(offer.cards[0])] == [
        "Yes, start",
        "Not this time",
        "Never for these",
    ]
    assert "Zebedee" not in str(offer.activity)
    assert met.contents() == 0
    card = await met.walk.hand.press(offer.id, "offer-yes")
    assert "Start a record" in words(card)
    assert "Meeting of" in words(card)
    assert met.contents() == 0, "yes alone fetches nothing: whose record it is must be said first"
    await rehearsal._confirmed(met.walk, offer.id)
    await rehearsal._drafted(met.walk, offer.id)
    assert met.contents() == 1
    assert len(met.walk.hand.messages()) == 1
    assert met.nothing_in_the_chat()
    assert not met.parent.messages()


async def test_nothing_is_said_before_there_is_a_transcript(stage: Stage) -> None:
    met = Met.held(stage)
    await met.ends()
    await met.walk.hand.until("two looks", lambda: met.lists() >= 2, 45.0)
    assert not met.walk.hand.messages()
    met.written()
    await met.offered()
    assert met.contents() == 0


async def test_told_twice_and_of_a_second_end_it_is_offered_once(stage: Stage) -> None:
    """The same news again, at once and later; and those who had stayed leave ten minutes after."""
    met = Met.held(stage)
    met.written()
    chats = stage.town.microsoft.meeting_chats
    event = chats.end_event(met.meeting)
    tell = stage.town.microsoft.connector.call_bot
    assert {status for status, _, _ in await asyncio.gather(*(tell(event) for _ in range(4)))} == {201}
    offer = await met.offered()
    await met.ends(at=datetime.now(UTC) - timedelta(seconds=1))
    await quiet(met)
    assert len(met.offers()) == 1
    card = await met.walk.hand.press(offer.id, "offer-no")
    assert "I do not ask about this meeting again." in words(card)
    assert not buttons(card)
    await tell(event)
    await met.ends()
    await quiet(met, 3.0)
    assert len(met.walk.hand.messages()) == 1
    assert met.contents() == 0
    assert met.nothing_in_the_chat()


async def test_each_time_of_a_series_until_never_and_after_it_is_taken_back(stage: Stage) -> None:
    met = Met.held(stage)
    met.written(ago=20 * HOUR)
    await met.ends(at=datetime.now(UTC) - 10 * HOUR)
    first = await met.offered()
    met.written()
    await met.ends()
    second = await met.offered(2)
    assert words(first.cards[0]) != words(second.cards[0]), "each of its own time"
    card = await met.walk.hand.press(second.id, "offer-never")
    assert "I do not ask after these meetings any more." in words(card)
    met.written(ago=HOUR / 2)
    await met.ends()
    await quiet(met, 3.0)
    assert len(met.walk.hand.messages()) == 2
    other = Met.held(stage)
    other.written()
    await other.ends()
    await other.offered()
    assert "I ask you after the next" in words(await met.walk.hand.press(second.id, "offer-again"))
    met.written(ago=HOUR / 4)
    await met.ends()
    await met.walk.hand.until("the third", lambda: len(met.walk.hand.messages()) == 3, 45.0)
    assert met.contents() == 0


async def test_an_offer_ends_and_no_other_card_is_touched(stage: Stage) -> None:
    """What was answered with yes has become a record's card by then."""
    await stage.town.set_policy(replace(SOON, offer_stands=timedelta(seconds=12)))
    try:
        taken, left = Met.held(stage), Met.held(stage)
        for met in (taken, left):
            met.written()
            await met.ends()
        yes, none = await taken.offered(), await left.offered()
        data = _data(none, "offer-yes")
        await taken.walk.hand.press(yes.id, "offer-yes")
        await left.walk.hand.until("its end", lambda: "This offer has ended." in words(none.cards[0]), 45.0)
        await quiet(taken)
    finally:
        await stage.town.set_policy(SOON)
    assert not buttons(none.cards[0])
    assert "Start a record" in words(yes.cards[0])
    answer = await left.walk.hand.user.press(none.id, "offer-yes", data, unseen=True)
    assert "This offer has ended." in str(answer.body), "as a phone that was off line would press it"


def _data(message: Message, verb: str) -> dict[str, object]:
    found: dict[str, object] = next(b["data"] for b in buttons(message.cards[0]) if b["verb"] == verb)
    return found


async def test_nobody_else_is_asked_or_can_answer(stage: Stage) -> None:
    met = Met.held(stage)
    met.written()
    await met.ends(by=met.parent.user.person)
    offer = await met.offered()
    for verb in ("offer-no", "offer-never", "offer-yes"):
        answer = await met.parent.user.press("1", verb, _data(offer, verb), unseen=True)
        assert answer.body["value"] == "This is not yours to press. Nothing has changed."
    assert ASKS in words(offer.cards[0])
    await met.walk.hand.press(offer.id, "offer-no")
    assert not met.parent.messages()


async def test_teams_and_graph_must_name_the_same_organiser(stage: Stage) -> None:
    met = Met.held(stage)
    met.written()
    stage.town.microsoft.meeting_chats.says[met.meeting.thread_id] = met.parent.user.person
    await met.ends()
    await quiet(met, 3.0)
    assert not met.parent.messages(), (
        "they were invited and may see the transcript, but they did not organise it"
    )
    assert not met.walk.hand.messages()


def _others_only() -> tuple[TypeRule, ...]:
    """Rules by which somebody else alone may have a record of any type drafted."""
    lee = Colleague(id=PersonId("lee"), name="Lee Park")
    types = titles(standard())
    return tuple(TypeRule(record_type=id, group="Duty team", only=(lee,)) for id, _ in types)


@pytest.mark.parametrize("choice", [{"leaving": True}, {"offer_looks": ()}, {"types": _others_only()}])
async def test_nothing_is_offered_by_a_council_that_wants_none_or_leaves_or_to_who_may_draft_nothing(
    stage: Stage, choice: dict[str, Any]
) -> None:
    """Neither after a meeting that ends from then on, nor after one that is being looked for at that moment."""
    looked, late = Met.held(stage), Met.held(stage)
    slow = stage.town.wire.fail("graph", "GET", "/transcripts", how="slow", seconds=2.0, times=1)
    await looked.ends()
    await looked.walk.hand.until("a look", lambda: slow.times == 0, 45.0)
    await stage.town.set_policy(replace(SOON, **choice))
    try:
        for met in (looked, late):
            met.written()
        await late.ends()
        await quiet(late, 4.0)
    finally:
        await stage.town.set_policy(SOON)
    assert not looked.walk.hand.messages()
    assert not late.walk.hand.messages()


async def test_whoever_has_not_added_us_hears_nothing(stage: Stage) -> None:
    met = Met.held(stage)
    met.written()
    stage.town.microsoft.connector.uninstall(met.walk.author)
    await met.ends()
    await quiet(met, 3.0)
    assert not met.walk.hand.messages()
    assert not met.parent.messages()
    assert met.nothing_in_the_chat()
    assert met.lists() == 0


async def test_whoever_is_not_signed_in_is_not_asked_to(stage: Stage) -> None:
    met = Met.held(stage, author="Una Example")
    met.written()
    stage.town.microsoft.tokens.sign_out(met.walk.author)
    await met.ends()
    await quiet(met)
    assert not met.walk.hand.messages()
    assert met.lists() == 0
    stage.town.microsoft.tokens.people[met.walk.author.teams_id].state = SignIn.YES
    await met.offered()


async def test_whoever_has_started_already_is_not_asked(stage: Stage) -> None:
    met = Met.held(stage)
    met.written()
    message = (await met.walk.hand.say(f"draft {met.meeting.join_url}")).id
    await rehearsal._confirmed(met.walk, message)
    await rehearsal._drafted(met.walk, message)
    await met.ends()
    await quiet(met, 3.0)
    assert not met.offers()


async def test_a_meeting_that_we_may_not_read_is_left_alone(stage: Stage) -> None:
    met = Met.held(stage)
    met.written()
    chats = stage.town.microsoft.meeting_chats
    event = chats.end_event(met.meeting)
    chats.consented = False
    try:
        await stage.town.microsoft.connector.call_bot(event)
        await quiet(met)
    finally:
        chats.consented = True
    assert not met.walk.hand.messages()
    assert met.nothing_in_the_chat()


async def test_no_permission_of_the_tenants_is_used(stage: Stage) -> None:
    """Graph is asked with people's own tokens alone: /me, and never refused as an app is. Teams is asked of that one
    meeting."""
    since = len(stage.town.wire.calls)
    met = Met.held(stage)
    met.written()
    await met.ends()
    offer = await met.offered()
    await met.walk.hand.press(offer.id, "offer-yes")
    calls = stage.town.wire.calls[since:]
    graph = [c for c in calls if c.party == "graph"]
    assert graph
    assert all("/v1.0/me/" in c.url and c.status == 200 for c in graph), [(c.url, c.status) for c in graph]
    asked = [c for c in calls if c.party == "teams" and "/v1/meetings/" in c.url]
    assert len(asked) == 1


async def test_busy_teams_is_asked_again_and_it_is_sent_once(
    stage: Stage, mended: Callable[[], None]
) -> None:
    met = Met.held(stage)
    met.written()
    stage.town.wire.fail("teams", "GET", "/v1/meetings/", how="status", status=503, times=2)
    stage.town.wire.fail("teams", "POST", "/activities", how="status", status=503, times=2)
    await met.ends()
    await met.offered()
    await quiet(met)
    assert len(met.walk.hand.messages()) == 1
    assert met.nothing_in_the_chat()
    mended()


async def test_an_offer_whose_answer_was_lost_is_not_sent_again(
    stage: Stage, mended: Callable[[], None]
) -> None:
    met = Met.held(stage)
    met.written()
    stage.town.wire.fail("teams", "POST", "/activities", how="lost", times=1)
    await met.ends()
    offer = await met.offered()
    mended()
    await quiet(met, 3.0)
    assert len(met.walk.hand.messages()) == 1
    assert "Start a record" in words(await met.walk.hand.press(offer.id, "offer-yes"))


@pytest.mark.parametrize("name", ["Id", "JoinUrl", "EndTime", "Title", "MeetingType"])
@pytest.mark.parametrize("value", [None, 7, "", "x" * 5000, "9999-99-99", {"a": 1}])
async def test_odd_news_harms_nobody(stage: Stage, name: str, value: object) -> None:
    met = Met.held(stage)
    event = stage.town.microsoft.meeting_chats.end_event(met.meeting)
    event["value"][name] = value
    status, _, _ = await stage.town.microsoft.connector.call_bot(event)
    assert status in (200, 201, 400)
    assert met.nothing_in_the_chat()


async def test_of_a_chat_with_no_sender(stage: Stage) -> None:
    met = Met.held(stage)
    met.written()
    event = stage.town.microsoft.meeting_chats.end_event(met.meeting)
    del event["from"]
    status, _, _ = await stage.town.microsoft.connector.call_bot(event)
    assert status == 201
    await met.offered()
