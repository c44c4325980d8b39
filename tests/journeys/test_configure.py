"""`configure` at Teams: who may, what is refused, two admins at once, and what is chosen is obeyed from then on."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio

import settings
from house import open_house
from local import rehearsal
from local.hand import Hand, StuckError, buttons, inputs, words
from local.microsoft.connector import ADAPTIVE
from local.microsoft.teams_user import TeamsUser
from record.policy import Colleague, Policy, Saved, TypeRule
from record.terms import PersonId, RecordTypeId
from tests.journeys.conftest import QUICKER, Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")

ONLY = "Only Faircopy's admins can do this. Nothing has changed."
SECONDS = 5.0
"""In which a change must be in force everywhere."""


@dataclass
class Admin:
    """Somebody who may configure, at Teams."""

    stage: Stage
    hand: Hand

    async def opens(self, page: str = "installed", item: str = "") -> str:
        """Type `configure` and go to a page; the card's id."""
        card = (await self.hand.say("configure")).id
        if page != "installed":
            await self.hand.press(card, "config-go", {"to": page})
        if item:
            await self.hand.press(card, "config-open", {"which": item})
        return card

    async def saves(self, page: str, item: str = "", **typed: str) -> str:
        """Type something on a page and save it; the card's words."""
        card = await self.opens(page, item)
        return words(await self.hand.press(card, "config-save", {"why": "The board agreed it.", **typed}))

    async def policy(self) -> Policy:
        return await self.stage.house.desk.policies.read()


def admin(stage: Stage, name: str = "") -> Admin:
    who = stage.town.microsoft.person(name) if name else stage.town.governance
    return Admin(stage, Hand(stage.town.microsoft.user(who), again=0))


@pytest_asyncio.fixture(loop_scope="module")
async def asha(stage: Stage) -> AsyncIterator[Admin]:
    await stage.town.set_policy(QUICKER)
    yield admin(stage)
    await stage.town.set_policy(QUICKER)


async def said(hand: Hand, message: str, verb: str, typed: dict[str, str] | None = None) -> str:
    """What is answered in place of a card."""
    with pytest.raises(StuckError) as no:
        await hand.press(message, verb, typed)
    return str(no.value)


# --- who may ------------------------------------------------------------------------------------------------------


async def test_nobody_else_sees_or_changes_anything(stage: Stage, asha: Admin) -> None:
    """Neither by typing, nor by a press made up from an admin's card, nor once they are an admin no more."""
    kelly = admin(stage, "Kelly Marsh")
    assert ONLY in (await kelly.hand.say("configure")).text
    card = await asha.opens("keeping")
    pressed = next(b for b in buttons(asha.hand.card(card)) if b["verb"] == "config-save")
    before = await asha.policy()
    data = {**pressed["data"], "expiry": "9", "why": "Because."}
    answer = await kelly.hand.user.press("1", "config-save", data, unseen=True)
    assert ONLY in answer.body["value"]
    assert await asha.policy() == before
    await asha.saves("people", admins=f"Kelly Marsh, {kelly.hand.user.person.oid}")
    card = await kelly.opens("keeping")
    await asha.saves("people", admins="")
    assert ONLY in await said(kelly.hand, card, "config-save", {"expiry": "9", "why": "Because."})
    assert (await asha.policy()).expiry == before.expiry


async def test_help_names_it_to_admins_alone(stage: Stage, asha: Admin) -> None:
    assert "**configure**" in (await asha.hand.say("help")).text
    assert "**configure**" not in (await admin(stage, "Kelly Marsh").hand.say("help")).text


# --- saving -------------------------------------------------------------------------------------------------------


