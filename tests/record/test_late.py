"""Answers and attempts that come late, each from a history that the simulation found in a million."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from record import joining, line
from record.docket import Act, Docket, Seen, Target
from record.entries import key_of, source_address
from record.receipt import fold
from record.terms import SOURCE, DocketId, Doing, Holder, Outcome, Saw, Shelf
from tests.record.walking import COUNCIL, KELLY, START, Walk, asked_for, well


def filed() -> Walk:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    walk.to_rest()
    return walk


def test_a_file_dropped_again_has_a_new_key_which_an_older_deletion_cannot_reach() -> None:
    docket, claim = joining.open_upload(
        id=DocketId("d"), name="n", link=None, opener=KELLY, policy=COUNCIL, now=START
    )
    walk = Walk(line.absorb(docket, claim.act, Seen(saw=Saw.DONE, at=START), COUNCIL, claim))
    walk.now += COUNCIL.undecided
    old = walk.until(Doing.ERASE_SOURCE)
    out = {t.address for t in walk.docket.traces if t.n in old.targets}
    walk.to_rest()
    found = joining.store_again(walk.docket, policy=COUNCIL, now=walk.now)
    assert found is not None
    again, _ = found
    ours = {t.address for t in again.traces if t.record == SOURCE and t.shelf is Shelf.OPEN and t.address}
    words = source_address(again.id, again.gen, 0)
    assert {words, key_of(again.id, SOURCE, words)} <= ours
    assert not ours & out


def closing() -> tuple[Walk, Docket]:
    """A docket whose receipt is about to be written, and whose claim for that is saved."""
    walk = filed()
    step = walk.until(Doing.WRITE_RECEIPT)
    walk.docket, _ = line.claim(walk.docket, step, walk.policy, walk.now)
    return walk, walk.docket


def test_what_comes_late_changes_nothing_that_the_receipt_may_say() -> None:
    walk, before = closing()
    card = next(t for t in before.traces if t.holder is Holder.CARD)
    own = Act(doing=Doing.ERASE, record=1, targets=(card.n,))
    late = (
        (Act(doing=Doing.SEND_CARD, record=1, who=KELLY.id), Seen(saw=Saw.DONE, at=walk.now, value="card-9")),
        (own, Seen(saw=Saw.DONE, at=walk.now, each=(Target(trace=card.n, saw=Saw.DONE),))),
        (Act(doing=Doing.DELETE_MEETING, record=1, targets=(1,)), well(own, walk.now)),
        (Act(doing=Doing.PREFLIGHT, record=1, targets=(1,)), Seen(saw=Saw.ABSENT, at=walk.now)),
        (Act(doing=Doing.LOOK_FILED, record=1), Seen(saw=Saw.ABSENT, at=walk.now)),
    )
    for act, seen in late:
        after = line.absorb(before, act, seen, walk.policy)
        assert fold(after, walk.now) == fold(before, walk.now), act.doing
        assert all(t.shelf is Shelf.CLOSED for t in after.traces if t.custody.value != "kept"), act.doing


def test_what_may_be_our_own_doing_is_not_said_to_have_gone_before() -> None:
    walk = filed()
    walk.now += COUNCIL.grace
    step = walk.until(Doing.DELETE_MEETING)
    looked = walk.now - timedelta(minutes=5)  # asked for before the deletion went out, answered after
    walk.docket, claim = line.claim(walk.docket, step, walk.policy, walk.now)
    absent = Seen(saw=Saw.ABSENT, at=looked)
    act = Act(doing=Doing.PREFLIGHT, record=1, targets=step.targets)
    walk.docket = line.absorb(walk.docket, act, absent, walk.policy)
    for n in step.targets:
        trace = next(t for t in walk.docket.traces if t.n == n)
        assert trace.asked is not None
        assert trace.asked >= claim.until
        assert trace.why == ""


def test_what_is_gone_with_no_deletion_of_ours_out_went_before() -> None:
    walk = filed()
    walk.now += COUNCIL.grace
    step = walk.until(Doing.PREFLIGHT)
    walk.docket = line.absorb(walk.docket, step, Seen(saw=Saw.ABSENT, at=walk.now), walk.policy)
    gone = [t for t in walk.docket.traces if t.n in step.targets]
    assert [(t.shelf, t.asked, t.why) for t in gone] == [(Shelf.ASKED, walk.now, "gone before we asked")]


def test_a_last_look_that_could_not_tell_is_said_to_be_unknown() -> None:
    walk = filed()

    def answer(act: Act, at: datetime) -> Seen:
        seen = well(act, at)
        if act.doing is not Doing.LOOK:
            return seen
        return replace(seen, each=tuple(replace(t, saw=Saw.UNKNOWN) for t in seen.each))

    walk.answer = answer
    walk.to_end()
    ends = {
        t.n: t.outcome
        for t in walk.docket.traces
        if t.holder is not Holder.CARD and t.custody.value != "kept"
    }
    assert set(ends.values()) == {Outcome.UNKNOWN}
