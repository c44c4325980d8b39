"""A meeting prepared for checking: where each word, figure and name stands, and how well a place fits a sentence."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from drafting import facts, hold, speech
from drafting.checking.stems import carries, says_little, stem
from drafting.checking.words import Word, bare, denies, words
from drafting.checking.roles import roles
from drafting.people import People, people
from record.source import PassageId, Transcript

FAR = 90
"""Places beyond which two words have nothing to do with each other."""

_IF = 14
"""How far an "if" reaches."""
_TURN, _SENTENCE, _MUTTER = 10, 6, 2
_NOT_A_NAME = frozenset(
    "I OK Okay Yeah Yes No Oh Um Right Well So And But The He She It We They You That This There If When What Who "
    "Where Why How Mr Mrs Ms Dr Miss Sir".split()
)
_FIRST_PERSON = frozenset("i me".split())
_HE, _SHE = frozenset("he him his".split()), frozenset("she her hers".split())
_NO = frozenset("no nope nah never none".split())
_YES = frozenset("yes yeah yep yup definitely course".split())
_ACTS = frozenset("be have do say will can go tell come get want think ring ask feel".split())
_PLACES = frozenset(
    "Street Road Lane Avenue Close Court House School High Primary Academy College Centre Hospital Park Way Drive Council".split()
)
_OPENINGS = frozenset("so and ok okay well right yeah oh but".split())
_VOID = frozenset({hold.Why.CORRECTED, hold.Why.INSTRUCTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence of the meeting with its words and figures. `void` where it was put right, or was said to the tool."""

    n: int
    turn: int
    speaker: str | None = field(repr=False)
    text: str = field(repr=False)
    passages: tuple[PassageId, ...]
    words: tuple[Word, ...] = field(repr=False)
    facts: tuple[facts.Fact, ...] = field(repr=False)
    asks: bool
    why: hold.Why | None

    @property
    def void(self) -> bool:
        return self.why in _VOID


Context = Sequence[tuple[str, float]]
"""Stems that stand round a word, with what each weighs."""


