"""More than one person on a record: a second approver, a colleague who covers, and a draft for another file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from local import rehearsal
from local.hand import Hand, buttons, inputs, words
from local.microsoft.people import Person
from local.rehearsal import Plan, Walk
from local.residue import runs_of, search
from record.policy import Colleague, CoverRule, Policy, SecondRule
from record.terms import Custody, Outcome, PersonId, RecordTypeId, State
from tests.journeys.conftest import QUICKER, Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")

COMMENT = "The second paragraph does not say who saw the bruise on his arm."


@dataclass
class Colleagues:
    """An author's journey, and somebody else of the same council at Teams."""

    stage: Stage
    walk: Walk
    other: Person
    hand: Hand

    @property
    def card(self) -> str:
        """The author's card."""
        return self.walk.cards[0]

    def screen(self, hand: Hand) -> str:
        """All that stands in somebody's chat now."""
        return "\n".join(words(c) for m in hand.messages() for c in m.cards)

    def of(self, hand: Hand, verb: str) -> list[str]:
        """Somebody's cards with that button, oldest first."""
        return [m.id for m in hand.messages() if m.cards and hand.has(m.id, verb)]

    def cards(self, verb: str) -> list[str]:
        """The other's cards with that button, oldest first."""
        return self.of(self.hand, verb)

    async def asked(self) -> str:
        """The card that asks the other for the second approval, once it is written down that they have it."""
        await self.hand.until("the question", lambda: self.cards("second-read"))
        await self.stage.house.clerk.settle()
        return self.cards("second-read")[-1]

    async def read(self, card: str) -> dict[str, str]:
        """The other reads every page; the ticks that the last one asks for."""
        drawn = self.hand.card(card)
        while "second-approve" not in _verbs(drawn):
            page = max(b["data"]["p"] for b in buttons(drawn) if b["verb"] == "second-read")
            drawn = await self.hand.press(card, "second-read", p=page)
        return {name: "true" for name, n in inputs(drawn).items() if n["type"] == "Input.Toggle"}

    async def write(self, text: str) -> dict[str, Any]:
        """The author adds their own words to the first section that takes any; the contents."""
        hand = self.walk.hand
        section = next(b["data"]["s"] for b in buttons(hand.card(self.card)) if b["verb"] == "open")
        opened = await hand.press(self.card, "open", s=section)
        own = f"{inputs(opened)['words'].get('value', '')}\n{text}"
        return await hand.press(self.card, "save", {"words": own})

    async def nothing_left(self, *phrases: str) -> None:
        """Nothing that was said, and none of these, stands anywhere but in the filed record."""
        assert await self.stage.residue(self.walk.plan) == []
        places = list(rehearsal.other_than_filed(await self.stage.town.places()))
        for phrase in phrases:
            assert search(places, runs_of(phrase))[1] == []


def _verbs(card: dict[str, Any]) -> list[str]:
    return [b["verb"] for b in buttons(card)]


async def _drafted(
    stage: Stage, policy: Callable[[Walk, Person], Policy], name: str = "Sam Okoro"
) -> Colleagues:
    """A meeting's draft, checked and ready to approve, under a policy that names the other."""
    walk = stage.walk(fresh())
    other = stage.town.microsoft.person(name)
    await stage.town.set_policy(policy(walk, other))
    message = await rehearsal._commanded(walk)
    await rehearsal._confirmed(walk, message)
    await rehearsal._drafted(walk, message)
    await walk.hand.check(walk.cards[0])
    return Colleagues(
        stage=stage, walk=walk, other=other, hand=Hand(stage.town.microsoft.user(other), again=8)
    )


def _second(walk: Walk, other: Person) -> Policy:
    return replace(QUICKER, second=(_rule(walk.plan, other),))


def _rule(plan: Plan, *others: Person) -> SecondRule:
    named = tuple(Colleague(id=PersonId(o.oid), name=o.name) for o in others)
    return SecondRule(record_type=RecordTypeId(plan.record_type), approvers=named)


