"""`python -m tests.simulation --seed N` replays one history; `--count N` runs many and names the seeds that fail."""

from __future__ import annotations

import argparse
import gc
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from tests.simulation.book import RuleBrokenError
from tests.simulation.faults import listening
from tests.simulation.history import History

AT_ONCE = 200
NAMED = 100
"""So many of those that broke something are named, and the rest only counted."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A history in which something that must always be true was not."""

    seed: int
    rule: str
    what: str


def one(seed: int, story: list[str] | None = None) -> tuple[str, Failure | None]:
    """How it ended, or what broke."""
    try:
        with listening():
            return History(seed, story).run(), None
    except RuleBrokenError as e:
        return "broken", Failure(seed, e.rule, e.what)
    except Exception as e:  # noqa: BLE001  # a fault of the line, or of the simulation: either is to be seen
        return "broken", Failure(seed, "no fault of ours", f"{type(e).__name__}: {e}")


def some(first: int, count: int) -> tuple[dict[str, int], list[Failure]]:
    """Many, one after the other: how they ended and what broke."""
    gc.disable()  # a history leaves nothing behind that is worth looking for before the next one ends
    ends: dict[str, int] = {}
    failures: list[Failure] = []
    for seed in range(first, first + count):
        end, failure = one(seed)
        ends[end] = ends.get(end, 0) + 1
        if failure is not None:
            failures.append(failure)
    gc.enable()
    gc.collect()
    return ends, failures


def many(first: int, count: int, processes: int) -> tuple[dict[str, int], list[Failure]]:
    """The same over several processes, with a line on how it goes every now and then."""
    ends: dict[str, int] = {}
    failures: list[Failure] = []
    began = told = time.perf_counter()
    done = 0
    with ProcessPoolExecutor(processes) as pool:
        firsts = range(first, first + count, AT_ONCE)
        sizes = [min(AT_ONCE, first + count - f) for f in firsts]
        for size, (some_ends, some_failures) in zip(sizes, pool.map(some, firsts, sizes), strict=True):
            done += size
            for end, n in some_ends.items():
                ends[end] = ends.get(end, 0) + n
            for failure in some_failures:
                if len(failures) < NAMED:
                    print(f"seed {failure.seed}: {failure.rule}: {failure.what}", flush=True)
                failures.append(failure)
            if time.perf_counter() - told > 30:
                told = time.perf_counter()
                print(f"{done} histories, {done / (told - began):.0f} a second", flush=True)
    took = time.perf_counter() - began
    print(
        f"{done} histories in {took:.0f} s, {done / took:.0f} a second; ends: {ends}; broken: {len(failures)}"
    )
    return ends, failures


def until_broken(first: int, count: int) -> int:
    """One after the other, no further than the first that breaks."""
    for seed in range(first, first + count):
        _, failure = one(seed)
        if failure is not None:
            print(f"seed {failure.seed}: {failure.rule}: {failure.what}")
            return 1
    print(f"{count} histories, none broken")
    return 0


def replay(seed: int) -> int:
    """Print one history step by step."""
    story: list[str] = []
    end, failure = one(seed, story)
    print("\n".join(story))
    if failure is not None and failure.rule == "no fault of ours":
        try:
            History(seed, []).run()
        except Exception:  # noqa: BLE001  # it is printed
            traceback.print_exc(file=sys.stdout)
    print(f"seed {seed}: " + (f"BROKEN: {failure.rule}: {failure.what}" if failure else end))
    return 1 if failure else 0


def main() -> int:
    """Read the arguments and do it; 1 if anything broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, help="replay this history")
    parser.add_argument("--count", type=int, default=1000, help="how many histories")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--stop", action="store_true", help="at the first that breaks, in this process")
    asked = parser.parse_args()
    if asked.seed is not None:
        return replay(asked.seed)
    if asked.stop:
        return until_broken(asked.first, asked.count)
    _, failures = many(asked.first, asked.count, asked.processes)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
