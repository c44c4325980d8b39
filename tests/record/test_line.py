"""Histories that a council will live through, each decided by the line alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from record import discarding, joining, line, post, review
from record.docket import Act, Done, Seen, Target, Upload, Wait
from record.entries import record_of
from record.errors import RefusedError
from record.policy import PolicyHold
from record.receipt import fold
from record.terms import Custody, DocketId, Doing, Outcome, RecordTypeId, Saw, State
from tests.record.walking import COUNCIL, HASH, KELLY, SAM, START, Walk, asked_for, well


def test_one_meeting_from_asking_to_receipt() -> None:
    walk = asked_for("CH-1")
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert (rest.why, rest.whom) == ("author", "Kelly Marsh")
    walk.read_and_approve()
    assert isinstance(walk.to_end(), Done)
    receipt = fold(walk.docket, walk.now)
    assert {c.outcome for c in receipt.copies} == {Outcome.GONE, Outcome.REPLACED, Outcome.KEPT}
    assert all(c.looks == 4 for c in receipt.copies if c.outcome is Outcome.GONE)
    assert walk.doings().count(Doing.POST) == walk.doings().count(Doing.DELETE_MEETING) == 1


def test_the_undo_time_and_the_grace_are_waited_for() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert (rest.why, rest.until) == ("undo", walk.now + COUNCIL.undo)
    walk.docket = review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)
    assert Doing.POST not in walk.doings()
    walk.to_rest()
    walk.read_and_approve()
    filed = walk.now + COUNCIL.undo
    walk.to_end()
    gone = next(d for a, d in walk.did if a.doing is Doing.DELETE_MEETING)
    assert gone.at >= filed + COUNCIL.grace
    with pytest.raises(RefusedError):
        review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)


def test_siblings_share_one_source_that_goes_last() -> None:
    walk = asked_for("CH-1", "CH-2")
    walk.to_rest()
    walk.read_and_approve(1)
    walk.to_end()
    assert Doing.ERASE in walk.doings()
    assert Doing.ERASE_SOURCE not in walk.doings()
    walk.docket = discarding.discard(
        walk.docket, 2, KELLY.id, only_account=False, policy=walk.policy, now=walk.now
    )
    assert isinstance(walk.to_end(), Done)


def test_everything_discarded_leaves_the_meetings_own_file() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=False, policy=walk.policy, now=walk.now
    )
    assert isinstance(walk.to_end(), Done)
    assert Doing.LOOK_SOURCE in walk.doings(), "our copy went without a look at the original"
    assert Doing.DELETE_MEETING not in walk.doings()
    (own,) = (t for t in walk.docket.traces if t.custody is Custody.TEMPORARY)
    assert own.outcome is Outcome.LEFT


def test_our_copy_stays_when_somebody_else_deleted_the_meeting() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=False, policy=walk.policy, now=walk.now
    )

    def gone(act: Act, at: datetime) -> Seen | None:
        return Seen(saw=Saw.ABSENT, at=at) if act.doing is Doing.LOOK_SOURCE else well(act, at)

    walk.answer = gone
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert Doing.ERASE_SOURCE not in walk.doings()


def test_a_separate_choice_deletes_the_meeting_with_nothing_filed() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=False, policy=walk.policy, now=walk.now
    )
    with pytest.raises(RefusedError):
        discarding.delete_too(walk.docket, 1, KELLY.id, understood=False, now=walk.now)
    walk.docket = discarding.delete_too(walk.docket, 1, KELLY.id, understood=True, now=walk.now)
    assert isinstance(walk.to_end(), Done)
    assert Doing.DELETE_MEETING in walk.doings()


def test_keep_stops_all_destruction() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.docket = review.keep(walk.docket, 1, KELLY.id, now=walk.now)
    rest = walk.to_end()
    assert isinstance(rest, Wait)
    assert rest.why == "hold"
    assert record_of(walk.docket, 1).state is State.POSTED, "a hold must not stop filing"
    assert not {Doing.ERASE, Doing.ERASE_SOURCE, Doing.DELETE_MEETING} & set(walk.doings())


HOLD = PolicyHold(by="ig", at=START)


@pytest.mark.parametrize(
    "hold",
    [
        replace(HOLD, docket="d1"),
        replace(HOLD, reference="CH-1"),
        replace(HOLD, record_type=RecordTypeId("home-visit")),
        HOLD,
    ],
)
def test_a_councils_hold_stops_destruction_and_expiry(hold: PolicyHold) -> None:
    walk = asked_for("CH-1")
    walk.policy = replace(COUNCIL, holds=(hold,))
    walk.to_rest()
    walk.now += timedelta(days=30)
    walk.to_rest()
    assert record_of(walk.docket, 1).state is State.DRAFT


def test_an_undecided_draft_expires_and_nothing_else_goes_with_it() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.now += COUNCIL.expiry
    assert isinstance(walk.to_end(), Done)
    assert record_of(walk.docket, 1).why == "expired"
    assert Doing.DELETE_MEETING not in walk.doings()


def test_no_answer_to_a_post_is_looked_up_before_anything_else() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    lost = [True]

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is Doing.POST and lost:
            lost.pop()
            return None
        if act.doing is Doing.LOOK_UP:
            return Seen(saw=Saw.ABSENT, at=at)
        return well(act, at)

    walk.answer = answer
    assert isinstance(walk.to_end(), Done)
    order = [d for d in walk.doings() if d in (Doing.POST, Doing.LOOK_UP)]
    assert order == [Doing.POST, Doing.LOOK_UP, Doing.POST]
    posts = [a for a, _ in walk.did if a.doing is Doing.POST]
    assert len({(a.key, a.version) for a in posts}) == 1, "the same words, the same key"
    with pytest.raises(RefusedError):
        discarding.discard(walk.docket, 1, KELLY.id, only_account=True, policy=walk.policy, now=walk.now)


def test_without_keys_absent_is_conclusive_only_late() -> None:
    walk = asked_for("CH-1", policy=replace(COUNCIL, honours_keys=False))
    walk.to_rest()
    walk.read_and_approve()

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is Doing.POST:
            return None
        return Seen(saw=Saw.ABSENT, at=at) if act.doing is Doing.LOOK_UP else well(act, at)

    walk.answer = answer
    asked = walk.now + COUNCIL.undo
    rest = walk.to_end()
    assert isinstance(rest, Wait)
    assert (record_of(walk.docket, 1).state, rest.why) == (State.STUCK, "not-found")
    assert walk.now >= asked + COUNCIL.lease + COUNCIL.skew + COUNCIL.late
    assert walk.doings().count(Doing.POST) == 1
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=True, policy=walk.policy, now=walk.now
    )


@pytest.mark.parametrize(("saw", "why"), [(Saw.DIFFERS, "differs"), (Saw.REFUSED, "closed")])
def test_a_case_system_that_lies_or_refuses_stops_everything(saw: Saw, why: str) -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = lambda act, at: (
        Seen(saw=saw, at=at, why="closed", value="n") if act.doing is Doing.POST else well(act, at)
    )
    rest = walk.to_end()
    assert isinstance(rest, Wait)
    assert (rest.why, rest.whom) == (why, KELLY.name)
    assert not {Doing.ERASE, Doing.ERASE_SOURCE, Doing.DELETE_MEETING} & set(walk.doings())
    if saw is Saw.REFUSED:
        walk.docket = post.retry(walk.docket, 1, KELLY.id, now=walk.now)
        walk.answer = well
        assert isinstance(walk.to_end(), Done)


def test_a_filed_record_that_vanished_keeps_the_meeting() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = lambda act, at: (
        Seen(saw=Saw.ABSENT, at=at) if act.doing is Doing.LOOK_FILED else well(act, at)
    )
    whys = []
    for _ in range(20):
        rest = walk.to_rest()
        assert isinstance(rest, Wait)
        assert rest.until is not None
        whys.append(rest.why)
        walk.now = rest.until
    assert "filed-gone" in whys
    assert Doing.DELETE_MEETING not in walk.doings()


def test_somebody_elses_meeting_waits_for_its_organiser_by_name() -> None:
    walk = asked_for("CH-1", organiser=SAM)
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = lambda act, at: (
        Seen(saw=Saw.NOT_ORGANISER, at=at) if act.doing is Doing.PREFLIGHT else well(act, at)
    )
    walk.to_rest()
    walk.now += COUNCIL.undo
    walk.to_rest()
    walk.now += COUNCIL.grace
    walk.to_rest()
    waits = [
        w
        for w in line._source_steps(walk.docket, walk.policy, walk.now)
        if isinstance(w, Wait) and "organiser" in w.whom
    ]
    assert waits


@pytest.mark.parametrize(("lies", "outcome"), [(2, Outcome.GONE), (99, Outcome.STILL_LISTED)])
def test_present_again_is_asked_again_and_a_liar_is_reported(lies: int, outcome: Outcome) -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is Doing.LOOK:
            each = tuple(
                Target(trace=n, saw=Saw.PRESENT if n == 1 and len(tries) < lies else Saw.ABSENT)
                for n in act.targets
            )
            tries.extend(n for n in act.targets if n == 1)
            return Seen(saw=Saw.DONE, at=at, each=each)
        return well(act, at)

    tries: list[int] = []
    walk.answer = answer
    assert isinstance(walk.to_end(), Done)
    assert walk.doings().count(Doing.DELETE_MEETING) == min(lies, 3) + 1
    own = next(t for t in walk.docket.traces if t.custody is Custody.TEMPORARY)
    assert (own.outcome, len(own.looks)) == (outcome, 4)


def test_a_claim_that_lapsed_is_made_anew_and_still_listed() -> None:
    walk = asked_for("CH-1")
    walk.answer = lambda act, at: None if act.doing is Doing.DRAFT else well(act, at)
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert (rest.why, rest.until) == ("claim", walk.now + COUNCIL.lease + COUNCIL.skew)
    walk.answer = well
    walk.now = rest.until or walk.now
    walk.to_rest()
    drafts = [a for a, _ in walk.did if a.doing is Doing.DRAFT]
    assert [a.version for a in drafts] == [1, 2], "words go to a fresh place, never over older ones"
    places = [t.address for t in walk.docket.traces if t.kind == "draft"]
    assert len(places) == 2, "the first attempt's place is still in the account, to be cleaned"


def test_a_stranger_an_old_version_and_an_unread_page_are_refused() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    with pytest.raises(RefusedError):
        review.turn(walk.docket, 1, SAM.id, edit=False, policy=walk.policy, now=walk.now)
    with pytest.raises(RefusedError):
        review.approve(
            walk.docket, 1, KELLY.id, name="K", version=1, hash=HASH, policy=walk.policy, now=walk.now
        )
    walk.read_and_approve()
    with pytest.raises(RefusedError):
        review.approve(
            walk.docket, 1, SAM.id, name="S", version=1, hash=HASH, policy=walk.policy, now=walk.now
        )
    again = review.approve(
        walk.docket, 1, KELLY.id, name="K", version=1, hash=HASH, policy=walk.policy, now=walk.now
    )
    assert again == walk.docket, "pressing twice is pressing once"


def test_a_press_with_words_stands_beside_other_records_but_stops_its_own() -> None:
    walk = asked_for("CH-1", "CH-2")
    walk.to_rest()
    walk.docket, claim = review.turn(walk.docket, 1, KELLY.id, edit=True, policy=walk.policy, now=walk.now)
    with pytest.raises(RefusedError):
        review.turn(walk.docket, 1, KELLY.id, edit=True, policy=walk.policy, now=walk.now)
    walk.docket, _ = review.turn(walk.docket, 2, KELLY.id, edit=True, policy=walk.policy, now=walk.now)
    seen = Seen(saw=Saw.DONE, at=walk.now, hash=HASH, pages=1)
    walk.docket = line.absorb(walk.docket, claim.act, seen, walk.policy, claim)
    assert record_of(walk.docket, 1).version == 2


def test_a_dropped_file_without_a_child_goes_after_an_hour_and_theirs_stays() -> None:
    docket, claim = joining.open_upload(
        id=DocketId("d"), name="n", link="x", opener=KELLY, policy=COUNCIL, now=START
    )
    docket = line.absorb(docket, claim.act, Seen(saw=Saw.DONE, at=START), COUNCIL, claim)
    walk = Walk(docket)
    assert isinstance(walk.to_end(), Done)
    assert walk.now >= START + COUNCIL.undecided
    theirs = next(t for t in walk.docket.traces if t.custody is Custody.TEMPORARY)
    assert theirs.outcome is Outcome.LEFT


def test_a_discarded_upload_needs_the_second_tick() -> None:
    docket, claim = joining.open_upload(
        id=DocketId("d"), name="n", link=None, opener=KELLY, policy=COUNCIL, now=START
    )
    docket = line.absorb(docket, claim.act, Seen(saw=Saw.DONE, at=START), COUNCIL, claim)
    walk = Walk(docket)
    walk.docket = joining.add_record(
        walk.docket,
        id="r",
        author=KELLY,
        reference="CH-1",
        record_type=asked_for("x").docket.records[0].record_type,
        people_told=asked_for("x").docket.records[0].people_told,
        interpreter=False,
        card="c",
        now=START,
    )
    assert isinstance(walk.docket.source, Upload)
    walk.to_rest()
    with pytest.raises(RefusedError):
        discarding.discard(walk.docket, 1, KELLY.id, only_account=False, policy=walk.policy, now=walk.now)
    walk.now += COUNCIL.expiry
    rest = walk.to_end()
    assert isinstance(rest, Wait)
    assert rest.why == "only-account", "an absence destroyed the only account"