def _covered(walk: Walk, other: Person) -> Policy:
    kelly = Colleague(id=PersonId(walk.author.oid), name=walk.author.name)
    return replace(QUICKER, cover=(CoverRule(by=PersonId(other.oid), of=(kelly,)),))


def _unapproved(walk: Walk, other: Person) -> Policy:
    return QUICKER


# --- a second approver --------------------------------------------------------------------------------------------


async def test_two_people_approve_and_the_receipt_names_both(stage: Stage) -> None:
    both = await _drafted(stage, _second)
    walk, reference = both.walk, both.walk.plan.people[0][2]
    await walk.hand.read_and_approve(both.card)
    theirs = await both.asked()
    question = words(both.hand.card(theirs))
    assert "Kelly Marsh" in question
    assert walk.plan.people[0][0] not in question
    assert not search([("card", question.encode())], runs_of(rehearsal.text(walk.plan.transcript)))[1]
    await walk.hand.until("whom it is with", lambda: "Now with Sam Okoro." in both.screen(walk.hand))
    assert stage.town.cases.notes_on(reference) == [], "nothing is filed on one approval"
    ticks = await both.read(theirs)
    await both.hand.press(theirs, "second-approve", ticks)
    assert "You approved it on" in words(both.hand.card(theirs))
    receipt = await rehearsal._receipt(walk)
    (filing,) = receipt.filings
    assert (filing.approved_by, filing.second_by) == ("Kelly Marsh", "Sam Okoro")
    assert filing.hash is not None
    (note,) = stage.town.cases.notes_on(reference)
    assert note.author == "Kelly Marsh"
    shown = words(walk.hand.card(both.card))
    assert "Approved by Kelly Marsh" in shown
    assert "Sam Okoro" in shown
    outcomes = {c.outcome for c in receipt.copies if c.custody is not Custody.KEPT}
    assert outcomes <= {Outcome.GONE, Outcome.REPLACED}
    await both.nothing_left()


async def test_sent_back_with_a_comment_changed_and_approved_again(stage: Stage) -> None:
    both = await _drafted(stage, _second)
    walk = both.walk
    await walk.hand.read_and_approve(both.card)
    theirs = await both.asked()
    await both.read(theirs)
    await both.hand.press(theirs, "second-return")
    assert "Write what should change" in words(both.hand.card(theirs))
    await both.hand.press(theirs, "second-return", {"comment": COMMENT})
    assert "Sent back." in words(both.hand.card(theirs))
    await walk.hand.until("the comment", lambda: COMMENT in both.screen(walk.hand))
    assert "Sam Okoro sent this back: " in words(walk.hand.card(both.card))
    await walk.hand.until("the old question to go", lambda: COMMENT not in both.screen(both.hand))
    assert "Kelly Marsh has this again." in both.screen(both.hand)
    contents = await both.write("Kelly saw it herself.")
    assert COMMENT not in words(contents), "the comment goes with the first save"
    await walk.hand.read_and_approve(both.card)
    again = await both.asked()
    assert again != theirs
    old = {"r": walk.docket, "n": 1, "v": 1, "p": 1}
    answer = await both.hand.user.press(theirs, "second-read", old, unseen=True)
    assert "This draft has moved down" in str(answer.body), "no words go back to a card that was left"
    await both.hand.press(again, "second-approve", await both.read(again))
    receipt = await rehearsal._receipt(walk)
    assert receipt.filings[0].second_by == "Sam Okoro"
    (note,) = stage.town.cases.notes_on(walk.plan.people[0][2])
    assert "Kelly saw it herself." in note.text
    assert COMMENT not in note.text
    await both.nothing_left(COMMENT)


