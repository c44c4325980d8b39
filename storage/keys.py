"""The data key: made once, wrapped by the vault or by a local file, and cached, so that a save costs no vault call."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import os
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from azure.core.credentials_async import AsyncTokenCredential
from azure.core.pipeline.transport import AioHttpTransport
from azure.keyvault.keys.crypto import KeyWrapAlgorithm
from azure.keyvault.keys.crypto.aio import CryptographyClient
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from record.errors import ConfigurationError, NotThereError, StaleError, UnreadableError
from storage.blobs import Blobs
from storage.faults import reads
from storage.sealing import KEY_BYTES, new_key, seal, unseal

_NAME = "data-key"
_V = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapped:
    """A key that only `by` (a vault key's id with its version, or "file") can unwrap."""

    by: str
    key: bytes = field(repr=False)


class KeyWrapper(Protocol):
    """Who keeps the key that wraps ours."""

    async def wrap(self, key: bytes) -> Wrapped:
        """Raises BusyError, NotAllowedError."""

    async def unwrap(self, wrapped: Wrapped) -> bytes:
        """Raises AlteredError, BusyError, NotAllowedError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The keys that everything but words is sealed and named with, each derived from the one data key."""

    dockets: bytes = field(repr=False)
    records: bytes = field(repr=False)
    """Wraps the record keys."""
    names: bytes = field(repr=False)

    def name(self, what: str, value: str) -> str:
        """The keyed hash (64 hex digits) that stands for a value in a blob's name; `what` keeps kinds apart."""
        return hmac.new(self.names, f"{what}\0{value}".encode(), hashlib.sha256).hexdigest()


def derive(data_key: bytes) -> Keys:
    """The three keys, by HKDF-SHA256."""

    def part(use: str) -> bytes:
        return HKDF(
            algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"faircopy {use} 1".encode()
        ).derive(data_key)

    return Keys(dockets=part("dockets"), records=part("records"), names=part("names"))


async def open_keys(wrapper: KeyWrapper, container: Blobs) -> Keys:
    """Unwrap the data key, or make it if there is none: one read and one unwrapping, once a process.

    Raises AlteredError, BusyError, NoAnswerError, NotAllowedError, UnreadableError.
    """
    try:
        blob = await container.get(_NAME)
    except NotThereError:
        wrapped = await wrapper.wrap(new_key())
        body = {"v": _V, "by": wrapped.by, "key": base64.b64encode(wrapped.key).decode()}
        with suppress(StaleError):  # another replica was first: its key is the one
            await container.create(_NAME, json.dumps(body).encode())
        blob = await container.get(_NAME)
    return derive(await wrapper.unwrap(_wrapped(blob.data)))


async def ping(opened: Callable[[], Awaitable[KeyWrapper]], container: Blobs) -> bool:
    """Whether there is a data key; one that is there opens: one read, one unwrapping. Makes nothing.

    Raises as `open_keys`, and what `opened` raises; it is not asked where there is no data key.
    """
    try:
        blob = await container.get(_NAME)
    except NotThereError:
        return False
    await (await opened()).unwrap(_wrapped(blob.data))
    return True


def _wrapped(data: bytes) -> Wrapped:
    body = json.loads(data)
    if body.get("v") != _V:
        raise UnreadableError("The stored key was written by a newer Faircopy. Please run that version.")
    return Wrapped(by=body["by"], key=base64.b64decode(body["key"]))


class VaultKey:
    """Azure Key Vault's RSA key wraps the data key (RSA-OAEP-256). Written to its documentation; never run.

    The identity needs keys/get, keys/wrapKey and keys/unwrapKey on this key.
    """

    def __init__(
        self, client: CryptographyClient, credential: AsyncTokenCredential, transport: AioHttpTransport
    ) -> None:
        self._client = client
        self._credential = credential
        self._transport = transport

    @classmethod
    @asynccontextmanager
    async def open(
        cls, key_id: str, credential: AsyncTokenCredential, transport: AioHttpTransport
    ) -> AsyncIterator[VaultKey]:
        """`key_id` is the key's address, with or without a version; nothing is asked yet."""
        async with CryptographyClient(key_id, credential, transport=transport, retry_total=1) as client:
            yield cls(client, credential, transport)

    async def wrap(self, key: bytes) -> Wrapped:
        result = await reads(lambda: self._client.wrap_key(KeyWrapAlgorithm.rsa_oaep_256, key))
        return Wrapped(by=str(result.key_id), key=result.encrypted_key)

    async def unwrap(self, wrapped: Wrapped) -> bytes:
        # The version that wrapped it, which need not be the newest: keys are rotated.
        async with CryptographyClient(
            wrapped.by, self._credential, transport=self._transport, retry_total=1
        ) as client:
            result = await reads(lambda: client.unwrap_key(KeyWrapAlgorithm.rsa_oaep_256, wrapped.key))
        return bytes(result.key)


class KeyFile:
    """A file of 32 bytes that only its owner may read, for running without a vault. As good as the disk it is on."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    async def open(cls, path: Path) -> KeyFile:
        """Read it, or make it if there is none. Raises ConfigurationError if others may read it or it is no key."""
        return cls(await asyncio.to_thread(_file_key, path))

    async def wrap(self, key: bytes) -> Wrapped:
        return Wrapped(
            by="file", key=seal(self._key, key, docket="", record=0, kind="data key", address=_NAME)
        )

    async def unwrap(self, wrapped: Wrapped) -> bytes:
        return unseal(self._key, wrapped.key, docket="", record=0, kind="data key", address=_NAME)


def _file_key(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    key = new_key()
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _read_key(path: Path) -> bytes:
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigurationError(
            "The key file can be read by others. Set its mode to 0600, or delete it to start afresh."
        )
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise ConfigurationError("The key file does not hold 32 bytes. Delete it to start afresh.")
    return key
