"""Days that are said from the day of the meeting: "last night", "tomorrow", "Saturday week", with their dates."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from drafting.facts import Fact, Kind
from drafting.units import Unit
from drafting.wording.words import Word

_DAYS = [d.lower() for d in calendar.day_name]
_MONTHS = {m.lower(): n for n, m in enumerate(calendar.month_name) if m}
_OPENING = 25
"""Sentences within which whoever opens a meeting says what day it is."""
_APART = 6
"""Words within which a weekday, its number and its month are one date."""
_OTHER = frozenset(["last", "next", "since", "until", "by", "from", "due", "born", "was", "dated", "booked"])
"""With one of these before it a date is not the meeting's own."""
_IT_IS = frozenset(["it", "today"])
_SHIFTS = {
    "today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "last night": -1, "this morning": 0,
    "this afternoon": 0, "this evening": 0, "this lunchtime": 0, "this teatime": 0,
}  # fmt: skip
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}
_NUMBERS = frozenset([
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty", "thirtieth", "thirty",
])  # fmt: skip
_WEEK = 7
_YEARS = range(2020, 2041)


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of the day of a meeting. A month of 0, or a number of 0, was not said."""

    weekday: int
    number: int = 0
    month: int = 0
    said: frozenset[int] = frozenset()
    """Where it was said."""

    def shifted(self, days: int) -> Iterator[str]:
        """The keys under which the figures of a day stand that is so many days on."""
        yield f"{Kind.WEEKDAY}:{_DAYS[(self.weekday + days) % 7]}"
        if not (self.number and self.month):
            return
        for met in self._may_be():
            then = met + timedelta(days=days)
            yield f"{Kind.DAY}:{then.day}"
            return

    def _may_be(self) -> Iterator[date]:
        """The dates that it can be: a weekday and a number tell the year nearly, and with it what February has."""
        for year in _YEARS:
            if self.number <= calendar.monthrange(year, self.month)[1]:
                met = date(year, self.month, self.number)
                if met.weekday() == self.weekday:
                    yield met


def of_meeting(units: Sequence[Unit]) -> Day | None:
    """The day of a meeting, where somebody says it as they open it: "it's Friday the 3rd of May"."""
    found: Day | None = None
    for unit in units[:_OPENING]:
        for fact in unit.facts:
            if fact.kind != Kind.WEEKDAY or fact.value not in _DAYS:
                continue
            before = {w.raw.lower() for w in unit.words[max(0, fact.first - 3) : fact.first]}
            near = [f for f in unit.facts if 0 < f.first - fact.last <= _APART]
            number = next((int(f.value) for f in near if f.kind == Kind.DAY), 0)
            month = next((int(f.value) for f in near if f.kind == Kind.MONTH), 0)
            if before & _OTHER or (unit.asks and not before & _IT_IS):
                continue
            if number and month:
                places = frozenset(unit.words[f.first].at for f in (fact, *near))
                return Day(_DAYS.index(fact.value), number, month, places)
            if "today" in before and found is None:
                found = Day(_DAYS.index(fact.value))
    return found


def said(words: Sequence[Word], met: Day | None, *, dated: bool) -> Iterator[tuple[int, str]]:
    """The places at which a day is told from the day of the meeting, each with a key of that day. Where nobody said
    what day it was the key is RELATIVE alone: it may be any day. `dated`: the number of a day is said beside it, which
    tells which Tuesday is meant.
    """
    low = [w.raw.lower() for w in words]
    for k, word in enumerate(low):
        for shift in _shifts(low, k):
            yield words[k].at, RELATIVE
            if met:
                yield from ((words[k].at, key) for key in met.shifted(shift))
        if word == "end" and (last := _last_of_month(low, k, met)):
            yield words[k].at, f"{Kind.DAY}:{last}"
        if met and not dated and (word in _DAYS or word[:-1] in _DAYS) and not _numbered(low, k):
            day = _DAYS.index(word if word in _DAYS else word[:-1])
            for shift in _may_be(low, k, (day - met.weekday) % _WEEK):
                yield from ((words[k].at, key) for key in met.shifted(shift))


def _may_be(low: Sequence[str], k: int, ahead: int) -> tuple[int, ...]:
    """How many days on the day may be that is called by its name, and comes so many days on."""
    if _in_a_week(low, k):
        return ((ahead + _WEEK) if ahead else _WEEK,)
    later = (ahead + _WEEK,) if not ahead or "next" in low[max(0, k - 3) : k] else ()
    return (ahead, ahead - _WEEK, *later)


def days(words: Sequence[Word], met: Day | None) -> Iterator[Fact]:
    """The days of a month that "tomorrow" and "last night" can only mean, where they are not denied. "Today" is said of
    the meeting itself.
    """
    if met is None:
        return
    low = [w.raw.lower() for w in words]
    for k in range(len(low)):
        shifts = () if words[k].denied else [shift for shift in _fixed(low, k) if shift]
        for key in (key for shift in shifts for key in met.shifted(shift)):
            kind, _, value = key.partition(":")
            if kind == Kind.DAY:
                yield Fact(kind, value, "", k, k)


RELATIVE = "day:?"
"""The key of a day that is told from the day of the meeting."""


def _fixed(low: Sequence[str], k: int) -> Iterator[int]:
    two = " ".join(low[k : k + 2])
    shift = _SHIFTS.get(two, _SHIFTS.get(low[k]))
    if shift is not None:
        yield shift


def _shifts(low: Sequence[str], k: int) -> Iterator[int]:
    yield from _fixed(low, k)
    count = _COUNTS.get(low[k], 0)
    if count and k + 1 < len(low) and low[k + 1] in ("week", "weeks"):
        on = {"today": 0, "tomorrow": 1}.get(low[k + 2] if k + 2 < len(low) else "")
        if on is not None or (k and low[k - 1] == "in"):
            yield count * _WEEK + (on or 0)
    if low[k] == "fortnight" and k and low[k - 1] in ("a", "this"):
        yield 2 * _WEEK


def _numbered(low: Sequence[str], k: int) -> bool:
    """ "Saturday the 14th", "Saturday before last, the 14th": the number tells which one it is."""
    after = [w for w in low[k + 1 : k + 5] if w not in ("before", "last", "just", "gone")]
    the = after[:1] == ["the"]
    return len(after) > the and (after[the][0].isdigit() or (the and after[1] in _NUMBERS))


def _last_of_month(low: Sequence[str], k: int, met: Day | None) -> int:
    """ "The end of March", "the end of the month": the number of that day; 0 where it is another end."""
    after = [w for w in low[k + 1 : k + 4] if w not in ("of", "the")]
    month = _MONTHS.get(after[0] if after else "", 0)
    if after[:1] == ["month"] and met:
        month = met.month
    return calendar.monthrange(_YEARS.start + 1, month)[1] if month else 0


def _in_a_week(low: Sequence[str], k: int) -> bool:
    """ "Saturday week", "a week on Friday", "a week Tuesday": the one after the next is meant."""
    before = [w for w in low[max(0, k - 3) : k] if w not in ("on", "from")]
    return low[k + 1 : k + 2] == ["week"] or before[-2:] in (["a", "week"], ["one", "week"])
