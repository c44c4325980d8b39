"""Entra groups at Teams: who is in one may what it lets, asked at each press; nobody is let in by a fault."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio

from local import rehearsal
from local.hand import Hand, StuckError, words
from local.microsoft.groups import Group as InEntra
from local.microsoft.token_service import Standing
from record.policy import Colleague, Group, Policy, TypeRule
from record.terms import GroupId, PersonId, RecordTypeId
from tests.journeys.conftest import QUICKER, Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")

ONLY_ADMINS = "Only Faircopy's admins can do this. Nothing has changed."
ONLY_GOVERNANCE = "Only information governance can do this. Nothing has changed."
SILENT = "Microsoft does not say now whether you are in a group"
REFUSED = "Microsoft does not let me ask whether you are in a group"


@dataclass
class Member:
    """Somebody at Teams, and the group that they are in: by way of another, as councils have it."""

    stage: Stage
    hand: Hand
    outer: InEntra
    inner: InEntra

    @property
    def group(self) -> Group:
        return Group(id=GroupId(self.outer.id), name="Faircopy team")

    @property
    def line(self) -> str:
        """As it is typed into a box."""
        return f"Faircopy team, {self.outer.id.upper()}"

    @property
    def standing(self) -> Standing:
        return self.stage.town.microsoft.tokens.people[self.hand.user.person.teams_id]

    def leaves(self) -> None:
        self.inner.members.clear()

    def asked(self) -> int:
        return len(self.stage.town.wire.to("graph", "POST", "/checkMemberGroups"))

    async def policy(self) -> Policy:
        return await self.stage.house.desk.policies.read()

    async def refusal(self, card: str, verb: str, **typed: str) -> str:
        """What is said in place of a card."""
        with pytest.raises(StuckError) as no:
            await self.hand.press(card, verb, typed)
        return str(no.value)


def member(stage: Stage, *, signed_in: bool = True) -> Member:
    microsoft = stage.town.microsoft
    who = microsoft.person("Sam Okoro", signed_in=signed_in)
    inner = microsoft.graph.groups.add(who)
    outer = microsoft.graph.groups.add(inner)
    return Member(stage, Hand(microsoft.user(who), again=0), outer, inner)


@pytest_asyncio.fixture(loop_scope="module")
async def sam(stage: Stage) -> AsyncIterator[Member]:
    """In a group that administers, and governs beside Asha; nobody is named but by the installation."""
    one = member(stage)
    await stage.town.set_policy(replace(QUICKER, admin_groups=(one.group,), governance_groups=(one.group,)))
    yield one
    stage.town.wire.mend()
    await stage.town.set_policy(QUICKER)


async def page(who: Member, which: str) -> str:
    """`configure`, opened at a page; the card's id."""
    card = (await who.hand.say("configure")).id
    await who.hand.press(card, "config-go", {"to": which})
    return card


# --- who may ------------------------------------------------------------------------------------------------------


async def test_who_is_in_the_group_may_and_is_asked_of_once_a_press(sam: Member) -> None:
    before = sam.asked()
    card = await page(sam, "keeping")
    saved = words(await sam.hand.press(card, "config-save", {"expiry": "9", "why": "Agreed."}))
    assert "It is in force now." in saved
    assert (await sam.policy()).expiry == timedelta(days=9)
    assert sam.asked() == before + 3, "typed, opened, saved"


async def test_the_check_on_a_page_asks_no_second_time(sam: Member) -> None:
    """Page and check are both for admins. What the check itself asks of groups comes after the answer to the press."""
    card = await page(sam, "keeping")
    sam.stage.town.wire.fail("graph", "POST", "/checkMemberGroups", skip=1)
    assert "Checking" in words(await sam.hand.press(card, "config-check"))
    await sam.hand.until("its result", lambda: " Took " in words(sam.hand.card(card)), 45.0)


async def test_a_colleague_who_is_in_no_group_may_not(stage: Stage, sam: Member) -> None:
    other = member(stage)
    assert ONLY_ADMINS in (await other.hand.say("configure")).text
    assert ONLY_ADMINS in (await other.hand.say("check set-up")).text
    assert ONLY_GOVERNANCE in (await other.hand.say("holds")).text


