"""The council moves to another case system: over the wire, what was begun stays with the first, and nothing strays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

import pytest

import settings
from house import House, open_house
from local import rehearsal
from local.case_system import CaseSystem
from local.hand import Hand, StuckError, words
from local.rehearsal import Walk
from local.town import Town, open_town
from record.system import System
from record.terms import State
from tests.contracts.stranger import listening
from tests.journeys.conftest import QUICKER, Stage, fresh
from tests.journeys.test_afterwards import Filed, corrected
from tests.journeys.test_holds import Governing


class Other(CaseSystem):
    """The case system that the council moves to."""

    party: ClassVar[str] = "other case system"


@dataclass
class Two:
    """One town with two case systems, and an admin's hand."""

    town: Town
    new: Other

    @property
    def told(self) -> dict[str, str]:
        return {
            **self.town.environment,
            "FAIRCOPY_OTHER_CASE_SYSTEM_URL": self.new.url,
            "FAIRCOPY_OTHER_CASE_SYSTEM_KEY": self.new.api_key,
        }

    @asynccontextmanager
    async def house(self, told: dict[str, str] | None = None) -> AsyncIterator[Stage]:
        async with open_house(settings.read(told or self.told), observe=self.town.observe) as house:
            self.town.microsoft.connector.bot_url = f"{house.address}/api/messages"
            yield Stage(town=self.town, house=house)

    async def saves(self, cases: str, address: str = "") -> str:
        """An admin chooses that on the card; its words."""
        asha = Hand(self.town.microsoft.user(self.town.governance), again=0)
        card = (await asha.say("configure")).id
        typed = {"cases": cases, "address": address, "why": "We have moved."}
        return words(await asha.press(card, "config-save", typed))

    async def uncertain(self, stage: Stage) -> Walk:
        """A record whose post was filed, and got no answer; and while it lasts nothing can be looked up there."""
        walk = stage.walk(fresh())
        self.knows(walk)
        self.town.wire.fail("case system", "POST", "/notes", how="lost", times=1)
        self.town.wire.fail("case system", "GET", "/notes", how="status")
        await rehearsal._walked(walk)
        await walk.hand.until("the post", lambda: notes(self.town.cases, walk))
        await walk.hand.until("it says so", lambda: "Filing is not certain" in screen(walk))
        await stage.house.clerk.settle()
        return walk

    def knows(self, walk: Walk) -> None:
        """Their people have files of the same numbers in the other one."""
        for name, born, reference in walk.plan.people:
            self.new.add_person(reference, name, date.fromisoformat(born), walk.plan.author)


@asynccontextmanager
async def two() -> AsyncIterator[Two]:
    async with open_town(QUICKER) as town, Other(town.wire, "the-others-own-key") as new:
        yield Two(town, new)


def notes(cases: CaseSystem, walk: Walk) -> int:
    return sum(len(cases.notes_on(reference)) for _, _, reference in walk.plan.people)


def screen(walk: Walk) -> str:
    return words(walk.hand.card(walk.cards[0]))


def posted(here: Two) -> int:
    """How often anything was written to the other one."""
    return len(here.town.wire.to("other case system", "POST"))


async def chosen(house: House) -> System | None:
    return (await house.desk.policies.read()).case_system


async def test_what_is_begun_before_goes_to_the_first_and_what_is_begun_after_to_the_other() -> None:
    async with two() as here, here.house() as stage:
        before = stage.walk(fresh())
        here.knows(before)
        message = await rehearsal._commanded(before)
        await rehearsal._confirmed(before, message)
        assert "It is in force now." in await here.saves("http_json", here.new.url)
        await rehearsal._drafted(before, message)
        for card in before.cards:
            await before.hand.check(card)
            await before.hand.approve(card, await before.hand.read(card))
        await rehearsal._receipt(before)
        assert (notes(here.town.cases, before), notes(here.new, before)) == (1, 0)
        after = stage.walk(fresh())
        here.knows(after)
        await rehearsal.to_receipt(after)
        assert (notes(here.town.cases, after), notes(here.new, after)) == (0, 1)
        assert after.seen.receipt is not None
        assert [f.system for f in after.seen.receipt.filings] == [await chosen(stage.house)]


async def test_a_post_that_got_no_answer_is_looked_for_where_it_went_and_is_filed_once() -> None:
    async with two() as here, here.house() as stage:
        walk = await here.uncertain(stage)
        assert "It is in force now." in await here.saves("http_json", here.new.url)
        looked = len(here.town.wire.to("case system", "GET", "/notes"))
        await walk.hand.until(
            "another look", lambda: len(here.town.wire.to("case system", "GET", "/notes")) > looked
        )
        asked = here.town.wire.to("other case system", "GET", "/notes")
        assert [call for call in asked if "faircopy-ping" not in call.url] == []
        here.town.wire.mend()
        await rehearsal._receipt(walk)
        assert (notes(here.town.cases, walk), notes(here.new, walk), posted(here)) == (1, 0, 0)
        assert await stage.residue(walk.plan) == []


