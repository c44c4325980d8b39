"""Two figures, people or things of one kind, each said of what belongs to the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from drafting.checking.amounts import paired
from drafting.checking.claim import Claim, Reason
from drafting.checking.kinds import members
from drafting.evidence import Meeting
from drafting.facts import Fact
from drafting.placing import keys
from drafting.roles import named

BETTER = 1.8
"""How many times better the exchanged reading must fit what was said."""
_TIGHT = 25
"""Places within which a word stands beside it."""
_NEAR = 60
"""Places within which both must have been said."""
_SMALL = frozenset([
    "from", "to", "of", "now", "be", "was", "last", "before", "after", "up", "down", "since",
    "until", "out", "and", "by", "with", "not",
])  # fmt: skip

_LISTED = frozenset(["symptoms", "body"])
"""Kinds of which several stand in one sentence, in any order: they are listed, and not set against each other."""

Slot = tuple[int, int, Sequence[int]]
"""First and last word in the sentence, and the places where the same was said."""


def swaps(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """One reason for the first pair that reads better exchanged."""
    for one, other, code in _pairs(claim, meeting):
        found = _exchanged(claim, meeting, one, other)
        if found is not None:
            a, b = (claim.shown(s[0], s[1]) for s in (one, other))
            yield Reason(
                code=code,
                detail=f"“{a}” and “{b}” seem to be exchanged: compare what was said of each.",
                at=found,
            )
            return


def _pairs(claim: Claim, meeting: Meeting) -> Iterator[tuple[Slot, Slot, str]]:
    for n, one in enumerate(claim.facts):
        for other in claim.facts[n + 1 :]:
            if paired(claim, one, meeting) and paired(claim, other, meeting):
                continue
            if one.kind == other.kind and (one.unit == other.unit or not one.unit or not other.unit):
                yield (
                    _figure(one, meeting),
                    _figure(other, meeting),
                    "number" if one.kind == "number" else "date",
                )
    things = [(k, kind) for k, w in enumerate(claim.words) for kind in members().get(w.stem, ())]
    for n, (j, kind) in enumerate(things):
        for k, other_kind in things[n + 1 :]:
            if kind == other_kind and kind not in _LISTED and claim.words[j].stem != claim.words[k].stem:
                yield _thing(j, claim, meeting), _thing(k, claim, meeting), "entity"
    told = claim.holder
    named = [
        k
        for k, w in enumerate(claim.words)
        if w.capital
        and w.stem in meeting.who.persons
        and w.stem in meeting.who.acts
        and not (told and k <= told[1])
    ]
    for n, j in enumerate(named):
        for k in named[n + 1 :]:
            if claim.words[j].stem != claim.words[k].stem and claim.words[k].at - claim.words[j].at > 1:
                yield _person(j, claim, meeting), _person(k, claim, meeting), "entity"


def _figure(fact: Fact, meeting: Meeting) -> Slot:
    return fact.first, fact.last, [at for key in keys(fact) for at in meeting.of(key)]


def _thing(k: int, claim: Claim, meeting: Meeting) -> Slot:
    """A thing, or a relative: of one who is there also where they speak of themselves."""
    w = claim.words[k]
    labels = {x for role in named(w.raw.lower()) for x in meeting.roles.get(role, ())}
    names = [n for n, there in meeting.who.labels.items() if there & labels and n in meeting.who.acts]
    own = [at for n in names[:1] for at in meeting.who.acts[n]] if len(labels) == 1 else []
    return k, k, [*meeting.of(w.stem), *own]


def _person(k: int, claim: Claim, meeting: Meeting) -> Slot:
    return k, k, tuple(meeting.who.acts[claim.words[k].stem])


def _exchanged(claim: Claim, meeting: Meeting, one: Slot, other: Slot) -> int | None:
    """The place to look at, if each of the two stands with the other's words."""
    if not one[2] or not other[2]:
        return None
    mine, theirs = _own(claim, one, other), _own(claim, other, one)
    if not mine or not theirs:
        return None
    ahead = _begins(claim, one) and _begins(claim, other)
    best, where, wrong = 0.0, -1, 0.0
    right = max(_tight(meeting, p, mine, ahead) for p in one[2])
    there = sorted(enumerate(other[2]), key=lambda x: x[1])
    for p in one[2]:
        # Of a long meeting's many places only those near this one are tried.
        first = bisect_left(there, p - _NEAR, key=lambda x: x[1])
        last = bisect_right(there, p + _NEAR, key=lambda x: x[1])
        for _, q in sorted(there[first:last]):
            if p == q:
                continue
            kept = _tight(meeting, p, mine, ahead) + _tight(meeting, q, theirs, ahead)
            crossed = _tight(meeting, q, mine, ahead) + _tight(meeting, p, theirs, ahead)
            if max(kept, crossed) > best:
                best, where = max(kept, crossed), min(p, q)
            right, wrong = max(right, kept), max(wrong, crossed)
    return where if wrong > BETTER * right and wrong > 2.0 else None


def _own(claim: Claim, slot: Slot, other: Slot) -> list[tuple[str, float]]:
    """The words that are nearer to this one than to the other."""
    at, there = claim.words[slot[0]].at, claim.words[other[0]].at
    after = [claim.words[s[1] + 1].stem for s in (slot, other) if s[1] + 1 < len(claim.words)]
    counted = (
        after[0] if len(after) > 1 and after[0] == after[1] else ""
    )  # "50 ml" and "45 ml": it tells neither
    found = []
    for k, w in enumerate(claim.words):
        if slot[0] <= k <= slot[1] or other[0] <= k <= other[1] or w.stem == counted:
            continue
        distance = min(abs(w.at - at), abs(w.at - claim.words[slot[1]].at))
        if distance >= abs(w.at - there) or distance > 7:
            continue
        weight = claim.weights[k] or (0.6 if w.stem in _SMALL and distance <= 1 else 0.0)
        if weight:
            found.append((w.stem, weight / (1 + distance / 4)))
    return found


def _begins(claim: Claim, slot: Slot) -> bool:
    """Whether it begins its clause: what it does or wants then stands behind it, and so it was said."""
    first = next((c[0] for c in claim.clauses if c[0] <= slot[0] <= c[1]), 0)
    return slot[1] == slot[0] and not any(claim.weights[k] > 0 for k in range(first, slot[0]))


def _tight(meeting: Meeting, at: int, context: Sequence[tuple[str, float]], ahead: bool) -> float:
    """How much stands right beside a place, or right behind it."""
    far = meeting.following if ahead else meeting.nearest
    return sum(w / max(1.0, d / 3) for s, w in context if (d := far(s, at)) < _TIGHT)
