"""When people meet again, where a day was said: it goes to the record's own section for it, to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafting.phrases import NEXT_TIME
from drafting.speech import Turn, tidy
from drafting.types import SectionType
from drafting.wording.when import DUE
from record.draft import Flag, Kind, Line, SectionId
from record.source import PassageId

_SECTION = re.compile(r"\bnext\b|\breview meeting\b|\bdates\b", re.IGNORECASE)
_TOPIC = re.compile(
    r"^(?:(?:and|so|right|ok|now),? )*(?:the |our )?(?:(?:first |next )?core group|review(?: conference| meeting)?"
    r"|next (?:review|meeting|visit|time|one)|dates?)(?:,? (?:then|now))?[.,:]$",
    re.IGNORECASE,
)
"""The next meeting called by its name alone; its day is told in one of the sentences after it."""
_VISIT = re.compile(r"\bvisit\b|\b(?:come|see you|see you all) again\b", re.IGNORECASE)
_AGAIN = (
    r"\bwe(?:['’]ll| will| can| should)(?: all| both| then)? (?:review|meet|reconvene|regroup|come back together"
    r"|get back together)\b"
)
_NEXT = re.compile(rf"{NEXT_TIME.pattern}|{_AGAIN}|\bsee you (?:all )?(?:again|next)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What was said of the next one, in the words used. `visit`: somebody comes to see somebody."""

    text: str = field(repr=False)
    day: str = field(repr=False)
    visit: bool
    sources: tuple[PassageId, ...]
    sentences: tuple[int, ...]


def meeting(turn: Turn, n: int) -> Meeting | None:
    """The next meeting that sentence `n` of a turn names, with its day: in that sentence or the one after."""
    topic = _TOPIC.match(turn.sentences[n].text)
    if turn.sentences[n].asks or not (topic or _NEXT.search(turn.sentences[n].text)):
        return None
    for run in (turn.sentences[n : n + k] for k in ((2, 3, 4) if topic else (1, 2))):
        text = " ".join(s.text for s in run)
        day = next((m[0] for m in DUE.finditer(text) if re.search(r"\d", m[0])), None)
        if day:
            return Meeting(
                text=tidy(text),
                day=day,
                visit=bool(_VISIT.search(run[0].text)),
                sources=tuple(dict.fromkeys(id for s in run for id in s.passages)),
                sentences=tuple(s.n for s in run),
            )
    return None


def section(sections: Sequence[SectionType]) -> SectionId | None:
    """The section of a record for when people meet again."""
    return next((s.id for s in sections if s.kind is Kind.METADATA and _SECTION.search(s.title)), None)


def lines(turns: Sequence[Turn], held: Mapping[int, object]) -> Iterator[tuple[Line, tuple[int, ...]]]:
    """A line for each such meeting, with the numbers of its sentences. Visits are tasks, and not among them."""
    for turn in turns:
        for n, s in enumerate(turn.sentences):
            told = None if s.n in held else meeting(turn, n)
            if told and not told.visit and not any(x in held for x in told.sentences):
                text = f"{turn.speaker}: {told.text}" if turn.speaker else told.text
                yield (
                    Line(number=0, text=text, sources=told.sources, speaker=turn.speaker, flags=(_CONFIRM,)),
                    told.sentences,
                )


_CONFIRM = Flag(
    code="confirm-date",
    reason="This date was said in the meeting. Check it against the calendar or the case system.",
)
