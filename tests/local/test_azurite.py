"""Azurite really starts, stores, deletes, and is gone afterwards, however we left."""

import asyncio
import os
import signal
import subprocess
import sys

import psutil
import pytest
from azure.core import MatchConditions
from azure.core.exceptions import ResourceModifiedError, ResourceNotFoundError
from azure.storage.blob.aio import BlobServiceClient
from azure.storage.queue.aio import QueueServiceClient

from local.azurite import API_VERSION, azurite

MARKER = b"marker 7f3a: nothing that was said"


async def test_a_blob_is_put_read_guarded_by_its_etag_and_deleted() -> None:
    async with (
        azurite() as server,
        BlobServiceClient(server.blob_url, credential=server.credential, api_version=API_VERSION) as service,
    ):
        container = await service.create_container("words")
        blob = container.get_blob_client("one")
        first = await blob.upload_blob(MARKER)
        assert await (await blob.download_blob()).readall() == MARKER

        await blob.upload_blob(b"later", overwrite=True)
        with pytest.raises(ResourceModifiedError):
            await blob.upload_blob(
                b"too late", overwrite=True, etag=first["etag"], match_condition=MatchConditions.IfNotModified
            )

        await blob.delete_blob()
        with pytest.raises(ResourceNotFoundError):
            await blob.get_blob_properties()
    assert MARKER.decode() not in server.output


async def test_a_message_is_sent_received_and_deleted() -> None:
    async with (
        azurite() as server,
        QueueServiceClient(
            server.queue_url, credential=server.credential, api_version=API_VERSION
        ) as service,
    ):
        queue = await service.create_queue("nudges")
        await queue.send_message("1 7f3a", time_to_live=-1)
        message = await queue.receive_message(visibility_timeout=30)
        assert message is not None
        assert message.content == "1 7f3a"
        await queue.delete_message(message)
        properties = await queue.get_queue_properties()
        assert properties.approximate_message_count == 0


async def test_two_accounts_are_apart() -> None:
    async with azurite("temporary", "lasting") as server:
        temporary, lasting = server.accounts
        assert temporary.key != lasting.key
        async with (
            BlobServiceClient(
                temporary.blob_url, credential=temporary.credential, api_version=API_VERSION
            ) as ours,
            BlobServiceClient(
                lasting.blob_url, credential=lasting.credential, api_version=API_VERSION
            ) as theirs,
        ):
            await ours.create_container("words")
            assert [container.name async for container in theirs.list_containers()] == []


async def test_it_listens_on_loopback_alone_and_is_gone_afterwards() -> None:
    async with azurite() as server:
        listening = [
            connection.laddr.ip
            for connection in psutil.Process(server.pid).net_connections()
            if connection.status == psutil.CONN_LISTEN
        ]
        assert set(listening) == {"127.0.0.1"}
    assert not psutil.pid_exists(server.pid)
    assert "successfully listening" in server.output


async def test_it_is_gone_after_a_cancellation() -> None:
    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def run() -> None:
        async with azurite() as server:
            started.set_result(server.pid)
            await asyncio.Event().wait()

    task = asyncio.create_task(run())
    pid = await started
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not psutil.pid_exists(pid)


PARENT = """
import asyncio
from local.azurite import azurite

async def run():
    async with azurite() as server:
        print(server.pid, flush=True)
        await asyncio.Event().wait()

asyncio.run(run())
"""


def test_it_is_gone_after_its_parent_was_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        os.kill(parent.pid, signal.SIGKILL)
        child.wait(timeout=10)
    assert not child.is_running()
