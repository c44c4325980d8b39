"""The tenant's meetings: who was invited, and each start and stop of transcription with its one file."""

import base64
import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from local.microsoft.answers import seconds, ticks
from local.microsoft.files import RECORDINGS, DriveItem, Files
from local.microsoft.people import Person, identity_set

Transcript = tuple[bytes, datetime, datetime]  # the VTT, created, ended
GRAPH_ROOT = "https://graph.microsoft.com/v1.0"


@dataclass
class Take:
    """One start and stop of transcription. The words are not here: they are inside the file `item`."""

    item: str
    created: datetime
    ended: datetime
    recorded: bool
    transcript_id: str
    recording_id: str
    file_name: str
    share_url: str
    call_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    correlation_id: str = field(default_factory=lambda: f"{uuid.uuid4()}-0")
    announced: bool = True  # whether the chat carries its event message


@dataclass
class Meeting:
    """One meeting, or one series."""

    subject: str
    start: datetime
    end: datetime
    organiser: Person
    invitees: list[Person]
    co_organisers: list[Person]
    join_url: str
    thread_id: str
    calendar_backed: bool = True
    join_id: str = field(default_factory=lambda: str(10**9 + secrets.randbelow(9 * 10**9)))
    takes: list[Take] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Graph's id: base64 of organiser and thread."""
        return base64.b64encode(f"1*{self.organiser.oid}*0**{self.thread_id}".encode()).decode()

    @property
    def people(self) -> list[Person]:
        """Everybody on the invitation."""
        return [self.organiser, *self.co_organisers, *self.invitees]

    def knows(self, oid: str) -> bool:
        """Whether this person was invited."""
        return any(person.oid == oid for person in self.people)


class Meetings:
    """All meetings of the tenant."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.all: list[Meeting] = []

    def add(
        self,
        subject: str,
        start: datetime,
        end: datetime,
        organiser: Person,
        invitees: Iterable[Person] = (),
        *,
        co_organisers: Iterable[Person] = (),
        transcripts: Sequence[Transcript] = (),
        recorded: bool = False,
        join_url: str | None = None,
        calendar_backed: bool = True,
        drive_of: Person | None = None,
    ) -> Meeting:
        """Hold a meeting; `drive_of` is whose OneDrive the files go to, the organiser's by default."""
        thread = f"19:meeting_{base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip('=')}@thread.v2"
        context = f'{{"Tid":"{organiser.tenant}","Oid":"{organiser.oid}"}}'
        meeting = Meeting(
            subject,
            start,
            end,
            organiser,
            list(invitees),
            list(co_organisers),
            join_url or f"https://teams.microsoft.com/l/meetup-join/{_low(thread)}/0?context={_low(context)}",
            thread,
            calendar_backed,
        )
        self.all.append(meeting)
        for content, created, ended in transcripts:
            self.add_transcript(meeting, content, created, ended, recorded=recorded, drive_of=drive_of)
        return meeting

    def add_transcript(
        self,
        meeting: Meeting,
        content: bytes,
        created: datetime,
        ended: datetime,
        *,
        recorded: bool = False,
        drive_of: Person | None = None,
        call_id: str | None = None,
    ) -> Take:
        """Let a transcript arrive, in its mp4 in the OneDrive: of a new call, or one more piece of the call named."""
        kind = "Recording" if recorded else "Transcript"
        name = f"{meeting.subject}-{created.astimezone(UTC):%Y%m%d_%H%M%S}UTC-Meeting {kind}.mp4"
        owner = drive_of or meeting.organiser
        shell = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + content
        item = self.files.add_file(owner, RECORDINGS, name, shell, ended)
        item.transcript = content
        item.source = {"application": "teams", "threadId": meeting.thread_id}
        item.editors = {p.oid for p in [meeting.organiser, *meeting.co_organisers]}
        item.readers = {person.oid for person in meeting.invitees}
        take = Take(item.id, created, ended, recorded, _numbered(), _numbered(), item.name, item.share_url)
        take.call_id = call_id or take.call_id
        meeting.takes.append(take)
        return take

    def item(self, take: Take) -> DriveItem:
        """The file of a take, while it exists."""
        return self.files.items[take.item]

    def find(self, meeting_id: str) -> Meeting | None:
        """The meeting with this Graph id."""
        return next((meeting for meeting in self.all if meeting.id == meeting_id), None)


def _low(text: str) -> str:
    """Percent-encoded with small letters, as Teams writes join addresses."""
    return "".join(c if quote(c, safe="") == c else quote(c, safe="").lower() for c in text)


def _numbered() -> str:
    return base64.b64encode(f"1##0##{uuid.uuid4()}".encode()).decode()


