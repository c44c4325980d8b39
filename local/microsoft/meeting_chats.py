"""Meetings that the app was added to: what Teams tells the bot when one ends, and what it says of it when asked."""

import base64
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from local.microsoft.answers import seconds
from local.microsoft.connector import Activity, Connector, Conversation, refusal
from local.microsoft.meetings import Meeting, Meetings
from local.microsoft.people import Person


class MeetingChats:
    """The bot in meetings' chats. Adding the app to one agrees to OnlineMeeting.ReadBasic.Chat, for that meeting alone
    (`consented = False`: the tenant does not allow that)."""

    def __init__(self, connector: Connector, meetings: Meetings) -> None:
        self.connector, self.meetings = connector, meetings
        self.consented = True
        self.says: dict[str, Person] = {}  # by chat: whom Teams wrongly calls its organiser

    def routes(self) -> Iterable[web.RouteDef]:
        """What the connector answers besides."""
        return [web.get("/teams/v1/meetings/{meeting}", self._meeting)]

    def add_app(self, meeting: Meeting) -> Conversation:
        """The meeting's chat, which the bot is in from now on."""
        chat = Conversation(meeting.thread_id, "groupChat", meeting.people)
        return self.connector.conversations.setdefault(meeting.thread_id, chat)

    def end_event(
        self, meeting: Meeting, *, at: datetime | None = None, by: Person | None = None
    ) -> Activity:
        """What Teams sends when a meeting ends. It is signed by whoever it was, often not by the organiser."""
        person, tenant = by or meeting.people[-1], self.connector.tenant
        ended = (at or datetime.now(UTC)).astimezone(UTC)
        return {
            "type": "event",
            "name": "application/vnd.microsoft.meetingEnd",
            "id": str(uuid.uuid4()),
            "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            "serviceUrl": self.connector.service_url,
            "channelId": "msteams",
            "from": {"id": person.teams_id, "name": "", "aadObjectId": person.oid},
            "conversation": {
                "isGroup": True,
                "conversationType": "groupChat",
                "tenantId": tenant,
                "id": meeting.thread_id,
            },
            "recipient": {"id": f"28:{self.connector.app_id}", "name": "Faircopy"},
            "entities": [{"locale": "en-GB", "country": "GB", "type": "clientInfo"}],
            "channelData": {"tenant": {"id": tenant}, "source": None, "meeting": {"id": teams_id(meeting)}},
            "value": {
                "MeetingType": "Scheduled",
                "Title": meeting.subject,
                "Id": teams_id(meeting),
                "JoinUrl": meeting.join_url,
                "EndTime": ended.isoformat().replace("+00:00", "Z"),
            },
            "locale": "en-GB",
        }

    async def end(self, meeting: Meeting, *, at: datetime | None = None, by: Person | None = None) -> int:
        """The meeting ends: the bot is told, if it is in it. What it answered; 0 if it was not told."""
        if meeting.thread_id not in self.connector.conversations or not self.consented:
            return 0
        status, _, _ = await self.connector.call_bot(self.end_event(meeting, at=at, by=by))
        return status

    async def _meeting(self, request: web.Request) -> web.Response:
        wanted = request.match_info["meeting"]
        meeting = next((m for m in self.meetings.all if teams_id(m) == wanted), None)
        if meeting is None:
            raise refusal(404, "MeetingNotFound", "The meeting was not found.")
        if meeting.thread_id not in self.connector.conversations or not self.consented:
            raise refusal(403, "BotNotInConversationRoster", "The app may not read this meeting.")
        return web.json_response(shape(meeting, self.says.get(meeting.thread_id, meeting.organiser)))


def teams_id(meeting: Meeting) -> str:
    """The id that Teams itself gives a meeting: base64, from its chat, the same for all of a series."""
    return base64.b64encode(f"0#{meeting.thread_id}#0".encode()).decode()


def shape(meeting: Meeting, organiser: Person) -> dict[str, Any]:
    """A meeting as the connector shows it."""
    return {
        "details": {
            "id": teams_id(meeting),
            "msGraphResourceId": meeting.id,
            "scheduledStartTime": seconds(meeting.start),
            "scheduledEndTime": seconds(meeting.end),
            "joinUrl": meeting.join_url,
            "title": meeting.subject,
            "type": "Scheduled",
        },
        "conversation": {"isGroup": True, "conversationType": "groupChat", "id": meeting.thread_id},
        "organizer": {
            "id": organiser.teams_id,
            "aadObjectId": organiser.oid,
            "tenantId": organiser.tenant,
        },
    }
