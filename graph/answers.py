"""Graph's JSON as the few values that we use; everything else in an answer is dropped unread.

The SDK has models for these answers, but reading one imports 1,300 modules and 50 MB.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graph.errors import SilenceError

T = TypeVar("T")

Json = Mapping[str, object]

_RECORDING = "#microsoft.graph.callRecordingEventMessageDetail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """A page of a list; `after` is where the list goes on, "" if it ends here."""

    values: tuple[T, ...]
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A meeting. Only its id is always there: "" for what Graph does not say."""

    id: str
    organiser: str
    thread: str
    join_url: str
    starts: datetime | None
    ends: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A transcript of a call, without its text."""

    id: str
    call: str
    began: datetime | None
    ended: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A calendar's entry: its join link, "" if it is no Teams meeting that stands; from when to when. Never its
    subject."""

    join_url: str
    starts: datetime | None
    ends: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A chat's message: when, and of which recording of which call it tells; "" if of none. Never its text."""

    made: datetime | None
    call: str
    recording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file: where it lies, how many bytes it has (0 if it does not say), and from which chat of Teams it came."""

    id: str
    drive: str
    made: datetime | None
    size: int
    thread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a retention label says of deletion; `allowed` is None if it does not say."""

    allowed: bool | None
    locked: bool
    keeps: bool


def understood(body: bytes, kind: str, read: Callable[[Json], T]) -> T:
    """An answer's body, of this content type, read. Raises SilenceError if it is none of Graph's JSON."""
    media = kind.partition(";")[0].strip().lower()
    if media == "application/json" or media.endswith("+json"):
        try:
            return read(_object(json.loads(body)))
        except (ValueError, OverflowError, RecursionError):
            pass
    raise SilenceError(unsure=False)  # outside of `except`: a JSON error holds the whole body


def ids(found: Json) -> frozenset[str]:
    """A list of ids and nothing else, in small letters. Raises SilenceError: of half an answer nothing is believed."""
    values = found.get("value")
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise SilenceError(unsure=False)
    return frozenset(one.lower() for one in values)


def seen(_: Json) -> None:
    """An answer of which it matters only that it came."""


def page(read: Callable[[Json], T]) -> Callable[[Json], Page[T]]:
    """Reads a page of a list; `read` reads each of its values."""

    def both(body: Json) -> Page[T]:
        return Page(values=_all(body, read), after=_after(body))

    return both


def _after(body: Json) -> str:
    after = body.get("@odata.nextLink") or ""
    if not isinstance(after, str):
        raise ValueError  # noqa: TRY004 - a list that goes on somewhere unreadable must not pass for whole
    return after


def meeting(node: Json) -> Found:
    """https://learn.microsoft.com/graph/api/resources/onlinemeeting."""
    if not (name := _text(node, "id")):
        raise ValueError
    return Found(
        id=name,
        organiser=_text(_under(node, "participants", "organizer", "identity", "user"), "id"),
        thread=_text(_under(node, "chatInfo"), "threadId"),
        join_url=_text(node, "joinWebUrl"),
        starts=_moment(node, "startDateTime"),
        ends=_moment(node, "endDateTime"),
    )


def transcript(node: Json) -> Transcript:
    """https://learn.microsoft.com/graph/api/resources/calltranscript."""
    return Transcript(
        id=_text(node, "id"),
        call=_text(node, "callId"),
        began=_moment(node, "createdDateTime"),
        ended=_moment(node, "endDateTime"),
    )


def event(node: Json) -> Event:
    """https://learn.microsoft.com/graph/api/resources/event."""
    provider = _text(node, "onlineMeetingProvider").casefold()
    teams = _flag(node, "isOnlineMeeting") is True and provider in ("teamsforbusiness", "")
    stands = teams and _flag(node, "isCancelled") is not True
    return Event(
        join_url=_text(_under(node, "onlineMeeting"), "joinUrl") if stands else "",
        starts=_zoned(_under(node, "start")),
        ends=_zoned(_under(node, "end")),
    )


def chat(node: Json) -> str:
    """https://learn.microsoft.com/graph/api/resources/chat: the join link of its meeting, "" if it is of none."""
    return _text(_under(node, "onlineMeetingInfo"), "joinWebUrl")


def message(node: Json) -> Message:
    """https://learn.microsoft.com/graph/api/resources/callrecordingeventmessagedetail."""
    event = _under(node, "eventDetail")
    tells = _text(event, "@odata.type").casefold() == _RECORDING.casefold()
    return Message(
        made=_moment(node, "createdDateTime"),
        call=_text(event, "callId") if tells else "",
        recording=_text(event, "callRecordingUrl") if tells else "",
    )


def file(node: Json) -> File:
    """https://learn.microsoft.com/graph/api/resources/driveitem; `source` is on no page: seen in public code."""
    source = _under(node, "source")
    return File(
        id=_text(node, "id"),
        drive=_text(_under(node, "parentReference"), "driveId"),
        made=_moment(node, "createdDateTime"),
        size=_count(node, "size"),
        thread=_text(source, "threadId") if _text(source, "application").lower() == "teams" else "",
    )


def drive(node: Json) -> str:
    """A drive's id."""
    return _text(node, "id")


def roles(node: Json) -> tuple[str, ...]:
    """https://learn.microsoft.com/graph/api/resources/permission: its roles."""
    given = node.get("roles")
    return tuple(role for role in given if isinstance(role, str)) if isinstance(given, list) else ()


def label(node: Json) -> Label:
    """https://learn.microsoft.com/graph/api/resources/retentionlabelsettings."""
    settings = _under(node, "retentionSettings")
    return Label(
        allowed=_flag(settings, "isDeleteAllowed"),
        locked=_flag(settings, "isRecordLocked") is True,
        keeps=_text(settings, "behaviorDuringRetentionPeriod").lower().startswith("retain"),
    )


def installed(body: Json) -> tuple[str, ...]:
    """The version of each app of a list."""
    return _all(body, lambda app: _text(_under(app, "teamsAppDefinition"), "version"))


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004 - an answer that is not Graph's, as one that is not JSON
    return value


def _all(body: Json, read: Callable[[Json], T]) -> tuple[T, ...]:
    values = body.get("value")
    return tuple(read(_object(value)) for value in values) if isinstance(values, list) else ()


def _under(node: Json, *names: str) -> Json:
    """What lies under these names, one within the other; empty if any of them is not there."""
    for name in names:
        inner = node.get(name)
        node = inner if isinstance(inner, dict) else {}
    return node


def _text(node: Json, name: str) -> str:
    value = node.get(name)
    return value if isinstance(value, str) else ""


def _flag(node: Json, name: str) -> bool | None:
    value = node.get(name)
    return value if isinstance(value, bool) else None


def _count(node: Json, name: str) -> int:
    value = node.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _moment(node: Json, name: str) -> datetime | None:
    """In UTC, which is meant where no zone is said. Raises ValueError for what is no date."""
    if not (text := _text(node, name)):
        return None
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _zoned(node: Json) -> datetime | None:
    """https://learn.microsoft.com/graph/api/resources/datetimetimezone, in UTC. None for a zone that we do not know: an
    entry at a wrong time would be worse than none."""
    if not (text := _text(node, "dateTime")):
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    try:
        return moment.replace(tzinfo=ZoneInfo(_text(node, "timeZone") or "UTC")).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
