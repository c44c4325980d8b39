"""Figures that are put right within their own sentence: of "forty, no, half an hour" the forty was not meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.facts import Fact
from drafting.units import Unit

_WITHIN = 9
"""Words between a figure and the one that puts it right; further off each may be of a time of its own."""
_SLIP = re.compile(
    r"[,.–—-] ?(?:(?:well|oh|um|er|uh|ah)[,.]? )*"
    r"(?:no\b(?=\s*$|[,.]| (?:it|that|he|she|they|sorry|wait|hang|tell|I|wasn|wrong)\b)"
    r"|(?:I['’]m )?sorry\b|(?:I )?tell a lie|hang on|wait\b|I mean\b|or rather\b|correction\b|scrap that)",
    re.IGNORECASE,
)


def slips(unit: Unit) -> Iterator[Fact]:
    """Each figure of a sentence in whose place the next one was meant."""
    for wrong, right in zip(unit.facts, unit.facts[1:], strict=False):
        if wrong.kind != right.kind or not 0 < right.first - wrong.last <= _WITHIN:
            continue
        if wrong.unit and right.unit and wrong.unit != right.unit:
            continue
        last = unit.words[wrong.last]
        between = unit.text[last.begins + len(last.raw) : unit.words[right.first].begins]
        if _SLIP.search(between):
            yield wrong
