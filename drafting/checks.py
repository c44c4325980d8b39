"""Checks sentences of a record against what was said: no mismatch found, weak support, or a mismatch with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

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
from drafting.evidence import Meeting
from record.source import PassageId

Rule = Callable[[Claim, Meeting], Iterator[Reason]]

RULES: tuple[Rule, ...] = (
    quotes, amounts, names, speakers, polarity, harm, hearsay, decisions, kinds, swaps, support,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found about one sentence. `best`: the passages to read beside it, best first."""

    verdict: str
    reasons: tuple[Reason, ...] = field(repr=False)
    best: tuple[PassageId, ...]


def verdict(sentence: str, meeting: Meeting, cited: Iterable[PassageId] = ()) -> Verdict:
    """Check one sentence."""
    told = claim(sentence, meeting, frozenset(cited))
    rules = () if copied(sentence, meeting) else RULES
    reasons = tuple(r for rule in rules for r in rule(told, meeting))
    sure = any(r.sure for r in reasons)
    return Verdict(
        verdict="mismatch" if sure else "weak" if reasons else "no_mismatch",
        reasons=reasons,
        best=best(told, meeting, reasons),
    )
