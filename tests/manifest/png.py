"""A PNG as its pixels: 8 bits a channel, RGB or RGBA, not interlaced; a file with anything else is refused."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

Pixel = tuple[int, int, int, int]
"""Red, green, blue, alpha: 0 to 255."""


def pixels(path: Path) -> list[list[Pixel]]:
    """Row by row, from the top left. By the PNG specification, sections 5 (chunks) and 9 (filters)."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed = 8, b""
    width = height = channels = 0
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b"IHDR":
            width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", body)
            assert (depth, rest) == (8, [0, 0, 0])
            channels = {2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    raw, stride = zlib.decompress(packed), width * channels
    assert len(raw) == height * (stride + 1)
    rows, above = [], bytes(stride)
    for y in range(height):
        start = y * (stride + 1)
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + stride], above, channels)
        rows.append([_pixel(above[x : x + channels]) for x in range(0, stride, channels)])
    return rows


def _pixel(sample: bytes) -> Pixel:
    red, green, blue, alpha = (*sample, 255)[:4]
    return red, green, blue, alpha


def _unfiltered(kind: int, line: bytes, above: bytes, channels: int) -> bytes:
    out = bytearray(line)
    for i in range(len(out)):
        left, up = (out[i - channels] if i >= channels else 0), above[i]
        corner = above[i - channels] if i >= channels else 0
        out[i] = (out[i] + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]) % 256
    return bytes(out)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda x: abs(guess - x))
