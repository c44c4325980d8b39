"""A draft for another person's file: moved there before it is filed, or one more beside it."""

from __future__ import annotations

from datetime import date

import pytest

from local import rehearsal
from local.hand import buttons, words
from tests.journeys.colleagues import drafted, unapproved
from tests.journeys.conftest import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_file_is_changed_before_filing(stage: Stage) -> None:
    both = await drafted(stage, unapproved)
    walk, cases = both.walk, stage.town.cases
    child, _, wrong = walk.plan.people[0]
    right = f"{wrong}-R"
    cases.add_person(right, "Mina Holt", date(2015, 2, 1), "Kelly Marsh")
    await walk.hand.press(both.card, "more")
    await walk.hand.press(both.card, "change-file")
    card = await walk.hand.press(both.card, "change-find", {"reference": "CH-NOBODY"})
    assert "No file has the number CH-NOBODY" in words(card)
    card = await walk.hand.press(both.card, "change-find", {"reference": wrong})
    assert "It is for that file already." in words(card)
    card = await walk.hand.press(both.card, "change-find", {"reference": right})
    assert "Mina Holt" in words(card)
    card = await walk.hand.press(both.card, "change-yes")
    assert "Mina Holt" in words(card)
    assert child not in words(card)
    assert "check every line" in words(card)
    drafts = await walk.hand.say("my drafts")
    await walk.hand.user.press(drafts.id, "bring")
    await walk.hand.until("the old to go", lambda: "moved down" in words(walk.hand.card(both.card)))
    await walk.hand.until("the new card", lambda: both.of(walk.hand, "final"))
    (moved,) = both.of(walk.hand, "final")
    data = {"r": walk.docket, "n": 1, "v": 1, "ref": wrong, "reference": wrong}
    for verb in ("change-find", "change-yes", "final", "contents"):
        answer = await walk.hand.user.press(both.card, verb, data, unseen=True)
        assert "moved down" in str(answer.body)
        assert child not in str(answer.body)
    await walk.hand.read_and_approve(moved)
    receipt = await rehearsal._receipt(walk)
    assert receipt.filings[0].reference == right
    assert cases.notes_on(wrong) == []
    (note,) = cases.notes_on(right)
    assert "Mina Holt, born 1 February 2015." in note.text
    assert child not in note.text.splitlines()[1]
    await both.nothing_left()


async def test_a_closed_file_is_refused_and_changed(stage: Stage) -> None:
    both = await drafted(stage, unapproved)
    walk, cases = both.walk, stage.town.cases
    wrong = walk.plan.people[0][2]
    right = f"{wrong}-R"
    cases.add_person(right, "Mina Holt", date(2015, 2, 1), "Kelly Marsh")
    cases.people[wrong].open = False
    await walk.hand.read_and_approve(both.card)
    await walk.hand.until("the refusal", lambda: walk.hand.has(both.card, "change-file"))
    await walk.hand.press(both.card, "change-file")
    await walk.hand.press(both.card, "change-find", {"reference": right})
    await walk.hand.press(both.card, "change-yes")
    assert stage.town.cases.notes_on(right) == [], "it has to be approved anew"
    await walk.hand.read_and_approve(both.card)
    receipt = await rehearsal._receipt(walk)
    assert receipt.filings[0].reference == right
    assert len(cases.notes_on(right)) == 1
    await both.nothing_left()


async def test_a_child_is_added_to_a_draft_and_gets_a_record_of_its_own(stage: Stage) -> None:
    both = await drafted(stage, unapproved)
    walk, cases = both.walk, stage.town.cases
    first = walk.plan.people[0][2]
    second = f"{first}-B"
    cases.add_person(second, "Mina Holt", date(2015, 2, 1), "Kelly Marsh")
    await walk.hand.press(both.card, "more")
    await walk.hand.press(both.card, "add-child")
    for wrong, banner in (("", "Type the file number"), ("CH-NOBODY", "No file has the number CH-NOBODY")):
        card = await walk.hand.press(both.card, "add-find", {"reference": wrong})
        assert banner in words(card)
    card = await walk.hand.press(both.card, "add-find", {"reference": second})
    assert "Mina Holt" in words(card)
    assert "Everyone was told and agreed." in words(card)
    data = {b["verb"]: b["data"] for b in buttons(card)}["add-yes"]
    card = await walk.hand.press(both.card, "add-yes")
    assert "A new card comes at the bottom of this chat." in words(card)
    again = await walk.hand.user.press(both.card, "add-yes", data, unseen=True)
    assert "You already have this draft." in words(again.body["value"])
    await walk.hand.press(both.card, "back")
    await walk.hand.until("both drafts", lambda: len(both.of(walk.hand, "final")) == 2)
    (added,) = [c for c in both.of(walk.hand, "final") if c != both.card]
    stranger = await both.hand.user.press(added, "add-yes", {**data, "n": 2}, unseen=True)
    assert "not yours to press" in str(stranger.body)
    for card_id in (both.card, added):
        await walk.hand.check(card_id)
        await walk.hand.read_and_approve(card_id)
    receipt = await rehearsal._receipt(walk)
    assert sorted(f.reference for f in receipt.filings) == [first, second]
    assert [len(cases.notes_on(r)) for r in (first, second)] == [1, 1]
    await both.nothing_left()