async def test_a_change_is_a_version_with_who_when_and_why(asha: Admin) -> None:
    before = await asha.policy()
    text = await asha.saves("keeping", expiry="9")
    after = await asha.policy()
    assert f"as version {before.version + 1}. It is in force now." in text
    assert "recordings and organisers (5 of 8)" in text
    assert isinstance(after.saved, Saved)
    assert (after.saved.by, after.saved.name) == (asha.hand.user.person.oid, "Asha Rahman")
    assert after.saved.why == "The board agreed it."
    expected = replace(before, version=before.version + 1, saved=after.saved, expiry=timedelta(days=9))
    assert after == expected
    history = words(asha.hand.card(await asha.opens("earlier")))
    assert f"Version {after.version}: Asha Rahman" in history
    assert "The board agreed it." in history


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"expiry": "90"}, "Days to keep a draft: 1 to 30. You typed 90. Nothing is changed."),
        ({"expiry": "9", "why": ""}, "Say why you are changing this. Nothing is changed."),
        ({"expiry": "aB3dE5gH7jK9mN1pQ3sT5"}, "That looks like a password."),
        ({"expiry": "9", "why": "password: swordfish1"}, "I have not kept it, and nothing is changed."),
    ],
)
async def test_a_bad_value_changes_nothing_and_loses_nothing(
    asha: Admin, typed: dict[str, str], says: str
) -> None:
    """The same page, with what was typed, unless it looks like a secret; the last good policy stays in force."""
    before = await asha.policy()
    card = await asha.opens("keeping")
    drawn = await asha.hand.press(card, "config-save", {"why": "Because.", "grace": "5", **typed})
    assert says in words(drawn)
    shown = inputs(drawn)
    assert shown["grace"]["value"] == "5"
    secret = "password" in says or "kept it" in says
    for name, text in typed.items():
        value = str(shown[name].get("value", ""))
        assert value != text if secret and text != "9" else value == text
    assert await asha.policy() == before
    assert not any(b"swordfish1" in data or b"aB3dE5gH" in data for _, data in await storage(asha.stage))


async def storage(stage: Stage) -> list[tuple[str, bytes]]:
    """What storage and the case system hold: the chat holds what a person typed there, which is theirs."""
    return [(place, data) for place, data in await stage.town.places() if not place.startswith("teams")]


async def test_nothing_changed_needs_no_reason_and_makes_no_version(asha: Admin) -> None:
    before = await asha.policy()
    card = await asha.opens("keeping")
    assert "Nothing was changed." in words(await asha.hand.press(card, "config-save"))
    assert await asha.policy() == before


async def test_two_admins_at_once_cannot_overwrite_each_other(stage: Stage, asha: Admin) -> None:
    sam = admin(stage, "Sam Okoro")
    await asha.saves("people", admins=f"Sam Okoro, {sam.hand.user.person.oid}")
    ours, theirs = await asha.opens("keeping"), await sam.opens("keeping")
    await asha.hand.press(ours, "config-save", {"expiry": "9", "undo": "3", "why": "First."})
    first = await asha.policy()
    late = await sam.hand.press(theirs, "config-save", {"expiry": "11", "grace": "5", "why": "Second."})
    assert f"Asha Rahman saved version {first.version} at" in words(late)
    assert "Your values are below." in words(late)
    assert await asha.policy() == first
    shown = inputs(late)
    assert {n: shown[n]["value"] for n in ("expiry", "grace", "undo", "why")} == {
        "expiry": "11", "grace": "5", "undo": "3", "why": "Second.",
    }  # fmt: skip
    assert "Now: 9" in words(late), "what would be written over is shown beside it"
    assert "as version" in words(await sam.hand.press(theirs, "config-save"))
    after = await asha.policy()
    assert (after.expiry, after.undo, after.grace) == (
        timedelta(days=11),
        timedelta(minutes=3),
        timedelta(hours=5),
    )
    assert after.saved is not None
    assert after.saved.name == "Sam Okoro"


async def test_pressed_at_the_same_moment_one_is_first(stage: Stage, asha: Admin) -> None:
    sam = admin(stage, "Sam Okoro")
    await asha.saves("people", admins=f"Sam Okoro, {sam.hand.user.person.oid}")
    before = await asha.policy()
    ours, theirs = await asha.opens("keeping"), await sam.opens("keeping")
    cards = await asyncio.gather(
        asha.hand.press(ours, "config-save", {"expiry": "9", "why": "Ours."}),
        sam.hand.press(theirs, "config-save", {"expiry": "11", "why": "Theirs."}),
    )
    won = ["It is in force now." in words(card) for card in cards]
    assert sorted(won) == [False, True]
    after = await asha.policy()
    assert (after.version, after.expiry) == (before.version + 1, timedelta(days=9 if won[0] else 11))


