"""Information governance in Teams: what people kept is released, what is held stays, and what had gone is said."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import pytest
import pytest_asyncio

from bot.governance import Governance
from bot.incoming import Incoming, Kind
from bot.membership import Membership
from local import rehearsal
from local.hand import Hand, inputs, words
from local.rehearsal import Walk
from record import holds as line_holds
from record.doors import Dockets
from record.errors import BusyError
from record.policy import Policy
from record.terms import DocketId, PersonId
from tests.journeys.conftest import QUICKER, Stage, fresh
from tests.journeys.test_holding import Failing

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOT_YET = replace(QUICKER, grace=timedelta(hours=1))
ONLY = "Only information governance can do this. Nothing has changed. Type **help** to see what you can do."


@dataclass
class Governing:
    """Somebody of information governance at Teams."""

    stage: Stage
    hand: Hand

    async def asks(self) -> str:
        """Type `holds`; the card."""
        return (await self.hand.say("holds")).id

    async def holds(self, **typed: str) -> tuple[str, str]:
        """Hold something; the card's id and its words."""
        card = await self.asks()
        await self.hand.press(card, "hold", {"why": "court", **typed})
        return card, await self.answer(card)

    async def looks(self, card: str) -> str:
        """Look again at what a hold is on; the words."""
        await self.hand.press(card, "hold-look")
        return await self.answer(card)

    async def answer(self, card: str) -> str:
        """The card's words, once what is under way has come to its end."""
        await self.hand.until("the answer", lambda: "one moment" not in words(self.hand.card(card)), 20)
        return words(self.hand.card(card))

    async def releases(self, key: str) -> str:
        """Release it, and confirm; the card's words."""
        card = await self.asks()
        await self.hand.press(card, "release", {"release": key})
        return words(await self.hand.press(card, "release-yes"))

    async def policy(self) -> Policy:
        return await self.stage.house.desk.policies.read()

    async def grace_is_over(self, *, last: timedelta = timedelta(0)) -> None:
        """The council's grace is none from now on, and its last look comes after that time; its holds stay."""
        looks = (*QUICKER.looks[:3], last)
        await self.stage.town.set_policy(replace(await self.policy(), grace=timedelta(0), looks=looks))


@pytest_asyncio.fixture(loop_scope="module")
async def asha(stage: Stage) -> AsyncIterator[Governing]:
    await stage.town.set_policy(NOT_YET)
    yield Governing(stage, Hand(stage.town.microsoft.user(stage.town.governance), again=8))
    await stage.town.set_policy(QUICKER)


async def filed(stage: Stage) -> Walk:
    """A record that is filed, in the time in which the meeting's own file still stands."""
    walk = stage.walk(fresh())
    await rehearsal._walked(walk)
    await walk.hand.until("the list of copies", lambda: walk.hand.has(walk.cards[0], "keep"))
    await stage.house.clerk.settle()
    return walk


async def walked(stage: Stage, walk: Walk) -> None:
    """The clerk looks at it now, whatever wakes it later."""
    await stage.house.clerk.settle()
    await stage.house.clerk.walk(walk.docket)
    await stage.house.clerk.settle()


def screen(walk: Walk) -> str:
    return words(walk.hand.card(walk.cards[0]))


def says(walk: Walk, sentence: str) -> Callable[[], bool]:
    return lambda: sentence in screen(walk)


async def nothing_was_deleted(stage: Stage, walk: Walk) -> None:
    docket, _ = await stage.house.desk.dockets.read(walk.docket)
    (own,) = (t for t in docket.traces if t.kind == "recording and transcript")
    assert own.asked is None
    assert not [c for c in docket.claims if c.act.doing in line_holds.DESTROYING]


async def ends(walk: Walk) -> None:
    """Everything goes on, to the receipt."""
    assert (await rehearsal._receipt(walk)).copies
    await walk.hand.until("the receipt", says(walk, "It holds nothing that was said."))


# --- who may ------------------------------------------------------------------------------------------------------


async def test_nobody_else_may(stage: Stage, asha: Governing) -> None:
    kelly = Hand(stage.town.microsoft.user(stage.town.microsoft.person("Kelly Marsh")))
    assert (await kelly.say("holds")).text == ONLY
    card = (await kelly.say("my drafts")).id
    for verb in ("holds", "hold", "hold-all", "hold-look", "release", "release-yes"):
        data = {"what": "all", "why": "court", "r": "", "n": 0, "v": 0}
        answer = await kelly.user.press(card, verb, data, unseen=True)
        assert answer.body["value"] == ONLY
    assert (await asha.policy()).holds == ()
    assert "holds" not in (await kelly.say("help")).text
    assert "**holds**" in (await asha.hand.say("help")).text


