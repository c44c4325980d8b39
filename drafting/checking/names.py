"""Names: was this person spoken of here, or somebody else?"""

from __future__ import annotations

from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.checking.speakers import labels_of
from drafting.checking.stems import stem
from drafting.evidence import Meeting

RIVAL = 1.35
_OBJECT = 1.9
"""The same for a name that is not the first of its sentence: what is said of it is told less plainly."""
_LEAST = 2.0
_TITLES = frozenset("Mr Mrs Ms Dr Miss Sir The A An".split())


def names(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """A reason for a name that nobody said, and for one in whose place somebody else was named."""
    figures = {k for f in claim.facts for k in range(f.first, f.last + 1)}
    mine = claim.stems
    own = {label for w in claim.words if w.capital for label in meeting.names.get(w.stem, ())}
    together = {n for n, labels in meeting.names.items() if labels & own}
    seen = False
    holder = claim.holder
    attributed = any(u.speaker for u in meeting.units)
    if holder and attributed and not labels_of(claim, meeting, holder[0]):
        holder = None
    for k, w in enumerate(claim.words):
        if not w.capital or k < claim.heading or k in figures or w.raw in _TITLES or w.raw.isupper():
            continue
        if _unknown(claim, meeting, k):
            # Where people are "Doctor" and "Patient" nobody's name is said, and a record may well know it.
            sure = bool(meeting.full_names or meeting.called)
            yield Reason(code="name", detail=f"I do not find “{w.raw}” anywhere in this meeting.", sure=sure)
        elif w.stem in meeting.persons and not (holder and k <= holder[1]):
            context = claim.context(k, without=frozenset(meeting.names), reach=10.0)
            best = max(
                (
                    meeting.within(at, context, beyond=0.65) * x
                    for n in _together(claim, k)
                    for at, x in meeting.acts.get(n, {}).items()
                ),
                default=0.0,
            )
            score, at, other = max(
                (
                    (meeting.within(at, context, beyond=0.5) * x, at, n)
                    for n in _others(w.stem, meeting)
                    if n not in mine and n not in together
                    for at, x in meeting.acts.get(n, {}).items()
                ),
                default=(0.0, -1, ""),
            )
            first = not seen and w.at <= claim.words[claim.heading].at + 4
            seen = True
            if score > _LEAST and score > (RIVAL if first else _OBJECT) * best:
                who = _shown(meeting, other, at)
                yield Reason(
                    code="name",
                    detail=f"The record says this of {w.raw}; what was said here seems to be about {who}.",
                    at=at,
                )
                return


def _together(claim: Claim, k: int) -> list[str]:
    """The words of a full name: a surname is seldom spoken."""
    found = [claim.words[k].stem]
    for n in (k - 1, k + 1):
        if 0 <= n < len(claim.words) and claim.words[n].capital and abs(claim.words[n].at - claim.words[k].at) == 1:
            found.append(claim.words[n].stem)
    return found


def _others(name: str, meeting: Meeting) -> set[str]:
    """Who could be meant instead. Everything is about the child, so a child is only mistaken for another child."""
    children = {stem(c) for c in meeting.people.children}
    return children if name in children else meeting.persons


def _unknown(claim: Claim, meeting: Meeting, k: int) -> bool:
    w = claim.words[k]
    if w.stem in meeting.places or w.stem in meeting.names or len(w.raw) < 3 or not w.raw[1:].islower():
        return False
    begins = k == 0 or w.at - claim.words[k - 1].at > 1
    after = claim.text[w.begins + len(w.raw) :][:1]
    followed = k + 1 < len(claim.words) and claim.words[k + 1].raw.istitle() and claim.words[k + 1].at - w.at == 1
    return after != ":" and (not begins or followed)


def _shown(meeting: Meeting, name: str, at: int) -> str:
    """A name as it was said or written."""
    for n in meeting.acts[name]:
        for w in meeting.unit(n).words:
            if w.stem == name and w.capital:
                return w.raw
    return next(iter(meeting.names.get(name, {name})))
