"""What was said, letter for letter: whether a text is a copy of it, and whether a quotation is exact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from drafting import speech
from drafting.wording.words import bare

_OPENINGS = frozenset(["so", "and", "ok", "okay", "well", "right", "yeah", "oh", "but"])
_END = re.compile(r"[.?!…]+[\"”'’)]*\s+")
_ELLIPSIS = re.compile(r"\s*(?:\[[^\]]*\]|\.{3}|…)\s*")
_QUOTE = re.compile(r"[\"“]([^\"“”]+)[\"”]|(?<!\w)[‘']([^'‘’]{3,}(?:['’][a-z]+[^'‘’]*)*)['’](?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Small letters and digits only, without hesitations."""

    sentences: frozenset[str] = field(repr=False)
    """Every sentence: as said, tidied, and without the "So" or "OK" before it."""
    runs: tuple[str, ...] = field(repr=False)
    """What each said in one go, also where somebody else only said "Mm" in between."""


def spoken(turns: Sequence[speech.Turn]) -> Spoken:
    """What was said in these turns."""
    return Spoken(sentences=frozenset(_sentences(turns)), runs=tuple(_runs(turns)))


def quotations(text: str) -> Iterator[re.Match[str]]:
    """What stands in quotation marks."""
    return _QUOTE.finditer(text)


def is_copy(text: str, said: Spoken) -> bool:
    """Whether a text is whole sentences that somebody said, word for word."""
    parts = [bare(p) for p in _END.split(text)]
    return (any(parts) and all(p in said.sentences for p in parts if p)) or bare(text) in said.sentences


def is_exact(quote: str, said: Spoken) -> bool:
    """Whether somebody said this in one go; what is left out with "…" may stand between its parts."""
    parts = [bare(p) for p in _ELLIPSIS.split(quote)]
    return all(any(f" {part} " in run for run in said.runs) for part in parts if part)


def _sentences(turns: Sequence[speech.Turn]) -> Iterator[str]:
    for s in (s for turn in turns for s in turn.sentences):
        text = bare(s.text)
        yield text
        if speech.untidy(s.text):
            tidied, plain = speech.tidied_and_plain(s.text)
            yield bare(tidied)
            text = bare(plain)
            yield text
        while True:
            first, _, rest = text.partition(" ")
            if first not in _OPENINGS or not rest:
                break
            text = rest
            yield text


def _runs(turns: Sequence[speech.Turn]) -> Iterator[str]:
    runs: dict[str | None, list[str]] = {}
    last: str | None = None
    for turn in turns:
        text = bare(turn.text)
        if turn.speaker != last and text.count(" ") > 2:
            for who in [x for x in runs if x != turn.speaker]:
                yield f" {' '.join(runs.pop(who))} "
            last = turn.speaker
        runs.setdefault(turn.speaker, []).append(text)
    for run in runs.values():
        yield f" {' '.join(run)} "
