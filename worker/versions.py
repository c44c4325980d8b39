"""A record's words, a version at a time: sealed at its own fresh place, never written over."""

from __future__ import annotations

from datetime import datetime

from record.docket import Docket, Seen
from record.doors import Good, Words
from record.draft import Draft
from record.edits import todos
from record.entries import version_address
from record.errors import NotAllowedError, NotThereError
from record.fair_copy import hash_of, pages_of, text_of
from record.packing import dumps, loads
from record.said import Said
from record.terms import Saw

FORMAT = 1
"""Of a draft as it is written; another one was written by another version of Faircopy."""

KIND = "draft"
TRANSCRIPT = "transcript"
"""What the associated data of sealed words says that they are."""


async def put_version(
    words: Words,
    docket: Docket,
    n: int,
    version: int,
    drafted: Said[Draft],
    good: Good,
    *,
    at: datetime,
    sent: tuple[int, ...] = (),
) -> Seen:
    """Seal one version of a record's words at its own fresh address, and say what an approval will bind."""
    draft = drafted.reveal()
    text = text_of(draft)
    address = version_address(docket.id, n, version)
    await words.put(docket.id, n, KIND, address, Said(dumps(Draft, draft, version=FORMAT)), good)
    todo = sum(t.count for t in todos(draft))
    return Seen(saw=Saw.DONE, at=at, hash=hash_of(text), todo=todo, pages=len(pages_of(text)), sent=sent)


async def words_of(words: Words, docket: Docket, n: int, version: int) -> Said[Draft]:
    """As `read_version`, for an act. That the words are gone is a fault of ours, and must not be taken for anything
    else being gone. Raises NotAllowedError instead of NotThereError.
    """
    try:
        return await read_version(words, docket, n, version)
    except NotThereError as e:
        raise NotAllowedError(e.say, code="words-gone") from None


async def read_version(words: Words, docket: Docket, n: int, version: int) -> Said[Draft]:
    """One version of a record's words. Raises NotThereError, AlteredError, UnreadableError, BusyError."""
    sealed = await words.get(docket.id, n, KIND, version_address(docket.id, n, version))
    draft, _ = loads(Draft, sealed.reveal(), version=FORMAT)
    return Said(draft)
