"""Who is spoken of where: names, speakers who say "I", and whom "he" or "she" seems to mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from drafting import pronouns
from drafting.bound import called_by, introduced, says_who, shares
from drafting.pronouns import HE, SHE, is_spoken_to
from drafting.units import Unit
from drafting.wording.stems import stem
from drafting.wording.words import Word, words
from record.naming import NAMELESS

_KIN = {
    "mum": "she",
    "nan": "she",
    "aunt": "she",
    "sister": "she",
    "dad": "he",
    "grandad": "he",
    "brother": "he",
    "stepdad": "he",
    "stepmum": "she",
}
_TOLD_BY = dict.fromkeys(
    ["mr", "dad", "father", "stepdad", "boyfriend", "husband", "brother", "son", "uncle", "grandad", "sir"],
    "he",
) | dict.fromkeys(
    [
        *(
            "mrs",
            "ms",
            "miss",
            "mum",
            "mother",
            "stepmum",
            "girlfriend",
            "wife",
            "sister",
            "daughter",
            "aunt",
        ),
        *("auntie", "nan", "gran", "grandma"),
    ],
    "she",
)
"""Words that tell it of the name after them."""
_ADDRESSED = 2
"""Times that a name must be spoken to: once may be a place in a list."""
_NAMED, _SPEAKS, _MEANT = 1.0, 0.95, 0.8
_NOT_A_NAME = frozenset([
    "I", "OK", "Okay", "Yeah", "Yes", "No", "Oh", "Um", "Right", "Well", "So", "And", "But", "The",
    "He", "She", "It", "We", "They", "You", "That", "This", "There", "If", "When", "What", "Who",
    "Where", "Why", "How", "Mr", "Mrs", "Ms", "Dr", "Miss", "Sir", "God", "Ta", "Christmas", "Easter",
    "DS", "DC", "DI", "PC", "PS", "WPC",
])  # fmt: skip
_FIRST_PERSON = frozenset(["i", "me"])
_ACTS = frozenset(stem(w) for w in [
    "be", "have", "do", "say", "will", "can", "go", "tell", "come", "get", "want", "think", "ring",
    "ask", "feel", "take", "make", "see", "know", "live", "stay", "work", "need", "find", "write", "bring",
    "look", "speak", "give", "help", "start", "stop", "leave", "hear", "read", "send", "meet", "would", "did",
])  # fmt: skip
_PLACES = frozenset([
    "Street", "Road", "Lane", "Avenue", "Close", "Court", "House", "School", "High", "Primary",
    "Academy", "College", "Centre", "Hospital", "Park", "Way", "Drive", "Council",
])  # fmt: skip


@dataclass(slots=True)
class Naming:
    """The people and places of a meeting, by the stems of their names."""

    labels: dict[str, set[str]] = field(default_factory=dict, repr=False)
    """Speaker labels by the words of their names."""
    called: Counter[str] = field(default_factory=Counter, repr=False)
    """Names that were spoken."""
    persons: set[str] = field(default_factory=set, repr=False)
    """Those that are people's."""
    bound: set[str] = field(default_factory=set, repr=False)
    """Labels that name nobody, at which one person said who they are."""
    instead: dict[int, frozenset[str]] = field(default_factory=dict, repr=False)
    """By the number of a turn, who speaks it on somebody else's device: "Pete here."."""
    genders: dict[str, str] = field(default_factory=dict, repr=False)
    acts: dict[str, dict[int, float]] = field(default_factory=dict, repr=False)
    """Where somebody is named (1), speaks of themselves (.95) or seems to be meant by "he" or "she" (.8)."""
    full: set[tuple[str, str]] = field(default_factory=set, repr=False)
    """Names said together, such as a first name and a surname."""
    young: set[str] = field(default_factory=set, repr=False)
    """The first names and surnames of the children spoken about."""
    known: frozenset[str] = frozenset()
    """Every name of somebody or somewhere, spoken or a speaker's."""


def label_names(label: str) -> list[str]:
    """The words of a speaker label that are the person's: not "(Guest)", "iPhone" or a collar number."""
    bare = re.split(r"[(|\[]| - ", label)[0]
    bare = re.sub(
        r"\b(?:iphone|ipad|android|laptop|phone|speaker|guest|unknown)\b", "", bare, flags=re.IGNORECASE
    )
    return [w.raw for w in words(bare) if w.raw[:1].isalpha() and len(w.raw) > 1]


