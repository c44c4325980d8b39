"""What an author decides about their record: approve, undo, file, keep, discard; and what waits, tried now or brought.

The answer is what is so then. It has words only where the record is still, or again, a draft.
"""

from __future__ import annotations

from bot import replies
from bot.incoming import Answer, Incoming
from bot.pressing import Turning, Verbs
from bot.views import Drawn, contents_of, final_of
from cards import delete_meeting, discard, reading
from record import discarding, post, review
from record.entries import record_of
from record.errors import RefusedError
from record.faces import only_account
from record.terms import ContentHash, State


class Deciding(Turning):
    """The author's presses on the record's own card. Each is harmless twice."""

    def verbs(self) -> Verbs:
        """Each raises a FaircopyError with the sentence to say."""
        return {
            "approve": self._approve,
            "undo": self._undo,
            "file-now": self._file_now,
            "keep": self._keep,
            "retry": self._retry,
            "discard": self._discard,
            "discard-yes": self._discard_yes,
            "delete-meeting": self._delete_meeting,
            "delete-meeting-yes": self._delete_meeting_yes,
            "try-now": self._try_now,
            "bring": self._bring,
        }

    async def _approve(self, incoming: Incoming, at: reading.Press) -> Answer:
        docket, _ = await self._turns.read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.state is State.DRAFT:
            ticked = [box for box in ("child", "looked") if reading.ticked(incoming.data, box)]
            untaken = [] if "child" in ticked else [replies.TICK_CHILD]
            if "looked" in incoming.data and "looked" not in ticked:
                untaken.append(replies.TICK_LOOKED)
            if untaken:
                last, missed = record.pages, " ".join([*untaken, replies.THEN_APPROVE])
                return await self._turns.turn(
                    incoming,
                    at,
                    lambda view: final_of(view, last, replies.NOT_APPROVED, missed=missed, ticked=ticked),
                )
        policy = await self._desk.policy()
        given = ContentHash(reading.text(incoming.data, "h") or "")
        who = incoming.person
        return await self._turns.decided(
            at,
            lambda d: review.approve(
                d,
                at.n,
                who.id,
                name=who.name,
                version=at.v,
                hash=given,
                policy=policy,
                now=self._desk.clock(),
            ),
        )

    async def _undo(self, incoming: Incoming, at: reading.Press) -> Answer:
        who = incoming.person.id
        policy = await self._desk.policy()
        docket = await self._turns.changed(
            at, lambda d: review.undo(d, at.n, who, policy=policy, now=self._desk.clock())
        )
        if record_of(docket, at.n).state is not State.DRAFT:
            return Answer(card=await self._turns.wordless(docket, at.n))
        return await self._turns.turn(
            incoming, at, lambda view: Drawn(card=contents_of(view, replies.UNDONE))
        )

    async def _file_now(self, incoming: Incoming, at: reading.Press) -> Answer:
        who = incoming.person.id
        return await self._turns.decided(at, lambda d: review.file_now(d, at.n, who, now=self._desk.clock()))

    async def _keep(self, incoming: Incoming, at: reading.Press) -> Answer:
        who = incoming.person.id
        return await self._turns.decided(at, lambda d: review.keep(d, at.n, who, now=self._desk.clock()))

    async def _retry(self, incoming: Incoming, at: reading.Press) -> Answer:
        who = incoming.person.id
        return await self._turns.decided(at, lambda d: post.retry(d, at.n, who, now=self._desk.clock()))

    async def _discard(self, incoming: Incoming, at: reading.Press) -> Answer:
        docket, _ = await self._turns.read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.is_settled and not only_account(docket, record):
            return Answer(card=await self._turns.wordless(docket, at.n))
        if record.state is State.DRAFT and reading.target(
            incoming.data
        ):  # something may have been typed beside it
            title = self._titles(record.record_type)
            return await self._turns.kept(
                incoming,
                at,
                lambda view, said: discard.card(docket=view.docket, n=at.n, title=title, banner=said),
            )
        return Answer(card=discard.card(docket=docket, n=at.n, title=self._titles(record.record_type)))

    async def _discard_yes(self, incoming: Incoming, at: reading.Press) -> Answer:
        who, confirmed = incoming.person.id, reading.ticked(incoming.data, "elsewhere")
        policy = await self._desk.policy()
        try:
            return await self._turns.decided(
                at,
                lambda d: discarding.discard(
                    d, at.n, who, only_account=confirmed, policy=policy, now=self._desk.clock()
                ),
            )
        except RefusedError as no:
            docket, _ = await self._turns.read(at)
            record = review.own(docket, at.n, who)
            if confirmed or (record.is_settled and not only_account(docket, record)):
                raise
            title = self._titles(record.record_type)
            return Answer(card=discard.card(docket=docket, n=at.n, title=title, banner=no.say))

    async def _delete_meeting(self, incoming: Incoming, at: reading.Press) -> Answer:
        docket, _ = await self._turns.read(at)
        record = review.own(docket, at.n, incoming.person.id)
        return Answer(card=delete_meeting.card(docket=docket, n=at.n, title=self._titles(record.record_type)))

    async def _delete_meeting_yes(self, incoming: Incoming, at: reading.Press) -> Answer:
        who, ticked = incoming.person.id, reading.ticked(incoming.data, "understood")
        try:
            return await self._turns.decided(
                at, lambda d: discarding.delete_too(d, at.n, who, understood=ticked, now=self._desk.clock())
            )
        except RefusedError as no:
            docket, _ = await self._turns.read(at)
            title = self._titles(review.own(docket, at.n, who).record_type)
            return Answer(card=delete_meeting.card(docket=docket, n=at.n, title=title, banner=no.say))

    async def _try_now(self, incoming: Incoming, at: reading.Press) -> Answer:
        """Do not wait for the next try: what failed before is forgotten, and the clerk is woken."""
        who = incoming.person.id
        return await self._turns.decided(at, lambda d: review.try_now(d, at.n, who, now=self._desk.clock()))

    async def _bring(self, incoming: Incoming, at: reading.Press) -> Answer:
        """A new card at the bottom of the chat; the clerk blanks the old one, which then says that it has moved."""
        who = incoming.person.id
        docket = await self._turns.changed(at, lambda d: review.bring(d, at.n, who, now=self._desk.clock()))
        return Answer(text=replies.BROUGHT, after=self._turns.woken(docket.id))
