"""The checker beside its goals: `python -m tests.benchmarks.drafting FOLDER`, labelled sentences found in the folder.

Reads every NAME.check.jsonl ({"sentence", "label", "type"} a line) that stands beside NAME.vtt or NAME.txt, and
checks each sentence against the whole meeting, with no passage cited. Without a folder: speed alone, on the tests'
own meetings.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from drafting import checks, evidence
from drafting.checks import Finding
from reading import files
from tests.benchmarks.measure import Measure, middle, table

OURS = Path(__file__).parents[1] / "data" / "transcripts" / "social-care"
GOALS: Mapping[str, tuple[float, float]] = {
    "number": (0.45, 0.85),
    "date": (0.67, 0.85),
    "name": (0.30, 0.80),
    "quote_altered": (0.00, 0.95),
    "negation": (0.11, 0.70),
    "speaker": (0.14, 0.70),
    "third_hand_as_fact": (0.10, 0.70),
    "decision_not_made": (0.07, 0.70),
    "entity_swap": (0.00, 0.60),
    "fabricated": (0.06, 0.80),
}
"""By kind of mistake, the share that a simple baseline finds and the share to reach; fabricated counts weak too."""
ALARMS = {"a mismatch": (0.096, 0.08), "a mismatch or weak": (0.096, 0.20)}
"""The same for true sentences that are held up: here less is better."""


def told(folder: Path) -> dict[str, list[Finding]]:
    """What was found about every labelled sentence, by its kind; the true ones are "supported"."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for path in sorted(folder.rglob("*.check.jsonl")):
        name = path.name.removesuffix(".check.jsonl")
        transcript = next(
            (p for p in (path.with_name(f"{name}{x}") for x in (".vtt", ".txt")) if p.exists()), None
        )
        if transcript is None:
            continue
        meeting = evidence.meeting(files.read(transcript.read_bytes()))
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            kind = "supported" if row["label"] == "supported" else row["type"]
            found[kind].append(checks.verdict(row["sentence"], meeting).verdict)
    return found


def rates(found: Mapping[str, Sequence[Finding]]) -> str:
    """A row a kind: how many of how many, the rate, the baseline's and the goal."""
    rows = [f"{'':24}{'found':>10}{'rate':>8}{'baseline':>10}{'reach':>8}"]

    def row(name: str, hits: int, of: int, before: float, goal: str) -> None:
        rows.append(f"{name:24}{f'{hits} of {of}':>10}{hits / of if of else 0:8.2f}{before:10.2f}{goal:>8}")

    true = found.get("supported", ())
    wrong, weak = (sum(f is x for f in true) for x in (Finding.MISMATCH, Finding.WEAK))
    for (name, (before, goal)), hits in zip(ALARMS.items(), (wrong, wrong + weak), strict=True):
        row(f"true, but {name}", hits, len(true), before, f"≤ {goal:.2f}")
    for kind, (before, goal) in GOALS.items():
        here = found.get(kind, ())
        hits = sum(f is Finding.MISMATCH or (kind == "fabricated" and f is Finding.WEAK) for f in here)
        row(kind.replace("_", " "), hits, len(here), before, f"≥ {goal:.2f}")
    return "\n".join(rows)


def measured() -> list[Measure]:
    """Speed: a meeting prepared, and its own sentences checked, reported so that none is a mere copy."""
    prepared, each = [], []
    for path in sorted([*OURS.glob("*.vtt"), *OURS.glob("*.txt")]):
        transcript = files.read(path.read_bytes())
        begun = time.process_time()
        meeting = evidence.meeting(transcript)
        words = sum(len(u.words) for u in meeting.units)
        prepared.append((time.process_time() - begun) * 10_000 / words)
        sentences = [f"It was said that {u.text}" for u in meeting.units if len(u.words) > 6][:60]
        begun = time.process_time()
        for sentence in sentences:
            checks.verdict(sentence, meeting)
        each.append(1000 * (time.process_time() - begun) / len(sentences))
    how = "Processor time in one process, median of the six invented meetings."
    return [
        Measure(name="check, 10,000 words prepared", value=1000 * middle(prepared), unit="ms", how=how),
        Measure(name="check, a sentence", value=middle(each), unit="ms", how=how, goal=4),
    ]


def main() -> int:
    """0 when all was measured, whether or not the goals are met."""
    print(table(measured()))
    for folder in sys.argv[1:]:
        print()
        print(rates(told(Path(folder))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
