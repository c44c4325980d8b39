"""Presses on a record's card: read, check, write. Every reply that carries words is claimed with the press."""

from __future__ import annotations

from collections.abc import Callable

from bot import replies
from bot.adding import Adding
from bot.afterwards import Afterwards
from bot.by_hand import ByHand
from bot.chat import Messages
from bot.claimed import Claimed
from bot.cover import Cover
from bot.deciding import Deciding
from bot.incoming import Answer, Incoming, Kind
from bot.meeting_file import MeetingFile
from bot.membership import Membership
from bot.moving import Moving
from bot.pressing import Verbs
from bot.second import Second
from bot.turns import Turns
from bot.views import Card, Drawn, View, contents_of, next_of, omissions_of, section_of
from cards import reading, state
from record import review
from record.docket import Person
from record.edits import Need, todos
from record.entries import record_of
from record.errors import RefusedError
from record.terms import DocketId, RecordTypeId, State
from worker.desk import Desk


class Buttons:
    """Presses on the card of a record."""

    def __init__(
        self,
        *,
        desk: Desk,
        messages: Messages,
        membership: Membership,
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
        self._others: Verbs = {
            **Second(desk=desk, claimed=claimed, titles=titles).verbs(),
            **self.cover.verbs(),
            **MeetingFile(desk=desk, claimed=claimed, titles=titles).verbs(),
            **Afterwards(desk=desk, turns=self._turns, claimed=claimed, titles=titles, new_id=new_id).verbs(),
        }
        """Of people who are not the record's author, or on a card that is not the record's own."""
        self._verbs: Verbs = {
            "contents": self._contents,
            "next": self._next,
            "open": self._open,
            "edit": self._edit,
            "save": self._save,
            "save-text": self._save,
            "omissions": self._omissions,
            "save-omissions": self._save_omissions,
            "final": self._final,
            "back": self._face,
            **Deciding(desk=desk, turns=self._turns, claimed=claimed, titles=titles).verbs(),
            **Moving(desk=desk, claimed=claimed, titles=titles).verbs(),
            **Adding(desk=desk, claimed=claimed, titles=titles, membership=membership, new_id=new_id).verbs(),
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

    async def _face(self, incoming: Incoming, at: reading.Press) -> Answer:
        """What is so now; the clerk looks at it at once."""
        docket, _ = await self._turns.read(at)
        record = review.own(docket, at.n, incoming.person.id)
        if record.state is State.DRAFT:
            return await self._turns.turn(incoming, at, lambda view: Drawn(card=contents_of(view)))
        return Answer(card=await self._turns.wordless(docket, at.n), after=self._turns.woken(docket.id))