async def test_who_was_taken_out_of_the_policy_may_no_more(stage: Stage, asha: Governing) -> None:
    card = await asha.asks()
    await stage.town.set_policy(replace(NOT_YET, governance=(PersonId(str(uuid.uuid4())),)))
    answer = await asha.hand.user.press(card, "hold", {}, {"what": "all", "why": "court"})
    assert answer.body["value"] == ONLY


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose what to hold. Nothing is held yet."),
        ({"what": "all", "why": ""}, "Choose why. Nothing is held yet."),
        ({"what": "file"}, "Type its number. Nothing is held yet."),
        ({"what": "type"}, "Choose which type of record. Nothing is held yet."),
        ({"what": "file", "number": "CH-no-such"}, "No file has the number CH-no-such. Nothing is held."),
        ({"what": "meeting", "number": "f" * 32}, "No open account has that receipt number."),
        ({"what": "meeting", "number": "../x y"}, "No open account has that receipt number."),
    ],
)
async def test_what_would_hold_nothing_is_asked_again(
    asha: Governing, typed: dict[str, str], said: str
) -> None:
    card, text = await asha.holds(**typed)
    assert said in text
    assert (await asha.policy()).holds == ()
    if "number" in typed:
        assert inputs(asha.hand.card(card))["number"]["value"] == typed["number"], "what was typed is lost"


# --- a hold -------------------------------------------------------------------------------------------------------


async def test_a_persons_file_held_in_grace_then_released(stage: Stage, asha: Governing) -> None:
    walk = await filed(stage)
    reference = walk.plan.people[0][2]
    _, text = await asha.holds(what="file", number=reference)
    assert "on 1 record of 1 meeting." in text
    assert "Already gone, or asked to go, before" in text
    assert "Draft and edits" in text
    assert "Recording and transcript" not in text
    assert "May be on its way" not in text
    await walk.hand.until("the card that says so", says(walk, "Held by information governance since"))
    assert f"Receipt number {walk.docket}" in screen(walk)
    await asha.grace_is_over()
    await walked(stage, walk)
    await nothing_was_deleted(stage, walk)
    (hold,) = (await asha.policy()).holds
    assert "Released at" in await asha.releases(f"hold/{hold.id}")
    await ends(walk)


async def test_a_keep_is_released_by_governance_alone(stage: Stage, asha: Governing) -> None:
    walk = await filed(stage)
    kept = words(await walk.hand.press(walk.cards[0], "keep"))
    assert "Kept by you since" in kept
    assert "Already gone then: " in kept
    assert "draft and edits" in kept
    await asha.grace_is_over()
    await walked(stage, walk)
    await nothing_was_deleted(stage, walk)
    listed = words(asha.hand.card(await asha.asks()))
    assert "Kelly Marsh pressed Keep." in listed
    assert f"Receipt number {walk.docket}" in listed
    assert walk.plan.people[0][0] not in listed, "a child's name"
    key = f"kept/{walk.docket}"
    answer = await walk.hand.user.press(
        walk.cards[0], "release-yes", {"key": key, "r": "", "n": 0, "v": 0}, unseen=True
    )
    assert answer.body["value"] == ONLY
    await nothing_was_deleted(stage, walk)
    assert "Released at" in await asha.releases(key)
    await ends(walk)


async def test_a_hold_set_while_a_delete_is_out_says_so(stage: Stage, asha: Governing) -> None:
    """Microsoft is asked to delete and takes its time: the hold cannot call it back, and its setter is told."""
    walk = await filed(stage)
    await asha.grace_is_over(last=timedelta(hours=1))
    stage.town.wire.fail("graph", "POST", "/permanentDelete", how="slow", times=1, seconds=1.5)
    going = asyncio.create_task(walked(stage, walk))
    try:
        for _ in range(500):
            docket, _ = await stage.house.desk.dockets.read(walk.docket)
            if any(c.act.doing in line_holds.DESTROYING for c in docket.claims):
                break
            await asyncio.sleep(0.01)
        card, text = await asha.holds(what="meeting", number=walk.docket)
        assert "May be on its way" in text
        assert "I cannot call it back" in text
        assert "Recording and transcript" in text
    finally:
        await going
        stage.town.wire.mend()
    again = await asha.looks(card)
    assert "May be on its way" not in again
    assert "Recording and transcript" in again.partition("Already gone, or asked to go, before")[2]
    assert "Already asked to go then: recording and transcript" in screen(walk)
    await asha.grace_is_over()
    (hold,) = (await asha.policy()).holds
    await asha.releases(f"hold/{hold.id}")
    await ends(walk)


