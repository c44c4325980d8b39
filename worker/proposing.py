"""How a source is fetched and a record drafted: from a transcript, or from what the case system already holds."""

from __future__ import annotations

from record import errors
from record.dates import moment
from record.docket import Act, Call, Docket, Filed, Record, Seen, Trace
from record.doors import Good
from record.draft import Child, is_same, known
from record.entries import record_of, source_address
from record.fair_copy import hash_of
from record.propose import UNWRITTEN
from record.readback import copied, correction
from record.said import Said
from record.system import NOT_LET
from record.terms import SOURCE, Holder, Saw
from record.values import replace
from worker.answers import done, seen_of
from worker.desk import Desk
from worker.versions import TRANSCRIPT, put_version

BUSY = "case-file"
"""The case system does not answer, not whoever drafts: it is tried again, and the card says whom it waits for."""
CLOSED = "case-file-host"
"""This installation may not speak to it: likewise."""


async def fetch(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """The call's transcripts, sealed at the places that the claim named; and where the meeting's file is."""
    call = docket.source
    if not isinstance(call, Call):
        raise errors.NotThereError("I no longer hold that file. Drop it into this chat again.")
    try:
        token = await desk.tokens.token(record_of(docket, act.record).author)
        content = await desk.meetings.content(token, call)
    except errors.NoAnswerError:
        return replace(
            done(desk), saw=Saw.BUSY, why="microsoft", value=UNWRITTEN
        )  # a read: nothing can land late
    except (errors.NoWordsError, errors.UnreadableError):
        raise
    except errors.FaircopyError as e:
        return replace(seen_of(act, e, desk.clock()), value=UNWRITTEN)
    await desk.words.make_key(docket.id, SOURCE, good, act.version)
    for part, words in enumerate(content.parts):
        await desk.words.put(
            docket.id, SOURCE, TRANSCRIPT, source_address(docket.id, act.version, part), words, good
        )
    return replace(done(desk), attributed=content.attributed)


async def draft(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Propose a record: read our copy, draft in another process, seal the first version."""
    record = record_of(docket, act.record)
    if record.copy_of or isinstance(docket.source, Filed):
        return await _from_file(desk, docket, act, record, good)
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


async def _from_file(desk: Desk, docket: Docket, act: Act, record: Record, good: Good) -> Seen:
    """What the case system holds is read back: to be corrected, or to be approved for the right person's file.

    A correction is of the very words that were filed. What stands on a wrong file is taken as it is: all of it is read
    and approved anew.
    """
    source = docket.source
    note = record_of(docket, record.copy_of).filed if record.copy_of else None
    if note is None and isinstance(source, Filed):
        note = source.note
    try:
        filed = (await desk.cases.at(record.system).read(note or "")).reveal()
    except errors.NotThereError as e:
        raise errors.NotAllowedError(e.say, code="filed-gone") from None
    except errors.BusyError as e:
        raise errors.NotAllowedError(e.say, code=BUSY) from None
    except errors.NotAllowedError as e:
        raise _closed(e) from None
    if not record.copy_of and isinstance(source, Filed) and hash_of(filed) != source.hash:
        raise errors.NotAllowedError("What was filed has been changed.", code="filed-gone")
    child = await _child(desk, record)
    drawn = copied if record.copy_of else correction
    draft = drawn(filed=filed, record_type=record.record_type, child=child)
    await desk.words.make_key(docket.id, act.record, good)
    return await put_version(desk.words, docket, act.record, act.version, Said(draft), good, at=desk.clock())


def _copies(docket: Docket) -> list[Trace]:
    """Where our copy of the source's newest fetch stands, in order of time."""
    newest = f"{docket.id}/s/g{docket.gen}/"
    return [t for t in docket.traces if t.holder is Holder.WORDS and t.address.startswith(newest)]


async def _children(desk: Desk, docket: Docket, n: int) -> tuple[Child | None, tuple[Child, ...]]:
    """The child of this record, and those of the other records of the same meeting, as far as they can be looked up.

    A record of the same child in another case system makes them nobody's sibling: what is theirs would be held apart
    from them. Where nobody can say who the child of this record is, the same number is taken for the same child.
    """
    record = record_of(docket, n)
    others = {(r.system, r.reference): r for r in docket.records if r.reference}
    others.pop((record.system, record.reference), None)
    own = await _child(desk, record)
    siblings: list[Child] = []
    for other in others.values():
        if own is None and other.reference == record.reference:
            continue
        child = await _child(desk, other)
        if child is not None and not (own is not None and is_same(own, child)):
            siblings.append(child)
    return own, tuple(siblings)


async def _child(desk: Desk, record: Record) -> Child | None:
    """Whose file that is; None where nobody can be looked up."""
    try:
        child = await desk.cases.at(record.system).find(record.reference)
    except errors.NotThereError as e:
        # not to be taken for our copy, or for what is filed, being gone
        raise errors.NotAllowedError(e.say, code="no-such-file") from None
    except errors.BusyError as e:
        raise errors.NotAllowedError(e.say, code=BUSY) from None
    except errors.NotAllowedError as e:
        raise _closed(e) from None
    return known(child)


def _closed(e: errors.NotAllowedError) -> errors.NotAllowedError:
    """What waits is the draft, not the filing: its card has other buttons."""
    return errors.NotAllowedError(e.say, code=CLOSED) if e.code == NOT_LET else e
