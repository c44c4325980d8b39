"""Checks sentences of a record against what was said: no mismatch found, weak support, or a mismatch and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from drafting.checking.amounts import amounts
from drafting.checking.claim import Claim, Reason, claim
from drafting.checking.decisions import decisions
from drafting.checking.harm import harm
from drafting.checking.hearsay import hearsay
from drafting.checking.kinds import kinds
from drafting.checking.names import names
from drafting.checking.polarity import polarity
from drafting.checking.quotes import copied, quotes
from drafting.checking.speakers import speakers
from drafting.checking.support import best, support
from drafting.checking.swaps import swaps
from drafting.evidence import Meeting, meeting, part
from record.draft import Draft, Flag, Line, Origin
from record.source import PassageId, Transcript

Rule = Callable[[Claim, Meeting], Iterator[Reason]]

HERE: tuple[Rule, ...] = (amounts, polarity, kinds, swaps)
"""What is held against the passages that a sentence cites, where it cites any."""
ANYWHERE: tuple[Rule, ...] = (quotes, names, speakers, harm, hearsay, decisions, support)
"""What needs the whole meeting: who is who, what came before, what was said by somebody else."""

SERIOUS = frozenset({"quote", "decision", "harm"})
"""Codes that block until a person decides. The others ask for a look: a stop on each would be clicked through."""

_SENTENCE = re.compile(r"(?<=[.?!])[\"”'’)]*\s+(?=[\"“A-ZÀ-Þ0-9])")


class Finding(StrEnum):
    """What is found about a sentence. Nothing is ever called true: no more is said than that no mismatch was found."""

    NO_MISMATCH = "no_mismatch"
    WEAK = "weak"
    MISMATCH = "mismatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found about one sentence. `best`: the passages to read beside it, best first."""

    verdict: Finding
    reasons: tuple[Reason, ...] = field(repr=False)
    best: tuple[PassageId, ...]


def verdict(sentence: str, meeting: Meeting, cited: Iterable[PassageId] = ()) -> Verdict:
    """Check one sentence: against the passages it cites and those beside them, and against the whole meeting."""
    told = claim(sentence, meeting)
    reasons: tuple[Reason, ...] = ()
    if not copied(sentence, meeting):
        near = part(meeting, cited) or meeting
        reasons = tuple(r for rule in HERE for r in rule(told, near))
        reasons += tuple(r for rule in ANYWHERE for r in rule(told, meeting))
    found = Finding.NO_MISMATCH
    if reasons:
        found = Finding.MISMATCH if any(r.sure for r in reasons) else Finding.WEAK
    return Verdict(verdict=found, reasons=reasons, best=best(told, meeting, reasons))


def check(transcript: Transcript, lines: Sequence[Line]) -> tuple[tuple[Flag, ...], ...]:
    """The flags of each line, in order: what of it does not match what was said. Pure.

    A quotation must have been said word for word. Lines that a person wrote themselves are not checked.
    """
    said = meeting(transcript)
    return tuple(_flags(line, said) for line in lines)


def checked(transcript: Transcript, draft: Draft) -> Draft:
    """The draft with what does not match what was said flagged, beside the flags that its lines have."""
    said = meeting(transcript)
    return replace(
        draft,
        sections=tuple(
            replace(s, lines=tuple(replace(x, flags=_joined(x.flags, _flags(x, said))) for x in s.lines))
            for s in draft.sections
        ),
    )


def rechecked(before: Draft, after: Draft) -> Draft:
    """After an edit: the lines whose words changed, held against the passages that the draft carries.

    What a person typed is only ever asked about; nothing of it blocks.
    """
    old = {x.number: x.text for s in before.sections for x in s.lines}
    if all(not _changed(x, old) for s in after.sections for x in s.lines) or not after.passages:
        return after
    said = meeting(Transcript(attributed=after.attributed, passages=after.passages))
    return replace(
        after,
        sections=tuple(
            replace(s, lines=tuple(_asked(x, said) if _changed(x, old) else x for x in s.lines))
            for s in after.sections
        ),
    )


def _changed(line: Line, old: dict[int, str]) -> bool:
    return line.origin is Origin.CHANGED and bool(line.sources) and old.get(line.number) != line.text


def _asked(line: Line, said: Meeting) -> Line:
    return replace(line, flags=tuple(replace(f, serious=False) for f in _flags(line, said)))


def _joined(had: tuple[Flag, ...], more: tuple[Flag, ...]) -> tuple[Flag, ...]:
    codes = {f.code for f in had}
    return (*had, *(f for f in more if f.code not in codes))


def _flags(line: Line, said: Meeting) -> tuple[Flag, ...]:
    if line.origin in (Origin.OWN, Origin.SYSTEM) or line.left_out or not line.sources:
        return ()
    text = f"“{line.text}”" if line.quote and not copied(line.text, said) else line.text
    found: dict[str, Flag] = {}
    for sentence in [text] if line.quote else _SENTENCE.split(text):
        for r in verdict(sentence, said, line.sources).reasons:
            if r.sure:
                found.setdefault(r.code, Flag(code=r.code, reason=r.detail, serious=r.code in SERIOUS))
    return tuple(found.values())
