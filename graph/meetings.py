"""Meetings by their join link, their calls, and what was said in them."""

from __future__ import annotations

import base64
import binascii
from collections import defaultdict
from typing import Any

from graph import answers
from graph.answers import Found, Transcript, page
from graph.client import Query, Talk
from graph.errors import NoError, Row
from graph.links import JoinLink
from record.docket import Call
from record.doors import Content, Meeting
from record.errors import NotThereError
from record.said import Said
from record.terms import PersonId

ATTRIBUTED = "text/vtt"
UNATTRIBUTED = "application/vnd.microsoft.graph.transcript+text"

_MEETING = ("id", "participants", "chatInfo", "startDateTime", "endDateTime", "joinWebUrl")

NO_TRANSCRIPT = (
    "This meeting has no transcript, or it is not ready yet. I cannot tell which. It can take an hour. "
    "You can look again later, or upload the transcript."
)
NO_MEETING = (
    "Teams knows no meeting with this link: it was cancelled, has expired, or belongs to another council. "
    "Nothing has changed. Check the link, or upload the transcript."
)


def one(talk: Talk, meeting: str) -> Any:
    """The builder of one of the person's meetings."""
    return talk.graph.me.online_meetings.by_online_meeting_id(meeting)


async def find(talk: Talk, link: JoinLink) -> Meeting:
    """The meeting of a join link: one request, two where the first does not find it.

    https://learn.microsoft.com/graph/api/onlinemeeting-get (by JoinWebUrl, by joinMeetingId, by id). The filter has
    answered 3003 to invitees for whom the request by id worked [reported]; so the id is then built from the link.
    """
    try:
        if found := await _look_up(talk, link):
            return _meeting(found, link)
    except NoError as no:
        if no.row is not Row.NOT_INVITED or not link.meeting_id:
            raise
    if link.meeting_id:
        try:
            reply = await talk.ask(one(talk, link.meeting_id), answers.meeting, query=Query(select=_MEETING))
        except NoError as no:
            if no.row is not Row.NOT_THERE:
                raise
        else:
            if reply.value is not None:
                return _meeting(reply.value, link)
    raise NotThereError(NO_MEETING)


async def _look_up(talk: Talk, link: JoinLink) -> Found | None:
    if link.number:
        words = f"joinMeetingIdSettings/joinMeetingId eq '{link.number}'"
    else:
        words = "JoinWebUrl eq '{}'".format(link.url.replace("'", "''"))
    query = Query(filter=words, select=_MEETING)
    found = (await talk.ask(talk.graph.me.online_meetings, page(answers.meeting), query=query)).value
    return next(iter(found.values), None) if found else None


def _meeting(found: Found, link: JoinLink) -> Meeting:
    by_id, thread_by_id = _parts(found.id)
    return Meeting(
        id=found.id,
        organiser=PersonId((found.organiser or link.organiser or by_id).lower()),  # as activities name people
        thread=found.thread or link.thread or thread_by_id,
        join_url=found.join_url or link.url,
        starts=found.starts,
        ends=found.ends,
    )


def _parts(meeting: str) -> tuple[str, str]:
    """Organiser and thread inside a meeting id, where Graph gives them nowhere else; "" if it is of another form."""
    try:
        _, organiser, _, _, thread = base64.b64decode(meeting, validate=True).decode().split("*", 4)
    except (binascii.Error, ValueError):
        return "", ""
    return organiser, thread


async def transcripts(talk: Talk, meeting: str) -> list[Transcript]:
    """Every transcript of a meeting, or of all occurrences of a series: one request a page.

    https://learn.microsoft.com/graph/api/onlinemeeting-list-transcripts
    """
    query = Query(select=("id", "callId", "createdDateTime", "endDateTime"))
    found = talk.pages(one(talk, meeting).transcripts, answers.transcript, query)
    return [transcript async for some in found for transcript in some]


async def calls(talk: Talk, meeting: Meeting) -> tuple[Call, ...]:
    """Its calls that have transcripts, newest first; `ended` is None while one of its transcripts has no end.

    Raises NotThereError for an empty list: transcription off and not ready look the same.
    """
    by_call: defaultdict[str, list[Transcript]] = defaultdict(list)
    for transcript in await transcripts(talk, meeting.id):
        if transcript.id and transcript.call and transcript.began:
            by_call[transcript.call].append(transcript)
    if not by_call:
        raise NotThereError(NO_TRANSCRIPT)
    found = [_call(meeting, call, parts) for call, parts in by_call.items()]
    return tuple(sorted(found, key=lambda c: c.began, reverse=True))


def _call(meeting: Meeting, call: str, parts: list[Transcript]) -> Call:
    begun = sorted((t.began, t.id) for t in parts if t.began)
    ends = [t.ended for t in parts if t.ended]
    return Call(
        organiser=meeting.organiser,
        meeting=meeting.id,
        call=call,
        thread=meeting.thread,
        transcripts=tuple(name for _, name in begun),
        began=begun[0][0],
        ended=max(ends) if len(ends) == len(parts) else None,
    )


async def content(talk: Talk, call: Call) -> Content:
    """The transcripts' text, all named or all not: one request each, and one more where the tenant forbids names.

    https://learn.microsoft.com/graph/api/calltranscript-get
    """
    try:
        return Content(parts=await _texts(talk, call, ATTRIBUTED), attributed=True)
    except NoError as no:
        if no.row is not Row.NAMES_OFF:
            raise
    return Content(parts=await _texts(talk, call, UNATTRIBUTED), attributed=False)


async def _texts(talk: Talk, call: Call, accept: str) -> tuple[Said[bytes], ...]:
    texts = []
    for transcript in call.transcripts:
        builder = one(talk, call.meeting).transcripts.by_call_transcript_id(transcript).content
        texts.append(Said(await talk.text(builder, accept)))
    return tuple(texts)