async def test_who_is_named_by_id_may_with_no_sign_in_and_no_graph(stage: Stage, sam: Member) -> None:
    """No consent at all: everything that ids allow goes on as before, and Graph is asked nothing."""
    asha = Hand(stage.town.microsoft.user(stage.town.governance), again=0)
    stage.town.microsoft.tokens.sign_out(stage.town.governance)
    stage.town.wire.fail("graph", "POST", "/checkMemberGroups")
    before = sam.asked()
    try:
        card = (await asha.say("configure")).id
        await asha.press(card, "config-go", {"to": "keeping"})
        saved = words(await asha.press(card, "config-save", {"expiry": "9", "why": "Agreed."}))
        assert "It is in force now." in saved
        assert "What is held" in words((await asha.say("holds")).cards[0])
        assert "**holds**" in (await asha.say("help")).text
    finally:
        stage.town.microsoft.tokens.sign_in(stage.town.governance)
    assert sam.asked() == before


async def test_who_left_the_group_between_two_presses_is_refused_at_the_next(sam: Member) -> None:
    card = await page(sam, "keeping")
    listed = (await sam.hand.say("holds")).id
    sam.leaves()
    before = await sam.policy()
    assert ONLY_ADMINS in await sam.refusal(card, "config-save", expiry="9", why="Agreed.")
    assert ONLY_GOVERNANCE in await sam.refusal(listed, "hold", what="all", why="court")
    assert await sam.policy() == before


async def test_help_names_what_a_group_opens_and_never_asks_to_sign_in(stage: Stage, sam: Member) -> None:
    help_text = (await sam.hand.say("help")).text
    assert "**configure**" in help_text
    assert "**holds**" in help_text
    stage.town.wire.fail("graph", "POST", "/checkMemberGroups")
    assert "**configure**" not in (await sam.hand.say("help")).text
    stage.town.wire.mend()
    sam.leaves()
    assert "**configure**" not in (await sam.hand.say("help")).text


# --- no clear answer ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"how": "down"}, SILENT),
        ({"how": "lost"}, SILENT),
        ({"how": "status", "status": 429}, SILENT),
        ({"how": "status", "status": 503}, SILENT),
        ({"how": "status", "status": 403}, REFUSED),
        ({"how": "status", "status": 400}, REFUSED),
        ({"how": "status", "status": 404}, REFUSED),
    ],
)
async def test_nobody_is_let_in_by_a_fault(
    stage: Stage, sam: Member, fault: dict[str, Any], says: str
) -> None:
    card, listed = await page(sam, "keeping"), (await sam.hand.say("holds")).id
    before = await sam.policy()
    stage.town.wire.fail("graph", "POST", "/checkMemberGroups", **fault)
    assert says in await sam.refusal(card, "config-save", expiry="9", why="Agreed.")
    assert says in await sam.refusal(listed, "hold", what="all", why="court")
    for typed in ("configure", "holds", "check set-up"):
        assert says in (await sam.hand.say(typed)).text
    assert await sam.policy() == before


async def test_without_the_permission_it_is_said_whom_to_ask(sam: Member) -> None:
    sam.standing.scopes = ("Calendars.ReadBasic",)
    said = (await sam.hand.say("holds")).text
    assert REFUSED in said
    assert "Ask an admin to type **check set-up**" in said


async def test_who_is_not_signed_in_is_asked_to_and_then_goes_on(stage: Stage, sam: Member) -> None:
    stage.town.microsoft.tokens.sign_out(sam.hand.user.person)
    asked = await sam.hand.say("configure")
    assert "oauth" in str(asked.activity)
    assert "whether you are in a group that may do this" in str(asked.activity)
    assert (await sam.hand.user.sign_in_exchange("graph")).status == 200
    await sam.hand.until("the card", lambda: sam.hand.has(sam.hand.messages()[-1].id, "config-go"))