@dataclass(slots=True)
class Meeting:
    """What was said, indexed. Build one with `meeting()` and use it for every sentence."""

    units: list[Unit] = field(repr=False)
    people: People = field(repr=False)
    places: dict[str, list[int]] = field(default_factory=dict, repr=False)
    """Where each stem, and each figure by its key, stands."""
    acts: dict[str, dict[int, float]] = field(default_factory=dict, repr=False)
    """Where somebody is named (1), speaks of themselves (.95) or seems to be meant by "he" or "she" (.8)."""
    starts: list[int] = field(default_factory=list, repr=False)
    denied: dict[int, int] = field(default_factory=dict, repr=False)
    by_passage: dict[PassageId, list[int]] = field(default_factory=dict, repr=False)
    names: dict[str, set[str]] = field(default_factory=dict, repr=False)
    """Speaker labels by the words of their names."""
    called: Counter[str] = field(default_factory=Counter, repr=False)
    """Names that were spoken, as stems."""
    runs: tuple[str, ...] = field(default=(), repr=False)
    """What each said in one go, also where somebody else only said "Mm" in between; small letters and digits."""
    said: frozenset[str] = frozenset()
    """Every sentence, as small letters and digits, with and without the "So" or "OK" before it."""
    persons: set[str] = field(default_factory=set, repr=False)
    """Those of the names that are people's."""
    asked: set[int] = field(default_factory=set, repr=False)
    """Places in questions that got no plain yes or no."""
    fact_at: dict[int, facts.Fact] = field(default_factory=dict, repr=False)
    roles: dict[str, set[str]] = field(default_factory=dict, repr=False)
    """Speaker labels by what people are there, as they were introduced: "health visitor", "mum"."""
    genders: dict[str, str] = field(default_factory=dict, repr=False)
    full_names: set[tuple[str, str]] = field(default_factory=set, repr=False)

    def unit(self, at: int) -> Unit:
        """The sentence in which a place is."""
        return self.units[max(0, bisect_right(self.starts, at) - 1)]

    def weight(self, stem: str) -> float:
        """How much a stem tells: rare ones much, common ones little."""
        seen = len(self.acts.get(stem) or self.places.get(stem, ()))
        return (0.25 if says_little(stem) else 1.0) * math.log(1 + len(self.units) / (1 + seen))

    def nearest(self, stem: str, at: int) -> int:
        """How far the nearest other place of a stem is."""
        there = self.places.get(stem)
        if not there:
            return FAR
        k = bisect_left(there, at)
        after = there[k] - at if k < len(there) else FAR
        before = at - there[k - 1] if k else FAR
        return min(before, after, FAR)

    def fit(self, at: int, context: Context) -> float:
        """How much of a context stands round a place."""
        return sum(w * closeness(self.nearest(s, at)) for s, w in context)

    def tight(self, at: int, context: Context) -> float:
        """The same with what stands further off counted much less: how well a place fits by itself."""
        return sum(w * (1.0 if d <= 8 else (10.0 / d) ** 2) for s, w in context if (d := self.nearest(s, at)) < FAR)

    def within(self, at: int, context: Context, *, beyond: float) -> float:
        """How much of a context stands in the same sentence; what stands beyond it counts by that share."""
        unit = self.unit(at)
        first, last = unit.words[0].at, unit.words[-1].at
        total = 0.0
        for s, w in context:
            there = self.places.get(s)
            if not there:
                continue
            k = bisect_left(there, first)
            if k < len(there) and there[k] <= last:
                total += w
            else:
                total += w * beyond * closeness(self.nearest(s, at))
        return total

    def ranked(self, weights: dict[str, float], most: int = 8) -> list[tuple[float, int]]:
        """The sentences that hold most of these stems, themselves or in those beside them; best first."""
        scores: Counter[int] = Counter()
        for s, w in weights.items():
            there = list(self.acts[s]) if s in self.acts else self.places.get(s, ())
            if s not in self.acts and len(there) > max(60, len(self.units) // 12):
                continue
            here = {bisect_right(self.starts, at) - 1 for at in there}
            for n in here:
                scores[n] += w
                for beside, share in ((n - 1, 0.45), (n + 1, 0.45), (n - 2, 0.2), (n + 2, 0.2)):
                    if beside not in here:
                        scores[beside] += w * share
        found = [(score, n) for n, score in scores.most_common(most) if 0 <= n < len(self.units)]
        return sorted(found, key=lambda x: (-x[0], x[1]))

    def of(self, stem: str) -> Sequence[int]:
        return self.places.get(stem, ())


def closeness(distance: int) -> float:
    """1 for words of one clause, .5 at 18 places (a sentence or two), nothing from FAR on."""
    if distance <= 8:
        return 1.0
    return 0.0 if distance >= FAR else 16.0 / (distance + 8)


def meeting(transcript: Transcript) -> Meeting:
    """Prepare a transcript. Pure."""
    turns = speech.turns(transcript)
    who = people(turns, child=None, siblings=(), author=None)
    held = hold.held(turns, who)
    units: list[Unit] = []
    at = 0
    for turn in turns:
        for s in turn.sentences:
            told = words(s.text, at)
            if not told:
                continue
            units.append(
                Unit(
                    n=len(units),
                    turn=turn.n,
                    speaker=s.speaker,
                    text=s.text,
                    passages=s.passages,
                    words=tuple(told),
                    facts=tuple(facts.facts(told)),
                    asks=s.asks,
                    why=held.get(s.n),
                )
            )
            at = told[-1].at + _SENTENCE
        at += _MUTTER if turn.filler else _TURN - _SENTENCE
    made = Meeting(units=units, people=who)
    _index(made)
    _answer(made)
    _name_everybody(made)
    made.roles = roles(who)
    made.runs = tuple(_runs(units))
    made.said = frozenset(_said(units))
    return made


def _said(units: Sequence[Unit]) -> Iterator[str]:
    for unit in units:
        text = bare(unit.text)
        yield text
        while True:
            first, _, rest = text.partition(" ")
            if first not in _OPENINGS or not rest:
                break
            text = rest
            yield text


def _runs(units: Sequence[Unit]) -> Iterator[str]:
    runs: dict[str | None, list[str]] = {}
    last: str | None = None
    for unit in units:
        text = bare(unit.text)
        if unit.speaker != last and text.count(" ") > 2:
            for who in [x for x in runs if x != unit.speaker]:
                yield f" {' '.join(runs.pop(who))} "
            last = unit.speaker
        runs.setdefault(unit.speaker, []).append(text)
    for run in runs.values():
        yield f" {' '.join(run)} "


def _index(made: Meeting) -> None:
    for unit in made.units:
        made.starts.append(unit.words[0].at)
        for id in unit.passages:
            made.by_passage.setdefault(id, []).append(unit.n)
        for w in unit.words:
            made.places.setdefault(w.stem, []).append(w.at)
            if w.stem == "one":
                made.places.setdefault(f"{facts.Kind.NUMBER}:1", []).append(w.at)
            if w.denied:
                made.denied[w.at] = w.denied
        if not unit.void:
            for fact in unit.facts:
                at = unit.words[fact.first].at
                made.fact_at[at] = fact
                for key in keys(fact):
                    there = made.places.setdefault(key, [])
                    if not there or there[-1] != at:
                        there.append(at)


def _answer(made: Meeting) -> None:
    """A question that is answered "no" denies what it asks about; one that is not answered leaves it open."""
    for unit in made.units:
        since = next((w.at for w in unit.words if w.raw.lower() in ("if", "unless")), None)
        if since is not None:
            made.asked.update(w.at for w in unit.words if since < w.at < since + _IF)
    for k, after in enumerate(made.units):
        before = made.units[k - 1] if k else after
        if not before.asks or after.turn == before.turn and after.speaker is not None:
            continue
        first = [w.raw.lower() for w in after.words[:3]]
        if first[0] in ("um", "oh", "uh", "well", "mm") and len(first) > 1:
            first = first[1:]
        asked = [u for u in made.units[max(0, k - 4) : k] if u.turn == before.turn and u.asks]
        for unit in asked:
            if first[0] in _NO or (first[0] not in _YES and any(denies(w) for w in after.words[:5])):
                made.denied.update((w.at, 2 if carries(w.stem) else 1) for w in unit.words)
            elif first[0] not in _YES:
                made.asked.update(w.at for w in unit.words)


def keys(fact: facts.Fact) -> tuple[str, ...]:
    """The keys under which a figure is found: "ten" may be ten o'clock or the tenth, "the 9th" a 9."""
    same = [fact.key]
    number, day, time = facts.Kind.NUMBER, facts.Kind.DAY, facts.Kind.TIME
    if fact.kind == time and fact.value.endswith(":00"):
        same.append(f"{number}:{fact.value[:-3]}")
    elif fact.kind == time:
        hour, _, minutes = fact.value.partition(":")
        same.append(f"{number}:" + f"{hour}.{minutes}".rstrip("0"))
    elif fact.kind == day:
        same.append(f"{number}:{fact.value}")
    elif fact.kind == number and fact.unit in ("nth", ""):
        same.append(f"{day}:{fact.value}")
        if fact.value.isdigit() and 1 <= int(fact.value) <= 12:
            same.append(f"{time}:{fact.value}:00")
    return tuple(same)


def label_names(label: str) -> list[str]:
    """The words of a speaker label that are the person's: not "(Guest)", "iPhone" or a collar number."""
    bare = re.split(r"[(|\[]| - ", label)[0]
    bare = re.sub(r"\b(?:iphone|ipad|android|laptop|phone|speaker|guest|unknown)\b", "", bare, flags=re.IGNORECASE)
    return [w.raw for w in words(bare) if w.raw[:1].isalpha() and len(w.raw) > 1]


def _name_everybody(made: Meeting) -> None:
    labels = dict.fromkeys(u.speaker for u in made.units if u.speaker)
    own: dict[str, list[str]] = {}
    for label in labels:
        own[label] = [stem(w) for w in label_names(label)]
        for name in own[label]:
            made.names.setdefault(name, set()).add(label)
    made.called.update(_called(made.units))
    known = set(made.called) | set(made.names)
    made.persons = set(made.names) | {stem(c) for c in made.people.children}
    made.genders = _genders(made.units, known)
    recent: list[tuple[str, int]] = []
    for unit in made.units:
        last: Word | None = None
        for k, w in enumerate(unit.words):
            if w.stem in known and w.capital:
                made.acts.setdefault(w.stem, {})[w.at] = 1.0
                if w.raw.istitle() and k + 1 < len(unit.words) and unit.words[k + 1].stem in _ACTS:
                    made.persons.add(w.stem)
                recent = [*(x for x in recent if x[0] != w.stem), (w.stem, w.at)][-3:]
                if last is not None and last.stem in known and w.at - last.at == 1:
                    made.full_names.add((last.stem, w.stem))
                    if w.raw not in _PLACES:
                        made.persons.update((last.stem, w.stem))
                last = w
                continue
            low = w.raw.lower()
            last = None
            if low in _FIRST_PERSON and unit.speaker:
                for name in own[unit.speaker]:
                    made.acts.setdefault(name, {}).setdefault(w.at, 0.95)
            elif low in _HE or low in _SHE:
                for name, at in recent:
                    if w.at - at <= FAR and not (name in made.genders and (made.genders[name] == "she") != (low in _SHE)):
                        made.acts.setdefault(name, {}).setdefault(w.at, 0.8)


def _genders(units: Sequence[Unit], known: set[str]) -> dict[str, str]:
    """Who is "he" and who is "she", as far as the sentences that name one person alone plainly tell."""
    counted: dict[str, Counter[str]] = {}
    for unit in units:
        named = {w.stem for w in unit.words if w.capital and w.stem in known}
        if len(named) == 1:
            counts = counted.setdefault(named.pop(), Counter())
            for w in unit.words:
                low = w.raw.lower()
                counts["he" if low in _HE else "she" if low in _SHE else ""] += 1
    return {
        name: "he" if c["he"] > c["she"] else "she"
        for name, c in counted.items()
        if max(c["he"], c["she"]) >= 3 * max(1, min(c["he"], c["she"]))
    }


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
