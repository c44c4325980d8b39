"""The histories that broke models of the line before it was built, each as a test: the number says which.

Four of them are about names, markers and nudges (1, 5, 16, 17): they are tried in `tests/simulation/test_directed.py`,
with the clerk's own walk.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from record import discarding, erase, holds, joining, line, misfiled, post, review, showing
from record.docket import Act, Docket, Done, Seen, Sight, Target, Wait
from record.entries import record_of, traces, with_record
from record.errors import RefusedError
from record.holds import DESTROYING
from record.terms import Custody, Doing, Holder, Outcome, RecordTypeId, Saw, Shelf, State, Told
from tests.record.walking import COUNCIL, HASH, KELLY, SAM, START, Walk, asked_for, well

LAPSE = COUNCIL.lease + COUNCIL.skew


def filed(*references: str) -> Walk:
    """A meeting of which every record stands in the case system, before anything is destroyed."""
    walk = asked_for(*(references or ("CH-1",)))
    walk.to_rest()
    for r in walk.docket.records:
        walk.read_and_approve(r.n)
    walk.now += COUNCIL.undo
    while not all(r.state is State.POSTED for r in walk.docket.records):
        act = line.next_act(walk.docket, walk.policy, walk.now)
        assert isinstance(act, Act)
        walk.do(act)
    return walk


def kept(docket: Docket, at: datetime) -> Docket:
    return holds.keep(docket, KELLY.id, now=at)


# 2 ---------------------------------------------------------------------------------------------------------------


def test_2_a_claim_of_before_the_crash_is_not_acted_on_after_a_hold() -> None:
    walk = filed()
    act = walk.until(Doing.ERASE)
    walk.docket, claimed = line.claim(walk.docket, act, walk.policy, walk.now)
    walk.docket = kept(walk.docket, walk.now)  # the crash: no answer ever comes
    assert [o.certain for o in holds.may_be_out(walk.docket)] == [False] * len(act.targets), (
        "its setter is told"
    )
    walk.now = claimed.until + LAPSE
    walk.to_rest()
    assert walk.docket.claims, "it stays listed until a look shows what is so"
    assert not DESTROYING & {a.doing for a, d in walk.did if d.holds}


# 3 ---------------------------------------------------------------------------------------------------------------


def test_3_an_attempt_that_never_answered_lapses_and_stays_listed_beside_the_next() -> None:
    walk = filed()
    act = walk.until(Doing.DELETE_MEETING)
    walk.docket, first = line.claim(walk.docket, act, walk.policy, walk.now)
    still = line.next_act(walk.docket, walk.policy, first.until)
    assert isinstance(still, Wait), "until the lease and the skew have passed nothing else is done"
    walk.now = first.until + COUNCIL.skew
    again = walk.until(Doing.DELETE_MEETING)
    walk.docket, second = line.claim(walk.docket, again, walk.policy, walk.now)
    assert second.n != first.n
    assert first.until in second.also


# 4 ---------------------------------------------------------------------------------------------------------------


def test_4_an_act_on_several_places_clears_earlier_attempts_only_when_each_has_answered() -> None:
    walk = filed()
    act = walk.until(Doing.ERASE)
    assert len(act.targets) > 2
    walk.docket, first = line.claim(walk.docket, act, walk.policy, walk.now)
    walk.now = first.until + LAPSE
    again = walk.until(Doing.ERASE)
    walk.docket, second = line.claim(walk.docket, again, walk.policy, walk.now)
    some = tuple(Target(trace=n, saw=Saw.DONE) for n in again.targets[:-1])
    partly = line.absorb(walk.docket, again, Seen(saw=Saw.DONE, at=walk.now, each=some), walk.policy, second)
    assert [c.until for c in partly.claims] == [first.until], (
        "one place has not answered: the first may still land"
    )
    every = tuple(Target(trace=n, saw=Saw.DONE) for n in again.targets)
    whole = line.absorb(walk.docket, again, Seen(saw=Saw.DONE, at=walk.now, each=every), walk.policy, second)
    assert not whole.claims


# 6 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("saw", "age", "goes"),
    [
        (Saw.PRESENT, timedelta(minutes=10), True),
        (Saw.PRESENT, timedelta(minutes=61), False),
        (Saw.ABSENT, timedelta(minutes=1), False),
        (Saw.UNKNOWN, timedelta(minutes=1), False),
        (Saw.SIGN_IN, timedelta(minutes=1), False),
    ],
)
def test_6_our_copy_goes_without_a_filing_only_if_the_original_was_seen_within_the_hour(
    saw: Saw, age: timedelta, goes: bool
) -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=False, policy=walk.policy, now=walk.now
    )
    settled = erase.settle_source(walk.docket)
    assert settled is not None
    walk.docket = replace(walk.docket, source_seen=Sight(at=walk.now - age, saw=saw))
    step = erase.ask_copy(walk.docket, settled, walk.policy, walk.now)
    assert (isinstance(step, Act) and step.doing is Doing.ERASE_SOURCE) is goes


# 7 ---------------------------------------------------------------------------------------------------------------


def test_7_an_attestation_alone_destroys_no_account() -> None:
    walk = asked_for("CH-1")
    walk.policy = replace(COUNCIL, posts=False)
    walk.to_rest()
    walk.read_and_approve()
    walk.docket = post.attest(walk.docket, 1, KELLY.id, number="9", policy=walk.policy, now=walk.now)
    for days in range(40):
        walk.now = START + timedelta(days=days)
        walk.to_rest()
    assert not {Doing.ERASE_SOURCE, Doing.DELETE_MEETING} & set(walk.doings())


# 8 ---------------------------------------------------------------------------------------------------------------


def test_8_a_record_removed_from_the_file_during_grace_keeps_the_meeting() -> None:
    walk = filed("CH-1", "CH-2")
    walk.answer = lambda act, at: (
        Seen(saw=Saw.ABSENT, at=at) if act.doing is Doing.LOOK_FILED and act.record == 2 else well(act, at)
    )
    for _ in range(30):
        rest = walk.to_rest()
        assert isinstance(rest, Wait)
        walk.now = (rest.until or walk.now) + timedelta(minutes=1)
    assert Doing.DELETE_MEETING not in walk.doings()


# 9 ---------------------------------------------------------------------------------------------------------------


def joined(walk: Walk) -> Docket:
    return joining.add_record(
        walk.docket,
        id="late",
        author=SAM,
        reference="CH-9",
        record_type=RecordTypeId("home-visit"),
        people_told=Told.AGREED,
        interpreter=False,
        card="late",
        now=walk.now,
    )


def test_9_nobody_joins_once_deleting_is_claimed_unless_a_look_after_the_lapse_shows_it_there() -> None:
    walk = filed()
    act = walk.until(Doing.DELETE_MEETING)
    joined(walk)
    walk.docket, claimed = line.claim(walk.docket, act, walk.policy, walk.now)
    with pytest.raises(RefusedError):
        joined(walk)
    # its answer was lost; long after the lapse a look shows the file where it was
    walk.now = claimed.until + COUNCIL.skew + COUNCIL.late + timedelta(minutes=1)
    look = Act(doing=Doing.PREFLIGHT, record=1, targets=act.targets)
    seen = well(look, walk.now)
    assert seen is not None
    walk.docket = line.absorb(walk.docket, look, seen, walk.policy)
    assert [r.author.id for r in joined(walk).records] == [KELLY.id, SAM.id]


# 10 --------------------------------------------------------------------------------------------------------------


def test_10_evidence_bears_the_time_it_was_asked_for() -> None:
    walk = filed()
    act = walk.until(Doing.DELETE_MEETING)
    old = walk.now - timedelta(days=3)
    late = Act(doing=Doing.LOOK_FILED, record=1)
    seen = well(late, old)
    assert seen is not None
    walk.docket = line.absorb(with_record(walk.docket, 1, seen_filed=None), late, seen, walk.policy)
    step = line.next_act(walk.docket, walk.policy, walk.now)
    assert isinstance(step, Act)
    assert step.doing is Doing.LOOK_FILED, f"an old sight counted as fresh for {act.doing}"


# 11 --------------------------------------------------------------------------------------------------------------


def test_11_without_keys_absent_says_nothing_until_the_last_request_can_land() -> None:
    walk = asked_for("CH-1", policy=replace(COUNCIL, honours_keys=False))
    walk.to_rest()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    act = walk.until(Doing.POST)
    walk.docket, claimed = line.claim(walk.docket, act, walk.policy, walk.now)
    latest = claimed.until + COUNCIL.skew + COUNCIL.late
    walk.answer = lambda act, at: Seen(saw=Saw.ABSENT, at=at) if act.doing is Doing.LOOK_UP else well(act, at)
    while walk.now < latest:
        with pytest.raises(RefusedError):
            discarding.discard(walk.docket, 1, KELLY.id, only_account=True, policy=walk.policy, now=walk.now)
        with pytest.raises(RefusedError):
            review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)
        rest = walk.to_rest()
        assert isinstance(rest, Wait)
        assert rest.until is not None
        walk.now = rest.until
    walk.to_rest()
    assert walk.doings().count(Doing.POST) == 0, "and never a second post by itself"
    assert record_of(walk.docket, 1).state is State.STUCK


# 12 --------------------------------------------------------------------------------------------------------------


def test_12_one_key_a_record_whatever_its_version() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = lambda act, at: (
        Seen(saw=Saw.REFUSED, at=at, why="closed") if act.doing is Doing.POST else well(act, at)
    )
    walk.now += COUNCIL.undo
    walk.to_rest()
    walk.docket = review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)
    walk.docket, claimed = review.turn(walk.docket, 1, KELLY.id, edit=True, policy=walk.policy, now=walk.now)
    seen = Seen(saw=Saw.DONE, at=walk.now, hash=HASH, pages=1)
    walk.docket = line.absorb(walk.docket, claimed.act, seen, walk.policy, claimed)
    walk.answer = well
    walk.read_and_approve()
    assert walk.to_end() == Done()
    posts = [a for a, _ in walk.did if a.doing is Doing.POST]
    assert len({a.version for a in posts}) == 2
    assert len({a.key for a in posts}) == 1


def test_12_what_may_have_been_filed_is_not_edited() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = lambda act, at: None if act.doing is Doing.POST else well(act, at)
    walk.now += COUNCIL.undo
    walk.to_rest()
    with pytest.raises(RefusedError):
        review.undo(walk.docket, 1, KELLY.id, policy=walk.policy, now=walk.now)
    with pytest.raises(RefusedError):
        review.turn(walk.docket, 1, KELLY.id, edit=True, policy=walk.policy, now=walk.now)


# 13 --------------------------------------------------------------------------------------------------------------


def test_13_a_reply_is_traced_and_claimed_in_the_same_save_and_a_card_is_cleaned_again_a_day_later() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.docket = review.bring(walk.docket, 1, KELLY.id, now=walk.now)
    walk.to_rest()
    before = walk.docket
    after, claimed = review.turn(before, 1, KELLY.id, edit=True, policy=walk.policy, now=walk.now)
    assert claimed in after.claims
    fresh = {t.holder for t in after.traces if t not in before.traces}
    assert Holder.WORDS in fresh
    cards = [t for t in after.traces if t.holder is Holder.CARD and t.address == claimed.act.key]
    assert [t.shelf for t in cards] == [Shelf.OPEN]
    walk.read_and_approve()
    assert walk.to_end() == Done()
    for t in walk.docket.traces:
        if t.holder is Holder.CARD:
            assert t.outcome is Outcome.REPLACED
            assert t.looks[-1].at >= (t.asked or START) + COUNCIL.looks[-1]


# 14 --------------------------------------------------------------------------------------------------------------


def test_14_nobody_joins_once_the_receipt_is_claimed_or_written() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=False, policy=walk.policy, now=walk.now
    )
    act = walk.until(Doing.WRITE_RECEIPT)
    joined(walk)  # what was left where it was can still be drafted from
    walk.docket, claimed = line.claim(walk.docket, act, walk.policy, walk.now)
    with pytest.raises(RefusedError):
        joined(walk)
    walk.now = claimed.until + LAPSE + COUNCIL.late  # a kill: it may be written or not
    with pytest.raises(RefusedError):
        joined(walk)
    assert walk.to_end() == Done()


# 15 --------------------------------------------------------------------------------------------------------------


def test_15_a_fetch_that_got_no_answer_waits_for_somebody_also_under_a_hold() -> None:
    walk = asked_for("CH-1")
    act = walk.until(Doing.FETCH)
    walk.docket, claimed = line.claim(walk.docket, act, walk.policy, walk.now)
    walk.docket = kept(walk.docket, walk.now)
    for now in (walk.now, claimed.until, claimed.until + LAPSE):
        step = line.next_act(walk.docket, walk.policy, now)
        if isinstance(step, Wait):
            assert step.whom
            assert step.why


# --- and some that were found while it was built ---------------------------------------------------------------------


def test_a_hold_stops_everything_that_destroys_at_every_station() -> None:
    """At each moment of a whole history, with a hold set at that moment, nothing destroying is asked for."""
    walk = filed("CH-1", "CH-2")
    for _ in range(200):
        step = line.next_act(walk.docket, walk.policy, walk.now)
        held = line.next_act(kept(walk.docket, walk.now), walk.policy, walk.now)
        assert not (isinstance(held, Act) and held.doing in DESTROYING)
        if isinstance(step, Done):
            return
        if isinstance(step, Act):
            walk.do(step)
        else:
            walk.now = max(step.until or walk.now, walk.now + timedelta(seconds=1))
    raise AssertionError("no end")


def test_a_look_does_not_count_before_it_was_due_nor_twice() -> None:
    walk = filed()
    walk.until(Doing.LOOK)
    act = line.next_act(walk.docket, walk.policy, walk.now)
    assert isinstance(act, Act)
    early = well(act, walk.now - timedelta(minutes=1))
    seen = well(act, walk.now)
    assert early is not None
    assert seen is not None
    assert line.absorb(walk.docket, act, early, walk.policy).traces == walk.docket.traces
    once = line.absorb(walk.docket, act, seen, walk.policy)
    assert line.absorb(once, act, seen, walk.policy).traces == once.traces


def test_misfiled_after_the_copies_were_asked_to_go_says_what_may_be_out() -> None:
    walk = filed()
    walk.to_rest()
    docket = misfiled.wrong_file(walk.docket, 1, KELLY.id, now=walk.now)
    gone = holds.may_be_out(docket)
    assert gone
    assert all(o.certain for o in gone)
    open_ones = traces(docket, 0, Shelf.OPEN, custody=Custody.TEMPORARY)
    assert open_ones, "the meeting's own file is still there"


def test_expiry_is_reckoned_from_the_last_touch() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    record = record_of(walk.docket, 1)
    assert showing.expires(record, COUNCIL) == (record.changed or START) + COUNCIL.expiry
    assert showing.expires(replace(record, state=State.APPROVED), COUNCIL) is None
