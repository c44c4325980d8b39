"""Words that were said, put where none may be. Every marked line must be refused; nothing here is ever run.

What takes any object (print, an f-string, a log's fields) mypy lets through: `test_said.py` shows that nothing is seen.
"""

from __future__ import annotations

from dataclasses import replace

from record import docket as d
from record import terms as t
from record.doors import Content, Look, Queue, Receipts
from record.errors import NotAllowedError, RefusedError, UnreadableError
from record.policy import PolicyHold
from record.said import Said
from tests.typing.given import BYTES, DOCKET, NOW, RECEIPT, RECORD, TRACE, WORDS


def as_text() -> None:
    """They are no string, and cannot be made into one piece by piece."""
    text: str = WORDS  # type: ignore[assignment]
    _ = "said: " + WORDS  # type: ignore[operator]
    _ = WORDS + " was said"  # type: ignore[operator]
    _ = text.join([text, WORDS])  # type: ignore[list-item]
    _ = text.replace("x", WORDS)  # type: ignore[arg-type]
    _ = WORDS.upper()  # type: ignore[attr-defined]
    _ = WORDS[0]  # type: ignore[index]
    _ = len(WORDS)  # type: ignore[arg-type]
    _ = list(WORDS)  # type: ignore[call-overload]
    _ = "Tyler" in WORDS  # type: ignore[operator]
    _ = WORDS < "m"  # type: ignore[operator]
    _ = WORDS == "Tyler"  # type: ignore[comparison-overlap]
    _ = BYTES != b"Tyler"  # type: ignore[comparison-overlap]
    _ = bytes(BYTES)  # type: ignore[call-overload]
    _ = bytearray(BYTES)  # type: ignore[call-overload]
    _ = BYTES.decode()  # type: ignore[attr-defined]


def as_other_words() -> None:
    """Nor are one kind of words another, or plain text words."""
    text: Said[str] = BYTES  # type: ignore[assignment]
    text = "plain"  # type: ignore[assignment]
    Content(parts=(text,), attributed=True)  # type: ignore[arg-type]


def in_the_docket() -> None:
    """No field of the account takes them."""
    d.Call(organiser=t.PersonId("k"), meeting=WORDS, call="c", thread="t", transcripts=(), began=NOW)  # type: ignore[arg-type]
    d.Call(organiser=t.PersonId("k"), meeting="m", call="c", thread="t", transcripts=(WORDS,), began=NOW)  # type: ignore[arg-type]
    d.Upload(link=WORDS)  # type: ignore[arg-type]
    d.Person(id=t.PersonId("k"), name=WORDS, teams="t", conversation="c", service_url="u")  # type: ignore[arg-type]
    d.Hold(by=t.PersonId("k"), at=NOW, why=WORDS)  # type: ignore[arg-type]
    d.Sight(at=NOW, saw=t.Saw.DONE, request=WORDS)  # type: ignore[arg-type]
    d.Tries(doing=t.Doing.POST, record=1, count=1, first=NOW, at=NOW, why=WORDS)  # type: ignore[arg-type]
    replace(DOCKET, name=WORDS)  # type: ignore[arg-type]
    replace(RECORD, reference=WORDS)  # type: ignore[arg-type]
    replace(RECORD, why=WORDS)  # type: ignore[arg-type]
    replace(RECORD, filed=WORDS)  # type: ignore[arg-type]
    replace(RECORD, hash=WORDS)  # type: ignore[arg-type]
    replace(TRACE, address=WORDS)  # type: ignore[arg-type]
    replace(TRACE, why=WORDS)  # type: ignore[arg-type]


def in_what_is_done_and_seen() -> None:
    """No act, no answer to one and no wait takes them."""
    d.Act(doing=t.Doing.POST, key=WORDS)  # type: ignore[arg-type]
    d.Seen(saw=t.Saw.DONE, at=NOW, why=WORDS)  # type: ignore[arg-type]
    d.Seen(saw=t.Saw.DONE, at=NOW, value=WORDS)  # type: ignore[arg-type]
    d.Seen(saw=t.Saw.DONE, at=NOW, hash=WORDS)  # type: ignore[arg-type]
    d.Seen(saw=t.Saw.DONE, at=NOW, request=WORDS)  # type: ignore[arg-type]
    d.Target(trace=1, saw=t.Saw.DONE, request=WORDS)  # type: ignore[arg-type]
    d.Place(holder=t.Holder.CASE, kind=WORDS, custody=t.Custody.KEPT, address=t.Address("a"))  # type: ignore[arg-type]
    d.Wait(until=None, whom=WORDS, why="author")  # type: ignore[arg-type]
    d.Wait(until=None, whom="Kelly Marsh", why=WORDS)  # type: ignore[arg-type]
    Look(saw=t.Saw.DONE, why=WORDS)  # type: ignore[arg-type]


def in_what_people_are_told() -> None:
    """No error's sentence or code takes them."""
    RefusedError(WORDS)  # type: ignore[arg-type]
    UnreadableError("I cannot read this.", line=WORDS)  # type: ignore[arg-type]
    NotAllowedError("The case system refused it.", code=WORDS)  # type: ignore[arg-type]


async def in_what_lasts(queue: Queue, receipts: Receipts) -> None:
    """No message, no receipt and no policy takes them."""
    await queue.nudge(WORDS)  # type: ignore[arg-type]
    await queue.mark(WORDS, NOW)  # type: ignore[arg-type]
    await receipts.write(WORDS)  # type: ignore[arg-type]
    replace(RECEIPT, docket=WORDS)  # type: ignore[arg-type]
    PolicyHold(by=WORDS, at=NOW)  # type: ignore[arg-type]
    PolicyHold(by="governance", at=NOW, reference=WORDS)  # type: ignore[arg-type]
