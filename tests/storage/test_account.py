"""Opening an account: the probe, what is told and logged, keys, and every way in which storage can fail."""

from __future__ import annotations

import asyncio
import logging
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest
from azure.core.credentials import AccessToken, AzureNamedKeyCredential
from azure.core.pipeline.transport import AioHttpTransport

from local.azurite import API_VERSION, Azurite
from record.errors import (
    AlteredError,
    BusyError,
    ConfigurationError,
    FaircopyError,
    NoAnswerError,
    NotAllowedError,
    NotThereError,
    StaleError,
)
from storage.account import Account, open_account, probe
from storage.blobs import Blobs
from storage.keys import KeyFile, VaultKey, Wrapped, open_keys
from tests.storage.conftest import House, Killer, Opener, accounts


async def test_the_probe_finds_nothing_left(opener: Opener) -> None:
    killer = Killer()
    async with opener(killer) as house:
        killer.seen.clear()
        found = await probe(house.temporary, "words")
        assert (found.honest, found.versions, found.left, found.soft_delete) == (True, False, (), False)
        assert [method for method, _, _ in killer.seen] == ["PUT", "PUT", "DELETE", "GET", "GET"]
        await house.temporary.ping("words")
        await house.lasting.ping("receipts")


async def test_opening_again_is_harmless_and_gives_the_same_keys(opener: Opener) -> None:
    async with opener() as first, opener() as second:
        assert first.doors.dockets.name("call:1") == second.doors.dockets.name("call:1")


async def test_two_at_once_make_one_data_key(house: House, tmp_path: Path) -> None:
    wrapper = await KeyFile.open(tmp_path / "key")
    container = house.temporary.container("keys")
    await container.delete("data-key")
    keys = await asyncio.gather(*[open_keys(wrapper, container) for _ in range(5)])
    assert len({key.dockets for key in keys}) == 1


async def test_another_key_file_opens_nothing(house: House, tmp_path: Path) -> None:
    with pytest.raises(AlteredError):
        await open_keys(await KeyFile.open(tmp_path / "another"), house.temporary.container("keys"))


async def test_the_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "key"
    await KeyFile.open(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_bytes()) == 32
    path.chmod(0o640)
    with pytest.raises(ConfigurationError):
        await KeyFile.open(path)
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(ConfigurationError):
        await KeyFile.open(path)


