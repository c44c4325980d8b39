"""The clerk's door to a practitioner's chat: sends, shows and redraws the one card of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from bot import replies
from cards import contents, dates, faces, message, organiser, progress, second
from record.docket import Call, Docket, Filed, Person
from record.doors import Clock, Good, Look, Reached
from record.draft import Draft
from record.entries import person_of, record_of
from record.errors import FaircopyError, NotAllowedError, NotThereError
from record.faces import face_of
from record.joining import is_pasted
from record.said import Said
from record.showing import expires
from record.terms import Face, PersonId, RecordTypeId, Saw
from worker.desk import Today

Titles = Callable[[RecordTypeId], str]


class Messages(Protocol):
    """What the Teams door does for us."""

    async def send_card(self, person: Person, card: Mapping[str, object]) -> str: ...

    async def update_card(self, person: Person, message: str, card: Mapping[str, object]) -> None: ...

    async def send_text(self, person: Person, text: str) -> str: ...

    async def reach(self, id: PersonId, beside: Person) -> Person: ...


class TeamsChat:
    """`record.doors.Chat` over Teams: a card is sent without words, and the words arrive by update."""

    def __init__(self, *, teams: Messages, today: Today, titles: Titles, clock: Clock) -> None:
        self._teams = teams
        self._today = today
        self._titles = titles
        self._clock = clock

    async def send(self, docket: Docket, record: int) -> str:
        """Send the progress card, which has no words; its id."""
        r = record_of(docket, record)
        card = progress.card(title=self._titles(r.record_type), steps=faces.steps(docket, record))
        return await self._teams.send_card(r.author, card)

    async def show(self, docket: Docket, record: int, draft: Said[Draft], good: Good) -> None:
        """Put the contents of the draft on the record's card."""
        r = record_of(docket, record)
        if r.card is None:
            raise NotThereError("This draft has no card yet. Nothing is lost.")
        policy = await self._today.read()
        card = contents.card(
            docket_id=docket.id,
            record=r,
            draft=draft.reveal(),
            expires=expires(r, policy),
            beside=contents.siblings(docket, r),
        )
        good()
        await self._teams.update_card(r.author, r.card, card)

    async def tell(self, docket: Docket, record: int, card: str, whose: PersonId, good: Good) -> Look:
        """Redraw that card as the face that holds no words. A message that the person deleted holds none either."""
        r = record_of(docket, record)
        reader = person_of(r, whose)
        policy = await self._today.read()
        face, _ = face_of(docket, r, policy)
        if card != r.card:
            face = Face.MOVED
        if face is Face.CONTENTS:
            raise AssertionError("a face with words is put on a card only by a claimed act")
        title = self._titles(r.record_type)
        drawn = faces.wordless(
            docket, record, face, policy=policy, title=title, now=self._clock(), whose=whose
        )
        good()
        try:
            await self._teams.update_card(reader, card, drawn)
        except NotThereError:
            return Look(saw=Saw.NOT_THERE)
        return Look(saw=Saw.DONE)

    async def remind(self, docket: Docket, record: int) -> None:
        """Write that a draft waits, what it was made from and when it goes: no child, no words, no file number."""
        r = record_of(docket, record)
        ends = expires(r, await self._today.read())
        if ends is None:
            raise NotThereError("This draft does not wait any more. Nothing has changed.")
        of, stays = _made_from(docket)
        await self._teams.send_text(r.author, replies.reminder(self._titles(r.record_type), of, ends, stays))

    async def ask_second(self, docket: Docket, record: int, approver: PersonId, name: str) -> Reached:
        """Write to the second approver, whom we may never have met; they are called as policy calls them."""
        r = record_of(docket, record)
        drawn = second.card(docket=docket, n=record, title=self._titles(r.record_type))
        try:
            found = await self._teams.reach(approver, r.author)
            person = replace(found, name=name or found.name)
            return Reached(person=person, message=await self._teams.send_card(person, drawn))
        except NotAllowedError as e:
            raise NotAllowedError(e.say, code="second-unreachable") from None

    async def ask_organiser(self, docket: Docket) -> Reached:
        """Write to the meeting's organiser, whom we may never have met. The card on which they were asked before then
        says that they were asked again."""
        if not isinstance(docket.source, Call):
            raise NotThereError(replies.NO_MEETING_TO_ASK_ABOUT)
        try:
            person = await self._teams.reach(docket.source.organiser, docket.opener)
            sent = await self._teams.send_card(person, organiser.card(docket=docket))
        except NotAllowedError as e:
            if e.code != "bot-removed":
                raise
            raise NotAllowedError(replies.ORGANISER_UNREACHABLE, code="organiser-unreachable") from None
        if docket.handover is not None:
            old = message.card(title="Can this recording be destroyed?", text=replies.ASKED_AGAIN)
            with suppress(FaircopyError):  # its buttons do the same as the new card's
                await self._teams.update_card(person, docket.handover.card, old)
        return Reached(person=person, message=sent)


def _made_from(docket: Docket) -> tuple[str, str]:
    """What its drafts were made from, with the day, and that it stays."""
    source = docket.source
    if isinstance(source, Call):
        return f"meeting of {dates.day(source.began)}", replies.STAYS_MEETING
    if isinstance(source, Filed):
        return f"correction of {dates.day(docket.made)}", replies.STAYS_FILED
    if is_pasted(docket):
        return f"from a text pasted on {dates.day(docket.made)}", replies.STAYS_PASTED
    return f"from a file of {dates.day(docket.made)}", replies.STAYS_FILE
