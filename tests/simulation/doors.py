"""The doors of the desk, opened onto the world: each call is one turn, one request, and whatever comes of it.

Where somebody else may act, the door awaits `TURN`; the claim's deadline is asked after that, right before the request.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from record.docket import Docket, Person
from record.doors import (
    Clock,
    Good,
    Look,
    Meeting,
    Nudge,
    Outline,
    Token,
)
from record.draft import Child, Draft, Kind, Line, Section, SectionId
from record.entries import key_address, key_of
from record.errors import NotThereError, NoWordsError, SignInNeededError
from record.policy import Policy
from record.receipt import Receipt
from record.said import Said
from record.terms import Address, DocketId, PersonId, RecordTypeId, Saw
from tests.simulation.driving import TURN
from tests.simulation.parties import CaseSystems, Chat, Meetings
from tests.simulation.world import World
from worker.desk import Desk

MEETING = Meeting(id="m", organiser=PersonId(""), thread="t", join_url="link", starts=None, ends=None)
FOREVER = datetime.fromisoformat("2036-01-01T00:00:00+00:00")


class Dockets:
    """`record.doors.Dockets`: the store keeps the values themselves."""

    def __init__(self, world: World) -> None:
        self._world = world

    def name(self, source: str) -> str:
        return f"name of {source}"

    async def create(self, docket: Docket, due: datetime) -> tuple[DocketId, bool]:
        await TURN
        return self._world.write(lambda: self._world.create(docket, due))

    async def read(self, id: DocketId) -> tuple[Docket, str]:
        await TURN
        return self._world.read(lambda: self._read(id))

    def _read(self, id: DocketId) -> tuple[Docket, str]:
        standing = self._world.dockets.get(id)
        if standing is None:
            raise NotThereError("There is no such docket.")
        return standing

    async def save(self, docket: Docket, etag: str) -> str:
        await TURN
        return self._world.write(lambda: self._world.save(docket, etag), "save")

    async def each(self) -> AsyncIterator[DocketId]:
        await TURN
        for id in self._world.read(lambda: sorted(self._world.dockets)):
            yield id

    async def enlist(self, person: PersonId, id: DocketId) -> None:
        await TURN
        self._world.write(lambda: self._world.enlist(person, id))

    async def of_author(self, person: PersonId) -> tuple[DocketId, ...]:
        await TURN
        return self._world.read(lambda: tuple(self._world.listed.get(person, ())))

    async def remove(self, docket: Docket, etag: str) -> None:
        await TURN
        self._world.write(lambda: self._world.remove(docket, etag), "remove")


class Queue:
    """`record.doors.Queue`, one a worker: it remembers which markers it has seen."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seen: dict[tuple[DocketId, datetime], int] = {}

    async def nudge(self, id: DocketId, after: timedelta = timedelta(0)) -> None:
        await TURN
        self._world.write(lambda: self._world.nudge(id, max(after, timedelta(0))))

    async def receive(self, lease: timedelta) -> tuple[Nudge, ...]:
        raise NotImplementedError("the simulation hands nudges out itself")

    async def renew(self, nudge: Nudge, lease: timedelta) -> Nudge:
        raise NotImplementedError("the simulation renews nudges itself")

    async def done(self, nudge: Nudge) -> None:
        raise NotImplementedError("the simulation takes nudges off itself")

    async def give_back(self, nudge: Nudge) -> None:
        raise NotImplementedError("the simulation gives nudges back itself")

    async def mark(self, id: DocketId, due: datetime) -> None:
        await TURN
        self._world.write(lambda: self._world.mark(id, due), "mark")

    async def unmark(self, id: DocketId, due: datetime) -> None:
        await TURN
        seen = self._seen.pop((id, due), None)
        self._world.write(lambda: self._world.unmark(id, due, seen))

    async def due(self, now: datetime) -> tuple[tuple[DocketId, datetime], ...]:
        await TURN
        markers = self._world.read(lambda: self._world.markers)
        self._seen = {at: seen for at, seen in markers.items() if at[1] <= now}
        return tuple(sorted(self._seen, key=lambda at: (at[1], at[0])))