async def test_an_account_that_is_closed_cannot_be_held(stage: Stage, asha: Governing) -> None:
    await stage.town.set_policy(QUICKER)
    walk = stage.walk(fresh())
    await rehearsal.to_receipt(walk)
    _, text = await asha.holds(what="meeting", number=walk.docket)
    assert "That account was closed on" in text
    assert (await asha.policy()).holds == ()


async def test_a_type_of_record_is_held(stage: Stage, asha: Governing) -> None:
    walk = await filed(stage)
    _, text = await asha.holds(what="type", type=walk.plan.record_type)
    assert "Every record of this type" in text
    await asha.grace_is_over()
    await walked(stage, walk)
    await nothing_was_deleted(stage, walk)
    (hold,) = (await asha.policy()).holds
    await asha.releases(f"hold/{hold.id}")
    await ends(walk)


async def test_everything_is_asked_once_more_and_30_accounts_are_soon_held(
    stage: Stage, asha: Governing
) -> None:
    walk = await filed(stage)
    desk = stage.house.desk
    docket, _ = await desk.dockets.read(walk.docket)
    for _ in range(29):
        id = DocketId(uuid.uuid4().hex)
        await desk.dockets.create(replace(docket, id=id, name=desk.dockets.name(id)), desk.clock())
    card, text = await asha.holds(what="all")
    assert "Hold everything?" in text
    assert (await asha.policy()).holds == ()
    began = time.monotonic()
    answer = await asha.hand.user.press(card, "hold-all")
    assert answer.status == 200
    answered = time.monotonic() - began
    text = await asha.answer(card)
    everywhere = time.monotonic() - began
    every = [id async for id in desk.dockets.each()]
    print(f"\n{len(every)} accounts: answered in {answered:.2f} s, held everywhere in {everywhere:.2f} s")
    assert answered < 3
    assert f"of {len(every)} meetings." in text
    (hold,) = (await asha.policy()).holds
    for id in every:
        assert hold.id in {h.policy for h in (await desk.dockets.read(id))[0].holds}
    await asha.grace_is_over()
    await walked(stage, walk)
    await nothing_was_deleted(stage, walk)
    assert "Released at" in await asha.releases(f"hold/{hold.id}")


async def test_what_could_not_be_reached_is_tried_again_by_itself(stage: Stage, asha: Governing) -> None:
    """The answer names the account; when it can be reached, the card says that all is held."""
    walk = await filed(stage)
    real = stage.house.desk
    down = Failing(real.dockets, "save", BusyError("Busy."), 1, done=False)
    desk = replace(real, dockets=cast(Dockets, down))
    chat = cast(Any, real.chat)
    governance = Governance(
        desk=desk,
        messages=chat._teams,
        membership=Membership(tokens=real.tokens, directory=cast(Any, real.meetings)),
        types=[],
        wake=stage.house.clerk.wake,
        new_id=lambda: uuid.uuid4().hex,
        pauses=(0.2,),
    )
    card = await asha.asks()
    user = asha.hand.user
    person = replace(
        (await real.dockets.read(walk.docket))[0].opener,
        id=PersonId(user.person.oid),
        teams=user.person.teams_id,
        conversation=user.conversation.id,
    )
    pressed = Incoming(
        kind=Kind.PRESS,
        person=person,
        personal=True,
        message=card,
        verb="hold",
        data={"what": "meeting", "number": walk.docket, "why": "police"},
    )
    answer = await governance.press(pressed)
    assert answer.card is not None
    text = words(answer.card)
    assert "Held, but not everywhere yet" in text
    assert walk.docket in text
    assert answer.after is not None
    await answer.after()
    user.conversation.messages[card].view = None
    await asha.hand.until("the answer", lambda: "on 1 record of 1" in words(asha.hand.card(card)), 10)
    assert "not everywhere" not in words(asha.hand.card(card))
    docket, _ = await real.dockets.read(walk.docket)
    (hold,) = (await asha.policy()).holds
    assert hold.id in {h.policy for h in docket.holds}


async def test_what_is_not_kept_any_more_is_not_released(stage: Stage, asha: Governing) -> None:
    """A release of what is not kept any more says so."""
    card = await asha.asks()
    data = {"key": "kept/" + "a" * 32, "r": "", "n": 0, "v": 0}
    answer = await asha.hand.user.press(card, "release-yes", data, unseen=True)
    assert "That is not held any more." in words(answer.body["value"])
