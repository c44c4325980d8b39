"""A press on a record's card → a decision on the line. Every reply that carries words is claimed with the press."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot import replies
from bot.adding import Adding
from bot.afterwards import Afterwards
from bot.by_hand import ByHand
from bot.chat import Messages
from bot.claimed import Claimed
from bot.cover import Cover
from bot.incoming import Answer, Incoming, Kind
from bot.meeting_file import MeetingFile
from bot.moving import Moving
from bot.second import Second
from bot.turns import Turns
from bot.views import Card, Drawn, View, contents_of, final_of, next_of, omissions_of, section_of
from cards import (
    delete_meeting,
    discard,
    reading,
    state,
)
from record import post, review
from record.docket import Person
from record.edits import Need, todos
from record.entries import record_of
from record.errors import (
    RefusedError,
)
from record.faces import only_account
from record.terms import ContentHash, DocketId, RecordTypeId, State
from worker.desk import Desk


class Buttons:
    """Presses on the card of a record."""

    def __init__(
        self,
        *,
        desk: Desk,
        messages: Messages,
        titles: Callable[[RecordTypeId], str],
        wake: Callable[[DocketId], None],
        new_id: Callable[[], str],
    ) -> None:
        self._desk = desk
        self._messages = messages
        self.titles = titles
        self._turns = Turns(desk=desk, titles=titles, wake=wake)
        claimed = Claimed(desk=desk, wake=wake)
        self.cover = Cover(desk=desk, claimed=claimed, titles=titles)
        self._others: Mapping[str, Callable[[Incoming, reading.Press], Awaitable[Answer]]] = {
            **Second(desk=desk, claimed=claimed, titles=titles).verbs(),
            **self.cover.verbs(),
            **MeetingFile(desk=desk, claimed=claimed, titles=titles).verbs(),
            **Afterwards(desk=desk, turns=self._turns, claimed=claimed, titles=titles, new_id=new_id).verbs(),
        }
        """Of people who are not the record's author, or on a card that is not the record's own."""
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
            **Moving(desk=desk, claimed=claimed, titles=titles).verbs(),
            **Adding(desk=desk, claimed=claimed, titles=titles, new_id=new_id).verbs(),
            **ByHand(desk=desk, turns=self._turns, claimed=claimed, titles=titles).verbs(),
        }

    def knows(self, verb: str) -> bool:
        """Whether this is a button of a record's card."""
        return verb in self._verbs or verb in self._others

    async def press(self, incoming: Incoming) -> Answer:
        """Do what the button says, for the person who signed the activity. Raises a FaircopyError to be said."""
        at = reading.press(incoming.data)
        if incoming.verb in self._others:
            return await self._others[incoming.verb](incoming, at)
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
        docket, _ = await self._turns.read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.state is State.DRAFT and no.say != review.ONE_MOMENT:
            banner = no.say
            return await self._turns.turn(incoming, at, lambda view: Drawn(card=contents_of(view, banner)))
        if record.state is State.DRAFT:
            raise no
        return Answer(card=await self._turns.wordless(docket, at.n))

    # --- replies with words ---------------------------------------------------------------------------------------

    async def _contents(self, incoming: Incoming, at: reading.Press) -> Answer:
        first = reading.go(incoming.data) or 0
        return await self._turns.kept(incoming, at, lambda view, said: contents_of(view, said, first=first))

    async def _open(self, incoming: Incoming, at: reading.Press) -> Answer:
        wanted = reading.target(incoming.data)
        return await self._turns.turn(incoming, at, lambda view: Drawn(card=section_of(view, wanted)))

    async def opened(self, who: Person, docket: DocketId, n: int, place: int) -> Answer:
        """`open 5`: the record's own card shows that section, by update, since nothing was pressed."""
        at = reading.Press(r=docket, n=n, v=0)
        typed = Incoming(kind=Kind.MESSAGE, person=who, personal=True)

        missing: list[int] = []

        def draw(view: View) -> Drawn:
            sections = state.sections(view.draft)
            if not 1 <= place <= len(sections):
                missing.append(len(sections))
                return Drawn(card=contents_of(view))
            return Drawn(card=section_of(view, sections[place - 1].id))

        answer = await self._turns.turn(typed, at, draw)
        if missing:  # said where it was asked; its card stays as it is
            return Answer(text=replies.no_section(place, missing[-1]), after=answer.after)
        current, _ = await self._turns.read(at)
        card = record_of(current, n).card
        if card is None or answer.card is None:
            return Answer(text=replies.ONE_MOMENT, after=answer.after)
        await self._messages.update_card(who, card, answer.card)
        return Answer(text=replies.OPENED, after=answer.after)

    async def _edit(self, incoming: Incoming, at: reading.Press) -> Answer:
        wanted = reading.target(incoming.data)
        return await self._turns.kept(
            incoming, at, lambda view, said: section_of(view, wanted, said, edit=True)
        )

    async def _next(self, incoming: Incoming, at: reading.Press) -> Answer:
        return await self._turns.kept(incoming, at, next_of)

    async def _save(self, incoming: Incoming, at: reading.Press) -> Answer:
        wanted, first = reading.target(incoming.data), reading.go(incoming.data)
        editing = incoming.verb == "save-text"

        def draw(view: View, said: str | None) -> Card:
            if first is not None:
                return section_of(view, wanted, said, edit=editing, first=first)
            waits = next((t for t in todos(view.draft) if t.section == wanted), None)
            if said or (waits is not None and waits.need is Need.CHECK and not editing):
                left = f"Saved. {waits.count} still to do here." if waits else "Saved."
                return section_of(view, wanted, said or left, values=incoming.data)
            if waits is not None and not editing:
                return section_of(view, wanted, replies.NOT_WRITTEN, values=incoming.data)
            return next_of(view, "Saved.")

        return await self._turns.kept(incoming, at, draw)

    async def _omissions(self, incoming: Incoming, at: reading.Press) -> Answer:
        first = reading.go(incoming.data) or 0
        return await self._turns.turn(incoming, at, lambda view: Drawn(card=omissions_of(view, first=first)))

    async def _save_omissions(self, incoming: Incoming, at: reading.Press) -> Answer:
        first = reading.go(incoming.data)

        def draw(view: View, said: str | None) -> Card:
            if first is not None and first < len(view.draft.not_covered):
                return omissions_of(view, first=first, banner=said)
            return next_of(view, said or "Saved.")

        return await self._turns.kept(incoming, at, draw)

    async def _final(self, incoming: Incoming, at: reading.Press) -> Answer:
        return await self._turns.kept(incoming, at, None, page=max(1, reading.number(incoming.data, "p", 1)))

    # --- decisions, whose answer has no words ---------------------------------------------------------------------

    async def _approve(self, incoming: Incoming, at: reading.Press) -> Answer:
        docket, _ = await self._turns.read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.state is State.DRAFT:
            ticked = [box for box in ("child", "looked") if reading.ticked(incoming.data, box)]
            untaken = [] if "child" in ticked else [replies.TICK_CHILD]
            if "looked" in incoming.data and "looked" not in ticked:
                untaken.append(replies.TICK_LOOKED)
            if untaken:
                last, missed = record.pages, " ".join([*untaken, replies.THEN_APPROVE])
                return await self._turns.turn(
                    incoming,
                    at,
                    lambda view: final_of(view, last, replies.NOT_APPROVED, missed=missed, ticked=ticked),
                )
        policy = await self._desk.policy()
        given = ContentHash(reading.text(incoming.data, "h") or "")
        who = incoming.person
        return await self._turns.decided(
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
        policy = await self._desk.policy()
        docket = await self._turns.changed(
            at, lambda d: review.undo(d, at.n, who, policy=policy, now=self._desk.clock())
        )
        if record_of(docket, at.n).state is not State.DRAFT:
            return Answer(card=await self._turns.wordless(docket, at.n))
        return await self._turns.turn(
            incoming, at, lambda view: Drawn(card=contents_of(view, replies.UNDONE))
        )

    async def _file_now(self, incoming: Incoming, at: reading.Press) -> Answer:
        who = incoming.person.id
        return await self._turns.decided(at, lambda d: review.file_now(d, at.n, who, now=self._desk.clock()))

    async def _keep(self, incoming: Incoming, at: reading.Press) -> Answer:
        who = incoming.person.id
        return await self._turns.decided(at, lambda d: review.keep(d, at.n, who, now=self._desk.clock()))

    async def _retry(self, incoming: Incoming, at: reading.Press) -> Answer:
        who = incoming.person.id
        return await self._turns.decided(at, lambda d: post.retry(d, at.n, who, now=self._desk.clock()))

    async def _discard(self, incoming: Incoming, at: reading.Press) -> Answer:
        docket, _ = await self._turns.read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.is_settled and not only_account(docket, record):
            return Answer(card=await self._turns.wordless(docket, at.n))
        if record.state is State.DRAFT and reading.target(
            incoming.data
        ):  # something may have been typed beside it
            title = self.titles(record.record_type)
            return await self._turns.kept(
                incoming,
                at,
                lambda view, said: discard.card(docket=view.docket, n=at.n, title=title, banner=said),
            )
        return Answer(card=discard.card(docket=docket, n=at.n, title=self.titles(record.record_type)))

    async def _discard_yes(self, incoming: Incoming, at: reading.Press) -> Answer:
        who, confirmed = incoming.person.id, reading.ticked(incoming.data, "elsewhere")
        policy = await self._desk.policy()
        try:
            return await self._turns.decided(
                at,
                lambda d: review.discard(
                    d, at.n, who, only_account=confirmed, policy=policy, now=self._desk.clock()
                ),
            )
        except RefusedError as no:
            docket, _ = await self._turns.read(at)
            record = review.own(docket, at.n, who)
            if confirmed or (record.is_settled and not only_account(docket, record)):
                raise
            title = self.titles(record.record_type)
            return Answer(card=discard.card(docket=docket, n=at.n, title=title, banner=no.say))

    async def _delete_meeting(self, incoming: Incoming, at: reading.Press) -> Answer:
        docket, _ = await self._turns.read(at)
        record = review.own(docket, at.n, incoming.person.id)
        return Answer(card=delete_meeting.card(docket=docket, n=at.n, title=self.titles(record.record_type)))

    async def _delete_meeting_yes(self, incoming: Incoming, at: reading.Press) -> Answer:
        who, ticked = incoming.person.id, reading.ticked(incoming.data, "understood")
        try:
            return await self._turns.decided(
                at, lambda d: review.delete_too(d, at.n, who, understood=ticked, now=self._desk.clock())
            )
        except RefusedError as no:
            docket, _ = await self._turns.read(at)
            title = self.titles(review.own(docket, at.n, who).record_type)
            return Answer(card=delete_meeting.card(docket=docket, n=at.n, title=title, banner=no.say))

    async def _face(self, incoming: Incoming, at: reading.Press) -> Answer:
        """What is so now; the clerk looks at it at once."""
        docket, _ = await self._turns.read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.state is State.DRAFT:
            return await self._turns.turn(incoming, at, lambda view: Drawn(card=contents_of(view)))
        return Answer(card=await self._turns.wordless(docket, at.n), after=self._turns.woken(docket.id))

    async def _try_now(self, incoming: Incoming, at: reading.Press) -> Answer:
        """Do not wait for the next try: what failed before is forgotten, and the clerk is woken."""
        who = incoming.person.id
        return await self._turns.decided(at, lambda d: review.try_now(d, at.n, who, now=self._desk.clock()))

    async def _bring(self, incoming: Incoming, at: reading.Press) -> Answer:
        """A new card at the bottom of the chat; the clerk blanks the old one, which then says that it has moved."""
        who = incoming.person.id
        docket = await self._turns.changed(at, lambda d: review.bring(d, at.n, who, now=self._desk.clock()))
        return Answer(text=replies.BROUGHT, after=self._turns.woken(docket.id))