async def test_where_microsoft_takes_no_sign_in_nothing_goes_round(stage: Stage, sam: Member) -> None:
    """Teams answers our card by itself, in silence: what goes on by itself goes on once."""
    stage.town.wire.fail("graph", "POST", "/checkMemberGroups", how="status", status=401, times=9)

    def cards() -> list[object]:
        return [m for m in sam.hand.messages() if "oauth" in str(m.activity)]

    before = len(cards())
    await sam.hand.say("configure")
    assert (await sam.hand.user.sign_in_exchange("graph")).status == 200
    await sam.hand.until("the second card", lambda: len(cards()) == before + 2)
    asked = sam.asked()
    assert (await sam.hand.user.sign_in_exchange("graph")).status == 200
    await sam.hand.say("my drafts")
    assert (len(cards()), sam.asked()) == (before + 2, asked)


async def test_a_press_goes_on_when_it_is_signed_in(stage: Stage, sam: Member) -> None:
    """Teams presses again with the token: nothing that was typed is lost."""
    card, user = await page(sam, "keeping"), sam.hand.user
    typed = {"expiry": "9", "why": "Agreed."}
    stage.town.wire.fail("graph", "POST", "/checkMemberGroups", how="status", status=401, times=1)
    assert (await user.press(card, "config-save", inputs=typed)).body["statusCode"] == 401
    token = user.exchange_value("graph")
    again = await user.press(card, "config-save", inputs=typed, authentication=token)
    assert "It is in force now." in words(again.body["value"])


async def test_a_dialog_has_no_place_to_sign_in_and_says_where(stage: Stage, sam: Member) -> None:
    other = stage.town.microsoft.person("A Parent")
    user = stage.town.microsoft.user(sam.hand.user.person, other, kind="groupChat")
    assert (await user.configure()).body["config"]["type"] == "continue"
    stage.town.wire.fail("graph", "POST", "/checkMemberGroups", how="status", status=401, times=1)
    closed = (await user.configure()).body["config"]
    assert closed["type"] == "message"
    assert "Type **configure** in your own chat with me" in closed["value"]


# --- saving them --------------------------------------------------------------------------------------------------


async def test_whoever_saves_must_still_be_an_admin_after_it(stage: Stage, sam: Member) -> None:
    """By the group: another's group in its place would shut Sam out, and perhaps everybody."""
    empty = stage.town.microsoft.graph.groups.add()
    card, before = await page(sam, "people"), await sam.policy()
    text = words(
        await sam.hand.press(card, "config-save", {"admin_groups": f"Empty, {empty.id}", "why": "Agreed."})
    )
    assert "After this you would not be an admin any more." in text
    assert await sam.policy() == before
    asked = sam.asked()
    both = f"{sam.line}\nEmpty, {empty.id}"
    text = words(await sam.hand.press(card, "config-save", {"admin_groups": both, "why": "Agreed."}))
    assert "It is in force now." in text
    assert sam.asked() == asked + 2, "the press, and the group that is new in it; neither twice"
    assert [g.id for g in (await sam.policy()).admin_groups] == [sam.outer.id, empty.id]


async def test_who_was_taken_out_while_saving_is_shown_nothing(stage: Stage, sam: Member) -> None:
    """While Microsoft is asked about Sam, somebody else saves a policy in which Sam's group is not."""
    card = await page(sam, "keeping")
    slow = stage.town.wire.fail("graph", "POST", "/checkMemberGroups", how="slow", seconds=4.0, times=1)
    asked = sam.asked()
    late = asyncio.ensure_future(sam.refusal(card, "config-save", expiry="9", why="Agreed."))
    await sam.hand.until("the question", lambda: slow.times == 0)
    empty = stage.town.microsoft.graph.groups.add()
    others = Group(id=GroupId(empty.id), name="Secret team")
    await stage.town.set_policy(replace(QUICKER, expiry=timedelta(days=7), admin_groups=(others,)))
    said = await late
    assert ONLY_ADMINS in said
    assert "Secret team" not in str(sam.hand.card(card))
    assert sam.asked() == asked + 2, "the press, and the group that is new in what stands now"
    assert (await sam.policy()).expiry == timedelta(days=7)


