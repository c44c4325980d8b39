"""Checks sentences of a record against what was said: no mismatch found, weak support, or a mismatch and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from drafting.checking.amounts import amounts, turned
from drafting.checking.claim import Claim, Reason, claim
from drafting.checking.company import company
from drafting.checking.decisions import decisions
from drafting.checking.harm import harm
from drafting.checking.hearsay import hearsay
from drafting.checking.kinds import kinds, unnamed
from drafting.checking.names import names
from drafting.checking.polarity import polarity
from drafting.checking.promised import promised
from drafting.checking.put_right import put_right
from drafting.checking.quotes import quotes
from drafting.checking.speakers import speakers
from drafting.checking.support import best, support
from drafting.checking.swaps import swaps
from drafting.checking.whose import whose
from drafting.evidence import Meeting, part
from drafting.spoken import is_copy
from record.source import PassageId

Rule = Callable[[Claim, Meeting], Iterator[Reason]]

HERE: tuple[Rule, ...] = (amounts, turned, polarity, kinds, swaps)
"""What is held against the passages that a sentence cites, where it cites any."""
ANYWHERE: tuple[Rule, ...] = (
    quotes,
    names,
    put_right,
    whose,
    unnamed,
    company,
    speakers,
    promised,
    harm,
    hearsay,
    decisions,
    support,
)
"""What needs the whole meeting: who is who, what came before, what was said by somebody else."""


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
    if not is_copy(sentence, meeting.spoken):
        near = part(meeting, cited) or meeting
        reasons = tuple(r for rule in HERE for r in rule(told, near))
        reasons += tuple(r for rule in ANYWHERE for r in rule(told, meeting))
    found = Finding.NO_MISMATCH
    if reasons:
        found = Finding.MISMATCH if any(r.sure for r in reasons) else Finding.WEAK
    return Verdict(verdict=found, reasons=reasons, best=best(told, meeting, reasons))
