"""Presses about the meeting's own file: its organiser says whether it may go, an author which of several it is."""

from __future__ import annotations

from collections.abc import Callable

from bot import replies
from bot.incoming import Answer, Incoming
from bot.pressing import Pressing, Verbs
from cards import faces, meeting_file, organiser, reading
from cards.parts import said
from record import hand_over, review
from record.docket import Call, Docket
from record.entries import record_of
from record.errors import NOT_YOURS, RefusedError
from record.faces import face_of
from record.policy import Policy
from record.terms import Address


class MeetingFile(Pressing):
    """The organiser is whoever the call says, known from the signed activity; an author is the record's."""

    def verbs(self) -> Verbs:
        """Each raises a FaircopyError with the sentence to say; to anybody else it says nothing of the meeting."""
        return {
            "organiser-delete": self._delete,
            "organiser-keep": self._keep,
            "choose-file": self._choose,
            "choose-none": self._none,
            "leave-meeting": self._leave,
            "attest-paste": self._deleted,
        }

    # --- the organiser --------------------------------------------------------------------------------------------

    async def _delete(self, incoming: Incoming, at: reading.Press) -> Answer:
        """Yes. Their own sign-in will be used, so it is asked for first, unless they would be refused anyway."""
        return await self._answered(incoming, at, delete=True, why=None)

    async def _keep(self, incoming: Incoming, at: reading.Press) -> Answer:
        chosen = reading.text(incoming.data, "why")
        why = next((b for b in hand_over.Because if b.value == chosen), None)
        if why is None:
            docket = await self._organised(incoming, at)
            return Answer(card=organiser.card(docket=docket, banner=_unless_answered(docket)))
        return await self._answered(incoming, at, delete=False, why=why)

    async def _answered(
        self, incoming: Incoming, at: reading.Press, *, delete: bool, why: hand_over.Because | None
    ) -> Answer:
        who, now = incoming.person, self._desk.clock()

        def change(docket: Docket, policy: Policy) -> Docket:
            if (
                docket.handover is None
            ):  # the card is out, and a crash came before it was written down: asked again
                raise RefusedError(hand_over.NOT_NOW)
            return hand_over.answer(docket, who, delete=delete, why=why, policy=policy, now=now)

        docket = await self._organised(incoming, at)
        try:
            if delete and change(docket, await self._desk.policy()) != docket:
                await incoming.patience.asks(self._desk.tokens.token(who), replies.SLOW)
            docket = await self._claimed.decided(at, change)
        except RefusedError as no:
            return Answer(card=organiser.card(docket=docket, banner=no.say))
        return Answer(card=organiser.card(docket=docket), after=self._claimed.woken(docket.id))

    async def _organised(self, incoming: Incoming, at: reading.Press) -> Docket:
        """The account of a meeting that this person organised. Raises RefusedError; says nothing of it."""
        docket, _ = await self._claimed.read(at)
        if not isinstance(docket.source, Call) or docket.source.organiser != incoming.person.id:
            raise RefusedError(NOT_YOURS)
        return docket

    # --- which file -----------------------------------------------------------------------------------------------

    async def _choose(self, incoming: Incoming, at: reading.Press) -> Answer:
        return await self._chosen(incoming, at, lambda docket: _ticked(incoming, docket))

    async def _none(self, incoming: Incoming, at: reading.Press) -> Answer:
        return await self._chosen(incoming, at, lambda _: ())

    async def _chosen(
        self, incoming: Incoming, at: reading.Press, files: Callable[[Docket], tuple[Address, ...]]
    ) -> Answer:
        def change(docket: Docket) -> Docket:
            who = incoming.person.id
            return hand_over.choose(docket, at.n, who, files=files(docket), now=self._desk.clock())

        return await self._decided(incoming, at, change)

    async def _leave(self, incoming: Incoming, at: reading.Press) -> Answer:
        """It stays where it is: nobody waits for it any longer."""
        who = incoming.person.id
        return await self._decided(
            incoming, at, lambda docket: hand_over.leave(docket, at.n, who, now=self._desk.clock())
        )

    async def _deleted(self, incoming: Incoming, at: reading.Press) -> Answer:
        """They say that they deleted the message that they pasted: nobody else can say."""
        who = incoming.person.id
        return await self._decided(
            incoming, at, lambda docket: hand_over.deleted(docket, at.n, who, now=self._desk.clock())
        )

    async def _decided(
        self, incoming: Incoming, at: reading.Press, change: Callable[[Docket], Docket]
    ) -> Answer:
        who = incoming.person.id
        banner = None
        try:
            docket = await self._claimed.decided(at, lambda docket, _: change(docket))
        except RefusedError as no:
            docket, _ = await self._claimed.read(at)
            review.own(docket, at.n, who)
            banner = no.say
        return await self._face(docket, at.n, banner)

    async def _face(self, docket: Docket, n: int, banner: str | None) -> Answer:
        """What the author's card says now; the clerk draws the same."""
        record, policy = record_of(docket, n), await self._desk.policy()
        face, _ = face_of(docket, record, policy)
        title, now = self._titles(record.record_type), self._desk.clock()
        card = faces.wordless(docket, n, face, policy=policy, title=title, now=now)
        return Answer(card=said(card, banner), after=self._claimed.woken(docket.id))


def _unless_answered(docket: Docket) -> str | None:
    """Once it is answered, what was answered stands, whatever is pressed on an old card."""
    answered = docket.handover is not None and docket.handover.answer is not None
    return None if answered else replies.SAY_WHY_KEPT


def _ticked(incoming: Incoming, docket: Docket) -> tuple[Address, ...]:
    files = meeting_file.chosen(incoming.data, docket)
    if docket.choices and not files:
        raise RefusedError(replies.TICK_FILE)
    return files