def meeting_shape(meeting: Meeting) -> dict[str, Any]:
    """An onlineMeeting."""
    return {
        "id": meeting.id,
        "creationDateTime": seconds(meeting.start - timedelta(days=7)),
        "startDateTime": seconds(meeting.start),
        "endDateTime": seconds(meeting.end),
        "joinWebUrl": meeting.join_url,
        "joinMeetingIdSettings": {
            "isPasscodeRequired": False,
            "joinMeetingId": meeting.join_id,
            "passcode": None,
        },
        "subject": meeting.subject,
        "allowTranscription": True,
        "allowRecording": True,
        "recordAutomatically": False,
        "chatInfo": {"threadId": meeting.thread_id, "messageId": "0", "replyChainMessageId": None},
        "participants": {
            "organizer": _participant(meeting.organiser, "presenter"),
            "attendees": [
                *(_participant(person, "coorganizer") for person in meeting.co_organisers),
                *(_participant(person, "attendee") for person in meeting.invitees),
            ],
        },
    }


def _participant(person: Person, role: str) -> dict[str, Any]:
    user = {"id": person.oid, "displayName": None, "tenantId": person.tenant, "identityProvider": "AAD"}
    return {"upn": person.upn, "role": role, "identity": {"user": user}}


def take_shape(meeting: Meeting, take: Take, kind: str) -> dict[str, Any]:
    """A callTranscript or a callRecording."""
    name = take.transcript_id if kind == "transcript" else take.recording_id
    place = f"{GRAPH_ROOT}/users/{meeting.organiser.oid}/onlineMeetings/{meeting.id}/{kind}s/{name}/content"
    return {
        "id": name,
        "meetingId": meeting.id,
        "callId": take.call_id,
        "contentCorrelationId": take.correlation_id,
        "createdDateTime": ticks(take.created),
        "endDateTime": ticks(take.ended),
        f"{kind}ContentUrl": place,
        "meetingOrganizer": identity_set(meeting.organiser),
    }


def chat_shape(meeting: Meeting, tenant: str) -> dict[str, Any]:
    """The meeting's chat."""
    return {
        "id": meeting.thread_id,
        "topic": meeting.subject,
        "createdDateTime": seconds(meeting.start - timedelta(days=7)),
        "lastUpdatedDateTime": seconds(meeting.end),
        "chatType": "meeting",
        "webUrl": f"https://teams.microsoft.com/l/chat/{quote(meeting.thread_id, safe='')}/0",
        "tenantId": tenant,
        "viewpoint": {"isHidden": False, "lastMessageReadDateTime": seconds(meeting.end)},
        "onlineMeetingInfo": {
            "calendarEventId": None,
            "joinWebUrl": meeting.join_url,
            "organizer": {
                "id": meeting.organiser.oid,
                "displayName": None,
                "userIdentityType": "aadUser",
            },
        },
        "isHiddenForAllMembers": False,
    }


def chat_messages(meeting: Meeting) -> list[dict[str, Any]]:
    """The chat's system messages, newest first: a recording's carries the file's address."""
    messages = []
    for take in meeting.takes:
        who = identity_set(meeting.organiser)
        if not take.announced:
            continue
        if take.recorded:
            event = {
                "@odata.type": "#microsoft.graph.callRecordingEventMessageDetail",
                "callId": take.call_id,
                "callRecordingDisplayName": take.file_name,
                "callRecordingUrl": take.share_url,
                "callRecordingDuration": f"PT{int((take.ended - take.created).total_seconds())}S",
                "callRecordingStatus": "success",
                "meetingOrganizer": who,
                "initiator": who,
            }
            begun = event | {"callRecordingUrl": None, "callRecordingStatus": "initial"}
            messages += [_message(meeting, take.created, begun), _message(meeting, take.ended, event)]
        event = {
            "@odata.type": "#microsoft.graph.callTranscriptEventMessageDetail",
            "callId": take.call_id,
            "callTranscriptICalUid": f"040000008200E00074C5B7101A82E008{meeting.join_id}",
            "meetingOrganizer": who,
        }
        messages.append(_message(meeting, take.ended + timedelta(seconds=1), event))
    return sorted(messages, key=lambda message: str(message["id"]), reverse=True)


def _message(meeting: Meeting, when: datetime, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(int(when.timestamp() * 1000)),
        "messageType": "systemEventMessage",
        "createdDateTime": seconds(when),
        "chatId": meeting.thread_id,
        "from": None,
        "body": {"contentType": "html", "content": "<systemEventMessage/>"},
        "eventDetail": event,
    }
