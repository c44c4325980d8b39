"""Ways in which a transcript's file gets damaged, each decided by a seed, and what may be asked of reading it then."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reading import vtt
from reading.text import lines
from record.source import Transcript

DATA = Path(__file__).parents[1] / "data" / "transcripts" / "teams-variants"

_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2,}(?![A-Za-z0-9])")
_TIME = re.compile(r"-?[0-9]+:[0-9:.]+ --> -?[0-9]+:[0-9:.]+")
_STAMP = r"-?(?:[0-9]+:)?[0-9]{1,2}:[0-9]{1,2}\.[0-9]+"
_WHOLE_TIME = re.compile(rf"^{_STAMP} --> {_STAMP}\s*$", re.MULTILINE)
_VOICE = re.compile(r"<[vV](?:\.[^\s<>]*)?\s+([^<>\n]*)>|\"speakerName\"\s*:\s*\"([^\"\n]*)\"")
_NO_SPEECH = re.compile(
    r"<[^<>]*>|&#?[A-Za-z0-9]+;|\"spokenLanguage\".*"
    r"|^(?:NOTE|STYLE|REGION|\W*WEBV[A-Z]*)\b.*(?:\n(?!.*-->).+)*",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form of transcript: its file, how that is encoded, and what is read of it undamaged."""

    name: str
    data: bytes
    encoding: str
    read: Transcript

    @property
    def speakers(self) -> set[str | None]:
        """Everybody who is named in the file, whether or not they say a word; and nobody."""
        return {None, *self.read.speakers, *names_in(self.data)}

    @property
    def told(self) -> set[tuple[str, str]]:
        """Every word with everybody who said it."""
        return {(w, p.speaker) for p in self.read.passages if p.speaker for w in _WORD.findall(p.text)}

    @property
    def spoken_only(self) -> set[str]:
        """Words (of English letters) that stand in the file where they were said, and nowhere else in it."""
        said = Counter(w for p in self.read.passages for w in _WORD.findall(p.text))
        return {w for w, n in words_in(self.data).items() if said[w] == n}


def words_in(data: bytes) -> Counter[str]:
    """Every run of English letters in a file, in any encoding, wherever it stands."""
    return Counter(_WORD.findall(_plain(data)))


def words_that_must_be_read(data: bytes) -> Counter[str]:
    """The same, less what stands in a tag, an entity or a comment of the file as it is now."""
    return Counter(_WORD.findall(_NO_SPEECH.sub("", _plain(data))))


def words_read(transcript: Transcript) -> Counter[str]:
    """Every run of English letters that was read as said."""
    return Counter(w for p in transcript.passages for w in words_read_in(p.text))


def words_read_in(text: str) -> list[str]:
    """Every run of English letters of one passage."""
    return _WORD.findall(text)


def names_in(data: bytes) -> set[str]:
    """What stands where a file names a speaker, as near as a pattern can tell."""
    text = lines(data)
    return {vtt._clean(a or b) for line in text for a, b in _VOICE.findall(line)}


def has_a_time(data: bytes) -> bool:
    """Whether a time line is still whole."""
    return _WHOLE_TIME.search(_plain(data)) is not None


def _plain(data: bytes) -> str:
    """Bytes as letters in which English words can be found, in UTF-8, UTF-16 and Windows-1252 alike."""
    if data.count(0) * 16 > len(data):
        # Of either order, and on either side of a missing byte, a word is whole in one of the two.
        text = "\n".join(data[n:].decode("utf-16-le", "replace") for n in (0, 1))
    else:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def forms() -> list[Form]:
    """Every form that has words in it."""
    found = []
    for path in sorted(p for p in DATA.iterdir() if p.suffix in (".vtt", ".txt")):
        data = path.read_bytes()
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        encoding = "cp1252" if "cp1252" in path.name else encoding
        if path.stem != "edge-header-only":
            found.append(Form(name=path.stem, data=data, encoding=encoding, read=vtt.read(data)))
    return found


# --- damage -------------------------------------------------------------------------------------------------------

Damage = Callable[[random.Random, bytes, str], bytes]


