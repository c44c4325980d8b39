"""Whether transcripts are read exactly, and nobody is invented where the file is damaged."""

from __future__ import annotations

import json
from pathlib import Path

from reading import files
from record.errors import NoWordsError
from record.source import Transcript
from tests.benchmarks.quality.comparing import Json
from tests.benchmarks.quality.goals import Figure, found, rate
from tests.reading import damage, test_damage


def figures(folder: Path) -> list[Figure]:
    """Files read exactly as NAME.expected.json says, and what damage made the reader invent."""
    wanted = sorted(folder.rglob("*.expected.json"))
    exact = sum(is_exact(path) for path in wanted)
    invented, tries = inventions()
    return [
        Figure(
            name="transcripts read exactly",
            baseline=1.0,
            goal=1.0,
            here=rate(exact, len(wanted)),
            counts=found(exact, len(wanted)),
        ),
        Figure(
            name="speakers invented, damaged files",
            baseline=9,
            goal=0,
            here=float(invented),
            counts=f"{tries} damaged files",
            less=True,
            places=0,
        ),
    ]


def beside(path: Path, ending: str) -> Path | None:
    """The transcript beside NAME + ending."""
    stem = path.name.removesuffix(ending)
    return next((p for p in (path.with_name(f"{stem}{x}") for x in (".vtt", ".txt")) if p.exists()), None)


def read(path: Path) -> Transcript:
    """What is read of it; no passages where there are no words."""
    try:
        return files.read(path.read_bytes())
    except NoWordsError:
        return Transcript(attributed=False, passages=())


def is_exact(path: Path) -> bool:
    """Whether attribution, order, speakers, words and times to 10 ms agree with a file of what is expected."""
    transcript = beside(path, ".expected.json")
    if transcript is None:
        return False
    want, got = json.loads(path.read_text(encoding="utf-8")), read(transcript)
    starts = [p.start for p in got.passages]
    ids = {p.id for p in got.passages}
    told = sorted(_key(p.start, p.end, p.speaker, p.text) for p in got.passages)
    return (
        got.attributed == want["attributed"]
        and starts == sorted(starts)
        and len(ids) == len(starts)
        and told == sorted(_expected(p) for p in want["passages"])
    )


def _expected(p: Json) -> tuple[int, int, str, str]:
    return _key(p["start"], p["end"], p["speaker"], p["text"])


def _key(start: float, end: float, speaker: str | None, text: str) -> tuple[int, int, str, str]:
    return round(start * 100), round(end * 100), speaker or "", " ".join(text.split())


def inventions() -> tuple[int, int]:
    """How many damaged files give a speaker who was in none, and of how many; the repository's own forms."""
    tries = wrong = 0
    for kind in test_damage.KINDS:
        for form in test_damage.FORMS:
            data = test_damage.damaged(form, [kind], 0)
            got = test_damage.read_or_refused(data)
            tries += 1
            if isinstance(got, Transcript):
                wrong += bool(test_damage.invented(form, data, got, strict=kind in damage.BY_MARKS))
    return wrong, tries
