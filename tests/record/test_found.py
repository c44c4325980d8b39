"""Histories that a fresh pair of eyes found: each went wrong once, and is decided rightly since."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from record import discarding, joining, line, post, review
from record.docket import Act, Claim, Docket, Done, Seen, Sight, Wait
from record.entries import record_of
from record.errors import RefusedError
from record.policy import PolicyHold
from record.terms import GOVERNANCE, DocketId, Doing, Saw, State
from tests.record.walking import COUNCIL, HASH, KELLY, START, Walk, asked_for, well


def test_an_expiry_absorbed_late_does_not_drop_what_was_approved() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.now += COUNCIL.expiry
    act = line.next_act(walk.docket, walk.policy, walk.now)
    assert isinstance(act, Act)
    assert act.doing is Doing.EXPIRE
    walk.read_and_approve()
    walk.docket = line.absorb(walk.docket, act, Seen(saw=Saw.DONE, at=walk.now), walk.policy)
    assert record_of(walk.docket, 1).state is State.APPROVED


def test_a_post_that_may_still_land_cannot_be_discarded_because_the_next_was_refused_in_time() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    posts: list[int] = []

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is Doing.POST:
            posts.append(1)
            return None if len(posts) == 1 else Seen(saw=Saw.BUSY, at=at)
        return Seen(saw=Saw.ABSENT, at=at) if act.doing is Doing.LOOK_UP else well(act, at)

    walk.answer = answer
    for _ in range(4):
        rest = walk.to_rest()
        assert isinstance(rest, Wait)
        walk.now = rest.until or walk.now
        if len(posts) == 2:
            break
    assert record_of(walk.docket, 1).sure is False
    with pytest.raises(RefusedError):
        discarding.discard(walk.docket, 1, KELLY.id, only_account=True, policy=walk.policy, now=walk.now)


def test_worse_evidence_absorbed_late_does_not_undo_a_filing() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    act = line.next_act(walk.docket, walk.policy, walk.now)
    assert isinstance(act, Act)
    walk.to_rest()
    assert record_of(walk.docket, 1).state is State.POSTED
    for saw in (Saw.BUSY, Saw.REFUSED, Saw.DIFFERS):
        after = line.absorb(walk.docket, act, Seen(saw=saw, at=walk.now), walk.policy)
        assert record_of(after, 1).state is State.POSTED


def test_a_wordless_face_that_landed_after_undo_is_drawn_over() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    tell = line.next_act(walk.docket, walk.policy, walk.now)
    assert isinstance(tell, Act)
    assert tell.doing is Doing.TELL
    walk.docket = review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)
    walk.docket, claim = review.turn(walk.docket, 1, KELLY.id, edit=False, policy=walk.policy, now=walk.now)
    walk.docket = line.absorb(walk.docket, claim.act, Seen(saw=Saw.DONE, at=walk.now), walk.policy, claim)
    walk.docket = line.absorb(walk.docket, tell, Seen(saw=Saw.DONE, at=walk.now), walk.policy)
    again = line.next_act(walk.docket, walk.policy, walk.now)
    assert isinstance(again, Act)
    assert again.doing is Doing.SHOW_CARD


def test_words_shown_on_a_card_that_has_moved_do_not_count() -> None:
    walk = asked_for("CH-1")
    walk.answer = lambda act, at: None if act.doing is Doing.SHOW_CARD else well(act, at)
    walk.to_rest()
    show = next(a for a, _ in walk.did if a.doing is Doing.SHOW_CARD)
    walk.docket = review.bring(walk.docket, 1, KELLY.id, now=walk.now)
    walk.docket = line.absorb(walk.docket, show, Seen(saw=Saw.DONE, at=walk.now), walk.policy)
    assert record_of(walk.docket, 1).shown == 0
    walk.answer = well
    walk.now += COUNCIL.lease + COUNCIL.skew
    walk.to_rest()
    assert walk.doings()[-1] is Doing.SHOW_CARD


def test_nothing_is_decided_while_a_save_is_under_way() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.docket, claim = review.turn(walk.docket, 1, KELLY.id, edit=False, policy=walk.policy, now=walk.now)
    seen = Seen(saw=Saw.DONE, at=walk.now, sent=(1,))
    walk.docket = line.absorb(walk.docket, claim.act, seen, walk.policy, claim)
    saving, _ = review.turn(walk.docket, 1, KELLY.id, edit=True, policy=walk.policy, now=walk.now)
    with pytest.raises(RefusedError, match="RefusedError") as no:
        review.approve(saving, 1, KELLY.id, name="K", version=1, hash=HASH, policy=walk.policy, now=walk.now)
    assert no.value.say == review.ONE_MOMENT


@pytest.mark.parametrize("doing", [Doing.DRAFT, Doing.SHOW_CARD])
def test_what_is_not_there_is_not_asked_for_in_a_loop(doing: Doing) -> None:
    walk = asked_for("CH-1")
    walk.answer = lambda act, at: Seen(saw=Saw.NOT_THERE, at=at) if act.doing is doing else well(act, at)
    assert isinstance(walk.to_rest(limit=12), Wait)


def test_somebody_who_joins_what_was_left_decides_about_it_again() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=False, policy=walk.policy, now=walk.now
    )
    while Doing.LEAVE not in walk.doings():
        step = line.next_act(walk.docket, walk.policy, walk.now)
        if isinstance(step, Act):
            walk.do(step)
        elif isinstance(step, Wait):
            walk.now = step.until or walk.now
    walk.docket = discarding.delete_too(walk.docket, 1, KELLY.id, understood=True, now=walk.now)
    assert isinstance(walk.to_end(), Done)
    assert Doing.DELETE_MEETING in walk.doings()


def test_the_receipt_is_shown_before_the_account_goes() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    busy = [True]

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is Doing.TELL and act.key == "receipt" and busy:
            busy.pop()
            return Seen(saw=Saw.BUSY, at=at)
        return well(act, at)

    walk.answer = answer
    assert isinstance(walk.to_end(), Done)
    assert [a.doing for a, _ in walk.did[-2:]] == [Doing.TELL, Doing.REMOVE_DOCKET]


def test_a_refused_post_can_be_tried_again_without_keys() -> None:
    walk = asked_for("CH-1", policy=replace(COUNCIL, honours_keys=False))
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = lambda act, at: (
        Seen(saw=Saw.REFUSED, at=at, why="closed") if act.doing is Doing.POST else well(act, at)
    )
    walk.to_end()
    walk.docket = post.retry(walk.docket, 1, KELLY.id, now=walk.now)
    walk.answer = well
    assert isinstance(walk.to_end(), Done)


def test_a_forgotten_upload_under_a_hold_waits_for_somebody() -> None:
    docket, claim = joining.open_upload(
        id=DocketId("d"), name="n", link=None, opener=KELLY, policy=COUNCIL, now=START
    )
    docket = line.absorb(docket, claim.act, Seen(saw=Saw.DONE, at=START), COUNCIL, claim)
    walk = Walk(docket, replace(COUNCIL, holds=(PolicyHold(by="ig", at=START),)))
    walk.now += COUNCIL.undecided
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert (rest.why, rest.whom) == ("hold", GOVERNANCE)


def test_a_file_dropped_again_after_its_hour_is_held_again() -> None:
    docket, claim = joining.open_upload(
        id=DocketId("d"), name="n", link=None, opener=KELLY, policy=COUNCIL, now=START
    )
    walk = Walk(line.absorb(docket, claim.act, Seen(saw=Saw.DONE, at=START), COUNCIL, claim))
    assert joining.store_again(walk.docket, policy=COUNCIL, now=walk.now) is None, "we hold it"
    walk.now += COUNCIL.undecided
    walk.to_rest()
    found = joining.store_again(walk.docket, policy=COUNCIL, now=walk.now)
    assert found is not None
    walk.docket, claim = found
    walk.docket = line.absorb(walk.docket, claim.act, Seen(saw=Saw.DONE, at=walk.now), COUNCIL, claim)
    assert walk.docket.have


def test_what_is_found_on_file_after_it_was_discarded_is_said_and_does_not_count() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = lambda act, at: (
        Seen(saw=Saw.DIFFERS, at=at, value="n1") if act.doing is Doing.POST else well(act, at)
    )
    walk.now += COUNCIL.undo
    walk.to_rest()
    late = Act(doing=Doing.LOOK_UP, record=1, key="r0", version=1)
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=False, policy=walk.policy, now=walk.now
    )
    seen = Seen(saw=Saw.MATCHES, at=walk.now, value="n1")
    walk.docket = line.absorb(walk.docket, late, seen, walk.policy)
    record = record_of(walk.docket, 1)
    assert (record.state, record.proof, record.filed) == (State.DROPPED, None, "n1")
    walk.answer = well
    assert walk.to_end() == Done()
    assert Doing.DELETE_MEETING not in walk.doings()


def test_nothing_that_the_receipt_says_can_be_changed_once_it_may_be_written() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=False, policy=walk.policy, now=walk.now
    )
    step = walk.until(Doing.WRITE_RECEIPT)
    discarding.delete_too(walk.docket, 1, KELLY.id, understood=True, now=walk.now)
    walk.docket, _ = line.claim(walk.docket, step, walk.policy, walk.now)
    with pytest.raises(RefusedError):
        discarding.delete_too(walk.docket, 1, KELLY.id, understood=True, now=walk.now)
    with pytest.raises(RefusedError):
        review.keep(walk.docket, 1, KELLY.id, now=walk.now)


def test_a_record_that_was_taken_away_before_it_could_be_read_back_waits_for_its_author() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = lambda act, at: (
        Seen(saw=Saw.NOT_THERE, at=at, why="filed-gone") if act.doing is Doing.POST else well(act, at)
    )
    walk.now += COUNCIL.undo
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert (rest.whom, rest.why) == (KELLY.name, "filed-gone")
    walk.docket = review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)


def test_a_look_clears_only_the_attempts_of_which_it_shows_what_became() -> None:
    walk = asked_for("CH-1", "CH-2", policy=replace(COUNCIL, honours_keys=False))
    walk.to_rest()
    for n in (1, 2):
        walk.read_and_approve(n)
    walk.now += COUNCIL.undo
    claims = []
    for n in (1, 2):
        act = Act(doing=Doing.POST, record=n, key=f"r{n - 1}", version=1)
        walk.docket, made = line.claim(walk.docket, act, walk.policy, walk.now)
        claims.append(made.n)
    later = walk.now + timedelta(hours=1)
    look = Act(doing=Doing.LOOK_UP, record=1, key="r0", version=1)
    absent = line.absorb(walk.docket, look, Seen(saw=Saw.ABSENT, at=later), walk.policy)
    assert [c.n for c in absent.claims] == [claims[1]], "of the other record it says nothing"
    busy = line.absorb(walk.docket, look, Seen(saw=Saw.BUSY, at=later), walk.policy)
    assert [c.n for c in busy.claims] == claims, "what saw nothing shows nothing"


def test_grace_is_reckoned_from_when_the_proof_was_there_not_from_when_it_was_asked_for() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = lambda act, at: None if act.doing is Doing.POST else well(act, at)
    walk.now += COUNCIL.undo
    walk.to_rest()
    look = Act(doing=Doing.LOOK_UP, record=1, key="r0", version=1)
    slept = walk.now + timedelta(hours=10)
    seen = Seen(saw=Saw.MATCHES, at=walk.now, value="n1", came=slept)
    docket = line.absorb(walk.docket, look, seen, walk.policy)
    assert docket.settled_at == slept
    assert record_of(docket, 1).seen_filed == Sight(at=walk.now, saw=Saw.MATCHES), (
        "but it is as old as its asking"
    )


@pytest.mark.parametrize("saw", [Saw.BUSY, Saw.REFUSED, Saw.NOT_THERE])
def test_a_refusal_says_nothing_of_an_earlier_attempt_that_no_look_has_shown(saw: Saw) -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    first = Act(doing=Doing.POST, record=1, key="r0", version=1)
    walk.docket, _ = line.claim(walk.docket, first, walk.policy, walk.now)
    walk.now += timedelta(days=2)
    walk.docket, again = line.claim(walk.docket, first, walk.policy, walk.now)
    walk.docket = line.absorb(walk.docket, first, Seen(saw=saw, at=walk.now), walk.policy, again)
    record = record_of(walk.docket, 1)
    assert (record.state, record.sure) == (State.POSTING, False)
    with pytest.raises(RefusedError):
        review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)


def test_a_file_dropped_again_while_its_account_is_closed_is_not_put_into_it() -> None:
    docket, placed = propose_upload()
    docket = line.absorb(docket, placed.act, Seen(saw=Saw.DONE, at=START), COUNCIL, placed)
    walk = Walk(replace(docket, thrown_away=True))
    step = walk.until(Doing.WRITE_RECEIPT)
    assert joining.store_again(walk.docket, policy=walk.policy, now=walk.now) is not None
    walk.docket, _ = line.claim(walk.docket, step, walk.policy, walk.now)
    with pytest.raises(RefusedError):
        joining.store_again(walk.docket, policy=walk.policy, now=walk.now)


def propose_upload() -> tuple[Docket, Claim]:
    """The account of a dropped file, and the claim for putting our copy in its place."""
    return joining.open_upload(
        id=DocketId("d1"), name="name", link=None, opener=KELLY, policy=COUNCIL, now=START
    )
