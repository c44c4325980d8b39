"""A press whose answer carries words: claimed, written, answered, absorbed. A kill between any two loses nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.incoming import Answer, Incoming
from bot.views import Drawn, View
from cards import reading
from record import line, review
from record.docket import Claim, Docket, Seen
from record.draft import Draft
from record.entries import record_of
from record.errors import BusyError, NoAnswerError, NotThereError, RefusedError, StaleError
from record.policy import Policy
from record.said import Said
from record.terms import DocketId, Saw
from worker.arming import arm
from worker.desk import Desk
from worker.versions import put_version, read_version

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE = 8
MOMENT = 0.15
"""How often, and after how many seconds, a press that met the clerk at work is tried again by itself."""

Take = Callable[[Docket, Policy], tuple[Docket, Claim]]
Edit = Callable[[Draft], Draft]
Draw = Callable[[View], Drawn]


class ElsewhereError(RefusedError):
    """It was pressed on a card that the record has moved from, which may already be clean: no words go back there."""

    def __init__(self) -> None:
        super().__init__(
            "This has moved: its newest card stands further down in this chat. Nothing has changed."
        )


def here(incoming: Incoming, card: str | None) -> None:
    """Raises ElsewhereError unless it was pressed on that card."""
    if incoming.message is not None and incoming.message != card:
        raise ElsewhereError


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A press that is claimed, and whose new version, if it has one, is written. `seen` is what came of it so far."""

    docket: Docket
    etag: str
    claim: Claim
    policy: Policy
    draft: Draft
    seen: Seen


class Claimed:
    """Presses of more than one person on one record's account."""

    def __init__(self, *, desk: Desk, wake: Callable[[DocketId], None]) -> None:
        self._desk = desk
        self._wake = wake

    async def read(self, at: reading.Press) -> tuple[Docket, str]:
        """The docket and its ETag. Raises NotThereError with the sentence of a finished record."""
        if not at.r:
            raise NotThereError(review.FINISHED)
        try:
            return await self._desk.dockets.read(DocketId(at.r))
        except NotThereError:
            raise NotThereError(review.FINISHED) from None

    async def decided(self, at: reading.Press, change: Callable[[Docket, Policy], Docket]) -> Docket:
        """A decision with no words in it, saved onto the docket as it stands. The clerk redraws whatever cards it
        changes, since none of them is the one that was pressed. Raises RefusedError."""

        async def once() -> Docket:
            docket, etag = await self.read(at)
            policy = await self._desk.policy()
            until = self._desk.clock() + policy.lease
            changed = change(docket, policy)
            if changed == docket:
                return docket
            await arm(self._desk, changed, policy)
            if self._desk.clock() >= until:
                raise RefusedError(review.ONE_MOMENT)  # it hung meanwhile: decided again, by today's clock
            await self._desk.dockets.save(changed, etag)
            return changed

        return await patiently(once)

    async def turn(self, at: reading.Press, take: Take, draw: Draw, edit: Edit | None = None) -> Answer:
        """A press whose reply carries words: absorbed once the reply is out."""
        taken = await self.take(at, take, edit)
        after = line.absorb(taken.docket, taken.claim.act, taken.seen, taken.policy, taken.claim)
        view = View(docket=after, record=record_of(after, at.n), draft=taken.draft, policy=taken.policy)
        return await self.answered(at, taken, lambda: draw(view))

    async def answered(self, at: reading.Press, taken: Taken, draw: Callable[[], Drawn]) -> Answer:
        """The reply, and what is written down once it is out. A fault in drawing loses nothing that was typed."""
        try:
            drawn = draw()
        except Exception:  # whatever it was is raised again, once what was written is in the account
            await self.absorbed(at, taken)
            raise
        told = replace(taken, seen=replace(taken.seen, sent=drawn.sent))
        return Answer(card=drawn.card, after=lambda: self.absorbed(at, told))

    async def take(self, at: reading.Press, take: Take, edit: Edit | None = None) -> Taken:
        """Claim it in the same save as the press, then write the new version at the place that the claim names."""
        desk = self._desk

        async def once() -> Taken:
            docket, etag = await self.read(at)
            policy, now = await desk.policy(), desk.clock()
            claimed, claim = take(docket, policy)
            # a claim is no decision yet: the words that stand are those of the docket before it
            version = record_of(docket, at.n).version
            draft = (await read_version(desk.words, docket, at.n, version)).reveal()
            if edit is not None:  # it may be a decision too: a kill after this must not strand it
                await arm(desk, claimed, policy)
            etag = await desk.dockets.save(claimed, etag)
            seen = Seen(saw=Saw.DONE, at=now)
            return Taken(docket=claimed, etag=etag, claim=claim, policy=policy, draft=draft, seen=seen)

        taken = await patiently(once)
        return taken if edit is None else await self.written(at, taken, edit(taken.draft))

    async def written(self, at: reading.Press, taken: Taken, changed: Draft) -> Taken:
        """The new version, sealed at the place that the claim names."""
        desk, claim = self._desk, taken.claim

        def good() -> None:
            if desk.clock() >= claim.until:
                raise RefusedError(review.ONE_MOMENT)

        seen = await put_version(
            desk.words, taken.docket, at.n, claim.act.version, Said(changed), good, at=taken.seen.at
        )
        return replace(taken, draft=changed, seen=seen)

    async def absorbed(self, at: reading.Press, taken: Taken, *, due: bool = False) -> None:
        """Write down what came of it, onto whatever the docket has become, for as long as the claim is good.

        With `due` there is something to do afterwards: the clerk is woken. Raises RefusedError only then, where it
        could not be written down; a reply that is out cannot be taken back.
        """
        docket, etag = taken.docket, taken.etag
        while self._desk.clock() < taken.claim.until:
            after = line.absorb(docket, taken.claim.act, taken.seen, taken.policy, taken.claim)
            try:
                if due:
                    await arm(self._desk, after, taken.policy)
                await self._desk.dockets.save(after, etag)
            except (StaleError, BusyError, NoAnswerError):
                await asyncio.sleep(MOMENT)  # somebody else wrote, or storage is down: it may have landed
                with suppress(BusyError):
                    docket, etag = await self.read(at)
            else:
                if due:
                    self._wake(after.id)
                return
        log.error("reply_not_absorbed")  # the version before it stands, and its own place is cleaned
        if due:
            raise RefusedError(review.ONE_MOMENT)

    def woken(self, id: DocketId) -> Callable[[], Awaitable[None]]:
        """For after a reply: the clerk looks at once."""

        async def after() -> None:
            self._wake(id)

        return after


async def patiently(once: Callable[[], Awaitable[T]]) -> T:
    """Again while the clerk, or another press, is at this very record: nobody has to press again."""
    for left in range(PATIENCE, -1, -1):
        try:
            return await once()
        except StaleError:
            continue
        except RefusedError as no:
            if no.say != review.ONE_MOMENT or not left:
                raise
            await asyncio.sleep(MOMENT)
    raise RefusedError(review.ONE_MOMENT)
