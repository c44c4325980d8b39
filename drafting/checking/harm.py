"""Words with serious consequences (rules/harm.yaml): was it said at all, and said, denied or only asked about?"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from drafting.checking.claim import Claim, Reason
from drafting.checking.denials import turns
from drafting.evidence import Meeting
from drafting.wording.rules import lists
from drafting.wording.stems import stem
from drafting.wording.words import words

_BETWEEN = 2
"""Places from one word of a phrase to the next."""
_CLOSE = 0.75
"""Places that fit so nearly as well as the best are looked at together."""


@functools.cache
def _groups() -> Mapping[str, frozenset[str]]:
    """All stems that may stand for a serious word, by its stem."""
    found: dict[str, frozenset[str]] = {}
    for phrases in lists("harm.yaml").values():
        single = frozenset(stem(p) for p in phrases if len(words(p)) == 1)
        for s in single:
            found[s] = found.get(s, frozenset()) | single
    return found


@functools.cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]]:
    """Serious phrases, "self-harm" and "cut herself", as their stems and by the first of these: each with all words and
    phrases that may stand for it.
    """
    found: dict[str, tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]] = {}
    for phrases in lists("harm.yaml").values():
        group = tuple(tuple(w.stem for w in words(p)) for p in phrases)
        for phrase in group:
            if len(phrase) > 1:
                found[phrase[0]] = (*found.get(phrase[0], ()), (phrase, group))
    return found


def harm(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason: a serious word that nobody said, or that was only denied or asked about."""
    if reason := next(_phrase(claim, meeting), None):
        yield reason
        return
    for k, w in enumerate(claim.words):
        group = _groups().get(w.stem)
        if group is None or k < claim.heading or _harmless(claim, k):
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
            turned = any(x.denied or x.stem in ("no", "not") or turns(x) for x in claim.words)
            if not turned:
                yield Reason(code="harm", detail=f"“{w.raw}” is denied here; the record says it.", at=where)
                return
        elif all(at in meeting.asked for at in close) and "?" not in claim.text and not claim.stems & _ASKED:
            yield Reason(code="harm", detail=f"“{w.raw}” is only asked about here.", at=where, sure=False)
            return


def _harmless(claim: Claim, k: int) -> bool:
    """ "Free of charge" and "in charge": the word is another one there."""
    before = claim.words[k - 1].raw.lower() if k else ""
    return claim.words[k].raw.lower() == "charge" and before in ("of", "in", "no", "without", "extra")


def _phrase(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """A reason for a serious phrase of which nobody said any that may stand for it."""
    for k, w in enumerate(claim.words):
        for phrase, group in _phrases().get(w.stem, ()):
            last = k + len(phrase) - 1
            if k < claim.heading or tuple(x.stem for x in claim.words[k : last + 1]) != phrase:
                continue
            if not any(_is_said(x, meeting) for x in group):
                yield Reason(
                    code="harm",
                    detail=f"Nobody in this meeting says “{claim.shown(k, last)}”, or words like it.",
                )
                return


def _is_said(phrase: tuple[str, ...], meeting: Meeting) -> bool:
    """Whether the words of a phrase were said one after the other, with a little word between them at the most."""
    return any(
        all(meeting.nearest(s, at) <= _BETWEEN * n for n, s in enumerate(phrase) if n)
        for at in meeting.of(phrase[0])
    )


_ASKED = frozenset(stem(x) for x in ["ask", "asked", "asks", "question", "whether"])
