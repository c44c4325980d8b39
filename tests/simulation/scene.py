"""A small honest world for the judges' tests: one call, one record, everything in its place."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from record import joining
from record.docket import Act, Approval, Call, Claim, Docket
from record.draft import Child, Draft, Kind, Line, Section, SectionId
from record.entries import key_address, opened, version_address, with_record
from record.fair_copy import hash_of, text_of
from record.terms import (
    SOURCE,
    Address,
    ContentHash,
    Custody,
    DocketId,
    Doing,
    Holder,
    State,
    Told,
)
from record.values import replace
from tests.simulation.book import Hold
from tests.simulation.driving import START, Actor, Stage
from tests.simulation.meanings import file_of
from tests.simulation.people import KELLY, TYPE
from tests.simulation.world import CaseNote, MeetingFile, World

ID = DocketId("d")
CALL = Call(organiser=KELLY.id, meeting="m", call="c", thread="t", transcripts=("tr",), began=START)
DRAFT = Draft(
    record_type=TYPE,
    title="Home visit",
    drafter="test",
    attributed=True,
    child=Child(reference="CH-1", name="Robin Hill", born="2017-03-14"),
    sections=(
        Section(
            id=SectionId("s"),
            title="Seen",
            kind=Kind.OBSERVATION,
            required=True,
            lines=(Line(number=1, text="What was seen."),),
        ),
    ),
)
TEXT = text_of(DRAFT)
HASH = hash_of(TEXT)


async def _nothing() -> None:
    """What the actor of a scene does."""


class Scene:
    """A call with one record of Kelly's, its key and first version in place, as they honestly come to be."""

    def __init__(self) -> None:
        self.stage = Stage(Random(0))
        self.world = World(self.stage)
        self.judges = self.world.judges
        coro = _nothing()
        coro.close()
        self.actor = self.stage.actor = Actor("somebody", coro)
        self.file = MeetingFile(address=file_of(CALL.call), owner=KELLY.id)
        self.world.files[self.file.address] = self.file
        made = joining.open_call(id=ID, name="name", call=CALL, opener=KELLY, now=START)
        made = self.asked(made)
        self.actor.means = lambda docket: self.judges.joined(docket, KELLY.id, now=START)
        self.world.create(made, START)
        card = self.world.new_card(KELLY, ID, 1)
        self.card = card
        docket = self.docket
        for place, holder in (
            (key_address(ID, SOURCE), Holder.KEYS),
            (Address(f"{ID}/s/g1/t0"), Holder.WORDS),
        ):
            docket = opened(docket, SOURCE, holder, "ours", Custody.OURS, place, START)
        for place, holder in (
            (key_address(ID, 1), Holder.KEYS),
            (version_address(ID, 1, 1), Holder.WORDS),
            (Address(card.id), Holder.CARD),
        ):
            docket = opened(docket, 1, holder, "ours", Custody.OURS, place, START)
        docket = with_record(docket, 1, state=State.DRAFT, version=1, top=1, shown=1, hash=HASH, pages=1)
        self.save(docket)
        self.world.make_key(key_address(ID, SOURCE))
        self.world.put_words(Address(f"{ID}/s/g1/t0"), key_address(ID, SOURCE), b"said")
        self.world.make_key(key_address(ID, 1))
        self.world.put_words(version_address(ID, 1, 1), key_address(ID, 1), b"words")
        self.world.show(card, 1, DRAFT, final=True)

    def asked(self, docket: Docket) -> Docket:
        """One more record of Kelly's in the docket."""
        return joining.add_record(
            docket,
            id=f"r{len(docket.records)}",
            author=KELLY,
            reference="CH-1",
            record_type=TYPE,
            people_told=Told.AGREED,
            interpreter=False,
            card=None,
            now=START,
        )

    @property
    def docket(self) -> Docket:
        return self.world.dockets[ID][0]

    def save(self, docket: Docket) -> None:
        """As it stands, with the newest ETag."""
        self.world.save(docket, self.world.dockets[ID][1])

    def record(self, **changes: Any) -> None:
        """Save the record changed."""
        self.save(with_record(self.docket, 1, **changes))

    def claim(self, doing: Doing, record: int, *addresses: str) -> None:
        """Save a claim of that act on those places."""
        targets = tuple(t.n for t in self.docket.traces if t.address in addresses)
        act = Act(doing=doing, record=record, targets=targets)
        n, until = self.docket.n + 1, self.stage.now + timedelta(minutes=2)
        claims = (*self.docket.claims, Claim(n=n, act=act, until=until))
        self.save(replace(self.docket, claims=claims, n=n))

    def approved(self) -> None:
        """Kelly reads and approves, and the docket says so."""
        self.judges.sent(ID, 1, KELLY.id, HASH)
        self.actor.means = lambda docket: self.judges.approved(docket.id, 1, KELLY.id, HASH, "CH-1")
        self.record(state=State.APPROVED, approval=self.approval())

    def approval(self) -> Approval:
        """Kelly's, of the words as they are."""
        return Approval(
            by=KELLY.id, name="Kelly", at=START, hash=HASH, reference="CH-1", record_type=TYPE, version=1
        )

    def note(
        self, *, key: str = "r0", text: str = TEXT, reference: str = "CH-1", adds_to: str = ""
    ) -> CaseNote:
        """A note as the case system would file it."""
        return CaseNote(
            id=f"note-{self.world.number()}",
            key=key,
            reference=reference,
            record_type=TYPE,
            author="Kelly",
            text=text,
            hash=ContentHash(hash_of(text)),
            at=self.stage.now,
            adds_to=adds_to,
        )

    def filed(self) -> CaseNote:
        """It is approved and filed, and the docket says so."""
        self.approved()
        place = Address("CH-1")
        docket = opened(self.docket, 1, Holder.CASE, "the record", Custody.KEPT, place, START)
        self.save(with_record(docket, 1, state=State.POSTING, sure=False))
        note = self.note()
        self.world.file(note)
        self.record(state=State.POSTED, filed=note.id, sure=True, settled=self.stage.now)
        return note

    def dropped(self, *, only_account: bool = False) -> None:
        """Kelly discards it, and the docket says so."""
        self.actor.means = lambda docket: self.judges.discarded(docket.id, 1, only_account=only_account)
        self.record(state=State.DROPPED, approval=None, settled=self.stage.now)

    def later(self, **span: float) -> None:
        """Time passes."""
        self.stage.now += timedelta(**span)

    def hold(self, told: set[datetime] | None = None) -> None:
        """A hold on everything is confirmed."""
        self.judges.council.append(Hold(self.stage.now, told or set(), covered={ID}))
