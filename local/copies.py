"""Every byte that storage holds, fetched from the storage account itself and never by asking Faircopy."""

from __future__ import annotations

from collections.abc import Sequence

from azure.storage.blob.aio import BlobServiceClient
from azure.storage.queue.aio import QueueServiceClient

from local.azurite import API_VERSION, Account

EVERYTHING = ["deleted", "snapshots", "uncommittedblobs", "metadata"]


async def in_storage(accounts: Sequence[Account]) -> list[tuple[str, bytes]]:
    """Blobs, with their names and metadata, and queue messages, visible or not, of these accounts."""
    found: list[tuple[str, bytes]] = []
    for account in accounts:
        blobs = BlobServiceClient(account.blob_url, credential=account.credential, api_version=API_VERSION)
        queues = QueueServiceClient(account.queue_url, credential=account.credential, api_version=API_VERSION)
        async with blobs, queues:
            found += await _blobs(account.name, blobs)
            found += await _messages(account.name, queues)
    return found


async def _blobs(account: str, service: BlobServiceClient) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    async for container in service.list_containers():
        client = service.get_container_client(container.name)
        async for blob in client.list_blobs(include=EVERYTHING):
            place = f"storage {account}/{container.name}/{blob.name}"
            stream = await client.get_blob_client(blob.name).download_blob()
            found += [
                (place, await stream.readall()),
                (f"{place} (name)", f"{blob.name} {blob.metadata}".encode()),
            ]
    return found


async def _messages(account: str, service: QueueServiceClient) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    async for queue in service.list_queues():
        peeked = await service.get_queue_client(queue.name).peek_messages(max_messages=32)
        found += [(f"queue {account}/{queue.name}", str(message.content).encode()) for message in peeked]
    return found
