"""Said or denied: a "not" that was not said, or one that was said and is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.checking.denials import SAY, SUPPOSED, denials, plainly, turns, with_time
from drafting.checking.speakers import labels_of
from drafting.evidence import MODAL, Meeting
from drafting.wording.stems import carries, opposites, says_little
from drafting.wording.words import Word, denies

BETTER = 2.2
"""How many times better the opposite must fit the words round it."""
_PLAIN = 2.2
"""The same where only one word speaks for it."""
_LEAST = 1.5
_BEYOND = 0.65
"""What words count that stand beyond the sentence."""
_MUCH, _WHOLLY = 3.0, 4.0
"""How many times better it must fit for the word that is denied to speak alone, and what it then weighs."""
_LAST = 3
"""Words at the end of a sentence of which one may deny what stands before: "once she has been, not before"."""
_BESIDE = 10
"""Places within which a denial at the best place may be the same one in other words."""
_ANOTHER = 0.75
"""What it counts if somebody else said it than the one whom the record names."""
_LITTLE, _HERS = 0.5, 2.5
"""What a little word weighs, and one that tells whose something is: "it was not hers"."""
_PLACE = 0.6
"""Share of a sentence that must stand at one place."""
_SHARE = 0.3
_DENIED_ALL = re.compile(
    r"\bden(?:y|ied|ies|ying)(?: (?:any|it|this|that|these|them|all))?(?: of (?:it|this|these))?[.,;]?"
    r"(?:$| (?=saying|and ))",
    re.IGNORECASE,
)
"""A denial of what was asked before: it reaches back, and is not followed further."""
_ANSWER = re.compile(r"\b(?:said|says|answered|replied|answer (?:was|is)) (yes|no)\b", re.IGNORECASE)


def polarity(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason."""
    if _DENIED_ALL.search(claim.text):
        return
    if match := _ANSWER.search(claim.text):
        yield from _answer(claim, meeting, match)
        return
    against, seen, at = 0.0, 0, -1
    plain, denial = False, False
    heads = [w for w in claim.words if w.denied == 2]
    # "No extra sounds": if nobody spoke of what is denied, the words after it tell nothing.
    ranked = meeting.ranked(claim.weighed, 1)
    # Where the best place denies as well, the two only say it in other words.
    words = meeting.units[ranked[0][1]].words if heads and ranked else ()
    both = [x.at for x in words if x.denied == 2] + [x.at for x in words[-_LAST:] if denies(x)]
    headless = bool(heads) and not any(meeting.of(w.stem) for w in heads)
    told = labels_of(claim, meeting, claim.holder[0]) if claim.holder else set()
    rest: list[tuple[int, float]] = []
    for k, w in enumerate(claim.words):
        weight = _weight(claim, meeting, k)
        # "I can't say" is another saying than that of the one whom the record names.
        if not weight or denies(w) or (claim.holder and k == claim.holder[1] and w.stem in SAY):
            continue
        opposite, where = _opposite(claim, meeting, k, told)
        # Most words have none, and then it need not be known how well the same is said.
        same = _same(claim, meeting, k, told) if where >= 0 else 0.0
        if where >= 0 and opposite > BETTER * same:
            if not w.denied and _open(claim, k):
                continue
            beside = any(abs(where - x) <= _BESIDE for x in both)
            if w.denied and (beside or (w.denied == 1 and headless)):
                continue
            against += (
                max(weight, _WHOLLY) if w.denied == 2 and not both and opposite > _MUCH * same else weight
            )
            seen += 1
            plain = plain or (opposite > _PLAIN * same and 2 in (w.denied, meeting.denied.get(where, 0)))
            if at < 0:
                at, denial = where, not w.denied
        else:
            rest.append((k, weight if w.denied or _near_denial(claim, k) else 0.25 * weight))
    enough = bool(seen) and (seen > 1 or plain)
    for_it = sum(x for k, x in rest if _same(claim, meeting, k, told, _LEAST)) if enough else 0.0
    if enough and against > 0.5 * for_it:
        detail = (
            "What was said here is a denial; the record has no “not”."
            if denial
            else "The record denies this; what was said here does not."
        )
        yield Reason(code="negation", detail=detail, at=at)
    elif (
        reason := next(_nowhere(claim, meeting, told), None)
        or next(denials(claim, meeting), None)
        or next(plainly(claim, meeting), None)
    ):
        yield reason


def _nowhere(claim: Claim, meeting: Meeting, told: set[str]) -> Iterator[Reason]:
    """A denial where all is said at one place, and nobody denies anything there."""
    denied = [
        k
        for k, w in enumerate(claim.words)
        if w.denied and claim.weights[k] and w.stem not in meeting.who.persons
    ]
    weights = claim.weighed
    ranked = meeting.ranked(weights, 1)
    heads = [w for w in claim.words if w.denied == 2]
    if heads and not any(meeting.of(w.stem) for w in heads):
        return  # "no extra sounds" where nobody spoke of extra ones
    if not denied or not ranked or ranked[0][0] < _PLACE * sum(weights.values()):
        return
    unit = meeting.units[ranked[0][1]]
    near = meeting.units[max(0, unit.n - 2) : unit.n + 3]
    there = {w.stem for u in near for w in u.words}
    said = sum(claim.weights[k] for k in denied if claim.words[k].stem in there)
    if unit.asks or any(denies(w) or w.at in meeting.denied for u in near for w in u.words):
        return
    if said >= 0.5 * sum(claim.weights[k] for k in denied):
        yield Reason(
            code="negation",
            detail="The record denies this; nobody denies anything here.",
            at=unit.words[0].at,
        )