class Receipts:
    """`record.doors.Receipts`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def write(self, receipt: Receipt) -> None:
        await TURN
        self._world.write(lambda: self._world.write_receipt(receipt), "receipt")

    async def read(self, docket: DocketId) -> Receipt:
        await TURN
        return self._world.receipts[docket]

    async def of_author(self, person: PersonId, most: int) -> tuple[Receipt, ...]:
        await TURN
        theirs = [r for r in self._world.receipts.values() if any(f.author_id == person for f in r.filings)]
        return tuple(sorted(theirs, key=lambda r: r.closed, reverse=True)[:most])


class Policies:
    """`record.doors.Policies`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def read(self) -> Policy:
        await TURN
        return self._world.read(lambda: self._world.policy)

    async def read_for_change(self) -> tuple[Policy, str | None]:
        await TURN
        return self._world.read(lambda: (self._world.policy, str(self._world.policies)))

    async def save(self, policy: Policy, etag: str | None) -> str:
        await TURN
        return self._world.write(lambda: self._world.save_policy(policy, etag))

    async def earlier(self, most: int) -> tuple[Policy, ...]:
        await TURN
        return ()  # nothing that the line does asks for it


class Words:
    """`record.doors.Words`: nothing is really sealed, but without its key nothing can be read or written."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def make_key(self, docket: DocketId, record: int, good: Good, gen: int = 1) -> None:
        await TURN
        good()
        self._world.write(lambda: self._world.make_key(key_address(docket, record, gen)))

    async def put(
        self, docket: DocketId, record: int, kind: str, address: Address, words: Said[bytes], good: Good
    ) -> None:
        await TURN
        good()
        key, data = key_of(docket, record, address), words.reveal()
        self._world.write(lambda: self._world.put_words(address, key, data), "put")

    async def get(self, docket: DocketId, record: int, kind: str, address: Address) -> Said[bytes]:
        await TURN
        return self._world.read(lambda: self._get(key_of(docket, record, address), address))

    def _get(self, key: Address, address: Address) -> Said[bytes]:
        blobs = self._world.blobs
        if key not in blobs or address not in blobs:
            raise NotThereError("There are no such words.")
        return Said(blobs[address])

    async def erase(self, address: Address, good: Good) -> Look:
        await TURN
        good()
        found = self._world.write(lambda: self._world.erase(address), "erase")
        return Look(saw=Saw.DONE if found else Saw.NOT_THERE)

    async def look(self, addresses: Sequence[Address]) -> tuple[Look, ...]:
        await TURN
        return self._world.read(lambda: tuple([self._look(a) for a in addresses]))

    def _look(self, address: Address) -> Look:
        absent = address not in self._world.blobs
        self._world.judges.looked(address, absent=absent)
        return Look(saw=Saw.ABSENT if absent else Saw.PRESENT)


class Tokens:
    """`record.doors.Tokens`: the token is the person."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def token(self, person: Person) -> Token:
        await TURN
        return self._world.read(lambda: self._token(person.id))

    def _token(self, id: PersonId) -> Token:
        if id in self._world.signed_out:
            raise SignInNeededError("Please sign in.")
        return Token(value=Said(id), expires=FOREVER)


class Drafting:
    """`record.doors.Drafting`: every draft is of words that were never written before; some leave something to do."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def outline(self, source: Said[bytes]) -> Outline:
        return Outline(seconds=60.0, speakers=2, words=100)

    async def draft(
        self,
        sources: Sequence[Said[bytes]],
        *,
        record_type: RecordTypeId,
        child: Child | None,
        siblings: tuple[Child, ...],
        author: str | None,
        occurred: str | None,
    ) -> Said[Draft]:
        await TURN
        return self._world.read(lambda: self._drafted(sources, record_type, child))

    async def rechecked(self, before: Said[Draft], after: Said[Draft]) -> Said[Draft]:
        return after

    def _drafted(
        self, sources: Sequence[Said[bytes]], record_type: RecordTypeId, child: Child | None
    ) -> Said[Draft]:
        if not all(s.reveal() for s in sources):
            self._world.judges.nothing_said()
            raise NoWordsError("There are no words in it.")
        world = self._world
        empty = world.rng.random() < world.left_to_do
        lines = () if empty else (Line(number=1, text=f"drafted {world.number()}"),)
        section = Section(
            id=SectionId("s"), title="What was seen", kind=Kind.OBSERVATION, required=True, lines=lines
        )
        return Said(
            Draft(
                record_type=record_type,
                title="Home visit",
                drafter="simulation",
                attributed=True,
                child=child,
                sections=(section,),
            )
        )


def desk_of(world: World, clock: Clock) -> Desk:
    """Every door, for one process with that clock."""
    return Desk(
        words=Words(world),
        dockets=Dockets(world),
        queue=Queue(world),
        receipts=Receipts(world),
        policies=Policies(world),
        tokens=Tokens(world),
        meetings=Meetings(world),
        chat=Chat(world),
        cases=CaseSystems(world),
        drafting=Drafting(world),
        clock=clock,
    )
