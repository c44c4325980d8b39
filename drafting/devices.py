"""A device that a child shares with an adult: which turns on it are not the child's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafting.speech import Turn

_ADULT = re.compile(r"\b(?i:it's|this is|I'm) ((?:Mrs|Mr|Miss|Ms|Dr|Sir|Nurse) ?[A-Z]?\w*)")
_OF_THE_CHILD = re.compile(r"\b(?:she|her|he|him|she's|he's|she'll|he'll)\b", re.IGNORECASE)
_OWN = re.compile(
    r"\bI (?:want|like|wish|love|hate|don't like|don't want)\b|\bmy (?:mum|dad|brain|room|friend)\b",
    re.IGNORECASE,
)


def spoken_by_others(turns: Sequence[Turn], label: str) -> frozenset[int]:
    """Turns in which an adult says who they are, is called by name just before, or speaks of the child as "she".

    Nobody is named by it: such a turn is only not taken for the child's.
    """
    own = [t for t in turns if t.speaker == label]
    adults = {m[1] for t in own for m in _ADULT.finditer(t.text)}
    if not adults:
        return frozenset()
    found = set()
    for t in own:
        before = turns[t.n - 1].text if t.n else ""
        called = any(re.search(rf"(?:^|[,.?!] ){re.escape(a)}[,?]", before) for a in adults)
        if _ADULT.search(t.text) or called or (_OF_THE_CHILD.search(t.text) and not _OWN.search(t.text)):
            found.add(t.n)
    return frozenset(found)
