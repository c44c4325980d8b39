"""What is said in the measured meetings: a short call, and an hour made of a shorter transcript by repeating it later
with one word of each cue exchanged."""

from __future__ import annotations

import random
import re
import uuid

HOUR = 3600.0
WORDS = 9000
"""About as many as are said in an hour's meeting."""

CALL = b"""WEBVTT

7d3a90c2-51ce-4a0e-9a3f-6f0c2f1d8e44/1-0
00:00:02.000 --> 00:00:08.500
<v Ana Example>Hello Priya, it's Ana Example, Tyler's social worker. I'm calling about the breakfast club.</v>

7d3a90c2-51ce-4a0e-9a3f-6f0c2f1d8e44/2-0
00:00:09.000 --> 00:00:16.000
<v Priya Nair>Hello Ana. Yes, I'm the family support lead at school. There is a place for Tyler at breakfast club.</v>

7d3a90c2-51ce-4a0e-9a3f-6f0c2f1d8e44/3-0
00:00:16.500 --> 00:00:22.000
<v Ana Example>That's good news. Which days could Tyler come?</v>

7d3a90c2-51ce-4a0e-9a3f-6f0c2f1d8e44/4-0
00:00:22.500 --> 00:00:29.000
<v Priya Nair>Every school day. Tyler told me he would like to feed the stick insects in the morning.</v>

7d3a90c2-51ce-4a0e-9a3f-6f0c2f1d8e44/5-0
00:00:29.500 --> 00:00:36.000
<v Ana Example>I'll send the form over to school and I'll tell his mum tonight.</v>
"""
"""An invented call of half a minute, in which there is nothing to flag and nothing to leave out."""

_CUE = re.compile(
    r"^(\S+)\n(\d\d:\d\d:\d\d\.\d{3}) --> (\d\d:\d\d:\d\d\.\d{3})\n(.+?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL
)
_SAID = re.compile(r"<[^>]*>")
_WORD = re.compile(r"(?<![\w<])[a-z]{4,}(?![\w>'’])")


def hour_of(transcript: str, seed: int) -> bytes:
    """A .vtt of one hour. Raises ValueError (no cues)."""
    return long(transcript, seed, seconds=HOUR, words=WORDS)


def long(transcript: str, seed: int, *, seconds: float, words: int) -> bytes:
    """A .vtt that lasts so long and holds about so many words: new cue ids and times; the same seed gives the same
    bytes. Raises ValueError (no cues).
    """
    rng = random.Random(seed)
    cues = [(_seconds(began), _seconds(ended), said) for _, began, ended, said in _CUE.findall(transcript)]
    if not cues:
        raise ValueError("There are no cues with ids in this transcript.")
    vocabulary = sorted({w for _, _, said in cues for w in _WORD.findall(_SAID.sub(" ", said))})
    length = max(ended for _, ended, _ in cues) + 2.0
    pace = seconds * sum(len(_SAID.sub(" ", said).split()) for *_, said in cues) / (words * length)
    cues = [(began * pace, ended * pace, said) for began, ended, said in cues]
    length *= pace
    meeting = uuid.UUID(int=rng.getrandbits(128), version=4)
    made: list[str] = []
    shift = 0.0
    while shift < seconds:
        for began, ended, said in cues:
            if ended + shift > seconds:
                continue
            told = _exchanged(said, vocabulary, rng) if shift else said
            made.append(
                f"{meeting}/{len(made) + 1}-0\n{_clock(began + shift)} --> {_clock(ended + shift)}\n{told}"
            )
        shift += length
    return ("WEBVTT\n\n" + "\n\n".join(made) + "\n").encode()


def words_in(transcript: bytes) -> int:
    """How many words were said."""
    return sum(len(_SAID.sub(" ", said).split()) for *_, said in _CUE.findall(transcript.decode()))


def _exchanged(said: str, vocabulary: list[str], rng: random.Random) -> str:
    """One word for another, so that nothing is said twice in the same words."""
    found = [
        m for m in _WORD.finditer(said) if said.rfind("<", 0, m.start()) <= said.rfind(">", 0, m.start())
    ]
    if not found:
        return said
    m = rng.choice(found)
    return said[: m.start()] + rng.choice(vocabulary) + said[m.end() :]


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    return (
        f"{thousandths // 3_600_000:02d}:{thousandths // 60_000 % 60:02d}:"
        f"{thousandths // 1000 % 60:02d}.{thousandths % 1000:03d}"
    )
