"""Lines of a transcript to cues, each with its id, times and words: one pass that a damaged line does not stop."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from record.errors import UnreadableError

_STAMP = r"(-?)\s*(?:([0-9]{1,6}):)?([0-9]{1,2}):([0-9]{1,2})[.,]([0-9]{1,9})"
# Nearly every time line looks like this, and it is four times as fast to read.
_PLAIN = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{3}) --> ([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{3})"
)
_TIMES = re.compile(rf"\s*{_STAMP}\s*-->\s*{_STAMP}(.*)")
# Damaged: the arrow between two stamps, or one of the two stamps. What follows may be words that lost their line end.
_NO_ARROW = re.compile(rf"\s*{_STAMP}[^0-9]{{0,7}}{_STAMP}(.*)")
_NO_START = re.compile(rf"([^<>]{{0,20}}?)\s*-{{0,2}}>\s*{_STAMP}(.*)")
_NO_END = re.compile(rf"\s*{_STAMP}\s*[^\s0-9<]?-{{0,2}}>\s*(\S*)(.*)")
_HALF_STAMP = re.compile(r"[-\s0-9:.,>]*")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_SETTINGS = re.compile(r"(?:\s+[A-Za-z]+[0-9]*:\S+)*\s*")

_HEADER = re.compile(r"\ufeff*WEBVTT(?:[ \t].*)?")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
# Classic Stream's remarks, which nobody says: no words, wherever a lost blank line has put them.
_REMARK = re.compile(r"NOTE (?:Confidence: ?[0-9.]+|(?:duration|language): ?\S+)\s*")
# What can only be a cue's id, even where the blank line before it, or the time line after it, is missing.
_ID = re.compile(r"\s*(?:[^\s<>]+/[0-9]+-[0-9]+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{4,})\s*")
_NUMBER = re.compile(r"\s*[0-9]+\s*")


@dataclass(slots=True)
class Cue:
    """Times are milliseconds. `words` are the lines as they stand, tags and all."""

    id: str
    start: int
    end: int
    words: list[str] = field(default_factory=list)


_Times = tuple[int | None, int | None, str]
"""What a time line says: start and end, None where the stamp cannot be read, and speech that stands behind them."""


def cues(lines: Sequence[str]) -> list[Cue]:
    """The cues in order of the file. Raises UnreadableError with the first line that belongs to no transcript.

    A file with one readable time line and nothing strange before it is a transcript: from there on everything that
    is no mark of the format was said, so that damage loses no words.
    """
    return _Reader(lines).read()


class _Reader:
    """Where we are in the lines, and what was found so far."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._times = _time_lines(lines)
        self._cues: list[Cue] = []
        self._unknown: list[tuple[int, int | None, int | None]] = []
        self._n = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
        self._headed = self._n < len(lines) and _is_header(lines[self._n])
        if (
            lines[self._n : self._n + 1]
            and self._n + 1 not in self._times
            and _HALF_STAMP.fullmatch(lines[self._n])
        ):
            self._times.setdefault(self._n, (None, None, ""))  # the file begins in the middle of a time line
        above = [n - 1 for n in self._times if n]
        self._ids = {n for n in above if _ID.fullmatch(lines[n])}
        # Comments and ids have their place in a .vtt only; the form without names has neither, and no header.
        self._vtt = self._headed or bool(self._ids) or any(x.startswith("<v") for x in lines)
        self._other_ids = False
        if len(self._ids) * 2 < len(above):
            # A number above a time line may be an id, or what was said: as most of them are.
            numbers = {n for n in above if _NUMBER.fullmatch(lines[n])}
            self._ids |= numbers if len(numbers) * 2 > len(above) else set()
            self._other_ids = self._headed and _most_have_other_ids(lines, self._times)

    def read(self) -> list[Cue]:
        """All cues; see `cues`."""
        lines = self._lines
        if self._headed:
            self._skip_block()
        if not self._times:
            self._refuse_other_than_marks()
            return []
        if not self._headed:
            self._refuse_strange_beginning()
        while self._n < len(lines):
            line = lines[self._n]
            if not line.strip():
                self._n += 1
            elif self._n in self._times:
                self._cue("")
            elif self._n in self._ids or (self._other_ids and self._n + 1 in self._times):
                self._n += 1
                self._cue("" if " " in line.strip() else line.strip())
            elif line.startswith("NOTE ") and _REMARK.fullmatch(line):
                self._n += 1
            elif _ID.fullmatch(line):
                self._cue_with_lost_times()
            elif _HEADER.fullmatch(line) or (self._vtt and _is_block(line)):
                self._skip_block()
            else:
                self._stray()
        self._settle_times()
        return self._cues

    # --- one thing after another --------------------------------------------------------------------------------

    def _cue(self, id: str) -> None:
        """The cue whose time line is here."""
        start, end, rest = self._times[self._n]
        cue = self._begin(id, start, end)
        if rest:
            cue.words.append(rest)
        self._n += 1
        if not self._vtt:
            # The form without names has a blank line between time and words.
            while self._n < len(self._lines) and not self._lines[self._n].strip():
                self._n += 1
        self._words(cue)

    def _cue_with_lost_times(self) -> None:
        """An id and no time line under it: what follows is another utterance than the one before."""
        cue = self._begin(self._lines[self._n].strip())
        self._n += 1
        if self._n < len(self._lines) and _is_timelike(self._lines[self._n]):
            self._n += 1
        self._words(cue)

    def _begin(self, id: str, start: int | None = None, end: int | None = None) -> Cue:
        if start is None or end is None:
            self._unknown.append((len(self._cues), start, end))
        cue = Cue(id, start or 0, end or 0)
        self._cues.append(cue)
        return cue

    def _words(self, cue: Cue) -> None:
        lines, n = self._lines, self._n
        while n < len(lines) and (line := lines[n]).strip() and not self._starts(n, line):
            if not (line.startswith("NOTE ") and _REMARK.fullmatch(line)):
                cue.words.append(line)
            n += 1
        self._n = n

    def _starts(self, n: int, line: str) -> bool:
        """Whether a cue begins at line n although no blank line went before."""
        return (
            n in self._times
            or n in self._ids
            or ("-" in line and " " not in line and _ID.fullmatch(line) is not None)
        )

    def _skip_block(self) -> None:
        self._n = self._paragraph(self._n + 1)

    def _paragraph(self, n: int) -> int:
        """The first line from n on that is blank, begins a cue or can be nothing but part of one."""
        while n < len(self._lines) and (line := self._lines[n]).strip():
            if self._starts(n, line) or "-->" in line or line.startswith(("<v", "{")):
                break
            n += 1
        return n

    def _stray(self) -> None:
        """Words that stand under no time line of their own: they go on with the cue before, so that none are lost."""
        line = self._lines[self._n]
        cut_off = self._n == len(self._lines) - 1 and any(c.id.startswith(line.strip()) for c in self._cues)
        if _says(line) and not cut_off:
            if not self._cues:
                self._begin("")
            self._cues[-1].words.append(line)
        self._n += 1

    # --- what cannot be read ------------------------------------------------------------------------------------

    def _refuse_other_than_marks(self) -> None:
        """With no time at all there may be a header and remarks, and that is a transcript with no words."""
        while self._n < len(self._lines):
            line = self._lines[self._n]
            if self._headed and _is_block(line):
                self._skip_block()
            elif line.strip() and not (self._headed and _ID.fullmatch(line)):
                raise _unreadable(self._n)
            else:
                self._n += 1

    def _refuse_strange_beginning(self) -> None:
        """Of a file that lost its beginning, half a cue is left; a letter that quotes a cue is no transcript."""
        n = self._n
        while self._lines[n].strip() and not self._starts(n, self._lines[n]):
            n += 1
        while not self._lines[n].strip():
            n += 1
        if not (self._starts(n, self._lines[n]) or _is_block(self._lines[n])):
            raise _unreadable(self._n)

    def _settle_times(self) -> None:
        """A time that cannot be read is that of the words before it, or else of those after."""
        unknown = {n for n, *_ in self._unknown}
        first = next((cue.start for n, cue in enumerate(self._cues) if n not in unknown), 0)
        for n, start, end in self._unknown:
            cue = self._cues[n]
            before = self._cues[n - 1].end if n else first
            cue.start = next(t for t in (start, end, before) if t is not None)
            cue.end = next(t for t in (end, start, before) if t is not None)


