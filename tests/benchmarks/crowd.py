"""A hundred practitioners at once, each in their own chat with their own draft: how long their buttons take."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from local import samples
from local.demo import plan_of
from local.hand import StuckError, buttons, inputs
from local.town import Town, open_town
from tests.benchmarks.counts import Span
from tests.benchmarks.measure import Measure, percentile
from tests.benchmarks.pulse import Pause
from tests.benchmarks.walk import Drafted, house, to_draft

PEOPLE = 100
SIDE_BY_SIDE = 6
"""Drafts made at the same time, before anything is measured."""
SECONDS = 40.0
THINKS = 5.0
"""Seconds between two presses of one person, on average: somebody who works fast. Twenty presses a second in all."""
SETTLED = 3.0
GOAL = 1.0
TYPED = " Read again, and right."


@dataclass(frozen=True)
class Pressed:
    """One press: which, when by the wall clock, and how long until its answer was there, in seconds."""

    verb: str
    at: float
    seconds: float
    carded: bool
    """Whether a card came, and not a sentence or nothing at all."""


async def measured() -> list[Measure]:
    """The usual working of a hundred, and all hundred in the same moment."""
    async with open_town() as town, house(town) as report:
        drafts = await _drafts(town)
        await asyncio.sleep(SETTLED)
        began = time.time()
        working = [p for each in await asyncio.gather(*map(_works, drafts)) for p in each]
        span = Span(began, time.time())
        await asyncio.sleep(SETTLED)
        burst = await asyncio.gather(*(_press(d, _next(d)) for d in drafts))
        await asyncio.sleep(SETTLED)
    return _measures(
        working,
        burst,
        [p for p in report.pauses if span.holds(p["at"])],
        [p for p in report.bare if span.holds(p["at"])],
    )


async def _drafts(town: Town) -> list[Drafted]:
    plan = plan_of(samples.load("home-visit"))
    few = asyncio.Semaphore(SIDE_BY_SIDE)

    async def draft(n: int) -> Drafted:
        people = [(name, born, f"{reference}-crowd-{n}") for name, born, reference in plan.people]
        async with few:
            return await to_draft(town, replace(plan, people=people, author=f"Practitioner {n}"))

    return await asyncio.gather(*map(draft, range(PEOPLE)))


async def _works(drafted: Drafted) -> list[Pressed]:
    """Opens a section, edits it, saves it, and goes on to the next, thinking before each press."""
    rng = random.Random(drafted.message)
    end = time.monotonic() + SECONDS
    pressed: list[Pressed] = []
    await asyncio.sleep(rng.uniform(0, THINKS))
    while time.monotonic() < end:
        pressed.append(await _press(drafted, _next(drafted, rng)))
        await asyncio.sleep(min(rng.expovariate(1 / THINKS), 4 * THINKS))
    return pressed


def _next(
    drafted: Drafted, rng: random.Random | None = None
) -> tuple[str, dict[str, str], dict[str, object]]:
    """What a person presses on this card: verb, what they typed, and which of its buttons."""
    card = drafted.hand.card(drafted.message)
    found = buttons(card)
    verbs = {b["verb"] for b in found}
    if "save-text" in verbs:
        box = inputs(card).get("all")
        return "save-text", {"all": str(box.get("value", "")) + TYPED} if box else {}, {}
    if "edit" in verbs:
        return "edit", {}, {}
    places = [b["data"]["s"] for b in found if b["verb"] == "open"]
    if places:
        return "open", {}, {"s": rng.choice(places) if rng else places[0]}
    return "contents", {}, {}


async def _press(drafted: Drafted, what: tuple[str, dict[str, str], dict[str, object]]) -> Pressed:
    verb, typed, data = what
    at, carded = time.time(), True
    try:
        await drafted.hand.press(drafted.message, verb, typed, **data)
    except StuckError:
        carded = False
    return Pressed(verb, at, drafted.hand.user.timings[-1], carded)


def _measures(
    working: Sequence[Pressed], burst: Sequence[Pressed], pauses: Sequence[Pause], bare: Sequence[Pause]
) -> list[Measure]:
    times = [p.seconds for p in working]
    each = {verb: [p.seconds for p in working if p.verb == verb] for verb in {p.verb for p in working}}
    told = ", ".join(
        f"{verb} ×{len(t)} p50 {percentile(t, 50) * 1000:.0f} p99 {percentile(t, 99) * 1000:.0f} ms"
        for verb, t in sorted(each.items())
    )
    how = (
        f"{PEOPLE} people with a draft each open sections, edit and save them for {SECONDS:.0f} s, each thinking "
        f"{THINKS:.0f} s on average before a press: {len(times)} presses, {len(times) / SECONDS:.0f} a second. From "
        "Teams' request to our answer. The house, Azurite and everybody else share this machine's processors. "
        f"{told}."
    )
    how += f" Answered by no card: {sum(not p.carded for p in working)}."
    at_once = [p.seconds for p in burst]
    beside = (
        f"All {PEOPLE} press in the same moment, once: how long the first half and the last of them wait."
    )
    longest = max(pauses, key=lambda p: p["seconds"], default=None)
    beside_it = max((p["seconds"] for p in bare), default=0.0)
    where = "none"
    if longest is not None:
        where = f"{longest['where'] or 'seen too late'}, {longest['worked'] * 1000:.0f} ms of its own work"
    return [
        Measure(name="100 people, a press, p50", value=percentile(times, 50), unit="s", how=how),
        Measure(name="100 people, a press, p99", value=percentile(times, 99), unit="s", goal=GOAL, how=how),
        Measure(name="100 in one moment, p50", value=percentile(at_once, 50), unit="s", how=beside),
        Measure(name="100 in one moment, last", value=max(at_once), unit="s", how=beside),
        Measure(
            name="100 people, longest pause",
            value=(longest["seconds"] if longest else 0.0) * 1000,
            unit="ms",
            how=(
                f"Of the house's loop while they work: {where}. {len(pauses)} pauses of 20 ms or more. A loop with "
                f"nothing to do, at the same time: at most {beside_it * 1000:.0f} ms."
            ),
        ),
    ]
