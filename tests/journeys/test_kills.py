"""The whole process is killed at each station, before and after the other party did its part; a new one goes on."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from local.hand import Hand, StuckError, buttons, inputs
from local.rehearsal import Plan, other_than_filed, text
from local.residue import runs_of, search
from local.town import Town, open_town
from local.wire import How
from record.errors import NotThereError
from record.fair_copy import hash_of
from record.receipt import Receipt
from record.terms import Custody, DocketId, Outcome
from storage.account import open_account, open_session
from storage.receipts import BlobReceipts
from tests.journeys.conftest import QUICKER, fresh

ROOT = Path(__file__).resolve().parents[2]

STATIONS = {
    "fetching": ("graph", "GET", "/content"),
    "drafting": ("case system", "GET", "/people"),
    "showing": ("teams", "PUT", "/activities"),
    "filing": ("case system", "POST", "/notes"),
    "reading back": ("case system", "GET", "/notes/"),
    "locating": ("graph", "GET", "/messages"),
    "deleting": ("graph", "POST", "/permanentDelete"),
    "looking": ("graph", "GET", "/drives/"),
}


@dataclass
class Process:
    """The house as a process of its own, which can be killed and started anew."""

    town: Town
    running: asyncio.subprocess.Process | None = None
    killed: int = 0
    printed: list[bytes] = field(default_factory=list)

    async def start(self) -> None:
        """Start it, and let Teams know where it answers."""
        environment = {
            **os.environ,
            **self.town.environment,
            "FAIRCOPY_LEASE": "3",
            "TMPDIR": str(self.town.folder),
        }
        self.running = await asyncio.create_subprocess_exec(
            sys.executable, "app.py", cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE
        )
        assert self.running.stdout is not None
        line = await self.running.stdout.readline()
        self.printed.append(line)
        address = line.decode().rpartition(" ")[2].strip()
        self.town.microsoft.connector.bot_url = f"{address}/api/messages"

    def kill_at(self, party: str, method: str, path: str, how: How) -> None:
        """Kill it -9 when this call reaches its party: `down` before the party does it, `lost` after."""

        def strike(_: web.Request) -> bool:
            if self.running is None or self.running.returncode is not None:
                return False
            os.kill(self.running.pid, signal.SIGKILL)
            self.killed += 1
            return True

        self.town.wire.fail(party, method, path, how=how, times=1, when=strike)

    async def keep_alive(self) -> None:
        """Start it anew whenever it has been killed."""
        while True:
            assert self.running is not None
            await self.running.wait()
            await self.start()

    async def stop(self) -> None:
        """SIGTERM: it must stop by itself, soon."""
        if self.running is not None and self.running.returncode is None:
            self.running.terminate()
            await asyncio.wait_for(self.running.wait(), 15)


@asynccontextmanager
async def _alive(town: Town) -> AsyncIterator[Process]:
    process = Process(town)
    await process.start()
    keeper = asyncio.create_task(process.keep_alive())
    try:
        yield process
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
        await process.stop()


@pytest.mark.parametrize("how", ["down", "lost"])
async def test_killed_at_every_station(how: How) -> None:
    """One meeting, one process, killed at every station in turn."""
    plan = fresh()
    async with open_town(QUICKER) as town, _alive(town) as process:
        for station in STATIONS.values():
            process.kill_at(*station, how)
        docket = await _played(town, plan)
        receipt = await _receipt(town, docket)
        assert process.killed == len(STATIONS), "a station was never reached"
        (filing,) = receipt.filings
        (note,) = town.cases.notes_on(plan.people[0][2])
        assert note.id == filing.filed
        assert hash_of(note.text) == filing.hash, "what stands is not what was approved"
        ours = {c.outcome for c in receipt.copies if c.custody is Custody.OURS}
        assert ours <= {Outcome.GONE, Outcome.REPLACED}
        (own,) = (c for c in receipt.copies if c.custody is Custody.TEMPORARY)
        assert own.outcome is Outcome.GONE
        await process.stop()
        places = other_than_filed(await town.places())
        assert search(places, runs_of(text(plan.transcript)))[1] == []


async def _played(town: Town, plan: Plan) -> DocketId:
    """The practitioner, who sees only that nothing answers now and then, and presses again."""
    name, born, reference = plan.people[0]
    town.cases.add_person(reference, name, date.fromisoformat(born), plan.author)
    author = town.microsoft.person(plan.author)
    hand = Hand(town.microsoft.user(author), again=400)  # two minutes: a loaded machine starts slowly
    end = plan.began + timedelta(minutes=20)
    meeting = town.microsoft.graph.add_meeting(
        plan.subject,
        plan.began,
        end,
        author,
        [],
        transcripts=[(plan.transcript, plan.began, end)],
        recorded=True,
    )
    message = (await hand.say(f"draft {meeting.join_url}")).id
    await hand.press(message, "find", {"type": plan.record_type, "reference": reference, "told": "agreed"})
    await hand.press(message, "draft")
    await hand.until("the draft", lambda: hand.has(message, "final"), 120)
    docket = next(b["data"]["r"] for b in buttons(hand.card(message)) if b["data"].get("r"))
    await hand.check(message)
    card = await hand.press(message, "final", p=1)
    for page in range(2, 20):
        if any(b["verb"] == "approve" for b in buttons(card)):
            break
        card = await hand.press(message, "final", p=page)
    ticks = {n: "true" for n, box in inputs(card).items() if box["type"] == "Input.Toggle"}
    await hand.press(message, "approve", ticks)
    return DocketId(docket)


async def _receipt(town: Town, docket: DocketId) -> Receipt:
    """The receipt, read from the lasting account itself."""
    lasting = town.azurite.accounts[1]
    async with (
        open_session() as session,
        open_account(
            blob_url=lasting.blob_url,
            credential=lasting.credential,
            session=session,
            api_version=town.environment["FAIRCOPY_STORAGE_API_VERSION"],
        ) as account,
    ):
        receipts = BlobReceipts(account.container("receipts"), account.container("chain"))
        for _ in range(900):
            try:
                return await receipts.read(docket)
            except NotThereError:
                await asyncio.sleep(0.2)
    raise StuckError("the receipt did not come")


async def test_sigterm_gives_work_back_and_stops() -> None:
    """Told to stop while a fetch hangs: it stops in time, and the next process ends the path."""
    plan = fresh()
    async with open_town(QUICKER) as town, _alive(town) as process:
        town.wire.fail("graph", "GET", "/content", how="slow", times=1, seconds=2.0)
        playing = asyncio.create_task(_played(town, plan))
        while not town.wire.to("graph", "GET", "/transcripts"):  # noqa: ASYNC110  # the wire has no events
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        await process.stop()
        docket = await playing
        assert (await _receipt(town, docket)).filings


async def test_a_stranger_cannot_come_in() -> None:
    """No token, no way in, whatever the settings: there is no switch."""
    async with open_town(QUICKER) as town, _alive(town), aiohttp.ClientSession() as session:
        url = town.microsoft.connector.bot_url
        async with session.post(url, json={"type": "message", "text": "help"}) as answer:
            assert answer.status == 401
