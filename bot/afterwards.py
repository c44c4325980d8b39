"""Presses after filing: a record is corrected, or found on the wrong person's file.

Its account may have gone by the time that somebody finds a mistake: its receipt, in the lasting account, then says who
may ask, for which note and which words. The card with the receipt is left as it is; what comes of the press has an
account and a card of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot import replies, whose
from bot.claimed import Claimed
from bot.incoming import Answer, Incoming
from bot.pressing import Turning, Verbs
from bot.turns import Turns
from bot.views import Card
from cards import later, reading, wrong
from record import misfiled, review
from record.docket import Docket, Filed, Person, Record
from record.errors import NOT_YOURS, NotThereError, RefusedError
from record.terms import ContentHash, DocketId, Proof, RecordTypeId, State
from worker.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands on file, from the record's account or its receipt, and how that is known."""

    filed: Filed
    proof: Proof


class Afterwards(Turning):
    """The author's presses; on a receipt, those of whoever it names as its author."""

    def __init__(
        self,
        *,
        desk: Desk,
        turns: Turns,
        claimed: Claimed,
        titles: Callable[[RecordTypeId], str],
        new_id: Callable[[], str],
    ) -> None:
        super().__init__(desk=desk, turns=turns, claimed=claimed, titles=titles)
        self._new_id = new_id

    def verbs(self) -> Verbs:
        """Each raises a FaircopyError with the sentence to say; to anybody else it says nothing of the record."""
        return {
            "correct": self._correct,
            "wrong-file": self._wrong_file,
            "move-find": self._find,
            "move-yes": self._move,
            "marked-by-hand": self._by_hand,
        }

    # --- corrected ------------------------------------------------------------------------------------------------

    async def _correct(self, incoming: Incoming, at: reading.Press) -> Answer:
        """An account of its own, in which every word is the author's. Its card comes at the bottom of the chat."""
        who, policy = incoming.person, await self._desk.policy()
        standing = await self._standing(at, who)
        if not policy.posts_to(standing.filed.system) or standing.proof is Proof.ATTESTED:
            raise RefusedError(replies.CORRECT_BY_HAND)
        docket = misfiled.open_correction(
            id=DocketId(self._new_id()),
            name=self._name(standing),
            filed=standing.filed,
            record_id=self._new_id(),
            author=who,
            card=None,
            now=self._desk.clock(),
        )
        return await self._opened(docket, replies.CORRECTING)

    async def _opened(self, docket: Docket, say: str) -> Answer:
        """Make the account, unless one of that note lives: then whatever that one is for is said."""
        id, made = await self._desk.dockets.create(docket, docket.made)
        if not made:
            live, _ = await self._desk.dockets.read(id)
            if later.is_correction(live) is not later.is_correction(docket):
                other = replies.BEING_CORRECTED if later.is_correction(live) else replies.BEING_MOVED
                raise RefusedError(other)
            return Answer(text=replies.UNDER_WAY, after=self._claimed.woken(id))
        await self._desk.queue.nudge(id)
        return Answer(text=say, after=self._claimed.woken(id))

    def _name(self, standing: Standing) -> str:
        """One account a note at a time. Two case systems may give two notes the same id."""
        note, system = standing.filed.note, standing.filed.system
        where = f"{system.connector}:{system.address}:" if system is not None else ""
        return self._desk.dockets.name(f"filed:{where}{note}")

    async def _standing(self, at: reading.Press, who: Person) -> Standing:
        """What this person filed, from its account while that lives, else from its receipt. Raises RefusedError."""
        try:
            docket, _ = await self._turns.read(at)
        except NotThereError:
            return await self._from_receipt(at, who)
        record = review.own(docket, at.n, who.id)
        if later.is_correction(docket):
            raise RefusedError(replies.A_CORRECTION)
        if record.state is not State.POSTED or record.filed is None or record.approval is None:
            raise RefusedError(replies.NOT_FILED)
        filed = Filed(
            note=record.filed,
            reference=record.reference,
            record_type=record.record_type,
            hash=record.approval.hash,
            system=record.system,
        )
        return Standing(filed=filed, proof=record.proof or Proof.ACKNOWLEDGED)

    async def _from_receipt(self, at: reading.Press, who: Person) -> Standing:
        try:
            receipt = await self._desk.receipts.read(DocketId(at.r))
        except NotThereError:
            raise NotThereError(review.FINISHED) from None
        filing = receipt.filings[at.n - 1] if 0 < at.n <= len(receipt.filings) else None
        if filing is None or filing.author_id != who.id:
            raise RefusedError(NOT_YOURS)
        if filing.adds_to:
            raise RefusedError(replies.A_CORRECTION)
        if filing.state is not State.POSTED or filing.filed is None or filing.hash is None:
            raise RefusedError(replies.NOT_FILED)
        filed = Filed(
            note=filing.filed,
            reference=filing.reference,
            record_type=RecordTypeId(filing.record_type),
            hash=ContentHash(filing.hash),
            system=filing.system,
        )
        return Standing(filed=filed, proof=filing.proof or Proof.ACKNOWLEDGED)

    # --- on the wrong file ----------------------------------------------------------------------------------------

    async def _wrong_file(self, incoming: Incoming, at: reading.Press) -> Answer:
        """Destroying stops with this press. Where the account has gone nothing is left to stop: a new one is opened."""
        who, policy = incoming.person, await self._desk.policy()

        def stop(docket: Docket) -> Docket:
            stopped = misfiled.wrong_file(docket, at.n, who.id, now=self._desk.clock())
            if later.is_correction(docket):
                raise RefusedError(replies.A_CORRECTION)
            return stopped

        try:
            return await self._turns.decided(at, stop)
        except NotThereError:
            standing = await self._from_receipt(at, who)
        docket = misfiled.open_misfiled(
            id=DocketId(self._new_id()),
            name=self._name(standing),
            filed=standing.filed,
            proof=standing.proof,
            record_id=self._new_id(),
            author=who,
            now=self._desk.clock(),
        )
        breach = replies.breach(policy.help_contact)
        try:
            return await self._opened(docket, f"{breach} {replies.NEW_CARD}")
        except RefusedError as no:
            raise RefusedError(f"{breach} {no.say}") from None

    async def _find(self, incoming: Incoming, at: reading.Press) -> Answer:
        """Look the child up and show who it is. Nothing is kept."""
        docket, record = await self._misfiled(incoming, at)
        reference = reading.tidy(reading.text(incoming.data, "reference") or "")[:100]
        if not reference or "," in reference:
            return Answer(card=await self._asking(docket, record, replies.TYPE_NUMBER))
        try:
            child = await whose.child(self._desk.cases.at(record.system), reference, incoming.patience)
        except NotThereError:
            return Answer(card=await self._asking(docket, record, replies.no_file(reference), reference))
        if child.reference == record.reference:
            return Answer(card=await self._asking(docket, record, replies.SAME_FILE, reference))
        card = wrong.confirm(
            docket=docket,
            n=at.n,
            title=self._titles(record.record_type),
            child=child,
            today=self._desk.clock().date(),
        )
        return Answer(card=card)

    async def _move(self, incoming: Incoming, at: reading.Press) -> Answer:
        """A record for the right file, with a card of its own; this one goes on saying what became of the wrong one."""
        docket, record = await self._misfiled(incoming, at)
        reference, id = reading.tidy(reading.text(incoming.data, "ref") or ""), self._new_id()
        try:
            child = await whose.child(self._desk.cases.at(record.system), reference, incoming.patience)
            return await self._turns.decided(
                at,
                lambda d: misfiled.move(
                    d,
                    at.n,
                    incoming.person.id,
                    reference=child.reference,
                    record_id=id,
                    card=None,
                    now=self._desk.clock(),
                ),
            )
        except NotThereError:
            return Answer(card=await self._asking(docket, record, replies.no_file(reference), reference))
        except RefusedError as no:
            docket, record = await self._misfiled(incoming, at)
            return Answer(card=await self._asking(docket, record, no.say))

    async def _by_hand(self, incoming: Incoming, at: reading.Press) -> Answer:
        return await self._turns.decided(
            at, lambda d: misfiled.by_hand(d, at.n, incoming.person.id, now=self._desk.clock())
        )

    async def _misfiled(self, incoming: Incoming, at: reading.Press) -> tuple[Docket, Record]:
        docket, _ = await self._turns.read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.state not in (State.MISFILED, State.MARKED):
            raise RefusedError(replies.NOT_FILED)
        if record.proof is Proof.ATTESTED or not (await self._desk.policy()).posts_to(record.system):
            raise RefusedError(replies.MOVE_BY_HAND)
        return docket, record

    async def _asking(self, docket: Docket, record: Record, banner: str, typed: str = "") -> Card:
        return wrong.card(
            docket=docket,
            n=record.n,
            policy=await self._desk.policy(),
            title=self._titles(record.record_type),
            now=self._desk.clock(),
            banner=banner,
            reference=typed,
        )
