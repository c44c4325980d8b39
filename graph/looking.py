"""Looking again: independent reads of the file and of what was said, and the one thing that they say together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass

from graph import answers, files, meetings
from graph.client import Query, Talk
from graph.errors import NoError, Row, SilenceError
from record.docket import Call, Upload
from record.doors import Look
from record.terms import Address, Saw

STILL_LISTED = "still-listed"
NOT_LOCATED = "not-located"
OTHER_FILE = "other-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One read: what it was of, what it showed. `listed`: it was only a list that names the thing."""

    of: str
    saw: Saw
    request: str = ""
    listed: bool = False


async def look(talk: Talk, source: Call | Upload, address: Address) -> Look:
    """PRESENT as soon as file, link or content answers; ABSENT only if every read says so; else UNKNOWN.

    `why` names the read that decided: "item", "link", "content", "folder", "transcripts", or "still-listed" if a list
    alone still shows it (lists lag behind: that is no proof that the words exist). "other-file": an address of this
    call leads to another of its files; as long as that one is there, what the call still gives out may be its own,
    so this one is not called gone. One request if the file is there; for a call that is gone 4, one an address in the
    chat and one a transcript, more where chat, folder or list have pages; 2 for an upload.
    """
    reads = []
    async for read in _reads(talk, source, address):
        if read.saw is Saw.PRESENT and not read.listed:
            return Look(saw=Saw.PRESENT, request=read.request, why=read.of)
        reads.append(read)
    if listed := next((r for r in reads if r.saw is Saw.PRESENT), None):
        return Look(saw=Saw.PRESENT, request=listed.request, why=STILL_LISTED)
    if unknown := next((r for r in reads if r.saw is not Saw.ABSENT), None):
        return Look(saw=Saw.UNKNOWN, request=unknown.request, why=unknown.of)
    if not files.parts(address)[1] or not reads:
        return Look(saw=Saw.UNKNOWN, why=NOT_LOCATED)
    return Look(saw=Saw.ABSENT, request=reads[0].request)


async def glance(talk: Talk, address: Address) -> Look:
    """The file itself, 1 request: PRESENT if it is given out, ABSENT for a 404, else UNKNOWN; `why` is "item".

    ABSENT means only that this sign-in finds nothing at this address: the text may be given out elsewhere, lists may
    name it, and the person may have lost their rights. Only `look` may end in "gone".
    """
    if not files.parts(address)[1]:
        return Look(saw=Saw.UNKNOWN, why=NOT_LOCATED)
    read = await _item(talk, address)
    return Look(saw=read.saw, request=read.request, why=read.of)


async def _reads(talk: Talk, source: Call | Upload, address: Address) -> AsyncIterator[Read]:
    drive, item = files.parts(address)
    if item:
        yield await _item(talk, address)
    if isinstance(source, Upload):
        if source.link:
            yield await _link(talk, source.link, address)
        return
    try:
        links = await files.links(talk, source)
    except (NoError, SilenceError) as no:
        links = set()
        yield _refused("link", no)
    alone = True
    for url in sorted(links):
        read = await _link(talk, url, address)
        alone = alone and read.of != OTHER_FILE
        yield read
    if alone:
        for transcript in source.transcripts:
            yield await _read("content", _content(talk, source, transcript))
    if item:
        yield await _listed("folder", _in_folder(talk, drive, item))
    if alone:
        yield await _listed("transcripts", _in_list(talk, source))


async def _item(talk: Talk, address: Address) -> Read:
    try:
        reply = await talk.ask(files.one(talk, address), answers.seen, query=Query(select=("id",)))
    except (NoError, SilenceError) as no:
        return _refused("item", no)
    return Read(of="item", saw=Saw.PRESENT, request=reply.request)


async def _link(talk: Talk, url: str, address: Address) -> Read:
    """Whether an address leads to this file; to any file at all, where it is not known which one this is."""
    try:
        query = Query(select=("id", "parentReference"))
        reply = await talk.ask(files.share(talk, url), answers.file, query=query)
    except (NoError, SilenceError) as no:
        return _refused("link", no)
    there = files.address_of(reply.value) if reply.value else None
    if there and files.parts(address)[1] and there != address:
        return Read(of=OTHER_FILE, saw=Saw.UNKNOWN, request=reply.request)
    return Read(of="link", saw=Saw.PRESENT, request=reply.request)


async def _content(talk: Talk, call: Call, transcript: str) -> str:
    """Whether the text is given out. Its body is never read: only the status is looked at."""
    builder = meetings.one(talk, call.meeting).transcripts.by_call_transcript_id(transcript).content
    info = builder.to_get_request_information()
    info.headers.remove("Accept")
    info.headers.add("Accept", meetings.ATTRIBUTED)
    try:
        return await talk.bare(info, writes=False)
    except NoError as no:
        if no.row is not Row.NAMES_OFF:
            raise
        return no.request  # refused for the names in it: so it is there


async def _in_folder(talk: Talk, drive: str, item: str) -> bool:
    """Whether the drive's Recordings folder shows it. Of others' drives the folder cannot be read: unknown."""
    async for some in talk.pages(files.recordings(talk, f"drives/{drive}"), answers.file):
        if any(child.id == item for child in some):
            return True
    return False


async def _in_list(talk: Talk, call: Call) -> bool:
    return any(t.id in call.transcripts for t in await meetings.transcripts(talk, call.meeting))


async def _read(of: str, asking: Awaitable[str]) -> Read:
    """Given out: present. 404: absent. All else: unknown. Raises SignInNeededError and NoError(SIGN_IN)."""
    try:
        return Read(of=of, saw=Saw.PRESENT, request=await asking)
    except (NoError, SilenceError) as no:
        return _refused(of, no)


async def _listed(of: str, asking: Awaitable[bool]) -> Read:
    try:
        return Read(of=of, saw=Saw.PRESENT if await asking else Saw.ABSENT, listed=True)
    except (NoError, SilenceError) as no:
        return _refused(of, no)


def _refused(of: str, no: NoError | SilenceError) -> Read:
    if isinstance(no, SilenceError):
        return Read(of=of, saw=Saw.UNKNOWN)
    if no.row is Row.SIGN_IN:
        raise no
    return Read(of=of, saw=Saw.ABSENT if no.row is Row.NOT_THERE else Saw.UNKNOWN, request=no.request)
