"""A press on a record's card → a decision on the line. Every reply that carries words is claimed with the press."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot import replies
from bot.chat import Messages
from bot.incoming import Answer, Incoming, Kind
from cards import (
    contents,
    delete_meeting,
    discard,
    faces,
    final,
    message,
    omissions,
    reading,
    section,
    stale,
    state,
)
from record import line, post, review
from record.docket import (
    Claim,
    ContentHash,
    Docket,
    DocketId,
    Face,
    Person,
    Record,
    RecordTypeId,
    Saw,
    Seen,
    State,
)
from record.draft import Draft
from record.edits import Need, todos
from record.entries import record_of, with_record
from record.errors import (
    BusyError,
    FaircopyError,
    NoAnswerError,
    NotThereError,
    RefusedError,
    StaleError,
)
from record.faces import face_of, only_account
from record.fair_copy import pages_of, text_of
from record.policy import Policy
from record.said import Said
from worker.arming import arm
from worker.desk import Desk
from worker.versions import put_version, read_version

TRIES = 3
PATIENCE = 8
MOMENT = 0.15
"""How often, and after how many seconds, a press that met the clerk at work is tried again by itself."""

Card = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a card is drawn from: the docket, the record and its words as they will stand after this press."""

    docket: Docket
    record: Record
    draft: Draft
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A card with words, and the final pages that it shows."""

    card: Card
    sent: tuple[int, ...] = ()


Edit = Callable[[Draft, Record], Draft]
Draw = Callable[[View], Drawn]


class Buttons:
    """Presses on the card of a record."""

    def __init__(
        self,
        *,
        desk: Desk,
        messages: Messages,
        titles: Callable[[RecordTypeId], str],
        wake: Callable[[DocketId], None],
    ) -> None:
        self._desk = desk
        self._messages = messages
        self._titles = titles
        self._wake = wake
        self._verbs: Mapping[str, Callable[[Incoming, reading.Press], Awaitable[Answer]]] = {
            "contents": self._contents,
            "next": self._next,
            "open": self._open,
            "edit": self._edit,
            "save": self._save,
            "save-text": self._save,
            "omissions": self._omissions,
            "save-omissions": self._save_omissions,
            "final": self._final,
            "approve": self._approve,
            "undo": self._undo,
            "file-now": self._file_now,
            "keep": self._keep,
            "retry": self._retry,
            "discard": self._discard,
            "discard-yes": self._discard_yes,
            "delete-meeting": self._delete_meeting,
            "delete-meeting-yes": self._delete_meeting_yes,
            "back": self._face,
            "try-now": self._try_now,
            "bring": self._bring,
        }

    def knows(self, verb: str) -> bool:
        """Whether this is a button of a record's card."""
        return verb in self._verbs

    async def press(self, incoming: Incoming) -> Answer:
        """Do what the button says, for the person who signed the activity. Raises a FaircopyError to be said."""
        at = reading.press(incoming.data)
        if not at.r:
            chosen = reading.which(incoming.data)
            if chosen is None:
                raise RefusedError(replies.NO_SUCH_BUTTON)
            at = reading.Press(r=chosen[0], n=chosen[1], v=0)
        try:
            return await self._verbs[incoming.verb](incoming, at)
        except RefusedError as no:
            return await self._still(incoming, at, no)

    async def _still(self, incoming: Incoming, at: reading.Press, no: RefusedError) -> Answer:
        """Refused: say why, and show what is so now, if this person may see it. What is so may be another card."""
        docket, _ = await self._read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.state is State.DRAFT and no.say != review.ONE_MOMENT:
            banner = no.say
            return await self._turn(incoming, at, lambda view: Drawn(card=self._contents_of(view, banner)))
        if record.state is State.DRAFT:
            raise no
        return Answer(card=await self._wordless(docket, at.n))

    # --- replies with words ---------------------------------------------------------------------------------------

    async def _turn(
        self, incoming: Incoming, at: reading.Press, draw: Draw, edit: Edit | None = None
    ) -> Answer:
        """One press, step by step (the words are written after the docket names their place, before the reply).

        Docket read; words read; claim saved; new words sealed at a fresh address; the reply goes out; then the claim
        is absorbed. A kill between any two leaves the old version standing and an address that will be cleaned.
        """
        desk = self._desk
        for left in range(PATIENCE, -1, -1):
            docket, etag = await self._read(at)
            record = review.own(docket, at.n, incoming.person.id)
            if record.is_settled or record.state is not State.DRAFT:
                return Answer(card=await self._wordless(docket, at.n))
            draft = (await read_version(desk.words, docket, at.n, record.version)).reveal()
            changed = edit(draft, record) if edit else draft
            policy, now = await desk.policies.read(), desk.clock()
            try:
                docket, claim = review.turn(
                    docket, at.n, incoming.person.id, edit=changed != draft, policy=policy, now=now
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
        try:
            drawn = draw(View(docket=after, record=record_of(after, at.n), draft=changed, policy=policy))
        except Exception:
            await self._absorbed(
                at, docket, etag, claim, seen, policy
            )  # what was typed stays, whatever is drawn
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
                docket, etag = await self._read(at)
            except (BusyError, NoAnswerError):
                await asyncio.sleep(MOMENT)
                docket, etag = await self._read(at)
            else:
                return

    async def _contents(self, incoming: Incoming, at: reading.Press) -> Answer:
        first = reading.go(incoming.data) or 0
        return await self._kept(incoming, at, lambda view, said: self._contents_of(view, said, first=first))

    async def _open(self, incoming: Incoming, at: reading.Press) -> Answer:
        wanted = reading.target(incoming.data)
        return await self._turn(incoming, at, lambda view: Drawn(card=self._section_of(view, wanted)))

    async def opened(self, who: Person, docket: DocketId, n: int, place: int) -> Answer:
        """`open 5`: the record's own card shows that section, by update, since nothing was pressed."""
        at = reading.Press(r=docket, n=n, v=0)
        typed = Incoming(kind=Kind.MESSAGE, person=who, personal=True)

        def draw(view: View) -> Drawn:
            sections = state.sections(view.draft)
            if not 1 <= place <= len(sections):
                return Drawn(card=self._contents_of(view, replies.no_section(place)))
            return Drawn(card=self._section_of(view, sections[place - 1].id))

        answer = await self._turn(typed, at, draw)
        current, _ = await self._read(at)
        card = record_of(current, n).card
        if card is None or answer.card is None:
            return Answer(text=replies.ONE_MOMENT, after=answer.after)
        await self._messages.update_card(who, card, answer.card)
        return Answer(text=replies.OPENED, after=answer.after)

    async def _edit(self, incoming: Incoming, at: reading.Press) -> Answer:
        wanted = reading.target(incoming.data)
        return await self._kept(
            incoming, at, lambda view, said: self._section_of(view, wanted, said, edit=True)
        )

    async def _next(self, incoming: Incoming, at: reading.Press) -> Answer:
        return await self._kept(incoming, at, self._next_of)

    async def _save(self, incoming: Incoming, at: reading.Press) -> Answer:
        wanted, first = reading.target(incoming.data), reading.go(incoming.data)
        editing = incoming.verb == "save-text"

        def draw(view: View, said: str | None) -> Card:
            if first is not None:
                return self._section_of(view, wanted, said, edit=editing, first=first)
            waits = next((t for t in todos(view.draft) if t.section == wanted), None)
            if said or (waits is not None and waits.need is Need.CHECK and not editing):
                left = f"Saved. {waits.count} still to do here." if waits else "Saved."
                return self._section_of(view, wanted, said or left, values=incoming.data)
            return self._next_of(view, "Saved.")

        return await self._kept(incoming, at, draw)

    async def _omissions(self, incoming: Incoming, at: reading.Press) -> Answer:
        first = reading.go(incoming.data) or 0
        return await self._turn(incoming, at, lambda view: Drawn(card=self._omissions_of(view, first=first)))

    async def _save_omissions(self, incoming: Incoming, at: reading.Press) -> Answer:
        first = reading.go(incoming.data)

        def draw(view: View, said: str | None) -> Card:
            if first is not None and first < len(view.draft.not_covered):
                return self._omissions_of(view, first=first, banner=said)
            return self._next_of(view, said or "Saved.")

        return await self._kept(incoming, at, draw)

    async def _final(self, incoming: Incoming, at: reading.Press) -> Answer:
        return await self._kept(incoming, at, None, page=max(1, reading.number(incoming.data, "p", 1)))

    async def _kept(
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
            return self._final_of(view, page, banner)

        return await self._turn(incoming, at, drawn, edit)

    # --- what is drawn --------------------------------------------------------------------------------------------

    def _contents_of(self, view: View, banner: str | None = None, *, first: int = 0) -> Card:
        return contents.card(
            docket_id=view.docket.id,
            record=view.record,
            draft=view.draft,
            expires=review.expires(view.record, view.policy),
            banner=banner,
            first=first,
        )

    def _section_of(
        self,
        view: View,
        wanted: str,
        banner: str | None = None,
        *,
        edit: bool = False,
        first: int | None = None,
        values: Mapping[str, object] | None = None,
    ) -> Card:
        return section.card(
            docket_id=view.docket.id,
            record=view.record,
            draft=view.draft,
            section_id=wanted,
            banner=banner,
            edit=edit,
            first=first,
            values=values,
        )

    def _omissions_of(self, view: View, *, first: int = 0, banner: str | None = None) -> Card:
        return omissions.card(
            docket_id=view.docket.id, record=view.record, draft=view.draft, first=first, banner=banner
        )

    def _next_of(self, view: View, banner: str | None) -> Card:
        """The next thing to do; the contents when nothing is left."""
        left = todos(view.draft)
        if not left:
            said = f"{banner} Nothing is left to do." if banner else "Nothing is left to do."
            return self._contents_of(view, said)
        if left[0].section is None:
            return self._omissions_of(view, banner=banner)
        name = state.numbered(view.draft, state.section(view.draft, left[0].section))
        return self._section_of(view, left[0].section, f"{banner} Next: {name}." if banner else None)

    def _final_of(self, view: View, page: int, banner: str | None) -> Drawn:
        pages = pages_of(text_of(view.draft))
        page = min(page, len(pages))
        card = final.card(
            docket_id=view.docket.id,
            record=view.record,
            draft=view.draft,
            page=page,
            pages=pages,
            author=view.record.author.name,
            undo=view.policy.undo,
            banner=banner,
        )
        return Drawn(card=card, sent=(page,))

    # --- decisions, whose answer has no words ---------------------------------------------------------------------

    async def _approve(self, incoming: Incoming, at: reading.Press) -> Answer:
        docket, _ = await self._read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.state is State.DRAFT:
            untaken = "" if reading.ticked(incoming.data, "child") else replies.TICK_CHILD
            if "looked" in incoming.data and not reading.ticked(incoming.data, "looked"):
                untaken = untaken or replies.TICK_LOOKED
            if untaken:
                last = record.pages
                return await self._turn(incoming, at, lambda view: self._final_of(view, last, untaken))
        policy = await self._desk.policies.read()
        given = ContentHash(reading.text(incoming.data, "h") or "")
        who = incoming.person
        return await self._decided(
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
        docket = await self._changed(at, lambda d: review.undo(d, at.n, who, now=self._desk.clock()))
        if record_of(docket, at.n).state is not State.DRAFT:
            return Answer(card=await self._wordless(docket, at.n))
        return await self._turn(
            incoming, at, lambda view: Drawn(card=self._contents_of(view, replies.UNDONE))
        )

    async def _file_now(self, incoming: Incoming, at: reading.Press) -> Answer:
        who = incoming.person.id
        return await self._decided(at, lambda d: review.file_now(d, at.n, who, now=self._desk.clock()))

    async def _keep(self, incoming: Incoming, at: reading.Press) -> Answer:
        who = incoming.person.id
        return await self._decided(at, lambda d: review.keep(d, at.n, who, now=self._desk.clock()))

    async def _retry(self, incoming: Incoming, at: reading.Press) -> Answer:
        who = incoming.person.id
        return await self._decided(at, lambda d: post.retry(d, at.n, who, now=self._desk.clock()))

    async def _discard(self, incoming: Incoming, at: reading.Press) -> Answer:
        docket, _ = await self._read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.is_settled and not only_account(docket, record):
            return Answer(card=await self._wordless(docket, at.n))
        return Answer(card=discard.card(docket=docket, n=at.n, title=self._titles(record.record_type)))

    async def _discard_yes(self, incoming: Incoming, at: reading.Press) -> Answer:
        who, confirmed = incoming.person.id, reading.ticked(incoming.data, "elsewhere")
        policy = await self._desk.policies.read()
        try:
            return await self._decided(
                at,
                lambda d: review.discard(
                    d, at.n, who, only_account=confirmed, policy=policy, now=self._desk.clock()
                ),
            )
        except RefusedError as no:
            docket, _ = await self._read(at)
            record = review.own(docket, at.n, who)
            if confirmed or (record.is_settled and not only_account(docket, record)):
                raise
            title = self._titles(record.record_type)
            return Answer(card=discard.card(docket=docket, n=at.n, title=title, banner=no.say))

    async def _delete_meeting(self, incoming: Incoming, at: reading.Press) -> Answer:
        docket, _ = await self._read(at)
        record = review.own(docket, at.n, incoming.person.id)
        return Answer(card=delete_meeting.card(docket=docket, n=at.n, title=self._titles(record.record_type)))

    async def _delete_meeting_yes(self, incoming: Incoming, at: reading.Press) -> Answer:
        who, ticked = incoming.person.id, reading.ticked(incoming.data, "understood")
        try:
            return await self._decided(
                at, lambda d: review.delete_too(d, at.n, who, understood=ticked, now=self._desk.clock())
            )
        except RefusedError as no:
            docket, _ = await self._read(at)
            title = self._titles(review.own(docket, at.n, who).record_type)
            return Answer(card=delete_meeting.card(docket=docket, n=at.n, title=title, banner=no.say))

    async def _face(self, incoming: Incoming, at: reading.Press) -> Answer:
        """What is so now; the clerk looks at it at once."""
        docket, _ = await self._read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.state is State.DRAFT:
            return await self._turn(incoming, at, lambda view: Drawn(card=self._contents_of(view)))
        return Answer(card=await self._wordless(docket, at.n), after=self._woken(docket.id))

    async def _try_now(self, incoming: Incoming, at: reading.Press) -> Answer:
        """Do not wait for the next try: what failed before is forgotten, and the clerk is woken."""
        who = incoming.person.id
        return await self._decided(at, lambda d: review.try_now(d, at.n, who, now=self._desk.clock()))

    async def _bring(self, incoming: Incoming, at: reading.Press) -> Answer:
        """A new card at the bottom of the chat; the old one then says that the draft has moved, and holds no words."""
        docket, _ = await self._read(at)
        record = review.own(docket, at.n, incoming.person.id)
        await self._changed(at, lambda d: review.bring(d, at.n, incoming.person.id, now=self._desk.clock()))
        if record.card is not None and not record.is_settled:
            await self._moved(record, record.card)
        return Answer(text=replies.BROUGHT, after=self._woken(docket.id))

    async def _moved(self, record: Record, card: str) -> None:
        try:
            moved = message.card(title=self._titles(record.record_type), text=replies.MOVED)
            await self._messages.update_card(record.author, card, moved)
        except FaircopyError:
            return  # its trace stays open, so it is cleaned with the record's other copies

    # --- small things ---------------------------------------------------------------------------------------------

    async def _decided(self, at: reading.Press, change: Callable[[Docket], Docket]) -> Answer:
        """A decision whose answer holds no words: saved, shown, and the clerk is woken."""
        docket = await self._changed(at, change)
        return Answer(card=await self._wordless(docket, at.n), after=self._woken(docket.id))

    async def _changed(self, at: reading.Press, change: Callable[[Docket], Docket]) -> Docket:
        """Decide on the docket as it stands, again if somebody else wrote first. The reply shows its face."""
        policy = await self._desk.policies.read()
        for _ in range(TRIES):
            docket, etag = await self._read(at)
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

    async def _wordless(self, docket: Docket, n: int) -> Card:
        policy, record = await self._desk.policies.read(), record_of(docket, n)
        face, _ = face_of(docket, record, policy)
        title = self._titles(record.record_type)
        if face is Face.CONTENTS:
            face = Face.PROGRESS
        return faces.wordless(docket, n, face, policy=policy, title=title, now=self._desk.clock())

    async def _read(self, at: reading.Press) -> tuple[Docket, str]:
        try:
            return await self._desk.dockets.read(DocketId(at.r))
        except NotThereError:
            raise NotThereError(review.FINISHED) from None

    def _woken(self, id: DocketId) -> Callable[[], Awaitable[None]]:
        async def after() -> None:
            self._wake(id)

        return after
