"""How each act is done: one plain async function an act, idempotent, with the claim's deadline asked before each
request. What went wrong comes back as what was seen, never prettier; no certain answer comes back as None.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from record import errors
from record.dates import moment
from record.docket import (
    SOURCE,
    Act,
    Call,
    Claim,
    Custody,
    Docket,
    Doing,
    Holder,
    Place,
    Saw,
    Seen,
    Target,
    Trace,
)
from record.doors import Good, Note
from record.draft import Child, Draft
from record.entries import record_of, source_address, trace_of
from record.fair_copy import hash_of, text_of
from record.receipt import fold
from record.said import Said
from worker.desk import Desk
from worker.versions import TRANSCRIPT, put_version, read_version

log = logging.getLogger(__name__)


async def perform(desk: Desk, docket: Docket, act: Act, claim: Claim | None) -> Seen | None:
    """Do one act. None means that no certain answer came: nothing may be concluded from it."""
    at = desk.clock()

    def good() -> None:
        if claim is not None and desk.clock() >= claim.until:
            raise errors.LapsedError("The claim ran out. Nothing was done.")

    try:
        return replace(await ACTS[act.doing](desk, docket, act, good), at=at)
    except (errors.NoAnswerError, errors.LapsedError):
        return None
    except errors.FaircopyError as e:
        return _seen(act, e, at)
    except Exception as e:  # noqa: BLE001  # the clerk must outlive a fault of ours; only its kind may be logged
        log.error("act_failed", extra={"doing": act.doing, "error": type(e).__name__})
        return None


def _seen(act: Act, e: errors.FaircopyError, at: datetime) -> Seen:
    """A door's error as what was seen."""
    if isinstance(e, errors.BusyError):
        return Seen(saw=Saw.BUSY, at=at, until=e.until, why=_PARTY.get(act.doing, "storage"))
    if isinstance(e, errors.NotAllowedError):
        return Seen(saw=_CODES.get(e.code, Saw.REFUSED), at=at, why=e.code)
    for kind, saw, why in _SIMPLE:
        if isinstance(e, kind):
            return Seen(saw=saw, at=at, why=_NOT_THERE.get(act.doing, "") if saw is Saw.NOT_THERE else why)
    return Seen(saw=Saw.REFUSED, at=at, why="fault")


_PARTY = {
    Doing.FETCH: "microsoft",
    Doing.DRAFT: "ai",
    Doing.POST: "case-system",
    Doing.LOOK_UP: "case-system",
    Doing.LOOK_FILED: "case-system",
    Doing.SEND_CARD: "microsoft",
    Doing.SHOW_CARD: "microsoft",
    Doing.TELL: "microsoft",
    Doing.PREFLIGHT: "microsoft",
    Doing.LOOK_SOURCE: "microsoft",
    Doing.DELETE_MEETING: "microsoft",
}
_CODES = {"not-organiser": Saw.NOT_ORGANISER, "label": Saw.LABEL, "hold": Saw.ON_HOLD}
_NOT_THERE = {Doing.FETCH: "no-transcript", Doing.LOOK_FILED: "filed-gone"}
_SIMPLE: tuple[tuple[type[errors.FaircopyError], Saw, str], ...] = (
    (errors.SignInNeededError, Saw.SIGN_IN, "sign-in"),
    (errors.NoWordsError, Saw.NO_WORDS, "no-words"),
    (errors.UnreadableError, Saw.UNREADABLE, "unreadable"),
    (errors.NotThereError, Saw.NOT_THERE, ""),
    (errors.AlteredError, Saw.REFUSED, "altered"),
)


def _done(desk: Desk) -> Seen:
    return Seen(saw=Saw.DONE, at=desk.clock())


# --- fetching and drafting ----------------------------------------------------------------------------------------


