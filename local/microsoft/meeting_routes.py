"""Graph's meeting, transcript, recording and chat requests, as documented and no others."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from local.microsoft import vtt
from local.microsoft.answers import collection, entity, equals, needs, refusal
from local.microsoft.meetings import (
    Meeting,
    Meetings,
    Take,
    chat_messages,
    chat_shape,
    meeting_shape,
    take_shape,
)

UNATTRIBUTED = "application/vnd.microsoft.graph.transcript+text"
MEETINGS = ("OnlineMeetings.Read", "OnlineMeetings.ReadWrite")
TRANSCRIPTS = ("OnlineMeetingTranscript.Read.All",)
RECORDINGS = ("OnlineMeetingRecording.Read.All",)
CHATS = ("Chat.Read", "Chat.ReadWrite")
CALENDARS = ("Calendars.ReadBasic", "Calendars.Read", "Calendars.ReadWrite")


class MeetingRoutes:
    """The requests about meetings, with the tenant's settings for them."""

    def __init__(self, meetings: Meetings, tenant: str) -> None:
        self.meetings, self.tenant = meetings, tenant
        self.transcripts_enabled = True  # the tenant's switch, off by default since July 2026
        self.attribution_allowed = True
        self.invitee_lookup_refused = False  # the join-address filter answers invitees 3003
        self.page_size = 20
        self.series: dict[
            str, list[tuple[datetime, datetime]]
        ] = {}  # by meeting id: every time it takes place
        self.cancelled: set[str] = set()  # meeting ids whose entries are cancelled
        self.entries: dict[
            str, list[dict[str, Any]]
        ] = {}  # by oid: entries of a calendar that are no Teams meetings

    def routes(self) -> Iterable[web.RouteDef]:
        """All of them, under /me and under /users/{oid}."""
        for whose in ("/v1.0/me", "/v1.0/users/{user}"):
            one = f"{whose}/onlineMeetings/{{meeting}}"
            yield web.get(f"{whose}/calendarView", self._calendar)
            yield web.get(f"{whose}/onlineMeetings", self._look_up)
            yield web.get(one, self._get)
            yield web.get(f"{one}/transcripts", self._transcripts)
            yield web.get(f"{one}/transcripts/{{take}}", self._transcript)
            yield web.get(f"{one}/transcripts/{{take}}/content", self._content)
            yield web.get(f"{one}/transcripts/{{take}}/metadataContent", self._metadata)
            yield web.get(f"{one}/recordings", self._recordings)
            yield web.get(f"{one}/recordings/{{take}}", self._recording)
        yield web.get("/v1.0/chats/{chat}", self._chat)
        yield web.get("/v1.0/chats/{chat}/messages", self._messages)

    async def _calendar(self, request: web.Request) -> web.Response:
        caller = needs(request, *CALENDARS)
        try:
            since = datetime.fromisoformat(request.query["startDateTime"])
            until = datetime.fromisoformat(request.query["endDateTime"])
        except (KeyError, ValueError):
            raise refusal(400, "This request requires a time window.", code="ErrorInvalidParameter") from None
        if since > until:
            raise refusal(400, "The end of the window is before its start.", code="ErrorInvalidParameter")
        events = list(self.entries.get(caller.oid, ()))
        for meeting in self.meetings.all:
            if meeting.knows(caller.oid) and meeting.calendar_backed:
                times = self.series.get(meeting.id, [(meeting.start, meeting.end)])
                shown = [(start, end) for start, end in times if start < until and end > since]
                events += [_event(meeting, times, meeting.id in self.cancelled) for times in shown]
        _ordered(events, request.query.get("$orderby"))
        events = [_in_zone(event, _preferred_zone(request)) for event in events]
        return collection(request, f"users('{caller.oid}')/calendarView", events, self.page_size)

    async def _look_up(self, request: web.Request) -> web.Response:
        caller = needs(request, *MEETINGS)
        wanted = equals(request.query.get("$filter"))
        keys = {"joinweburl": "join_url", "joinmeetingidsettings/joinmeetingid": "join_id"}
        if wanted is None or wanted[0].lower() not in keys:
            raise refusal(400, "Filter expression expected.", code="BadRequest")
        found = [m for m in self.meetings.all if getattr(m, keys[wanted[0].lower()]) == wanted[1]]
        for meeting in found:
            refused = self.invitee_lookup_refused and meeting.organiser.oid != caller.oid
            if refused or not meeting.knows(caller.oid):
                raise _not_invited()
        shown = {
            "@odata.context": f"https://graph.microsoft.com/v1.0/$metadata#users('{caller.oid}')/onlineMeetings",
            "value": [meeting_shape(meeting) for meeting in found],
        }
        return web.json_response(shown)

    def _meeting(self, request: web.Request, *scopes: str) -> Meeting:
        """The meeting asked for, by somebody who was invited."""
        caller = needs(request, *scopes)
        meeting = self.meetings.find(request.match_info["meeting"])
        whose = request.match_info.get("user", caller.oid)
        if meeting is None or whose not in (caller.oid, meeting.organiser.oid):
            raise refusal(404)
        if not meeting.knows(caller.oid):
            raise _not_invited()
        return meeting

    async def _get(self, request: web.Request) -> web.Response:
        meeting = self._meeting(request, *MEETINGS)
        return entity(request, f"{_whose(meeting)}/$entity", meeting_shape(meeting))

    def _takes(self, request: web.Request, *scopes: str) -> Meeting:
        """A meeting that can have transcripts at all, in a tenant that shows them."""
        meeting = self._meeting(request, *scopes)
        if scopes == TRANSCRIPTS and not self.transcripts_enabled:
            raise refusal(
                403,
                "Graph API access to transcripts is disabled for this tenant.",
                inner="GraphAccessToTranscriptsDisabled",
            )
        if not meeting.calendar_backed:
            raise refusal(
                400,
                "No iCalUid found for the meeting. "
                "This API is supported only for calendar backed OnlineMeeting.",
                code="BadRequest",
            )
        return meeting

    async def _transcripts(self, request: web.Request) -> web.Response:
        meeting = self._takes(request, *TRANSCRIPTS)
        return self._list(request, meeting, "transcript", meeting.takes)

    async def _recordings(self, request: web.Request) -> web.Response:
        meeting = self._takes(request, *RECORDINGS)
        return self._list(request, meeting, "recording", [t for t in meeting.takes if t.recorded])

    def _list(self, request: web.Request, meeting: Meeting, kind: str, takes: list[Take]) -> web.Response:
        listed = self.meetings.files.listed
        shown = [take_shape(meeting, take, kind) for take in takes if listed(kind, take.item)]
        context = f"{_whose(meeting)}('{meeting.id}')/{kind}s"
        return collection(request, context, shown, self.page_size)

    def _take(self, request: web.Request) -> tuple[Meeting, Take, bytes]:
        """A transcript whose file still exists."""
        meeting = self._takes(request, *TRANSCRIPTS)
        for take in meeting.takes:
            if take.transcript_id == request.match_info["take"]:
                words = self.meetings.files.transcript(take.item)
                if words is not None:
                    return meeting, take, words
        raise refusal(404)

    async def _transcript(self, request: web.Request) -> web.Response:
        meeting, take, _ = self._take(request)
        context = f"{_whose(meeting)}('{meeting.id}')/transcripts/$entity"
        return entity(request, context, take_shape(meeting, take, "transcript"))

    async def _recording(self, request: web.Request) -> web.Response:
        meeting = self._takes(request, *RECORDINGS)
        for take in meeting.takes:
            wanted = take.recorded and take.recording_id == request.match_info["take"]
            if wanted and take.item in self.meetings.files.items:
                context = f"{_whose(meeting)}('{meeting.id}')/recordings/$entity"
                return entity(request, context, take_shape(meeting, take, "recording"))
        raise refusal(404)

    async def _content(self, request: web.Request) -> web.Response:
        _, _, words = self._take(request)
        if UNATTRIBUTED in request.headers.get("Accept", ""):
            return web.Response(body=vtt.unattributed(words), content_type=UNATTRIBUTED)
        if request.query.get("$format", "text/vtt") != "text/vtt":
            raise refusal(400, "The requested format is not supported.", code="BadRequest")
        if not self.attribution_allowed:
            raise refusal(
                403,
                "Speaker-attributed transcript content is disabled for this tenant. "
                f"Retry with Accept '{UNATTRIBUTED}'.",
                inner="SpeakerAttributionNotAllowed",
            )
        return web.Response(body=words, content_type="text/vtt")

    async def _metadata(self, request: web.Request) -> web.Response:
        _, take, words = self._take(request)
        body = vtt.metadata(words, take.created, names=self.attribution_allowed)
        return web.Response(body=body, content_type="text/vtt")

    def _in_chat(self, request: web.Request, *scopes: str) -> Meeting:
        caller = needs(request, *scopes)
        for meeting in self.meetings.all:
            if meeting.thread_id == request.match_info["chat"]:
                if not meeting.knows(caller.oid):
                    raise refusal(403, "The user is not a member of the chat.")
                return meeting
        raise refusal(404)

    async def _chat(self, request: web.Request) -> web.Response:
        meeting = self._in_chat(request, "Chat.ReadBasic", *CHATS)
        return entity(request, "chats/$entity", chat_shape(meeting, self.tenant))

    async def _messages(self, request: web.Request) -> web.Response:
        meeting = self._in_chat(request, *CHATS)
        messages = chat_messages(meeting)
        return collection(request, f"chats('{meeting.thread_id}')/messages", messages, self.page_size)


