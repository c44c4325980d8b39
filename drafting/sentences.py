"""The sentences to be checked at a desk, and what the check prints about them: JSON lines, or a table for a person."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drafting import checks, evidence, language
from record.errors import ConfigurationError
from record.source import PassageId, Transcript

_SHOWN = {
    checks.Finding.MISMATCH: "MISMATCH",
    checks.Finding.WEAK: "weak support",
    checks.Finding.NO_MISMATCH: "no mismatch found",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One sentence to check. `sources`: the passages that it cites, if it cites any."""

    id: object
    sentence: str = field(repr=False)
    sources: tuple[PassageId, ...] = ()


def read(path: Path) -> tuple[Asked, ...]:
    """One JSON object a line: `{"id", "sentence", "sources": [optional]}`. Raises ConfigurationError, OSError."""
    found = []
    for n, line in enumerate(path.read_bytes().splitlines(), 1):
        if line.strip():
            found.append(_asked(line, f"{path.name}, line {n}"))
    return tuple(found)


def _asked(line: bytes, where: str) -> Asked:
    try:
        told = json.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        raise ConfigurationError(f"{where}: this is not JSON. Expected one object a line.") from error
    if not isinstance(told, dict) or not isinstance(told.get("sentence"), str):
        raise ConfigurationError(f"{where}: expected an object with id and sentence.")
    sources = told.get("sources") or []
    if not isinstance(sources, list) or not all(isinstance(x, str) for x in sources):
        raise ConfigurationError(f"{where}: sources must be a list of passage ids.")
    return Asked(id=told.get("id"), sentence=told["sentence"], sources=tuple(PassageId(x) for x in sources))


def lines(transcript: Transcript, asked: Sequence[Asked]) -> Iterator[str]:
    """A JSON object for each sentence, in order: `{"id", "verdict", "reasons", "best"}`."""
    meeting = evidence.meeting(transcript)
    for a in asked:
        found = checks.verdict(a.sentence, meeting, a.sources)
        yield json.dumps(
            {
                "id": a.id,
                "verdict": found.verdict,
                "reasons": [{"code": r.code, "detail": r.detail} for r in found.reasons],
                "best": list(found.best),
            },
            ensure_ascii=False,
        )


def table(transcript: Transcript, asked: Sequence[Asked], *, width: int = 100) -> Iterator[str]:
    """The same for a person: what was found, why, what was said at the best place, and words that need care."""
    meeting = evidence.meeting(transcript)
    said = {p.id: p for p in transcript.passages}
    counts = dict.fromkeys(checks.Finding, 0)
    for a in asked:
        found = checks.verdict(a.sentence, meeting, a.sources)
        counts[found.verdict] += 1
        yield textwrap.fill(f"{a.id}  {_SHOWN[found.verdict]}: {a.sentence}", width, subsequent_indent="    ")
        for reason in found.reasons:
            yield _indented(reason.detail, width)
        for look in language.looks(a.sentence):
            yield _indented(f"Words: “{look.words}”. {look.entry.reason} {look.entry.instead}", width)
        for passage in [said[id] for id in found.best[:1] if id in said]:
            who = passage.speaker or "Speaker not named"
            yield _indented(f"{_clock(passage.start)} {who}: {passage.text}", width)
    yield ", ".join(f"{n} {_SHOWN[k].lower()}" for k, n in counts.items())


def _indented(text: str, width: int) -> str:
    return textwrap.fill(text, width, initial_indent="    ", subsequent_indent="    ")


def _clock(seconds: float) -> str:
    whole = int(abs(seconds))
    return f"{'-' if seconds < 0 else ''}{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
