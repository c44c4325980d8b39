"""Dates as people write them, in London time: Tuesday 10 November 2026, 4:10pm."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def clock(at: datetime) -> str:
    """The time of day: 4:10pm."""
    local = at.astimezone(LONDON)
    return f"{local.hour % 12 or 12}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"


def day(at: datetime | date) -> str:
    """The day in full: Tuesday 10 November 2026."""
    local = at.astimezone(LONDON) if isinstance(at, datetime) else at
    return f"{local:%A} {local.day} {local:%B} {local.year}"


def moment(at: datetime) -> str:
    """Day and time: Tuesday 10 November 2026, 4:10pm."""
    return f"{day(at)}, {clock(at)}"
