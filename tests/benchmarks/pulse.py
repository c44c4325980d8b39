"""How late an event loop wakes, and where it was held up; on its own, the same in a process that does nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import TypedDict

BEAT = 0.005
"""Seconds between two beats."""
NOTED = 0.02
"""Pauses from this length on, in seconds, are kept."""

ROOT = Path(__file__).resolve().parents[2]
OURS = ("bot", "cards", "connectors", "drafting", "graph", "reading", "record", "storage", "worker")


class Pause(TypedDict):
    """One time at which the loop woke late. `at` is when, by the wall clock; `worked` is seconds of its own CPU."""

    at: float
    seconds: float
    worked: float
    where: str


class Pulse:
    """Beats on the loop; a thread looks at what the loop is doing when a beat is late."""

    def __init__(self) -> None:
        self.pauses: list[Pause] = []
        self._due = float("inf")
        self._where = ""
        self._over = threading.Event()

    async def beat(self) -> None:
        """Until cancelled."""
        loop_thread = threading.get_ident()
        watching = threading.Thread(target=self._watch, args=(loop_thread,), daemon=True)
        watching.start()
        try:
            while True:
                self._where, worked = "", time.thread_time()
                self._due = time.perf_counter() + BEAT
                await asyncio.sleep(BEAT)
                late = time.perf_counter() - self._due
                if late >= NOTED:
                    self.pauses.append(
                        Pause(
                            at=time.time(),
                            seconds=late,
                            worked=time.thread_time() - worked,
                            where=self._where,
                        )
                    )
        finally:
            self._over.set()
            watching.join()

    def _watch(self, loop_thread: int) -> None:
        while not self._over.wait(BEAT):
            if time.perf_counter() - self._due > NOTED and not self._where:
                self._where = _place(sys._current_frames().get(loop_thread))


def _place(frame: FrameType | None) -> str:
    """The innermost function, and the innermost of ours that called it."""
    innermost = ours = ""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        name = f"{path.stem.strip('<>')}.{frame.f_code.co_name}"
        innermost = innermost or name
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in OURS:
            ours = f"{path.parent.name}/{name}"
            break
        frame = frame.f_back
    return f"{ours} > {innermost}" if ours and not ours.endswith(innermost) else ours or innermost


async def until_told() -> None:
    """Wait for SIGTERM."""
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await told.wait()


async def _bare() -> str:
    pulse = Pulse()
    beating = asyncio.create_task(pulse.beat())
    print("ready", flush=True)
    await until_told()
    beating.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await beating
    return json.dumps({"pauses": pulse.pauses})


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(asyncio.run(_bare()))
