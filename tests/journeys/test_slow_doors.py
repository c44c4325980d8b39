"""A press that hangs on others: answered while Teams waits, it says who was silent, and nothing was lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from local import rehearsal
from local.hand import Hand, StuckError, inputs, words
from local.rehearsal import Walk
from record.policy import Group, TypeRule
from record.terms import GroupId, RecordTypeId
from tests.journeys.conftest import QUICKER, Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")

IN_TIME = 12.0
"""Teams waits ten seconds; a machine on which many tests run at once takes some of its own."""
NEVER = 20.0
CASES = "The case system does not answer now. Nothing has changed. Try again in a minute."
MICROSOFT = "Microsoft does not answer now. Nothing is lost. Try again in a minute."
GROUPS = "Microsoft does not say now whether you are in a group"
RIGHT_CHILD = "Is this the right child?"


@dataclass
class Press:
    """One button, with what is typed beside it, and what is read once it was pressed."""

    hand: Hand
    card: str
    verb: str
    typed: dict[str, str] = field(default_factory=dict)

    async def made(self) -> tuple[str, float]:
        """What is said, on a card or in its place, and after how many seconds."""
        began = time.monotonic()
        try:
            said = words(await self.hand.press(self.card, self.verb, self.typed))
        except StuckError as no:
            said = str(no)
        return said, time.monotonic() - began


def _begun(stage: Stage) -> Walk:
    return stage.walk(fresh(children=1), again=0)


def _typed(walk: Walk, **more: str) -> dict[str, str]:
    return {
        "type": walk.plan.record_type,
        "reference": walk.plan.people[0][2],
        "told": "nobody_objected",
        **more,
    }


async def _asked_once_more(stage: Stage) -> Press:
    """Everything up to *Yes, make the draft*."""
    walk = _begun(stage)
    card = await rehearsal._commanded(walk)
    assert RIGHT_CHILD in words(await walk.hand.press(card, "find", _typed(walk)))
    return Press(walk.hand, card, "draft")


async def _objected(stage: Stage) -> Press:
    """Somebody objected, and the meeting's own file is to go too."""
    walk = _begun(stage)
    card = await rehearsal._commanded(walk)
    await walk.hand.press(card, "find", _typed(walk, told="objected"))
    return Press(walk.hand, card, "objected-delete")


async def _drafted(stage: Stage, *verbs: str) -> tuple[Walk, str]:
    """A draft, and then those presses on its card."""
    walk = _begun(stage)
    card = await rehearsal._commanded(walk)
    await walk.hand.start(card, walk.plan.record_type, [walk.plan.people[0][2]])
    await walk.hand.until("the draft", lambda: walk.hand.has(card, "more"))
    for verb in verbs:
        await walk.hand.press(card, verb)
    return walk, card


def _other(stage: Stage, walk: Walk) -> str:
    """The number of one more child's file."""
    number = f"{walk.plan.people[0][2]}-B"
    stage.town.cases.add_person(number, "Mina Holt", date(2015, 2, 1), "Kelly Marsh")
    return number


async def test_whoever_is_silent_is_named_in_time_and_the_next_press_goes_on(
    stage: Stage, mended: Callable[[], None]
) -> None:
    """Every press that asks the case system, all in one wait; and those that ask Microsoft."""
    found = _begun(stage)
    find = Press(found.hand, await rehearsal._commanded(found), "find", _typed(found))
    yes, again, objected = (
        await _asked_once_more(stage),
        await _asked_once_more(stage),
        await _objected(stage),
    )
    adds, card = await _drafted(stage, "more", "add-child")
    add = Press(adds.hand, card, "add-find", {"reference": _other(stage, adds)})
    moves, card = await _drafted(stage, "more", "change-file")
    change = Press(moves.hand, card, "change-find", {"reference": _other(stage, moves)})
    asha = Hand(stage.town.microsoft.user(stage.town.governance), again=0)
    held = {"what": "file", "number": found.plan.people[0][2], "why": "court"}
    hold = Press(asha, (await asha.say("holds")).id, "hold", held)

    presses = [find, yes, objected, add, change, hold]
    stage.town.wire.fail("case system", "GET", "/people/", how="slow", seconds=NEVER)
    said = await asyncio.gather(*(p.made() for p in presses))
    assert [text for text, _ in said[1:5]] == [CASES] * 4
    assert CASES in said[0][0]
    assert "no file has" not in said[5][0].lower()
    assert max(seconds for _, seconds in said) < IN_TIME
    boxes = inputs(find.hand.card(find.card))
    assert {n: boxes[n]["value"] for n in find.typed} == find.typed, "nothing that was typed is lost"

    mended()
    stage.town.wire.fail("graph", "GET", "/transcripts", how="slow", seconds=NEVER)
    said = await asyncio.gather(*(p.made() for p in (again, objected)))
    assert [text for text, _ in said] == [MICROSOFT] * 2
    assert max(seconds for _, seconds in said) < IN_TIME

    mended()
    said = await asyncio.gather(*(p.made() for p in (find, yes, again, objected, add, change)))
    expected = [RIGHT_CHILD, "making your draft", "making your draft", "delete", "Mina Holt", "Mina Holt"]
    assert [want for want, (text, _) in zip(expected, said, strict=True) if want not in text] == []
    assert "no longer held" not in (await asha.say("holds")).text


async def test_all_that_is_asked_before_a_record_begins_is_asked_at_once(
    stage: Stage, mended: Callable[[], None]
) -> None:
    """Each takes less than Teams waits, and all of them one after another would take longer."""
    walk = _begun(stage)
    team = stage.town.microsoft.graph.groups.add(walk.author)
    group = Group(id=GroupId(team.id), name="Duty team")
    rule = TypeRule(record_type=RecordTypeId(walk.plan.record_type), group="Duty team", groups=(group,))
    await stage.town.set_policy(replace(QUICKER, types=(rule,)))
    try:
        card = await rehearsal._commanded(walk)
        await walk.hand.press(card, "find", _typed(walk))
        yes = Press(walk.hand, card, "draft")

        _slow(stage, groups=NEVER, cases=3.5, calls=3.5)
        text, seconds = await yes.made()
        assert GROUPS in text
        assert seconds < IN_TIME

        mended()
        _slow(stage, groups=3.5, cases=3.5, calls=3.5)
        text, _ = await yes.made()
        assert "making your draft" in text, "one after another they would have no time for the last"
    finally:
        mended()
        await stage.town.set_policy(QUICKER)


def _slow(stage: Stage, *, groups: float, cases: float, calls: float) -> None:
    fail: Any = stage.town.wire.fail
    fail("graph", "POST", "/checkMemberGroups", how="slow", seconds=groups)
    fail("case system", "GET", "/people/", how="slow", seconds=cases)
    fail("graph", "GET", "/transcripts", how="slow", seconds=calls)


async def test_a_sign_in_that_hangs_is_no_sign_in_and_is_said_in_time(
    stage: Stage, mended: Callable[[], None]
) -> None:
    """Teams sends the press again with a token: the token service is then what keeps it waiting."""
    yes = await _asked_once_more(stage)
    stage.town.wire.fail("tokens", how="slow", seconds=NEVER)
    user, began = yes.hand.user, time.monotonic()
    answer = await user.press(yes.card, yes.verb, authentication=user.exchange_value("graph"))
    assert answer.body["value"] == MICROSOFT
    assert time.monotonic() - began < IN_TIME
    mended()
    assert "making your draft" in (await yes.made())[0]
