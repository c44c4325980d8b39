"""What `draft` was typed for, remembered while its author signs in, so that it goes on by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.few import Few
from record.doors import Clock
from record.terms import PersonId

MOST = 500
"""Remembered at once, at most; the oldest is forgotten, and has to be typed again."""
REMEMBERED = timedelta(minutes=10)
"""How long one is remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A join link, or the chat in which it was typed, or neither."""

    link: str = field(default="", repr=False)
    thread: str = ""


class Pending:
    """One for each person: what they typed last."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._few: Few[PersonId, tuple[datetime, Wanted]] = Few(MOST)

    def remember(self, who: PersonId, wanted: Wanted) -> None:
        """From now on."""
        self._few.put(who, (self._clock(), wanted))

    def take(self, who: PersonId) -> Wanted | None:
        """What this person wanted, which is then forgotten; None if nothing, or too long ago."""
        at, wanted = self._few.pop(who, (None, None))
        return wanted if at is not None and self._clock() - at <= REMEMBERED else None
