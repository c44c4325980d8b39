"""The Word transcript (.docx) that Teams offers for download, to passages. The file is a stranger's: nothing in it is
expanded, followed or believed about its own size.

Layout: title, date, duration, "X started transcription"; then for each turn "Name   0:03" or "Name   1:02:05" and lines
of text, in the same paragraph or in the next ones. There are starts and no ends.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from record.errors import NoWordsError, UnreadableError
from record.source import Passage, PassageId, Transcript

LIMIT = 20_000_000
"""Bytes of the file. A day's meeting with everybody's picture is about 5 MB."""

UNPACKED = 64_000_000
"""Bytes of its text part, unpacked. Three hours are about 5 MB."""

PARTS = 2_000
"""Parts of the package. Teams writes about a dozen, and a picture for each person."""

_SIGNATURE = b"PK\x01\x02"
_DOCUMENT = re.compile(r"word/document[0-9]*\.xml")
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_AGAIN = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"

_MARKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}

LONGEST = 300
"""Letters of the longest line that may be a head: a longer one is speech, whatever it looks like."""

_TURN = re.compile(r"(?:(?P<who>\S.*?)(?:\s{2,}|\t\s*))?(?P<at>(?:[0-9]{1,3}:)?[0-9]{1,2}:[0-9]{2})")
_SWITCHED = re.compile(r"(\S.*?) (?:started|stopped) transcription")
_DURATION = re.compile(r"(?:([0-9]{1,3})h)?\s*(?:([0-9]{1,3})m)?\s*(?:([0-9]{1,3})s)?")

_OTHER = "Download the transcript from Teams as a .vtt or .docx file and try again."


@dataclass(slots=True)
class _Turn:
    """Seconds from the start; None for nobody named."""

    who: str | None
    at: int
    lines: list[str]


def is_package(data: bytes) -> bool:
    """Whether the file is a package of parts, as every .docx is; or Word's older or locked kind, which is refused."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))


def read(data: bytes) -> Transcript:
    """The passages of a Word transcript, in order of start; a passage ends where the next one starts.

    Raises UnreadableError, with the first paragraph that is part of no transcript, and NoWordsError.
    """
    paragraphs = _paragraphs(_document(data))
    turns, seconds = _turns(paragraphs)
    if not turns:
        _refuse_unless_empty(paragraphs)
    turns.sort(key=lambda turn: turn.at)
    told = [(turn, text) for turn in turns if (text := " ".join(" ".join(turn.lines).split()))]
    if not told:
        raise NoWordsError("There are no words in this transcript, so there is nothing to draft from.")
    ends = [turn.at for turn, _ in told[1:]] + [max(seconds, told[-1][0].at)]
    return Transcript(
        attributed=any(turn.who for turn, _ in told),
        passages=tuple(
            Passage(id=PassageId(f"p{n}"), speaker=turn.who, start=float(turn.at), end=float(end), text=text)
            for n, ((turn, text), end) in enumerate(zip(told, ends, strict=True), 1)
        ),
    )


# --- the package --------------------------------------------------------------------------------------------------


def _document(data: bytes) -> bytes:
    """The part that holds the text. Of a package that claims to be small, no more is unpacked than the limit."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        _refuse("it is an older Word file (.doc), or it is locked with a password or a label.")
    if len(data) > LIMIT:
        _refuse(f"it is larger than {LIMIT // 1_000_000} MB, which no Teams transcript is.")
    if data.count(_SIGNATURE) > PARTS:
        _refuse("it is a package of thousands of parts, which no Teams transcript is.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            name = next((n for n in package.namelist() if _DOCUMENT.fullmatch(n)), None)
            if name is None:
                _refuse("it is a package of files, and no Word document is in it.")
            with package.open(name) as part:
                text = part.read(UNPACKED + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        # RuntimeError: the part is encrypted. NotImplementedError: packed in a way that Word does not use.
        _refuse("its package is damaged or locked.")
    if len(text) > UNPACKED:
        _refuse(f"unpacked it is larger than {UNPACKED // 1_000_000} MB, which no Teams transcript is.")
    return text


def _refuse(why: str, line: int | None = None) -> NoReturn:
    raise UnreadableError(f"I cannot read this file: {why} {_OTHER}", line=line)


# --- its text -----------------------------------------------------------------------------------------------------


def _paragraphs(document: bytes) -> list[list[str]]:
    """Each paragraph's lines, in order of the document."""
    text = _Text()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler = text.start
    parser.EndElementHandler = text.end
    parser.CharacterDataHandler = text.said
    try:
        parser.Parse(document, True)
    except expat.ExpatError:
        _refuse("its text is damaged.")
    return ["".join(parts).split("\n") for parts in text.paragraphs]


