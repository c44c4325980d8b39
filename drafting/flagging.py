"""A draft whose lines are flagged where they do not match what was said: when proposed, and after an edit."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from drafting import speech
from drafting.checking.claim import Reason, claim
from drafting.checking.quotes import quotes
from drafting.checks import verdict
from drafting.evidence import Meeting, meeting
from drafting.spoken import is_copy, is_exact, quotations, spoken
from record.draft import Draft, Flag, Kind, Line, Origin, Section
from record.source import Transcript

SERIOUS = frozenset({"quote", "decision", "harm"})
"""Codes that block until a person decides. The others ask for a look: a stop on each would be clicked through."""

_NAMES = frozenset({Kind.METADATA, Kind.ATTENDANCE, Kind.DISTRIBUTION})
"""Sections that tell who there was: nobody need have said it, but what is quoted must have been said."""
_LEAD = re.compile(r"^(?:Restricted\. )?(?:Asked “[^”]*”, )?")
_SENTENCE = re.compile(r"(?<=[.?!])[\"”'’)]*\s+(?=[\"“A-ZÀ-Þ0-9])")


def check(transcript: Transcript, lines: Sequence[Line]) -> tuple[tuple[Flag, ...], ...]:
    """The flags of each line, in order: what of it does not match what was said. Pure.

    A quotation must have been said word for word. Lines that a person wrote themselves are not checked.
    """
    said = _Said(transcript)
    return tuple(_flags(line, said) for line in lines)


def checked(transcript: Transcript, draft: Draft) -> Draft:
    """The draft with what does not match what was said flagged, beside the flags that its lines have."""
    said = _Said(transcript)

    def looked(line: Line, kind: Kind) -> Line:
        had = {f.code for f in line.flags}
        more = tuple(f for f in _flags(line, said, kind) if f.code not in had)
        return replace(line, flags=(*line.flags, *more)) if more else line

    return replace(
        draft,
        sections=tuple(replace(s, lines=tuple(looked(x, s.kind) for x in s.lines)) for s in draft.sections),
    )


def rechecked(before: Draft, after: Draft) -> Draft:
    """After an edit: the lines whose words changed, held against the passages that the draft carries.

    What a person typed is only ever asked about; nothing of it blocks.
    """
    old = {x.number: x.text for s in before.sections for x in s.lines}
    if not after.passages or not any(_changed(x, old) for s in after.sections for x in s.lines):
        return after
    said = _Said(Transcript(attributed=after.attributed, passages=after.passages))

    def looked(line: Line, section: Section) -> Line:
        if not _changed(line, old):
            return line
        return replace(line, flags=tuple(replace(f, serious=False) for f in _flags(line, said, section.kind)))

    return replace(
        after, sections=tuple(replace(s, lines=tuple(looked(x, s) for x in s.lines)) for s in after.sections)
    )


def _changed(line: Line, old: Mapping[int, str]) -> bool:
    return line.origin is Origin.CHANGED and not line.left_out and old.get(line.number) != line.text


def _flags(line: Line, said: _Said, kind: Kind = Kind.FACTS) -> tuple[Flag, ...]:
    if line.origin in (Origin.OWN, Origin.SYSTEM) or line.left_out or not line.sources:
        return ()
    found: dict[str, Flag] = {}
    for r in _reasons(line, said, kind):
        if r.sure:
            found.setdefault(r.code, Flag(code=r.code, reason=r.detail, serious=r.code in SERIOUS))
    return tuple(found.values())


def _reasons(line: Line, said: _Said, kind: Kind) -> Iterator[Reason]:
    if kind in _NAMES or line.quote:
        whole = line.quote and not is_copy(line.text, said.spoken)
        yield from _quoted(f"“{line.text}”" if whole else line.text, said)
        return
    text = line.text
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    speaker = f"{line.speaker}: "
    if rest.startswith(speaker):
        # "Kim Dale: …" is how a line says who spoke; the words after it are what is compared.
        yield from _quoted(text[: len(text) - len(rest)], said)
        text = rest[len(speaker) :]
    for sentence in _SENTENCE.split(text):
        if not is_copy(sentence, said.spoken):
            yield from verdict(sentence, said.meeting, line.sources).reasons


def _quoted(text: str, said: _Said) -> Iterator[Reason]:
    if not all(is_exact(m[1] or m[2], said.spoken) for m in quotations(text)):
        yield from quotes(claim(text, said.meeting), said.meeting)


class _Said:
    """A transcript to check against. The whole is prepared only when a line is no plain copy of what was said."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self.spoken = spoken(speech.turns(transcript))

    @functools.cached_property
    def meeting(self) -> Meeting:
        return meeting(self._transcript)
