"""Words with serious consequences (rules/harm.yaml): was it said at all, and said, denied or only asked about?"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from drafting.checking.claim import Claim, Reason
from drafting.evidence import Meeting
from drafting.wording.rules import lists
from drafting.wording.stems import stem
from drafting.wording.words import words

_CLOSE = 0.75
"""Places that fit so nearly as well as the best are looked at together."""


@functools.cache
def _groups() -> Mapping[str, frozenset[str]]:
    """All stems that may stand for a serious word, by its stem. Phrases count by their first telling word alone."""
    found: dict[str, frozenset[str]] = {}
    for phrases in lists("harm.yaml").values():
        single = frozenset(stem(p) for p in phrases if len(words(p)) == 1)
        for s in single:
            found[s] = found.get(s, frozenset()) | single
    return found


def harm(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason: a serious word that nobody said, or that was only denied or asked about."""
    for k, w in enumerate(claim.words):
        group = _groups().get(w.stem)
        if group is None or k < claim.heading:
            continue
        places = [at for s in group for at in meeting.of(s)]
        if not places:
            yield Reason(code="harm", detail=f"Nobody in this meeting says “{w.raw}”, or a word like it.")
            return
        if w.denied or not meeting.of(w.stem):
            continue
        context = claim.context(k, reach=6.0)
        fits = sorted(((meeting.fit(at, context), at) for at in meeting.of(w.stem)), reverse=True)
        close = [at for fit, at in fits if fit >= _CLOSE * fits[0][0]]
        where = meeting.unit(close[0]).words[0].at
        if all(at in meeting.denied for at in close):
            if not any(x.denied or x.stem in ("no", "not") for x in claim.words):
                yield Reason(code="harm", detail=f"“{w.raw}” is denied here; the record says it.", at=where)
                return
        elif all(at in meeting.asked for at in close) and "?" not in claim.text and not claim.stems & _ASKED:
            yield Reason(code="harm", detail=f"“{w.raw}” is only asked about here.", at=where, sure=False)
            return


_ASKED = frozenset(stem(x) for x in ["ask", "asked", "asks", "question", "whether"])
