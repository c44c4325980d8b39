"""The calendar date of a day that was said, where the words and the day of the meeting fix one; no date otherwise."""

from __future__ import annotations

import calendar
import re
import time
from datetime import date, timedelta

from drafting.wording.when import DAYS, MONTHS, NUMBERED

_DAYS = list(DAYS)
_MONTHS = ["", *MONTHS]
_DAY = rf"(?P<day>{'|'.join(_DAYS)})"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS[1:])}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_LEAD = re.compile(
    r"^(?:(?:by|on|before|until|till|from|starting|at|this coming|this|coming|first thing|last thing) )+"
)
_TIME = re.compile(
    r",? (?:(?:(?:at |about |around |by )*(?:half past|quarter (?:past|to)) \w+"
    r"|(?:at|by|before) [\w:.]+(?: o'clock| ?[ap]m)?"
    r"|[\w:.]+ (?:o'clock|[ap]m)|\d[\d:.]*[ap]m)"
    r"|(?:in the )?(?:morning|afternoon|evening|night|(?:tea|dinner|lunch|bed) ?time"
    r"|after (?:school|work|tea|dinner|lunch)|before school|coming|first thing))$"
)
_IN_WORDS = "|".join(sorted(NUMBERED, key=len, reverse=True))
_NUMBERED = re.compile(
    rf"(?:(?:next |this )?{_DAY},? )?(?:the )?(?P<number>\d{{1,2}}|{_IN_WORDS})"
    rf"(?:st|nd|rd|th)?(?: (?:of )?{_MONTH})?(?: (?P<year>20\d\d))?"
)
_WEEK = re.compile(
    rf"(?:(?:(?:a |one )?(?P<unit>week|fortnight)|(?P<two>two weeks)) (?:on |from |this )?"
    rf"(?:(?P<today>today)|(?P<tomorrow>tomorrow)|{_DAY})"
    rf"|{_DAY.replace('P<day>', 'P<first>')} (?P<after>week|fortnight))"
)
_SAID_TWICE = re.compile(r"^(?P<one>.+?),? (?:so |which is |that['’]s |so that['’]s )(?:the )?(?P<other>.+)$")
_FIXED = {"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "tomorrow": 1}


def meeting_day(occurred: str | None) -> date | None:
    """The day of a meeting that is told as "Tuesday 10 November 2026, 4:10pm"; None if it is not told so."""
    try:
        told = (occurred or "").split(",", maxsplit=1)[0]
        return date(*time.strptime(told, "%A %d %B %Y")[:3])
    except ValueError:
        return None


def with_date(due: str, met: date) -> str:
    """The day as it was said, with its date behind it where that says more: "Friday (13 November 2026)"."""
    found = fixed(due, met)
    if found is None:
        return due
    named = any(m in due.lower() for m in _MONTHS[1:])
    return due if named and found.year == met.year else f"{due} ({found.day} {found:%B} {found.year})"


def fixed(due: str, met: date) -> date | None:
    """The one date that these words can mean, said on the day of the meeting.

    "Next Friday", "in three weeks", "every Friday" and Friday said on a Friday may mean several, and give none; so does
    a weekday that is not the weekday of its number.
    """
    text = " ".join(due.lower().replace("’", "'").split())
    plain = _LEAD.sub("", text)
    while (shorter := _TIME.sub("", plain)) != plain and shorter and text not in _FIXED:
        plain = shorter
    days = _FIXED.get(text, _FIXED.get(plain))
    if days is not None:
        return met + timedelta(days=days)
    if plain in _DAYS:
        return _coming(plain, met)
    if match := _WEEK.fullmatch(plain):
        return _weeks_on(match, met)
    if plain in ("the end of the month", "end of the month"):
        return met.replace(day=calendar.monthrange(met.year, met.month)[1])
    if match := _NUMBERED.fullmatch(plain):
        return _numbered(match, met) if match["month"] or not plain.isdigit() else None
    match = _SAID_TWICE.match(plain)
    return _agreed(fixed(match["one"], met), fixed(f"the {match['other']}", met)) if match else None


def _agreed(one: date | None, other: date | None) -> date | None:
    """The date of a day that was said in two ways, unless they are two days."""
    return None if one and other and one != other else one or other


def _weeks_on(match: re.Match[str], met: date) -> date | None:
    """ "A week on Tuesday", "Tuesday week", "a fortnight today": counted from the Tuesday that comes."""
    fortnight = match["two"] or "fortnight" in (match["unit"], match["after"])
    ahead = timedelta(days=14 if fortnight else 7)
    if day := match["day"] or match["first"]:
        first = _coming(day, met)
        return first + ahead if first else None
    return met + ahead + timedelta(days=0 if match["today"] else 1)


def _coming(day: str, met: date) -> date | None:
    ahead = (_DAYS.index(day) - met.weekday()) % 7
    return met + timedelta(days=ahead) if ahead else None


def _numbered(match: re.Match[str], met: date) -> date | None:
    """The first day from the meeting on that has this number, month and year."""
    month = (
        next(n for n, m in enumerate(_MONTHS) if m and m.startswith(match["month"][:3]))
        if match["month"]
        else None
    )
    number = int(match["number"]) if match["number"].isdigit() else NUMBERED[match["number"]]
    for ahead in range(366):
        at = met + timedelta(days=ahead)
        if at.day == number and month in (None, at.month):
            weekday = match["day"] in (None, _DAYS[at.weekday()])
            return at if weekday and match["year"] in (None, str(at.year)) else None
    return None
