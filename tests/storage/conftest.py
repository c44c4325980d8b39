"""One Azurite for all of these tests, emptied before each, and storage's doors opened on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from local.azurite import API_VERSION, Azurite, azurite
from storage.account import Account, open_account, open_session
from storage.blobs import Observe
from storage.keys import KeyFile
from storage.rooms import Storage, open_storage


@dataclass(frozen=True, kw_only=True)
class House:
    """Both accounts open, and the doors on them."""

    temporary: Account
    lasting: Account
    doors: Storage


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def running() -> AsyncIterator[Azurite]:
    async with azurite("temporary", "lasting") as one:
        yield one


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session() as one:
        yield one


@asynccontextmanager
async def accounts(
    running: Azurite, session: aiohttp.ClientSession, observe: Observe | None = None
) -> AsyncIterator[tuple[Account, Account]]:
    """Both accounts, over one session."""
    temporary, lasting = running.accounts
    async with (
        open_account(
            blob_url=temporary.blob_url,
            queue_url=temporary.queue_url,
            credential=temporary.credential,
            session=session,
            api_version=API_VERSION,
            observe=observe,
        ) as first,
        open_account(
            blob_url=lasting.blob_url,
            credential=lasting.credential,
            session=session,
            api_version=API_VERSION,
            observe=observe,
        ) as second,
    ):
        yield first, second


@pytest.fixture
async def emptied(running: Azurite, session: aiohttp.ClientSession) -> Azurite:
    """Azurite with nothing in it."""
    async with accounts(running, session) as (temporary, lasting):
        for account in (temporary, lasting):
            async for container in account.blobs.list_containers():
                await account.blobs.delete_container(container.name)
        assert temporary.queues is not None
        async for queue in temporary.queues.list_queues():
            await temporary.queues.delete_queue(queue.name)
    return running


Opener = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def opener(emptied: Azurite, session: aiohttp.ClientSession, tmp_path: Path) -> Opener:
    """Opens the doors as one more process would, with an observer of its own."""

    @asynccontextmanager
    async def opened(observe: Observe | None = None) -> AsyncIterator[House]:
        wrapper = await KeyFile.open(tmp_path / "key")
        async with accounts(emptied, session, observe) as (temporary, lasting):
            doors = await open_storage(temporary=temporary, lasting=lasting, wrapper=wrapper)
            yield House(temporary=temporary, lasting=lasting, doors=doors)

    return opened


@pytest.fixture
async def house(opener: Opener) -> AsyncIterator[House]:
    async with opener() as one:
        yield one


class KilledError(Exception):
    """The process died here."""


class Killer:
    """An observer that lets a number of responses through and then kills: a crash right after a request."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.seen: list[tuple[str, str, int]] = []

    def __call__(self, method: str, url: str, status: int) -> None:
        self.seen.append((method, url, status))
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                raise KilledError
