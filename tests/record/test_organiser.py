"""The meeting's organiser, who alone may delete its file: asked by card, answered by card, and heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from record import hand_over, joining, propose, review
from record.docket import Act, Choice, Done, Place, Seen, Target, Wait
from record.errors import RefusedError
from record.receipt import fold
from record.terms import (
    Address,
    Custody,
    Doing,
    Holder,
    Outcome,
    RecordTypeId,
    Saw,
    Told,
)
from tests.record.walking import ASHA, COUNCIL, KELLY, SAM, Walk, asked_for, well

ORGANISER = replace(SAM, conversation="c-sam")


def only_organiser(walk: Walk) -> None:
    """Nobody but the organiser may delete the meeting's file."""

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is Doing.PREFLIGHT and hand_over.reaches(walk.docket).id != SAM.id:
            return Seen(saw=Saw.NOT_ORGANISER, at=at)
        return well(act, at)

    walk.answer = answer


def asked_organiser() -> Walk:
    walk = asked_for("CH-1", organiser=SAM)
    only_organiser(walk)
    walk.to_rest()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    walk.to_rest()
    walk.now += COUNCIL.grace + timedelta(minutes=1)
    walk.to_rest()
    assert walk.doings().count(Doing.ASK_ORGANISER) == 1
    return walk


def test_the_organisers_yes_lets_the_meetings_file_go_by_their_own_hand() -> None:
    walk = asked_organiser()
    with pytest.raises(RefusedError):
        hand_over.answer(walk.docket, KELLY, delete=True, why=None, policy=walk.policy, now=walk.now)
    walk.docket = hand_over.answer(
        walk.docket, ORGANISER, delete=True, why=None, policy=walk.policy, now=walk.now
    )
    assert walk.to_end() == Done()
    assert Doing.DELETE_MEETING in walk.doings()


def test_the_organisers_no_leaves_it_and_the_receipt_says_so() -> None:
    walk = asked_organiser()
    walk.docket = hand_over.answer(
        walk.docket, ORGANISER, delete=False, why=hand_over.Because.EVIDENCE, policy=walk.policy, now=walk.now
    )
    assert walk.to_end() == Done()
    left = [c for c in fold(walk.docket, walk.now).copies if c.outcome is Outcome.LEFT]
    assert [(c.custody, c.why) for c in left] == [(Custody.TEMPORARY, "organiser-evidence")]
    assert Doing.DELETE_MEETING not in walk.doings()


def test_the_organisers_no_stands_when_somebody_joins() -> None:
    walk = asked_organiser()
    walk.docket = hand_over.answer(
        walk.docket, ORGANISER, delete=False, why=hand_over.Because.REQUEST, policy=walk.policy, now=walk.now
    )
    walk.docket = joining.add_record(
        walk.docket,
        id="late",
        author=ASHA,
        reference="CH-9",
        record_type=RecordTypeId("home-visit"),
        people_told=Told.AGREED,
        interpreter=False,
        card="late",
        now=walk.now,
    )
    walk.to_rest()
    walk.read_and_approve(2, ASHA)
    assert walk.to_end() == Done()
    assert Doing.DELETE_MEETING not in walk.doings()


def test_an_organiser_is_asked_three_times_and_then_waited_for() -> None:
    walk = asked_organiser()
    rest = walk.to_rest()
    for _ in range(40):
        assert isinstance(rest, Wait)
        walk.now = (rest.until or walk.now) + timedelta(hours=12)
        rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert walk.doings().count(Doing.ASK_ORGANISER) == COUNCIL.asks
    assert (rest.whom, rest.why) == ("the meeting's organiser", "organiser")


def test_a_yes_under_a_hold_is_refused() -> None:
    walk = asked_organiser()
    walk.docket = review.keep(walk.docket, 1, KELLY.id, now=walk.now)
    with pytest.raises(RefusedError):
        hand_over.answer(walk.docket, ORGANISER, delete=True, why=None, policy=walk.policy, now=walk.now)


