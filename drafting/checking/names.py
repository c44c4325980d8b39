"""Names: was this person spoken of here, or somebody else?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from drafting.checking.claim import ROLE_WORDS, SAYS, Claim, Reason
from drafting.checking.doers import KIN, another, away, beside, is_doer, places, slot
from drafting.checking.speakers import labels_of
from drafting.checking.who import always_capital
from drafting.evidence import CLOSE_CALL, Meeting
from drafting.naming import label_names
from drafting.units import Unit
from drafting.wording.stems import says_little, stem

RIVAL = 1.35
"""How many times better somebody else must fit the words round a name."""
_LEAST = 1.8
_BEYOND, _BEYOND_OTHERS = 0.65, 0.5
"""What words count that stand beyond the sentence: less where somebody else is named."""
_SHARE = 0.25
"""Share of the words round a name that must stand in the sentence in which somebody else is named."""
_ALONE = 0.5
"""Share of them that must speak for somebody else."""
_WORDS = 2
"""Words and figures that must be told of a name before somebody else can be meant."""
_I = frozenset(["i", "me", "my", "we"])
_ROUND = 4
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
_STREETS = frozenset([
    "Lane", "Road", "Street", "Close", "Avenue", "Drive", "Way", "Court", "Park", "Green", "Hill", "Grove", "House",
    "School", "Academy", "College", "Primary", "Centre", "Hospital", "Surgery", "Row", "Place", "Gardens", "Terrace",
])  # fmt: skip
"""After another name one of these ends that of a place: "Mill Lane" is nobody called Lane."""
_TITLES = frozenset(["Mr", "Mrs", "Ms", "Dr", "Miss", "Sir", "The", "A", "An"])


def names(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """A reason for a name that nobody said, and at most one for a person in whose place somebody else was named."""
    figures = {k for f in claim.facts for k in range(f.first, f.last + 1)}
    told: list[int] = []
    others: list[int] = []
    for k, w in enumerate(claim.words):
        dated = k in figures and w.stem not in meeting.who.young  # May may be a child
        if not w.capital or k < claim.heading or dated or w.raw in _TITLES or w.raw.isupper():
            continue
        if _unknown(claim, meeting, k):
            # Where people are "Doctor" and "Patient" nobody's name is said, and a record may well know it.
            sure = bool(meeting.who.full or meeting.who.called)
            yield Reason(code="name", detail=f"I do not find “{w.raw}” anywhere in this meeting.", sure=sure)
        elif w.stem in meeting.who.persons and not (w.raw in _STREETS and k and claim.words[k - 1].capital):
            told.append(k)
        elif w.stem in meeting.who.called or (k > claim.heading and always_capital(w.stem, meeting)):
            others.append(k)
    if mixed := _mixed(claim, meeting, told):
        yield mixed
    elif reason := next(_person(claim, meeting, told), None) or next(_in_list(claim, meeting, others), None):
        yield reason


def _in_list(claim: Claim, meeting: Meeting, names: Sequence[int]) -> Iterator[Reason]:
    """A name, of somebody or of somewhere, just where a person is named between the same words: "with Ann and Bob"."""
    for k in names:
        whole = places(claim, meeting)
        found = slot(claim, k, whole, meeting) or slot(claim, k, _of_clause(claim, k, meeting), meeting)
        if found is not None and not claim.is_quoted(k):
            yield _of_another(claim, meeting, k, *found)
            return


def _of_another(claim: Claim, meeting: Meeting, k: int, other: str, at: int) -> Reason:
    return Reason(
        code="name",
        detail=f"The record says this of {claim.words[k].raw}; "
        f"what was said here seems to be about {_shown(meeting, other, at)}.",
        at=at,
    )


def _person(claim: Claim, meeting: Meeting, told: Sequence[int]) -> Iterator[Reason]:
    """At most one reason: for the first of these people who was not there, or who did not do it."""
    holder = claim.holder
    named = all(not p.nameless for p in meeting.people.speakers.values())
    if holder and meeting.attributed and named and not labels_of(claim, meeting, holder[0]):
        holder = None
    whole = places(claim, meeting)
    for k in told:
        w = claim.words[k]
        if (holder and k <= holder[1]) or _is_told_of(claim, k):
            continue
        clause = _of_clause(claim, k, meeting)
        there = [*whole, *clause] if whole else []
        if whole and _speaks_of_own(whole[0], meeting, w.stem):
            continue
        if there and all(away(x, there, meeting) for x in _together(claim, meeting, k)):
            yield Reason(
                code="name",
                detail=f"The record names {w.raw} here; where this was said {w.raw} neither speaks nor is named.",
                at=there[0].words[0].at,
            )
            return
        found = (
            another(claim, k, whole, meeting)
            or slot(claim, k, whole, meeting)
            or _instead(claim, meeting, k)
            or another(claim, k, clause, meeting)
            or slot(claim, k, clause, meeting)
        )
        if found is not None:
            yield _of_another(claim, meeting, k, *found)
            return


def _is_told_of(claim: Claim, k: int) -> bool:
    """Whether a name stands in a quotation, or just before one: "Lee said of Dean, “…”", "… that Lee said, “…”"."""
    before = claim.words[k - 1].raw.lower() if k else ""
    after = claim.words[k + 1 : k + 2]
    follows = bool(after) and (claim.is_quoted(k + 1) and before in ("of", "about", "to"))
    says = bool(after) and after[0].stem in SAYS and k + 2 < len(claim.words) and claim.is_quoted(k + 2)
    return claim.is_quoted(k) or follows or says


def _speaks_of_own(unit: Unit, meeting: Meeting, name: str) -> bool:
    """Whether this one says "I" just where most of the sentence was said: then it is no mistake to name them."""
    mine = meeting.who.labels.get(name, set())
    return unit.speaker in mine and len(mine) == 1 and any(w.raw.lower() in _I for w in unit.words)


def _of_clause(claim: Claim, k: int, meeting: Meeting) -> list[Unit]:
    """Where the clause of a name was said: each clause of a sentence may stand at a place of its own."""
    clauses = claim.clauses
    clause = next((c for c in clauses if c[0] <= k <= c[1]), None)
    return places(claim, meeting, clause) if clause and len(clauses) > 1 else []


def _mixed(claim: Claim, meeting: Meeting, told: Sequence[int]) -> Reason | None:
    """The first name of one person with the surname of another."""
    who = meeting.who
    for k in told:
        if k + 1 not in told or claim.words[k + 1].at - claim.words[k].at != 1:
            continue
        one, other = claim.words[k], claim.words[k + 1]
        labels, more = who.labels.get(one.stem, set()), who.labels.get(other.stem, set())
        surname = other.stem in {last for _, last in who.full} | _surnames(meeting)
        if surname and not labels & more and not {(one.stem, other.stem), (other.stem, one.stem)} & who.full:
            name = f"{one.raw} {other.raw}"
            return Reason(code="name", detail=f"Nobody in this meeting is called “{name}”: see who is meant.")
    return None


def _surnames(meeting: Meeting) -> set[str]:
    return {
        names[-1]
        for label in meeting.people.speakers
        if len(names := [stem(x) for x in label_names(label)]) > 1
    }


def _instead(claim: Claim, meeting: Meeting, k: int) -> tuple[str, int] | None:
    """Who was named in place of this name, and where; None where the name itself fits well enough."""
    # Other people's names say nothing about whom this is told of.
    context = claim.context(k, without=frozenset(meeting.who.persons) | ROLE_WORDS, reach=10.0)
    held = meeting.held(context)
    # What nobody said in the whole meeting speaks for nobody.
    whole = sum(w for s, w in context if meeting.holders.get(s))
    enough = {
        n
        for n, here in held.items()
        if here >= _SHARE * whole and sum(n in meeting.holders.get(s, ()) for s, _ in context) >= _WORDS
    }
    if len(context) < _WORDS:
        return None  # one word, "alone", is said of anybody
    own = {label for w in claim.words if w.capital for label in meeting.who.labels.get(w.stem, ())}
    mine = claim.stems | {n for n, labels in meeting.who.labels.items() if labels & own}
    score = 0.0
    found = None
    does = is_doer(claim, k, meeting)
    for name in sorted(_others(claim.words[k].stem, meeting) - mine):
        acts = meeting.who.acts.get(name, {})
        for n in sorted(enough & meeting.sentences(name)):
            # What stands beyond the sentence can add no more than its share.
            most = held[n] + _BEYOND_OTHERS * (whole - held[n])
            for at in _in_place(meeting.units[n], acts, claim, does=does):
                if acts[at] * most > score - CLOSE_CALL:
                    fit = acts[at] * meeting.within(at, context, beyond=_BEYOND_OTHERS)
                    if fit > score:
                        score, found = fit, (name, at)
    # Where the name stands nowhere near, it may only be "he" all along: much must speak for somebody else.
    if found is None or score <= max(_LEAST, _ALONE * whole):
        return None
    together = _together(claim, meeting, k)
    if any(beside(x, found[1], meeting) for x in together):
        return None
    near = {n + d for n in held for d in range(-_ROUND, _ROUND + 1)}
    mine_at = [
        (at, x)
        for name in together
        for at, x in meeting.who.acts.get(name, {}).items()
        if meeting.numbers[at] in near
    ]
    best, _ = meeting.best(mine_at, context, beyond=_BEYOND)
    return found if score > RIVAL * best else None


def _in_place(unit: Unit, acts: Mapping[int, float], claim: Claim, *, does: bool) -> Iterator[int]:
    """Where somebody could stand in place of a name. One of whom something is told is no "I", and is "me" only where
    the word before is one of the record's: "he hit me", and not "for me".
    """
    before = ""
    for w in unit.words:
        low = w.raw.lower()
        if w.at in acts and (does or low not in ("i", "me") or (low == "me" and before in claim.stems)):
            yield w.at
        before = w.stem


def _together(claim: Claim, meeting: Meeting, k: int) -> list[str]:
    """The words of a full name: a surname is seldom spoken. A first name that two people have tells neither."""
    here = claim.words[k]
    beside = [claim.words[n] for n in (k - 1, k + 1) if 0 <= n < len(claim.words)]
    more = (w.stem for w in beside if w.capital and w.stem in meeting.who.known and abs(w.at - here.at) == 1)
    full = [here.stem, *more]
    return [x for x in full if len(meeting.who.labels.get(x, ())) < 2] or full


def _others(name: str, meeting: Meeting) -> set[str]:
    """Who could be meant instead. Everything is about the child, so a child is only mistaken for another child."""
    children = {stem(c) for c in meeting.people.children}
    # "Mum" may be this very one.
    return children if name in children else meeting.who.persons - KIN


def _unknown(claim: Claim, meeting: Meeting, k: int) -> bool:
    w = claim.words[k]
    if (
        says_little(w.stem)
        or w.stem in meeting.places
        or w.stem in meeting.who.labels
        or w.stem in meeting.written
        or len(w.raw) < 3
        or _VOWEL.search(w.raw) is None  # "Pmhx" is short for something
        or not w.raw[1:].islower()
    ):
        return False
    begins = k == 0 or w.at - claim.words[k - 1].at > 1
    after = claim.text[w.begins + len(w.raw) :][:1]
    followed = (
        k + 1 < len(claim.words) and claim.words[k + 1].raw.istitle() and claim.words[k + 1].at - w.at == 1
    )
    return after != ":" and (not begins or followed)


def _shown(meeting: Meeting, name: str, at: int) -> str:
    """A name as it was said or written."""
    for n in meeting.who.acts[name]:
        for w in meeting.unit(n).words:
            if w.stem == name and w.capital:
                return w.raw
    return max(meeting.who.labels.get(name) or {name}, key=lambda label: (len(label), label))  # the fullest
