"""A meeting prepared for checking: where each word, figure and name stands, and how well a place fits a sentence."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest

from drafting import facts, hold, speech
from drafting.naming import Naming, naming
from drafting.people import People, people
from drafting.spoken import Spoken, spoken
from drafting.units import Unit
from drafting.wording.roles import roles
from drafting.wording.stems import carries, says_little
from drafting.wording.words import denies, words
from record.source import PassageId, Transcript

FAR = 90
"""Places beyond which two words have nothing to do with each other."""

_IF = 14
"""How far an "if" reaches."""
_TURN, _SENTENCE, _MUTTER = 10, 6, 2
_NO = frozenset(["no", "nope", "nah", "never", "none"])
_YES = frozenset(["yes", "yeah", "yep", "yup", "definitely", "course"])
_PUT_RIGHT = 0.6
"""What a sentence counts that was put right, or was said to the tool."""


Context = Sequence[tuple[str, float]]
"""Stems that stand round a word, with what each weighs."""


@dataclass(slots=True)
class Meeting:
    """What was said, indexed. Build one with `meeting()` and use it for every sentence."""

    units: list[Unit] = field(repr=False)
    people: People = field(repr=False)
    attributed: bool
    who: Naming = field(repr=False)
    spoken: Spoken = field(repr=False)
    places: dict[str, list[int]] = field(default_factory=dict, repr=False)
    """Where each stem, and each figure by its key, stands."""
    starts: list[int] = field(default_factory=list, repr=False)
    denied: dict[int, int] = field(default_factory=dict, repr=False)
    by_passage: dict[PassageId, list[int]] = field(default_factory=dict, repr=False)
    asked: set[int] = field(default_factory=set, repr=False)
    """Places in questions that got no plain yes or no."""
    fact_at: dict[int, facts.Fact] = field(default_factory=dict, repr=False)
    roles: dict[str, set[str]] = field(default_factory=dict, repr=False)
    """Speaker labels by what people are there, as they were introduced: "health visitor", "mum"."""
    nameless: float = 0.0
    """Share of the sentences whose speakers have no name of their own: a shared room, an unattributed file."""
    last: tuple[tuple[tuple[str, float], ...], list[tuple[float, int]]] = field(default=((), []), repr=False)
    """What was ranked last: several rules ask the same of one sentence."""

    def unit(self, at: int) -> Unit:
        """The sentence in which a place is."""
        return self.units[max(0, bisect_right(self.starts, at) - 1)]

    def number(self, at: int) -> int:
        """The number of the sentence in which a place is."""
        return max(0, bisect_right(self.starts, at) - 1)

    def held(self, context: Context) -> dict[int, float]:
        """How much of a context each sentence holds, by its number."""
        found: dict[int, float] = {}
        for s, w in context:
            for n in {self.number(at) for at in self.places.get(s, ())}:
                found[n] = found.get(n, 0.0) + w
        return found

    def weight(self, stem: str) -> float:
        """How much a stem tells: rare ones much, common ones little."""
        there = self.who.acts.get(stem) or self.places.get(stem) or ()
        seen = len(there)
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
        return sum(
            w * (1.0 if d <= 8 else (10.0 / d) ** 2) for s, w in context if (d := self.nearest(s, at)) < FAR
        )

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

    def ranked(self, weights: dict[str, float], most: int = 8) -> list[tuple[float, int]]:
        """The sentences that hold most of these stems, themselves or in those beside them; best first."""
        key = tuple(weights.items())
        if key == self.last[0]:
            return self.last[1][:most]
        scores: dict[int, float] = defaultdict(float)
        for s, w in weights.items():
            there = list(self.who.acts[s]) if s in self.who.acts else self.places.get(s, ())
            if s not in self.who.acts and len(there) > max(60, len(self.units) // 12):
                continue
            here = {bisect_right(self.starts, at) - 1 for at in there}
            for n in here:
                scores[n] += w
                for beside, share in ((n - 1, 0.45), (n + 1, 0.45), (n - 2, 0.2), (n + 2, 0.2)):
                    if beside not in here:
                        scores[beside] += w * share
        found = [
            (score * (_PUT_RIGHT if self.units[n].void else 1.0), n)
            for n, score in scores.items()
            if 0 <= n < len(self.units)
        ]
        self.last = (key, nsmallest(max(most, 8), found, key=lambda x: (-x[0], x[1])))
        return self.last[1][:most]

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
    made = Meeting(
        units=units,
        people=who,
        attributed=any(u.speaker for u in units),
        who=naming(units, who.children),
        roles=roles(who),
        spoken=spoken(turns),
        nameless=sum(not u.speaker or who.speakers[u.speaker].nameless for u in units) / max(1, len(units)),
    )
    _index(made)
    _answer(made)
    return made


def part(whole: Meeting, cited: Iterable[PassageId]) -> Meeting | None:
    """The same meeting as if only the cited passages, and those beside them, had been spoken. None of none known."""
    ids = {id for id in cited if id in whole.by_passage}
    turns = {whole.units[n].turn + k for id in ids for n in whole.by_passage[id] for k in (-1, 0, 1)}
    units = [u for u in whole.units if u.turn in turns]
    if not ids:
        return None
    made = replace(
        whole, last=((), []), places={}, fact_at={}, starts=whole.starts, by_passage=whole.by_passage
    )
    made.denied, made.asked = whole.denied, whole.asked
    for unit in units:
        _place(made, unit)
    inside = {w.at for u in units for w in u.words}
    acts = {n: {at: x for at, x in there.items() if at in inside} for n, there in whole.who.acts.items()}
    made.who = replace(whole.who, acts=acts)
    return made


def _index(made: Meeting) -> None:
    for unit in made.units:
        made.starts.append(unit.words[0].at)
        for id in unit.passages:
            made.by_passage.setdefault(id, []).append(unit.n)
        made.denied.update((w.at, w.denied) for w in unit.words if w.denied)
        _place(made, unit)


def _place(made: Meeting, unit: Unit) -> None:
    for w in unit.words:
        made.places.setdefault(w.stem, []).append(w.at)
        if w.stem == "one":
            made.places.setdefault(f"{facts.Kind.NUMBER}:1", []).append(w.at)
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
        if not before.asks or (after.turn == before.turn and after.speaker is not None):
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
