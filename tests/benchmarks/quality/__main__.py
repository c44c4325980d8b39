"""Reading, drafting and checking beside their goals: `python -m tests.benchmarks.quality [FOLDER]`.

The folder may hold NAME.expected.json, NAME.gold.json and NAME.check.jsonl beside transcripts, a corpus with a
person's note.md beside each transcript.vtt, and perturb_*.jsonl and diasumfact_*.jsonl. Without one, the
repository's own meetings are measured, and what they have no labels for is told as not measured.

A second table is of meetings that no rule was made on, with the same goals: what a council's meetings may expect.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import reading
from tests.benchmarks.quality import drafts, long, reads, sentences
from tests.benchmarks.quality.goals import Figure, table

OURS = Path(__file__).resolve().parents[2] / "data" / "transcripts"
KNOWN, HELD_OUT = OURS / "social-care", OURS / "held-out"
LONGEST = OURS / "social-care" / "child-protection-conference-carter.vtt"


def measured(folder: Path | None) -> list[Figure]:
    """Every figure, in the order of the table."""
    times = reading.times_faster()
    return [
        *reads.figures(folder or OURS),
        *drafts.figures(folder or KNOWN),
        *sentences.figures(folder or KNOWN),
        *long.figures(LONGEST.read_text(encoding="utf-8")),
        Figure(
            name="parsing alone, times faster than webvtt-py",
            baseline=None,
            goal=3,
            here=times,
            unit="×",
            places=1,
        ),
    ]


def held_out() -> list[Figure]:
    """What has labels of the same figures, on meetings that no rule was made on."""
    return [f for f in (*drafts.figures(HELD_OUT), *sentences.figures(HELD_OUT)) if f.here is not None]


def told(folder: Path | None) -> str:
    """The tables, and which goals are missed."""
    return f"{_told(measured(folder))}\n\nMeetings that no rule was made on:\n\n{_told(held_out())}"


def _told(figures: Sequence[Figure]) -> str:
    missed = [f.name.strip() for f in figures if f.holds is False]
    end = f"Missed: {', '.join(missed)}." if missed else "Every goal that was measured is reached."
    return f"{table(figures)}\n\n{end}"


if __name__ == "__main__":
    print(told(Path(sys.argv[1]) if sys.argv[1:] else None))
