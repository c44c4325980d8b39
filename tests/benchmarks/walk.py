"""A practitioner's walk with the house in a process of its own: only what is on the screen tells how far it is."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from local.hand import Hand, StuckError, buttons, words
from local.rehearsal import Plan
from local.town import Town
from tests.benchmarks.house import Request
from tests.benchmarks.pulse import Pause

LOOK = 0.002
"""Seconds between two looks at the screen, where the time is taken."""


@dataclass
class Report:
    """What the house told at its end, and what a loop with nothing to do told beside it."""

    pauses: list[Pause] = field(default_factory=list)
    bare: list[Pause] = field(default_factory=list)
    storage: list[Request] = field(default_factory=list)


@dataclass(frozen=True)
class Drafted:
    """One draft on the screen. `began` and `came` are by the wall clock: the press, and the card."""

    hand: Hand
    message: str
    began: float
    came: float
    presses: list[str]
    """Every button pressed for it, to the end."""

    @property
    def seconds(self) -> float:
        """From the press to the card."""
        return self.came - self.began


@asynccontextmanager
async def told(arguments: list[str], environment: Mapping[str, str]) -> AsyncIterator[tuple[int, str]]:
    """Start a Python of ours, wait for its first line; end it. Its process id and that line."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env={**os.environ, **environment}, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()
        if not line:
            raise RuntimeError(f"{arguments} did not start")
        yield process.pid, line
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def house(town: Town) -> AsyncIterator[Report]:
    """The house beside the town, and a loop with nothing to do beside both. The report is filled when they are gone."""
    report = Report()
    of_house, of_bare = town.folder / "house.json", town.folder / "bare.json"
    async with (
        told(["-m", "tests.benchmarks.pulse", str(of_bare)], {}),
        told(["-m", "tests.benchmarks.house", str(of_house)], town.environment) as (_, address),
    ):
        town.microsoft.connector.bot_url = f"{address}/api/messages"
        yield report
    seen = _read(of_house)
    report.pauses, report.storage = seen["pauses"], seen["storage"]
    report.bare = _read(of_bare)["pauses"]


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


async def to_draft(town: Town, plan: Plan) -> Drafted:
    """From the command to the draft on the screen, by a practitioner whom nobody has seen before."""
    for name, born, reference in plan.people:
        town.cases.add_person(reference, name, date.fromisoformat(born), plan.author)
    author = town.microsoft.person(plan.author)
    presses: list[str] = []
    hand = Hand(town.microsoft.user(author), watched=presses.append)
    ended = plan.began + timedelta(hours=1)
    meeting = town.microsoft.graph.add_meeting(
        plan.subject,
        plan.began,
        ended,
        author,
        transcripts=[(plan.transcript, plan.began, ended)],
        recorded=True,
    )
    message = (await hand.say(f"draft {meeting.join_url}")).id
    for _, _, reference in plan.people:
        typed = {"type": plan.record_type, "reference": reference, "told": "agreed"}
        await hand.press(message, "find", typed)
    began = time.time()
    await hand.press(message, "draft")
    end = began + 60
    while not hand.has(message, "final"):
        if time.time() > end:
            raise StuckError("waited 60 s for the draft", words(hand.card(message)))
        await asyncio.sleep(LOOK)
    return Drafted(hand=hand, message=message, began=began, came=time.time(), presses=presses)


async def to_receipt(drafted: Drafted) -> tuple[float, float]:
    """Check, approve, and wait for the receipt on the screen. When all was checked, and when the approval was
    answered, by the wall clock."""
    hand, message = drafted.hand, drafted.message
    await hand.check(message)
    checked = time.time()
    await hand.read_and_approve(message)
    approved = time.time()
    await hand.until("the receipt", lambda: "holds nothing that was said" in words(hand.card(message)))
    return checked, approved


async def leaf(drafted: Drafted, presses: int) -> list[float]:
    """Open a section and go back to the contents, so many presses in all; seconds that each answer took."""
    hand, message = drafted.hand, drafted.message
    places = [b["data"] for b in buttons(hand.card(message)) if b["verb"] == "open"]
    del hand.user.timings[:]
    for n in range(presses // 2):
        await hand.press(message, "open", s=places[n % len(places)]["s"])
        await hand.press(message, "contents")
    return list(hand.user.timings)
