"""The person's own calendar and meeting chats: which meetings there were lately, by their join links alone."""

from __future__ import annotations

from datetime import UTC, datetime

from graph import answers
from graph.client import Query, Talk
from graph.errors import NoError, Row
from record.doors import Appointment
from record.errors import NotAllowedError, NotThereError

NO_CALENDAR = (
    "I may not look into your calendar, so I cannot list your meetings. Nothing is lost. "
    "Paste the meeting's join link below, or drop its transcript into this chat."
)
NO_MEETING = "I cannot find the meeting of this chat. Nothing has changed. Paste the meeting's join link."

_EVENT = ("start", "end", "isCancelled", "isOnlineMeeting", "onlineMeetingProvider", "onlineMeeting")
_PAGE = 50


async def recent(talk: Talk, since: datetime, until: datetime, most: int) -> tuple[Appointment, ...]:
    """What began between the two, newest first: typically 1 request. Of a series each time by itself.

    https://learn.microsoft.com/graph/api/user-list-calendarview; without the permission Graph answers 403, and 404
    for somebody who has no mailbox there.
    """
    query = Query(
        select=_EVENT, orderby=("start/dateTime desc",), top=_PAGE, since=_utc(since), until=_utc(until)
    )
    found: list[Appointment] = []
    try:
        async for some in talk.pages(talk.graph.me.calendar_view, answers.event, query):
            found += [
                Appointment(join_url=e.join_url, starts=e.starts, ends=e.ends)
                for e in some
                if e.join_url and e.starts and e.ends and since <= e.starts <= until
            ]
            if len(found) >= most:
                break
    except NoError as no:
        if no.row not in (Row.REFUSED, Row.NOT_THERE):
            raise
    else:
        return tuple(sorted(found, key=lambda a: a.starts, reverse=True)[:most])
    raise NotAllowedError(
        NO_CALENDAR, code="calendar"
    )  # outside of `except`: nothing of Graph's hangs behind it


async def of_chat(talk: Talk, thread: str) -> str:
    """The join link of a chat's meeting: 1 request. https://learn.microsoft.com/graph/api/chat-get"""
    query = Query(select=("id", "onlineMeetingInfo"))
    link = (await talk.ask(talk.graph.chats.by_chat_id(thread), answers.chat, query=query)).value
    if not link:
        raise NotThereError(NO_MEETING)
    return link


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
