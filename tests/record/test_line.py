"""Histories that a council will live through, each decided by the line alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from record import discarding, joining, line, post, review
from record.docket import Act, Claim, Docket, Done, Seen, Sight, Target, Upload, Wait
from record.entries import record_of
from record.errors import RefusedError
from record.policy import Policy, PolicyHold
from record.receipt import fold
from record.terms import GOVERNANCE, Custody, DocketId, Doing, Outcome, RecordTypeId, Saw, Shelf, State
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


WORLD = st.sampled_from(
    ["well", "none", "busy", "sign_in", "absent", "present", "refused", "differs", "unknown"]
)


@settings(max_examples=300, deadline=None)
@given(
    answers=st.lists(WORLD, max_size=60),
    presses=st.lists(
        st.sampled_from(["approve", "undo", "discard", "keep", "file", "delete", "edit"]), max_size=10
    ),
    siblings=st.booleans(),
)
def test_whatever_the_world_answers_nothing_goes_early(
    answers: list[str], presses: list[str], siblings: bool
) -> None:
    """Random answers and presses: what is asked for is always allowed by what is known, and there is always somebody
    or some time that is waited for."""
    walk = asked_for("CH-1", *(["CH-2"] if siblings else []))
    coming = iter(answers)
    walk.answer = lambda act, at: _odd(next(coming, "well"), act, at)
    for press in [*presses, "discard", "approve"]:
        _press(walk, press)
        for _ in range(6):
            rest = walk.to_rest()
            if isinstance(rest, Done):
                break
            assert rest.whom
            assert rest.why
            walk.now = (rest.until or walk.now) + timedelta(seconds=1)
    for act, before in walk.did:
        _allowed(act, before, walk.policy)
    filed = [t for t in walk.docket.traces if t.custody is Custody.KEPT and t.outcome is Outcome.KEPT]
    assert len(filed) <= len(walk.docket.records)


def _odd(kind: str, act: Act, at: datetime) -> Seen | None:
    if kind == "none":
        return None
    saws = {
        "busy": Saw.BUSY,
        "sign_in": Saw.SIGN_IN,
        "absent": Saw.ABSENT,
        "present": Saw.PRESENT,
        "refused": Saw.REFUSED,
        "differs": Saw.DIFFERS,
        "unknown": Saw.UNKNOWN,
    }
    if kind in saws and not line.ENTRIES[act.doing].inside:
        return Seen(saw=saws[kind], at=at)
    return well(act, at)


def _press(walk: Walk, press: str) -> None:
    for n in [r.n for r in walk.docket.records]:
        try:
            if press == "approve":
                walk.read_and_approve(n)
            elif press == "undo":
                walk.docket = review.undo(walk.docket, n, KELLY.id, policy=walk.policy, now=walk.now)
            elif press == "discard":
                walk.docket = discarding.discard(
                    walk.docket, n, KELLY.id, only_account=False, policy=walk.policy, now=walk.now
                )
            elif press == "keep":
                walk.docket = review.keep(walk.docket, n, KELLY.id, now=walk.now)
            elif press == "file":
                walk.docket = review.file_now(walk.docket, n, KELLY.id, now=walk.now)
            elif press == "delete":
                walk.docket = discarding.delete_too(walk.docket, n, KELLY.id, understood=True, now=walk.now)
            else:
                walk.docket, _ = review.turn(
                    walk.docket, n, KELLY.id, edit=True, policy=walk.policy, now=walk.now
                )
        except RefusedError:
            continue


def _allowed(act: Act, docket: Docket, policy: Policy) -> None:
    """The promises, judged by the docket as it stood: written apart from the line, so that both can be wrong."""
    settled = {r.n: r.state in (State.POSTED, State.DROPPED) for r in docket.records}
    if act.doing is Doing.ERASE:
        assert settled[act.record]
        assert not docket.holds
    if act.doing is Doing.ERASE_SOURCE:
        assert all(settled.values())
        assert not docket.holds
    if act.doing is Doing.DELETE_MEETING:
        posted = [r for r in docket.records if r.state is State.POSTED]
        assert all(settled.values())
        assert not docket.holds
        assert posted or all(r.delete_too for r in docket.records)
        assert all(r.seen_filed and r.seen_filed.saw is Saw.MATCHES for r in posted)
    if act.doing is Doing.POST:
        record = record_of(docket, act.record)
        assert record.approval
        assert (record.approval.version, record.approval.hash) == (act.version, record.hash)
        assert record.approval.reference == record.reference
    if act.doing is Doing.WRITE_RECEIPT:
        assert all(t.shelf is Shelf.CLOSED for t in docket.traces if t.custody is not Custody.KEPT)


# --- histories that a fresh pair of eyes found ------------------------------------------------------------------------


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