async def test_pressed_twice_is_saved_once(asha: Admin) -> None:
    card = await asha.opens("keeping")
    pressed = next(b for b in buttons(asha.hand.card(card)) if b["verb"] == "config-save")
    values = {name: str(box.get("value", "")) for name, box in inputs(asha.hand.card(card)).items()}
    data = {**pressed["data"], **values, "expiry": "9", "why": "Because."}
    for _ in range(2):
        answer = await asha.hand.user.press(card, "config-save", data, unseen=True)
        assert "It is in force now." in words(answer.body["value"])
    versions = [p.version for p in await asha.stage.house.desk.policies.earlier(3)]
    assert (await asha.policy()).version == versions[0] + 1


async def test_what_is_typed_and_not_saved_is_left_only_at_the_second_press(asha: Admin) -> None:
    card = await asha.opens("keeping")
    stays = await asha.hand.press(card, "config", {"expiry": "9"}, page="organisers")
    assert "What you typed here is not saved." in words(stays)
    assert inputs(stays)["expiry"]["value"] == "9"
    assert "(5 of 8)" in words(await asha.hand.press(card, "config", page="organisers"))


async def test_a_hold_is_a_version_too(asha: Admin) -> None:
    card = (await asha.hand.say("holds")).id
    await asha.hand.press(card, "hold", {"what": "type", "type": "home-visit", "why": "court"})
    await asha.hand.until("the answer", lambda: "one moment" not in words(asha.hand.card(card)), 20)
    held = await asha.policy()
    assert held.saved is not None
    assert held.saved.why == "Held: court"
    assert "Information governance" in words(asha.hand.card(await asha.opens("earlier")))
    await asha.saves("keeping", expiry="9")
    assert (await asha.policy()).holds == held.holds, "a page saved by an admin leaves every hold as it is"


# --- obeyed -------------------------------------------------------------------------------------------------------


@dataclass
class Starting:
    """A practitioner on their way to a draft."""

    hand: Hand
    card: str
    typed: dict[str, str]

    async def finds(self, **typed: str) -> str:
        """Fill the start card in and press Find the file; its words."""
        return words(await self.hand.press(self.card, "find", {**self.typed, **typed}))

    async def yes(self) -> str:
        """Yes, make the draft; the card's words."""
        return words(await self.hand.press(self.card, "draft"))


async def starting(stage: Stage) -> Starting:
    plan = fresh()
    walk = stage.walk(plan, again=0)
    card = await rehearsal._commanded(walk)
    typed = {"type": plan.record_type, "reference": plan.people[0][2], "told": "agreed"}
    return Starting(walk.hand, card, typed)


async def test_a_type_that_is_off_or_restricted_is_not_drafted(stage: Stage, asha: Admin) -> None:
    begun = await starting(stage)
    assert "Is this the right child?" in await begun.finds()
    await asha.saves("types", "home-visit", use="nobody")
    refused = "Your council does not allow AI for this: Home visit"
    assert refused in await begun.yes(), "also where it was switched off between Find and Yes"
    assert refused in await begun.finds()
    sam = stage.town.microsoft.person("Sam Okoro")
    only = {"use": "only", "group": "Duty team"}
    await asha.saves("types", "home-visit", **only, only=f"Sam Okoro, {sam.oid}")
    assert "lets only Duty team have this drafted: Home visit" in await begun.finds()
    kelly = begun.hand.user.person
    await asha.saves("types", "home-visit", **only, only=f"Sam Okoro, {sam.oid}\nKelly Marsh, {kelly.oid}")
    assert "Is this the right child?" in await begun.finds()
    assert "making your draft" in await begun.yes()


