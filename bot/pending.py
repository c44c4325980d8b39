"""What was typed, remembered while its author signs in, so that it goes on by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.few import Few
from bot.incoming import Answer
from record.doors import Clock
from record.terms import PersonId

MOST = 500
"""Remembered at once, at most; the oldest is forgotten, and has to be typed again."""
REMEMBERED = timedelta(minutes=10)
"""How long one is remembered."""


GoesOn = Callable[[], Awaitable[Answer]]
"""How what was typed goes on."""


class Pending:
    """One for each person: what they typed last."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._few: Few[PersonId, tuple[datetime, GoesOn]] = Few(MOST)

    def remember(self, who: PersonId, wanted: GoesOn) -> None:
        """From now on."""
        self._few.put(who, (self._clock(), wanted))

    def take(self, who: PersonId) -> GoesOn | None:
        """What this person wanted, which is then forgotten; None if nothing, or too long ago."""
        at, wanted = self._few.pop(who, (None, None))
        return wanted if at is not None and self._clock() - at <= REMEMBERED else None