def _opposite(claim: Claim, meeting: Meeting, k: int, told: set[str]) -> tuple[float, int]:
    """How well the best place fits that says the opposite of the record, and where it is; (0, -1) if none fits."""
    context = _round(claim, k)
    least = max(_SHARE * sum(x for _, x in context), _LEAST)
    return meeting.best(_places(claim, meeting, k, told, agree=False), context, beyond=_BEYOND, least=least)


def _same(claim: Claim, meeting: Meeting, k: int, told: set[str], least: float = 0.0) -> float:
    """How well the best place fits that says it as the record does; 0 if it is not above `least`."""
    places = _places(claim, meeting, k, told, agree=True)
    return meeting.best(places, _round(claim, k), beyond=_BEYOND, least=least)[0]


def _places(
    claim: Claim, meeting: Meeting, k: int, told: set[str], *, agree: bool
) -> list[tuple[int, float]]:
    """Where a word, or one that says the opposite, is said or denied as the record has it, or the other way round."""
    w = claim.words[k]
    denied = bool(w.denied) if agree else not w.denied
    there = [at for at in meeting.of(w.stem) if (at in meeting.denied) == denied]
    for other in opposites().get(w.stem, ()):
        there += [at for at in meeting.of(other) if (at in meeting.denied) != denied]
    modal = any(x.raw.lower() in MODAL for x in claim.words)
    found: list[tuple[int, float]] = []
    for at in there:
        if not modal and at in meeting.advised:
            continue
        another = bool(told) and meeting.unit(at).speaker not in told
        if at in meeting.asked or (another and w.stem == "mine"):
            continue
        found.append((at, _ANOTHER if another else 1.0))
    return found


def _round(claim: Claim, k: int) -> list[tuple[str, float]]:
    """The words round a word, with what each weighs."""
    return [*claim.context(k, reach=6.0), *_small(claim, k)]


def _open(claim: Claim, k: int) -> bool:
    """Whether the record itself supposes what a word tells, "if he improves", or turns or denies it in the
    same clause: "missed school", "the doctor has not written".
    """
    before = [w.raw.lower() for w in claim.words[max(0, k - 12) : k]]
    turning = [n for n, w in enumerate(claim.words) if turns(w) or denies(w)]
    if not SUPPOSED.isdisjoint(before) or not turning:
        return not SUPPOSED.isdisjoint(before)
    # "Abstinent from alcohol, having drunk a bottle a day": it is the same that is turned and told.
    same = [n for n, w in enumerate(claim.words) if w.stem == claim.words[k].stem]
    there = [with_time(claim, n) for n in same]
    return any(first <= n <= last for n in turning for first, last in there)


def _small(claim: Claim, k: int) -> list[tuple[str, float]]:
    """The little words just round a word: in a short sentence they are all there is."""
    return [
        (claim.words[n].stem, _LITTLE / (1 + abs(n - k) / 4))
        for n in range(max(0, k - 4), min(len(claim.words), k + 5))
        if n != k and not claim.weights[n] and not denies(claim.words[n]) and n >= claim.heading
    ]


def _near_denial(claim: Claim, k: int) -> bool:
    return any(denies(w) for w in claim.words[max(0, k - 4) : k])


def _weight(claim: Claim, meeting: Meeting, k: int) -> float:
    w: Word = claim.words[k]
    if (w.capital and w.stem in meeting.who.called) or k < claim.heading:
        return 0.0
    if any(a <= w.begins < b for a, b in claim.quoted):
        return 0.0  # its words are compared one by one
    if says_little(w.stem):
        return _HERS if w.stem == "mine" else 1.0 if carries(w.stem) else 0.0
    return claim.weights[k] * (0.3 if w.denied == 1 else 1.0)


def _answer(claim: Claim, meeting: Meeting, match: re.Match[str]) -> Iterator[Reason]:
    """ "Kai said yes": the answer that was given near those words."""
    k = next(n for n, w in enumerate(claim.words) if w.begins >= match.start(1))
    context = claim.context(k, reach=20.0)
    yes = max((meeting.fit(at, context) for s in ("yes", "yeah", "yep") for at in meeting.of(s)), default=0.0)
    no = max((meeting.fit(at, context) for at in meeting.of("no")), default=0.0)
    mine, other = (yes, no) if match[1].lower() == "yes" else (no, yes)
    if other > _LEAST and other > 1.2 * mine:
        yield Reason(
            code="negation", detail=f"The record says the answer was {match[1].lower()}: compare.", at=None
        )
