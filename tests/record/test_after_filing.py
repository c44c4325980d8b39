"""After filing: attested by hand, corrected, found on the wrong person's file; and reminders before a draft goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from record import discarding, misfiled, post, review
from record.docket import Act, Done, Filed, Seen, Wait
from record.entries import record_of
from record.errors import RefusedError
from record.receipt import fold
from record.terms import Custody, DocketId, Doing, Outcome, Proof, RecordTypeId, Saw, State
from tests.record.walking import COUNCIL, HASH, KELLY, SAM, START, Walk, asked_for, well

BY_HAND = replace(COUNCIL, posts=False)
STANDS = Filed(note="note-1", reference="CH-1", record_type=RecordTypeId("home-visit"), hash=HASH)


# --- attested -----------------------------------------------------------------------------------------------------


def attested() -> Walk:
    walk = asked_for("CH-1", policy=BY_HAND)
    walk.to_rest()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert (rest.whom, rest.why) == (KELLY.name, "attest")
    walk.docket = post.attest(walk.docket, 1, KELLY.id, number="88213", policy=walk.policy, now=walk.now)
    return walk


def test_one_press_of_attest_destroys_no_account_of_what_was_said() -> None:
    walk = attested()
    rest = walk.to_rest()
    for _ in range(30):
        assert isinstance(rest, Wait)
        walk.now = (rest.until or walk.now) + timedelta(days=1)
        rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert not {Doing.ERASE_SOURCE, Doing.DELETE_MEETING, Doing.LEAVE} & set(walk.doings())
    assert (rest.whom, rest.why) == (KELLY.name, "attested")


def test_attested_and_confirmed_counts_and_is_called_attested() -> None:
    walk = attested()
    walk.docket = post.may_count(walk.docket, 1, KELLY.id, now=walk.now)
    assert walk.to_end() == Done()
    assert Doing.POST not in walk.doings()
    filing = fold(walk.docket, walk.now).filings[0]
    assert (filing.filed, filing.proof) == ("88213", Proof.ATTESTED)
    assert Doing.DELETE_MEETING in walk.doings()


def test_nothing_is_attested_that_was_not_approved_or_may_still_land() -> None:
    walk = asked_for("CH-1", policy=BY_HAND)
    walk.to_rest()
    with pytest.raises(RefusedError):
        post.attest(walk.docket, 1, KELLY.id, number="1", policy=walk.policy, now=walk.now)
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = lambda act, at: None if act.doing is Doing.POST else well(act, at)
    walk.now += COUNCIL.undo
    walk.to_rest()
    with pytest.raises(RefusedError):
        post.attest(walk.docket, 1, KELLY.id, number="1", policy=walk.policy, now=walk.now)


# --- corrected ----------------------------------------------------------------------------------------------------


def correcting() -> Walk:
    docket = misfiled.open_correction(
        id=DocketId("d2"), name="n2", filed=STANDS, record_id="c1", author=KELLY, card="card", now=START
    )
    return Walk(docket)


def test_a_correction_is_a_record_of_its_own_that_leaves_only_a_receipt() -> None:
    walk = correcting()
    walk.to_rest()
    assert Doing.FETCH not in walk.doings()
    walk.read_and_approve()
    assert walk.to_end() == Done()
    order = [d for d in walk.doings() if d in (Doing.LOOK_SOURCE, Doing.POST)]
    assert order == [Doing.LOOK_SOURCE, Doing.POST], "what is corrected is looked at within the hour"
    assert fold(walk.docket, walk.now).filings[0].adds_to == "note-1"


def test_a_correction_of_what_is_no_longer_on_file_waits_for_its_author_who_may_discard_it() -> None:
    walk = correcting()
    walk.answer = lambda act, at: (
        Seen(saw=Saw.ABSENT, at=at) if act.doing is Doing.LOOK_SOURCE else well(act, at)
    )
    walk.to_rest()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert rest.whom == KELLY.name
    assert Doing.POST not in walk.doings()
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=True, policy=walk.policy, now=walk.now
    )
    assert walk.to_end() == Done()


@pytest.mark.parametrize("first", [Saw.REFUSED, None])
def test_a_correction_that_was_not_taken_is_not_posted_on_an_old_look(first: Saw | None) -> None:
    """Refused and tried again, or never answered and looked for in vain: what it corrects has gone meanwhile."""
    walk = correcting()
    gone = False

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is Doing.POST:
            assert not gone, "it is added to what is not there"
            return Seen(saw=first, at=at, why="file-closed") if first else None
        if act.doing is Doing.LOOK_UP:
            return Seen(saw=Saw.ABSENT, at=at)
        if act.doing is Doing.LOOK_SOURCE and gone:
            return Seen(saw=Saw.ABSENT, at=at)
        return well(act, at)

    walk.answer = answer
    walk.to_rest()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    walk.to_rest()
    assert Doing.POST in walk.doings()
    if not first:
        walk.do(walk.until(Doing.LOOK_UP))  # not there yet, and it may still land: it may be posted again
    gone = True
    walk.now += timedelta(hours=5)
    if first:
        walk.docket = post.retry(walk.docket, 1, KELLY.id, now=walk.now)
    rest = walk.to_rest()
    for _ in range(9):
        assert isinstance(rest, Wait)
        walk.now = rest.until or walk.now
        rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert (rest.whom, rest.why) == (KELLY.name, "filed-gone")
    walk.docket = review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)
    assert record_of(walk.docket, 1).state is State.DRAFT


# --- on the wrong file --------------------------------------------------------------------------------------------


def filed() -> Walk:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    walk.to_rest()
    assert record_of(walk.docket, 1).state is State.POSTED
    return walk


def test_a_wrong_file_stops_destroying_is_marked_and_drafted_anew_for_the_right_one() -> None:
    walk = filed()
    walk.docket = misfiled.wrong_file(walk.docket, 1, KELLY.id, now=walk.now)
    walk.docket = misfiled.move(
        walk.docket, 1, KELLY.id, reference="CH-2", record_id="r9", card=None, now=walk.now
    )
    walk.now += COUNCIL.grace
    before = walk.now
    walk.to_rest()
    record = record_of(walk.docket, 2)
    assert (record.state, record.approval, record.reference) == (State.DRAFT, None, "CH-2")
    assert record_of(walk.docket, 1).state is State.MARKED
    assert Doing.DELETE_MEETING not in walk.doings()
    assert walk.doings().count(Doing.FETCH) == 1, "it is drafted from what is on file, not from the meeting"
    walk.read_and_approve(2)
    assert walk.to_end() == Done()
    deleted = next(d for a, d in walk.did if a.doing is Doing.DELETE_MEETING)
    assert deleted.at >= before + COUNCIL.grace, "grace starts again"
    states = [(f.state, f.moved_from != "") for f in fold(walk.docket, walk.now).filings]
    assert states == [(State.MARKED, False), (State.POSTED, True)]


def test_what_stands_on_the_wrong_file_does_not_count_as_filed() -> None:
    walk = filed()
    walk.docket = misfiled.wrong_file(walk.docket, 1, KELLY.id, now=walk.now)
    walk.now += COUNCIL.grace
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert rest.whom == KELLY.name, "its author can still say whose file it should be on"
    assert Doing.WRITE_RECEIPT not in walk.doings()
    assert walk.to_end() == Done()
    assert record_of(walk.docket, 1).state is State.MARKED
    assert Doing.DELETE_MEETING not in walk.doings()
    theirs = [t.outcome for t in walk.docket.traces if t.custody is Custody.TEMPORARY]
    assert theirs == [Outcome.LEFT]


def test_a_mark_without_an_answer_is_not_made_twice_where_keys_are_not_honoured() -> None:
    walk = filed()
    walk.policy = replace(walk.policy, honours_keys=False)
    walk.docket = misfiled.wrong_file(walk.docket, 1, KELLY.id, now=walk.now)
    asked: list[datetime] = []

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is Doing.MARK:
            asked.append(at)
        return None if act.doing is Doing.MARK and len(asked) == 1 else well(act, at)

    walk.answer = answer
    assert walk.to_end() == Done()
    assert len(asked) == 2
    assert asked[1] >= asked[0] + COUNCIL.lease + COUNCIL.skew + COUNCIL.late


def test_a_wrong_file_found_after_the_account_has_gone() -> None:
    docket = misfiled.open_misfiled(
        id=DocketId("d3"),
        name="n3",
        filed=STANDS,
        proof=Proof.READ_BACK,
        record_id="w1",
        author=KELLY,
        now=START,
    )
    docket = misfiled.move(docket, 1, KELLY.id, reference="CH-2", record_id="w2", card="card", now=START)
    walk = Walk(docket)
    walk.to_rest()
    assert Doing.MARK in walk.doings()
    walk.read_and_approve(2)
    assert walk.to_end() == Done()
    assert [f.state for f in fold(walk.docket, walk.now).filings] == [State.MARKED, State.POSTED]


def test_only_its_author_moves_it_once_and_not_onto_the_same_file() -> None:
    walk = filed()
    with pytest.raises(RefusedError):
        misfiled.wrong_file(walk.docket, 1, SAM.id, now=walk.now)
    walk.docket = misfiled.wrong_file(walk.docket, 1, KELLY.id, now=walk.now)
    with pytest.raises(RefusedError):
        misfiled.move(walk.docket, 1, KELLY.id, reference="CH-1", record_id="x", card=None, now=walk.now)
    moved = misfiled.move(walk.docket, 1, KELLY.id, reference="CH-2", record_id="x", card=None, now=walk.now)
    with pytest.raises(RefusedError):
        misfiled.move(moved, 1, KELLY.id, reference="CH-3", record_id="y", card=None, now=walk.now)


# --- reminders ----------------------------------------------------------------------------------------------------


def test_its_author_is_reminded_twice_before_a_draft_goes() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    shown = walk.now
    for _ in range(40):
        walk.to_rest()
        walk.now += timedelta(hours=6)
    assert walk.doings().count(Doing.EXPIRE) == 1
    reminded = [a.key for a, _ in walk.did if a.doing is Doing.REMIND]
    assert reminded == [(shown + COUNCIL.expiry).isoformat()] * 2


def test_nobody_is_reminded_of_what_a_hold_keeps() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.docket = review.keep(walk.docket, 1, KELLY.id, now=walk.now)
    walk.now += timedelta(days=30)
    walk.to_rest()
    assert not {Doing.REMIND, Doing.EXPIRE} & set(walk.doings())


def test_nobody_is_reminded_of_a_draft_that_was_touched_after_the_reminders_time() -> None:
    walk = asked_for("CH-1", policy=replace(COUNCIL, expiry=timedelta(days=1)))
    walk.to_rest()
    assert Doing.REMIND not in walk.doings(), "it goes in a day anyway, and its author has just seen it"
