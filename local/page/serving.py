"""Serves the page until it is told to stop, and says where: in a sentence, or as one line of JSON."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import logs
from local.page.server import Page, serving
from local.page.stage import SHORT, Stage, Theatre
from local.town import refuse_beside_the_cloud
from record.errors import ConfigurationError
from record.policy import Policy

PORT = 8484
"""Where the page is, unless another port is asked for."""


async def serve(*, port: int = PORT, as_json: bool = False, policy: Policy = SHORT) -> None:
    """Until SIGTERM or SIGINT. Raises ConfigurationError (a real cloud is near, the port is in use), AzuriteError."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.loop_fault)
    for sign in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers on its loop
            loop.add_signal_handler(sign, stop.set)
    refuse_beside_the_cloud(os.environ)
    theatre = Theatre(policy)
    async with _at(Page(theatre), port) as address:
        if not as_json:
            print("Starting the demo. It takes some seconds.", flush=True)
        playing = asyncio.create_task(theatre.run(), name="theatre")
        told = asyncio.create_task(stop.wait())
        opened = asyncio.create_task(theatre.opened())
        try:
            await asyncio.wait({playing, told, opened}, return_when=asyncio.FIRST_COMPLETED)
            if theatre.stage is not None:
                print(_said(address, theatre.stage, as_json=as_json), flush=True)
            await asyncio.wait({playing, told}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            opened.cancel()
            told.cancel()
            theatre.stop()
            await playing


@asynccontextmanager
async def _at(page: Page, port: int) -> AsyncIterator[str]:
    try:
        async with serving(page, port) as address:
            yield address
    except OSError as e:
        if e.errno != errno.EADDRINUSE:
            raise
        raise ConfigurationError(
            f"Port {port} of this machine is in use. Nothing was started. "
            f"Choose another (PORT={port + 1}), or PORT=0 for any that is free."
        ) from None


def _said(address: str, stage: Stage, *, as_json: bool) -> str:
    if not as_json:
        return f"The demo is at {address} (Ctrl-C stops it). Nothing leaves this computer."
    storage = urlsplit(stage.town.azurite.blob_url)
    return json.dumps(
        {
            "page": address,
            "bot": stage.house.address,
            "graph": stage.town.microsoft.graph.url,
            "case_system": stage.town.cases.url,
            "storage": f"{storage.scheme}://{storage.netloc}",
        }
    )
