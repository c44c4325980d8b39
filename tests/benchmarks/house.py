"""The house in a process of its own: notes its requests to storage and its loop's pauses, and tells at its end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from pathlib import Path
from typing import TypedDict


class Request(TypedDict):
    """One answer from storage: when, and to what. `place` is the container."""

    at: float
    method: str
    place: str


async def _watched() -> str:
    # Here, so that the drafting process, which reads this file too, imports none of it.
    import settings  # noqa: PLC0415
    from house import keep_loaded, open_house  # noqa: PLC0415
    from tests.benchmarks.pulse import Pulse, until_told  # noqa: PLC0415

    asked: list[Request] = []

    def observe(method: str, url: str, _: int) -> None:
        parts = url.split("?", maxsplit=1)[0].split("/")
        asked.append(Request(at=time.time(), method=method, place=parts[4] if len(parts) > 4 else ""))

    pulse = Pulse()
    async with open_house(settings.read(os.environ), observe=observe) as house:
        keep_loaded()
        beating = asyncio.create_task(pulse.beat())
        print(house.address, flush=True)
        await until_told()
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating
    return json.dumps({"pauses": pulse.pauses, "storage": asked})


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(asyncio.run(_watched()))
