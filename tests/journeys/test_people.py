"""More than one person on a record: a second approver, and a colleague who covers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from local import rehearsal
from local.hand import Hand, inputs, words
from local.microsoft.people import Person
from local.rehearsal import Plan, Walk
from local.residue import runs_of, search
from record.policy import Colleague, CoverRule, Policy, SecondRule
from record.terms import Custody, Outcome, PersonId, RecordTypeId, State
from tests.journeys.colleagues import Colleagues, drafted, unapproved
from tests.journeys.conftest import QUICKER, Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")

COMMENT = "The second paragraph does not say who saw the bruise on his arm."


def _second(walk: Walk, other: Person) -> Policy:
    return replace(QUICKER, second=(_rule(walk.plan, other),))


def _rule(plan: Plan, *others: Person) -> SecondRule:
    named = tuple(Colleague(id=PersonId(o.oid), name=o.name) for o in others)
    return SecondRule(record_type=RecordTypeId(plan.record_type), approvers=named)


def _covered(walk: Walk, other: Person) -> Policy:
    kelly = Colleague(id=PersonId(walk.author.oid), name=walk.author.name)
    return replace(QUICKER, cover=(CoverRule(by=PersonId(other.oid), of=(kelly,)),))


# --- a second approver --------------------------------------------------------------------------------------------


async def test_two_people_approve_and_the_receipt_names_both(stage: Stage) -> None:
    both = await drafted(stage, _second)
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
    both = await drafted(stage, _second)
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
    both = await drafted(stage, _second)
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
    both = await drafted(stage, _second)
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
    both = await drafted(stage, _covered, "Asha Rahman")
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
    both = await drafted(stage, unapproved, "Asha Rahman")
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