async def test_the_sdk_logs_no_address(opener: Opener, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with opener() as house:
        await house.temporary.container("words").write("secret-name", b"x")
        with pytest.raises(NotThereError):
            await house.temporary.container("words").get("secret-name-2")
        with pytest.raises(StaleError):
            await house.temporary.container("words").create("secret-name", b"y")
    assert "secret-name" not in caplog.text
    assert "127.0.0.1" not in caplog.text


async def test_a_vault_that_cannot_be_reached_is_busy(session: aiohttp.ClientSession) -> None:
    class Credential:
        async def get_token(self, *scopes: str, **kwargs: object) -> AccessToken:
            return AccessToken("token", 2**40)

        async def close(self) -> None:
            pass

        async def __aenter__(self) -> Credential:
            return self

        async def __aexit__(self, *_: object) -> None:
            pass

    transport = AioHttpTransport(session=session, session_owner=False)
    async with VaultKey.open("https://127.0.0.1:9/keys/k/1", Credential(), transport) as vault:
        assert type(await fault_of(vault.wrap(b"k" * 32))) is BusyError
        wrapped = Wrapped(by="https://127.0.0.1:9/keys/k/1", key=b"x")
        assert type(await fault_of(vault.unwrap(wrapped))) is BusyError


# --- faults -------------------------------------------------------------------------------------------------------

Behave = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def resets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.transport.abort()


async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    await writer.drain()


def answers(status: int, code: str = "") -> Behave:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            f"HTTP/1.1 {status} X\r\nx-ms-error-code: {code}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
        await writer.drain()

    return answer


@asynccontextmanager
async def behaving(behave: Behave, session: aiohttp.ClientSession) -> AsyncIterator[Blobs]:
    """A service that does nothing but that."""
    served: list[asyncio.Task[None]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        served.append(task)
        try:
            await behave(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, _account(f"http://127.0.0.1:{port}/temporary", session) as account:
        yield account.container("words")
    await asyncio.wait_for(asyncio.gather(*served), 5)


@asynccontextmanager
async def _account(url: str, session: aiohttp.ClientSession) -> AsyncIterator[Account]:
    async with open_account(
        blob_url=url,
        credential=AzureNamedKeyCredential("temporary", "AAAA"),
        session=session,
        api_version=API_VERSION,
        read_seconds=0.3,
    ) as account:
        yield account


async def fault_of(ask: Awaitable[object]) -> FaircopyError:
    with pytest.raises(FaircopyError) as caught:
        await ask
    fault = caught.value
    # Nothing of the SDK comes along, and no name is in the sentence.
    assert fault.__cause__ is None
    assert fault.__context__ is None or isinstance(fault.__context__, FaircopyError)
    assert "secret-name" not in f"{fault}{fault.say}"
    return fault


@pytest.mark.parametrize(
    ("behave", "read", "written"),
    [
        (hangs, BusyError, NoAnswerError),
        (resets, BusyError, NoAnswerError),
        (breaks_off, BusyError, NoAnswerError),
        (answers(503, "ServerBusy"), BusyError, BusyError),
        (answers(429), BusyError, BusyError),
        (answers(500, "OperationTimedOut"), BusyError, NoAnswerError),
        (answers(502), BusyError, NoAnswerError),
        (answers(403, "AuthorizationFailure"), NotAllowedError, NotAllowedError),
        (answers(401), BusyError, BusyError),  # no code: identity answered, not storage
        (answers(404, "ContainerNotFound"), BusyError, BusyError),
        (answers(409, "BlobImmutableDueToPolicy"), NotAllowedError, NotAllowedError),
        (answers(400, "InvalidHeaderValue"), NotAllowedError, NotAllowedError),
    ],
)
async def test_every_fault_has_one_meaning(
    session: aiohttp.ClientSession, behave: Behave, read: type[Exception], written: type[Exception]
) -> None:
    async with behaving(behave, session) as blobs:
        assert type(await fault_of(blobs.get("secret-name"))) is read
        assert type(await fault_of(anext(blobs.each("secret-name")))) is read
        assert type(await fault_of(blobs.create("secret-name", b"x"))) is written
        assert type(await fault_of(blobs.replace("secret-name", b"x", '"1"'))) is written
        assert type(await fault_of(blobs.write("secret-name", b"x"))) is written
        assert type(await fault_of(blobs.delete("secret-name"))) is written


async def test_a_refused_connection_is_certainly_nothing_done(session: aiohttp.ClientSession) -> None:
    server = await asyncio.start_server(hangs, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    async with _account(f"http://127.0.0.1:{port}/temporary", session) as account:
        for ask in (
            account.container("words").get("secret-name"),
            account.container("words").write("secret-name", b""),
        ):
            assert type(await fault_of(ask)) is BusyError


async def test_a_wrong_key_is_not_allowed_or_busy_but_never_not_there(
    emptied: Azurite, session: aiohttp.ClientSession
) -> None:
    async with _account(emptied.blob_url, session) as account:
        assert isinstance(
            await fault_of(account.container("words").get("secret-name")), NotAllowedError | BusyError
        )
        assert isinstance(await fault_of(account.make(containers=["words"])), NotAllowedError | BusyError)


async def test_immutable_storage_is_told_apart(session: aiohttp.ClientSession) -> None:
    async with behaving(answers(409, "BlobImmutableDueToPolicy"), session) as blobs:
        fault = await fault_of(blobs.delete("secret-name"))
        assert isinstance(fault, NotAllowedError)
        assert fault.code == "storage-immutable"


async def test_a_write_whose_answer_was_lost_and_was_sent_again_is_ours(
    emptied: Azurite, session: aiohttp.ClientSession
) -> None:
    async with accounts(emptied, session) as (temporary, _):
        await temporary.make(containers=["words"])
        blobs = temporary.container("words")
        first = await blobs.create("x", b"one")
        assert await blobs.create("x", b"one") == first
        second = await blobs.replace("x", b"two", first)
        assert await blobs.replace("x", b"two", first) == second
        with pytest.raises(StaleError):
            await blobs.replace("x", b"three", first)
        with pytest.raises(StaleError):
            await blobs.replace("gone", b"three", first)
