"""A denial held clause by clause against the one place where the clause was said: does anybody deny it there?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafting.answered import says_yes
from drafting.checking.claim import Claim, Reason
from drafting.evidence import Meeting
from drafting.placing import keys
from drafting.units import Unit
from drafting.wording.stems import carries, opposites, stem
from drafting.wording.words import Word, denies

_SHARE, _SHARE_MISSING = 0.5, 0.75
"""Share of a clause that must stand at its place: where the record denies, and where it may have lost a denial."""
_CLOSE = 0.85
"""Places that hold nearly as much as the best: none of them may say it as the record does."""
_OPEN = frozenset(["if", "unless", "whether", "any"])
"""Words with which something is asked or supposed: the answer may stand elsewhere."""
SUPPOSED = frozenset(["if", "unless", "whether", "asked", "rather", "instead"])
_ABSTAINS = ("abstinent", "abstinence", "abstained", "abstains", "sober", "refrained", "refrains")
TURNS = frozenset([
    "negative", "absent", "free", "miss", "missed", "misses", "missing", "stop", "stopped", "lack", "lacks", "avoid",
    "avoids", "fail", "failed", "unable", "cease", "ceased", "excluded", "ruled", "resolved", "without", "less",
    "few", "little", "hardly", "rarely", "seldom", "instead", "against", "until", "prevented", "prevents", "cancelled",
    "postponed", "incomplete", "barely", "scarcely", *_ABSTAINS,
])  # fmt: skip
"""Words that deny by themselves: "negative for fever" is "no fever"."""


def turns(word: Word) -> bool:
    """Whether a word denies by itself. "Miss Ahmed" misses nothing."""
    return word.raw.lower() in TURNS and word.raw != "Miss"


def with_time(claim: Claim, n: int) -> tuple[int, int]:
    """The clause of a word; "since Easter" is none of its own."""
    clauses = claim.clauses
    found = next((k for k, c in enumerate(clauses) if c[0] <= n <= c[1]), -1)
    if found < 0:
        return n, n
    first, last = clauses[found]
    if found and claim.words[first].raw.lower() in _TIME:
        first = clauses[found - 1][0]
    return first, last


_TIME = frozenset(["since", "until", "when", "while"])
SAY = frozenset([stem("say"), stem("tell")])
_NEXT = 5
"""How far what is denied stands behind its "not"."""


def denials(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason."""
    for first, last in claim.clauses:
        told = claim.told(first, last)
        whole = sum(told.values())
        ranked = meeting.ranked(told, 4)
        if not ranked or ranked[0][0] < _SHARE * whole:
            continue
        there = [meeting.units[n] for score, n in ranked if score >= _CLOSE * ranked[0][0]]
        words = claim.words[first : last + 1]
        if any(denies(w) for w in words):
            if _only_here(claim, first, last, there, meeting):
                yield Reason(
                    code="negation",
                    detail="The record denies this; what was said here does not.",
                    at=there[0].words[0].at,
                )
                return
        elif (
            ranked[0][0] >= _SHARE_MISSING * whole
            and not any(
                x.raw.lower() in _ABSTAINS for x in claim.words[with_time(claim, first)[0] : last + 1]
            )
            and (at := _only_there(claim, first, last, there, meeting)) is not None
        ):
            yield Reason(
                code="negation", detail="What was said here is a denial; the record has no “not”.", at=at
            )
            return