def cut(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """A stretch of bytes is missing."""
    at, length = rng.randrange(len(data)), rng.choice((1, 2, 5, 20, 80))
    return data[:at] + data[at + length :]


def doubled(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """A stretch of bytes stands there twice."""
    at, length = rng.randrange(len(data)), rng.choice((1, 2, 5, 20, 80, 200))
    return data[: at + length] + data[at:]


def flipped(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """One to five bytes are others."""
    found = bytearray(data)
    for _ in range(rng.randint(1, 5)):
        found[rng.randrange(len(found))] ^= 1 << rng.randrange(8)
    return bytes(found)


def truncated(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """The file ends early, at any byte."""
    return data[: rng.randrange(len(data))]


def beheaded(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """The file begins late, at any byte."""
    return data[rng.randrange(len(data)) :]


def line_ends_mixed(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """Each line ends in one of the three ways."""
    lines = _lines(data, encoding)
    return "".join(x for line in lines for x in (line, rng.choice(("\n", "\r\n", "\r")))).encode(
        encoding, "replace"
    )


def blank_lines_added(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """One to four blank lines more, anywhere between two lines."""
    lines = _lines(data, encoding)
    for _ in range(rng.randint(1, 4)):
        lines.insert(rng.randrange(len(lines)), rng.choice(("", "", "  ")))
    return "\n".join(lines).encode(encoding, "replace")


def blank_lines_taken(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """Some blank lines fewer, or none left."""
    share = rng.choice((0.3, 0.7, 1.0))
    lines = [x for x in _lines(data, encoding) if x.strip() or rng.random() > share]
    return "\n".join(lines).encode(encoding, "replace")


def tags_broken(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """One to three of the marks that make a tag are missing; the names are whole."""
    text = "\n".join(_lines(data, encoding))
    for _ in range(rng.randint(1, 3)):
        marks = [m.start() for m in re.finditer(r"[<>]|(?<=<)/|(?<=<)v|(?<=<v) ", text)]
        if marks:
            at = rng.choice(marks)
            text = text[:at] + text[at + 1 :]
    return text.encode(encoding, "replace")


def stamps_broken(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """One or two time lines have a letter, a space or nothing where a figure or a mark was."""
    lines = _lines(data, encoding)
    for _ in range(rng.randint(1, 2)):
        times = [(n, time.end()) for n, line in enumerate(lines) if (time := _TIME.match(line))]
        if times:
            n, end = rng.choice(times)
            at = rng.randrange(end)
            lines[n] = lines[n][:at] + rng.choice(("x", " ", "")) + lines[n][at + 1 :]
    return "\n".join(lines).encode(encoding, "replace")


def encodings_mixed(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """From some line on, or for some lines, the file is in another encoding."""
    lines = _lines(data, encoding)
    first = rng.randrange(len(lines))
    last = rng.choice((first + 1, first + 6, len(lines)))
    other = "utf-8" if encoding == "cp1252" else "cp1252"
    if encoding == "utf-16":
        return "\n".join(lines).encode(rng.choice(("utf-16-le", "utf-16-be", "utf-8", "cp1252")), "replace")
    return b"\n".join(
        line.encode(other if first <= n < last and _can(line, other) else encoding, "replace")
        for n, line in enumerate(lines)
    )


def _can(line: str, encoding: str) -> bool:
    return line.encode(encoding, "ignore").decode(encoding) == line


def header_broken(rng: random.Random, data: bytes, encoding: str) -> bytes:
    """The first line is missing, or its first letters are, or it stands there twice."""
    lines = _lines(data, encoding)
    first = lines[0]
    lines[:1] = rng.choice(([], [first[1:]], [first[2:]], [first, first], [first[:3] + "x" + first[4:]]))
    return "\n".join(lines).encode(encoding, "replace")


def _lines(data: bytes, encoding: str) -> list[str]:
    """Damage may come after damage, and then not all can be decoded."""
    return data.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


BY_BYTES: Sequence[Damage] = (cut, doubled, flipped, truncated, beheaded)
"""These may fall inside a name or a word, and make another of it."""

BY_MARKS: Sequence[Damage] = (
    line_ends_mixed,
    blank_lines_added,
    blank_lines_taken,
    tags_broken,
    stamps_broken,
    encodings_mixed,
    header_broken,
)
"""These leave every name and every word whole."""
