"""A text that somebody pasted: one more copy from the first second; only they can delete it, and nobody can look."""

from __future__ import annotations

from datetime import timedelta

import pytest

from record import discarding, hand_over, joining, line
from record.docket import Docket, Done, Seen, Trace, Wait
from record.errors import RefusedError
from record.policy import PolicyHold
from record.terms import (
    Address,
    Custody,
    DocketId,
    Doing,
    Holder,
    Outcome,
    RecordTypeId,
    Saw,
    Shelf,
    Told,
)
from record.values import replace
from tests.record.walking import COUNCIL, KELLY, SAM, START, Walk


def given(message: str = "m1") -> Docket:
    """Pasted, and our copy is sealed."""
    docket, claim = joining.open_upload(
        id=DocketId("d"), name="n", link=None, message=message, opener=KELLY, policy=COUNCIL, now=START
    )
    return line.absorb(docket, claim.act, Seen(saw=Saw.DONE, at=START), COUNCIL, claim)


def asked(docket: Docket) -> Docket:
    """For somebody's file."""
    return joining.add_record(
        docket,
        id="r",
        author=KELLY,
        reference="CH-1",
        record_type=RecordTypeId("home-visit"),
        people_told=Told.AGREED,
        interpreter=False,
        card="c",
        now=START,
    )


def theirs(docket: Docket) -> list[Trace]:
    return [t for t in docket.traces if t.kind == joining.PASTED]


def filed(walk: Walk) -> None:
    walk.to_rest()
    walk.read_and_approve()


def test_the_message_is_a_copy_from_the_first_second() -> None:
    docket, _ = joining.open_upload(
        id=DocketId("d"), name="n", link=None, message="m1", opener=KELLY, policy=COUNCIL, now=START
    )
    (trace,) = theirs(docket)
    assert (trace.holder, trace.custody, trace.address, trace.whose) == (
        Holder.CARD,
        Custody.TEMPORARY,
        Address("m1"),
        KELLY.id,
    )
    assert not [t for t in docket.traces if t.holder is Holder.DRIVE]


def test_filed_it_is_never_said_to_be_gone_and_microsoft_is_never_asked() -> None:
    walk = Walk(asked(given()))
    filed(walk)
    assert isinstance(walk.to_end(), Done)
    (trace,) = theirs(walk.docket)
    assert (trace.shelf, trace.outcome, trace.why) == (
        Shelf.CLOSED,
        Outcome.UNKNOWN,
        "only you can remove it",
    )
    assert not {Doing.PREFLIGHT, Doing.DELETE_MEETING, Doing.LOOK_SOURCE} & set(walk.doings())


@pytest.mark.parametrize("late", [False, True])
def test_who_says_that_they_deleted_it_is_quoted_and_no_more(late: bool) -> None:
    walk = Walk(asked(given()))
    filed(walk)
    walk.until(Doing.LOOK if late else Doing.POST)
    walk.docket = hand_over.deleted(walk.docket, 1, KELLY.id, now=walk.now)
    assert hand_over.deleted(walk.docket, 1, KELLY.id, now=walk.now) == walk.docket
    assert isinstance(walk.to_end(), Done)
    (trace,) = theirs(walk.docket)
    assert (trace.outcome, trace.why) == (Outcome.UNKNOWN, hand_over.SAID)


def test_nobody_else_can_say_so() -> None:
    docket = asked(given())
    with pytest.raises(RefusedError):
        hand_over.deleted(docket, 1, SAM.id, now=START)


def test_forgotten_our_copy_goes_at_once_and_theirs_is_left() -> None:
    walk = Walk(joining.throw_away(given(), KELLY.id))
    walk.to_rest()
    assert walk.doings()[:2] == [Doing.ERASE_SOURCE, Doing.LEAVE]
    assert isinstance(walk.to_end(), Done)
    assert [t.outcome for t in theirs(walk.docket)] == [Outcome.LEFT]
    assert not walk.docket.have


def test_nobody_decides_our_copy_goes_after_its_hour() -> None:
    walk = Walk(given())
    rest = walk.to_rest()
    assert isinstance(rest, Wait)
    assert rest.until == START + timedelta(hours=1)
    assert isinstance(walk.to_end(), Done)


def test_discarded_it_stays_where_it_is() -> None:
    walk = Walk(asked(given()))
    walk.to_rest()
    with pytest.raises(RefusedError, match="RefusedError"):
        discarding.discard(walk.docket, 1, KELLY.id, only_account=False, policy=walk.policy, now=walk.now)
    walk.docket = discarding.discard(
        walk.docket, 1, KELLY.id, only_account=True, policy=walk.policy, now=walk.now
    )
    assert isinstance(walk.to_end(), Done)
    assert [t.outcome for t in theirs(walk.docket)] == [Outcome.LEFT]


def test_pasted_again_it_is_one_more_copy_and_each_has_its_end() -> None:
    docket = joining.pasted_in(asked(given()), "m2", now=START)
    assert [t.address for t in theirs(docket)] == ["m1", "m2"]
    walk = Walk(docket)
    filed(walk)
    assert isinstance(walk.to_end(), Done)
    assert [t.outcome for t in theirs(walk.docket)] == [Outcome.UNKNOWN] * 2


def test_a_hold_keeps_it_listed() -> None:
    walk = Walk(asked(given()))
    filed(walk)
    walk.policy = replace(walk.policy, holds=(PolicyHold(by=SAM.id, at=START, id="h"),))
    rest = walk.to_end()
    assert isinstance(rest, Wait)
    assert rest.why == "hold"
    assert [t.shelf for t in theirs(walk.docket)] == [Shelf.OPEN]
