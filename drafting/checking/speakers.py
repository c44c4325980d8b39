"""Who said it: what the record says that somebody said or thought is held against who spoke those words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.evidence import Meeting
from drafting.wording.roles import named
from drafting.wording.stems import stem

BETTER = 1.5
"""How much more of it another speaker must have said."""
_SHARE = 0.4
"""Share of what is told that the other must have said at the least."""
_STANCES = frozenset(stem(w) for w in ["agree", "disagree", "deny", "accept", "object"])
"""Verbs of what somebody takes a side on: others will have said what it is."""
_TO_SOMEBODY = frozenset(["told", "tell", "tells", "asked", "asks", "ask", "informed"])
_THAT = frozenset(["that", "if", "whether", "about", "to", "for", "how", "what", "why", "when", "who", "not"])


def speakers(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason: somebody else said this, and the one named did not."""
    holder = claim.holder
    if holder is None or claim.words[holder[1]].stem in _STANCES or not meeting.attributed:
        return
    labels = labels_of(claim, meeting, holder[0])
    if reason := _told_whom(claim, meeting, labels, holder):
        yield reason
        return
    if not labels:
        return
    told = {
        w.stem: claim.weights[k]
        for k, w in enumerate(claim.words)
        if k >= holder[1] and claim.weights[k] > 0 and w.stem not in meeting.who.labels
    } | {f.key: 2.0 for f in claim.facts if f.first > holder[1]}
    if len(told) < 2:
        return
    best = spoken(told, meeting)
    whole = sum(told.values())
    mine = max((best[x][0] for x in labels if x in best), default=0.0)
    other, (score, n) = max(
        ((x, found) for x, found in best.items() if x not in labels),
        key=lambda x: x[1][0],
        default=("", (0.0, -1)),
    )
    if (
        n < 0
        or score < _SHARE * whole
        or score < BETTER * mine
        or _passed_on(labels, meeting, n)
        or _answered(labels, meeting, n)
    ):
        return
    name = claim.words[holder[0]].raw
    yield Reason(
        code="speaker",
        detail=f"The record gives this to {name}; what was said here was said by {other}.",
        at=meeting.units[n].words[0].at,
    )


def _told_whom(claim: Claim, meeting: Meeting, labels: set[str], holder: tuple[int, int]) -> Reason | None:
    """Whom it was told: somebody who was there when it was said, or who passes it on."""
    verb = claim.words[holder[1]]
    if verb.raw.lower() not in _TO_SOMEBODY:
        return None
    end = next(
        (
            k
            for k in range(holder[1] + 1, len(claim.words))
            if k - holder[1] > 4
            or claim.words[k].at - claim.words[k - 1].at > 1
            or claim.words[k].raw.lower() in _THAT
        ),
        len(claim.words),
    )
    words = claim.words[holder[1] + 1 : end]
    text = " ".join(w.raw for w in words)
    whom = {x for w in words if w.capital for x in meeting.who.labels.get(w.stem, ())}
    whom |= {x for role in named(text) for x in meeting.roles.get(role, ())} if not whom else set()
    called = {w.stem for w in words if w.capital and w.stem in meeting.who.called}
    ranked = meeting.ranked({s: w for s, w in claim.weighed.items() if s not in meeting.who.persons}, 1)
    if not (whom or called) or not ranked or ranked[0][0] < 0.5 * sum(claim.weighed.values()):
        return None
    unit = meeting.units[ranked[0][1]]
    near = meeting.units[max(0, unit.n - 6) : unit.n + 6]
    names = {n for n, there in meeting.who.labels.items() if there & whom} | called
    turns = {t.turn for t in near if t.speaker in whom}
    if any(abs(t - unit.turn) <= 1 for t in turns) or any(
        w.stem in names and w.capital for u in near for w in u.words
    ):
        return None
    if labels and unit.speaker in labels:
        return None
    return Reason(
        code="speaker",
        detail=f"The record says that {text} was told this; here {unit.speaker or 'somebody else'} speaks of it.",
        at=unit.words[0].at,
    )


def labels_of(claim: Claim, meeting: Meeting, last: int) -> set[str]:
    """The speakers that the words up to `last` name: by first and last name together, or by one of them."""
    found: set[str] | None = None
    for k in range(max(0, last - 2), last + 1):
        w = claim.words[k]
        if claim.words[last].at - w.at > last - k:
            continue
        labels = meeting.who.labels.get(w.stem)
        if labels:
            found = labels if found is None else (found & labels or labels)
    return set(found or ())


def spoken(told: dict[str, float], meeting: Meeting) -> dict[str, tuple[float, int]]:
    """By speaker, how much of it they said in one stretch, and in which sentence most of it."""
    scores: dict[int, float] = defaultdict(float)
    for s, w in told.items():
        here: dict[int, float] = {}
        for at in meeting.of(s):
            n = meeting.unit(at).n
            unit = meeting.units[n]
            here[n] = 1.0
            for k in (n - 2, n - 1, n + 1, n + 2):
                if 0 <= k < len(meeting.units):
                    beside = meeting.units[k]
                    same = beside.turn == unit.turn
                    share = (
                        0.6
                        if same
                        else 0.4
                        if unit.asks and k > n
                        else 0.25
                        if beside.speaker == unit.speaker
                        else 0.0
                    )
                    here[k] = max(here.get(k, 0.0), share)
        for n, share in here.items():
            scores[n] += w * share
    best: dict[str, tuple[float, int]] = {}
    for n, score in scores.items():
        label = meeting.units[n].speaker
        if label and score > best.get(label, (0.0, -1))[0]:
            best[label] = (score, n)
    return best


def _passed_on(labels: set[str], meeting: Meeting, n: int) -> bool:
    """Whether the other only tells what the one named said: they are named close by."""
    near = meeting.units[max(0, n - 1) : n + 2]
    for unit in near:
        for w in unit.words:
            if w.capital and meeting.who.labels.get(w.stem, set()) & labels and unit.n != n + 1:
                return True
    return False


def _answered(labels: set[str], meeting: Meeting, n: int) -> bool:
    """Whether the other put it to the one named, who then spoke: a question, or something said to "you"."""
    unit = meeting.units[n]
    if not unit.asks and not any(w.raw.lower() in ("you", "your") for w in unit.words):
        return False
    turns = {unit.turn + k for k in (-1, 1, 2)}
    near = meeting.units[max(0, n - 12) : n + 12]
    return any(u.turn in turns and u.speaker in labels for u in near)
