"""A draft goes to another person's file, before it is filed: whose, are you sure, and then a version of its own."""

from __future__ import annotations

from dataclasses import replace

from bot import replies, whose
from bot.claimed import here
from bot.incoming import Answer, Incoming
from bot.pressing import Pressing, Verbs
from bot.views import Card, Drawn, contents_of
from cards import change_file, more, reading
from record import review
from record.docket import Claim, Docket, Record
from record.draft import known
from record.errors import NotThereError, RefusedError
from record.policy import Policy


class Moving(Pressing):
    """The author's presses from More, or from what the case system refused, to a draft for another file."""

    def verbs(self) -> Verbs:
        """Raises a FaircopyError with the sentence to say."""
        return {
            "more": self._more,
            "change-file": self._ask,
            "change-find": self._find,
            "change-yes": self._change,
        }

    async def _more(self, incoming: Incoming, at: reading.Press) -> Answer:
        docket, record = await self._own(incoming, at)
        return Answer(card=more.card(docket=docket, n=at.n, title=self._titles(record.record_type)))

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
        if child.reference == record.reference:
            return Answer(card=self._asking(docket, record, replies.SAME_FILE, reference))
        card = change_file.confirm(
            docket=docket,
            n=at.n,
            title=self._titles(record.record_type),
            child=child,
            today=self._desk.clock().date(),
        )
        return Answer(card=card)

    async def _change(self, incoming: Incoming, at: reading.Press) -> Answer:
        """A version with the new child in it, claimed with the press; from then on the record is for that file, and
        nobody has approved it."""
        docket, record = await self._own(incoming, at)
        reference = reading.tidy(reading.text(incoming.data, "ref") or "")
        try:
            child = await whose.child(self._desk.cases.at(record.system), reference, incoming.patience)
        except NotThereError:
            return Answer(card=self._asking(docket, record, replies.no_file(reference), reference))
        if child.reference == record.reference:
            raise RefusedError(replies.SAME_FILE)
        who = incoming.person.id

        def take(docket: Docket, policy: Policy) -> tuple[Docket, Claim]:
            here(incoming, review.own(docket, at.n, who).card)
            now = self._desk.clock()
            return review.reassign(docket, at.n, who, reference=child.reference, policy=policy, now=now)

        return await self._claimed.turn(
            at,
            take,
            lambda view: Drawn(card=contents_of(view, replies.FILE_CHANGED)),
            lambda draft: replace(draft, child=known(child)),
        )

    def _asking(self, docket: Docket, record: Record, banner: str | None, reference: str = "") -> Card:
        title = self._titles(record.record_type)
        return change_file.card(docket=docket, n=record.n, title=title, banner=banner, reference=reference)