def naming(units: Sequence[Unit], children: Sequence[str], introduced_as: Iterable[str] = ()) -> Naming:
    """Everybody and every place that is named. `introduced_as`: names that were said with what somebody is."""
    made = Naming()
    own: dict[str, list[str]] = {}
    made.called.update(_called(units))
    for label in dict.fromkeys(u.speaker for u in units if u.speaker):
        own[label] = [stem(w) for w in label_names(label)]
        if NAMELESS.search(label):
            # "Base Laptop 2" is nobody's name.
            own[label] = [name for name in own[label] if name in made.called]
        for name in own[label]:
            made.labels.setdefault(name, set()).add(label)
    for label, names in introduced(units, made.called, children).items():
        own[label] = list(dict.fromkeys([*names, *own[label]]))
        made.bound.add(label)
        for name in names:
            made.labels.setdefault(name, set()).add(label)
    for name, label in called_by(units, made.called).items():
        if name not in made.labels and name not in {stem(c) for c in children}:
            own[label] = [*own[label], name]
            made.labels[name] = {label}
    small = {raw for raw in {w.raw for u in units for w in u.words} if not raw[:1].isupper()}
    parts = {n for label, names in own.items() if _is_part(label, small, made.called) for n in names}
    made.persons = (set(made.labels) - parts) | {stem(c) for c in children} | _addressed(units, made.called)
    made.persons.update(name for name in introduced_as if name in made.called)
    known = set(made.called) | made.persons
    made.known = frozenset(known)
    titled = dict(x for unit in units for x in _titled(unit, known))
    made.genders = _genders(units, known) | titled
    sure = titled.keys() | made.labels.keys()
    made.persons.update((titled.keys() | _with_others(units, made.called, sure)) - _places(units))
    lately = pronouns.Spoken(genders=made.genders)
    made.instead.update(_sharing(units, own, known))
    for unit in units:
        named = [w.stem in known and w.capital for w in unit.words]
        _spoken(made, unit, named)
        for k, w in enumerate(unit.words):
            low = w.raw.lower()
            if named[k]:
                lately.named(w, unit)
            elif low in _FIRST_PERSON and unit.speaker:
                for name in made.instead.get(unit.turn, own[unit.speaker]):
                    made.acts.setdefault(name, {}).setdefault(w.at, _SPEAKS)
            elif low in HE or low in SHE:
                for name in lately.meant(w, unit):
                    made.acts.setdefault(name, {}).setdefault(w.at, _MEANT)
    first = {stem(c) for c in children}
    made.young = first | {last for name, last in made.full if name in first}
    return made


def _sharing(
    units: Sequence[Unit], own: Mapping[str, Sequence[str]], known: set[str]
) -> Iterator[tuple[int, frozenset[str]]]:
    """The turns that somebody speaks on another's device, who says so: "Pete here."."""
    for unit in units:
        other = stem(shares(unit.text)) if unit.speaker else ""
        if other in known and other not in own.get(unit.speaker or "", ()):
            yield unit.turn, frozenset([other])


def by_part(roles: Mapping[str, Set[str]], who: Naming) -> dict[str, str]:
    """ "He" or "she" of the names of those who are there as somebody's mum, dad or brother."""
    return {
        name: _TOLD_BY[role]
        for role, labels in roles.items()
        if role in _TOLD_BY and len(labels) == 1
        for name, there in who.labels.items()
        if there == labels
    }


def _is_part(label: str, small: set[str], called: Counter[str]) -> bool:
    """Whether a label tells what somebody is there, "Project Manager", and not who: nobody calls anybody so, and all of
    its words are said in small letters.
    """
    names = label_names(label)
    return bool(names) and all(n.lower() in small and stem(n) not in called for n in names)


def _addressed(units: Sequence[Unit], called: Counter[str]) -> set[str]:
    """Those whom somebody speaks to by name: "Gemma?", "Thank you, Tom."."""
    found: Counter[str] = Counter()
    for unit in units:
        for w in {unit.words[0], unit.words[-1]}:
            before, after = unit.text[: w.begins].rstrip(), unit.text[w.begins + len(w.raw) :].strip()
            if w.raw.istitle() and w.stem in called and w.raw not in _PLACES:
                found[w.stem] += before[-1:] in ("", ",") and after[:1] in (",", ".", "?", "")
                found[w.stem] += _ADDRESSED * is_spoken_to(w, unit)
        for k in range(1, len(unit.words)):
            if unit.words[k].stem in called and says_who(unit, k):
                found[unit.words[k].stem] += _ADDRESSED
    places = _places(units)
    return {name for name, times in found.items() if times >= _ADDRESSED and name not in places}


