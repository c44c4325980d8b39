"""The doors of the desk, opened onto the world: each call is one turn, one request, and whatever comes of it.

Where somebody else may act, the door awaits `TURN`; the claim's deadline is asked after that, right before the request.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from record.docket import Call, Docket, Person, Upload
from record.doors import (
    Content,
    DriveFile,
    Good,
    Located,
    Look,
    Meeting,
    Note,
    Nudge,
    Outline,
    Reached,
    Token,
)
from record.draft import Child, Draft, Kind, Line, Section, SectionId
from record.entries import key_address, record_of
from record.errors import NotAllowedError, NotThereError, NoWordsError, SignInNeededError
from record.faces import face_of
from record.fair_copy import hash_of
from record.policy import Policy
from record.receipt import Receipt
from record.said import Said
from record.terms import SOURCE, Address, ContentHash, DocketId, Face, PersonId, RecordTypeId, Saw
from tests.simulation.driving import TURN
from tests.simulation.judges import file_of
from tests.simulation.world import Card, CaseNote, MeetingFile, World
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


class Words:
    """`record.doors.Words`: nothing is really sealed, but without its key nothing can be read or written."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def make_key(self, docket: DocketId, record: int, good: Good) -> None:
        await TURN
        good()
        self._world.write(lambda: self._world.make_key(key_address(docket, record)))

    async def put(
        self, docket: DocketId, record: int, kind: str, address: Address, words: Said[bytes], good: Good
    ) -> None:
        await TURN
        good()
        key, data = key_address(docket, record), words.reveal()
        self._world.write(lambda: self._world.put_words(address, key, data), "put")

    async def get(self, docket: DocketId, record: int, kind: str, address: Address) -> Said[bytes]:
        await TURN
        return self._world.read(lambda: self._get(key_address(docket, record), address))

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


class Meetings:
    """`record.doors.Meetings`: one call, one file; what its owner may do, others may not."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def find(self, token: Token, join_url: str) -> Meeting:
        return MEETING

    async def calls(self, token: Token, meeting: Meeting) -> tuple[Call, ...]:
        await TURN
        return self._world.read(lambda: self._world.calls)

    async def content(self, token: Token, call: Call) -> Content:
        await TURN
        return self._world.read(lambda: self._content(call))

    def _content(self, call: Call) -> Content:
        file = self._file(file_of(call.call))
        if file is None:
            raise NotThereError("There is no transcript.")
        said = b"" if file.no_words else b"what was said"
        return Content(parts=tuple(Said(said) for _ in call.transcripts), attributed=True)

    def _file(self, address: str) -> MeetingFile | None:
        file = self._world.files.get(address)
        return file if file is not None and file.gone is None else None

    async def locate(self, token: Token, source: Call | Upload) -> Address | None:
        await TURN
        address = file_of(source.call if isinstance(source, Call) else source.link or "")
        return self._world.read(lambda: address if self._file(address) else None)

    async def files(self, token: Token, source: Call | Upload) -> Located:
        await TURN
        address = file_of(source.call if isinstance(source, Call) else source.link or "")
        return self._world.read(lambda: self._files(address))

    def _files(self, address: Address) -> Located:
        """The call's own file; now and then not for sure, beside one that looks like it."""
        file = self._file(address)
        if file is None:
            return Located()
        if self._world.unsure:
            return Located(files=(DriveFile(address=address), DriveFile(address=Address(f"{address}-like"))))
        return Located(files=(DriveFile(address=address),), sure=True)

    async def preflight(self, token: Token, source: Call | Upload, address: Address) -> Look:
        await TURN
        return self._world.read(lambda: self._preflight(token, address))

    def _preflight(self, token: Token, address: Address) -> Look:
        file = self._file(address)
        if file is None:
            return Look(saw=Saw.ABSENT)
        if file.owner != token.value.reveal():
            return Look(saw=Saw.NOT_ORGANISER)
        return Look(saw=Saw.LABEL, why="retention-label") if file.label else Look(saw=Saw.PRESENT)

    async def delete(self, token: Token, address: Address, good: Good) -> Look:
        await TURN
        good()
        return self._world.write(lambda: self._delete(token, address), "delete")

    def _delete(self, token: Token, address: Address) -> Look:
        file = self._file(address)
        if file is None:
            return Look(saw=Saw.NOT_THERE)
        if file.owner != token.value.reveal():
            return Look(saw=Saw.NOT_ORGANISER)
        if file.label or file.held:
            return Look(saw=Saw.LABEL if file.label else Saw.ON_HOLD)
        if self._world.lies():
            self._world.tell("  Microsoft says that the meeting's own is deleted, and keeps it")
            return Look(saw=Saw.DONE)
        self._world.delete_file(file)
        return Look(saw=Saw.DONE)

    async def look(
        self, token: Token, source: Call | Upload, address: Address, *, thorough: bool = True
    ) -> Look:
        await TURN
        return self._world.read(lambda: self._look(address))

    def _look(self, address: Address) -> Look:
        judges, lie = self._world.judges, self._world.lies()
        if self._file(address) is None:
            judges.looked(address, absent=not lie)
            return Look(saw=Saw.PRESENT, why="still-listed") if lie else Look(saw=Saw.ABSENT)
        judges.looked(address, absent=lie, lie=lie)
        if lie:
            self._world.tell("  Microsoft says that the meeting's own is gone, and it is not")
        return Look(saw=Saw.ABSENT if lie else Saw.PRESENT)


