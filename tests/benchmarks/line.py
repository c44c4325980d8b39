"""How long the line takes to decide, for the largest account that anybody should have."""

from __future__ import annotations

import time
from datetime import timedelta
from statistics import median

from record import line
from record.docket import Docket, Wait
from record.entries import opened
from record.terms import Address, Custody, Holder
from tests.benchmarks.measure import Measure
from tests.record.walking import Walk, asked_for

RECORDS, TRACES = 20, 100
RUNS, TIMES = 7, 200
GOAL = 0.001


def large() -> Walk:
    """Twenty records, all filed, their copies asked to go and waiting for a look; a hundred places."""
    walk = asked_for(*(f"CH-{n}" for n in range(RECORDS)))
    walk.to_rest()
    for record in walk.docket.records:
        walk.read_and_approve(record.n)
    docket = walk.docket
    for extra in range(TRACES - len(docket.traces) - RECORDS):
        place = Address(f"{docket.id}/r1/v{extra + 2}")
        docket = opened(docket, 1, Holder.WORDS, "draft", Custody.OURS, place, walk.now)
    walk.docket = docket
    walk.now += timedelta(minutes=3)
    walk.to_rest()
    return walk


def measured() -> list[Measure]:
    """The median of a few runs, each of many questions."""
    walk = large()
    docket: Docket = walk.docket
    assert (len(docket.records), len(docket.traces)) == (RECORDS, TRACES)
    assert isinstance(line.next_act(docket, walk.policy, walk.now), Wait)
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        for _ in range(TIMES):
            line.next_act(docket, walk.policy, walk.now)
        seconds.append((time.perf_counter() - began) / TIMES)
    how = f"{RECORDS} records, {TRACES} traces, all waiting for a look: everything is asked, nothing is due."
    return [
        Measure(
            name="next_act, 20 records", value=median(seconds) * 1000, unit="ms", goal=GOAL * 1000, how=how
        )
    ]
