"""Looks into every stand-in for what was said, cheaply: only what changed since the last look is read again."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from azure.core.exceptions import AzureError, ResourceNotFoundError
from azure.storage.blob.aio import BlobServiceClient

from local.azurite import API_VERSION
from local.copies import EVERYTHING
from local.page.names import SEALED
from local.page.stage import Stage
from local.residue import search


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A place that holds a copy. `sealed`: nothing that was said can be read in it. `about`: who is named there."""

    place: str
    sealed: bool = False
    about: str = ""


@dataclass
class Looking:
    """The eyes of the page. What a place held when it was last read is kept, so that it is searched once."""

    stage: Stage
    accounts: dict[str, BlobServiceClient]
    _blobs: dict[tuple[str, str], dict[str, tuple[str, bytes]]] = field(default_factory=dict)
    _known: dict[str, tuple[bytes, bool]] = field(default_factory=dict)
    _needles: frozenset[int] = frozenset()

    async def look(self) -> list[Found]:
        """Every place that holds a copy now."""
        await self._storage()
        if self.stage.needles != self._needles:
            self._needles, self._known = self.stage.needles, {}
        before, self._known = self._known, {}
        found = []
        for place, data in self._everything():
            known = before.get(place)
            said = known[1] if known is not None and known[0] == data else self._says(data)
            self._known[place] = (data, said)
            if said or _is_note(place):
                found.append(Found(place=place, about=self._about(data)))
            elif _is_sealed_copy(place):
                found.append(Found(place=place, sealed=not _plain(data)))
        return [*found, *self._named({f.place for f in found})]

    def _named(self, besides: set[str]) -> Iterator[Found]:
        """Cards that name a child, whatever else stands on them."""
        for place, data in self._messages(by_bot=True):
            about = self._about(data)
            if about and place not in besides:
                yield Found(place=place, about=about)

    def _about(self, data: bytes) -> str:
        return " and ".join(p.name for p in self.stage.people if p.name.encode() in data)

    def count(self, account: str, container: str) -> int:
        """How many blobs a container held at the last look."""
        return len(self._blobs.get((account, container), {}))

    def _says(self, data: bytes) -> bool:
        return bool(search([("", data)], self._needles)[1])

    def _everything(self) -> Iterator[tuple[str, bytes]]:
        town = self.stage.town
        for party in (*town.microsoft.parties, town.cases):
            if party is not town.microsoft.connector:
                yield from party.everything()
        yield from self._messages()
        for (account, container), blobs in self._blobs.items():
            for name, (_, data) in blobs.items():
                yield f"storage {account}/{container}/{name}", data
        yield "azurite's output", town.azurite.output.encode()

    def _messages(self, *, by_bot: bool = False) -> Iterator[tuple[str, bytes]]:
        """The chat: what Teams stores of each message, and the card that an answer put on the screen."""
        chat = self.stage.user.conversation.id
        for message in self.stage.user.screen():
            if message.by == "bot" or not by_bot:
                kept = json.dumps([message.activity, message.view], ensure_ascii=False)
                yield f"teams/conversations/{chat}/messages/{message.id}", kept.encode()

    # --- storage --------------------------------------------------------------------------------------------------

    async def _storage(self) -> None:
        """Read again the containers that were written to since. Raises AzureError; what failed is read next time."""
        reading = [self._container(account, name) for account, name in self.stage.written]
        for failed in await asyncio.gather(*reading, return_exceptions=True):
            if failed is not None:
                raise failed

    async def _container(self, account: str, name: str) -> None:
        self.stage.written.discard((account, name))
        before, now = self._blobs.get((account, name), {}), dict[str, tuple[str, bytes]]()
        client = self.accounts[account].get_container_client(name)
        try:
            async for blob in client.list_blobs(include=EVERYTHING):
                place = f"{blob.name}@{blob.snapshot}" if blob.snapshot else str(blob.name)
                known = before.get(place)
                if known is None or known[0] != blob.etag:
                    reader = client.get_blob_client(blob.name, snapshot=blob.snapshot)
                    with contextlib.suppress(ResourceNotFoundError):  # gone since the list was made
                        now[place] = (str(blob.etag), await (await reader.download_blob()).readall())
                else:
                    now[place] = known
        except AzureError:
            self.stage.written.add((account, name))
            raise
        self._blobs[account, name] = now


def _is_sealed_copy(place: str) -> bool:
    return place.startswith(SEALED) and not place.rpartition("/")[2].startswith("k")


def _is_note(place: str) -> bool:
    """What is filed is a copy even where a practitioner wrote every word of it."""
    return place.startswith("case system/notes/") and place.endswith("/text")


def _plain(data: bytes) -> bool:
    """Whether bytes are text, or something wrapped that anybody can unwrap: then they are not sealed."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data[:2] == b"\x1f\x8b"
    return bool(text) and text.isprintable()


@asynccontextmanager
async def open_eyes(stage: Stage) -> AsyncIterator[Looking]:
    """Clients of our own for storage: what we see does not come from the house."""
    async with AsyncExitStack() as stack:
        accounts = {}
        for account in stage.town.azurite.accounts:
            accounts[account.name] = await stack.enter_async_context(
                BlobServiceClient(
                    account.blob_url,
                    credential=account.credential,
                    api_version=API_VERSION,
                    retry_total=0,  # the town may be closing: then there is nothing to wait for
                )
            )
        yield Looking(stage=stage, accounts=accounts)
