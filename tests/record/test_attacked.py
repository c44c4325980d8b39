"""Histories by which a careful attacker broke the line: each as a test, so that it stays mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from record import discarding, hand_over, holds, joining, line, misfiled, review
from record.docket import Act, Docket, Seen, Wait
from record.entries import held, record_of, with_record
from record.erase import ask_copy, settle_source
from record.errors import RefusedError
from record.policy import Colleague, PolicyHold, SecondRule
from record.receipt import fold
from record.terms import (
    GOVERNANCE,
    Custody,
    DocketId,
    Doing,
    Holder,
    Outcome,
    RecordTypeId,
    Saw,
    State,
    Told,
)
from tests.record.walking import COUNCIL, HASH, KELLY, SAM, START, Walk, asked_for, well


def drafted(*references: str) -> Walk:
    walk = asked_for(*(references or ("CH-1",)))
    walk.to_rest()
    return walk


def filed() -> Walk:
    walk = drafted()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    walk.to_rest()
    assert record_of(walk.docket, 1).state is State.POSTED
    return walk


def dropped_file() -> Walk:
    """A dropped file of which a record was asked for."""
    docket, placed = joining.open_upload(
        id=DocketId("d1"), name="name", link=None, opener=KELLY, policy=COUNCIL, now=START
    )
    docket = line.absorb(docket, placed.act, Seen(saw=Saw.DONE, at=START), COUNCIL, placed)
    return Walk(asked(docket, "CH-1"))


def asked(docket: Docket, reference: str, now: datetime = START) -> Docket:
    return joining.add_record(
        docket,
        id=f"r-{reference}",
        author=KELLY,
        reference=reference,
        record_type=RecordTypeId("home-visit"),
        people_told=Told.AGREED,
        interpreter=False,
        card=f"card-{reference}",
        now=now,
    )


def answering(walk: Walk, doing: Doing, saw: Saw) -> None:
    walk.answer = lambda act, at: Seen(saw=saw, at=at, value="n1") if act.doing is doing else well(act, at)


# --- older evidence ------------------------------------------------------------------------------------------------


def test_an_older_look_never_undoes_a_newer_one() -> None:
    walk = drafted()
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=False, policy=walk.policy, now=walk.now
    )
    look = Act(doing=Doing.LOOK_SOURCE, record=1)
    newer = walk.now + timedelta(minutes=6)
    walk.docket = line.absorb(walk.docket, look, Seen(saw=Saw.ABSENT, at=newer), walk.policy)
    walk.docket = line.absorb(walk.docket, look, Seen(saw=Saw.PRESENT, at=walk.now), walk.policy)
    settled = settle_source(walk.docket)
    assert settled is not None
    step = ask_copy(walk.docket, settled, walk.policy, newer + timedelta(minutes=10))
    assert not (isinstance(step, Act) and step.doing is Doing.ERASE_SOURCE)


def test_a_record_seen_gone_is_not_seen_there_by_an_older_look() -> None:
    walk = filed()
    look = Act(doing=Doing.LOOK_FILED, record=1)
    later = walk.now + timedelta(minutes=6)
    walk.docket = line.absorb(walk.docket, look, Seen(saw=Saw.ABSENT, at=later), walk.policy)
    walk.docket = line.absorb(walk.docket, look, Seen(saw=Saw.MATCHES, at=walk.now), walk.policy)
    sight = record_of(walk.docket, 1).seen_filed
    assert sight is not None
    assert sight.saw is Saw.ABSENT


def test_a_filing_of_an_earlier_version_is_not_taken_for_the_approved_one() -> None:
    walk = filed()
    walk.docket = with_record(walk.docket, 1, state=State.APPROVED, version=2, top=2)
    approval = record_of(walk.docket, 1).approval
    assert approval is not None
    walk.docket = with_record(walk.docket, 1, approval=replace(approval, version=2), proof=None)
    old = Act(doing=Doing.POST, record=1, key="r0", version=1)
    walk.docket = line.absorb(walk.docket, old, Seen(saw=Saw.MATCHES, at=walk.now, value="n1"), walk.policy)
    assert record_of(walk.docket, 1).proof is None


# --- the only account ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("upload", [True, False])
def test_what_could_not_be_read_may_be_the_only_account_all_the_same(upload: bool) -> None:
    walk = dropped_file() if upload else asked_for("CH-1")
    answering(walk, Doing.DRAFT, Saw.UNREADABLE)
    walk.to_rest()
    assert record_of(walk.docket, 1).state is State.DROPPED
    order = walk.doings()
    if upload:
        assert Doing.ERASE_SOURCE not in order
    else:
        assert order.index(Doing.LOOK_SOURCE) < order.index(Doing.ERASE_SOURCE)


def test_one_draft_that_fails_does_not_drop_its_siblings() -> None:
    walk = asked_for("CH-1", "CH-2")
    walk.answer = lambda act, at: (
        Seen(saw=Saw.UNREADABLE, at=at) if (act.doing, act.record) == (Doing.DRAFT, 1) else well(act, at)
    )
    walk.to_rest()
    assert [r.state for r in walk.docket.records] == [State.DROPPED, State.DRAFT]


# --- holds ---------------------------------------------------------------------------------------------------------


def test_no_press_of_an_author_lifts_a_hold() -> None:
    walk = drafted()
    hold = PolicyHold(by="ig", at=START, id="h1", reference="CH-1")
    walk.policy = replace(COUNCIL, holds=(hold,))
    walk.docket = holds.note(walk.docket, hold, walk.now)
    walk.docket, claimed = review.reassign(
        walk.docket, 1, KELLY.id, reference="CH-2", policy=walk.policy, now=walk.now
    )
    seen = Seen(saw=Saw.DONE, at=walk.now, hash=HASH, pages=1)
    walk.docket = line.absorb(walk.docket, claimed.act, seen, walk.policy, claimed)
    assert record_of(walk.docket, 1).reference == "CH-2"
    assert held(walk.docket, walk.policy)
    assert not held(walk.docket, COUNCIL), "only its release does"


def test_a_draft_under_a_hold_waits_for_no_time_that_is_over() -> None:
    walk = drafted()
    walk.docket = review.keep(walk.docket, 1, KELLY.id, now=walk.now)
    walk.now += timedelta(days=60)
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert rest.until is None or rest.until > walk.now


# --- the meeting's own ---------------------------------------------------------------------------------------------


def test_nothing_is_said_to_be_left_while_a_deletion_may_be_out() -> None:
    walk = filed()
    walk.now += COUNCIL.grace
    walk.answer = lambda act, at: None if act.doing is Doing.DELETE_MEETING else well(act, at)
    walk.to_rest()
    assert Doing.DELETE_MEETING in walk.doings()
    walk.docket = misfiled.wrong_file(walk.docket, 1, KELLY.id, now=walk.now)
    walk.docket = misfiled.by_hand(walk.docket, 1, KELLY.id, now=walk.now)
    walk.answer = lambda act, at: (
        Seen(saw=Saw.ABSENT, at=at) if act.doing is Doing.PREFLIGHT else well(act, at)
    )
    walk.to_end()
    theirs = [t for t in walk.docket.traces if t.custody is Custody.TEMPORARY]
    assert [t.outcome for t in theirs] == [Outcome.GONE], "the deletion had gone through, unanswered"


def test_an_authors_choice_to_leave_it_survives_whoever_joins() -> None:
    walk = filed()
    walk.docket = hand_over.leave(walk.docket, 1, KELLY.id, now=walk.now)
    walk.docket = replace(
        asked(walk.docket, "CH-2", walk.now),
        records=(*walk.docket.records, replace(asked(walk.docket, "CH-2", walk.now).records[-1], author=SAM)),
    )
    walk.to_rest()
    walk.docket = discarding.discard(
        walk.docket, 2, SAM.id, only_account=False, policy=walk.policy, now=walk.now
    )
    walk.to_end()
    assert Doing.DELETE_MEETING not in walk.doings()


# --- what a receipt says -------------------------------------------------------------------------------------------


def test_the_receipt_counts_only_what_stands_on_file() -> None:
    walk = drafted()
    walk.read_and_approve()
    answering(walk, Doing.POST, Saw.REFUSED)
    walk.now += COUNCIL.undo
    walk.to_rest()
    walk.docket, claimed = review.reassign(
        walk.docket, 1, KELLY.id, reference="CH-2", policy=walk.policy, now=walk.now
    )
    seen = Seen(saw=Saw.DONE, at=walk.now, hash=HASH, pages=1)
    walk.docket = line.absorb(walk.docket, claimed.act, seen, walk.policy, claimed)
    walk.answer = well
    walk.read_and_approve()
    walk.to_end()
    stands = [(t.address, t.why) for t in walk.docket.traces if t.outcome is Outcome.KEPT]
    assert stands == [("CH-2", "")]
    assert fold(walk.docket, walk.now).filings[0].reference == "CH-2"


# --- other ---------------------------------------------------------------------------------------------------------


def test_nothing_is_drafted_from_a_file_that_was_thrown_away() -> None:
    docket, placed = joining.open_upload(
        id=DocketId("d1"), name="name", link=None, opener=KELLY, policy=COUNCIL, now=START
    )
    docket = line.absorb(docket, placed.act, Seen(saw=Saw.DONE, at=START), COUNCIL, placed)
    docket = joining.throw_away(docket, KELLY.id)
    with pytest.raises(RefusedError):
        asked(docket, "CH-1")


def test_a_file_dropped_again_after_its_record_was_filed_can_be_used_again() -> None:
    walk = dropped_file()
    walk.to_rest()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    walk.to_rest()
    placed = joining.store_again(walk.docket, policy=walk.policy, now=walk.now)
    assert placed is not None
    walk.docket, claimed = placed
    walk.docket = line.absorb(walk.docket, claimed.act, Seen(saw=Saw.DONE, at=walk.now), walk.policy, claimed)
    walk.to_rest()
    assert len(asked(walk.docket, "CH-9", walk.now).records) == 2
    walk.now += COUNCIL.undecided
    walk.to_rest()
    assert not walk.docket.have, "and goes after its hour if nobody asks"


def test_a_record_that_was_taken_away_after_an_unanswered_post_comes_to_its_author() -> None:
    walk = drafted()
    walk.read_and_approve()

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is Doing.POST:
            return None
        return Seen(saw=Saw.NOT_THERE, at=at) if act.doing is Doing.LOOK_UP else well(act, at)

    walk.answer = answer
    rest = walk.to_end()
    assert isinstance(rest, Wait)
    assert (rest.whom, rest.why) == (KELLY.name, "filed-gone")
    review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)


def test_a_second_person_who_is_wanted_since_is_waited_for() -> None:
    walk = drafted()
    walk.read_and_approve()
    walk.policy = replace(
        COUNCIL,
        second=(
            SecondRule(
                record_type=RecordTypeId("home-visit"), approvers=(Colleague(id=SAM.id, name=SAM.name),)
            ),
        ),
    )
    walk.now += COUNCIL.undo
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert (rest.whom, rest.why) == (KELLY.name, "second-wanted")


def test_a_card_that_nobody_lets_us_clean_is_reported_after_a_day() -> None:
    walk = filed()
    walk.docket = review.try_now(walk.docket, 1, KELLY.id, now=walk.now)
    start = walk.now

    def answer(act: Act, at: datetime) -> Seen | None:
        seen = well(act, at)
        cards = {t.n for t in walk.docket.traces if t.holder is Holder.CARD}
        if act.doing is Doing.ERASE and not cards.isdisjoint(act.targets):
            left = tuple(t for t in seen.each if t.trace not in cards)
            return replace(seen, each=left, why="bot-removed")
        return seen

    walk.answer = answer
    for _ in range(200):
        rest = walk.to_rest()
        if not isinstance(rest, Wait) or walk.now > start + timedelta(days=20):
            break
        walk.now = max(rest.until or walk.now, walk.now + timedelta(minutes=1))
    ends = [(t.outcome, t.why) for t in walk.docket.traces if t.holder is Holder.CARD]
    assert ends == [(Outcome.UNKNOWN, "bot-removed")]


def test_dealing_with_it_by_hand_twice_is_once() -> None:
    walk = filed()
    docket = misfiled.wrong_file(walk.docket, 1, KELLY.id, now=walk.now)
    once = misfiled.by_hand(docket, 1, KELLY.id, now=walk.now)
    again = misfiled.by_hand(once, 1, KELLY.id, now=walk.now + timedelta(hours=5))
    assert again == once, "grace does not begin anew with every press"


def test_under_a_hold_governance_is_waited_for() -> None:
    walk = filed()
    walk.docket = review.keep(walk.docket, 1, KELLY.id, now=walk.now)
    walk.now += timedelta(days=40)
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert (rest.whom, rest.why) == (GOVERNANCE, "hold")
