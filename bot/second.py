"""The second approver's presses: read the same pages, approve them, or send them back; and the author's reminder."""

from __future__ import annotations

from dataclasses import replace

from bot import replies
from bot.claimed import ElsewhereError, here
from bot.incoming import Answer, Incoming
from bot.pressing import Pressing, Verbs
from bot.views import Drawn, View
from cards import moved, reading, second_pages, with_second
from record import review, second
from record.docket import Claim, Docket
from record.draft import Draft
from record.entries import record_of
from record.errors import RefusedError
from record.fair_copy import pages_of, text_of
from record.policy import Policy
from record.terms import ContentHash, PersonId, State


class Second(Pressing):
    """Two people on one record: whoever is asked for the second approval, and the author who waits for it."""

    def verbs(self) -> Verbs:
        """Each raises a FaircopyError with the sentence to say; to anybody else it says nothing of the record."""
        return {
            "second-read": self._read,
            "second-approve": self._approve,
            "second-return": self._send_back,
            "second-remind": self._remind,
        }

    async def _read(self, incoming: Incoming, at: reading.Press, banner: str | None = None) -> Answer:
        """A page of the exact text, on the second approver's own card. What they typed goes along to the next page."""
        who = incoming.person.id
        page = max(1, reading.number(incoming.data, "p", 1))
        comment = _comment(incoming)

        def draw(view: View) -> Drawn:
            pages = pages_of(text_of(view.draft))
            card = second_pages.card(
                docket_id=view.docket.id,
                record=view.record,
                draft=view.draft,
                page=page,
                pages=pages,
                undo=view.policy.undo,
                comment=comment,
                banner=banner,
            )
            return Drawn(card=card, sent=tuple(p for p in (page,) if p <= len(pages)))

        def take(docket: Docket, policy: Policy) -> tuple[Docket, Claim]:
            reader = second.asked(docket, at.n, who, policy).reader
            here(incoming, reader.card if reader else None)
            return second.read(docket, at.n, who, policy=policy, now=self._desk.clock())

        try:
            return await self._claimed.turn(at, take, draw)
        except ElsewhereError:
            docket, _ = await self._claimed.read(at)
            return self._left(docket, at.n, who)

    async def _approve(self, incoming: Incoming, at: reading.Press) -> Answer:
        who, data = incoming.person, incoming.data
        docket, _ = await self._claimed.read(at)
        untaken = "" if _approved_by(docket, at.n, who.id) else _untaken(incoming)
        if untaken:
            return await self._read(incoming, at, untaken)
        docket = await self._claimed.decided(
            at,
            lambda d, policy: second.approve(
                d,
                at.n,
                who.id,
                name=who.name,
                version=at.v,
                hash=ContentHash(reading.text(data, "h") or ""),
                policy=policy,
                now=self._desk.clock(),
            ),
        )
        return self._left(docket, at.n, who.id)

    async def _send_back(self, incoming: Incoming, at: reading.Press) -> Answer:
        """The comment is words: it goes into a version of its own. The reply has none, so that it can wait until the
        author has it."""
        who, said = incoming.person, _comment(incoming)
        if not said.strip():
            return await self._read(incoming, at, replies.SAY_WHAT_CHANGES)

        def commented(draft: Draft) -> Draft:
            return replace(draft, comment=said.strip(), comment_by=who.name)

        taken = await self._claimed.take(
            at,
            lambda d, policy: second.send_back(d, at.n, who.id, policy=policy, now=self._desk.clock()),
            commented,
        )
        await self._claimed.absorbed(at, taken, due=True)
        return self._left(taken.docket, at.n, who.id, replies.SENT_BACK)

    async def _remind(self, incoming: Incoming, at: reading.Press) -> Answer:
        """The author's: asked again on a new card, once a day at most."""
        who = incoming.person.id
        banner = replies.REMINDED
        try:
            docket = await self._claimed.decided(
                at, lambda d, _: second.remind(d, at.n, who, now=self._desk.clock())
            )
        except RefusedError as no:
            docket, _ = await self._claimed.read(at)
            if review.own(docket, at.n, who).state is not State.SECOND:
                raise
            banner = no.say
        record = record_of(docket, at.n)
        card = with_second.card(
            docket=docket,
            n=at.n,
            policy=await self._desk.policy(),
            title=self._titles(record.record_type),
            now=self._desk.clock(),
            banner=banner,
        )
        return Answer(card=card, after=self._claimed.woken(docket.id))

    def _left(self, docket: Docket, n: int, whose: PersonId, banner: str | None = None) -> Answer:
        """What the pressed card says from now on; the clerk puts the same in its place."""
        title = self._titles(record_of(docket, n).record_type)
        card = moved.card(docket=docket, n=n, whose=whose, title=title, banner=banner)
        return Answer(card=card, after=self._claimed.woken(docket.id))


def _comment(incoming: Incoming) -> str:
    return (reading.text(incoming.data, "comment") or "")[: second_pages.MOST_COMMENT]


def _approved_by(docket: Docket, n: int, who: PersonId) -> bool:
    return any(r.n == n and r.second is not None and r.second.by == who for r in docket.records)


def _untaken(incoming: Incoming) -> str:
    """What is missing, or says otherwise, before the press can be taken for an approval."""
    if _comment(incoming).strip():
        return replies.APPROVE_OR_RETURN
    return "" if reading.ticked(incoming.data, "child") else f"{replies.TICK_CHILD} {replies.THEN_APPROVE}"
