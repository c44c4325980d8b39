"""Words in quotation marks: they must have been said exactly so, by whom the record says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.evidence import Meeting
from drafting.wording.words import bare

_END = re.compile(r"[.?!…]+[\"”'’)]*\s+")
_ELLIPSIS = re.compile(r"\s*(?:\[[^\]]*\]|\.{3}|…)\s*")


def quotes(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """A reason for each quotation that is not verbatim. Hesitations, capitals and punctuation are forgiven."""
    if not claim.quotes:
        return
    for quote in claim.quotes:
        parts = [bare(p) for p in _ELLIPSIS.split(quote) if bare(p)]
        if any(not any(f" {part} " in run for run in meeting.runs) for part in parts):
            yield Reason(
                code="quote",
                detail=f"“{quote}” stands in quotation marks, but I do not find these exact words.",
                at=_closest(meeting, " ".join(parts)),
            )


def _closest(meeting: Meeting, quote: str) -> int | None:
    wanted = set(quote.split())
    score, n = max(
        ((len(wanted & set(s.split())), -n) for n, s in enumerate(bare(u.text) for u in meeting.units)),
        default=(0, 0),
    )
    return meeting.units[-n].words[0].at if score >= 2 else None


def copied(text: str, meeting: Meeting) -> bool:
    """Whether a text is what somebody said, whole sentences of it, word for word."""
    parts = [bare(p) for p in _END.split(text)]
    return (all(p in meeting.said for p in parts if p) and any(parts)) or bare(text) in meeting.said
