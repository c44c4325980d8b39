"""More than one person on a record: a second approver, and cover for absence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from record import cover, line, review, second
from record.docket import Act, Done, Person, Seen, Wait
from record.entries import record_of
from record.errors import RefusedError
from record.policy import Colleague, CoverRule, SecondRule
from record.receipt import fold
from record.terms import (
    Doing,
    Holder,
    RecordTypeId,
    Saw,
    Shelf,
    State,
)
from tests.record.walking import ASHA, COUNCIL, HASH, KELLY, SAM, Walk, asked_for, well

TWO = replace(
    COUNCIL,
    second=(
        SecondRule(record_type=RecordTypeId("home-visit"), approvers=(Colleague(id=SAM.id, name=SAM.name),)),
    ),
    cover=(CoverRule(by=SAM.id, of=(Colleague(id=KELLY.id, name=KELLY.name),)),),
)


def with_second() -> Walk:
    """A record that its author has approved, and of which a second person was asked."""
    walk = asked_for("CH-1", policy=TWO)
    walk.to_rest()
    walk.read_and_approve()
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert (rest.whom, rest.why) == (SAM.name, "second")
    return walk


def sam_reads(walk: Walk) -> None:
    """The second approver is sent every page, on their own card."""
    walk.docket, claim = second.read(walk.docket, 1, SAM.id, policy=walk.policy, now=walk.now)
    seen = Seen(saw=Saw.DONE, at=walk.now, sent=tuple(range(1, record_of(walk.docket, 1).pages + 1)))
    walk.docket = line.absorb(walk.docket, claim.act, seen, walk.policy, claim)


def sam_approves(walk: Walk, who: Person = SAM) -> None:
    """The second approval of what stands."""
    record = record_of(walk.docket, 1)
    walk.docket = second.approve(
        walk.docket,
        1,
        who.id,
        name=who.name,
        version=record.version,
        hash=HASH,
        policy=walk.policy,
        now=walk.now,
    )


def test_nothing_is_filed_before_the_second_person_approved_it() -> None:
    walk = with_second()
    walk.now += timedelta(days=30)
    walk.to_rest()
    assert Doing.POST not in walk.doings(), "and what was approved once does not expire"
    with pytest.raises(RefusedError, match="RefusedError"):
        sam_approves(walk)  # no page was sent to them
    sam_reads(walk)
    sam_approves(walk)
    assert walk.to_end() == Done()
    filing = fold(walk.docket, walk.now).filings[0]
    assert (filing.approved_by, filing.second_by) == (KELLY.name, SAM.name)
    own = [t for t in walk.docket.traces if t.holder is Holder.CARD]
    assert {t.whose for t in own} == {KELLY.id, SAM.id}, "the second approver's card held words too"
    assert all(t.shelf is Shelf.CLOSED for t in own)


@pytest.mark.parametrize("who", [KELLY, ASHA])
def test_the_author_and_strangers_give_no_second_approval(who: Person) -> None:
    walk = with_second()
    sam_reads(walk)
    with pytest.raises(RefusedError):
        sam_approves(walk, who)
    assert record_of(walk.docket, 1).state is State.SECOND


def test_an_undo_clears_both_approvals_and_blanks_the_second_card() -> None:
    walk = with_second()
    sam_reads(walk)
    sam_approves(walk)
    walk.docket = review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)
    record = record_of(walk.docket, 1)
    assert (record.approval, record.second, record.reader) == (None, None, None)
    walk.to_rest()
    blanked = [a for a, _ in walk.did if a.doing is Doing.BLANK]
    assert [walk.docket.traces[n - 1].address for a in blanked for n in a.targets] == ["card-sam"]
    with pytest.raises(RefusedError):
        sam_approves(walk)


def test_what_is_sent_back_is_a_draft_again_with_no_approval_left() -> None:
    walk = with_second()
    sam_reads(walk)
    walk.docket, claim = second.send_back(walk.docket, 1, SAM.id, policy=walk.policy, now=walk.now)
    place = walk.docket.traces[-1]
    assert place.holder is Holder.WORDS, "a comment is words: its place is listed first"
    with pytest.raises(RefusedError):
        review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)
    seen = Seen(saw=Saw.DONE, at=walk.now, hash=HASH, pages=1)
    walk.docket = line.absorb(walk.docket, claim.act, seen, walk.policy, claim)
    record = record_of(walk.docket, 1)
    assert (record.state, record.approval, record.version) == (State.DRAFT, None, claim.act.version)
    walk.to_rest()
    walk.read_and_approve()
    walk.to_rest()
    sam_reads(walk)
    sam_approves(walk)
    assert walk.to_end() == Done()


def test_if_nobody_may_approve_second_its_author_is_told() -> None:
    walk = asked_for("CH-1", policy=replace(TWO, second=(replace(TWO.second[0], approvers=()),)))
    walk.to_rest()
    walk.read_and_approve()
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert (rest.whom, rest.why) == (KELLY.name, "no-second-approver")


# --- cover --------------------------------------------------------------------------------------------------------


def sam_covers(walk: Walk) -> None:
    walk.docket = cover.take(walk.docket, 1, SAM, why=cover.Absence.SICK, policy=walk.policy, now=walk.now)


def test_whoever_covers_approves_in_their_own_name_on_their_own_card() -> None:
    walk = asked_for("CH-1", policy=replace(TWO, second=()))
    walk.to_rest()
    walk.read_and_approve()
    sam_covers(walk)
    record = record_of(walk.docket, 1)
    assert (record.author, record.approval, record.card) == (SAM, None, None)
    with pytest.raises(RefusedError):
        review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)
    walk.to_rest()
    blanked = [walk.docket.traces[n - 1] for a, _ in walk.did if a.doing is Doing.BLANK for n in a.targets]
    assert [(t.address, t.whose) for t in blanked] == [("card-0", KELLY.id)]
    walk.read_and_approve(who=SAM)
    assert walk.to_end() == Done()
    assert fold(walk.docket, walk.now).filings[0].approved_by == SAM.name


def test_whoever_had_it_before_is_no_second_person() -> None:
    walk = asked_for("CH-1", policy=replace(TWO, cover=(CoverRule(by=ASHA.id, of=TWO.cover[0].of),)))
    both = (Colleague(id=KELLY.id, name=KELLY.name), Colleague(id=SAM.id, name=SAM.name))
    walk.policy = replace(walk.policy, second=(replace(TWO.second[0], approvers=both),))
    walk.to_rest()
    walk.docket = cover.take(walk.docket, 1, ASHA, why=cover.Absence.LEFT, policy=walk.policy, now=walk.now)
    assert [c.id for c in second.eligible(record_of(walk.docket, 1), walk.policy)] == [SAM.id]


def test_the_old_card_is_not_blanked_under_a_hold_and_nothing_is_taken_while_it_may_be_filed() -> None:
    walk = asked_for("CH-1", policy=replace(TWO, second=()))
    walk.to_rest()
    walk.docket = review.keep(walk.docket, 1, KELLY.id, now=walk.now)
    sam_covers(walk)
    walk.to_rest()
    assert Doing.BLANK not in walk.doings()
    walk.read_and_approve(who=SAM)
    walk.answer = lambda act, at: None if act.doing is Doing.POST else well(act, at)
    walk.now += COUNCIL.undo
    walk.to_rest()
    with pytest.raises(RefusedError):
        cover.take(walk.docket, 1, ASHA, why=cover.Absence.LEAVE, policy=walk.policy, now=walk.now)


def test_a_card_sent_for_the_author_before_is_not_taken_for_the_new_ones() -> None:
    walk = asked_for("CH-1", policy=replace(TWO, second=()))
    walk.to_rest()
    walk.docket = review.bring(walk.docket, 1, KELLY.id, now=walk.now)
    late = line.next_act(walk.docket, walk.policy, walk.now)
    assert isinstance(late, Act)
    assert late.doing is Doing.SEND_CARD
    sam_covers(walk)
    walk.docket = line.absorb(
        walk.docket, late, Seen(saw=Saw.DONE, at=walk.now, value="in-kellys-chat"), walk.policy
    )
    assert record_of(walk.docket, 1).card is None
