"""Drafts of one-hour meetings, cheap presses, the loop's pauses, and the requests of one walk."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlsplit

from drafting.pool import Drafter
from local import samples
from local.demo import plan_of
from local.rehearsal import Plan
from local.town import Town, open_town
from record.docket import RecordTypeId
from record.said import Said
from tests.benchmarks.measure import Measure, middle, percentile
from tests.benchmarks.meeting import hour_of, words_in
from tests.benchmarks.pulse import Pause
from tests.benchmarks.walk import Drafted, Report, house, leaf, to_draft, to_receipt

T = TypeVar("T")

RUNS = 7
PRESSES = 100
SETTLED = 1.0
"""Seconds that a person looks at a new card before pressing; one who presses at once may be told to press again."""
SLOWEST_PAUSE = 0.1
GOALS = {"docket writes": 18.0, "outside requests": 37.2}
"""A fifth more than the 15 and 31 that were reckoned."""
POLLED = "nudges"
"""The queue is asked all the time, whatever else is done."""
OURS = ("storage", "bot")
"""What is no request to an outside party: our own storage, and what Teams sends us."""


@dataclass(frozen=True)
class Span:
    """A stretch of time by the wall clock."""

    began: float
    ended: float

    def holds(self, at: float) -> bool:
        """Whether a moment lies in it."""
        return self.began <= at <= self.ended


@dataclass(frozen=True)
class Played:
    """What was walked: drafts of an hour, presses on the last one, a whole walk of an hour, one of the sample."""

    drafts: Sequence[Drafted]
    presses: Sequence[float]
    hour: Span
    sample: Span
    stretches: Mapping[str, Span]
    words: int
    alone: Sequence[float]


async def measured(source: str | None = None) -> list[Measure]:
    """All of it. `source` is the text of a .vtt to make the hour of; a sample's if None."""
    text = source or samples.load("home-visit").transcript.decode()
    async with open_town() as town, house(town) as report:
        played = await _play(town, text)
        await asyncio.sleep(SETTLED)
    return [
        *_draft_measures(town, report, played),
        *_turn_measures(played),
        _pause_measure(report, played),
        *_count_measures(town, report, played),
    ]


async def _play(town: Town, text: str) -> Played:
    async def draft(seed: int) -> Drafted:
        return await to_draft(town, _plan(seed, hour_of(text, seed)))

    await draft(0)  # the first person's connections and keys
    drafts = [await draft(seed) for seed in range(1, RUNS + 1)]
    await asyncio.sleep(SETTLED)
    presses = await leaf(drafts[-1], PRESSES)
    began = time.time()
    drafted = await draft(RUNS + 1)
    await asyncio.sleep(SETTLED)
    await to_receipt(drafted)
    hour = Span(began, time.time())
    await asyncio.sleep(SETTLED)
    began = time.time()
    drafted = await to_draft(town, _plan(RUNS + 2))
    await asyncio.sleep(SETTLED)
    looked = time.time()
    approved = await to_receipt(drafted)
    sample = Span(began, time.time() + 0.5)
    stretches = {
        "asking": Span(began, drafted.began),
        "drafting": Span(drafted.began, looked),
        "checking and approving": Span(looked, approved),
        "filing to receipt": Span(approved, sample.ended),
    }
    transcript = hour_of(text, 1)
    return Played(
        drafts=drafts,
        presses=presses,
        hour=hour,
        sample=sample,
        stretches=stretches,
        words=words_in(transcript),
        alone=await _alone(transcript),
    )


def _plan(number: int, transcript: bytes | None = None) -> Plan:
    plan = plan_of(samples.load("home-visit"))
    people = [(name, born, f"{reference}-{number}") for name, born, reference in plan.people]
    return replace(plan, people=people, transcript=transcript or plan.transcript)


async def _alone(transcript: bytes) -> list[float]:
    """Seconds of reading and drafting with no house around it."""
    drafter, said, took = Drafter(), Said(transcript), []
    try:
        await drafter.warm()
        for _ in range(RUNS):
            began = time.perf_counter()
            await drafter.outline(said)
            await drafter.draft(
                [said],
                record_type=RecordTypeId("home-visit"),
                child=None,
                siblings=(),
                author=None,
                occurred=None,
            )
            took.append(time.perf_counter() - began)
    finally:
        await drafter.aclose()
    return took


# --- the draft ----------------------------------------------------------------------------------------------------