async def fetch(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """The call's transcripts, sealed at the places that the claim named; and where the meeting's file is."""
    call = docket.source
    if not isinstance(call, Call):
        raise errors.NotThereError("I no longer hold that file. Drop it into this chat again.")
    token = await desk.tokens.token(record_of(docket, act.record).author)
    content = await desk.meetings.content(token, call)
    await desk.words.make_key(docket.id, SOURCE, good)
    for part, words in enumerate(content.parts):
        await desk.words.put(
            docket.id, SOURCE, TRANSCRIPT, source_address(docket.id, act.version, part), words, good
        )
    return replace(_done(desk), attributed=content.attributed)


async def draft(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Propose a record: read our copy, draft in another process, seal the first version."""
    record = record_of(docket, act.record)
    sources = [await desk.words.get(docket.id, SOURCE, TRANSCRIPT, t.address) for t in _copies(docket)]
    if not sources:
        raise errors.NotThereError("Our copy of the transcript is gone. I fetch it again.")
    child, siblings = await _children(desk, docket, act.record)
    began = docket.source.began if isinstance(docket.source, Call) else None
    drafted = await desk.drafting.draft(
        sources,
        record_type=record.record_type,
        child=child,
        siblings=siblings,
        author=record.author.name,
        occurred=moment(began) if began else None,
    )
    await desk.words.make_key(docket.id, act.record, good)
    at = desk.clock()
    return await put_version(desk.words, docket, act.record, act.version, drafted, good, at=at)


def _copies(docket: Docket) -> list[Trace]:
    """Where our copy of the source's newest fetch stands, in order of time."""
    newest = f"{docket.id}/s/g{docket.gen}/"
    return [t for t in docket.traces if t.holder is Holder.WORDS and t.address.startswith(newest)]


async def _children(desk: Desk, docket: Docket, n: int) -> tuple[Child, tuple[Child, ...]]:
    """The child of this record, and those of the other records of the same meeting."""
    own = record_of(docket, n).reference
    try:
        return await _found(desk, docket, own)
    except errors.NotThereError as e:
        # not to be taken for our copy being gone
        raise errors.NotAllowedError(e.say, code="no-such-file") from None


async def _found(desk: Desk, docket: Docket, own: str) -> tuple[Child, tuple[Child, ...]]:
    others = dict.fromkeys(r.reference for r in docket.records if r.reference != own)
    return await desk.cases.find(own), tuple([await desk.cases.find(other) for other in others])


# --- cards --------------------------------------------------------------------------------------------------------


async def send_card(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """A wordless card; its id is written down before words come."""
    return replace(_done(desk), value=await desk.chat.send(docket, act.record))


async def show_card(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """The contents of the draft, by update."""
    words = await _words(desk, docket, act)
    await desk.chat.show(docket, act.record, words, good)
    return _done(desk)


async def _words(desk: Desk, docket: Docket, act: Act) -> Said[Draft]:
    """The version that the act names. That it is gone is a fault of ours, and must not be taken for anything else."""
    try:
        return await read_version(desk.words, docket, act.record, act.version)
    except errors.NotThereError as e:
        raise errors.NotAllowedError(e.say, code="words-gone") from None


async def tell(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Redraw a wordless face."""
    card = record_of(docket, act.record).card or ""
    look = await desk.chat.tell(docket, act.record, card, good)
    return replace(_done(desk), saw=look.saw)


# --- filing -------------------------------------------------------------------------------------------------------


async def post(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """File exactly the approved words, read them back, compare. Words of another hash are refused here."""
    record = record_of(docket, act.record)
    words = await _words(desk, docket, act)
    text = text_of(words.reveal())
    if record.approval is None or hash_of(text) != record.approval.hash:
        return replace(_done(desk), saw=Saw.REFUSED, why="words-changed")
    note = Note(
        key=act.key,
        reference=record.approval.reference,
        record_type=record.approval.record_type,
        title=words.reveal().title,
        author=record.approval.name,
        occurred=docket.source.began if isinstance(docket.source, Call) else None,
        text=Said(text),
    )
    filed = await desk.cases.post(note, good)
    try:
        return await _compared(desk, docket, act, filed)
    except errors.BusyError as e:
        # it is filed, but could not be read back: nothing may be concluded until it is looked for
        raise errors.NoAnswerError(e.say) from None


async def look_up(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """No answer came to a post: is it there?"""
    filed = await desk.cases.look_up(act.key)
    if filed is None:
        return replace(_done(desk), saw=Saw.ABSENT)
    return await _compared(desk, docket, act, filed)


async def _compared(desk: Desk, docket: Docket, act: Act, filed: str) -> Seen:
    record = record_of(docket, act.record)
    held = await desk.cases.read(filed)
    same = record.approval is not None and hash_of(held.reveal()) == record.approval.hash
    return replace(_done(desk), saw=Saw.MATCHES if same else Saw.DIFFERS, value=filed)


async def look_filed(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Does the filed record still stand, word for word?"""
    filed = record_of(docket, act.record).filed
    if filed is None:
        return replace(_done(desk), saw=Saw.ABSENT)
    try:
        return await _compared(desk, docket, act, filed)
    except errors.NotThereError:
        return replace(_done(desk), saw=Saw.ABSENT)


# --- destroying and looking ---------------------------------------------------------------------------------------


async def erase(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Every place of the act in turn. One that is busy is asked again later; one with no answer spoils the act."""
    each: list[Target] = []
    until: datetime | None = None
    why = ""
    for n in act.targets:
        trace = trace_of(docket, n)
        try:
            if trace.holder is Holder.CARD:
                look = await desk.chat.tell(docket, trace.record, trace.address, good)
            else:
                look = await desk.words.erase(trace.address, good)
        except errors.BusyError as e:
            until, why = e.until, "microsoft" if trace.holder is Holder.CARD else "storage"
            continue
        except errors.NotAllowedError as e:
            why = e.code
            continue
        each.append(Target(trace=n, saw=look.saw, request=look.request))
    return replace(_done(desk), each=tuple(each), until=until, why=why)


async def look_source(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Is the meeting's own file still there? Asked before our copy goes without a filing."""
    trace = _meeting_file(docket)
    token = await desk.tokens.token(record_of(docket, act.record).author)
    address = trace.address or await desk.meetings.locate(token, docket.source)
    if not address:
        return replace(_done(desk), saw=Saw.UNKNOWN, why="not-located")
    look = await desk.meetings.look(token, docket.source, address)
    # a list that lags behind names files that are gone: it must not cost us the only account
    saw = Saw.UNKNOWN if look.why == "still-listed" else look.saw
    return replace(_done(desk), saw=saw, request=look.request)


def _meeting_file(docket: Docket) -> Trace:
    return next(t for t in docket.traces if t.record == SOURCE and t.custody is Custody.TEMPORARY)


async def preflight(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """May it be deleted, and by this person? Exactly one file must match, or nothing is touched."""
    trace = trace_of(docket, act.targets[0])
    if isinstance(docket.source, Call) or docket.source.link:
        token = await desk.tokens.token(record_of(docket, act.record).author)
        address = trace.address or await desk.meetings.locate(token, docket.source)
        if address:
            look = await desk.meetings.preflight(token, docket.source, address)
            place = Place(holder=Holder.DRIVE, kind=trace.kind, custody=Custody.TEMPORARY, address=address)
            return replace(_done(desk), saw=look.saw, why=look.why, request=look.request, places=(place,))
    return replace(_done(desk), saw=Saw.UNKNOWN, why="not-located")


async def delete_meeting(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Delete the meeting's own file, once, with an author's own sign-in. The looks afterwards decide."""
    trace = trace_of(docket, act.targets[0])
    token = await desk.tokens.token(record_of(docket, act.record).author)
    look = await desk.meetings.delete(token, trace.address, good)
    return replace(_done(desk), saw=look.saw, request=look.request, why=look.why)


async def look(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Look for everything that was asked to go: our own places in one list, the meeting's with the sign-in."""
    targets = [trace_of(docket, n) for n in act.targets]
    ours = [t for t in targets if t.holder in (Holder.WORDS, Holder.KEYS)]
    each: list[Target] = []
    if ours:
        seen = await desk.words.look([t.address for t in ours])
        each += [Target(trace=t.n, saw=s.saw, request=s.request) for t, s in zip(ours, seen, strict=True)]
    for t in targets:
        if t.holder is Holder.DRIVE:
            each.append(await _look_drive(desk, docket, act, t))
    return replace(_done(desk), each=tuple(each))


async def _look_drive(desk: Desk, docket: Docket, act: Act, trace: Trace) -> Target:
    """Without sign-in, or when Microsoft does not answer, the look says unknown: it is never made up."""
    try:
        token = await desk.tokens.token(record_of(docket, act.record).author)
        seen = await desk.meetings.look(token, docket.source, trace.address)
    except errors.FaircopyError:
        return Target(trace=trace.n, saw=Saw.UNKNOWN)
    return Target(trace=trace.n, saw=seen.saw, request=seen.request)


async def write_receipt(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Fold what was seen and write it, once."""
    good()
    await desk.receipts.write(fold(docket, desk.clock()))
    return _done(desk)


Perform = Callable[[Desk, Docket, Act, Good], Awaitable[Seen]]

ACTS: dict[Doing, Perform] = {
    Doing.FETCH: fetch,
    Doing.DRAFT: draft,
    Doing.SEND_CARD: send_card,
    Doing.SHOW_CARD: show_card,
    Doing.TELL: tell,
    Doing.POST: post,
    Doing.LOOK_UP: look_up,
    Doing.LOOK_FILED: look_filed,
    Doing.ERASE: erase,
    Doing.ERASE_SOURCE: erase,
    Doing.LOOK_SOURCE: look_source,
    Doing.PREFLIGHT: preflight,
    Doing.DELETE_MEETING: delete_meeting,
    Doing.LOOK: look,
    Doing.WRITE_RECEIPT: write_receipt,
}
