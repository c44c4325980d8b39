"""Words in quotation marks: they must have been said exactly so, by whom the record says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.evidence import Meeting

_HESITATIONS = frozenset("um uh er erm uhm mm hmm".split())
_ELLIPSIS = re.compile(r"\s*(?:\[[^\]]*\]|\.{3}|…)\s*")


def quotes(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """A reason for each quotation that is not verbatim. Hesitations, capitals and punctuation are forgiven."""
    if not claim.quotes:
        return
    said = [bare(u.text) for u in meeting.units]
    runs = _runs(meeting, said)
    for quote in claim.quotes:
        parts = [bare(p) for p in _ELLIPSIS.split(quote) if bare(p)]
        if any(not any(f" {part} " in run for run in runs) for part in parts):
            yield Reason(
                code="quote_altered",
                detail=f"“{quote}” stands in quotation marks, but I do not find these exact words.",
                at=_closest(meeting, said, " ".join(parts)),
            )


def bare(text: str) -> str:
    """Small letters and digits only, without hesitations."""
    text = text.lower().replace("’", "").replace("'", "")
    return " ".join(w for w in re.findall(r"[^\W_]+", text) if w not in _HESITATIONS)


def _runs(meeting: Meeting, said: list[str]) -> list[str]:
    """What each speaker said in one go, also where somebody else only said "Mm" in between."""
    runs: dict[str | None, str] = {}
    found = []
    last: str | None = None
    for unit, text in zip(meeting.units, said, strict=True):
        if unit.speaker != last and len(text.split()) > 3:
            found += [f" {run} " for who, run in runs.items() if who != unit.speaker]
            runs = {who: run for who, run in runs.items() if who == unit.speaker}
            last = unit.speaker
        runs[unit.speaker] = f"{runs.get(unit.speaker, '')} {text}".strip()
    return [*found, *(f" {run} " for run in runs.values())]


def _closest(meeting: Meeting, said: list[str], quote: str) -> int | None:
    wanted = set(quote.split())
    score, n = max(((len(wanted & set(s.split())), -n) for n, s in enumerate(said)), default=(0, 0))
    return meeting.units[-n].words[0].at if score >= 2 else None