# --- lines --------------------------------------------------------------------------------------------------------


def _time_lines(lines: Sequence[str]) -> dict[int, _Times]:
    found: dict[int, _Times] = {}
    for n, line in enumerate(lines):
        if ":" in line and ("-->" in line or line[0] in "-0123456789"):
            plain = _PLAIN.fullmatch(line)
            if plain:
                a, b, c, d, e, f, g, h = map(int, plain.groups())
                found[n] = ((a * 60 + b) * 60 + c) * 1000 + d, ((e * 60 + f) * 60 + g) * 1000 + h, ""
            elif told := _told(line):
                found[n] = told
    return found


def _told(line: str) -> _Times | None:
    if m := _TIMES.fullmatch(line) or _NO_ARROW.fullmatch(line):
        return (_milliseconds(m.groups()[:5]), _milliseconds(m.groups()[5:10]), _speech(m[11]))
    if (m := _NO_START.fullmatch(line)) and (not m[1] or _is_timelike(m[1])):
        return (None, _milliseconds(m.groups()[1:6]), _speech(m[7]))
    if m := _NO_END.fullmatch(line):
        rest = _HALF_STAMP.sub("", m[7], count=1) if _is_timelike(m[6]) else m[6] + m[7]
        return (_milliseconds(m.groups()[:5]), None, _speech(f" {rest}"))
    return (None, None, "") if "-->" in line and _is_timelike(line) else None


