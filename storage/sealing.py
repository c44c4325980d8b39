"""AES-256-GCM: what is sealed for one place opens at that place only."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from record.errors import AlteredError

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORM = b"\x01"


def new_key() -> bytes:
    """A random key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, words: bytes, *, docket: str, record: int, kind: str, address: str) -> bytes:
    """A form byte, a fresh nonce, the ciphertext with its tag: 29 bytes more than the words."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, words, _bound(docket, record, kind, address))


def unseal(key: bytes, sealed: bytes, *, docket: str, record: int, kind: str, address: str) -> bytes:
    """The words. Raises AlteredError if they were changed, moved, or sealed with another key."""
    nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        if sealed[:1] == _FORM and len(nonce) == _NONCE_BYTES:
            return AESGCM(key).decrypt(nonce, rest, _bound(docket, record, kind, address))
    except InvalidTag:
        pass
    raise AlteredError(
        "What is stored here is not what was written. I do not use it. Please tell your Faircopy contact."
    )


def _bound(docket: str, record: int, kind: str, address: str) -> bytes:
    """docket|record|kind|address, each with its length, so that no two places look alike."""
    parts = [part.encode() for part in (docket, str(record), kind, address)]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
