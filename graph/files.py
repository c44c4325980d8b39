"""The files that hold a call's transcript and recording: which they are, who may delete one, deleting it once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from graph import answers
from graph.answers import File, Message, page
from graph.client import Query, Talk
from graph.errors import NoError, Row, SilenceError
from graph.links import share_id
from record.docket import Call, Upload
from record.doors import DriveFile, Good, Located, Look
from record.errors import SignInNeededError
from record.terms import Address, Saw

RECORDINGS = "special/recordings/children?$select=id,size,createdDateTime,source,parentReference&$top=200"
_MOST_CHAT = 40
"""Pages of a chat, of 50 messages: a call further down is found by its folder alone."""
_BEFORE, _AFTER, _LONGEST = timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=12)


def parts(address: Address) -> tuple[str, str]:
    """Drive and item; "" for what the address does not say."""
    drive, _, item = address.partition("/")
    return drive, item


def one(talk: Talk, address: Address) -> Any:
    """The builder of the file."""
    drive, item = parts(address)
    return talk.graph.drives.by_drive_id(drive).items.by_drive_item_id(item)


def recordings(talk: Talk, whose: str) -> Any:
    """The builder of the Recordings folder's children: `whose` is "me/drive" or "drives/{id}".

    The folder has another name in each language; its special name works in all [reported]. The SDK has no builder
    for its children. https://learn.microsoft.com/graph/api/drive-get-specialfolder
    """
    children = talk.graph.drives.by_drive_id("-").items.by_drive_item_id("-").children
    return children.with_url(f"{talk.base_url}/{whose}/{RECORDINGS}")


# --- which files ---------------------------------------------------------------------------------------------------


async def find(talk: Talk, source: Call | Upload) -> Located:
    """The files of a call, in order of time; of an upload the one behind its link: 1 request.

    By the chat: every file behind its events of this call is the call's own (pages of the chat, and 1 an address).
    Where it names none, or fewer than there are transcripts (a piece may be transcribed only), the Recordings folder
    is read too: what fits chat and time may be the call's, unless the chat gives it to another call. One that fits is
    sure if the chat names none at all; otherwise a person has to say. Raises NoError where Graph is busy: that is not
    "unsure".
    """
    if isinstance(source, Upload):
        named = await _behind(talk, {source.link} if source.link else set())
        return Located(files=_in_order(named), sure=bool(named))
    events = await _events(talk, source)
    own = {m.recording for m in events if m.call == source.call}
    named = await _behind(talk, own)
    if named and len(named) >= len(source.transcripts):
        return Located(files=_in_order(named), sure=True)
    fits = await _in_folder(talk, source)
    if fits.keys() - named.keys():
        for address in await _behind(talk, _of_others(events, source)):
            fits.pop(address, None)
    every = named | fits
    sure = len(every) == len(named) if own else len(every) == 1
    return Located(files=_in_order(every), sure=sure and bool(every))


def _in_order(found: dict[Address, DriveFile]) -> tuple[DriveFile, ...]:
    latest = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(found.values(), key=lambda f: (f.made or latest, f.address)))


async def links(talk: Talk, call: Call) -> set[str]:
    """Addresses of a call's recordings, from the events in its chat; none for a chat that this person may not read."""
    return {m.recording for m in await _events(talk, call) if m.call == call.call}


async def _events(talk: Talk, call: Call) -> list[Message]:
    """What a call's chat tells of recordings, of this call and of its neighbours.

    https://learn.microsoft.com/graph/api/chat-list-messages (newest first; `$select` is not supported there: what
    people typed comes along, and is dropped here unread) and resources/callrecordingeventmessagedetail
    """
    found: list[Message] = []
    pages = 0
    messages = talk.graph.chats.by_chat_id(call.thread).messages
    try:
        query = Query(top=50, orderby=("createdDateTime desc",))
        async for some in talk.pages(messages, answers.message, query):
            found += [m for m in some if m.recording]
            pages += 1
            if pages == _MOST_CHAT or any(_before(m, call.began - _LONGEST) for m in some):
                break
    except NoError as no:
        if not _closed(no):
            raise
    return found


def _of_others(events: list[Message], call: Call) -> set[str]:
    """Addresses of other calls' recordings that could lie in this call's time."""
    since, until = _time_of(call)
    return {
        m.recording for m in events if m.call != call.call and m.made and since <= m.made <= until + _LONGEST
    }


def _before(message: Message, moment: datetime) -> bool:
    return message.made is not None and message.made < moment


def _closed(no: NoError) -> bool:
    """It is not there for this person: another way may still lead to the file."""
    return no.row in (Row.NOT_THERE, Row.REFUSED, Row.NOT_INVITED)


async def _behind(talk: Talk, urls: set[str]) -> dict[Address, DriveFile]:
    """The files behind these addresses, 1 request each. https://learn.microsoft.com/graph/api/shares-get"""
    found: dict[Address, DriveFile] = {}
    query = Query(select=("id", "size", "createdDateTime", "parentReference"))
    for url in sorted(urls):
        try:
            item = (await talk.ask(share(talk, url), answers.file, query=query)).value
        except NoError as no:
            if not _closed(no):
                raise
        else:
            found |= _file(item) if item else {}
    return found


def share(talk: Talk, url: str) -> Any:
    """The builder of the file behind an address."""
    return talk.graph.shares.by_shared_drive_item_id(share_id(url)).drive_item


