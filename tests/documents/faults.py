"""What an act sees when a party fails it: the clerk's own code, run through doors of which one says no."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from record import line
from record.docket import Act, Claim, Docket, Seen
from record.doors import Content, DriveFile, Located, Look, Reached, Token
from record.draft import Child, Draft
from record.errors import (
    AlteredError,
    BusyError,
    FaircopyError,
    NoAnswerError,
    NotAllowedError,
    NotThereError,
    NoWordsError,
    SignInNeededError,
    UnreadableError,
)
from record.fair_copy import hash_of, text_of
from record.packing import dumps
from record.said import Said
from record.terms import Address, RecordTypeId, Saw
from tests.documents.family import COLLEAGUE, ORGANISER
from worker.acts import ACTS, perform
from worker.desk import Desk
from worker.versions import FORMAT, KIND

DRAFT = Draft(
    record_type=RecordTypeId("home-visit"), title="t", drafter="d", attributed=True, child=None, sections=()
)
HASH = hash_of(text_of(DRAFT))


def _words(_docket: object, _record: object, kind: str, _address: object) -> Said[bytes]:
    return Said(dumps(Draft, DRAFT, version=FORMAT) if kind == KIND else b"")


WELL: dict[str, Any] = {
    "tokens.token": Token(value=Said("t"), expires=datetime(2100, 1, 1, tzinfo=UTC)),
    "meetings.content": Content(parts=(Said(b""),), attributed=True),
    "meetings.files": Located(files=(DriveFile(address=Address("drive/item")),), sure=True),
    "meetings.preflight": Look(saw=Saw.PRESENT),
    "meetings.delete": Look(saw=Saw.DONE),
    "meetings.look": Look(saw=Saw.PRESENT),
    "words.make_key": None,
    "words.put": None,
    "words.get": _words,
    "words.erase": Look(saw=Saw.DONE),
    "words.look": lambda addresses: tuple(Look(saw=Saw.ABSENT) for _ in addresses),
    "chat.send": "card-2",
    "chat.show": None,
    "chat.tell": Look(saw=Saw.DONE),
    "chat.remind": None,
    "chat.ask_second": Reached(person=COLLEAGUE, message="card-3"),
    "chat.ask_organiser": Reached(person=ORGANISER, message="card-4"),
    "cases.find": Child(reference="CH-1", name="n", born="2017-03-14"),
    "cases.post": "note-1",
    "cases.look_up": "note-1",
    "cases.read": Said(text_of(DRAFT)),
    "drafting.draft": Said(DRAFT),
    "receipts.write": None,
}
"""What each door answers when all is well. A door that is not listed here stops the walk, with its name."""


def _no(*codes: str) -> tuple[FaircopyError, ...]:
    return tuple(NotAllowedError("", code=code) for code in codes)


NOTHING: dict[str, Any] = {
    "meetings.files": Located(),
    "meetings.preflight": Look(saw=Saw.ABSENT),
    "meetings.delete": Look(saw=Saw.NOT_THERE),
    "meetings.look": Look(saw=Saw.ABSENT),
    "words.erase": Look(saw=Saw.NOT_THERE),
    "words.look": lambda addresses: tuple(Look(saw=Saw.ABSENT) for _ in addresses),
    "chat.tell": Look(saw=Saw.NOT_THERE),
    "cases.look_up": None,
}
"""What a door answers when the thing is not there, where it does not raise NotThereError."""

BUSY, SILENT, GONE, SIGN_IN = BusyError(""), NoAnswerError(""), NotThereError(""), SignInNeededError("")
FAULTS: dict[str, tuple[FaircopyError, ...]] = {
    "tokens": (SIGN_IN, BUSY),
    "meetings": (BUSY, SILENT, SIGN_IN, *_no("refused")),
    "meetings.content": (
        GONE,
        *_no("transcript-access-off", "speaker-names-off", "not-invited", "not-in-a-calendar", "app-only"),
    ),
    "words": (BUSY, SILENT, AlteredError("")),
    "words.get": (GONE,),
    "words.put": (GONE,),
    "chat": (BUSY, SILENT, *_no("bot-removed")),
    "chat.show": (GONE,),
    "cases": (BUSY, SILENT, *_no("refused")),
    "cases.find": (GONE,),
    "cases.read": (GONE,),
    "drafting": (BUSY, NoWordsError(""), UnreadableError("")),
    "receipts": (BUSY, SILENT),
}
"""How each party can fail, and one door of it alone, as `record/doors.py` says."""
PARTIES = tuple(name for name in FAULTS if "." not in name)


def refusals() -> tuple[FaircopyError, ...]:
    """Every way in which a party says no."""
    return tuple(e for errors in FAULTS.values() for e in errors if isinstance(e, NotAllowedError))


class UnknownDoorError(BaseException):
    """A door that nothing is said of. The clerk outlives every Exception, so it may not be one."""


@dataclass
class Party:
    """One outside party: it answers well, or fails, wholly or at one door: with an error, or by finding nothing."""

    name: str
    called: list[str]
    fails: str = ""
    error: FaircopyError | None = None
    honours_keys: bool = True
    posts: bool = True

    def at(self, _: object) -> Party:
        """Of the case systems: whichever it is, it answers alike."""
        return self

    def __getattr__(self, method: str) -> Any:
        async def answer(*args: Any, **_: Any) -> Any:
            self.called.append(door)
            failing = self.fails in (self.name, door)
            if failing and self.error is not None:
                raise self.error
            given = NOTHING[door] if failing else WELL[door]
            return given(*args) if callable(given) else given

        door = f"{self.name}.{method}"
        if door not in WELL:
            raise UnknownDoorError(f"tests/documents/faults.py: say in WELL what {door} answers")
        return answer


@dataclass
class Faults:
    """One act that is due, and all that can be seen when it is done."""

    docket: Docket
    act: Act
    claim: Claim | None
    now: datetime
    called: list[str] = field(default_factory=list)

    def _desk(self, fails: str, error: FaircopyError | None) -> Desk:
        doors: dict[str, Any] = {name: Party(name, self.called, fails, error) for name in PARTIES}
        nobody: Any = None
        return Desk(**doors, dockets=nobody, queue=nobody, policies=nobody, clock=lambda: self.now)

    def of(self, fails: str = "", error: FaircopyError | None = None) -> Seen | None:
        """What is seen when that party, or that one door, fails so, or (with no error) finds nothing; when nothing
        fails, that all is well. None: no certain answer."""
        self.called.clear()
        return _at_once(perform(self._desk(fails, error), self.docket, self.act, self.claim))

    def asks(self) -> tuple[str, ...]:
        """The doors that the act goes through, in order, when all is well."""
        if self.act.doing not in ACTS:
            return ()
        self.of()
        return tuple(dict.fromkeys(self.called))

    def every(self) -> Iterator[Seen | None]:
        """All failures that it can see, of one party at a time, each once."""
        found: list[Seen | None] = []
        for seen in self.with_(tuple(e for errors in FAULTS.values() for e in errors)):
            if seen not in found:
                found.append(seen)
        yield from found

    def with_(self, errors: tuple[FaircopyError, ...]) -> Iterator[Seen | None]:
        """What can be seen when parties fail with these; with GONE, also where a door says so by its answer."""
        doors = self.asks()
        for name in dict.fromkeys([*(door.split(".")[0] for door in doors), *doors]):
            yield from (self.of(name, error) for error in FAULTS.get(name, ()) if error in errors)
            if name in NOTHING and GONE in errors:
                yield self.of(name)


def unanswered(act: Act, at: datetime) -> Seen | None:
    """What the clerk makes of no answer: a claimed act is left to lapse, any other counts as a failed try."""
    return Seen(saw=Saw.BUSY, at=at, why="no-answer") if line.needs_no_claim(act) else None


def _at_once(running: Awaitable[Seen | None]) -> Seen | None:
    """The doors here never wait, so neither does the act."""
    try:
        running.__await__().send(None)
    except StopIteration as e:
        seen: Seen | None = e.value
        return seen
    raise AssertionError("an act that waits for something other than its doors")