async def test_silence_about_a_new_group_saves_nothing_and_loses_nothing(stage: Stage, sam: Member) -> None:
    empty = stage.town.microsoft.graph.groups.add()
    card, before = await page(sam, "people"), await sam.policy()
    stage.town.wire.fail("graph", "POST", "/checkMemberGroups", skip=1)
    drawn = await sam.hand.press(
        card, "config-save", {"admin_groups": f"Empty, {empty.id}", "why": "Agreed."}
    )
    assert SILENT in words(drawn)
    assert empty.id in str(drawn)
    assert await sam.policy() == before


# --- releasing, drafting ------------------------------------------------------------------------------------------


async def test_what_somebody_kept_is_released_by_who_is_in_the_group(stage: Stage, sam: Member) -> None:
    walk = stage.walk(fresh())
    await stage.town.set_policy(replace(await sam.policy(), grace=timedelta(hours=1)))
    await rehearsal._walked(walk)
    await walk.hand.until("the list of copies", lambda: walk.hand.has(walk.cards[0], "keep"))
    await stage.house.clerk.settle()
    await walk.hand.press(walk.cards[0], "keep")
    card, key = (await sam.hand.say("holds")).id, f"kept/{walk.docket}"
    await sam.hand.press(card, "release", {"release": key})
    before = sam.asked()
    released = await sam.hand.press(card, "release-yes")
    assert "Released at" in words(released)
    assert sam.asked() == before + 1
    docket, _ = await stage.house.desk.dockets.read(walk.docket)
    assert docket.holds == ()


async def test_a_restricted_type_is_drafted_by_who_is_in_its_group(stage: Stage, sam: Member) -> None:
    plan = fresh()
    rule = TypeRule(
        record_type=RecordTypeId(plan.record_type),
        group="Duty team",
        only=(Colleague(id=PersonId("somebody-else"), name="Lee Park"),),
        groups=(sam.group,),
    )
    await stage.town.set_policy(replace(QUICKER, types=(rule,)))
    walk = stage.walk(plan, again=0)
    card = await rehearsal._commanded(walk)
    typed = {"type": plan.record_type, "reference": plan.people[0][2], "told": "agreed"}
    lets_only = "lets only Duty team have this drafted"
    assert lets_only in words(await walk.hand.press(card, "find", typed))
    sam.inner.members.append(walk.author)
    assert "Is this the right child?" in words(await walk.hand.press(card, "find", typed))
    sam.leaves()
    assert lets_only in words(await walk.hand.press(card, "draft")), "left between Find and Yes"
    sam.inner.members.append(walk.author)
    assert "Is this the right child?" in words(await walk.hand.press(card, "find", typed))
    stage.town.wire.fail("graph", "POST", "/checkMemberGroups")
    with pytest.raises(StuckError, match=SILENT):
        await walk.hand.press(card, "draft")
    stage.town.wire.mend()
    assert "making your draft" in words(await walk.hand.press(card, "draft"))


async def test_one_more_of_a_restricted_type_is_asked_about_anew(stage: Stage, sam: Member) -> None:
    """Whoever has left the group since the draft was made adds no other child to it."""
    plan = fresh(children=1)
    rule = TypeRule(record_type=RecordTypeId(plan.record_type), group="Duty team", groups=(sam.group,))
    await stage.town.set_policy(replace(QUICKER, types=(rule,)))
    walk = stage.walk(plan)
    hand = walk.hand
    sam.inner.members.append(walk.author)
    card = await rehearsal._commanded(walk)
    await hand.start(card, plan.record_type, [plan.people[0][2]])
    await hand.until("the draft", lambda: hand.has(card, "more"))
    await hand.press(card, "more")
    await hand.press(card, "add-child")
    second = f"{plan.people[0][2]}-B"
    stage.town.cases.add_person(second, "Mina Holt", date(2015, 2, 1), "Kelly Marsh")
    await hand.press(card, "add-find", {"reference": second})
    sam.leaves()
    assert "Your council lets only Duty team have this drafted" in words(await hand.press(card, "add-yes"))
    sam.inner.members.append(walk.author)
    await hand.press(card, "add-find", {"reference": second})
    before = sam.asked()
    assert "A new card comes" in words(await hand.press(card, "add-yes"))
    assert sam.asked() == before + 1