def _not_invited() -> Exception:
    return refusal(403, "3003: User does not have access to lookup meeting")


def _whose(meeting: Meeting) -> str:
    return f"users('{meeting.organiser.oid}')/onlineMeetings"


def _event(meeting: Meeting, times: tuple[datetime, datetime], cancelled: bool) -> dict[str, Any]:
    """A calendar event, as far as a meeting has one; of a series, one occurrence."""
    organiser, (start, end) = meeting.organiser, times
    return {
        "id": f"AAMk{meeting.join_id}{int(start.timestamp())}=",
        "subject": meeting.subject,
        "bodyPreview": f"About {meeting.subject}",
        "start": {"dateTime": _utc(start), "timeZone": "UTC"},
        "end": {"dateTime": _utc(end), "timeZone": "UTC"},
        "isCancelled": cancelled,
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "onlineMeeting": {"joinUrl": meeting.join_url},
        "organizer": {"emailAddress": {"name": organiser.name, "address": organiser.upn}},
    }


def _ordered(events: list[dict[str, Any]], by: str | None) -> None:
    """As `$orderby` says; without it, a calendar view comes by start."""
    name, _, way = (by or "start/dateTime asc").partition(" ")
    if name != "start/dateTime" or way not in ("", "asc", "desc"):
        raise refusal(400, "The property is not supported for sorting.", code="ErrorInvalidParameter")
    events.sort(key=lambda event: str(event["start"]["dateTime"]), reverse=way == "desc")


def _preferred_zone(request: web.Request) -> str:
    """`Prefer: outlook.timezone="…"`; without it, times are in UTC."""
    found = re.search(r'outlook\.timezone="([^"]+)"', request.headers.get("Prefer", ""))
    return found[1] if found else "UTC"


def _in_zone(event: dict[str, Any], zone: str) -> dict[str, Any]:
    def moved(part: dict[str, str]) -> dict[str, str]:
        at = datetime.fromisoformat(part["dateTime"]).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
        return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": zone}

    return event if zone == "UTC" else event | {"start": moved(event["start"]), "end": moved(event["end"])}


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.0000000"
