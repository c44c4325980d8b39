"""Microsoft, the chats and the case system, as the doors of the desk meet them: each with a will of its own."""

from __future__ import annotations

from datetime import datetime

from record.docket import Call, Docket, Person, Upload
from record.doors import (
    Content,
    DriveFile,
    Good,
    Located,
    Look,
    Meeting,
    Note,
    Reached,
    Token,
)
from record.draft import Child, Draft
from record.entries import record_of
from record.errors import NotAllowedError, NotThereError
from record.faces import face_of
from record.fair_copy import hash_of
from record.said import Said
from record.system import Able, System
from record.terms import SOURCE, Address, ContentHash, DocketId, Face, PersonId, Saw
from tests.simulation.driving import TURN
from tests.simulation.meanings import file_of
from tests.simulation.world import INSTALLED, MOVED_TO, Card, CaseNote, MeetingFile, World

MEETING = Meeting(id="m", organiser=PersonId(""), thread="t", join_url="link", starts=None, ends=None)
FOREVER = datetime.fromisoformat("2036-01-01T00:00:00+00:00")


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


class CaseSystems:
    """`record.doors.CaseSystems`: the one that was installed, and the one that the council may move to."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def named(self) -> tuple[System, ...]:
        return INSTALLED, MOVED_TO

    @property
    def able(self) -> tuple[Able, ...]:
        return self._world.able()

    def chosen(self, system: System | None) -> System:
        return INSTALLED if system is None else system

    def at(self, system: System | None) -> Cases:
        return Cases(self._world, self.chosen(system))


class Cases:
    """`record.doors.CaseSystem`, of one of the two."""

    def __init__(self, world: World, system: System) -> None:
        self._world = world
        self._system = system

    @property
    def honours_keys(self) -> bool:
        return self._world.honours_keys if self._system == INSTALLED else self._world.moved_to[0]

    @property
    def posts(self) -> bool:
        return self._world.posts if self._system == INSTALLED else self._world.moved_to[1]

    async def ping(self) -> None:
        await TURN

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
            system=self._system,
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
        notes = [n for n in self._world.notes.values() if n.system == self._system]
        return next((n.id for n in notes if n.key == key and n.removed is None), None)

    async def read(self, filed: str) -> Said[str]:
        await TURN
        return self._world.read(lambda: self._read(filed))

    def _read(self, filed: str) -> Said[str]:
        note = self._world.notes.get(filed)
        if note is None or note.removed is not None or note.system != self._system:
            raise NotThereError("The case system has no such note any more.")
        if self._world.lies():
            self._world.tell("  the case system reads another text")
            self._world.judges.misread.add(note.key)
            return Said("another text\n")
        return Said(note.text)