def _doctype(*_: object) -> NoReturn:
    _refuse("it declares entities of its own, which Word never does.")


class _Text:
    """What stands in paragraphs, heard element by element. Of what stands there twice, for older programs that cannot
    show the first, the second is left out.
    """

    def __init__(self) -> None:
        self.paragraphs: list[list[str]] = []
        self._open: list[list[str]] = []
        self._in_text = False
        self._again = 0

    def start(self, name: str, _: object) -> None:
        """An element begins: "namespace name"."""
        self._again += name == _AGAIN
        space, _, local = name.rpartition(" ")
        if self._again or space not in _WORD:
            return
        if local == "p":
            self._open.append([])
            self.paragraphs.append(self._open[-1])
        elif local == "t":
            self._in_text = True
        elif self._open and local in _MARKS:
            self._open[-1].append(_MARKS[local])

    def end(self, name: str) -> None:
        """An element ends."""
        self._again -= name == _AGAIN
        space, _, local = name.rpartition(" ")
        if self._again or space not in _WORD:
            return
        if local == "t":
            self._in_text = False
        elif local == "p":
            self._open.pop()

    def said(self, text: str) -> None:
        """Characters, wherever they stand."""
        if self._in_text and self._open and not self._again:
            self._open[-1].append(text)


# --- its turns ----------------------------------------------------------------------------------------------------


def _turns(paragraphs: Sequence[Sequence[str]]) -> tuple[list[_Turn], int]:
    """Who began to speak when, with what they said; and the duration that the head of the file tells, in seconds."""
    heads = [_head(paragraph[0]) for paragraph in paragraphs]
    named = any(head and head["who"] for head in heads)
    turns: list[_Turn] = []
    seconds = 0
    for paragraph, head in zip(paragraphs, heads, strict=True):
        # A time alone is a turn where nobody is named. Among names it is what somebody said.
        if head and (head["who"] or not named or paragraph[0].startswith("  ")):
            who = " ".join((head["who"] or "").split()) or None
            turns.append(_Turn(who, _seconds(head["at"]), list(paragraph[1:])))
        elif not turns:
            seconds = _duration(paragraph[0]) or seconds
        elif not _is_switch(paragraph):
            turns[-1].lines += paragraph
    return turns, seconds


def _head(line: str) -> re.Match[str] | None:
    return _TURN.fullmatch(line.strip()) if len(line) <= LONGEST else None


def _is_switch(paragraph: Sequence[str]) -> bool:
    """Whether Teams says that somebody started or stopped it. What is said ends in a full stop."""
    return (
        len(paragraph) == 1
        and len(paragraph[0]) <= LONGEST
        and bool(_SWITCHED.fullmatch(paragraph[0].strip()))
    )


def _duration(line: str) -> int:
    """Seconds; 0 for a line that tells no duration."""
    told = _DURATION.fullmatch(line.strip()) if len(line) <= LONGEST else None
    hours, minutes, rest = (int(part or 0) for part in told.groups()) if told else (0, 0, 0)
    return (hours * 60 + minutes) * 60 + rest


def _seconds(stamp: str) -> int:
    total = 0
    for part in stamp.split(":"):
        total = total * 60 + int(part)
    return total


def _refuse_unless_empty(paragraphs: Sequence[Sequence[str]]) -> None:
    """A transcription that was started and stopped at once has a head and no words; another document has text."""
    if not any(map(_is_switch, paragraphs)):
        for n, paragraph in enumerate(paragraphs, 1):
            if "".join(paragraph).strip():
                _refuse(f"paragraph {n} of this Word document is not part of a Teams transcript.", line=n)
