"""A signed activity → what a person did: pure. Who it is comes from the activity's own fields, never from a card."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.incoming import DIALOGS, DroppedFile, Exchange, Incoming, Kind
from record.docket import Person
from record.offer import Ended
from record.terms import NOBODY, PersonId

FILE_INFO = "application/vnd.microsoft.teams.file.download.info"
PRESS = "adaptiveCard/action"
EXCHANGE = "signin/tokenExchange"
VERIFY = "signin/verifyState"
MEETING_END = "application/vnd.microsoft.meetingEnd"
KINDS = {
    PRESS: Kind.PRESS,
    EXCHANGE: Kind.SIGN_IN_EXCHANGE,
    VERIFY: Kind.SIGN_IN_VERIFY,
    "config/fetch": Kind.CONFIG_FETCH,
    "config/submit": Kind.CONFIG_SUBMIT,
}

LONGEST_NAME = 256
"""Characters of a person's name, at most: as many as Entra takes."""
LONGEST_ID = 1024
LONGEST_LINK = 2048
"""Characters of a meeting's id and of its join link, at most."""

_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)

Json = Mapping[str, object]


class MalformedError(Exception):
    """A field is not what the protocol says."""


class NobodyError(MalformedError):
    """The activity does not say who did it."""


def read(activity: Json) -> Incoming:
    """What came in. Raises MalformedError."""
    type = text(activity, "type")
    name = text(activity, "name") if type in ("invoke", "event") else ""
    kind = _kind(activity, type, name)
    if kind is Kind.MEETING_ENDED:
        return _meeting_ended(activity)
    person = _person(activity)
    personal = text(_part(activity, "conversation"), "conversationType") == "personal"
    value = _part(activity, "value") if type == "invoke" else {}
    action = _part(value, "action") if kind is Kind.PRESS else {}
    data = _part(value if kind in DIALOGS else action, "data")
    return Incoming(
        kind=kind,
        person=person,
        personal=personal,
        text=_said(activity) if type == "message" else "",
        message=text(activity, "id" if type == "message" else "replyToId") or None,
        thread="" if personal else person.conversation.partition(";")[0],
        verb=text(data if kind in DIALOGS else action, "verb"),
        data=dict(data),
        files=_files(activity) if kind is Kind.FILE else (),
        exchange=_exchange(kind, value),
    )


def text(whole: Json, name: str) -> str:
    """A field that holds text; "" where there is none. Raises MalformedError for anything else."""
    found = whole.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise MalformedError(name)
    return found


def _part(whole: Json, name: str) -> Json:
    found = whole.get(name)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise MalformedError(name)
    return found


def _parts(whole: Json, name: str) -> list[Json]:
    found = whole.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(x, Mapping) for x in found):
        raise MalformedError(name)
    return found


def _kind(activity: Json, type: str, name: str) -> Kind:
    if type == "message":
        dropped = any(x.get("contentType") == FILE_INFO for x in _parts(activity, "attachments"))
        return Kind.FILE if dropped else Kind.MESSAGE
    if type == "invoke":
        return KINDS.get(name, Kind.OTHER)
    if type == "event" and name == MEETING_END:
        return Kind.MEETING_ENDED
    if type == "installationUpdate" and text(activity, "action") in ("add", "add-upgrade"):
        return Kind.INSTALL
    if type == "installationUpdate" and text(activity, "action") in ("remove", "remove-upgrade"):
        return Kind.REMOVED
    return Kind.OTHER


def _person(activity: Json) -> Person:
    """Entra ids are written in small letters everywhere else; here they might not be."""
    sender = _part(activity, "from")
    found = Person(
        id=PersonId(text(sender, "aadObjectId").strip().lower()),
        name=text(sender, "name")[:LONGEST_NAME],
        teams=text(sender, "id"),
        conversation=text(_part(activity, "conversation"), "id"),
        service_url=text(activity, "serviceUrl"),
    )
    if not found.id or not found.teams or not found.conversation:
        raise NobodyError("from")
    return found


def _meeting_ended(activity: Json) -> Incoming:
    """A meeting that we were added to has ended. Who is named as its sender says nothing about who organised it.

    https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis (meeting end event)
    """
    value, data = _part(activity, "value"), _part(_part(activity, "channelData"), "meeting")
    thread = text(_part(activity, "conversation"), "id").partition(";")[0]
    meeting = (text(value, "Id") or text(data, "id"))[:LONGEST_ID]
    service_url = text(activity, "serviceUrl")
    if not meeting or not thread or len(thread) > LONGEST_ID:
        raise MalformedError("meeting")
    told = text(value, "EndTime") or text(activity, "timestamp")
    nobody = Person(id=NOBODY, name="", teams="", conversation=thread, service_url=service_url)
    end = Ended(
        meeting=meeting,
        thread=thread,
        service_url=service_url,
        ended=_moment(told),
        told=told[:100],
        join_url=text(value, "JoinUrl")[:LONGEST_LINK],
    )
    return Incoming(kind=Kind.MEETING_ENDED, person=nobody, personal=False, thread=thread, end=end)


def _moment(told: str) -> datetime | None:
    """A time, in UTC where it names no zone; None for what is none."""
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return None
    if not 2000 < found.year < 9000:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _said(activity: Json) -> str:
    """What was typed, without the mention of the bot, and with the links that stand behind the words."""
    said = text(activity, "text")
    bot = text(_part(activity, "recipient"), "id")
    for entity in _parts(activity, "entities"):
        if entity.get("type") == "mention" and bot and _part(entity, "mentioned").get("id") == bot:
            mention = text(entity, "text")
            said = said.replace(mention, " ") if mention else said
    for attachment in _parts(activity, "attachments"):
        content = attachment.get("content")
        if attachment.get("contentType") == "text/html" and isinstance(content, str):
            links = (html.unescape(a or b) for a, b in _HREF.findall(content))
            said = " ".join([said, *(x for x in links if x.startswith("https://") and x not in said)])
    return said.strip()


def _files(activity: Json) -> tuple[DroppedFile, ...]:
    return tuple(
        DroppedFile(
            name=text(x, "name"),
            download=text(_part(x, "content"), "downloadUrl"),
            link=text(x, "contentUrl") or None,
        )
        for x in _parts(activity, "attachments")
        if x.get("contentType") == FILE_INFO
    )


def _exchange(kind: Kind, value: Json) -> Exchange | None:
    """Single sign-on's offer: by itself, with the sign-in page's code, or with a press made again after signing in."""
    if kind not in KINDS.values() or kind in DIALOGS:
        return None
    given = _part(value, "authentication") if kind is Kind.PRESS else value
    state = text(value, "state") or None
    if not (given or state):
        return None
    if kind is Kind.PRESS and not (text(given, "token") or state):
        return None
    return Exchange(
        id=text(given, "id"),
        connection=text(given, "connectionName"),
        token=text(given, "token") or None,
        state=state,
    )
