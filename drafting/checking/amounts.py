"""Numbers, times and dates: is this figure said of this matter, or does another one stand at that place?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafting.checking.claim import Claim, Reason
from drafting.evidence import Context, Meeting
from drafting.facts import DATES, Fact, Kind
from drafting.placing import keys
from drafting.today import RELATIVE
from drafting.wording.stems import stem
from drafting.wording.words import Word

RIVAL = 1.5
"""How many times better another figure must fit the words round it than the one that was written."""
RIVAL_BESIDE = 1.7
_OF_A_DAY = DATES - {Kind.TIME, Kind.YEAR}
"""What a day is told by, besides "tomorrow" and "last night"."""
_REPLY, _FEW_WORDS = 3, 14
"""Turns within which a few words answer what was said."""
_LEAST = 1.0
"""What a place must weigh before we trust that it is about the same matter."""
_SHARE = 0.15
"""Share of the words round a figure that must stand where the other one does."""
_LIKE = frozenset({"percent", "pound", "nth", "time"})
"""What is counted where only the same can be mistaken for it."""

_WAYS = {"last": "back", "previous": "back", "past": "back", "next": "on", "coming": "on", "following": "on"}
_MEASURES = frozenset(
    stem(w)
    for w in (
        *(
            "milligram",
            "microgram",
            "gram",
            "kilogram",
            "millilitre",
            "litre",
            "centimetre",
            "millimetre",
            "metre",
        ),
        *("mile", "inch", "stone", "unit", "percent", "pound", "hour", "day", "week", "month", "year"),
    )
)
_TIMES = frozenset(
    stem(w) for w in ("day", "week", "weekend", "month", "term", "year", "summer", "spring", "autumn")
)


def amounts(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """One reason for each figure that was not said, or was said of something else."""
    for fact in claim.facts:
        if fact.kind == Kind.MONTH and _day_fits(claim, fact, meeting):
            continue
        code = "date" if fact.kind in DATES or fact.spans_time else "number"
        here = [at for key in keys(fact) for at in meeting.of(key)]
        if all(_measures_else(fact, meeting, at) for at in here):
            here = []
        # "The 22nd" is often said without its month.
        month = next(
            (f.key for f in claim.facts if f.kind == Kind.MONTH and 0 < f.first - fact.last <= 2), ""
        )
        without = {month} if fact.kind == Kind.DAY else set()
        if fact.spans_time and not meeting.of(fact.key):
            without.add(fact.unit)  # "half an hour" has no minutes in it
        context = claim.context(fact.first, fact.last, without=frozenset(without))
        best = max(
            ((meeting.fit(at, context) + _same_unit(fact, meeting, at), at) for at in here), default=(0.0, -1)
        )
        # No other figure fits better than wholly.
        whole = sum(w for _, w in context)
        named = all(s in meeting.who.known for s, _ in context)  # names alone tell of everything
        rival = (0.0, -1)
        if not named and (not here or RIVAL * best[0] < whole):
            rival = _rival(fact, meeting, context)
        if fact.key in meeting.withdrawn and not meeting.of(fact.key):
            here = []  # "the 3rd. No, the 10th": a three that was said elsewhere is no day
        sure = not (fact.kind in _OF_A_DAY and _told_from_today(claim, meeting))
        if not here and _put_right(claim, fact, meeting):
            continue
        if not here:
            at = rival[1] if rival[0] > _LEAST else None
            yield Reason(code=code, detail=_detail(claim, fact, meeting, at, said=False), sure=sure, at=at)
        elif (
            rival[0] > max(_LEAST, _SHARE * whole)
            and rival[0] > _ratio(meeting, best[1], rival[1]) * best[0]
            and not paired(claim, fact, meeting)
            and not _replied(fact, meeting, rival[1])
        ):
            yield Reason(
                code=code,
                detail=_detail(claim, fact, meeting, rival[1], said=True),
                sure=sure,
                at=rival[1],
            )
        elif fact.spans_time and (other := _other_span(fact, meeting, best[1])):
            yield Reason(
                code="date",
                detail=f"Here it is “{other}”, not “{claim.shown(fact.first, fact.last)}”.",
                at=best[1],
            )


_FIRST_SAID = frozenset(
    ["not", "rather", "instead", "corrected", "correcting", "initially", "first", "originally"]
)
"""With one of these a record tells itself that a figure was put right: "24 and not 42"."""


def _put_right(claim: Claim, fact: Fact, meeting: Meeting) -> bool:
    """Whether the record only tells that a figure was wrong, and it was said and put right."""
    return not meeting.withdrawn.isdisjoint(keys(fact)) and any(
        w.raw.lower() in _FIRST_SAID for w in claim.words[max(0, fact.first - 6) : fact.first]
    )


def _told_from_today(claim: Claim, meeting: Meeting) -> bool:
    """Whether a day was told as "last night" or "tomorrow" where the sentence was said, and nobody said what day it is:
    it may be the day that the record names.
    """
    if meeting.day is not None:
        return False
    return any(
        meeting.number(at) == n for _, n in meeting.ranked(claim.weighed, 2) for at in meeting.of(RELATIVE)
    )


def turned(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason: "next month" where nobody says so, and what was said here is "last month"."""
    told = list(_relative(claim.words))
    if not told:
        return
    said = {(way, unit) for u in meeting.units for _, way, unit in _relative(u.words)}
    ranked = meeting.ranked(claim.weighed, 3)
    for k, way, unit in told:
        if k < claim.heading or (way, unit) in said:
            continue
        for _, n in ranked:
            near = meeting.units[max(0, n - 1) : n + 2]
            other = next(
                ((u, m) for u in near for m, x, time in _relative(u.words) if x != way and time == unit), None
            )
            if other is None or any(x == way for u in near for _, x, _ in _relative(u.words)):
                continue
            u, m = other
            yield Reason(
                code="date",
                detail=f"The record says “{claim.shown(k, k + 1)}”; "
                f"what was said here is “{u.words[m].raw} {u.words[m + 1].raw}”.",
                at=u.words[m].at,
            )
            return


