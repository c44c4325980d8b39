"""A meeting prepared for checking: where each word, figure and name stands, and how well a place fits a sentence."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from drafting import facts, hold, ranking, speech, today
from drafting.answered import answered
from drafting.lay import PLAIN, said_as
from drafting.naming import Naming, by_part, naming
from drafting.people import People, people
from drafting.placing import figures, put_right, standing, withdrawn
from drafting.righted import Righted, righted
from drafting.roles import introductions, roles
from drafting.spoken import Spoken, spoken
from drafting.units import Unit
from drafting.wording.stems import says_little
from drafting.wording.taken import TAKES_ON
from drafting.wording.words import words
from record.source import PassageId, Transcript

FAR = 90
"""Places beyond which two words have nothing to do with each other."""

_TURN, _SENTENCE, _MUTTER = 10, 6, 2
_REACH = FAR // _SENTENCE
"""Sentences within which they may have: each begins that much behind the one before."""
MODAL = frozenset(["can", "could", "should"])
_ADVISED = 5
"""How far one of these reaches."""
_PLAINLY = "~"
"""Before a stem: in plainer words as well."""
_NOWHERE: frozenset[int] = frozenset()
_RIGHT = 4
"""Sentences within which what was put right is told anew."""
_KEPT = 16
"""Rankings that are kept: several rules ask the same of one sentence and of its clauses."""
CLOSE_CALL = 1e-9
"""Two sums of the same weights, taken in another order, differ by less."""


Context = Sequence[tuple[str, float]]
"""Stems that stand round a word, with what each weighs."""


@dataclass(slots=True)
class Meeting:
    """What was said, indexed. Build one with `meeting()` and use it for every sentence."""

    units: list[Unit] = field(repr=False)
    people: People = field(repr=False)
    attributed: bool
    who: Naming = field(repr=False)
    written: frozenset[str] = field(repr=False)
    """The stems of what stands in the labels of the speakers: "Mill Road Primary"."""
    spoken: Spoken = field(repr=False)
    places: dict[str, list[int]] = field(default_factory=dict, repr=False)
    """Where each stem, and each figure by its key, stands."""
    holders: dict[str, set[int]] = field(default_factory=dict, repr=False)
    """The numbers of the sentences in which they stand."""
    plainly: dict[str, set[int]] = field(default_factory=dict, repr=False)
    """The numbers of the sentences in which a plainer word for a stem stands."""
    numbers: array[int] = field(default_factory=lambda: array("I"), repr=False)
    """By place, the number of the sentence in which it is, or after which."""
    denied: dict[int, int] = field(default_factory=dict, repr=False)
    by_passage: dict[PassageId, list[int]] = field(default_factory=dict, repr=False)
    asked: set[int] = field(default_factory=set, repr=False)
    """Places in questions that got no plain yes or no."""
    advised: set[int] = field(default_factory=set, repr=False)
    """Places at which is told what can or should be and not what is: "you can drink plenty"."""
    fact_at: dict[int, facts.Fact] = field(default_factory=dict, repr=False)
    roles: dict[str, set[str]] = field(default_factory=dict, repr=False)
    """Speaker labels by what people are there, as they were introduced: "health visitor", "mum"."""
    parts: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    """The roles in which each name was spoken of."""
    nameless: float = 0.0
    """Share of the sentences whose speakers have no name of their own: a shared room, an unattributed file."""
    undertaken: frozenset[int] = frozenset()
    """The numbers of the sentences in which somebody says "I'll do that"."""
    righted: tuple[Righted, ...] = ()
    """Names that were put right where they were said."""
    day: today.Day | None = None
    """The day of the meeting, where it was said."""
    withdrawn: set[str] = field(default_factory=set, repr=False)
    """The keys of the figures that were put right later."""
    void: frozenset[int] = frozenset()
    """The numbers of the sentences that were put right, or were said to the tool."""
    lately: dict[tuple[tuple[str, float], ...], list[tuple[float, int]]] = field(
        default_factory=dict, repr=False
    )
    """What was ranked lately."""
    named: dict[str, frozenset[int]] = field(default_factory=dict, repr=False)
    """The numbers of the sentences in which somebody is named or meant; of those who were asked for."""
    stretches: dict[str, frozenset[int]] = field(default_factory=dict, repr=False)
    """By stem, the stretches of the meeting within reach of which it stands; of those that were asked for."""

    def unit(self, at: int) -> Unit:
        """The sentence in which a place is."""
        return self.units[self.numbers[at]]

    def number(self, at: int) -> int:
        """The number of the sentence in which a place is."""
        return self.numbers[at]

    def held(self, context: Context, among: Set[int] | None = None) -> dict[int, float]:
        """How much of a context each sentence holds, by its number; of these numbers alone, where some are given."""
        found: dict[int, float] = {}
        for s, w in context:
            there = self.holders.get(s, _NOWHERE)
            for n in there if among is None else there & among:
                found[n] = found.get(n, 0.0) + w
        return found

    def weight(self, stem: str) -> float:
        """How much a stem tells: rare ones much, common ones little."""
        there = self.who.acts.get(stem) or self.places.get(stem) or ()
        seen = len(there)
        return (0.25 if says_little(stem) else 1.0) * math.log(1 + max(1, len(self.units)) / (1 + seen))

    def nearest(self, stem: str, at: int) -> int:
        """How far the nearest other place of a stem is."""
        there = self.places.get(stem)
        if not there:
            return FAR
        k = bisect_left(there, at)
        after = there[k] - at if k < len(there) else FAR
        before = at - there[k - 1] if k else FAR
        return min(before, after, FAR)

    def following(self, stem: str, at: int) -> int:
        """How far the next place of a stem is."""
        there = self.places.get(stem, [])
        k = bisect_left(there, at)
        return min(there[k] - at, FAR) if k < len(there) else FAR

    def fit(self, at: int, context: Context) -> float:
        """How much of a context stands round a place."""
        return sum(w * closeness(self.nearest(s, at)) for s, w in context)

    def within(self, at: int, context: Context, *, beyond: float) -> float:
        """How much of a context stands in the same sentence; what stands beyond it counts by that share."""
        unit = self.unit(at)
        first, last = unit.words[0].at, unit.words[-1].at
        total = 0.0
        for s, w in context:  # the innermost loop of a check: what it needs is written out
            there = self.places.get(s)
            if not there:
                continue
            k = bisect_left(there, first)
            if k < len(there):
                if there[k] <= last:
                    total += w
                    continue
                distance = there[k] - at
            else:
                distance = FAR
            if k and at - there[k - 1] < distance:
                distance = at - there[k - 1]
            if distance < FAR:
                total += w * beyond * closeness(distance)
        return total

    def best(
        self, places: Sequence[tuple[int, float]], context: Context, *, beyond: float, least: float = 0.0
    ) -> tuple[float, int]:
        """How well the best of these places fits (`within`), times the at most 1 that it counts, and which it is: of
        those that fit alike the first. (0, -1) if none fits better than `least`.
        """
        whole = sum(w for _, w in context)
        if whole <= least:
            return 0.0, -1
        bounds = [
            most * x for (_, x), most in zip(places, self._bounds(places, context, beyond), strict=True)
        ]
        best, where = least, -1
        enough = [k for k, most in enumerate(bounds) if most + CLOSE_CALL >= least]
        for k in sorted(enough, key=lambda k: -bounds[k]):
            if bounds[k] + CLOSE_CALL < best:
                break
            at, x = places[k]
            fit = self.within(at, context, beyond=beyond) * x
            if fit > best or (fit == best and 0 <= k < where):
                best, where = fit, k
        return (best, places[where][0]) if where >= 0 else (0.0, -1)

    def _bounds(
        self, places: Sequence[tuple[int, float]], context: Context, beyond: float
    ) -> Iterator[float]:
        """What each place holds at the most: all little words, the telling ones of its own sentence, and of those
        that stand within reach of it a share.
        """
        often = {s for s, _ in context if self._often(s)}
        little = sum(w for s, w in context if s in often)
        telling = [(s, w) for s, w in context if s not in often]
        sentences = [self.numbers[at] for at, _ in places]
        near = dict.fromkeys((n // _REACH for n in sentences), 0.0)
        for s, w in telling:
            for stretch in near.keys() & self.stretches_near(s):
                near[stretch] += w
        held = self.held(telling, among=set(sentences))
        for n in sentences:
            here = held.get(n, 0.0)
            yield little + here + beyond * (near[n // _REACH] - here)

    def stretches_near(self, stem: str) -> frozenset[int]:
        """The stretches of the meeting, so many sentences each, in which or beside which a stem stands."""
        if stem not in self.stretches:
            there = {n // _REACH for n in self.holders.get(stem, _NOWHERE)}
            self.stretches[stem] = frozenset({n + k for n in there for k in (-1, 0, 1)})
        return self.stretches[stem]

    def ranked(self, weights: dict[str, float], most: int = 8) -> list[tuple[float, int]]:
        """The sentences that hold most of these stems, themselves or in those beside them; best first."""
        key = tuple(weights.items())
        if key not in self.lately:
            if len(self.lately) >= _KEPT:
                self.lately.clear()
            self.lately[key] = self._ranked(weights, max(most, 8))
        return self.lately[key][:most]

    def _often(self, stem: str) -> bool:
        """Whether a stem stands in so many places that it tells none of them from another."""
        return len(self.places.get(stem, ())) > max(60, len(self.units) // 12)

    def plain(self, stem: str) -> str:
        """The key of a stem for those sentences too in which a plainer word for it was said."""
        return f"{_PLAINLY}{stem}" if stem in self.plainly else stem

    def sentences(self, stem: str) -> Set[int]:
        """The numbers of the sentences in which a stem stands; of a name also where it is meant."""
        if stem[0] == _PLAINLY:
            return self.holders.get(stem[1:], set()) | self.plainly.get(stem[1:], set())
        if stem not in self.who.acts:
            return self.holders.get(stem, _NOWHERE)
        if stem not in self.named:
            self.named[stem] = frozenset([self.numbers[at] for at in self.who.acts[stem]])
        return self.named[stem]

    def _ranked(self, weights: dict[str, float], most: int) -> list[tuple[float, int]]:
        where = [
            (self.sentences(s), w) for s, w in weights.items() if s in self.who.acts or not self._often(s)
        ]
        return ranking.best(where, most, sentences=len(self.units), void=self.void)

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
    parts = introductions(u.text for u in units)
    known = naming(units, who.children, parts)
    there = roles(who, units, parts, known.labels)
    known.genders.update(by_part(there, known))
    made = Meeting(
        units=units,
        people=who,
        attributed=any(u.speaker for u in units),
        who=known,
        roles=there,
        parts=parts,
        written=frozenset(w.stem for label in {u.speaker or "" for u in units} for w in words(label)),
        spoken=spoken(turns),
        day=today.of_meeting(units),
        nameless=sum(not u.speaker or who.speakers[u.speaker].nameless for u in units) / max(1, len(units)),
    )
    _index(made)
    denied, made.asked = answered(units)
    made.denied.update(denied)
    made.advised = {
        w.at + k for u in units for w in u.words if w.raw.lower() in MODAL for k in range(1, _ADVISED + 1)
    }
    made.undertaken = frozenset(u.n for u in units if not u.asks and TAKES_ON.search(u.text))
    made.righted = righted(units, known.persons)
    made.void = frozenset(u.n for u in units if u.void)
    return made


def part(whole: Meeting, cited: Iterable[PassageId]) -> Meeting | None:
    """The same meeting as if only the cited passages, and those beside them, had been spoken. None of none known."""
    ids = {id for id in cited if id in whole.by_passage}
    if not ids:
        return None
    turns = {whole.units[n].turn + k for id in ids for n in whole.by_passage[id] for k in (-1, 0, 1)}
    units = [u for u in whole.units if u.turn in turns]
    made = replace(whole, lately={}, named={}, stretches={}, places={}, holders={}, fact_at={})
    for unit in units:
        _place(made, unit)
    inside = {w.at for u in units for w in u.words}
    acts = {n: {at: x for at, x in there.items() if at in inside} for n, there in whole.who.acts.items()}
    made.who = replace(whole.who, acts=acts)
    return made


def _index(made: Meeting) -> None:
    for unit, after in zip_longest(made.units, made.units[1:]):
        end = after.words[0].at if after else unit.words[-1].at + 1
        made.numbers.extend([unit.n] * (end - len(made.numbers)))
        for id in unit.passages:
            made.by_passage.setdefault(id, []).append(unit.n)
        made.denied.update((w.at, w.denied) for w in unit.words if w.denied)
        _place(made, unit)


def _place(made: Meeting, unit: Unit) -> None:
    wrong = put_right(unit, made.units[unit.n + 1 : unit.n + 1 + _RIGHT])
    for key, at in standing(unit, made.day, wrong):
        there = made.places.setdefault(key, [])
        if not there or there[-1] < at:
            there.append(at)
        elif at not in there[bisect_left(there, at) :][:1]:
            insort(there, at)
        made.holders.setdefault(key, set()).add(unit.n)
    for word, _ in said_as(unit, PLAIN):
        made.plainly.setdefault(word, set()).add(unit.n)
    made.fact_at.update(figures(unit, made.day))
    made.withdrawn.update(withdrawn(unit, wrong))
