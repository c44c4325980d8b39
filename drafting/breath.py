"""Where speech that a transcript writes without a full stop may be parted, so that its reader can breathe."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 60
"""Words without a full stop after which a run is parted."""
_SHORTEST = 14
"""Words that a part has at least."""

_I = r"(?:i|we|you|he|she|they|it|there|that|this|what|let|if|when)\b"
_ON = r"(?:(?:and|but|so|then) )*"
_TURNS = re.compile(
    rf"\s(?P<new>{_ON}(?:ok|okay|alright|all right|anyway|right(?! now)),? (?:so|and|but|then|now|let|{_I})\b"
    rf"|{_ON}(?:so|now) (?:for|in terms of|as far as|the (?:first|second|third|next|last)|{_I}))"
    rf"|\s(?P<more>{_ON}(?:and then\b|(?:and|but) {_I}))",
    re.IGNORECASE,
)
"""Where something new begins, and where somebody only goes on."""


def parts(whole: str, begin: int, end: int) -> Iterator[int]:
    """Places within an unpunctuated run, in order, at which it is parted; none in what is short enough."""
    while whole.count(" ", begin, end) >= LONGEST:
        cut = None
        for found in _TURNS.finditer(whole, begin, end):
            words = whole.count(" ", begin, found.start())
            if words < _SHORTEST:
                continue
            if whole.count(" ", found.start(), end) < _SHORTEST or (words > LONGEST and cut):
                break
            if found["new"] or cut is None or not cut[1]:
                cut = (found.start(), bool(found["new"]))
            if words > LONGEST:
                break
        if cut is None:
            return
        yield cut[0]
        begin = cut[0]