def _relative(told: Sequence[Word]) -> Iterator[tuple[int, str, str]]:
    """Each "last week" and "next month": its first word, the way it points, and the time it counts."""
    for k in range(len(told) - 1):
        way = _WAYS.get(told[k].raw.lower())
        if way and told[k + 1].stem in _TIMES and told[k + 1].at - told[k].at == 1:
            yield k, way, told[k + 1].stem


def _day_fits(claim: Claim, month: Fact, meeting: Meeting) -> bool:
    """Whether the day before it was said of this matter with that month, or with none: "by Friday the 20th"."""
    day = next((f for f in claim.facts if f.kind == Kind.DAY and 0 < month.first - f.last <= 2), None)
    if day is None:
        return False
    context = claim.context(day.first, day.last, without=frozenset({month.key}))
    places = [at for key in keys(day) for at in meeting.of(key) if meeting.fact_at.get(at)]
    if not places:
        return False
    best = max(places, key=lambda at: meeting.fit(at, context))
    said = [f for at in range(best - 3, best + 5) if (f := meeting.fact_at.get(at)) and f.kind == Kind.MONTH]
    return not said or month.value in {f.value for f in said}


def _ratio(meeting: Meeting, mine: int, other: int) -> float:
    """Two figures of one sentence are near the same words: one must be much the nearer."""
    return RIVAL_BESIDE if mine >= 0 and meeting.unit(mine).n == meeting.unit(other).n else RIVAL


