"""One meeting, and the council moves to another case system in the middle of it: whose words and whose files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from bot.accounts import Accounts
from local import rehearsal
from local.hand import words
from record.docket import Docket
from record.draft import Draft, Kind
from record.system import System
from tests.journeys.conftest import fresh
from tests.journeys.test_case_systems import two
from worker import proposing


def heard(draft: Draft) -> list[str]:
    """The child's own words, as they stand in the draft."""
    return sorted(x.text for s in draft.sections if s.kind is Kind.VOICE for x in s.lines)


def as_of_before(docket: Docket) -> Docket:
    """Of the time in which no account said which case system it was begun for."""
    return replace(docket, records=tuple(replace(r, system=None) for r in docket.records))


async def test_a_child_is_not_held_apart_from_their_own_draft_as_if_they_were_a_sibling() -> None:
    """The same child in an account of before, which wrote down no case system, and in both of today's."""
    async with two() as here, here.house() as stage:
        plan = fresh()
        [(name, _, reference)] = plan.people
        named = plan.transcript.replace(b"<v Speaker 2>", f"<v {name}>".encode())
        walk = stage.walk(replace(plan, transcript=named))
        here.knows(walk)
        message = await rehearsal._commanded(walk)
        await rehearsal._confirmed(walk, message)
        await rehearsal._drafted(walk, message)
        await Accounts(stage.house.desk).changed(walk.docket, as_of_before)
        [meeting] = here.town.microsoft.graph.meetings.all
        said = heard(walk.seen.drafts[0])
        assert said
        for n, record_type in ((2, "initial-assessment-visit"), (3, "cla-statutory-visit")):
            card = (await walk.hand.say(f"draft {meeting.join_url}")).id
            await walk.hand.start(card, record_type, [reference])
            await walk.hand.until("the draft", partial(walk.hand.has, card, "final"))
            assert heard(await rehearsal._draft(walk, n)) == said, record_type
            await here.saves("http_json", here.new.url)


async def test_of_two_children_none_is_taken_along_into_another_case_system() -> None:
    """There the first one's number may be another child's, or nobody's."""
    async with two() as here, here.house() as stage:
        walk = stage.walk(fresh("core-group"), again=0)
        (name, _, one), (_, _, other) = walk.plan.people
        here.new.add_person(other, "Mina Holt", date(2015, 2, 1), "Kelly Marsh")
        card = await rehearsal._commanded(walk)
        typed = {"type": walk.plan.record_type, "reference": one, "told": "agreed"}
        assert name in words(await walk.hand.press(card, "find", typed))
        await walk.hand.press(card, "add")
        await here.saves("http_json", here.new.url)
        said = words(await walk.hand.press(card, "find", {**typed, "reference": other}))
        assert f"Look each file up again, the next with Add a child: {one}, {other}." in said
        assert f"No file has the number {other}" not in said
        found = words(await walk.hand.press(card, "find", {**typed, "reference": other}))
        assert "Mina Holt" in found
        assert name not in found
        await walk.hand.press(card, "start")
        assert f"No file has the number {one}." in words(await walk.hand.press(card, "find", typed))


async def test_where_nobody_can_be_looked_up_the_same_number_is_the_same_child() -> None:
    """People file by hand now; the first record was begun for a case system that knows the child."""
    async with two() as here, here.house() as stage:
        walk = stage.walk(fresh())
        other = System(connector="http_json", address=here.new.url)
        here.new.add_person("ANOTHER-1", "Mina Holt", date(2015, 2, 1), "Kelly Marsh")
        message = await rehearsal._commanded(walk)
        await rehearsal._confirmed(walk, message)
        await rehearsal._drafted(walk, message)
        docket, _ = await stage.house.desk.dockets.read(walk.docket)
        [first] = docket.records
        by_hand = replace(first, n=2, system=System(connector="by_hand"))
        sibling = replace(first, n=3, reference="ANOTHER-1", system=other)
        docket = replace(docket, records=(first, by_hand, sibling))
        own, siblings = await proposing._children(stage.house.desk, docket, 2)
        assert own is None
        assert [child.name for child in siblings] == ["Mina Holt"]
