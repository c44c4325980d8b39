"""How exactly the approved words are filed, read back and compared; and how what is misfiled is marked.

All of it at the case system that the record was begun for, whichever the council has chosen since.
"""

from __future__ import annotations

from record import errors
from record.dates import day
from record.docket import Act, Call, Docket, Filed, Seen
from record.doors import Good, Note
from record.entries import record_of
from record.fair_copy import hash_of, text_of
from record.said import Said
from record.terms import Saw
from record.values import replace
from worker.answers import done
from worker.desk import Desk
from worker.versions import words_of


async def post(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """File exactly the approved words, read them back, compare. Words of another hash are refused here."""
    record = record_of(docket, act.record)
    words = await words_of(desk.words, docket, act.record, act.version)
    text = text_of(words.reveal())
    if record.approval is None or hash_of(text) != record.approval.hash:
        return replace(done(desk), saw=Saw.REFUSED, why="words-changed")
    note = Note(
        key=act.key,
        reference=record.approval.reference,
        record_type=record.approval.record_type,
        title=words.reveal().title,
        author=record.approval.name,
        occurred=docket.source.began if isinstance(docket.source, Call) else None,
        text=Said(text),
        adds_to=_adds_to(docket),
    )
    filed = await desk.cases.at(record.system).post(note, good)
    try:
        return await _compared(desk, docket, act, filed)
    except errors.BusyError as e:
        # it is filed, but could not be read back: nothing may be concluded until it is looked for
        raise errors.NoAnswerError(e.say) from None


def _adds_to(docket: Docket) -> str:
    """A correction is added below what it corrects."""
    source = docket.source
    return source.note if isinstance(source, Filed) and not source.wrong else ""


async def mark(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Write on the wrong file that this was filed there in error; an earlier attempt may have done it already."""
    record = record_of(docket, act.record)
    cases = desk.cases.at(record.system)
    if await cases.look_up(act.key) is None:
        when = day(record.changed or docket.made)
        note = Note(
            key=act.key,
            reference=record.reference,
            record_type=record.record_type,
            title="Filed here in error",
            author=record.author.name,
            occurred=None,
            text=Said(f"Filed here in error on {when}. See information governance.\n"),
            adds_to=record.filed or "",
        )
        await cases.post(note, good)
    return done(desk)


async def stands(desk: Desk, source: Filed) -> bool:
    """Whether a record that was filed before is still on file, word for word. Raises BusyError."""
    try:
        return hash_of((await desk.cases.at(source.system).read(source.note)).reveal()) == source.hash
    except errors.NotThereError:
        return False


async def look_up(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """No answer came to a post: is it there?"""
    filed = await desk.cases.at(record_of(docket, act.record).system).look_up(act.key)
    if filed is None:
        return replace(done(desk), saw=Saw.ABSENT)
    return await _compared(desk, docket, act, filed)


async def _compared(desk: Desk, docket: Docket, act: Act, filed: str) -> Seen:
    record = record_of(docket, act.record)
    held = await desk.cases.at(record.system).read(filed)
    same = record.approval is not None and hash_of(held.reveal()) == record.approval.hash
    return replace(done(desk), saw=Saw.MATCHES if same else Saw.DIFFERS, value=filed)


async def look_filed(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Does the filed record still stand, word for word?"""
    filed = record_of(docket, act.record).filed
    if filed is None:
        return replace(done(desk), saw=Saw.ABSENT)
    try:
        return await _compared(desk, docket, act, filed)
    except errors.NotThereError:
        return replace(done(desk), saw=Saw.ABSENT)