def paired(claim: Claim, fact: Fact, meeting: Meeting) -> bool:
    """Whether it was said side by side with the same other number: "14 of 16", "fourteen out of sixteen"."""
    for other in claim.facts:
        apart = claim.words[other.first].at - claim.words[fact.first].at
        if other.kind == fact.kind == Kind.NUMBER and 0 < abs(apart) <= 3:
            for key in keys(fact):
                for at in meeting.of(key):
                    if any(
                        0 < (there - at) * (1 if apart > 0 else -1) <= 5
                        for k in keys(other)
                        for there in meeting.of(k)
                    ):
                        return True
    return False


def _vague(meeting: Meeting, at: int) -> bool:
    """ "A couple" is no figure that was put in another's place."""
    return any(w.at == at and w.raw.lower() in ("couple", "pair") for w in meeting.unit(at).words)


def _replied(fact: Fact, meeting: Meeting, at: int) -> bool:
    """Whether the figure is what somebody answered in a few words just after: "So the 25th?"."""
    unit = meeting.unit(at)
    for place in (x for key in keys(fact) for x in meeting.of(key)):
        other = meeting.unit(place)
        if 0 < other.turn - unit.turn <= _REPLY and other.words[-1].at - other.words[0].at < _FEW_WORDS:
            beside = meeting.units[max(0, other.n - 3) : other.n + 4]
            if sum(len(u.words) for u in beside if u.turn == other.turn) <= 2 * _FEW_WORDS:
                return True
    return False


def _measures_else(fact: Fact, meeting: Meeting, at: int) -> bool:
    """Whether a number was said of another measure there: "66 years" is no "66 mg"."""
    said = meeting.fact_at.get(at)
    if said is None or said.unit == fact.unit or (said.spans_time and fact.spans_time):
        return False
    return {said.unit, fact.unit} <= _MEASURES


def _same_unit(fact: Fact, meeting: Meeting, at: int) -> float:
    said = meeting.fact_at.get(at)
    return 0.5 if said and said.unit and said.unit == fact.unit else 0.0


def _rival(fact: Fact, meeting: Meeting, context: Context) -> tuple[float, int]:
    """The best place of another figure of the same kind."""
    mine = {at for key in keys(fact) for at in meeting.of(key)}
    best = (0.0, -1)
    for at, other in meeting.fact_at.items():
        if other.kind != fact.kind or at in mine:
            continue
        if fact.kind == Kind.NUMBER and not _comparable(fact, other):
            continue
        fit = meeting.fit(at, context) * (
            1.0 if fact.unit == other.unit else 0.6 if other.spans_time else 0.85
        )
        if fit > best[0] and not _vague(meeting, at):
            best = (fit, at)
    return best


def _comparable(mine: Fact, other: Fact) -> bool:
    """Whether one could be written for the other: pounds for pounds, weeks for days, "fourth" for "third"."""
    if mine.unit in _LIKE or other.unit in _LIKE:
        return mine.unit == other.unit
    if mine.spans_time and other.spans_time:
        return True
    return not (mine.unit and other.unit) or mine.unit == other.unit


def _other_span(fact: Fact, meeting: Meeting, at: int) -> str:
    said = meeting.fact_at.get(at)
    if said is None or not said.spans_time or said.unit == fact.unit:
        return ""
    if any(
        (x := meeting.fact_at.get(k)) and x.unit == fact.unit for key in keys(fact) for k in meeting.of(key)
    ):
        return ""
    return _said(meeting, at, said)


def _said(meeting: Meeting, at: int, fact: Fact) -> str:
    unit = meeting.unit(at)
    first, last = unit.words[fact.first], unit.words[fact.last]
    return unit.text[first.begins : last.begins + len(last.raw)]


def _detail(claim: Claim, fact: Fact, meeting: Meeting, at: int | None, *, said: bool) -> str:
    here = claim.shown(fact.first, fact.last)
    other = meeting.fact_at.get(at) if at is not None else None
    if other is not None and at is not None:
        return f"The record says “{here}”; what was said here is “{_said(meeting, at, other)}”."
    if said:
        return f"“{here}” was said, but not about this."
    return f"I do not find “{here}” in what was said."