def _with_others(units: Sequence[Unit], called: Counter[str], sure: Set[str]) -> set[str]:
    """Those who are named with "me" or "you", or whose relative somebody is: "me and Lee", "Lee's mum"."""
    found: set[str] = set()
    for unit in units:
        low = [w.raw.lower() for w in unit.words]
        for k, w in enumerate(unit.words):
            if w.stem not in called or not w.raw.istitle() or w.raw in _PLACES:
                continue
            after = unit.text[w.begins + len(w.raw) :][:2] in ("'s", "’s")
            kin = after and any(x in _TOLD_BY for x in low[k + 1 : k + 3])
            after_with = low[k - 1 : k] == ["with"] and not any(x.capital for x in unit.words[k + 1 : k + 2])
            if (
                kin
                or (
                    low[k - 1 : k] == ["and"] and unit.words[k - 2].stem in sure and unit.words[k - 2].capital
                )
                or after_with
                or low[max(0, k - 2) : k] in (["me", "and"], ["you", "and"])
                or low[k + 1 : k + 3] in (["and", "me"], ["and", "i"])
            ):
                found.add(w.stem)
    return found


def _places(units: Sequence[Unit]) -> set[str]:
    """Those said after "in" or "near", as nobody is: "she's in Leeds"."""
    return {
        w.stem
        for unit in units
        for before, w in pairwise(unit.words)
        if before.raw.lower() in ("in", "near")
        and w.raw.istitle()
        and w.at - before.at == 1
        and unit.text[w.begins + len(w.raw) :][:1] not in ("'", "’")
    }


def _spoken(made: Naming, unit: Unit, named: Sequence[bool]) -> None:
    """The names of one sentence: where they stand, which belong together, and which act as people do."""
    last: Word | None = None
    for k, w in enumerate(unit.words):
        if not named[k]:
            last = None
            continue
        made.acts.setdefault(w.stem, {})[w.at] = _NAMED
        if w.raw.istitle() and k + 1 < len(unit.words) and unit.words[k + 1].stem in _ACTS:
            made.persons.add(w.stem)
        if last is not None and w.at - last.at == 1:
            made.full.add((last.stem, w.stem))
            if w.raw not in _PLACES and last.raw.istitle() and w.raw.istitle():
                made.persons.update((last.stem, w.stem))
        last = w


def _genders(units: Sequence[Unit], known: set[str]) -> dict[str, str]:
    """Who is "he" and who is "she", as far as the sentences that name one person alone, and the next, plainly tell."""
    counted: dict[str, Counter[str]] = {}
    before: str | None = None
    for unit in units:
        kept = ["he" if w.raw.lower() in HE else "she" if w.raw.lower() in SHE else "" for w in unit.words]
        named = {w.stem for w in unit.words if w.stem in known and w.capital and not is_spoken_to(w, unit)}
        if len(named) == 1:
            before = named.pop()
            counted.setdefault(before, Counter()).update(kept)
        elif named:
            before = None
        elif before and (first := next((x for x in kept[: pronouns.BEGINS] if x), "")):
            counted[before][first] += 1
    seems = {
        name: "he" if c["he"] > c["she"] else "she"
        for name, c in counted.items()
        if max(c["he"], c["she"]) >= 3 * max(1, min(c["he"], c["she"]))
    }
    return seems | _KIN


def _titled(unit: Unit, known: set[str]) -> Iterator[tuple[str, str]]:
    """Names with what tells "he" or "she" just before them: "her boyfriend Wayne", "Mum, Carly", "Mr Coates"."""
    for k, (before, w) in enumerate(pairwise(unit.words)):
        gender = _TOLD_BY.get(before.raw.lower(), "")
        if not gender or not w.raw.istitle() or w.stem not in known:
            continue
        if w.at - before.at == 1 or (w.at - before.at == 3 and not _is_anothers(unit, k)):
            yield w.stem, gender


def _is_anothers(unit: Unit, k: int) -> bool:
    """Whether a relative at a word is who was named before it: "Jo Roe, Sam's mum, Lee Poe, dad"."""
    first = k - 1 if k and unit.words[k - 1].capital else k
    before = unit.words[first - 1] if first else None
    return before is not None and before.capital and unit.words[first].at - before.at == 3


def _called(units: Iterable[Unit]) -> Counter[str]:
    """Words with a capital inside a sentence: names of people and places."""
    inside: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for unit in units:
        dated = {k for f in unit.facts for k in range(f.first, f.last + 1)}
        for k, w in enumerate(unit.words):
            if not w.capital:
                small[w.stem] += 1
            elif k and k not in dated and w.raw not in _NOT_A_NAME and len(w.raw) > 1:
                inside[w.stem] += 1
    return Counter({s: n for s, n in inside.items() if n >= small[s]})
