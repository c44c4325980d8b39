"""A line that its author changes is held against what was said as it is saved; it is asked about, and never blocks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from local import rehearsal
from local.hand import inputs, words
from local.rehearsal import Walk
from record.draft import Kind
from tests.journeys.conftest import Stage, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_figure_changed_by_hand_is_asked_about(stage: Stage) -> None:
    seen: list[str] = []

    async def watch(station: str, walk: Walk) -> None:
        if station != "drafted":
            return
        (draft,) = walk.seen.drafts
        section = next(s for s in draft.sections if s.kind is Kind.FAMILY_VIEWS)
        assert any("twenty minutes late" in x.text or "30 milligrams" in x.text for x in section.lines)
        card = walk.cards[0]
        await walk.hand.press(card, "open", s=str(section.id))
        edit = await walk.hand.press(card, "edit")
        (name,) = [n for n, box in inputs(edit).items() if box.get("isMultiline")]
        typed = str(inputs(edit)[name]["value"]).replace("30 milligrams", "300 milligrams")
        await walk.hand.press(card, "save-text", {name: typed})
        await walk.hand.press(card, "contents")
        seen.append(words(await walk.hand.press(card, "open", s=str(section.id))))

    walk = replace(stage.walk(fresh()), watch=watch)
    await rehearsal.to_receipt(walk)
    (shown,) = seen
    at = shown.index("300 milligrams")
    line = re.split(r"\n\d+ ", shown[at:], maxsplit=1)[0]
    assert "Changed by you." in line
    assert "what was said here is “30”" in line
    assert walk.seen.receipt is not None
