"""Invented meetings to draft from."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafting import types, verbatim
from reading import vtt
from record.draft import Child, Draft
from record.source import Transcript

DATA = Path(__file__).parents[1] / "data" / "transcripts" / "social-care"
TYPES = {
    "child-protection-conference-carter.vtt": "child-protection-conference",
    "cin-review-sharples.vtt": "cin-review",
    "cla-review-mensah-reid.vtt": "cla-review",
    "ehc-annual-review-hartnell.vtt": "ehc-annual-review",
    "home-visit-brook.vtt": "home-visit",
    "supervision-novak.txt": "supervision",
}


def said(*turns: tuple[str | None, str]) -> Transcript:
    """A transcript of these turns, ten seconds each."""
    cues = "".join(
        f"{n // 6}:{n % 6}0.000 --> {n // 6}:{n % 6}9.000\n{f'<v {who}>' if who else ''}{words}\n\n"
        for n, (who, words) in enumerate(turns)
    )
    return vtt.read(f"WEBVTT\n\n{cues}".encode())


def drafted(
    transcript: Transcript,
    type_id: str = "case-note",
    *,
    child: Child | None = None,
    siblings: tuple[Child, ...] = (),
    occurred: str | None = None,
) -> Draft:
    return verbatim.draft(transcript, types.find(type_id), child=child, siblings=siblings, occurred=occurred)


def child(name: str) -> Child:
    return Child(reference=name.upper(), name=name, born="2017-03-14")


@pytest.fixture(params=sorted(TYPES))
def meeting(request: pytest.FixtureRequest) -> tuple[Transcript, Draft]:
    """Each of the six invented meetings, with its draft."""
    transcript = vtt.read((DATA / request.param).read_bytes())
    return transcript, drafted(transcript, TYPES[request.param])