def plainly(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason: wherever all of a clause was said it was denied, or asked and answered "no"; or all of what a
    clause denies was said, and nobody denied it.
    """
    if any(w.raw.lower() in SUPPOSED for w in claim.words) or "?" in claim.text:
        return
    denial = any(denies(w) for w in claim.words)
    for first, last in claim.clauses:
        words = claim.words[first : last + 1]
        told = {s for s in claim.told(first, last) if s not in meeting.who.known}
        whole = claim.words[with_time(claim, first)[0] : last + 1]
        if not told or (not denial and any(turns(w) for w in whole)):
            continue
        if not denial:
            found = _all(told, meeting, denied=True)
        else:
            heads = {w.stem for w in words if w.denied}
            found = _all(told, meeting, denied=False) if told <= heads and len(told) > 1 else None
        if found is not None:
            detail = (
                "The record denies this; nobody denies it where it was said."
                if denial
                else "What was said here is a denial; the record has no “not”."
            )
            yield Reason(code="negation", detail=detail, at=found)
            return


def _all(told: set[str], meeting: Meeting, *, denied: bool) -> int | None:
    """Where all of these words were denied, or said, and never otherwise; None where they were, or were not."""
    rarest = min(told, key=lambda s: len(meeting.of(s)))
    found = None
    there_or_next = {meeting.number(at) - k for at in meeting.of(rarest) for k in (0, 1, 2)}
    for n in sorted(n for n in there_or_next if n >= 0):
        unit = meeting.units[n]
        yes = _answered_yes(unit, meeting)
        there = _places(told, [unit, *yes])
        if unit.void or len(there) < len(told):
            continue
        places = [at for at in there.values() if meeting.number(at) == n]
        if not places:
            continue
        no = [at in meeting.denied for at in places]
        open_ = (unit.asks and not yes) or any(at in meeting.asked for at in places)
        if all(no) if denied else not (any(no) or open_ or any(w.raw.lower() in _OPEN for w in unit.words)):
            found = places[0] if found is None else found
        elif not denied or not (open_ or any(no)):
            return None
    return found


def _answered_yes(unit: Unit, meeting: Meeting) -> list[Unit]:
    """What another answers to a question, where it begins with yes: that sentence and the next."""
    if not unit.asks:
        return []
    after = meeting.units[unit.n + 1 : unit.n + 3]
    if not after or after[0].turn == unit.turn or not says_yes(after[0]):
        return []
    return [u for u in after if u.turn == after[0].turn]


def _places(told: set[str], units: Sequence[Unit]) -> dict[str, int]:
    """Where each of these words and figures stands first."""
    found: dict[str, int] = {}
    for unit in units:
        for key, at in [
            *((w.stem, w.at) for w in unit.words),
            *((k, unit.words[f.first].at) for f in unit.facts for k in keys(f)),
        ]:
            if key in told:
                found.setdefault(key, at)
    return found


def _only_here(claim: Claim, first: int, last: int, there: Sequence[Unit], meeting: Meeting) -> bool:
    """Whether what the record denies is said at every such place, and nobody denies anything there."""
    found = False
    mine = {s for s in claim.told(first, last) if s not in meeting.who.known}
    for unit in there:
        if unit.asks or any(
            denies(w) or w.at in meeting.denied or w.at in meeting.asked or w.raw.lower() in _OPEN
            for w in unit.words
        ):
            return False
        said = {w.stem for w in unit.words}
        figures = {key for fact in unit.facts for key in keys(fact)}
        if len(mine & (said | figures)) < min(2, len(mine)):
            return False  # one word alone, "attendance" for "did not attend", is another matter
        for k in range(first, last + 1):
            if not denies(claim.words[k]):
                continue
            heads = [n for n in range(k + 1, last + 1) if _head(claim, n, meeting) and _near(claim, k, n)][:2]
            counted = {n for f in claim.facts for n in range(f.first, f.last + 1)}
            if heads and heads[0] not in counted and not meeting.of(claim.words[heads[0]].stem):
                return False
            if any(opposites().get(claim.words[n].stem, frozenset()) & said for n in heads):
                return False
            found = found or any(claim.weights[n] > 0 and claim.words[n].stem in said for n in heads)
            denied = [f for f in claim.facts if k < f.first <= last and _near(claim, k, f.first)][:1]
            found = found or any(figures & set(keys(f)) for f in denied)
    return found


def _near(claim: Claim, k: int, n: int) -> bool:
    return bool(claim.words[n].denied) and claim.words[n].at - claim.words[k].at <= _NEXT


def _head(claim: Claim, k: int, meeting: Meeting) -> bool:
    w = claim.words[k]
    return (claim.weights[k] > 0 or carries(w.stem)) and not (w.capital and w.stem in meeting.who.known)


def _only_there(claim: Claim, first: int, last: int, there: Sequence[Unit], meeting: Meeting) -> int | None:
    """Where a word of the clause is just what is denied, at every such place that has it; None if nowhere."""
    # "I can't say" is another saying than that of the one whom the record names.
    told = claim.holder[1] if claim.holder and claim.words[claim.holder[1]].stem in SAY else -1
    mine = {claim.words[k].stem for k in range(first, last + 1) if k != told and _head(claim, k, meeting)}
    turned = {o for w in claim.words for o in opposites().get(w.stem, ())}
    found = None
    for unit in there:
        if any(w.stem in turned for w in unit.words):
            return None
        for n, w in enumerate(unit.words):
            if w.stem in mine and w.denied == 2 and not _contrast(unit.words, n):
                found = w.at if found is None else found
    again = {w.stem for u in there for w in u.words if w.denied == 2} & mine
    plain = any(w.stem in again and not w.denied for u in there for w in u.words)
    return None if plain else found


def _contrast(words: Sequence[Word], n: int) -> bool:
    """ "Saturdays, and not contact": it is named only to say what is not meant."""
    return any(
        denies(words[k]) and k and words[k - 1].raw.lower() in ("and", "but") for k in range(max(0, n - 2), n)
    )
