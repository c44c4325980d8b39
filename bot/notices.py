"""The council's own notice to people of a meeting: posted in its chat when somebody asks, and not over and over."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import replies
from bot.few import Few
from bot.incoming import Answer, Incoming
from bot.speaks import Speaks
from record.errors import FaircopyError
from worker.desk import Desk

SOON = timedelta(hours=1)
"""For how long the same notice in the same chat is only pointed at: a later meeting there may have other people."""
MOST = 1000
"""Chats remembered, at most. One that is forgotten, or was told by another of us, gets its notice once more."""


class Notices:
    """Remembers in memory alone where it was posted: the worst that comes of forgetting is the same notice twice."""

    def __init__(self, *, desk: Desk, teams: Speaks) -> None:
        self._desk = desk
        self._teams = teams
        self._posted: Few[str, tuple[str, datetime]] = Few(MOST)

    async def alone(self) -> Answer:
        """`send notice` in somebody's own chat with us: what it says, and where to type it."""
        notice = (await self._desk.policy()).notice
        return Answer(text=f"{replies.NOTICE_HERE}\n\n{notice}" if notice else replies.NO_NOTICE)

    async def among_others(self, incoming: Incoming) -> Answer | None:
        """The same in a meeting's chat, or another of several people: posted there; None where the council has none.

        It is sent, and not replied, so that it is remembered only where Teams has taken it. Raises BusyError.
        """
        notice, now = (await self._desk.policy()).notice, self._desk.clock()
        if not notice:
            return None
        here = incoming.person.conversation  # in a channel, the one conversation of it
        told, at = self._posted.get(here, ("", now))
        if told == notice and now - at < SOON:
            return Answer(text=replies.notice_stands(at))
        try:
            await self._teams.answer(incoming.person, Answer(text=notice))
        except FaircopyError:
            return Answer(text=replies.NOTICE_UNSURE)
        self._posted.put(here, (notice, now))
        return Answer()