async def test_a_case_system_that_a_later_deployment_leaves_out_is_waited_for_and_nothing_goes_to_another() -> (
    None
):
    """The record says who can mend it; once the host is let in again, it is found there, and filed once."""
    async with two() as here:
        async with here.house() as stage:
            walk = await here.uncertain(stage)
        here.town.wire.mend()
        only_new = {k: v for k, v in here.told.items() if not k.startswith("FAIRCOPY_OTHER_")}
        only_new |= {"FAIRCOPY_CASE_SYSTEM_URL": here.new.url, "FAIRCOPY_CASE_SYSTEM_KEY": here.new.api_key}
        calls = len(here.town.wire.to("case system"))
        async with here.house(only_new) as stage:
            stage.house.clerk.wake(walk.docket)
            await walk.hand.until("it says so", lambda: "Whoever installed Faircopy" in screen(walk))
            await stage.house.clerk.settle()
            docket, _ = await stage.house.desk.dockets.read(walk.docket)
            assert docket.records[0].state is State.POSTING
            assert all(t.asked is None for t in docket.traces), "something was destroyed"
            assert len(here.town.wire.to("case system")) == calls
            assert posted(here) == 0
        async with here.house() as stage:
            stage.house.clerk.wake(walk.docket)
            await rehearsal._receipt(replace(walk, house=stage.house))
            assert (notes(here.town.cases, walk), notes(here.new, walk), posted(here)) == (1, 0, 0)


async def test_an_approved_record_of_a_case_system_that_was_left_out_goes_to_no_other() -> None:
    """Its author reads why, and can file it by hand."""
    async with two() as here:
        async with here.house() as stage:
            walk = stage.walk(fresh())
            here.knows(walk)
            message = await rehearsal._commanded(walk)
            await rehearsal._confirmed(walk, message)
            await rehearsal._drafted(walk, message)
            await walk.hand.check(walk.cards[0])
        only_new = {k: v for k, v in here.told.items() if not k.startswith("FAIRCOPY_OTHER_")}
        only_new |= {"FAIRCOPY_CASE_SYSTEM_URL": here.new.url, "FAIRCOPY_CASE_SYSTEM_KEY": here.new.api_key}
        async with here.house(only_new) as stage:
            await walk.hand.approve(walk.cards[0], await walk.hand.read(walk.cards[0]))
            await walk.hand.until("it says so", lambda: "Whoever installed Faircopy" in screen(walk))
            assert walk.hand.has(walk.cards[0], "copy")
            assert (notes(here.town.cases, walk), posted(here)) == (0, 0)


async def test_a_stolen_admins_session_can_send_neither_words_nor_a_key_elsewhere() -> None:
    """Neither by the card; nor would a policy that was written in another way: the door itself lets nothing out."""
    async with two() as here, here.house() as stage, listening() as (url, came):
        said = await here.saves("http_json", f"{url}/api")
        assert "it must begin with what is allowed where Faircopy is installed" in said
        assert here.town.cases.url in said
        assert here.new.url in said
        assert await chosen(stage.house) is None
        written = System(connector="http_json", address=f"{url}/api")
        await here.town.set_policy(replace(QUICKER, case_system=written))
        walk = stage.walk(fresh())
        message = await rehearsal._commanded(walk)
        with pytest.raises(StuckError, match="Whoever installed Faircopy can let me speak to it"):
            await rehearsal._confirmed(walk, message)
        assert came == []


async def test_a_change_is_tried_before_it_is_saved() -> None:
    async with two() as here, here.house() as stage:
        here.town.wire.fail("other case system", how="status")
        said = await here.saves("http_json", here.new.url)
        assert "I asked it just now. The case system is busy just now. Nothing is changed." in said
        here.town.wire.mend()
        here.new.api_key = "another"
        said = await here.saves("http_json", here.new.url)
        assert "I asked it just now. The case system does not let Faircopy in. Nothing is changed." in said
        assert await chosen(stage.house) is None
        assert "It is in force now." in await here.saves("by_hand")
        assert await chosen(stage.house) == System(connector="by_hand")
        assert "It is in force now." in await here.saves("installed")


async def test_a_child_that_was_found_before_the_change_is_looked_up_again_in_the_other() -> None:
    """The same number may be another child's there."""
    async with two() as here, here.house() as stage:
        walk = stage.walk(fresh(), again=0)
        _, _, reference = walk.plan.people[0]
        here.new.add_person(reference, "Mina Holt", date(2015, 2, 1), "Kelly Marsh")
        card = await rehearsal._commanded(walk)
        typed = {"type": walk.plan.record_type, "reference": reference, "told": "agreed"}
        assert walk.plan.people[0][0] in words(await walk.hand.press(card, "find", typed))
        await here.saves("http_json", here.new.url)
        again = words(await walk.hand.press(card, "draft"))
        assert "Your council uses another case system now." in again
        assert "Mina Holt" in words(await walk.hand.press(card, "find", typed))
        assert "making your draft" in words(await walk.hand.press(card, "draft"))


async def test_a_correction_goes_to_the_system_in_which_the_record_stands() -> None:
    """Long after its receipt, though the other one has a note of the same id by then."""
    async with two() as here, here.house() as stage:
        walk = stage.walk(fresh())
        here.knows(walk)
        await rehearsal.to_receipt(walk)
        await here.saves("http_json", here.new.url)
        other = stage.walk(fresh())
        here.knows(other)
        await rehearsal.to_receipt(other)
        [first], [second] = here.town.cases.notes, here.new.notes
        assert first == second
        one = Filed(stage, walk)
        await one.hand.until("the receipt", lambda: "Receipt" in one.screen)
        await one.told("correct")
        await corrected(one)
        assert len(here.town.cases.additions_to(first)) == 1
        assert here.new.additions_to(second) == []


async def test_a_file_of_the_first_can_still_be_held() -> None:
    """What was begun for it goes on: the new one knows no such number."""
    async with two() as here, here.house() as stage:
        here.town.cases.add_person("OLD-7", "Mina Holt", date(2015, 2, 1), "Kelly Marsh")
        await here.saves("http_json", here.new.url)
        asha = Governing(stage, Hand(here.town.microsoft.user(here.town.governance), again=8))
        _, said = await asha.holds(what="file", number="OLD-7")
        assert [h.reference for h in (await asha.policy()).holds] == ["OLD-7"], said
