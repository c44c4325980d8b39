"""Teams transcripts, in every form they come in, to passages: one tolerant pass over the lines."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from record.errors import NoWordsError, UnreadableError
from record.source import Passage, PassageId, Transcript

LIMIT = 20_000_000
"""Bytes. A whole day's meeting is about 3 MB."""

_TIME = r"(-?)\s*(?:([0-9]{1,6}):)?([0-9]{1,2}):([0-9]{1,2})[.,]([0-9]{1,9})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_ALMOST_TIMES = re.compile(r"\s*-?[0-9][0-9:.,]*\s*-->")
_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
# What can only be a cue's id, even where a blank line before it is missing.
_ID = re.compile(r"\s*(?:\S+/[0-9]+-[0-9]+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{4,}|[0-9]+)\s*")
_PIECE = re.compile(r"(.+/[0-9]+)-([0-9]{1,9})")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[0-9:.]+>")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:\s+([^<>]*))?>")
# With a semicolon only: html.unescape alone would turn "&notify" into "¬ify".
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


@dataclass(slots=True)
class _Cue:
    id: str
    start: int
    end: int
    words: list[str] = field(default_factory=list)


class _Piece(NamedTuple):
    """What one voice says in one cue. `order` is the k of its id; times are milliseconds."""

    order: int
    start: int
    end: int
    text: str


def read(data: bytes) -> Transcript:
    """The passages of a transcript, in order of start; their ids are p1, p2, ... and hold nothing that was said.

    Raises UnreadableError, with the first line that cannot be read, for what is no transcript, and NoWordsError.
    """
    if len(data) > LIMIT:
        raise UnreadableError(
            f"I cannot read this file: it is larger than {LIMIT // 1_000_000} MB, which no Teams transcript is."
        )
    passages = _passages(_cues(_lines(data)))
    if not passages:
        raise NoWordsError("There are no words in this transcript, so there is nothing to draft from.")
    return Transcript(attributed=any(p.speaker for p in passages), passages=tuple(passages))


# --- bytes to lines -----------------------------------------------------------------------------------------------


