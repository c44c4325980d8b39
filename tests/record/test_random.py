"""Random answers and presses: whatever the world says, what is asked for is allowed, and somebody is waited for."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from record import discarding, line, review
from record.docket import Act, Docket, Done, Seen
from record.entries import record_of
from record.errors import RefusedError
from record.policy import Policy
from record.terms import Custody, Doing, Outcome, Saw, Shelf, State
from tests.record.walking import KELLY, Walk, asked_for, well

WORLD = st.sampled_from(
    ["well", "none", "busy", "sign_in", "absent", "present", "refused", "differs", "unknown"]
)


@settings(max_examples=300)
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
