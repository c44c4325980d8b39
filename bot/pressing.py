"""What every group of buttons has: the desk, how a press is claimed, and the titles of the record types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.claimed import Claimed
from bot.incoming import Answer, Incoming
from cards import reading
from record.terms import RecordTypeId
from worker.desk import Desk

Verbs = Mapping[str, Callable[[Incoming, reading.Press], Awaitable[Answer]]]


class Pressing:
    """A group of buttons. Its `verbs` are what `buttons.py` asks for."""

    def __init__(self, *, desk: Desk, claimed: Claimed, titles: Callable[[RecordTypeId], str]) -> None:
        self._desk = desk
        self._claimed = claimed
        self._titles = titles
