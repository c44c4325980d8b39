"""Teams transcripts as .vtt and .txt, in every form they come in, to passages."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple

from reading.cues import Cue, cues
from reading.text import lines
from record.errors import NoWordsError, UnreadableError
from record.source import Passage, PassageId, Transcript

LIMIT = 20_000_000
"""Bytes. A whole day's meeting is about 3 MB."""

LINES = 500_000
"""A whole day's meeting has about 170,000."""

# What most cues are: one voice and nothing that needs decoding.
_SIMPLE = re.compile(r"<v ([^<>&\n]+)>([^<>&]*)(?:</v>)?")
# WebVTT's own tags; of others only what cannot be speech between a "<" and a ">" that were said or are damage.
_TAG = re.compile(
    r"<(?:[vV](?:\.[^\s<>]*)?(?:[^\S\n][^<>\n]*)?|lang(?:\.[^\s<>]*)?\s[^<>\n]*"
    r"|/?[A-Za-z][A-Za-z0-9]*(?:\.[^\s<>]*)?(?:\s+[A-Za-z-]+=[^<>\n]*)?\s*/?|[0-9]+:[0-9:.]+)>"
)
_BROKEN = re.compile(r"</v|/v>|<v |^v [^<>\n]*>", re.MULTILINE)
_VOICE = re.compile(r"<[vV](?:\.[^\s>]*)?(?:\s+([^<>]*))?>")
# With a semicolon only: html.unescape alone would turn "&notify" into "¬ify".
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# Values of the form with metadata. What was said ends where its object does; a name must stand there whole.
_SPOKEN = re.compile(r'"spokenText"\s*:\s*"(.*?)"?\s*(?:,\s*"[A-Za-z]+"\s*:|\}?\s*\Z)', re.DOTALL)
_SPEAKER = re.compile(r'"speakerName"\s*:\s*"((?:[^"\\]|\\.)*)"\s*[,}]')


class _Piece(NamedTuple):
    """What one voice says in one cue. `order` is the k of its id, `voice` its place in the cue; times are
    milliseconds.
    """

    order: int
    start: int
    end: int
    voice: int
    text: str


_ORDER = attrgetter("order")


def read(data: bytes) -> Transcript:
    """The passages of a transcript, in order of start; their ids are p1, p2, ... and hold nothing that was said.

    Raises UnreadableError, with the first line that cannot be read, for what is no transcript, and NoWordsError.
    """
    if len(data) > LIMIT:
        raise UnreadableError(
            f"I cannot read this file: it is larger than {LIMIT // 1_000_000} MB, which no Teams transcript is."
        )
    if data.count(b"\n") + data.count(b"\r") > 2 * LINES:  # a line may end in both
        raise UnreadableError("I cannot read this file: it has more lines than any Teams transcript.")
    passages = _passages(cues(lines(data)))
    if not passages:
        raise NoWordsError("There are no words in this transcript, so there is nothing to draft from.")
    return Transcript(attributed=any(p.speaker for p in passages), passages=tuple(passages))


# --- cues to passages ---------------------------------------------------------------------------------------------


def _passages(found: Sequence[Cue]) -> list[Passage]:
    """Pieces of one utterance by one speaker are one passage, whatever stands between them."""
    utterances: dict[tuple[str, str | None, int], list[_Piece]] = {}
    for n, cue in enumerate(found):
        utterance, order = _piece(cue.id)
        for m, (speaker, text) in enumerate(_voices(cue)):
            key = (utterance, speaker, 0) if utterance else (f"#{n}", speaker, m)
            part = _Piece(order, cue.start, cue.end, m, text)
            pieces = utterances.get(key)
            if pieces is None:
                utterances[key] = [part]
            elif part not in pieces[-8:]:  # the same piece of the same utterance, exported twice
                pieces.append(part)
    told = []
    for (_, speaker, _), pieces in utterances.items():
        start, end, text = pieces[0].start, pieces[0].end, pieces[0].text
        if len(pieces) > 1:
            pieces.sort(key=_ORDER)
            start, end = min([p.start for p in pieces]), max([p.end for p in pieces])
            text = " ".join([p.text for p in pieces])
        told.append((start, end, speaker, text))
    told.sort(key=itemgetter(0))
    return [
        Passage(id=PassageId(f"p{n}"), speaker=who, start=start / 1000, end=end / 1000, text=text)
        for n, (start, end, who, text) in enumerate(told, 1)
    ]


def _piece(id: str) -> tuple[str, int]:
    """Which utterance an id names (none: "") and which of its pieces: GUID/N-k."""
    utterance, _, order = id.rpartition("-")
    whole = (
        order.isdecimal()
        and len(order) < 10
        and utterance.rpartition("/")[2].isdecimal()
        and "/" in utterance
    )
    return (utterance, int(order)) if whole else ("", 0)


def _voices(cue: Cue) -> Sequence[tuple[str | None, str]]:
    """Who says what in one cue. A speaker comes from a voice tag alone, never from the words."""
    whole = "\n".join(cue.words)
    if (simple := _SIMPLE.fullmatch(whole)) and (who := _spaced(simple[1])):
        told: tuple[str | None, str] | None = who, _spaced(simple[2])
    else:
        told = _json(whole)
    if told is None:
        return tuple(_tagged(whole))
    return (told,) if told[1] else ()


def _tagged(whole: str) -> Iterator[tuple[str | None, str]]:
    speaker: str | None = None
    said: list[str] = []
    place = 0
    for tag in _TAG.finditer(whole):
        said.append(whole[place : tag.start()])
        place = tag.end()
        voice = _VOICE.fullmatch(tag[0])
        if voice is None and tag[0] != "</v>":
            continue
        yield from _run(speaker, "".join(said))
        said = []
        speaker = (_clean(voice[1] or "") or None) if voice else None
    said.append(whole[place:])
    yield from _run(speaker, "".join(said))


def _run(speaker: str | None, words: str) -> Iterator[tuple[str | None, str]]:
    """What stands between two voice tags. Where the rest of a broken one shows, we no longer know who speaks."""
    broken = _BROKEN.search(words) if speaker else None
    end = broken.start() if broken else len(words)
    for who, told in ((speaker, words[:end]), (None, words[end:])):
        if text := _clean(told):
            yield who, text


def _json(words: str) -> tuple[str | None, str] | None:
    """Graph's form with metadata: one JSON object a cue. Of one that is cut off, what can be read."""
    words = _spaced(words) if words.lstrip().startswith("{") else ""
    spoken = _SPOKEN.findall(words)
    if not spoken:
        return None
    name = _SPEAKER.search(words)
    return (_string(name[1]) or None) if name else None, _string(" ".join(spoken))


def _string(inside: str) -> str:
    """A JSON string's inside as text; half of a surrogate pair, which no file can hold, becomes a mark."""
    try:
        told = str(json.loads(f'"{inside}"', strict=False))
    except ValueError:
        told = inside
    return _spaced(told.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _clean(words: str) -> str:
    return _spaced(_ENTITY.sub(lambda m: html.unescape(m[0]), words))


def _spaced(words: str) -> str:
    return " ".join(words.split())
