"""Each outside party down once, or its answer lost, at each station: the path still ends right, nothing twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from local import rehearsal
from local.wire import How
from record.terms import Custody, Outcome, State
from tests.journeys.conftest import Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")

STATIONS = {
    "asking: sign-in": ("tokens", "GET", "/GetToken"),
    "asking: the meeting": ("graph", "GET", "/onlineMeetings"),
    "asking: the file number": ("case system", "GET", "/people"),
    "fetching: the transcript": ("graph", "GET", "/content"),
    "showing: the card": ("teams", "PUT", "/activities"),
    "filing: the post": ("case system", "POST", "/notes"),
    "filing: the reading back": ("case system", "GET", "/notes/"),
    "erasing: which file": ("graph", "GET", "/messages"),
    "erasing: the label": ("graph", "GET", "/retentionLabel"),
    "erasing: the delete": ("graph", "POST", "/permanentDelete"),
    "looking: the item": ("graph", "GET", "/drives/"),
}


@pytest.mark.parametrize("how", ["down", "lost", "status"])
@pytest.mark.parametrize("station", list(STATIONS))
async def test_a_party_fails_once(stage: Stage, station: str, how: How) -> None:
    party, method, path = STATIONS[station]
    plan = replace(fresh(), author=f"Ana {how.title()}") if party == "tokens" else fresh()  # no token kept
    walk = stage.walk(plan)
    fault = stage.town.wire.fail(party, method, path, how=how, times=1)
    try:
        await rehearsal.to_receipt(walk)
    finally:
        stage.town.wire.mend()
    assert fault.times == 0, "the fault never struck: this station is not where it is said to be"
    await _ended_right(stage, walk)


async def test_the_case_system_is_down_for_a_while(stage: Stage) -> None:
    plan = fresh()
    walk = stage.walk(plan)
    stage.town.wire.fail("case system", "POST", "/notes", how="status", times=3)
    try:
        await rehearsal.to_receipt(walk)
    finally:
        stage.town.wire.mend()
    await _ended_right(stage, walk)


async def test_words_that_differ_stop_everything(stage: Stage) -> None:
    plan = fresh()
    walk = stage.walk(plan)
    stage.town.cases.alters_text = True
    try:
        await rehearsal._walked(walk)
        await walk.hand.until(
            "the card that says so", lambda: "What the case system holds is not" in rehearsal._screen(walk)
        )
    finally:
        stage.town.cases.alters_text = False
    await stage.house.clerk.settle()
    docket, _ = await stage.house.desk.dockets.read(walk.docket)
    assert docket.records[0].state is State.STUCK
    assert all(t.asked is None for t in docket.traces), "something was destroyed"


async def test_microsoft_says_deleted_and_keeps(stage: Stage) -> None:
    plan = fresh()
    walk = stage.walk(plan)
    stage.town.microsoft.files.says_deleted_but_keeps = True
    try:
        await rehearsal.to_receipt(walk)
    finally:
        stage.town.microsoft.files.says_deleted_but_keeps = False
    assert walk.seen.receipt is not None
    (own,) = (c for c in walk.seen.receipt.copies if c.custody is Custody.TEMPORARY)
    assert own.outcome is Outcome.STILL_LISTED, "the receipt is prettier than the world"


async def _ended_right(stage: Stage, walk: rehearsal.Walk) -> None:
    """Filed once, word for word; everything else gone, and looked for."""
    for posted, (_, _, reference) in zip(walk.seen.posted, walk.plan.people, strict=True):
        assert len(stage.town.cases.notes_on(reference)) == 1, "filed twice, or not at all"
        assert posted["text"] == posted["approved_text"]
    assert walk.seen.receipt is not None
    ours = {c.outcome for c in walk.seen.receipt.copies if c.custody is Custody.OURS}
    assert ours <= {Outcome.GONE, Outcome.REPLACED}
    assert await stage.residue(walk.plan) == []
