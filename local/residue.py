"""Searches every place for what was said: five-word runs of a transcript, plain or wrapped. Independent evidence."""

from __future__ import annotations

import base64
import binascii
import contextlib
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

RUN = 5
"""Words that must stand side by side to count as something that was said."""

DEEP = 3
"""How many wrappings are opened, one inside the other."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_MARKUP = re.compile(r"<[^>]{0,200}>|\\[nrt]|&#?\w{1,8};")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where words were found, and how many runs of them. Never the words."""

    place: str
    runs: int


def words_of(text: str) -> list[str]:
    """The words of a text, case, punctuation and markup aside."""
    return [w.replace("’", "'").casefold() for w in _WORD.findall(_MARKUP.sub(" ", text))]


def runs_of(text: str) -> frozenset[int]:
    """Every five-word run, as a hash: words are not kept to look for words."""
    words = words_of(text)
    return frozenset(hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1))


def search(places: Iterable[tuple[str, bytes]], needles: frozenset[int]) -> tuple[list[str], list[Hit]]:
    """Look in every place. Answers the names of all places searched, and those where something was found."""
    searched: list[str] = []
    hits: list[Hit] = []
    for place, data in places:
        searched.append(place)
        found: set[int] = set()
        for text in readings(data):
            found |= needles & runs_of(text)
        if found:
            hits.append(Hit(place=place, runs=len(found)))
    return searched, hits


def readings(data: bytes, depth: int = DEEP) -> Iterator[str]:
    """The ways in which bytes may hold words: as they are, UTF-16, and inside base64, gzip or zlib."""
    yield data.decode("utf-8", "replace")
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            for start in (0, 1):
                yield data[start:].decode(encoding, "replace")
    if depth == 0:
        return
    for inner in _unwrapped(data):
        yield from readings(inner, depth - 1)


def _unwrapped(data: bytes) -> Iterator[bytes]:
    start = data.find(b"\x1f\x8b")
    while start >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(data[start:])
        start = data.find(b"\x1f\x8b", start + 1)
    if data[:1] == b"\x78":
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(data)
    for match in _BASE64.finditer(data):
        inner = _from_base64(match.group())
        if inner:
            yield inner


def _from_base64(text: bytes) -> bytes:
    plain = text.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return b""


def wrappings(text: str) -> Iterator[tuple[str, bytes]]:
    """The same words in every wrapping that `search` must see through; for tests of the search itself."""
    raw = text.encode()
    yield "plain", raw
    yield "utf-16", text.encode("utf-16-le")
    yield "base64", base64.b64encode(raw)
    yield "base64 of utf-16", base64.b64encode(text.encode("utf-16-le"))
    yield "gzip", gzip.compress(raw)
    yield "base64 of gzip", base64.urlsafe_b64encode(gzip.compress(raw))
    yield "zlib", zlib.compress(raw)
