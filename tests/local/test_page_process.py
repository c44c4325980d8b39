"""`python -m local` as a process: one line of JSON when it is ready, nothing left behind when it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from local.town import CLOUD

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120.0
"""Seconds; a machine that does much else is slow."""


async def started(*words: str, **environment: str) -> asyncio.subprocess.Process:
    """The process, in a group of its own, with no settings of a real cloud but those given."""
    clean = {k: v for k, v in os.environ.items() if k not in CLOUD and not k.startswith("FAIRCOPY_")}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "local", *words),
        cwd=ROOT,
        env=clean | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


async def ended(process: asyncio.subprocess.Process) -> tuple[int, str, str]:
    """Its code, and what it printed since."""
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def living(group: int) -> list[str]:
    """The processes of a group that still run, where the machine shows them as files."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, of, *_ = path.read_text().rpartition(")")[2].split()
            if int(of) == group and state != "Z":
                found.append(path.parent.name)
    return found


def left(folder: Path) -> list[str]:
    """What is in a folder."""
    return [path.name for path in folder.iterdir()]


def is_listening(address: str) -> bool:
    """Whether anybody answers there."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", urlsplit(address).port or 0)) == 0


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_one_line_of_json_then_it_serves_until_it_is_told_to_stop(
    sign: signal.Signals, tmp_path: Path
) -> None:
    process = await started("--port", "0", "--json", TMPDIR=str(tmp_path))
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        told: Mapping[str, str] = json.loads(await process.stdout.readline())
    assert list(told) == ["page", "bot", "graph", "case_system", "storage"]
    for address in told.values():
        assert urlsplit(address).hostname == "127.0.0.1"
        assert is_listening(address)
    assert left(tmp_path)
    async with (
        aiohttp.ClientSession(read_bufsize=2**20) as session,
        session.get(f"{told['page']}/events") as stream,  # a tab that is left open does not keep it
    ):
        assert b"event: state\n" in await stream.content.readline()
        process.send_signal(sign)
        code, out, err = await ended(process)
    assert (code, out, err) == (0, "", "")
    assert not [address for address in told.values() if is_listening(address)]
    for _ in range(100):  # multiprocessing's own tracker sees that we have gone, and goes
        await asyncio.sleep(0.05 if living(process.pid) else 0)
    assert living(process.pid) == []
    assert left(tmp_path) == []


async def test_a_port_in_use_and_a_cloud_nearby_are_refused_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        processes = [
            await started("--port", str(port)),
            await started("--json", AZURE_CLIENT_ID="real"),
            await started("--port", "99999"),
        ]
        busy, cloud, odd = await asyncio.gather(*map(ended, processes))
    assert busy[0] == cloud[0] == odd[0] == 2
    assert busy[1] == cloud[1] == ""
    assert busy[2].startswith(f"Port {port} of this machine is in use. Nothing was started.")
    assert "AZURE_CLIENT_ID" in cloud[2]
    assert "Nothing was started." in cloud[2]
    assert "99999 is not a port" in odd[2]
