"""Who was there, as the transcript shows it: who spoke, what they said they were, and what must be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile

from drafting.people import SELF, People, first_name, introduced
from drafting.small import Small
from drafting.speech import Sentence, Turn, tidy
from record.draft import Flag, Line

_ABSENT = Small(
    r"\b(?:apologies|couldn't (?:make it|come)|didn't want to come|won't be (?:speaking|coming|here)|"
    r"not (?:here|coming) today|sent a report|taking the minutes|(?:is|are) joining (?:late|online)|has to leave)\b"
)
_MOST_ABSENT = 6
_EARLY = 900.0
"""Seconds."""


def lines(turns: Sequence[Turn], who: People, held: Mapping[int, object]) -> Iterator[Line]:
    """One line for each speaker, then what was said of those who were not there or did not speak."""
    for label, person in who.speakers.items():
        first = next(t for t in turns if t.speaker == label)
        told = person.told if person.told and person.told.n not in held else None
        flags = []
        if person.nameless:
            flags.append(Flag(code="who-is-this", reason=f"Who is {label}? The transcript gives no name."))
        if not person.sure:
            reason = (
                f"I take {label} for the child, from how they speak and are spoken to. Check who this is."
            )
            flags.append(Flag(code="who-spoke", reason=reason))
        part = _part(told, label) if told else ""
        text = f"{label}: {part}" if part else label
        sources = told.passages if told else first.sentences[0].passages[:1]
        yield Line(number=0, text=text, sources=sources, flags=tuple(flags), speaker=label)
    for s in islice(_absent(turns, held), _MOST_ABSENT):
        by = f"{s.speaker}: " if s.speaker else ""
        yield Line(number=0, text=f"{by}{tidy(s.text)}", sources=s.passages, speaker=s.speaker)


def sentences(turns: Sequence[Turn], who: People, held: Mapping[int, object]) -> set[int]:
    """Numbers of the sentences that these lines give whole."""
    own = {p.told.n for p in who.speakers.values() if p.told and p.told.speaker == p.label}
    # Only early on do people take stock of who is there.
    early = takewhile(lambda s: s.start < _EARLY, _absent(turns, held))
    return own | {s.n for s in islice(early, _MOST_ABSENT)}


def _absent(turns: Sequence[Turn], held: Mapping[int, object]) -> Iterator[Sentence]:
    """What was said of those who are missing."""
    return (
        s for t in turns for s in t.sentences if s.n not in held and not s.asks and _ABSENT.search(s.text)
    )


def _part(told: Sentence, label: str) -> str:
    """What was said of somebody's part, in the words used: their own sentence, or the few words about them."""
    if told.speaker == label:
        begins = SELF.search(told.text)
        return tidy(told.text[begins.start() if begins else 0 :])
    near = introduced(told.text, first_name(re.split(r"[(|\[]", label)[0]))
    return f"“{near}” (said by {told.speaker or 'somebody'})" if near else ""


def prompts(who: People, turns: Sequence[Turn]) -> tuple[str, ...]:
    """The questions that only a person who was there can answer."""
    asked = [f"Who is {label}?" for label, person in who.speakers.items() if person.nameless]
    if not who.speakers:
        asked.append("The transcript names nobody. Who was there?")
    return (*asked, "Who was there and did not speak?", "Who sent apologies, or was asked and did not come?")
