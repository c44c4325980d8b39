"""One kind of name where another is wanted. Every marked line must be refused; nothing here is ever run."""

from __future__ import annotations

from dataclasses import replace

from record import docket as d
from record import entries, review
from record import terms as t
from record.doors import CaseSystem, Dockets, Receipts, Words
from tests.typing.given import DOCKET, HASH, NAME, NOW, PERSON, PLACE, POLICY, RECORD, TRACE, TYPE


async def for_a_docket(dockets: Dockets, receipts: Receipts) -> None:
    """Whose meeting it is opens no account."""
    await dockets.read(PERSON)  # type: ignore[arg-type]
    await dockets.read("d1")  # type: ignore[arg-type]
    await dockets.enlist(NAME, PERSON)  # type: ignore[arg-type]
    await receipts.read(PERSON)  # type: ignore[arg-type]
    entries.key_address(PERSON, 1)  # type: ignore[arg-type]
    replace(DOCKET, id=PERSON)  # type: ignore[arg-type]


def for_a_person() -> None:
    """A name, or the id of anything else, is nobody."""
    review.own(DOCKET, 1, NAME)  # type: ignore[arg-type]
    review.keep(DOCKET, 1, "Kelly Marsh", now=NOW)  # type: ignore[arg-type]
    d.Hold(by="Kelly Marsh", at=NOW)  # type: ignore[arg-type]
    if RECORD.approval is not None:
        replace(RECORD.approval, by="Kelly Marsh")  # type: ignore[arg-type]


def for_a_hash() -> None:
    """Where words stand says nothing of which words they are."""
    replace(RECORD, hash=PLACE)  # type: ignore[arg-type]
    d.Seen(saw=t.Saw.DONE, at=NOW, hash=PLACE)  # type: ignore[arg-type]
    d.Seen(saw=t.Saw.DONE, at=NOW, hash="0000")  # type: ignore[arg-type]
    review.approve(DOCKET, 1, PERSON, name="Kelly Marsh", version=1, hash=PLACE, policy=POLICY, now=NOW)  # type: ignore[arg-type]
    if RECORD.approval is not None:
        replace(RECORD.approval, hash=PLACE)  # type: ignore[arg-type]
        replace(RECORD.approval, record_type=HASH)  # type: ignore[arg-type]


async def for_a_place(words: Words, cases: CaseSystem) -> None:
    """A hash, a key or a card's id is no place until it is made one."""
    replace(TRACE, address=HASH)  # type: ignore[arg-type]
    replace(TRACE, address="d1/r1/v1")  # type: ignore[arg-type]
    entries.opened(DOCKET, 1, t.Holder.CARD, "this card", t.Custody.OURS, RECORD.id, NOW)  # type: ignore[arg-type]
    await words.get(NAME, 1, "words", HASH)  # type: ignore[arg-type]
    await cases.read(b"note-1")  # type: ignore[arg-type]


def for_a_kind_of_record() -> None:
    """Types of record are named once, in their own files."""
    replace(RECORD, record_type="home-visit")  # type: ignore[arg-type]
    replace(RECORD, record_type=PERSON)  # type: ignore[arg-type]
    _: t.RecordTypeId = TYPE + "-2"  # type: ignore[assignment]