async def test_nobody_approves_for_two_and_strangers_learn_nothing(stage: Stage) -> None:
    both = await _drafted(stage, _second)
    walk = both.walk
    await both.write("I saw this myself on the visit, in the kitchen and upstairs. " * 200)
    await walk.hand.read_and_approve(both.card)
    theirs = await both.asked()
    docket, _ = await stage.house.desk.dockets.read(walk.docket)
    record = docket.records[0]
    data = {"r": walk.docket, "n": 1, "v": record.version, "h": record.hash, "child": "true", "p": 1}
    stranger = stage.town.microsoft.user(stage.town.microsoft.person("Noor Vance"))
    for user, said in (
        (walk.hand.user, "A second person has to approve this."),
        (stranger, "not yours to press"),
    ):
        for verb in ("second-read", "second-approve", "second-return"):
            answer = await user.press(theirs, verb, {**data, "comment": COMMENT}, unseen=True)
            assert said in str(answer.body), verb
            assert walk.plan.people[0][0] not in str(answer.body)
    # not on pages that were not sent to them
    answer = await both.hand.user.press(theirs, "second-approve", data, unseen=True)
    assert "Read it" in str(answer.body)
    await both.hand.press(theirs, "second-read", p=1)
    answer = await both.hand.user.press(theirs, "second-approve", data, unseen=True)
    assert "You have not seen page 2 yet." in str(answer.body)
    docket, _ = await stage.house.desk.dockets.read(walk.docket)
    assert docket.records[0].state is State.SECOND
    ticks = await both.read(theirs)
    card = await both.hand.press(theirs, "second-approve")
    assert "Tick the box under “Whose file it goes on”." in words(card)
    card = await both.hand.press(theirs, "second-approve", {**ticks, "comment": COMMENT})
    assert "Send it back, or empty the box" in words(card)
    await both.hand.press(theirs, "second-approve", {**ticks, "comment": ""})
    await rehearsal._receipt(walk)
    await both.nothing_left(COMMENT)


async def test_undone_while_it_is_with_the_second(stage: Stage) -> None:
    both = await _drafted(stage, _second)
    walk = both.walk
    transcript = runs_of(rehearsal.text(walk.plan.transcript))
    await walk.hand.read_and_approve(both.card)
    theirs = await both.asked()
    await both.read(theirs)
    assert search([("chat", both.screen(both.hand).encode())], transcript)[1], "they can read it"
    await walk.hand.until("whom it is with", lambda: walk.hand.has(both.card, "second-remind"))
    asked = await walk.hand.press(both.card, "second-remind")
    assert "I have asked less than a day ago." in words(asked)
    await walk.hand.press(both.card, "undo")
    assert walk.hand.has(both.card, "final"), "undo shows the draft again"
    await both.hand.until("their card to be blanked", lambda: "has this again" in both.screen(both.hand))
    assert not search([("chat", both.screen(both.hand).encode())], transcript)[1]
    answer = await both.hand.user.press(
        theirs, "second-read", {"r": walk.docket, "n": 1, "v": 1}, unseen=True
    )
    assert "This does not wait for you any more." in str(answer.body)
    await walk.hand.read_and_approve(both.card)
    again = await both.asked()
    await both.hand.press(again, "second-approve", await both.read(again))
    await rehearsal._receipt(walk)
    await both.nothing_left()


async def test_who_cannot_be_reached_is_named_and_the_next_is_asked(stage: Stage) -> None:
    walk = stage.walk(fresh())
    away = replace(stage.town.microsoft.person("Ines Away"))
    sam = stage.town.microsoft.person("Sam Okoro")
    hand = Hand(stage.town.microsoft.user(sam), again=8)
    policy = replace(QUICKER, retry=timedelta(seconds=2), second=(_rule(walk.plan, away, sam),))
    await stage.town.set_policy(policy)
    message = await rehearsal._commanded(walk)
    await rehearsal._confirmed(walk, message)
    await rehearsal._drafted(walk, message)
    await walk.hand.check(walk.cards[0])
    both = Colleagues(stage=stage, walk=walk, other=sam, hand=hand)
    await walk.hand.read_and_approve(both.card)
    await walk.hand.until("why", lambda: "They have not added Faircopy in Teams" in both.screen(walk.hand))
    assert "Ines Away, Sam Okoro" in both.screen(walk.hand)
    theirs = await both.asked()
    await both.hand.press(theirs, "second-approve", await both.read(theirs))
    await rehearsal._receipt(walk)
    await both.nothing_left()


