"""From a draft to one more of the same meeting, for another child: whose file, are you sure, then its own card."""

from __future__ import annotations

from collections.abc import Callable

from typing_extensions import override

from bot import replies, whose
from bot.allowed import why_not
from bot.claimed import Claimed, here
from bot.incoming import Answer, Incoming
from bot.membership import Membership
from bot.pressing import Pressing, Verbs
from bot.views import Card
from cards import add_child, more, reading
from record import joining, review
from record.docket import Docket, Filed, Record
from record.draft import Child
from record.errors import NotThereError, RefusedError
from record.policy import Policy, Seen
from record.terms import RecordTypeId
from worker.desk import Desk


class Adding(Pressing):
    """The author's presses from More. What was said about telling people holds for the meeting, so it is not asked
    again; it is shown."""

    def __init__(
        self,
        *,
        desk: Desk,
        claimed: Claimed,
        titles: Callable[[RecordTypeId], str],
        membership: Membership,
        new_id: Callable[[], str],
    ) -> None:
        super().__init__(desk=desk, claimed=claimed, titles=titles)
        self._new_id = new_id
        self._membership = membership

    def verbs(self) -> Verbs:
        """Raises a FaircopyError with the sentence to say."""
        return {"add-child": self._ask, "add-find": self._find, "add-yes": self._add}

    async def _ask(self, incoming: Incoming, at: reading.Press) -> Answer:
        docket, record = await self._own(incoming, at)
        return Answer(card=self._asking(docket, record, None))

    async def _find(self, incoming: Incoming, at: reading.Press) -> Answer:
        """Look the child up and show who it is. Nothing is kept."""
        docket, record = await self._own(incoming, at)
        reference = reading.tidy(reading.text(incoming.data, "reference") or "")[:100]
        if not reference or "," in reference:
            return Answer(card=self._asking(docket, record, replies.TYPE_NUMBER, reference))
        try:
            child = await whose.child(self._desk.cases.at(record.system), reference, incoming.patience)
        except NotThereError:
            return Answer(card=self._asking(docket, record, replies.no_file(reference), reference))
        title, today = self._titles(record.record_type), self._desk.clock().date()
        return Answer(
            card=add_child.confirm(docket=docket, n=record.n, title=title, child=child, today=today)
        )

    async def _add(self, incoming: Incoming, at: reading.Press) -> Answer:
        """A record of the same type, by the same author. Its card comes at the bottom of the chat."""
        docket, record = await self._own(incoming, at)
        reference, id = reading.tidy(reading.text(incoming.data, "ref") or "")[:100], self._new_id()

        def change(docket: Docket, policy: Policy) -> Docket:
            own = review.own(docket, at.n, incoming.person.id)
            here(incoming, own.card)
            title = self._titles(own.record_type)
            if no := why_not(policy, incoming.person.id, own.record_type, own.people_told, title, seen):
                raise RefusedError(no)
            return joining.add_record(
                docket,
                id=id,
                author=incoming.person,
                reference=child.reference,
                record_type=own.record_type,
                people_told=own.people_told,
                interpreter=own.interpreter,
                card=None,
                now=self._desk.clock(),
                system=record.system,
            )

        try:
            child, seen = await self._looked_up(incoming, record, reference)
            docket = await self._claimed.decided(at, change)
        except NotThereError:
            return Answer(card=self._asking(docket, record, replies.no_file(reference), reference))
        except RefusedError as no:
            return Answer(card=self._asking(docket, record, no.say, reference))
        await self._desk.queue.nudge(docket.id)
        title = self._titles(record.record_type)
        card = more.card(docket=docket, n=record.n, title=title, banner=replies.NEW_CARD)
        return Answer(card=card, after=self._claimed.woken(docket.id))

    async def _looked_up(self, incoming: Incoming, record: Record, reference: str) -> tuple[Child, Seen]:
        """Whose file it is, and in which groups the author is; asked side by side."""
        who, patience, policy = incoming.person, incoming.patience, await self._desk.policy()
        return await patience.together(
            whose.child(self._desk.cases.at(record.system), reference, patience),
            self._membership.drafting(who, policy, record.record_type, patience),
        )

    @override
    async def _own(self, incoming: Incoming, at: reading.Press) -> tuple[Docket, Record]:
        """Not of a correction, which is of one record."""
        docket, record = await super()._own(incoming, at)
        if isinstance(docket.source, Filed):
            raise RefusedError(replies.A_CORRECTION)
        return docket, record

    def _asking(self, docket: Docket, record: Record, banner: str | None, reference: str = "") -> Card:
        title = self._titles(record.record_type)
        return add_child.card(docket=docket, n=record.n, title=title, banner=banner, reference=reference)