async def test_a_child_is_added_only_where_a_draft_could_be_begun_today(stage: Stage, asha: Admin) -> None:
    begun = await starting(stage)
    await begun.finds(told="nobody_objected")
    await begun.yes()
    hand, card, second = begun.hand, begun.card, f"{begun.typed['reference']}-B"
    stage.town.cases.add_person(second, "Mina Holt", date(2015, 2, 1), "Kelly Marsh")
    await hand.until("the draft", lambda: hand.has(card, "more"))
    await hand.press(card, "more")
    await hand.press(card, "add-child")

    async def adds() -> str:
        await hand.press(card, "add-find", {"reference": second})
        return words(await hand.press(card, "add-yes"))

    sam = stage.town.microsoft.person("Sam Okoro")
    await asha.saves("types", "home-visit", use="only", group="Duty team", only=f"Sam Okoro, {sam.oid}")
    assert "lets only Duty team have this drafted: Home visit" in await adds()
    await asha.saves("types", "home-visit", use="all")
    await asha.saves("told", consent="agreed")
    assert "Your council asks that everyone agrees first." in await adds()
    await asha.saves("told", consent="nobody_objected")
    assert "A new card comes at the bottom of this chat." in await adds()


async def test_the_start_card_lists_what_this_person_may_have_drafted(stage: Stage, asha: Admin) -> None:
    begun = await starting(stage)
    sam = stage.town.microsoft.person("Sam Okoro")
    await asha.saves("types", "home-visit", use="nobody")
    await asha.saves("types", "core-group", use="only", group="Duty team", only=f"Sam Okoro, {sam.oid}")
    await asha.saves("told", notice="We use a tool. You can say no.")
    card = await begun.hand.press(begun.card, "start")
    offered = {one["value"] for one in inputs(card)["type"]["choices"]}
    assert "supervision" in offered
    assert not offered & {"home-visit", "core-group"}
    assert "Written by hand: Core group meeting, Home visit (child in need" in words(card)
    assert "Your council's notice: We use a tool. You can say no." in words(card)
    theirs = Hand(stage.town.microsoft.user(sam), again=0)
    card = theirs.card((await theirs.say("draft")).id)
    assert "core-group" in {one["value"] for one in inputs(card)["type"]["choices"]}


async def test_where_records_are_written_by_hand_nothing_is_begun_and_what_was_goes_on(
    stage: Stage, asha: Admin
) -> None:
    begun = await starting(stage)
    assert "Is this the right child?" in await begun.finds()
    await asha.saves("installed", tool="none")
    by_hand = "Your council has these records written by hand"
    assert by_hand in await said(begun.hand, begun.card, "draft"), "also between Find and Yes"
    assert by_hand in (await begun.hand.say("draft")).text
    asked = len(stage.town.wire.to("graph"))
    assert (
        by_hand
        in (await begun.hand.drop("meeting.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>No.</v>\n")).text
    )
    assert len(stage.town.wire.to("graph")) == asked
    await asha.saves("installed", tool="own")
    assert "making your draft" in await begun.yes()


async def test_a_page_is_chosen_from_any_page(asha: Admin) -> None:
    card = await asha.opens("organisers")
    assert "Choose a page, then press Go to page." in words(await asha.hand.press(card, "config-go"))
    assert "(3 of 8)" in words(await asha.hand.press(card, "config-go", {"to": "types"}))
    assert "(1 of 8)" in words(await asha.hand.press(card, "config-go", {"to": "installed"}))


async def test_where_everyone_must_agree_nobody_objecting_is_not_enough(stage: Stage, asha: Admin) -> None:
    begun = await starting(stage)
    assert "Is this the right child?" in await begun.finds(told="nobody_objected")
    await asha.saves("told", consent="agreed")
    assert "Your council asks that everyone agrees first." in await begun.yes()
    assert "Your council asks that everyone agrees first." in await begun.finds(told="nobody_objected")
    assert "Is this the right child?" in await begun.finds(told="agreed")