def test_each_of_a_calls_files_goes_and_has_its_own_end() -> None:
    walk = asked_for("CH-1")
    files = tuple(
        Place(holder=Holder.DRIVE, kind="f", custody=Custody.TEMPORARY, address=Address(a))
        for a in ("d/1", "d/2")
    )
    refused = [True]

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is Doing.PREFLIGHT:
            return Seen(saw=Saw.PRESENT, at=at, places=files)
        if act.doing is Doing.DELETE_MEETING and refused:
            refused.pop()  # the first goes, the second is locked at this moment
            return Seen(saw=Saw.DONE, at=at, each=(Target(trace=act.targets[0], saw=Saw.DONE),))
        return well(act, at)

    walk.answer = answer
    walk.to_rest()
    walk.read_and_approve()
    assert walk.to_end() == Done()
    deletes = [a.targets for a, _ in walk.did if a.doing is Doing.DELETE_MEETING]
    assert [len(t) for t in deletes] == [2, 1]
    theirs = [t for t in walk.docket.traces if t.custody is Custody.TEMPORARY]
    assert [(t.address, t.outcome) for t in theirs] == [("d/1", Outcome.GONE), ("d/2", Outcome.GONE)]


@pytest.mark.parametrize("chosen", [("d/1",), ()])
def test_of_files_that_look_alike_only_the_chosen_goes(chosen: tuple[str, ...]) -> None:
    walk = asked_for("CH-1")
    alike = tuple(Choice(address=Address(a)) for a in ("d/1", "d/2"))

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is not Doing.PREFLIGHT:
            return well(act, at)
        if any(t.address == "d/1" for t in walk.docket.traces):
            return Seen(saw=Saw.PRESENT, at=at)
        return Seen(saw=Saw.UNKNOWN, at=at, why="which-file", choices=alike)

    walk.answer = answer
    walk.to_rest()
    walk.read_and_approve()
    walk.now += COUNCIL.undo
    walk.to_rest()
    walk.now += COUNCIL.grace
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert walk.docket.choices == alike
    walk.docket = hand_over.choose(
        walk.docket, 1, KELLY.id, files=tuple(Address(c) for c in chosen), now=walk.now
    )
    assert walk.to_end() == Done()
    theirs = [(t.address, t.outcome) for t in walk.docket.traces if t.custody is Custody.TEMPORARY]
    assert theirs == ([("d/1", Outcome.GONE)] if chosen else [("", Outcome.UNKNOWN)])


def test_an_author_may_leave_the_meetings_file_where_it_is_when_nobody_answers() -> None:
    walk = asked_organiser()
    walk.docket = hand_over.leave(walk.docket, 1, KELLY.id, now=walk.now)
    assert walk.to_end() == Done()
    left = [c.why for c in fold(walk.docket, walk.now).copies if c.outcome is Outcome.LEFT]
    assert left == ["left by choice"]


def test_a_filed_record_that_is_gone_lets_its_author_leave_the_meetings_file() -> None:
    walk = asked_for("CH-1")
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = lambda act, at: (
        Seen(saw=Saw.ABSENT, at=at) if act.doing is Doing.LOOK_FILED else well(act, at)
    )
    walk.now += COUNCIL.undo
    walk.to_rest()
    walk.now += COUNCIL.grace
    walk.to_rest()
    walk.docket = hand_over.leave(walk.docket, 1, KELLY.id, now=walk.now)
    assert walk.to_end() == Done()
    assert Doing.DELETE_MEETING not in walk.doings()


def test_fetching_again_and_again_fills_no_new_places() -> None:
    walk = asked_for("CH-1")
    walk.answer = lambda act, at: (
        Seen(saw=Saw.NOT_THERE, at=at, why="no-transcript", value=propose.UNWRITTEN)
        if act.doing is Doing.FETCH
        else well(act, at)
    )
    for _ in range(30):
        rest = walk.to_rest()
        assert isinstance(rest, Wait)
        walk.now = (rest.until or walk.now) + timedelta(seconds=1)
    assert walk.doings().count(Doing.FETCH) > 20
    assert walk.docket.gen == 1
    walk.answer = lambda act, at: None if act.doing is Doing.FETCH else well(act, at)
    walk.to_rest()
    walk.now += timedelta(hours=2)
    walk.answer = well
    walk.to_rest()
    assert walk.docket.gen == 2, "what never answered may still be written: its place is not used again"
