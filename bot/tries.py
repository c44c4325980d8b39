"""A call of Teams within its time: made twice at most, and what came of it as our own errors."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from bot.transport import StatusError, TransportError
from record.doors import Clock
from record.errors import (
    BusyError,
    FaircopyError,
    NoAnswerError,
    NotAllowedError,
    NotThereError,
    RefusedError,
)

log = logging.getLogger(__name__)
T = TypeVar("T")

SHORT = timedelta(seconds=2)
"""How long we wait inside a call before we try it again; longer waits are the caller's."""
PAUSE = 0.2

REMOVED = (
    "I am no longer in your chat with me. Nothing is lost. Add Faircopy in Teams again, then type my drafts."
)
GONE = "That message is no longer there. Nothing is lost. Type my drafts."
BUSY = "Teams is busy. Nothing is lost. I try again by myself."
NO_ANSWER = "Teams gave no answer. Nothing is lost. I look again by myself."
REFUSED = "Teams did not take my message. Nothing is lost. Type my drafts."


class Tries:
    """`timeout` is seconds for one whole call, with its second try."""

    def __init__(self, *, clock: Clock, timeout: float) -> None:
        self._clock = clock
        self._timeout = timeout

    async def make(self, act: Callable[[], Awaitable[T]], *, again: bool) -> T:
        """Within the time-out: twice where nothing was done, or where (`again`) doing it twice is doing it once.

        Raises as `said` says.
        """
        first: TransportError | None = None
        try:
            async with asyncio.timeout(self._timeout):
                try:
                    return await act()
                except TransportError as e:
                    first = e
                    if (pause := self._pause(e, again=again)) is None:
                        raise
                await asyncio.sleep(pause)  # as long as Teams asked for, within the time-out
                return await act()
        except TransportError as e:
            raise said(e) from None
        except TimeoutError:
            certain = first is not None and first.certain and not again
            raise (BusyError(BUSY) if certain else NoAnswerError(NO_ANSWER)) from None

    def _pause(self, e: TransportError, *, again: bool) -> float | None:
        """Seconds to wait before the second try; None for no second try."""
        if isinstance(e, StatusError):
            if e.status == 401:
                return 0.0
            if e.certain and e.status not in (412, 429, 503):
                return None
        if e.until is not None:
            wait = e.until - self._clock()
            return max(wait.total_seconds(), 0.0) if wait <= SHORT else None
        return PAUSE if e.certain or again else None


def said(e: TransportError) -> FaircopyError:
    """bot-removed, NotThereError (the message), BusyError (nothing was done), NoAnswerError, RefusedError."""
    if isinstance(e, StatusError):
        if e.status == 404 and e.code.startswith("Activity"):
            return NotThereError(GONE)
        if e.status in (403, 404):
            return NotAllowedError(REMOVED, code="bot-removed")
        if e.status in (400, 413):
            log.error("teams_refused", extra={"status": e.status})
            return RefusedError(REFUSED)
    return BusyError(BUSY, until=e.until) if e.certain else NoAnswerError(NO_ANSWER)
