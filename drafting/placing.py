"""What stands where in a sentence that was said: words, plainer words for those of a record, figures and days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from drafting import spans, today
from drafting.facts import Fact, Kind
from drafting.lay import said_as
from drafting.slips import slips
from drafting.units import Unit

_SAME = {Kind.DAY: Kind.NUMBER}
"""A day is put right by what counts as well: "the third", "the fifth"."""


def put_right(unit: Unit, after: Sequence[Unit]) -> frozenset[str]:
    """The kinds of figures of a sentence that was put right which those after it tell anew: of "from September it's
    sixty, sorry, seventy" September still stands.
    """
    if not unit.void:
        return frozenset()
    return frozenset({_SAME.get(f.kind, f.kind) for u in after for f in u.facts})


def standing(unit: Unit, met: today.Day | None, wrong: Set[str]) -> Iterator[tuple[str, int]]:
    """Each stem and the key of each figure, with its place. `met`: the day of the meeting, where it is known. `wrong`:
    the kinds of figures that were put right.
    """
    for w in unit.words:
        yield w.stem, w.at
        if w.stem == "one":
            yield f"{Kind.NUMBER}:1", w.at
    yield from said_as(unit)
    for fact in _meant(unit, wrong):
        yield from ((key, unit.words[fact.first].at) for key in keys(fact))
    if unit.void:
        return
    yield from ((key, unit.words[first].at) for first, key in spans.spoken(unit.words))
    dated = any(f.kind == Kind.DAY or f.unit == "nth" for f in unit.facts)
    yield from ((key, at) for at, key in today.said(unit.words, met, dated=dated))


def figures(unit: Unit, met: today.Day | None) -> Iterator[tuple[int, Fact]]:
    """The figures that may have been meant in place of another, with their places: not the day on which they meet."""
    if unit.void:
        return
    for fact in (*_meant(unit, frozenset()), *today.days(unit.words, met)):
        at = unit.words[fact.first].at
        if not (met and at in met.said):
            yield at, fact


def withdrawn(unit: Unit, wrong: Set[str]) -> set[str]:
    """The keys of the figures that were put right."""
    meant = _meant(unit, wrong)
    return {key for fact in unit.facts if fact not in meant for key in keys(fact)}


def _meant(unit: Unit, wrong: Set[str]) -> list[Fact]:
    said = tuple(slips(unit))
    return [f for f in unit.facts if f not in said and _SAME.get(f.kind, f.kind) not in wrong]


def keys(fact: Fact) -> tuple[str, ...]:
    """The keys under which a figure is found: "ten" may be ten o'clock or the tenth, "the 9th" a 9."""
    same = [fact.key]
    if span := spans.key(fact.value, fact.unit) if fact.kind == Kind.NUMBER else "":
        same.append(span)
    number, day, time = Kind.NUMBER, Kind.DAY, Kind.TIME
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
