"""Words in quotation marks: they must have been said exactly so."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.evidence import Meeting
from drafting.spoken import is_exact
from drafting.wording.words import bare


def quotes(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """A reason for each quotation that is not verbatim. Hesitations, capitals and punctuation are forgiven."""
    for quote in claim.quotes:
        if not is_exact(quote, meeting.spoken):
            yield Reason(
                code="quote",
                detail=f"“{quote}” stands in quotation marks, but I do not find these exact words.",
                at=_closest(meeting, bare(quote)),
            )


def _closest(meeting: Meeting, quote: str) -> int | None:
    wanted = set(quote.split())
    score, n = max(
        ((len(wanted & set(s.split())), -n) for n, s in enumerate(bare(u.text) for u in meeting.units)),
        default=(0, 0),
    )
    return meeting.units[-n].words[0].at if score >= 2 else None
