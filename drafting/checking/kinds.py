"""Things of one kind, easily written in place of each other (rules/kinds.yaml): mum and dad, heroin and cannabis."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from drafting.checking.claim import Claim, Reason
from drafting.evidence import Meeting
from drafting.placing import keys
from drafting.pronouns import HE, SHE
from drafting.roles import named as parts_in
from drafting.wording.rules import lists
from drafting.wording.stems import stem
from drafting.wording.words import Word

RIVAL = 1.7
ABSENT = 0.8
"""What another thing of the kind must weigh at that place, where the one that was written was never said."""
SHARE, SHARE_ALONE = 0.35, 0.5
"""Share of the words round it that must stand there: where the thing was said somewhere, and where it was not."""


_SUPPOSED = frozenset(["if", "unless", "whether", "asked", "would", "could", "should", "any"])
"""Where the record has none of these, what was only asked or supposed is nothing that was said instead."""
_BESIDE = 9
"""Places within which a figure is of a thing."""
_NEXT = 3
"""The same of a part of the day: "Friday morning", "Friday, in the morning"; further off it is of another day."""
_CLOSE = 0.85
"""Places of a figure that fit nearly as well as the best: at all of them it must stand beside the other thing."""
_LOOSE = 0.4
"""The same of a weekday with a part of the day, of which a clock may tell as well."""
_VERBS = frozenset({"body", "devices", "materials", "colours", "animals", "clothing", "drugs"})
"""Kinds whose words with "ed" or "ing" are something that is done, and no such thing."""
_COUNTS = frozenset(["a", "one", "every", "each", "any", "the"])
_PERSON = frozenset(["parent", "mum", "mother", "dad", "father", "man", "woman", "person", "carer"])
_TOLD = frozenset(["told", "tells", "tell", "informed", "asked"])
_ARTICLES = frozenset(["the", "a", "an", "his", "her", "their", "my"])
_BY_NAME = frozenset({
    "parents", "partners", "workers", "drugs", "medicines", "conditions", "body", "materials", "colours", "devices",
    "animals", "clothing", "family status",
})  # fmt: skip
"""Kinds whose things a record has no business to name where nobody did."""


@functools.cache
def members() -> Mapping[str, tuple[str, ...]]:
    """The kinds that each thing belongs to, by its stem. Things of two words are found by their second."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, things in lists("kinds.yaml").items():
        for thing in things:
            if " " not in thing:
                found[stem(thing)] = (*found.get(stem(thing), ()), kind)
    return found


@functools.cache
def _near() -> Mapping[str, frozenset[str]]:
    """Things of which either may be written for the other (rules/near.yaml), by stem."""
    found: dict[str, frozenset[str]] = {}
    for thing, others in lists("near.yaml").items():
        for other in others:
            a, b = stem(thing), stem(other)
            found[a] = found.get(a, frozenset()) | {b}
            found[b] = found.get(b, frozenset()) | {a}
    return found


def near(thing: str) -> frozenset[str]:
    """The things of which either may be written for this one."""
    return _near().get(thing, frozenset())


@functools.cache
def _kin() -> Mapping[str, tuple[str, ...]]:
    """What relatives may be called by those who speak of them (rules/kin.yaml), by stem."""
    return {stem(name): tuple(stem(x) for x in said) for name, said in lists("kin.yaml").items()}


def akin(thing: str, meeting: Meeting) -> bool:
    """Whether somebody was spoken of who may be called so: "Mark's sister" is his son's aunt."""
    return any(meeting.of(x) for x in _kin().get(thing, ()))


@functools.cache
def _things() -> Mapping[str, tuple[str, ...]]:
    """The stems of each kind, without those of two words."""
    return {
        kind: tuple(dict.fromkeys(stem(x) for x in things if " " not in x))
        for kind, things in lists("kinds.yaml").items()
    }


@functools.cache
def _phrases() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    return {
        kind: tuple(tuple(stem(w) for w in x.split()) for x in things)
        for kind, things in lists("kinds.yaml").items()
        if any(" " in x for x in things)
    }


