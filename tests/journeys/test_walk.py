"""One real meeting from a command in Teams to a receipt, by both ways in, with nothing left behind."""

from __future__ import annotations

import pytest

from local import rehearsal
from local.rehearsal import text
from record.terms import Custody, Outcome, Proof, State
from tests.journeys.conftest import Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("by", ["graph", "upload"])
@pytest.mark.parametrize("sample", ["home-visit", "core-group"])
async def test_from_command_to_receipt(stage: Stage, sample: str, by: str) -> None:
    plan = fresh(sample, by=by)
    walk = stage.walk(plan)
    await rehearsal.to_receipt(walk)
    seen = walk.seen
    assert seen.receipt is not None
    assert [f.state for f in seen.receipt.filings] == [State.POSTED] * len(plan.people)
    assert all(f.proof is Proof.READ_BACK and f.approved_by == "Kelly Marsh" for f in seen.receipt.filings)
    for posted, (name, _, reference) in zip(seen.posted, plan.people, strict=True):
        assert posted["text"] == posted["approved_text"], "the record is not word for word what was approved"
        assert posted["case_reference"] == reference
        assert name in posted["text"]
        assert len(stage.town.cases.notes_on(reference)) == 1
    outcomes = {c.outcome for c in seen.receipt.copies if c.custody is not Custody.KEPT}
    assert outcomes <= {Outcome.GONE, Outcome.REPLACED}
    assert all(c.looks == 4 for c in seen.receipt.copies if c.outcome is Outcome.GONE)
    assert await stage.residue(plan) == []


async def test_every_drafted_line_cites_what_was_said(stage: Stage) -> None:
    plan = fresh()
    walk = stage.walk(plan)
    await rehearsal.to_receipt(walk)
    (draft,) = walk.seen.drafts
    lines = [x for s in draft.sections for x in s.lines]
    assert len(lines) > 10
    for x in lines:
        assert x.sources
        assert all(draft.passage(p) is not None for p in x.sources)
    for s in draft.sections:
        if s.kind == "analysis":
            assert not s.lines
            assert s.prompts


async def test_siblings_have_a_card_and_a_record_each(stage: Stage) -> None:
    plan = fresh("core-group")
    walk = stage.walk(plan)
    await rehearsal.to_receipt(walk)
    assert len(set(walk.cards)) == len(plan.people) == 2
    texts = [p["text"] for p in walk.seen.posted]
    assert texts[0] != texts[1]


async def test_the_meetings_subject_and_the_childs_name_never_reach_receipt_or_meeting(stage: Stage) -> None:
    plan = fresh()
    walk = stage.walk(plan)
    await rehearsal.to_receipt(walk)
    name = plan.people[0][0]
    for place, data in await stage.town.places():
        if place.startswith(("storage lasting", "queue")):
            assert name.encode() not in data, place
            assert plan.subject.encode() not in data, place
    assert text(plan.transcript)