def _draft_measures(town: Town, report: Report, played: Played) -> list[Measure]:
    seconds = [d.seconds for d in played.drafts]
    usual = sorted(played.drafts, key=lambda d: d.seconds)[len(played.drafts) // 2]
    how = (
        f"From the press that asks for the draft to the draft's card on the screen: {RUNS} meetings of one hour and "
        f"{played.words} words on loopback, after one that is not counted; Graph client warm, the house in a process "
        f"of its own. Judged on the median. Runs: {', '.join(f'{s:.2f}' for s in seconds)} s. Reading and drafting "
        f"alone {middle(played.alone):.2f} s. The median run by what was waited for (the draft "
        f"before its words are put): {_parts(town, report, usual)}."
    )
    return [
        Measure(name="press to draft, median", value=middle(seconds), unit="s", goal=1.0, how=how),
        Measure(
            name="press to draft, worst", value=max(seconds), unit="s", how="The slowest of the same runs."
        ),
    ]


def _parts(town: Town, report: Report, drafted: Drafted, most: int = 6) -> str:
    """Each gap between two answers, put down to the later answer; the largest first."""
    span = Span(drafted.began, drafted.came)
    moments = [
        (r["at"], f"storage {r['method']} {r['place']}")
        for r in report.storage
        if span.holds(r["at"]) and r["place"] != POLLED
    ]
    moments += [
        (call.began + call.seconds, f"{call.party} {call.method}")
        for call in town.wire.calls
        if span.holds(call.began + call.seconds)
    ]
    gaps: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    before = span.began
    for at, name in [*sorted(moments), (span.ended, "the look at the screen")]:
        gaps[name] += round((at - before) * 1000)
        counts[name] += 1
        before = at
    return ", ".join(f"{name} ×{counts[name]} {ms} ms" for name, ms in gaps.most_common(most))


# --- turns and pauses ---------------------------------------------------------------------------------------------


def _turn_measures(played: Played) -> list[Measure]:
    how = (
        f"{len(played.presses)} presses, opening a section and going back to the contents in turn, on a draft of an "
        "hour; from Teams' request to our answer."
    )
    return [
        Measure(name="turn, p50", value=percentile(played.presses, 50), unit="s", goal=1.0, how=how),
        Measure(name="turn, p99", value=percentile(played.presses, 99), unit="s", how=how),
    ]


def _pause_measure(report: Report, played: Played) -> Measure:
    pauses = sorted(_within(report.pauses, played.hour), key=lambda p: -p["seconds"])
    bare = max((p["seconds"] for p in _within(report.bare, played.hour)), default=0.0)
    beside = f"at most {bare * 1000:.0f} ms" if bare else "never 20 ms late"
    longest = pauses[0]["seconds"] if pauses else 0.0
    told = "; ".join(
        f"{p['seconds'] * 1000:.0f} ms ({p['worked'] * 1000:.0f} ms of its own work) {p['where'] or 'seen too late'}"
        for p in pauses[:4]
    )
    how = (
        "How late the house's loop woke from a sleep of 5 ms, over one walk of a meeting of an hour from command to "
        f"receipt. A loop with nothing to do, at the same time: {beside}. {len(pauses)} pauses of "
        f"20 ms or more. The longest: {told or 'none'}."
    )
    return Measure(
        name="longest pause of the loop", value=longest * 1000, unit="ms", goal=SLOWEST_PAUSE * 1000, how=how
    )


def _within(pauses: Sequence[Pause], span: Span) -> list[Pause]:
    return [p for p in pauses if span.holds(p["at"])]


# --- requests -----------------------------------------------------------------------------------------------------


def _count_measures(town: Town, report: Report, played: Played) -> list[Measure]:
    storage = [r for r in report.storage if played.sample.holds(r["at"])]
    writes = [r for r in storage if r["method"] == "PUT" and r["place"] == "dockets"]
    outside = [c for c in town.wire.calls if c.party not in OURS and played.sample.holds(c.began)]
    turns = [c for c in town.wire.calls if c.party == "bot" and played.sample.holds(c.began)]
    walked = f"One walk of the sample home visit, from command to receipt, nothing failing, in {len(turns)} turns. "
    return [
        Measure(
            name="docket writes",
            value=len(writes),
            unit="writes",
            goal=GOALS["docket writes"],
            how=walked
            + f"PUTs to the dockets. All {len(storage)} requests to storage: "
            + _counted(storage, lambda r: f"{r['method']} {r['place']}")
            + _stretched(played, [r["at"] for r in writes]),
        ),
        Measure(
            name="outside requests",
            value=len(outside),
            unit="requests",
            goal=GOALS["outside requests"],
            how=walked
            + "Requests to everybody but storage: "
            + _counted(outside, lambda c: f"{c.party} {c.method} {_what(c.url)}")
            + _stretched(played, [c.began for c in outside]),
        ),
    ]


def _counted(things: Sequence[T], name: Callable[[T], str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in Counter(map(name, things)).most_common()) + "."


def _stretched(played: Played, moments: Sequence[float]) -> str:
    """How many fell into each stretch of the walk."""
    found = {name: sum(span.holds(at) for at in moments) for name, span in played.stretches.items()}
    return " Counted ones by stretch: " + ", ".join(f"{name} {count}" for name, count in found.items()) + "."


def _what(url: str) -> str:
    """The last part of a path that is a word and no id."""
    named = [part for part in urlsplit(url).path.split("/") if re.fullmatch(r"[A-Za-z]+", part)]
    return named[-1] if named else ""