def address_of(item: File) -> Address | None:
    """Where a file lies; None if it does not say."""
    return Address(f"{item.drive}/{item.id}") if item.drive and item.id else None


def _file(item: File) -> dict[Address, DriveFile]:
    address = address_of(item)
    return {address: DriveFile(address=address, made=item.made, size=item.size)} if address else {}


async def _in_folder(talk: Talk, call: Call) -> dict[Address, DriveFile]:
    """The files of this person's Recordings folder that carry the call's chat and were made at its time.

    `source.threadId` was seen in public code only; a file without it never matches.
    """
    since, until = _time_of(call)
    found: dict[Address, DriveFile] = {}
    try:
        async for some in talk.pages(recordings(talk, "me/drive"), answers.file):
            for item in some:
                if item.thread == call.thread and item.made and since <= item.made <= until:
                    found |= _file(item)
    except NoError as no:
        if not _closed(no):
            raise
    return found


def _time_of(call: Call) -> tuple[datetime, datetime]:
    """When a file of this call can have been made."""
    return call.began - _BEFORE, (call.ended or call.began + _LONGEST) + _AFTER


# --- may it go? -----------------------------------------------------------------------------------------------------


async def preflight(talk: Talk, source: Call | Upload, address: Address) -> Look:
    """Is it there, does a label forbid it, may this person? 2 requests for the organiser, up to 4 for others.

    A hold cannot be seen before deletion is tried. The organiser is taken at Microsoft's word ("full rights" on every
    recording, wherever it lies): only the deletion itself would tell otherwise.
    https://learn.microsoft.com/graph/api/driveitem-get
    """
    organiser = isinstance(source, Call) and talk.oid() == str(source.organiser).lower() != ""
    try:
        seen = await talk.ask(one(talk, address), answers.seen, query=Query(select=("id",)))
    except NoError as no:
        if no.row is Row.NOT_THERE:
            return Look(saw=Saw.ABSENT, request=no.request)
        if no.row is Row.REFUSED:
            saw = Saw.UNKNOWN if organiser else Saw.NOT_ORGANISER
            return Look(saw=saw, request=no.request, why=no.code)
        raise
    if label := await _label(talk, address):
        return label
    if organiser or await _own(talk, address) or await _may_write(talk, address):
        return Look(saw=Saw.PRESENT, request=seen.request)
    return Look(saw=Saw.NOT_ORGANISER, request=seen.request)


async def _label(talk: Talk, address: Address) -> Look | None:
    """What to answer if a retention label forbids deletion; None if none does, or labels may not be read.

    https://learn.microsoft.com/graph/api/driveitem-getretentionlabel
    """
    try:
        reply = await talk.ask(one(talk, address).retention_label, answers.label)
    except NoError as no:
        if not _closed(no):
            raise
        return None
    label = reply.value
    if label and (label.allowed is False or label.locked or (label.allowed is None and label.keeps)):
        return Look(saw=Saw.LABEL, request=reply.request, why="retention-label")
    return None


async def _own(talk: Talk, address: Address) -> bool:
    """Whether it lies in this person's own OneDrive. https://learn.microsoft.com/graph/api/drive-get"""
    try:
        drive = (await talk.ask(talk.graph.me.drive, answers.drive, query=Query(select=("id",)))).value
    except NoError as no:
        if not _closed(no):
            raise
        return False
    return drive is not None and drive == parts(address)[0]


async def _may_write(talk: Talk, address: Address) -> bool:
    """Whether it is shared with this person for editing: others are shown only the permissions that are theirs.

    https://learn.microsoft.com/graph/api/driveitem-list-permissions
    """
    try:
        query = Query(select=("id", "roles"))
        granted = (await talk.ask(one(talk, address).permissions, page(answers.roles), query=query)).value
    except NoError as no:
        if not _closed(no):
            raise
        return False
    return granted is not None and any(not {"write", "owner"}.isdisjoint(roles) for roles in granted.values)


# --- it goes --------------------------------------------------------------------------------------------------------


async def delete(talk: Talk, address: Address, good: Good) -> Look:
    """permanentDelete, once: 1 request for the label as it now stands, 1 to delete; 1 more after a bare 403.

    `good` is asked right before each of the first two. The third only reads, to tell whose no it was, and comes
    after the answer. https://learn.microsoft.com/graph/api/driveitem-permanentdelete (204, no recycle bin)
    """
    good()
    if label := await _label(talk, address):
        return label
    info = one(talk, address).permanent_delete.to_post_request_information()
    good()
    try:
        return Look(saw=Saw.DONE, request=await talk.bare(info, writes=True))
    except NoError as no:
        if no.row in (Row.SIGN_IN, Row.BUSY, Row.UNSURE):
            raise
        saw = {Row.NOT_THERE: Saw.NOT_THERE, Row.HOLD: Saw.ON_HOLD}.get(no.row)
        return Look(saw=saw or await _whose_no(talk, address, no), request=no.request, why=no.code)


async def _whose_no(talk: Talk, address: Address, no: NoError) -> Saw:
    """A 403 in somebody else's drive waits for the organiser; in one's own nobody else can help."""
    if no.status != 403:
        return Saw.REFUSED
    try:
        return Saw.REFUSED if await _own(talk, address) else Saw.NOT_ORGANISER
    except (NoError, SilenceError, SignInNeededError):
        return Saw.NOT_ORGANISER
