"""Speakers whom the transcript calls "Speaker 2": the names they give, and by which they are spoken to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from drafting.units import Unit
from drafting.wording.stems import stem
from record.naming import NAMELESS

_TIMES = 2
"""Times that a name must be spoken to just before or after somebody speaks: once, it may be meant for another. Who
says a name as often speaks of somebody else by it.
"""
_CLEARLY = 2
"""How many times more often than any other name."""
_NAME = r"([A-Z][a-zà-öø-ÿ]+(?:-[A-Z][a-zà-öø-ÿ]+)?)"
_SPOKEN_TO = re.compile(
    r"(?:^|[.?!] )(?i:(?:(?:right|ok|okay|so|well|now|and|then|sorry|no|yes|yeah|oh),? )*)"
    rf"{_NAME}(?=[,?]|[.!](?: |$))"
    rf"|,(?: (?:love|our))? {_NAME}(?=[.?!,]|$)"
    r"|\b(?i:hi|hiya|hello|hey|morning|afternoon|thanks|thank you|sorry|cheers|welcome|go on|come in|is that you|"
    r"over to),? "
    rf"{_NAME}(?![\w'’])"
)
"""A name with which somebody is spoken to, as far as its place in the sentence tells."""
_SHARES = re.compile(
    rf"^(?:{_NAME}(?:,? this is|,? here| again| speaking)(?: again)?\b|(?:[Ii]t['’]s|[Tt]his is) {_NAME}"
    r"(?: again| here| now| speaking)?(?=[.,]))"
)
_GREETS = re.compile(r"(?:hi|hiya|hello|hey|is that you)\b", re.IGNORECASE)
"""Who is greeted and then speaks is the one who was greeted."""
_KIN = frozenset(stem(x) for x in ["mum", "mummy", "dad", "daddy", "nan", "nana", "gran", "miss", "sir"])


def introduced(
    units: Sequence[Unit], called: Mapping[str, int], children: Sequence[str] = ()
) -> dict[str, list[str]]:
    """The names of nameless speakers, by label: as they say themselves, or as they are spoken to by others."""
    nameless = {label for label in {u.speaker for u in units} if label and NAMELESS.search(label)}
    if not nameless:
        return {}
    given = _given(units, called, nameless)
    taken = {n for names in given.values() for n in names} | _labelled(units, nameless)
    names = (set(called) | {stem(c) for c in children}) - taken - _KIN
    return given | _spoken_to(units, nameless - given.keys(), names, {stem(c) for c in children})


def shares(text: str) -> str:
    """Who speaks now on a device that others share: "Pete here.", "It's Terry again."; "" where nobody says so."""
    found = _SHARES.match(text)
    return next((x for x in found.groups() if x), "") if found else ""


def called_by(units: Sequence[Unit], called: Mapping[str, int]) -> dict[str, str]:
    """Short names with the label of the one who answers to them: "Jo?" of Joanne Ling."""
    first: dict[str, set[str]] = {}
    for label in {u.speaker for u in units if u.speaker}:
        for w in re.findall(r"[^\W\d_]{2,}", re.split(r"[(|\[]| - ", label)[0]):
            first.setdefault(stem(w), set()).add(label)
    short = {
        n: x
        for n in called
        for x in [{y for f in first if f != n and f.startswith(n) for y in first[f]}]
        if x
    }
    found: dict[str, set[str]] = {}
    if not short:
        return {}
    for name, label in _heard(units, set(short) - first.keys()):
        found.setdefault(name, set()).update({label} & short[name])
    return {name: min(there) for name, there in found.items() if len(there) == 1}


def says_who(unit: Unit, k: int) -> bool:
    """Whether a name is given as somebody's: "it's Nora from the centre", "it's Bev now"."""
    low = [w.raw.lower() for w in unit.words[max(0, k - 2) : k + 2]]
    if len(low) < k - max(0, k - 2) + 2 or not unit.words[k].raw.istitle():
        return False
    return low[-3] in ("it", "this", "is", "am", "that") and low[-1] in ("from", "here", "now")


