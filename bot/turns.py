"""One press, step by step: what is claimed, written and shown, so that a kill between any two steps loses nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.incoming import Answer, Incoming
from bot.views import Card, Drawn, View, final_of
from cards import (
    faces,
    reading,
    stale,
)
from record import line, review
from record.docket import (
    Claim,
    Docket,
    DocketId,
    Face,
    Record,
    RecordTypeId,
    Saw,
    Seen,
    State,
)
from record.draft import Draft
from record.entries import record_of, with_record
from record.errors import (
    BusyError,
    NoAnswerError,
    NotThereError,
    RefusedError,
    StaleError,
)
from record.faces import face_of
from record.policy import Policy
from record.said import Said
from worker.arming import arm
from worker.desk import Desk
from worker.versions import put_version, read_version

log = logging.getLogger(__name__)

TRIES = 3
PATIENCE = 8
MOMENT = 0.15
"""How often, and after how many seconds, a press that met the clerk at work is tried again by itself."""

Edit = Callable[[Draft, Record], Draft]
Draw = Callable[[View], Drawn]


class Turns:
    """How a press changes a docket and what its reply shows. `wake` has the clerk look at a docket at once."""

    def __init__(
        self, *, desk: Desk, titles: Callable[[RecordTypeId], str], wake: Callable[[DocketId], None]
    ) -> None:
        self._desk = desk
        self._titles = titles
        self._wake = wake

    async def turn(
        self, incoming: Incoming, at: reading.Press, draw: Draw, edit: Edit | None = None
    ) -> Answer:
        """One press, step by step (the words are written after the docket names their place, before the reply).

        Docket read; words read; claim saved; new words sealed at a fresh address; the reply goes out; then the claim
        is absorbed. A kill between any two leaves the old version standing and an address that will be cleaned.
        """
        desk = self._desk
        for left in range(PATIENCE, -1, -1):
            docket, etag = await self.read(at)
            record = review.own(docket, at.n, incoming.person.id)
            if record.is_settled or record.state is not State.DRAFT:
                return Answer(card=await self.wordless(docket, at.n))
            draft = (await read_version(desk.words, docket, at.n, record.version)).reveal()
            changed = edit(draft, record) if edit else draft
            # a phone that was off line may still show a card that the record has moved from: no words go back there
            elsewhere = incoming.message is not None and incoming.message != record.card
            if elsewhere and changed == draft:
                return Answer(card=await self._moved(docket, at.n))
            policy, now = await desk.policy(), desk.clock()
            try:
                docket, claim = review.turn(
                    docket,
                    at.n,
                    incoming.person.id,
                    edit=changed != draft,
                    policy=policy,
                    now=now,
                    elsewhere=elsewhere,
                )
            except RefusedError as no:
                # the clerk is at this very record: it is done in a moment, and nobody has to press again
                if no.say != review.ONE_MOMENT or not left:
                    raise
                await asyncio.sleep(MOMENT)
                continue
            try:
                etag = await desk.dockets.save(docket, etag)
            except StaleError:
                continue
            break
        else:
            raise RefusedError(review.ONE_MOMENT)

        def good() -> None:
            if desk.clock() >= claim.until:
                raise RefusedError(review.ONE_MOMENT)

        seen = Seen(saw=Saw.DONE, at=now)
        if changed != draft:
            seen = await put_version(desk.words, docket, at.n, claim.act.version, Said(changed), good, at=now)
        after = line.absorb(docket, claim.act, seen, policy, claim)
        if elsewhere:
            await self._absorbed(at, docket, etag, claim, seen, policy)
            return Answer(card=await self._moved(after, at.n), after=self.woken(docket.id))
        try:
            drawn = draw(View(docket=after, record=record_of(after, at.n), draft=changed, policy=policy))
        except Exception:  # any fault in drawing is raised again, once what was typed is written down
            await self._absorbed(at, docket, etag, claim, seen, policy)
            raise
        seen = replace(seen, sent=drawn.sent)
        return Answer(card=drawn.card, after=lambda: self._absorbed(at, docket, etag, claim, seen, policy))

    async def _absorbed(
        self, at: reading.Press, docket: Docket, etag: str, claim: Claim, seen: Seen, policy: Policy
    ) -> None:
        """Write down what the reply did, onto whatever the docket has become, for as long as the claim is good."""
        while self._desk.clock() < claim.until:
            try:
                await self._desk.dockets.save(line.absorb(docket, claim.act, seen, policy, claim), etag)
            except StaleError:
                docket, etag = await self._reread(at, docket, etag)
            except (BusyError, NoAnswerError):
                await asyncio.sleep(MOMENT)  # storage is down: the save may or may not have landed
                docket, etag = await self._reread(at, docket, etag)
            else:
                return
        log.error("reply_not_absorbed")  # the version before it stands, and its own place is cleaned

    async def _reread(self, at: reading.Press, docket: Docket, etag: str) -> tuple[Docket, str]:
        """The docket as it stands now; as it was known while storage does not answer."""
        try:
            return await self.read(at)
        except BusyError:
            await asyncio.sleep(MOMENT)
            return docket, etag

    async def kept(
        self,
        incoming: Incoming,
        at: reading.Press,
        draw: Callable[[View, str | None], Card] | None,
        *,
        page: int = 1,
    ) -> Answer:
        """Save whatever was typed on the card, whichever button was pressed; then show what was asked for.

        Typed on an old card, where the section has been saved since: both texts are shown, and neither is lost.
        """
        said: list[str] = []
        old: list[Draft] = []
        wanted = reading.target(incoming.data)

        def edit(draft: Draft, record: Record) -> Draft:
            said.clear()
            old.clear()
            whole = incoming.data.get("whole") is True
            after, refused = reading.entered(incoming.data, draft)
            said.extend(refused)
            elsewhere = after != draft and at.v and wanted and not whole and record.version != at.v
            if elsewhere and stale.fits(after, wanted):
                old.append(after)
                return draft
            return after

        def drawn(view: View) -> Drawn:
            if old:
                return Drawn(
                    card=stale.card(
                        docket_id=view.docket.id,
                        record=view.record,
                        draft=view.draft,
                        mine=old[0],
                        section_id=wanted,
                        at=view.record.changed,
                    )
                )
            banner = " ".join(said) or None
            if draw is not None:
                return Drawn(card=draw(view, banner))
            return final_of(view, page, banner)

        return await self.turn(incoming, at, drawn, edit)

    async def decided(self, at: reading.Press, change: Callable[[Docket], Docket]) -> Answer:
        """A decision whose answer holds no words: saved, shown, and the clerk is woken."""
        policy = await self._desk.policy()
        docket = await self._changed(at, change, policy)
        return Answer(card=self._wordless(docket, at.n, policy), after=self.woken(docket.id))

    async def changed(self, at: reading.Press, change: Callable[[Docket], Docket]) -> Docket:
        """Decide on the docket as it stands, again if somebody else wrote first. The reply shows its face."""
        return await self._changed(at, change, await self._desk.policy())

    async def _changed(self, at: reading.Press, change: Callable[[Docket], Docket], policy: Policy) -> Docket:
        for _ in range(TRIES):
            docket, etag = await self.read(at)
            changed = change(docket)
            if changed == docket:
                return docket
            _, mark = face_of(changed, record_of(changed, at.n), policy)
            changed = with_record(changed, at.n, told=mark)
            await arm(self._desk, changed, policy)
            try:
                await self._desk.dockets.save(changed, etag)
            except StaleError:
                continue
            return changed
        raise RefusedError(review.ONE_MOMENT)

    async def wordless(self, docket: Docket, n: int) -> Card:
        """What the record's card says now, without words."""
        return self._wordless(docket, n, await self._desk.policy())

    def _wordless(self, docket: Docket, n: int, policy: Policy) -> Card:
        record = record_of(docket, n)
        face, _ = face_of(docket, record, policy)
        title = self._titles(record.record_type)
        if face is Face.CONTENTS:
            face = Face.PROGRESS
        return faces.wordless(docket, n, face, policy=policy, title=title, now=self._desk.clock())

    async def _moved(self, docket: Docket, n: int) -> Card:
        """What a card says that the record has moved from."""
        policy, title = await self._desk.policy(), self._titles(record_of(docket, n).record_type)
        return faces.wordless(docket, n, Face.MOVED, policy=policy, title=title, now=self._desk.clock())

    async def read(self, at: reading.Press) -> tuple[Docket, str]:
        try:
            return await self._desk.dockets.read(DocketId(at.r))
        except NotThereError:
            raise NotThereError(review.FINISHED) from None

    def woken(self, id: DocketId) -> Callable[[], Awaitable[None]]:
        async def after() -> None:
            self._wake(id)

        return after