def kinds(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """A reason for each thing in whose place another of its kind was said."""
    mine = claim.stems
    supposed = not _SUPPOSED.isdisjoint(w.raw.lower() for w in claim.words)
    for k, w in enumerate(claim.words):
        for kind in () if _listener(claim, k) else members().get(w.stem, ()):
            context = claim.context(k, reach=4.0)
            best, _ = meeting.best([(at, 1.0) for at in meeting.of(w.stem)], context, beyond=0.65)
            like = near(w.stem)
            others = sorted(
                (
                    at
                    for x in _things()[kind]
                    if x not in mine and x not in like
                    for at in meeting.of(x)
                    if supposed or at not in meeting.asked
                ),
                reverse=True,
            )
            least = max(ABSENT, RIVAL * best)
            score, at = meeting.best([(at, 1.0) for at in others], context, beyond=0.5, least=least)
            share = score / (sum(w for _, w in context) or 1.0)
            if share > (SHARE if best else SHARE_ALONE) and not _is_meant(w, at, meeting):
                yield Reason(
                    code="entity",
                    detail=f"The record says “{w.raw}”; what was said here is “{_raw(meeting, at)}”.",
                    at=at,
                )
                break
    yield from _two_words(claim, meeting)
    yield from _beside_figures(claim, meeting)


def _beside_figures(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """A figure that the record gives to one thing, and that stands beside another of its kind wherever it was said."""
    for fact in claim.facts:
        if fact.unit == "nth":
            continue  # "first" is often no count at all
        there = [
            (abs(w.at - claim.words[fact.first].at), k, kind)
            for k, w in enumerate(claim.words)
            for kind in members().get(w.stem, ())
        ]
        distance, k, kind = min(there, default=(_BESIDE, 0, ""))
        if distance >= _BESIDE:
            continue
        context = claim.context(fact.first, fact.last)
        fits = [(meeting.fit(at, context), at) for key in keys(fact) for at in meeting.of(key)]
        best = max(fits, default=(0.0, -1))[0]
        reach = _NEXT if kind == "times" else _BESIDE
        close = _LOOSE if kind == "times" else _CLOSE
        if distance >= reach:
            continue
        others = [_nearest(at, kind, meeting, reach) for fit, at in fits if fit >= close * best]
        mine = claim.stems | near(claim.words[k].stem)
        if best > ABSENT and others and all(x and x.stem not in mine for x in others):
            other = next(x for x in others if x)
            yield Reason(
                code="entity",
                detail=f"The record says “{claim.shown(fact.first, fact.last)}” of “{claim.words[k].raw}”; "
                f"where it was said, it stands beside “{other.raw}”.",
                at=other.at,
            )
            return


def _nearest(at: int, kind: str, meeting: Meeting, reach: int) -> Word | None:
    """The thing of a kind that stands next to a place in its sentence, if one does."""
    there = [
        (abs(w.at - at), w)
        for w in meeting.unit(at).words
        if w.at != at and kind in members().get(w.stem, ())
    ]
    distance, word = min(there, key=lambda x: x[0], default=(_BESIDE, None))
    return word if distance < reach else None


_IN_OTHERS = frozenset(["face", "foot", "hand", "head", "heart", "back", "eye", "ear", "arm"])
"""Parts of the body that stand in many other words: an ear defender, to face a move. A record's "teacher", too, may be
whoever teaches, though all call her by her name.
"""


def unnamed(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason: a medicine, an illness, a relative or the like that nobody named in the whole meeting."""
    for k, w in enumerate(claim.words):
        said = k < claim.heading or meeting.of(w.stem) or w.stem in meeting.who.labels
        named = not said and not _BY_NAME.isdisjoint(members().get(w.stem, ()))
        if named and not _has_role(w.stem, meeting) and not _other_sense(claim, k):
            # "No spots on the skin" may well sum up what was said without that word.
            sure = not (w.denied and "body" in members()[w.stem]) and not akin(w.stem, meeting)
            sure = sure and w.stem not in _IN_OTHERS and set(members()[w.stem]) != {"workers"}
            yield Reason(code="entity", detail=f"Nobody in this meeting speaks of “{w.raw}”.", sure=sure)
            return


def _other_sense(claim: Claim, k: int) -> bool:
    """Whether the word is another one here: she "displayed" distress and "faced" a move; "a single time"."""
    w = claim.words[k]
    kinds_of = set(members()[w.stem])
    if w.raw.lower().endswith("ly"):  # "early" has nothing to do with an ear
        return True
    if kinds_of <= _VERBS and w.raw.lower() != w.stem and w.raw.lower().endswith(("ed", "ing")):
        return True
    after = claim.words[k + 1].raw.lower() if k + 1 < len(claim.words) else ""
    before = claim.words[k - 1].raw.lower() if k else ""
    return "family status" in kinds_of and before in _COUNTS and after not in _PERSON


def _is_meant(w: Word, at: int, meeting: Meeting) -> bool:
    """Whether a relative may be who is "he" or "she" where another is named: "if he comes I go to Nan's"."""
    kept = meeting.who.genders.get(w.stem, "")
    other = next((meeting.who.genders.get(x.stem, "") for x in meeting.unit(at).words if x.at == at), "")
    pronouns = HE if kept == "he" else SHE if kept == "she" else frozenset[str]()
    words = meeting.unit(at).words
    # "Ruby asks for her dad": she is Ruby.
    named = any(x.capital and meeting.who.genders.get(x.stem) == kept for x in words if x.at != at)
    return bool(kept and other and kept != other and not named and {x.raw.lower() for x in words} & pronouns)


def _listener(claim: Claim, k: int) -> bool:
    """Whether something was told to this one: a record says "told the social worker" of the one who writes it."""
    before = [w.raw.lower() for w in claim.words[max(0, k - 3) : k]]
    if before and before[-1] in _ARTICLES:
        before.pop()
    return bool(before) and (before[-1] in _TOLD or before[-2:] in (["spoke", "to"], ["said", "to"]))


def _has_role(thing: str, meeting: Meeting) -> bool:
    """Whether somebody is there as that: "the teacher" may be written of one who is only called by name."""
    return any(stem(part) == thing for role in meeting.roles for part in role.split())


def _raw(meeting: Meeting, at: int) -> str:
    return next((w.raw for w in meeting.unit(at).words if w.at == at), "")


def _two_words(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """The same for things of two words, such as "working memory"."""
    stems = [w.stem for w in claim.words]
    for things in _phrases().values():
        for thing in things:
            k = next((n for n in range(len(stems)) if tuple(stems[n : n + len(thing)]) == thing), None)
            if k is None or len(thing) < 2 or _listener(claim, k):
                continue
            context = claim.context(k, k + len(thing) - 1, reach=6.0)
            best = max((meeting.fit(at, context) for at in _said(meeting, thing)), default=0.0)
            score, at = max(
                (
                    (meeting.fit(at, context), at)
                    for x in things
                    if x != thing and not set(x) <= set(stems)
                    for at in _said(meeting, x)
                ),
                default=(0.0, -1),
            )
            share = score / (sum(w for _, w in context) or 1.0)
            if score > max(ABSENT, RIVAL * best) and share > (SHARE if best else SHARE_ALONE):
                words = claim.shown(k, k + len(thing) - 1)
                if any(meeting.roles.get(role) for role in parts_in(words.lower())):
                    return  # somebody is there as that, and is written of without being called so
                yield Reason(
                    code="entity",
                    detail=f"The record says “{words}”; what was said here is “{_raw(meeting, at)}”.",
                    at=at,
                )
                return


def _said(meeting: Meeting, thing: tuple[str, ...]) -> list[int]:
    return [
        at
        for at in meeting.of(thing[0])
        if all(meeting.nearest(x, at) <= n for n, x in enumerate(thing) if n)
    ]
