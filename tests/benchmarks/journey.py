"""Drafts of one-hour meetings, cheap presses, the loop's pauses; and what `counts` makes of two whole walks."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from drafting.pool import Drafter
from local import samples
from local.demo import plan_of
from local.rehearsal import Plan
from local.town import Town, open_town
from record.said import Said
from record.terms import RecordTypeId
from tests.benchmarks import counts
from tests.benchmarks.counts import POLLED, Path, Span
from tests.benchmarks.measure import Measure, middle, percentile
from tests.benchmarks.meeting import CALL, hour_of, words_in
from tests.benchmarks.pulse import Pause
from tests.benchmarks.walk import Drafted, Report, house, leaf, to_draft, to_receipt

RUNS = 7
PRESSES = 100
SETTLED = 1.0
"""Seconds that a person looks at a new card before pressing; one who presses at once may be told to press again."""
SLOWEST_PAUSE = 0.1


@dataclass(frozen=True)
class Played:
    """What was walked: two whole walks, drafts of an hour, presses on the last one, a whole walk of an hour."""

    shortest: Path
    sample: Path
    drafts: Sequence[Drafted]
    presses: Sequence[float]
    hour: Span
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
        *counts.measures(town, report, played.shortest, played.sample),
    ]


async def _play(town: Town, text: str) -> Played:
    async def draft(seed: int, author: str = "") -> Drafted:
        plan = _plan(seed, hour_of(text, seed))
        return await to_draft(town, replace(plan, author=author or plan.author))

    await draft(0, author="Robin Sample")  # connections and keys; nobody whose token is kept below
    shortest = await _path(town, _SHORTEST)
    sample = await _path(town, _plan(RUNS + 2))
    drafts = [await draft(seed) for seed in range(1, RUNS + 1)]
    await asyncio.sleep(SETTLED)
    presses = await leaf(drafts[-1], PRESSES)
    began = time.time()
    drafted = await draft(RUNS + 1)
    await asyncio.sleep(SETTLED)
    await to_receipt(drafted)
    hour = Span(began, time.time())
    transcript = hour_of(text, 1)
    return Played(
        shortest=shortest,
        sample=sample,
        drafts=drafts,
        presses=presses,
        hour=hour,
        words=words_in(transcript),
        alone=await _alone(transcript),
    )


async def _path(town: Town, plan: Plan) -> Path:
    """One record from command to receipt, with nothing else going on."""
    await asyncio.sleep(SETTLED)
    began = time.time()
    drafted = await to_draft(town, plan)
    await asyncio.sleep(SETTLED)
    looked = time.time()
    checked, approved = await to_receipt(drafted)
    await asyncio.sleep(SETTLED)
    ended = time.time()
    return Path(
        span=Span(began, ended),
        stretches={
            "asking": Span(began, drafted.began),
            "drafting": Span(drafted.began, looked),
            "checking": Span(looked, checked),
            "reading and approving": Span(checked, approved),
            "filing to receipt": Span(approved, ended),
        },
        presses=tuple(drafted.presses),
    )


_SHORTEST = Plan(
    transcript=CALL,
    record_type="case-note",
    people=(("Tyler Brook", "2017-03-14", "CH-104233-short"),),
    subject="Call with school",
    author="Ana Example",
)
"""Nothing is flagged and nothing left out; the analysis is always the practitioner's to write."""


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
