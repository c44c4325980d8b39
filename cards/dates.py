"""Times for people: London time, always a date, never only "tomorrow"; written by us, never by the client."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from record.dates import LONDON, clock, moment
from record.dates import day as weekday

__all__ = ["age", "clock", "day", "length", "moment", "place", "short", "soon", "when"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(at: datetime | date) -> str:
    """10 November 2026."""
    local = at.astimezone(LONDON) if isinstance(at, datetime) else at
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def short(at: datetime) -> str:
    """10 November, 4:10pm: for a narrow row."""
    local = at.astimezone(LONDON)
    return f"{local.day} {MONTHS[local.month - 1]}, {clock(at)}"


def soon(at: datetime, now: datetime) -> str:
    """4:10pm if that is today, else 10 November, 4:10pm."""
    same = at.astimezone(LONDON).date() == now.astimezone(LONDON).date()
    return clock(at) if same else short(at)


def place(seconds: float) -> str:
    """Where in a transcript: "at 3:04", "at 1:03:04". What began before the transcript is at 0:00."""
    whole = max(0, int(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"at {hours}:{minutes:02d}:{rest:02d}" if hours else f"at {minutes}:{rest:02d}"


def length(span: timedelta) -> str:
    """2 minutes, 24 hours, 7 days; the largest unit up to 48 hours that is whole. Under a minute, in seconds."""
    seconds = int(span.total_seconds())
    for size, one, many in ((86400, "1 day", "days"), (3600, "1 hour", "hours"), (60, "1 minute", "minutes")):
        if seconds >= size and seconds % size == 0 and (size != 86400 or seconds > 2 * size):
            return one if seconds == size else f"{seconds // size} {many}"
    return "1 second" if seconds == 1 else f"{seconds} seconds"


def age(born: str, today: date) -> int | None:
    """Whole years on that day; None if `born` is not an ISO date or lies ahead."""
    try:
        d = date.fromisoformat(born)
    except ValueError:
        return None
    years = today.year - d.year - ((today.month, today.day) < (d.month, d.day))
    return years if years >= 0 else None


def when(at: datetime) -> str:
    """Tuesday 10 November 2026 at 4:10pm: inside a sentence."""
    return f"{weekday(at)} at {clock(at)}"
