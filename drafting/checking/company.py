"""The company that a thing keeps: "acid cough", where whoever spoke of acid spoke of "acid reflux"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from drafting.checking.claim import Claim, Reason
from drafting.checking.kinds import members, near
from drafting.evidence import Meeting
from drafting.roles import named
from drafting.wording.stems import formal, says_little
from drafting.wording.words import Word

_APART = 6
"""Places within which two words were said together."""
_MOST = 40
"""Times that a word is said beyond which it keeps company with everything."""
_ALWAYS, _LIKE = 0.7, 0.3
"""Share of the places of a word at which one other stands beside it, or near it one of the same kind."""
_ANYBODY = frozenset({
    "parents", "siblings", "partners", "relations", "services", "workers", "categories", "times", "feasts", "plans",
    "worth", "outcomes", "direction",
})  # fmt: skip
"""Kinds that go with any word: whoever attends or reports may be the police, the nurse or the school."""
_NEXT, _NEAR = 1, 3
"""Places that it then stands off at the most."""


def company(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason: a thing beside a word with which it was never said, and which was said with another."""
    there = meeting.ranked(claim.weighed, 1)
    around = meeting.units[max(0, there[0][1] - 1) : there[0][1] + 2] if there else []
    said = {w.stem for u in around for w in u.words}
    for k, thing in enumerate(claim.words):
        if any(meeting.roles.get(role) for role in named(thing.raw.lower())):
            continue
        if k < claim.heading or set(members().get(thing.stem, ())) <= _ANYBODY or not meeting.of(thing.stem):
            continue
        for way in (1, -1):
            for reach in (_NEXT, _NEAR):
                beside = _beside(claim.words, k, -way, reach)
                if thing.stem in said and beside and beside.stem not in said:
                    continue  # it was said there, and the other word elsewhere
                if beside is None or beside.begins < claim.words[claim.heading].begins:
                    continue
                found = _said_with(beside, thing, claim, meeting, way, reach)
                if found is not None:
                    yield Reason(
                        code="entity",
                        detail=f"The record has “{thing.raw}” with “{beside.raw}”; "
                        f"“{beside.raw}” was said with “{found.raw}”.",
                        at=found.at,
                    )
                    return


def _said_with(
    beside: Word, thing: Word, claim: Claim, meeting: Meeting, way: int, reach: int
) -> Word | None:
    """What stands, where `beside` was said, on the side on which the record has the thing; None if the two were said
    together, or if that is now this and now that.
    """
    places = meeting.of(beside.stem)
    if (
        formal(beside.stem)
        or not 0 < len(places) <= _MOST
        or beside.stem == thing.stem
        or beside.stem in meeting.who.known
    ):
        return None
    if any(meeting.nearest(thing.stem, at) <= _APART for at in places):
        return None
    there = [_there(meeting, at, way, reach) for at in places]
    mine = claim.stems | near(thing.stem)
    counts = Counter(w.stem for w in there if w and w.stem not in mine and not w.raw.endswith("ly"))
    for other, times in counts.most_common():
        like = not set(members().get(other, ())).isdisjoint(members()[thing.stem])
        if times >= (_ALWAYS if reach == _NEXT else _LIKE) * len(places) and (reach == _NEXT or like):
            return next(w for w in there if w and w.stem == other)
    return None


def _there(meeting: Meeting, at: int, way: int, reach: int) -> Word | None:
    words = meeting.unit(at).words
    return _beside(words, next(n for n, w in enumerate(words) if w.at == at), way, reach)


def _beside(words: Sequence[Word], k: int, way: int, reach: int) -> Word | None:
    """The nearest word that says something, before (-1) or after (1) a word in its clause, within so many places."""
    for d in range(1, reach + 1):
        n = k + way * d
        if not 0 <= n < len(words) or abs(words[n].at - words[k].at) != d:
            return None
        if not says_little(words[n].stem):
            return words[n]
    return None
