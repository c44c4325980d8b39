"""Idle memory of the house beside a process that only imports the SDKs, and where the difference lies."""

from __future__ import annotations

import asyncio

import psutil

from local.town import open_town
from tests.benchmarks.measure import Measure
from tests.benchmarks.walk import told

SDKS = (
    "botbuilder.core",
    "botbuilder.integration.aiohttp",
    "msgraph",
    "azure.identity",
    "aiohttp",
    "azure.storage.blob",
    "azure.storage.queue",
)
SETTLED = 2.0
"""Seconds after start-up before anybody looks."""
GOAL = 1.3

_HELD = "print('ready', flush=True); import signal; signal.pause()"
_WARMED = (
    "import house, parties, asyncio; from graph.door import Graph\n"
    "async def warm():\n"
    "    graph = Graph(clock=parties.now); await graph.warm(); await graph.aclose()\n"
    "asyncio.run(warm())\n"
)


async def measured() -> list[Measure]:
    """The ratio, and its parts in MB."""
    async with open_town() as town, told(["app.py"], town.environment) as (pid, _):
        await asyncio.sleep(SETTLED)
        process = psutil.Process(pid)
        house = _rss(process)
        children = [_rss(child) for child in process.children(recursive=True)]
        sdks = await _of(f"import {', '.join(SDKS)}\n{_HELD}")
    nothing, imports = await _of(_HELD), await _of(f"import house\n{_HELD}")
    warmed, drafting = await _of(f"{_WARMED}{_HELD}"), await _of(f"import drafting.pool\n{_HELD}")
    how = (
        f"Resident memory by psutil, {SETTLED:.0f} s after `python app.py` answers in an empty town, to a process that "
        f"only imports {', '.join(SDKS)}. House {house:.0f} MB, SDKs {sdks:.0f} MB, bare Python {nothing:.0f} MB. "
        f"Processes that do part of what the house does: importing house.py {imports:.0f} MB; that and all of "
        f"the Graph client's warming {warmed:.0f} MB."
    )
    beside = (
        f"All child processes of the same house ({', '.join(f'{c:.0f}' for c in children)} MB): the drafting process "
        f"and multiprocessing's resource tracker. Drafting's own imports come to {drafting:.0f} MB; a spawned process "
        "also imports the parent's main file."
    )
    return [
        Measure(name="idle memory to bare SDKs", value=house / sdks, unit="×", goal=GOAL, how=how),
        Measure(name="idle memory, house", value=house, unit="MB", how="As above."),
        Measure(name="idle memory, its pool", value=sum(children), unit="MB", how=beside),
    ]


async def _of(program: str) -> float:
    """Resident memory of a Python that runs this and waits, in MB."""
    async with told(["-c", program], {}) as (pid, _):
        await asyncio.sleep(0.3)
        return _rss(psutil.Process(pid))


def _rss(process: psutil.Process) -> float:
    return process.memory_info().rss / 1e6