async def test_the_notice_is_posted_where_it_is_asked_for(stage: Stage, asha: Admin) -> None:
    kelly, parent = stage.town.microsoft.person("Kelly Marsh"), stage.town.microsoft.person("A Parent")
    group = stage.town.microsoft.user(kelly, parent, kind="groupChat")
    alone = Hand(stage.town.microsoft.user(kelly), again=0)
    assert "has written no notice" in (await alone.say("send notice")).text
    await asha.saves("told", notice="We use a tool to help write the notes.\nYou can say no.")
    assert "You can say no." in (await alone.say("send notice")).text
    before = len(alone.messages())
    await group.say("<at>Faircopy</at> send notice")
    assert group.newest().text == "We use a tool to help write the notes.\nYou can say no."
    assert len(alone.messages()) == before, "the notice is all that is said"


async def test_the_notice_is_not_posted_over_and_over(
    stage: Stage, asha: Admin, mended: Callable[[], None]
) -> None:
    """Asked again, it is pointed at; a changed one, or one in another chat, is posted."""
    microsoft = stage.town.microsoft
    kelly, *parents = (microsoft.person(name) for name in ("Kelly Marsh", "A Parent", "Another Parent"))
    group, other = (microsoft.user(kelly, parent, kind="groupChat") for parent in parents)

    async def told(chat: TeamsUser) -> str:
        await chat.say("<at>Faircopy</at> send notice")
        return chat.newest().text

    await asha.saves("told", notice="We use a tool.")
    stage.town.wire.fail("teams", "POST", "/activities", how="status", status=500, times=1)
    assert "I cannot say whether the notice was posted." in await told(group)
    mended()
    assert await told(group) == "We use a tool.", "what did not arrive is not remembered"
    assert re.fullmatch(r"I posted the notice here at \d+:\d\d[ap]m: see above\.", await told(group))
    assert await told(other) == "We use a tool."
    await asha.saves("told", notice="We use another tool.")
    assert await told(group) == "We use another tool."


async def due(stage: Stage, docket: str) -> set[str]:
    """The hours for which this account is marked."""
    marks = [place for place, _ in await stage.town.places() if "/due/" in place and docket in place]
    return {place.split("/due/")[1].split("/")[0] for place in marks}


async def test_times_that_are_shortened_hold_for_what_waits_already(stage: Stage, asha: Admin) -> None:
    """The meeting's own file waits for a day; the council makes it 5 hours, and the account is looked at again."""
    await stage.town.set_policy(replace(QUICKER, grace=timedelta(hours=24)))
    walk = stage.walk(fresh())
    await rehearsal._walked(walk)
    await walk.hand.until("the list of copies", lambda: walk.hand.has(walk.cards[0], "keep"))
    await stage.house.clerk.settle()
    before = await due(stage, walk.docket)
    await asha.saves("keeping", grace="5")
    end = time.monotonic() + SECONDS
    while not await due(stage, walk.docket) - before:
        assert time.monotonic() < end, "no marker for the sooner time"


async def test_another_replica_obeys_within_seconds(stage: Stage, asha: Admin) -> None:
    """Two houses on the same storage: what is saved at one is refused at the other."""
    begun = await starting(stage)
    here = stage.town.microsoft.connector.bot_url
    async with open_house(settings.read(stage.town.environment)) as other:
        await asha.saves("types", "home-visit", use="nobody")
        saved = time.monotonic()
        stage.town.microsoft.connector.bot_url = f"{other.address}/api/messages"
        try:
            assert "does not allow AI" in await begun.finds()
        finally:
            stage.town.microsoft.connector.bot_url = here
        assert time.monotonic() - saved < SECONDS


# --- Teams' own set-up --------------------------------------------------------------------------------------------


def dialog(body: Any) -> dict[str, Any]:
    """The card of a dialog."""
    assert body["responseType"] == "config"
    assert body["config"]["type"] == "continue"
    shown = body["config"]["value"]
    assert shown["title"] == "Configure Faircopy"
    assert shown["card"]["contentType"] == ADAPTIVE
    card: dict[str, Any] = shown["card"]["content"]
    return card


