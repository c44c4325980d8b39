"""Cover for absence: what waits for colleagues whom this person is named for, and taking it over."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot import replies
from bot.incoming import Answer, Incoming
from bot.pressing import Pressing, Verbs
from cards import cover as listed
from cards import dates, reading, second, state
from record import cover
from record.cover import Absence
from record.docket import Docket, Person, Record
from record.errors import FaircopyError
from record.policy import Colleague, Policy
from record.terms import DocketId


class Cover(Pressing):
    """Who covers is today's policy's to say, at the list and again at the press."""

    def verbs(self) -> Verbs:
        """Raises a FaircopyError with the sentence to say; to anybody else it says nothing of the record."""
        return {"cover-take": self._take}

    async def waiting(self, who: Person) -> Answer:
        """`cover`: the list, or that nobody named this person."""
        policy = await self._desk.policy()
        if not _covered(policy, who):
            return Answer(text=replies.NOT_NAMED)
        return Answer(card=listed.card(rows=await self._rows(who, policy)))

    async def _take(self, incoming: Incoming, at: reading.Press) -> Answer:
        """From now on it is theirs. They are listed first: what was taken over must be found by whoever has it."""
        who = incoming.person
        why = reading.text(incoming.data, "why") or ""
        chosen = reading.which(incoming.data)
        if chosen is None:
            return await self._again(who, replies.CHOOSE_DRAFT, incoming.data)
        at = replace(at, r=chosen[0], n=chosen[1])
        if why not in {a.value for a in Absence}:
            return await self._again(who, replies.SAY_WHY_COVER, incoming.data)
        docket, _ = await self._claimed.read(at)
        policy = await self._desk.policy()
        cover.take(docket, at.n, who, why=Absence(why), policy=policy, now=self._desk.clock())
        await self._desk.dockets.enlist(who.id, docket.id)
        await self._claimed.decided(
            at,
            lambda d, today: cover.take(d, at.n, who, why=Absence(why), policy=today, now=self._desk.clock()),
        )
        answer = await self._again(who, replies.TAKEN_OVER)
        return Answer(card=answer.card, text=answer.text, after=self._claimed.woken(docket.id))

    async def _again(self, who: Person, banner: str, data: Mapping[str, object] | None = None) -> Answer:
        policy = await self._desk.policy()
        if not _covered(policy, who):
            return Answer(text=replies.NOT_NAMED)
        typed = {k: reading.text(data or {}, k) or "" for k in ("which", "why")}
        return Answer(card=listed.card(rows=await self._rows(who, policy), banner=banner, **typed))

    async def _rows(self, who: Person, policy: Policy) -> list[listed.Row]:
        """What waits for each of them, read side by side, oldest first."""
        colleagues = _covered(policy, who)
        ids = await asyncio.gather(*(self._desk.dockets.of_author(c.id) for c in colleagues))
        every = dict.fromkeys(id for some in ids for id in some)
        theirs = {c.id for c in colleagues}
        found = [
            (docket, record)
            for docket in await asyncio.gather(*map(self._quietly, every))
            if docket is not None
            for record in docket.records
            if record.author.id in theirs and cover.waiting(record)
        ]
        return [self._row(docket, record) for docket, record in sorted(found, key=lambda f: f[0].made)]

    def _row(self, docket: Docket, record: Record) -> listed.Row:
        return listed.Row(
            docket_id=docket.id,
            n=record.n,
            author=record.author.name,
            title=self._titles(record.record_type),
            met=second.met(docket),
            since=dates.day(docket.made),
            state=state.of_record(record, check="To check"),
        )

    async def _quietly(self, id: DocketId) -> Docket | None:
        """A listing may name a docket that has gone."""
        try:
            return (await self._desk.dockets.read(id))[0]
        except FaircopyError:
            return None


def _covered(policy: Policy, who: Person) -> tuple[Colleague, ...]:
    """Whom this person covers: never themselves."""
    named = (c for rule in policy.cover if rule.by == who.id for c in rule.of if c.id != who.id)
    return tuple({c.id: c for c in named}.values())
