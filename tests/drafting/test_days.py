"""A day that was said has a date only where the words and the day of the meeting fix one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting import days
from tests.drafting.conftest import drafted, said

MET = date(2026, 11, 10)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("due", "found"),
    [
        ("Friday", date(2026, 11, 13)),
        ("before Friday", date(2026, 11, 13)),
        ("on Monday after school", date(2026, 11, 16)),
        ("this Friday, the 13th", date(2026, 11, 13)),
        ("the 13th", date(2026, 11, 13)),
        ("the 5th", date(2026, 12, 5)),
        ("Friday the 13th of November", date(2026, 11, 13)),
        ("Monday the 11th of January, ten o'clock", date(2027, 1, 11)),
        ("today", MET),
        ("tonight at half past eight", MET),
        ("this afternoon", MET),
        ("tomorrow morning", date(2026, 11, 11)),
        ("a week today", date(2026, 11, 17)),
        ("a week on Friday", date(2026, 11, 20)),
        ("by the end of the month", date(2026, 11, 30)),
        ("Friday week", date(2026, 11, 20)),
        ("before Saturday week", date(2026, 11, 21)),
        ("a week Friday, so the twentieth, four o'clock", date(2026, 11, 20)),
        ("week on Monday", date(2026, 11, 23)),
        ("a fortnight today", date(2026, 11, 24)),
        ("a fortnight on Friday", date(2026, 11, 27)),
        ("first thing Monday", date(2026, 11, 16)),
        ("Monday dinnertime", date(2026, 11, 16)),
        ("first thing tomorrow", date(2026, 11, 11)),
        ("the eighteenth", date(2026, 11, 18)),
        ("the twenty-third of December", date(2026, 12, 23)),
        ("the second of Feb", date(2027, 2, 2)),
        ("next Friday, the twentieth", date(2026, 11, 20)),
        ("Thursday the third", date(2026, 12, 3)),
    ],
)
def test_words_that_fix_a_date_have_one(due: str, found: date) -> None:
    assert days.fixed(due, MET) == found


@pytest.mark.parametrize(
    "due",
    [
        "next Friday",
        "Tuesday",
        "every Friday",
        "Fridays",
        "in three weeks",
        "within a fortnight",
        "Friday the 14th",
        "a week Friday, so the nineteenth",
        "Tuesday week",
        "before they break up",
        "the end of next week",
        "the core group",
        "two o'clock",
        "before Christmas",
        "as soon as I get in the car",
        "the 31st of February",
    ],
)
def test_words_that_may_mean_several_days_have_none(due: str) -> None:
    assert days.fixed(due, MET) is None
    assert days.with_date(due, MET) == due


def test_the_words_stand_as_they_were_said_with_the_date_behind_them() -> None:
    transcript = said(("Kelly Marsh", "I'll send the form to the school by Friday."))
    [action] = drafted(transcript, occurred="Tuesday 10 November 2026, 4:10pm").actions
    assert action.due == "Friday (13 November 2026)"
    [action] = drafted(transcript).actions
    assert action.due == "Friday"
    assert days.with_date("the 11th of January", MET) == "the 11th of January (11 January 2027)"
    assert days.with_date("the 13th of November", MET) == "the 13th of November"


@given(
    st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 1, 1)), st.integers(min_value=0, max_value=300)
)
def test_a_day_named_in_full_is_that_day(met: date, ahead: int) -> None:
    told = met + timedelta(days=ahead)
    assert days.fixed(f"{told:%A} the {told.day}th of {told:%B}", met) == told


@given(st.text(max_size=60), st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 1, 1)))
def test_any_words_can_be_looked_at(due: str, met: date) -> None:
    assert days.with_date(due, met).startswith(due)


@pytest.mark.parametrize("told", [None, "", "yesterday", "2026-11-10"])
def test_a_meeting_whose_day_is_not_known_gives_no_dates(told: str | None) -> None:
    assert days.meeting_day(told) is None
