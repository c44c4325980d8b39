"""The rehearsal's command line: its JSON object and its exit codes are a contract."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "local" / "samples" / "home-visit.vtt"


def rehearse(transcript: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run it as anybody would."""
    command = [sys.executable, "-m", "local", "rehearse", "--transcript", str(transcript), "--json", *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_the_whole_object() -> None:
    done = rehearse(SAMPLE, "--record-type", "home-visit", "--person", "Tyler Brook,2017-03-14,CH-1")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told) == {"drafts", "posted", "receipt", "calls", "residue", "seconds"}
    (draft,) = told["drafts"]
    assert {"record_type", "drafter", "sections", "actions", "not_covered"} <= set(draft)
    for section in draft["sections"]:
        assert {"id", "title", "kind", "lines"} <= set(section)
        for line in section["lines"]:
            assert {"text", "sources", "flags"} <= set(line)
            assert all({"code", "reason", "serious"} <= set(f) for f in line["flags"])
    (posted,) = told["posted"]
    assert posted["text"] == posted["approved_text"]
    assert posted["case_reference"] == "CH-1"
    assert all(
        {"holder", "kind", "custody", "outcome", "seen_at"} <= set(t) for t in told["receipt"]["traces"]
    )
    assert all({"method", "url", "status"} <= set(c) for c in told["calls"])
    assert told["residue"]["hits"] == 0
    assert len(told["residue"]["places"]) > 50
    assert told["seconds"]


@pytest.mark.parametrize("by", ["graph", "upload"])
@pytest.mark.parametrize(
    ("content", "code", "said"),
    [(b"WEBVTT\n\n", 3, "no words"), (bytes(range(200, 256)) * 9, 4, "cannot read")],
)
def test_nothing_to_draft_from(tmp_path: Path, by: str, content: bytes, code: int, said: str) -> None:
    file = tmp_path / "meeting.vtt"
    file.write_bytes(content)
    done = rehearse(file, "--record-type", "case-note", "--by", by)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stdout == ""


def test_two_children(tmp_path: Path) -> None:
    sample = ROOT / "local" / "samples" / "core-group.vtt"
    people = ["--person", "Amira Rahmani,2019-02-02,CH-1", "--person", "Yusuf Rahmani,2014-03-03,CH-2"]
    done = rehearse(sample, "--record-type", "core-group", "--by", "upload", *people)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [p["case_reference"] for p in told["posted"]] == ["CH-1", "CH-2"]
    assert told["residue"]["hits"] == 0


def test_bad_arguments(tmp_path: Path) -> None:
    done = rehearse(SAMPLE, "--record-type", "home-visit", "--person", "Tyler Brook")
    assert done.returncode == 2
    assert "name,date of birth,file number" in done.stderr
    assert rehearse(tmp_path / "missing.vtt", "--record-type", "home-visit").returncode == 2