def _given(units: Sequence[Unit], called: Mapping[str, int], nameless: set[str]) -> dict[str, list[str]]:
    """The names that nameless speakers give themselves: "I'm Leanne". Two first names at one label bind neither."""
    found: dict[str, list[list[str]]] = {}
    for unit in units:
        if not unit.speaker or unit.speaker not in nameless:
            continue
        for k in range(2, len(unit.words)):
            before = [w.raw.lower() for w in unit.words[k - 2 : k]]
            gives = before in (["i", "am"], ["name", "is"]) or (before[1] == "it" and says_who(unit, k))
            if (
                not gives
                or not _is_name(unit, k, called)
                or [w.raw for w in unit.words[k + 1 : k + 2]] == ["now"]
            ):
                continue
            more = [k + 1] if k + 1 < len(unit.words) and _is_name(unit, k + 1, called) else []
            found.setdefault(unit.speaker, []).append([unit.words[n].stem for n in (k, *more)])
    return {label: max(told, key=len) for label, told in found.items() if len({x[0] for x in told}) == 1}


def _is_name(unit: Unit, k: int, called: Mapping[str, int]) -> bool:
    """Whether a word is said as a name just after the one before it, and nothing is said to be that person's."""
    w = unit.words[k]
    return (
        w.raw.istitle()
        and w.stem in called
        and w.at - unit.words[k - 1].at == 1
        and unit.text[w.begins + len(w.raw) :][:1] not in ("'", "’")
    )


def _labelled(units: Sequence[Unit], nameless: set[str]) -> set[str]:
    """The names in the labels of the others: who is spoken to by one of them is no "Speaker 2"."""
    return {
        stem(w)
        for label in {u.speaker for u in units}
        if label and label not in nameless
        for w in re.findall(r"[^\W\d_]{2,}", re.split(r"[(|\[]| - ", label)[0])
    }


def _spoken_to(
    units: Sequence[Unit], nameless: set[str], names: set[str], children: set[str]
) -> dict[str, list[str]]:
    """Of each nameless speaker the one name by which others speak to them, clearly oftener than by any other; a name
    that two speakers are called by is neither's.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    own = Counter((u.speaker, w.stem) for u in units if u.speaker in nameless for w in u.words if w.capital)
    for name, label in _heard(units, names):
        if label in nameless and own[label, name] < _TIMES:
            counts[label][name] += 1
    best = {}
    for label, times in counts.items():
        (name, most), *others = times.most_common(2)
        if most >= _TIMES and most >= _CLEARLY * (others[0][1] if others else 0):
            best[label] = name
    often = Counter(best.values())
    return {label: sorted(_forms(name, children)) for label, name in best.items() if often[name] == 1}


def _forms(name: str, children: set[str]) -> set[str]:
    """A name, and the child's that it is short for: "Ty" for Tyler; where it may be short for two, neither's."""
    longer = {x for x in children if x.startswith(name) and x != name} if len(name) > 1 else set()
    return {name, *longer} if len(longer) == 1 else {name}


def _heard(units: Sequence[Unit], names: set[str]) -> Iterator[tuple[str, str]]:
    """The name last spoken to in each turn, with who speaks next; one with which it begins, with who spoke before."""
    turns = [list(group) for _, group in groupby(units, key=lambda u: u.turn)]
    for n, turn in enumerate(turns):
        own = turn[0].speaker
        if not any(w.capital and w.stem in names for u in turn for w in u.words):
            continue
        last = next(
            ((u, x) for u in reversed(turn) for x in reversed(spoken_to(u.text)) if stem(x) in names), None
        )
        begins = spoken_to(turn[0].text) if "?" not in turn[0].text else []  # who is asked speaks next
        first = next(((turn[0], x) for x in begins if stem(x) in names), None)
        for found, beside in ((last, turns[n + 1 : n + 2]), (first, turns[max(0, n - 1) : n])):
            label = beside[0][0].speaker if beside else None
            if found and label and label != own:
                greets = found is last and _GREETS.match(found[0].text)
                yield from [(stem(found[1]), label)] * (_TIMES if greets else 1)


def spoken_to(text: str) -> list[str]:
    """The names with which somebody is spoken to in a sentence, in order."""
    return [next(x for x in m.groups() if x) for m in _SPOKEN_TO.finditer(text)]
