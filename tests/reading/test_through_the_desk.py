"""A Word transcript goes the whole way: the desk's command, and the drafter's outline and draft."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafting import pool
from drafting.__main__ import main
from record.errors import UnreadableError
from record.said import Said
from record.terms import RecordTypeId
from tests.reading import documents

VISIT = documents.transcript(
    (
        "Ana Example",
        "0:03",
        ["Attendance is ninety-one per cent since May.", "Tyler has a place at breakfast club."],
    ),
    ("Priya Nair", "0:20", ["I will send the form to school by Friday."]),
    head=("Call-20260615_133555-Meeting Transcript", "15 June 2026, 03:35pm", "1m 2s"),
)


def test_the_desk_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "named.wrongly"
    path.write_bytes(VISIT)
    assert main(["parse", str(path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(p["speaker"], p["start"], p["end"]) for p in told["passages"]] == [
        ("Ana Example", 3.0, 20.0),
        ("Priya Nair", 20.0, 62.0),
    ]
    path.write_bytes(documents.package(documents.document(documents.run("Dear Kelly"))))
    assert main(["parse", str(path)]) == 4
    assert "paragraph 1 " in capsys.readouterr().err


async def test_the_drafter_outlines_it_and_drafts_from_it() -> None:
    drafter = pool.Drafter()
    try:
        outline = await drafter.outline(Said(VISIT))
        assert (outline.seconds, outline.speakers) == (59.0, 2)
        told = await drafter.draft(
            [Said(VISIT)],
            record_type=RecordTypeId("case-note"),
            child=None,
            siblings=(),
            author=None,
            occurred=None,
        )
        draft = told.reveal()
        assert any("ninety-one" in line.text for s in draft.sections for line in s.lines)
        with pytest.raises(UnreadableError) as raised:
            await drafter.outline(Said(documents.package("<broken", name="word/document.xml")))
        assert "damaged" in raised.value.say
    finally:
        await drafter.aclose()
