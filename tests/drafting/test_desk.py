"""The command at the desk: JSON out, one sentence on failure, and the exit codes that it documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafting.__main__ import main
from tests.drafting.conftest import DATA

HOME = str(DATA / "home-visit-brook.vtt")


def test_parse_prints_the_passages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", HOME]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["attributed"] is True
    assert set(told["passages"][0]) == {"id", "speaker", "start", "end", "text"}


def test_draft_prints_the_draft(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draft", HOME, "--record-type", "home-visit"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"record_type", "drafter", "sections", "actions", "not_covered"}
    assert set(told["actions"][0]) == {"text", "owner", "due", "sources"}


@pytest.mark.parametrize(
    ("words", "type_id", "code"),
    [
        (b"WEBVTT\n", "home-visit", 3),
        (b"Dear Kelly", "home-visit", 4),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello there\n", "no-such-type", 2),
        (None, "home-visit", 4),
    ],
)
def test_exit_codes(
    words: bytes | None, type_id: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "meeting.vtt"
    if words is not None:
        file.write_bytes(words)
    assert main(["draft", str(file), "--record-type", type_id]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1


def test_parse_of_no_words_is_an_empty_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "meeting.vtt"
    file.write_bytes(b"WEBVTT\n")
    assert main(["parse", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == {"attributed": False, "passages": []}
