"""One press, step by step: what is claimed, written and shown, so that a kill between any two steps loses nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.claimed import Claimed, Taken, patiently
from bot.incoming import Answer, Incoming
from bot.views import Card, Drawn, View, final_of
from cards import (
    faces,
    reading,
    stale,
)
from record import line, review
from record.docket import Docket, Record, Seen
from record.draft import Draft
from record.entries import record_of, with_record
from record.errors import (
    NotThereError,
    RefusedError,
    StaleError,
)
from record.faces import face_of
from record.policy import Policy
from record.said import Said
from record.terms import DocketId, Face, RecordTypeId, Saw, State
from worker.arming import arm
from worker.desk import Desk
from worker.versions import read_version

TRIES = 3

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
        self._claimed = Claimed(desk=desk, wake=wake)

    async def turn(
        self, incoming: Incoming, at: reading.Press, draw: Draw, edit: Edit | None = None
    ) -> Answer:
        """One press, step by step (the words are written after the docket names their place, before the reply).

        Docket read; words read; claim saved; new words sealed at a fresh address; the reply goes out; then the claim
        is absorbed. A kill between any two leaves the old version standing and an address that will be cleaned.
        """
        taken = await patiently(lambda: self._taken(incoming, at, edit))
        if isinstance(taken, Answer):
            return taken
        after = line.absorb(taken.docket, taken.claim.act, taken.seen, taken.policy, taken.claim)
        if not taken.claim.act.key:
            await self._claimed.absorbed(at, taken)
            return Answer(card=await self._moved(after, at.n), after=self.woken(after.id))
        view = View(docket=after, record=record_of(after, at.n), draft=taken.draft, policy=taken.policy)
        return await self._claimed.answered(at, taken, lambda: draw(view))

    async def _taken(self, incoming: Incoming, at: reading.Press, edit: Edit | None) -> Taken | Answer:
        """The press claimed, and what was typed written; or what is so now, where there is nothing to write."""
        desk, who = self._desk, incoming.person.id
        docket, etag = await self.read(at)
        record = review.own(docket, at.n, who)
        if record.is_settled or record.state is not State.DRAFT:
            return Answer(card=await self.wordless(docket, at.n))
        draft = (await read_version(desk.words, docket, at.n, record.version)).reveal()
        changed = edit(draft, record) if edit else draft
        if changed != draft:
            changed = (await desk.drafting.rechecked(Said(draft), Said(changed))).reveal()
        # a phone that was off line may still show a card that the record has moved from: no words go back there
        elsewhere = incoming.message is not None and incoming.message != record.card
        if elsewhere and changed == draft:
            return Answer(card=await self._moved(docket, at.n))
        policy, now = await desk.policy(), desk.clock()
        docket, claim = review.turn(
            docket, at.n, who, edit=changed != draft, policy=policy, now=now, elsewhere=elsewhere
        )
        etag = await desk.dockets.save(docket, etag)
        seen = Seen(saw=Saw.DONE, at=now)
        taken = Taken(docket=docket, etag=etag, claim=claim, policy=policy, draft=draft, seen=seen)
        return await self._claimed.written(at, taken, changed) if changed != draft else taken

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
            until = self._desk.clock() + policy.lease
            changed = change(docket)
            if changed == docket:
                return docket
            _, mark = face_of(changed, record_of(changed, at.n), policy)
            changed = with_record(changed, at.n, told=mark)
            await arm(self._desk, changed, policy)
            if self._desk.clock() >= until:
                continue  # it hung meanwhile: what was decided by an old clock is decided again
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
