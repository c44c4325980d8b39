"""Reading a three-hour meeting of 50,000 words: time and memory, beside webvtt-py."""

from __future__ import annotations

import importlib
import io
import random
import sys
import time
import tracemalloc
from collections.abc import Callable

from reading import files
from tests.benchmarks.measure import Measure, table
from tests.reading import documents

WORDS = 50_000
SECONDS = 3 * 3600
ROUNDS = 15
GOAL = 1 / 3
"""Of webvtt-py's time."""

_TEXT = (
    "the school said that attendance is ninety one since May and mum told me she will ring on Friday about breakfast "
    "club because Tyler likes it there and we agreed that I would write to the health visitor before the review"
)
_SPEAKERS = ("Ana Example", "Nair, Priya [NA]", "Speaker 1", "Ben Ode (Guest)", "Jo Tern | Org")


def meeting(seed: int = 1) -> list[tuple[int, str, list[str]]]:
    """Utterances: millisecond of the start, who, and words; the same seed says the same."""
    rng = random.Random(seed)
    told: list[tuple[int, str, list[str]]] = []
    words = 0
    while words < WORDS:
        said = rng.choices(_TEXT.split(), k=rng.choice((2, 6, 14, 30, 45)))
        told.append((words * SECONDS * 1000 // WORDS, rng.choice(_SPEAKERS), said))
        words += len(said)
    return told


def as_vtt(told: list[tuple[int, str, list[str]]]) -> bytes:
    """As a download from Teams: pieces of at most two lines of about 45 letters, with ids."""
    cues = ["WEBVTT\n"]
    for n, (start, who, said) in enumerate(told):
        for k in range(0, len(said), 16):
            lines = "\n".join(" ".join(said[i : i + 8]) for i in range(k, min(k + 16, len(said)), 8))
            times = f"{_clock(start + k * 200)} --> {_clock(start + k * 200 + 3000)}"
            cues.append(
                f"7d3a90c2-51ce-4a0e-9a3f-6f0c2f1d8e44/{n}-{k // 16}\n{times}\n<v {who}>{lines}</v>\n"
            )
    return "\n".join(cues).encode()


def as_word(told: list[tuple[int, str, list[str]]]) -> bytes:
    """As a Word transcript."""
    return documents.transcript(*((who, _short(start), [" ".join(said)]) for start, who, said in told))


def measured() -> list[Measure]:
    """Time and memory of reading, and the ratio to webvtt-py's."""
    told = meeting()
    vtt, word = as_vtt(told), as_word(told)
    how = (
        f"Processor time of one process, the least of {ROUNDS}; {len(told)} utterances, {vtt.count(b'-->')} cues, "
        f"{len(vtt) // 1000} kB; passages joined and in order of time."
    )
    theirs = _theirs(vtt)
    # Turn by turn, so that whatever else the machine does falls on both.
    times = _least([lambda: files.read(vtt), lambda: files.read(word), theirs])
    found = [
        Measure(name="reading a 3-hour .vtt", value=times[0] * 1000, unit="ms", how=how),
        Measure(name="reading a 3-hour .docx", value=times[1] * 1000, unit="ms", how=how),
        Measure(
            name="memory for the .vtt at its peak",
            value=_peak(lambda: files.read(vtt)),
            unit="MB",
            how="tracemalloc",
        ),
    ]
    beside = f"webvtt-py {times[2] * 1000:.0f} ms, peak {_peak(theirs):.1f} MB, for cues that are not joined."
    return [
        *found,
        Measure(
            name="reading to webvtt-py", value=times[0] / times[2], unit="×", how=f"{how} {beside}", goal=GOAL
        ),
    ]


def times_faster() -> float:
    """How many times faster than webvtt-py a .vtt is read."""
    vtt = as_vtt(meeting())
    ours, theirs = _least([lambda: files.read(vtt), _theirs(vtt)])
    return theirs / ours


def _theirs(vtt: bytes) -> Callable[[], object]:
    # It ships no types.
    other = importlib.import_module("webvtt")
    return lambda: [(c.voice, c.text, c.start, c.end) for c in other.from_buffer(io.BytesIO(vtt))]


def _least(works: list[Callable[[], object]]) -> list[float]:
    """The least processor seconds of each, measured in turn."""
    told: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for n, work in enumerate(works):
            began = time.process_time()
            work()
            told[n].append(time.process_time() - began)
    return [min(times) for times in told]


def _peak(work: Callable[[], object]) -> float:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _clock(milliseconds: int) -> str:
    whole = milliseconds // 1000
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{milliseconds % 1000:03d}"


def _short(milliseconds: int) -> str:
    """As Word transcripts show it: 0:03, 1:02:05."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return (
        f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}" if minutes >= 60 else f"{minutes}:{seconds:02d}"
    )


if __name__ == "__main__":
    found = measured()
    print(table(found))
    print(f"\n{found[-1].how}")
    sys.exit(0)
