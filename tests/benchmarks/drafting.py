"""How fast the checker is, on the tests' own meetings: `python -m tests.benchmarks.drafting`."""

from __future__ import annotations

import time
from pathlib import Path

from drafting import checks, evidence
from reading import files
from tests.benchmarks.measure import Measure, middle, table

OURS = Path(__file__).parents[1] / "data" / "transcripts" / "social-care"


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


if __name__ == "__main__":
    print(table(measured()))
