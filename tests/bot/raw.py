"""An HTTP client that minds nothing, and tokens forged by hand: what a well-meaning library would not send."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from local.microsoft.keys import b64url, forgers_key
from tests.bot.conftest import Bot

JSON = "application/json"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One request, byte for byte. `authorization` is every such header; `more` any others."""

    body: bytes
    authorization: Sequence[str] = ()
    type: str | None = JSON
    more: Sequence[tuple[str, str]] = ()
    query: str = ""
    chunks: Sequence[bytes] | None = None

    def head(self, path: str) -> bytes:
        """The request line and the headers."""
        lines = [f"POST {path}{self.query} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += [f"Content-Type: {self.type}"] if self.type is not None else []
        lines += [f"Authorization: {a}" for a in self.authorization]
        lines += [f"{name}: {value}" for name, value in self.more]
        length = (
            "Transfer-Encoding: chunked" if self.chunks is not None else f"Content-Length: {len(self.body)}"
        )
        return "\r\n".join([*lines, length, "", ""]).encode()

    def whole(self, path: str) -> bytes:
        """All of it."""
        if self.chunks is None:
            return self.head(path) + self.body
        return self.head(path) + b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in self.chunks) + b"0\r\n\r\n"


@dataclass(frozen=True, kw_only=True)
class Got:
    """What came back; status 0 where the connection was closed without a word."""

    status: int
    headers: dict[str, str]


async def send(bot: Bot, request: Sent, patience: float = 5.0) -> Got:
    """Send it, and read the head of what comes back. Raises TimeoutError."""
    parts = urlsplit(bot.url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        async with asyncio.timeout(patience):
            writer.write(request.whole(parts.path))
            first = (await reader.readline()).split()
            headers = [line async for line in _lines(reader)]
            return Got(status=int(first[1]) if len(first) > 1 else 0, headers=dict(headers))
    finally:
        writer.close()


async def _lines(reader: asyncio.StreamReader) -> AsyncIterator[tuple[str, str]]:
    while line := (await reader.readline()).strip().decode("latin-1"):
        name, _, value = line.partition(":")
        yield name.lower(), value.strip()


def signed(
    bot: Bot, claims: dict[str, object] | str, header: Iterable[tuple[str, object]] = (), by: str = "ours"
) -> str:
    """A token made by hand. `by`: "ours" is the channel's own key, "forger" another's, "confused" takes the channel's
    public key, which everybody may read, for a shared secret."""
    keys = bot.microsoft.keys.keys
    alg = "HS256" if by == "confused" else "RS256"
    head = {"typ": "JWT", "alg": alg, "kid": keys.kid, **dict(header)}
    text = claims if isinstance(claims, str) else json.dumps(claims)
    said = f"{b64url(json.dumps(head).encode())}.{b64url(text.encode())}"
    if by == "confused":
        public = keys.keys[keys.kid].public_key()
        pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        return f"{said}.{b64url(hmac.digest(pem, said.encode(), hashlib.sha256))}"
    key = forgers_key() if by == "forger" else keys.keys[keys.kid]
    return f"{said}.{b64url(key.sign(said.encode(), padding.PKCS1v15(), hashes.SHA256()))}"
