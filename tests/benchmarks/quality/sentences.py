"""The checker on labelled sentences: of social care, of notes with one thing altered, of what machines summarised.

Each sentence is held against its whole meeting, with no passage cited. NAME.check.jsonl stands beside its transcript;
perturb_*.jsonl and diasumfact_*.jsonl name a meeting of the corpus, or hold what was said.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafting import checks, evidence
from drafting.checks import Finding
from drafting.flagging import SERIOUS
from record.source import Passage, PassageId, Transcript
from tests.benchmarks.quality.comparing import Json
from tests.benchmarks.quality.goals import Figure, found, rate
from tests.benchmarks.quality.reads import beside, read

TRUE = "supported"
RECORD = 60
"""Lines of a record that somebody reads."""
_KINDS: Mapping[str, tuple[str, float, float]] = {
    "number": ("another number", 0.45, 0.85),
    "date": ("another date", 0.67, 0.85),
    "name": ("another name", 0.30, 0.80),
    "quote_altered": ("quotation altered", 0.00, 0.95),
    "negation": ("denial turned round", 0.11, 0.70),
    "speaker": ("said by somebody else", 0.14, 0.70),
    "third_hand_as_fact": ("third-hand as fact", 0.10, 0.70),
    "decision_not_made": ("decision not made", 0.07, 0.70),
    "entity_swap": ("two people confused", 0.00, 0.60),
    "fabricated": ("made up (weak counts)", 0.06, 0.80),
}
"""By label: how the table names it, what the baseline finds, and the goal."""
_RANK = {Finding.NO_MISMATCH: 0, Finding.WEAK: 1, Finding.MISMATCH: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found about one sentence. `kind` is TRUE or the mistake in it; `serious`: it would block."""

    kind: str
    found: Finding
    serious: bool

    @property
    def wrong(self) -> bool:
        """A mismatch was found."""
        return self.found is Finding.MISMATCH


def figures(folder: Path) -> list[Figure]:
    """Of all labelled sentences in the folder and those below it."""
    social, altered, machines = judged(folder), list(_altered(folder)), list(_machines(folder))
    true = [x for x in social if x.kind == TRUE]
    mismatches, weak, serious = (
        sum(x.wrong for x in true),
        sum(x.found is not Finding.NO_MISMATCH for x in true),
        sum(x.serious for x in true),
    )
    rows = [
        _alarms("true, but a mismatch", mismatches, len(true), 0.10, 0.08),
        _alarms("true, but a mismatch or weak", weak, len(true), 0.10, 0.20),
        Figure(
            name=f"serious, in {RECORD} true lines",
            baseline=None,
            goal=1,
            here=RECORD * serious / len(true) if true else None,
            counts=f"{serious} of {len(true)}" if true else "",
            less=True,
        ),
    ]
    for kind, (name, baseline, goal) in _KINDS.items():
        these = [x for x in social if x.kind == kind]
        hits = sum(x.wrong or (kind == "fabricated" and x.found is Finding.WEAK) for x in these)
        rows.append(_caught(name, hits, len(these), baseline, goal))
    notes, changed = [x for x in altered if x.kind == TRUE], [x for x in altered if x.kind != TRUE]
    return [
        *rows,
        _caught("notes altered in one thing", sum(x.wrong for x in changed), len(changed), 0.52, 0.70),
        _alarms("  true notes, but a mismatch", sum(x.wrong for x in notes), len(notes), 0.15, 0.10),
        Figure(
            name="machines' summaries, AUC",
            baseline=0.555,
            goal=0.65,
            places=3,
            here=_auc(machines),
            counts=f"{len(machines)} sentences" if machines else "",
        ),
    ]


def judged(folder: Path) -> list[Judged]:
    """The sentences of social care."""
    told: list[Judged] = []
    for path in sorted(folder.rglob("*.check.jsonl")):
        if transcript := beside(path, ".check.jsonl"):
            rows = [(r["sentence"], r["type"] if r["label"] != TRUE else TRUE) for r in _rows(path)]
            told += _judge(read(transcript), rows)
    return told


def _altered(folder: Path) -> Iterable[Judged]:
    where = {p.parent.name: p for p in folder.rglob("transcript.vtt")}
    by: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in sorted(folder.rglob("perturb_*.jsonl")):
        for r in _rows(path):
            by[r["doc"]].append((r["sentence"], TRUE if r["label"] else r["type"]))
    for name, rows in by.items():
        if name in where:
            yield from _judge(read(where[name]), rows)


def _machines(folder: Path) -> Iterable[Judged]:
    by: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for path in sorted(folder.rglob("diasumfact_*.jsonl")):
        for r in _rows(path):
            by[tuple(r["utterances"])].append((r["sentence"], TRUE if r["label"] else r["type"]))
    for utterances, rows in by.items():
        yield from _judge(_snippet(utterances), rows)


def _snippet(utterances: Sequence[str]) -> Transcript:
    """What was said, as "speaker: words" each."""
    passages = []
    at = 0.0
    for n, utterance in enumerate(utterances):
        who, _, words = (x.strip() for x in utterance.partition(":"))
        if words:
            passages.append(
                Passage(
                    id=PassageId(f"p{n}"),
                    speaker=who or None,
                    start=at,
                    end=at + 1,
                    text=" ".join(words.split()),
                )
            )
        at += 1
    return Transcript(attributed=any(p.speaker for p in passages), passages=tuple(passages))


def _judge(transcript: Transcript, rows: Iterable[tuple[str, str]]) -> list[Judged]:
    meeting = evidence.meeting(transcript)
    told = []
    for sentence, kind in rows:
        verdict = checks.verdict(sentence, meeting)
        serious = any(r.sure and r.code in SERIOUS for r in verdict.reasons)
        told.append(Judged(kind=kind, found=verdict.verdict, serious=serious))
    return told


def _rows(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _alarms(name: str, hits: int, of: int, baseline: float, goal: float) -> Figure:
    counts = f"{hits} of {of}" if of else ""
    return Figure(name=name, baseline=baseline, goal=goal, here=rate(hits, of), counts=counts, less=True)


def _caught(name: str, hits: int, of: int, baseline: float, goal: float) -> Figure:
    counts = found(hits, of) if of else ""
    return Figure(name=name, baseline=baseline, goal=goal, here=rate(hits, of), counts=counts)


def _auc(rows: Sequence[Judged]) -> float | None:
    """How often a wrong sentence ranks above a true one: mismatch, weak, none; a tie is half."""
    wrong = Counter(_RANK[x.found] for x in rows if x.kind != TRUE)
    true = Counter(_RANK[x.found] for x in rows if x.kind == TRUE)
    pairs = wrong.total() * true.total()
    if not pairs:
        return None
    above = sum(
        a * b * (1.0 if i > j else 0.5 if i == j else 0.0) for i, a in wrong.items() for j, b in true.items()
    )
    return above / pairs
