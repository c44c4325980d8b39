"""Measures the house beside its goals: a table, and build/bench.json. An argument is a folder of meetings.

What is read, drafted and checked is measured on that folder, or on the repository's own meetings.
"""

from __future__ import annotations

import asyncio
import os
import sys
import textwrap
from pathlib import Path

from tests.benchmarks import crowd, door, drafting, journey, line, memory, reading
from tests.benchmarks.measure import Measure, table, write
from tests.benchmarks.quality import __main__ as quality

RESULT = Path("build") / "bench.json"


def largest(folder: Path) -> str:
    """The text of the largest .vtt there: the hour is made of it. Raises SystemExit."""
    found = sorted(folder.rglob("*.vtt"), key=lambda p: p.stat().st_size)
    if not found:
        raise SystemExit("There is no .vtt file in that folder.")
    return found[-1].read_text(encoding="utf-8-sig")


async def measured(source: str | None) -> list[Measure]:
    """Everything, one after the other. `source` is the text of a .vtt; a sample's if None."""
    return [
        *line.measured(),
        *reading.measured(),
        *drafting.measured(),
        *await door.measured(),
        *await journey.measured(source),
        *await crowd.measured(),
        *await memory.measured(),
    ]


def main() -> int:
    """0 when all was measured, whether or not the goals are met."""
    before = os.getloadavg()[0]
    measures = asyncio.run(measured(largest(Path(sys.argv[1])) if sys.argv[1:] else None))
    after = os.getloadavg()[0]
    write(measures, RESULT)
    print(table(measures))
    print(f"\n{quality.told(Path(sys.argv[1]) if sys.argv[1:] else None)}")
    print()
    for m in measures:
        if m.holds is False:
            print(textwrap.fill(f"{m.name}: {m.how}", 110, subsequent_indent="  "))
    print(
        f"\n{os.cpu_count()} processors; load {before:.1f} before and {after:.1f} after. All of it: {RESULT}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
