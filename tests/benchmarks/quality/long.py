"""A three-hour meeting at the desk: parse, draft and check in a process each; processor seconds and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from drafting import speech
from reading import files
from tests.benchmarks import meeting
from tests.benchmarks.measure import middle
from tests.benchmarks.quality.goals import Figure

WORDS, SECONDS, SENTENCES = 50_000, 3 * 3600.0, 213
ROUNDS = 3
ROOT = Path(__file__).resolve().parents[3]

# A small process in between: a child of this one would count our memory as its own at its start.
_MEASURED = """
import json, resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
most = used.ru_maxrss / (1048576 if sys.platform == "darwin" else 1024)
print(json.dumps([code, used.ru_utime + used.ru_stime, most]))
"""


def figures(source: str, record_type: str = "child-protection-conference") -> list[Figure]:
    """Of the text of a .vtt, made three hours long by repeating it with words exchanged."""
    with tempfile.TemporaryDirectory() as folder:
        transcript, sentences = Path(folder) / "meeting.vtt", Path(folder) / "sentences.jsonl"
        data = meeting.long(source, 1, seconds=SECONDS, words=WORDS)
        transcript.write_bytes(data)
        # Reported, so that none is a plain copy, which costs nothing to check.
        said = [s.text for t in speech.turns(files.read(data)) for s in t.sentences if s.words > 6]
        step = max(1, len(said) // SENTENCES)
        sentences.write_text(
            "".join(
                json.dumps({"id": n, "sentence": f"It was said that {text}"}) + "\n"
                for n, text in enumerate(said[::step][:SENTENCES])
            ),
            encoding="utf-8",
        )
        commands: Sequence[Sequence[str]] = (
            ("parse", str(transcript)),
            ("draft", str(transcript), "--record-type", record_type),
            ("check", str(transcript), "--sentences", str(sentences)),
        )
        rounds = [[_run(command) for command in commands] for _ in range(ROUNDS)]
    seconds = [middle([r[n][0] for r in rounds]) for n in range(len(commands))]
    each = ", ".join(f"{command[0]} {took:.1f}" for command, took in zip(commands, seconds, strict=True))
    words = meeting.words_in(data)
    return [
        Figure(
            name="3-hour meeting, three processes",
            baseline=2.7,
            goal=2.7,
            here=middle([sum(took for took, _ in r) for r in rounds]),
            counts=f"{words} words, {SENTENCES} sentences: {each}",
            less=True,
            unit=" s",
            places=1,
        ),
        Figure(
            name="  the largest of them",
            baseline=36,
            goal=60,
            here=max(most for r in rounds for _, most in r),
            less=True,
            unit=" MB",
            places=0,
        ),
    ]


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Processor seconds and MB at the peak. Raises RuntimeError if the command fails."""
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _MEASURED, sys.executable, "-m", "drafting", *command],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    code, took, most = json.loads(told.stdout)
    if code:
        raise RuntimeError(f"python -m drafting {command[0]} ended with {code}")
    return float(took), float(most)
