"""What waits for a person: `my drafts`, and `open 5` of the one that they touched last."""

from __future__ import annotations

import asyncio

from bot import replies
from bot.buttons import Buttons
from bot.incoming import Answer
from cards import drafts, receipts, state
from cards.parts import brief
from record.dates import day
from record.docket import Call, Docket, Person, Record
from record.errors import FaircopyError
from record.faces import only_account
from record.policy import Policy
from record.showing import expires
from record.terms import DocketId, State
from worker.desk import Desk


class Mine:
    """Their own records, and nobody else's."""

    def __init__(self, *, desk: Desk, buttons: Buttons) -> None:
        self._desk = desk
        self._buttons = buttons

    async def opened(self, who: Person, n: int) -> Answer:
        """Section `n` of the draft that this person touched last, on a new card at the bottom."""
        found = [
            (record.changed, docket, record)
            for docket in await asyncio.gather(
                *map(self._quietly, await self._desk.dockets.of_author(who.id))
            )
            if docket is not None
            for record in docket.records
            if record.author.id == who.id and record.state is State.DRAFT and record.changed is not None
        ]
        if not found:
            return Answer(text=replies.NOTHING_WAITS)
        _, docket, record = max(found, key=lambda f: f[0])
        return await self._buttons.opened(who, docket.id, record.n, n)

    async def drafts(self, who: Person) -> dict[str, object]:
        """What waits for this person, read side by side."""
        policy = await self._desk.policy()
        ids = await self._desk.dockets.of_author(who.id)
        read = await asyncio.gather(*(self._quietly(id) for id in ids))
        rows = [
            _row(docket, record, policy, self._buttons.titles(record.record_type))
            for docket in read
            if docket is not None
            for record in docket.records
            if record.author.id == who.id and (not record.is_settled or only_account(docket, record))
        ]
        return drafts.card(rows=rows)

    async def receipts(self, who: Person) -> dict[str, object]:
        """What has become of this person's records whose accounts are closed, the newest first."""
        found = await self._desk.receipts.of_author(who.id, receipts.MOST)
        return receipts.card(receipts=found, who=who.id, titles=self._buttons.titles)

    async def _quietly(self, id: DocketId) -> Docket | None:
        """A listing may name a docket that has gone."""
        try:
            return (await self._desk.dockets.read(id))[0]
        except FaircopyError:
            return None


def _row(docket: Docket, record: Record, policy: Policy, title: str) -> drafts.Row:
    """One draft in the list: type, file and date; no child, no words."""
    ends = expires(record, policy)
    met = docket.source.began if isinstance(docket.source, Call) else docket.made
    return drafts.Row(
        docket_id=docket.id,
        n=record.n,
        title=brief(title),
        reference=record.reference,
        date=day(met),
        state=state.of_record(record),
        next=_ends(record, day(ends)) if ends else "",
    )


def _ends(record: Record, when: str) -> str:
    """What happens then, if nobody decides."""
    if record.state is State.MARKED:
        return f"Asked until {when}. The meeting's own file stays."
    return f"Destroyed on {when} if nobody decides."