def in_group(stage: Stage, kind: str, name: str = "") -> TeamsUser:
    who = stage.town.microsoft.person(name) if name else stage.town.governance
    other = stage.town.microsoft.person("A Parent")
    return stage.town.microsoft.user(who, other, kind=kind)


@pytest.mark.parametrize("kind", ["groupChat", "channel"])
async def test_the_dialog_of_a_channel_or_group_chat(stage: Stage, asha: Admin, kind: str) -> None:
    """The same pages; nothing of it is posted there, and a bad value is told in the dialog."""
    user = in_group(stage, kind)
    before = await asha.policy()
    card = dialog((await user.configure()).body)
    assert "Configure: AI tool and case system (1 of 8)" in words(card)
    card = dialog((await user.submit(card, "config-go", inputs={"to": "keeping"})).body)
    card = dialog((await user.submit(card, "config-save", inputs={"expiry": "90", "why": "Why."})).body)
    assert "Days to keep a draft: 1 to 30. You typed 90. Nothing is changed." in words(card)
    assert await asha.policy() == before
    card = dialog((await user.submit(card, "config-save", inputs={"expiry": "8"})).body)
    assert "It is in force now." in words(card)
    assert (await asha.policy()).expiry == timedelta(days=8)
    card = dialog((await user.submit(card, "config-check")).body)
    assert "Type check set-up in your own chat with me" in words(card)
    assert user.screen() == []


async def test_the_dialog_is_for_admins_alone(stage: Stage, asha: Admin) -> None:
    """Teams shows its set-up to every member; we ask who pressed, each time."""
    kelly = in_group(stage, "groupChat", "Kelly Marsh")
    closed = (await kelly.configure()).body
    assert closed["config"]["type"] == "message"
    assert ONLY in closed["config"]["value"]
    card = dialog((await in_group(stage, "groupChat").configure()).body)
    assert ONLY in (await kelly.submit(card, "config-go", inputs={"to": "keeping"})).body["config"]["value"]
    assert kelly.screen() == []


@pytest.mark.parametrize(
    "data", [{}, {"verb": "approve"}, {"verb": "config-save"}, {"page": 7, "verb": "config"}]
)
async def test_a_dialog_that_no_card_of_ours_sends(stage: Stage, asha: Admin, data: dict[str, Any]) -> None:
    before = await asha.policy()
    user = in_group(stage, "groupChat")
    answer = await user.deliver(user.activity("invoke", name="config/submit", value={"data": data}))
    assert "(1 of 8)" in words(dialog(answer.body)) or "(2 of 8)" in words(dialog(answer.body))
    assert await asha.policy() == before


async def test_nobody_is_admin_until_the_installation_names_one(stage: Stage) -> None:
    here = stage.town.microsoft.connector.bot_url
    nobody = {k: v for k, v in stage.town.environment.items() if k != "FAIRCOPY_ADMINS"}
    async with open_house(settings.read(nobody)) as other:
        stage.town.microsoft.connector.bot_url = f"{other.address}/api/messages"
        try:
            told = (await admin(stage).hand.say("configure")).text
        finally:
            stage.town.microsoft.connector.bot_url = here
    assert "FAIRCOPY_ADMINS" in told


async def test_a_named_colleague_may_be_named_again(asha: Admin) -> None:
    """Names that admins typed are shown again with the ids, and forgotten with the last rule that needs them."""
    sam = Colleague(id=PersonId("a7f3c2d1-0000-4000-8000-000000000001"), name="Sam Okoro")
    await asha.saves("types", "core-group", use="only", group="Team", only=f"Sam Okoro, {sam.id.upper()}")
    card = await asha.opens("types", "core-group")
    assert inputs(asha.hand.card(card))["only"]["value"] == f"Sam Okoro, {sam.id}"
    assert (await asha.policy()).types == (
        TypeRule(record_type=RecordTypeId("core-group"), group="Team", only=(sam,)),
    )
