"""Presses of an author who files by hand: copy the approved text, say under which number it stands, let the rest go."""

from __future__ import annotations

import re

from bot import replies
from bot.claimed import here
from bot.incoming import Answer, Incoming
from bot.pressing import Turning, Verbs
from bot.views import Drawn, View
from cards import after, attest, reading
from record import post, review
from record.docket import Claim, Docket
from record.errors import RefusedError
from record.policy import Policy
from record.terms import State

NUMBER = re.compile(r"(?=.*\d)[\w./#:-]{1,40}")
"""What can be a note's number: it is kept in account and receipt, so it must be no words."""


class ByHand(Turning):
    """Where the case system cannot be written to, and where it refused."""

    def verbs(self) -> Verbs:
        """Each raises a FaircopyError with the sentence to say; to anybody else it says nothing of the record."""
        return {"copy": self._copy, "attest": self._attest, "attest-counts": self._counts}

    async def _copy(self, incoming: Incoming, at: reading.Press, banner: str | None = None) -> Answer:
        """The approved words once more, on the record's own card, to be copied."""
        who = incoming.person.id

        def take(docket: Docket, policy: Policy) -> tuple[Docket, Claim]:
            record = review.own(docket, at.n, who)
            here(incoming, record.card)
            if not review.to_copy(record, policy) or record.filed is not None:
                raise RefusedError(replies.NOTHING_TO_COPY)
            return review.turn(docket, at.n, who, edit=False, policy=policy, now=self._desk.clock())

        def draw(view: View) -> Drawn:
            card = attest.card(
                docket_id=view.docket.id,
                record=view.record,
                draft=view.draft,
                first=reading.go(incoming.data) or 0,
                banner=banner,
                number=reading.tidy(reading.text(incoming.data, "number") or ""),
            )
            return Drawn(card=card)

        return await self._claimed.turn(at, take, draw)

    async def _attest(self, incoming: Incoming, at: reading.Press) -> Answer:
        """Filed by hand, under that number. Until both are there the text stays on the card."""
        number = reading.tidy(reading.text(incoming.data, "number") or "")
        docket, _ = await self._turns.read(at)
        if review.own(docket, at.n, incoming.person.id).state is not State.POSTED:
            if not NUMBER.fullmatch(number):
                return await self._copy(incoming, at, replies.TYPE_NOTE)
            if not reading.ticked(incoming.data, "pasted"):
                return await self._copy(incoming, at, replies.TICK_PASTED)
        policy = await self._desk.policy()
        return await self._turns.decided(
            at,
            lambda d: post.attest(
                d, at.n, incoming.person.id, number=number, policy=policy, now=self._desk.clock()
            ),
        )

    async def _counts(self, incoming: Incoming, at: reading.Press) -> Answer:
        """The separate confirmation, with its own tick."""
        who = incoming.person.id
        if not reading.ticked(incoming.data, "counts"):
            docket, _ = await self._turns.read(at)
            record = review.own(docket, at.n, who)
            if not after.confirming(docket):
                return Answer(card=await self._turns.wordless(docket, at.n))
            card = after.card(
                docket=docket,
                n=at.n,
                policy=await self._desk.policy(),
                title=self._titles(record.record_type),
                now=self._desk.clock(),
                banner=replies.TICK_STANDS,
            )
            return Answer(card=card)
        return await self._turns.decided(at, lambda d: post.may_count(d, at.n, who, now=self._desk.clock()))