def _speech(rest: str) -> str:
    """Behind the stamps stand a cue's settings, or words whose line end is lost."""
    return "" if _SETTINGS.fullmatch(rest) or not _says(rest) else rest


def _says(line: str) -> bool:
    return any(c.isalnum() for c in line)


def _is_timelike(line: str) -> bool:
    """Whether it is what damage leaves of a time line: mostly figures and their marks, and no two letters together."""
    told = "".join(line.split())
    marks = sum(c in "0123456789:.,->" for c in told)
    return len(told) > 3 and ":" in told and marks * 5 >= len(told) * 3 and not _LETTERS.search(line)


def _is_block(line: str) -> bool:
    """A comment or the like. None holds an arrow, says the format: that is a time line, or was said."""
    return _BLOCK.fullmatch(line) is not None and "-->" not in line


def _is_header(line: str) -> bool:
    """The header, or what damage leaves of it."""
    told = line.strip("\ufeff \t").split(" ")
    letters = sum(c in "WEBVT" for c in told[0])
    enough = max(2 if len(told) == 1 else 4, len(told[0]) - 2)
    return _HEADER.fullmatch(line) is not None or (enough <= letters <= 12 and ">" not in line)


def _most_have_other_ids(lines: Sequence[str], times: Mapping[int, _Times]) -> bool:
    """Whether most cues have ids that are none of Teams': any line above a time line is then an id, and no words."""
    odd = sum(
        n >= 2
        and not lines[n - 2].strip()
        and bool(lines[n - 1].strip())
        and not (_ID.fullmatch(lines[n - 1]) or _NUMBER.fullmatch(lines[n - 1]))
        for n in times
    )
    return odd * 2 > len(times)


def _milliseconds(parts: Sequence[str | None]) -> int:
    sign, hours, minutes, seconds, fraction = (part or "0" for part in parts)
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    value = whole * 1000 + int(fraction[:3].ljust(3, "0"))
    return -value if sign == "-" else value


def _unreadable(n: int) -> UnreadableError:
    return UnreadableError(
        f"I cannot read this file: line {n + 1} is not part of a Teams transcript. "
        "Download the transcript from Teams as a .vtt or .docx file and try again.",
        line=n + 1,
    )
