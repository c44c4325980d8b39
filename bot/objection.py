"""Somebody objected: everything stops and nothing is held; deleting the meeting's own file is a separate step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot import replies, whose
from bot.calls import Calls
from bot.incoming import Answer, Incoming
from bot.opening import Opening, opening
from bot.patience import Patience
from cards import delete_meeting, objected, reading
from record import joining
from record.docket import Call, Docket
from record.errors import NotThereError, RefusedError
from record.system import System
from record.terms import DocketId, PersonId, RecordTypeId, Told
from worker.desk import Desk


class Objection:
    """The presses of somebody who was told of an objection before anything was drafted."""

    def __init__(
        self,
        *,
        desk: Desk,
        tenant: str,
        new_id: Callable[[], str],
        calls: Calls,
        titles: Callable[[RecordTypeId], str],
    ) -> None:
        self._desk = desk
        self._tenant = tenant
        self._new_id = new_id
        self._calls = calls
        self._titles = titles

    def stopped(self, at: Opening, asked: reading.Asked) -> Answer:
        """Nothing was read and nothing is kept. The card carries what an account would need, should one be opened."""
        at = replace(at, references=(asked.reference,), type=asked.type, told=Told.OBJECTED)
        return Answer(card=objected.card(carry=at.carried()))

    async def press(self, incoming: Incoming) -> Answer:
        """Close: nothing is held. Delete: an account of the meeting, in which nothing was ever drafted, and the
        question with its tick; nothing is deleted before that is answered.

        Raises RefusedError where the meeting has an account already: nothing has changed.
        """
        at = opening(incoming.data)
        if incoming.verb == "objected-close":
            return Answer(card=objected.card())
        if len(at.references) != 1 or not at.type or at.told is not Told.OBJECTED:
            raise RefusedError(replies.NO_SUCH_BUTTON)
        who, patience = incoming.person, incoming.patience
        call, system = await patience.together(
            self._calls.one(who, at, patience), self._known(at.references[0], patience)
        )
        docket = await self._account(incoming, at, call, system)
        title = self._titles(RecordTypeId(at.type))
        return Answer(card=delete_meeting.card(docket=docket, n=1, title=title))

    async def _known(self, reference: str, patience: Patience) -> System:
        """The case system that knows the file. Raises RefusedError where it knows no such file; BusyError."""
        system = await self._desk.case_system()
        try:
            await whose.child(self._desk.cases.at(system), reference, patience)
        except NotThereError:
            raise RefusedError(replies.no_file(reference)) from None
        return system

    async def _account(self, incoming: Incoming, at: Opening, call: Call, system: System) -> Docket:
        """Opened, or found if this very person opened it before. The clerk is not woken: its first look would put
        another card in the place of the question."""
        who, now, policy = incoming.person, self._desk.clock(), await self._desk.policy()
        fresh = joining.open_objection(
            id=DocketId(self._new_id()),
            name=self._desk.dockets.name(f"call:{self._tenant}:{call.call}"),
            call=call,
            opener=who,
            record_type=RecordTypeId(at.type),
            reference=at.references[0],
            card=incoming.message,
            now=now,
            system=system,
        )
        id, made = await self._desk.dockets.create(fresh, now + policy.undecided)
        if made:
            await self._desk.queue.nudge(id, policy.undecided)
            return fresh
        found, _ = await self._desk.dockets.read(id)
        if not _opened_by(found, who.id):
            raise RefusedError(replies.OBJECTED_KNOWN)
        return found


def _opened_by(docket: Docket, who: PersonId) -> bool:
    return any(r.why == joining.OBJECTION and r.author.id == who for r in docket.records)