class Chat:
    """`record.doors.Chat`: cards are values; what stands on one is read from the words themselves."""

    def __init__(self, world: World) -> None:
        self._world = world

    def _reach(self, who: PersonId) -> None:
        if who in self._world.bot_removed:
            raise NotAllowedError("The bot was removed.", code="bot-removed")

    async def send(self, docket: Docket, record: int) -> str:
        await TURN
        r = record_of(docket, record)
        return self._world.write(lambda: self._send(r.author, docket.id, record)).id

    def _send(self, who: Person, docket: DocketId, n: int, *, live: bool = False) -> Card:
        self._reach(who.id)
        return self._world.new_card(who, docket, n, live=live)

    async def show(self, docket: Docket, record: int, draft: Said[Draft], good: Good) -> None:
        r = record_of(docket, record)
        if r.card is None:
            raise NotThereError("This draft has no card yet.")
        await TURN
        good()
        card, version = r.card, r.version
        self._world.write(lambda: self._world.show(self._card(card), version, draft.reveal()), "show")

    def _card(self, id: str) -> Card:
        card = self._world.cards[id]
        if card.deleted:
            raise NotThereError("That message was deleted.")
        self._reach(card.whose)
        return card

    async def tell(self, docket: Docket, record: int, card: str, whose: PersonId, good: Good) -> Look:
        r = record_of(docket, record)
        face = Face.MOVED if card != r.card else face_of(docket, r, self._world.policy)[0]
        if face is Face.CONTENTS:
            raise AssertionError("a face with words is put on a card only by a claimed act")
        await TURN
        good()
        try:
            self._world.write(lambda: self._world.blank(self._card(card), face), "tell")
        except NotThereError:
            return Look(saw=Saw.NOT_THERE)
        return Look(saw=Saw.DONE)

    async def remind(self, docket: Docket, record: int) -> None:
        await TURN
        r = record_of(docket, record)
        self._world.write(lambda: self._reach(r.author.id))

    async def ask_second(self, docket: Docket, record: int, approver: PersonId, name: str) -> Reached:
        await TURN
        who = self._world.people[approver]
        card = self._world.write(lambda: self._send(who, docket.id, record, live=True))
        return Reached(person=who, message=card.id)

    async def ask_organiser(self, docket: Docket) -> Reached:
        await TURN
        who = self._world.people[
            docket.source.organiser if isinstance(docket.source, Call) else docket.opener.id
        ]
        card = self._world.write(lambda: self._send(who, docket.id, SOURCE, live=True))
        return Reached(person=who, message=card.id)


class Cases:
    """`record.doors.CaseSystem`."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def honours_keys(self) -> bool:
        return self._world.honours_keys

    @property
    def posts(self) -> bool:
        return self._world.posts

    async def find(self, reference: str) -> Child:
        await TURN
        return self._world.read(lambda: Child(reference=reference, name="Robin Hill", born="2017-03-14"))

    async def post(self, note: Note, good: Good) -> str:
        await TURN
        good()
        world = self._world
        text = note.text.reveal()
        filed = CaseNote(
            id=f"note-{world.number()}",
            key=note.key,
            reference=note.reference,
            record_type=note.record_type,
            author=note.author,
            text=text,
            hash=ContentHash(hash_of(text)),
            at=world.now,
            adds_to=note.adds_to,
        )
        return world.write(lambda: self._post(filed), "post")

    def _post(self, note: CaseNote) -> str:
        world = self._world
        if world.refuses or (world.mood.upon == "post" and world.rng.random() < 0.2):
            raise NotAllowedError("That file is closed.", code="file-closed")
        return world.file(note)

    async def look_up(self, key: str) -> str | None:
        await TURN
        return self._world.read(lambda: self._look_up(key))

    def _look_up(self, key: str) -> str | None:
        return next((n.id for n in self._world.notes.values() if n.key == key and n.removed is None), None)

    async def read(self, filed: str) -> Said[str]:
        await TURN
        return self._world.read(lambda: self._read(filed))

    def _read(self, filed: str) -> Said[str]:
        note = self._world.notes.get(filed)
        if note is None or note.removed is not None:
            raise NotThereError("The case system has no such note any more.")
        if self._world.lies():
            self._world.tell("  the case system reads another text")
            self._world.judges.misread.add(note.key)
            return Said("another text\n")
        return Said(note.text)


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


def desk_of(world: World, skew: timedelta) -> Desk:
    """Every door, for one process whose clock is off by `skew`."""
    return Desk(
        words=Words(world),
        dockets=Dockets(world),
        queue=Queue(world),
        receipts=Receipts(world),
        policies=Policies(world),
        tokens=Tokens(world),
        meetings=Meetings(world),
        chat=Chat(world),
        cases=Cases(world),
        drafting=Drafting(world),
        clock=lambda: world.stage.now + skew,
    )
