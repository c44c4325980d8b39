"""Bytes to lines of text, in whichever encoding a transcript was saved, even where some of its bytes are damaged."""

from __future__ import annotations

import codecs

MIXED = 3
"""Letters that are no UTF-8: from so many on, part of the file was saved in another encoding; fewer are damage."""


def lines(data: bytes) -> list[str]:
    """Only a carriage return and a line feed end a line: other separators occur in speech."""
    text = _utf16(data) if _is_utf16(data) else _utf8(data)
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _is_utf16(data: bytes) -> bool:
    """By a nought in every other byte of figures and tags, which no other text has: its mark may be lost."""
    return data.count(0) * 16 > len(data)


def _utf16(data: bytes) -> str:
    """Line by line: where a byte is missing, the lines after it stand right again."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    little = data.startswith(codecs.BOM_UTF16_LE) if marked else data.count(b"\n\0") >= data.count(b"\0\n")
    feed, encoding = (b"\n\0", "utf-16-le") if little else (b"\0\n", "utf-16-be")
    return "\n".join(_whole(part, little).decode(encoding, "replace") for part in data.split(feed))


def _whole(line: bytes, little: bool) -> bytes:
    """A line of UTF-16 that has lost a byte, without the other half of it: else the rest would be other letters."""
    if len(line) % 2:
        for n in range(0, len(line) - 1, 2):
            low, high = (line[n], line[n + 1]) if little else (line[n + 1], line[n])
            if high and not low:
                return line[:n] + line[n + 1 :]
    return line


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text, intact, damaged = _tolerantly(data)
    # One damaged letter must not turn every accent of a UTF-8 file into two wrong letters.
    if intact <= damaged or damaged >= MIXED:
        return "\n".join(_utf8_or_windows(line) for line in data.split(b"\n"))
    return text


def _utf8_or_windows(line: bytes) -> str:
    text, intact, damaged = _tolerantly(line)
    return text if intact >= damaged else line.decode("cp1252", "replace")


def _tolerantly(data: bytes) -> tuple[str, int, int]:
    """As UTF-8, with how many letters beyond ASCII are whole and how many are not."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return text, sum(c > "\x7f" for c in text) - damaged, damaged