# --- cover --------------------------------------------------------------------------------------------------------


async def test_a_colleague_covers_and_approves_in_their_own_name(stage: Stage) -> None:
    both = await _drafted(stage, _covered, "Asha Rahman")
    walk, (child, _, reference) = both.walk, both.walk.plan.people[0]
    answer = await both.hand.say("cover")
    listed = words(both.hand.card(answer.id))
    assert "Kelly Marsh" in listed
    assert child not in listed
    assert reference not in listed
    card = await both.hand.press(answer.id, "cover-take")
    assert "Choose which one" in words(card)
    which = next(c["value"] for c in inputs(card)["which"]["choices"])
    card = await both.hand.press(answer.id, "cover-take", {"which": which})
    assert "Say why you are taking it over" in words(card)
    card = await both.hand.press(answer.id, "cover-take", {"which": which, "why": "leave"})
    assert "From now on this is your record." in words(card)
    await both.hand.until("their card", lambda: both.cards("final"))
    (theirs,) = both.cards("final")
    old = words(walk.hand.card(both.card))
    assert "Asha Rahman has taken this over." in old
    assert child not in old
    transcript = runs_of(rehearsal.text(walk.plan.transcript))
    assert not search([("chat", both.screen(walk.hand).encode())], transcript)[1]
    answer2 = await walk.hand.user.press(
        both.card, "contents", {"r": walk.docket, "n": 1, "v": 1}, unseen=True
    )
    assert "not yours to press" in str(answer2.body)
    drafts = await both.hand.say("my drafts")
    assert "Ready to approve" in words(both.hand.card(drafts.id))
    await both.hand.read_and_approve(theirs)
    # the recording is still its organiser's to destroy, and that is whoever was covered
    await walk.hand.until("the organiser's question", lambda: both.of(walk.hand, "organiser-delete"))
    await stage.house.clerk.settle()
    (organised,) = both.of(walk.hand, "organiser-delete")
    await walk.hand.press(organised, "organiser-delete")
    receipt = await rehearsal._receipt(walk)
    (filing,) = receipt.filings
    assert (filing.author, filing.approved_by) == ("Asha Rahman", "Asha Rahman")
    (note,) = stage.town.cases.notes_on(reference)
    assert note.author == "Asha Rahman"
    await both.nothing_left()


async def test_only_those_whom_policy_names_cover(stage: Stage) -> None:
    both = await _drafted(stage, _unapproved, "Asha Rahman")
    walk = both.walk
    answer = await both.hand.say("cover")
    assert answer.text.startswith("Your council has not named you to cover for anybody.")
    data = {"which": f"{walk.docket}/1", "why": "leave"}
    pressed = await both.hand.user.press(answer.id, "cover-take", data, unseen=True)
    assert "has not named you to cover for this person" in str(pressed.body)
    group = stage.town.microsoft.user(both.other, walk.author, kind="groupChat")
    await group.say("cover")
    assert group.newest().text == "I have written to you privately."
    await walk.hand.read_and_approve(both.card)
    await rehearsal._receipt(walk)
    await both.nothing_left()


# --- another file -------------------------------------------------------------------------------------------------


async def test_the_file_is_changed_before_filing(stage: Stage) -> None:
    both = await _drafted(stage, _unapproved)
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
    both = await _drafted(stage, _unapproved)
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
    both = await _drafted(stage, _unapproved)
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