def _lines(data: bytes) -> list[str]:
    """Only a carriage return and a line feed end a line: other separators occur in speech."""
    return _decoded(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8-sig", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        # One damaged letter must not turn every accent of a UTF-8 file into two wrong letters.
        damaged = text.count("\ufffd")
        intact = sum(c > "\x7f" for c in text) - damaged
        return text if intact > damaged else data.decode("cp1252", "replace")


# --- lines to cues ------------------------------------------------------------------------------------------------


def _cues(lines: list[str]) -> list[_Cue]:
    times = {n: m for n, line in enumerate(lines) if "-->" in line and (m := _TIMES.fullmatch(line))}
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    headed = _HEADER.fullmatch(lines[first]) is not None
    if not headed and first not in times and not (first + 1 in times and _ID.fullmatch(lines[first])):
        if not any(line.strip() for line in lines):
            return []
        raise _unreadable(first)
    n = _after_block(lines, times, first + 1) if headed else first
    cues: list[_Cue] = []
    while n < len(lines):
        line = lines[n]
        if not line.strip():
            n += 1
        elif n in times:
            n = _cue(lines, times, n, headed, cues)
        elif n + 1 in times and (headed or _ID.fullmatch(line)):
            n += 1
        elif headed and _BLOCK.fullmatch(line):
            n = _after_block(lines, times, n + 1)
        else:
            n = _stray(lines, n, cues)
    return cues


def _cue(lines: list[str], times: dict[int, re.Match[str]], n: int, headed: bool, cues: list[_Cue]) -> int:
    """Read the cue whose time line is n; the number of the line after it."""
    named = n > 0 and n - 1 not in times and not _BLOCK.fullmatch(lines[n - 1])
    id = lines[n - 1].strip() if named and (headed or _ID.fullmatch(lines[n - 1])) else ""
    t = times[n].groups()
    cue = _Cue(id=id if " " not in id else "", start=_milliseconds(t[:5]), end=_milliseconds(t[5:]))
    cues.append(cue)
    n += 1
    if not headed:
        # The form without names has a blank line between time and words.
        while n < len(lines) and not lines[n].strip():
            n += 1
    while n < len(lines) and lines[n].strip() and not _starts(lines, times, n):
        cue.words.append(lines[n])
        n += 1
    return n


def _starts(lines: list[str], times: dict[int, re.Match[str]], n: int) -> bool:
    """Whether a cue begins at line n although no blank line went before."""
    return n in times or (n + 1 in times and _ID.fullmatch(lines[n]) is not None)


def _after_block(lines: list[str], times: dict[int, re.Match[str]], n: int) -> int:
    while n < len(lines) and lines[n].strip() and not _starts(lines, times, n):
        n += 1
    return n


def _stray(lines: list[str], n: int, cues: list[_Cue]) -> int:
    """Words that stand under no time line of their own: they go on with the cue before, so that none are lost."""
    if _ALMOST_TIMES.match(lines[n]) or not cues:
        raise _unreadable(n)
    if not _ID.fullmatch(lines[n]) and any(c.isalpha() for c in lines[n]):
        cues[-1].words.append(lines[n])
    return n + 1


def _unreadable(n: int) -> UnreadableError:
    return UnreadableError(
        f"I cannot read this file: line {n + 1} is not part of a Teams transcript. "
        "Download the transcript from Teams as a .vtt file and try again.",
        line=n + 1,
    )


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    sign, hours, minutes, seconds, fraction = (part or "0" for part in parts)
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    value = whole * 1000 + int(fraction[:3].ljust(3, "0"))
    return -value if sign == "-" else value


# --- cues to passages ---------------------------------------------------------------------------------------------


def _passages(cues: list[_Cue]) -> list[Passage]:
    """Pieces of one utterance by one speaker are one passage, whatever stands between them."""
    found: dict[tuple[str, str | None, int], list[_Piece]] = {}
    for n, cue in enumerate(cues):
        piece = _PIECE.fullmatch(cue.id)
        for m, (speaker, text) in enumerate(_voices(cue)):
            key = (piece[1], speaker, 0) if piece else (f"#{n}", speaker, m)
            part = _Piece(int(piece[2]) if piece else 0, cue.start, cue.end, text)
            pieces = found.setdefault(key, [])
            if part not in pieces[-8:]:  # the same piece of the same utterance, exported twice
                pieces.append(part)
    told = []
    for (_, speaker, _), pieces in found.items():
        text = " ".join(p.text for p in sorted(pieces, key=lambda p: p.order))
        told.append((min(p.start for p in pieces), max(p.end for p in pieces), speaker, text))
    told.sort(key=lambda t: t[0])
    return [
        Passage(id=PassageId(f"p{n}"), speaker=who, start=start / 1000, end=end / 1000, text=text)
        for n, (start, end, who, text) in enumerate(told, 1)
    ]


def _voices(cue: _Cue) -> Iterator[tuple[str | None, str]]:
    """Who says what in one cue. A speaker comes from a voice tag alone, never from the words."""
    whole = " ".join(cue.words)
    told = _json(whole)
    if told is not None:
        if told[1]:
            yield told
        return
    speaker: str | None = None
    said: list[str] = []
    place = 0
    for tag in _TAG.finditer(whole):
        said.append(whole[place : tag.start()])
        place = tag.end()
        voice = _VOICE.fullmatch(tag[0])
        if voice is None and tag[0] != "</v>":
            continue
        if text := _clean("".join(said)):
            yield speaker, text
        said = []
        speaker = (_clean(voice[1] or "") or None) if voice else None
    said.append(whole[place:])
    if text := _clean("".join(said)):
        yield speaker, text


def _json(words: str) -> tuple[str | None, str] | None:
    """Graph's form with metadata: one JSON object a cue."""
    words = words.strip()
    if not (words.startswith("{") and words.endswith("}") and '"spokenText"' in words):
        return None
    try:
        told = json.loads(words)
    except (ValueError, RecursionError):
        return None
    name, text = told.get("speakerName"), told.get("spokenText")
    if not isinstance(text, str):
        return None
    return (_spaced(name) or None) if isinstance(name, str) else None, _spaced(text)


def _clean(words: str) -> str:
    return _spaced(_ENTITY.sub(lambda m: html.unescape(m[0]), words))


def _spaced(words: str) -> str:
    """Runs of space are one; half of a surrogate pair, which no file can hold, becomes a mark that it was there."""
    if any("\ud800" <= c <= "\udfff" for c in words):
        words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(words.split())
