"""What stands where in a sentence that was said: words, plainer words for those of a record, figures and days."""

from __future__ import annotations

from collections.abc import Iterator

from drafting import spans, today
from drafting.facts import Fact, Kind
from drafting.lay import said_as
from drafting.slips import slips
from drafting.units import Unit


def standing(unit: Unit, met: today.Day | None) -> Iterator[tuple[str, int]]:
    """Each stem and the key of each figure, with its place. `met`: the day of the meeting, where it is known."""
    for w in unit.words:
        yield w.stem, w.at
        if w.stem == "one":
            yield f"{Kind.NUMBER}:1", w.at
    yield from said_as(unit)
    if unit.void:
        return
    for fact in _meant(unit):
        yield from ((key, unit.words[fact.first].at) for key in keys(fact))
    yield from ((key, unit.words[first].at) for first, key in spans.spoken(unit.words))
    yield from ((key, at) for at, key in today.said(unit.words, met))


def figures(unit: Unit, met: today.Day | None) -> Iterator[tuple[int, Fact]]:
    """The figures that may have been meant in place of another, with their places: not the day on which they meet."""
    if unit.void:
        return
    for fact in (*_meant(unit), *today.days(unit.words, met)):
        at = unit.words[fact.first].at
        if not (met and at in met.said):
            yield at, fact


def withdrawn(unit: Unit) -> set[str]:
    """The keys of the figures that were put right."""
    return {key for fact in (unit.facts if unit.void else slips(unit)) for key in keys(fact)}


def _meant(unit: Unit) -> list[Fact]:
    wrong = tuple(slips(unit))
    return [fact for fact in unit.facts if fact not in wrong]


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
