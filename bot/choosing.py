"""Which meeting? The person's own recent ones, from their calendar: shown at once, and filled in when Microsoft has
said which have a transcript. Nothing of a calendar is stored or logged; it is in memory while its card is filled in."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot import commands, recent, replies
from bot.background import Background
from bot.calls import Calls, span
from bot.chat import Messages
from bot.few import Few
from bot.incoming import Answer, Incoming
from bot.opening import Opening
from bot.recent import DAYS, Look, Recent
from bot.speaks import SignsIn, Speaks
from bot.starting import Starting
from cards import reading, start
from record.docket import Call, Person
from record.doors import Calendar
from record.errors import BusyError, FaircopyError, NotAllowedError, NotThereError
from worker.desk import Desk

OPEN = 200
"""Cards that are being filled in, at most; the oldest is then left as it is."""
LOOKING = "I am looking into your calendar. You can go on meanwhile."
NONE = f"I found no Teams meeting in your calendar in the last {DAYS} days."
PICK = Opening(m="pick")


@dataclass(eq=False, slots=True)
class _Shown:
    """A card that is still to be filled in. The lock is held while it is being changed."""

    look: Look
    values: Mapping[str, object]
    banner: str | None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Choosing:
    """The start card while its meeting is not chosen."""

    def __init__(
        self,
        *,
        desk: Desk,
        calendar: Calendar,
        messages: Messages,
        starting: Starting,
        sign_in: SignsIn,
        teams: Speaks,
        background: Background,
    ) -> None:
        self._sign_in = sign_in
        self._teams = teams
        self._background = background
        self._recent = Recent(desk=desk, calendar=calendar, background=background)
        self._messages = messages
        self._starting = starting
        self._calls = Calls(desk)
        self._shown: Few[str, _Shown] = Few(OPEN)

    # --- what is answered -----------------------------------------------------------------------------------------

    async def typed(self, who: Person) -> Answer:
        """`draft`: the card goes out as a message, since only a message whose id we know can be filled in.

        Raises SignInNeededError; where that shows only later, the sign-in card is sent then.
        """
        await self._starting.may_begin(who)
        look = await self._recent.begun(who)
        message = await self._messages.send_card(who, await self._card(who, look))
        return self._filling(who, message, look, {}, None)

    async def pressed(self, incoming: Incoming) -> Answer:
        """Choose a meeting: the pressed card becomes the start card, with whatever was typed on it."""
        await self.left(incoming.message)
        await self._starting.may_begin(incoming.person)
        return await self._answer(incoming, await self._recent.begun(incoming.person), None)

    async def find(self, incoming: Incoming) -> Answer:
        """Which meeting was chosen, or whose link was typed; then everything else on the card."""
        shown = self._shown.get(incoming.message or "")
        await self.left(incoming.message)
        try:
            at, calls = await self._chosen(incoming)
        except (NotThereError, NotAllowedError, BusyError) as no:
            look = shown.look if shown else await self._recent.begun(incoming.person)
            return await self._answer(incoming, look, no.say)
        if len(calls) > 1:
            at = _with(at, reading.asked(incoming.data))
            return Answer(card=await self._starting.of_calls(incoming.person, at, calls))
        return await self._starting.found(incoming, at)

    async def upload(self, incoming: Incoming) -> Answer:
        """How to give a file instead, on the same card: nothing typed is lost."""
        shown = self._shown.get(incoming.message or "")
        look = shown.look if shown else await self._recent.begun(incoming.person)
        await self.left(incoming.message)
        return await self._answer(incoming, look, replies.USE_A_FILE)

    async def left(self, message: str | None) -> None:
        """A button of that card was pressed: from here on nothing of ours may take the next card's place."""
        shown = self._shown.pop(message or "", None)
        if shown is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(1.0), shown.lock:
                pass

    async def _answer(self, incoming: Incoming, look: Look, banner: str | None) -> Answer:
        answer = Answer(card=await self._card(incoming.person, look, incoming.data, banner))
        if incoming.message is None or look.done:
            return answer
        filling = self._filling(incoming.person, incoming.message, look, incoming.data, banner)
        return replace(answer, after=filling.after)

    # --- the meeting that was chosen ------------------------------------------------------------------------------

    async def _chosen(self, incoming: Incoming) -> tuple[Opening, Sequence[Call]]:
        """The call that was meant, with its meeting's link; several calls, where one has to be asked about.

        Raises NotThereError with what is missing, or because there is no transcript; SignInNeededError, BusyError.
        """
        listed = reading.text(incoming.data, "meeting")
        begins, call, when, link = start.read_choice(listed or "")
        typed = reading.text(incoming.data, "link") or ""
        link = link or commands.meeting_link(typed) or ""
        if not link:
            raise NotThereError(_missing(listed, typed))
        at = Opening(m="call", j=link)
        if call:  # known from the list: whether it is still there is asked before anything is kept
            return replace(at, c=call, w=when), ()
        calls = recent.of(
            _starts(begins), None, await self._calls.of_link(incoming.person, link, incoming.patience)
        )
        if not calls:
            raise NotThereError(replies.NO_TRANSCRIPT_YET)
        if len(calls) > 1:
            return at, calls
        return replace(at, c=calls[0].call, w=span(calls[0])), calls

    # --- showing --------------------------------------------------------------------------------------------------

    def _filling(
        self, who: Person, message: str, look: Look, values: Mapping[str, object], banner: str | None
    ) -> Answer:
        """Nothing to say; what is not known yet comes by one update of that message."""
        if look.done:
            return Answer()
        shown = self._shown.put(message, _Shown(look=look, values=values, banner=banner))

        async def after() -> None:
            self._background.start(self._fill(who, message, shown))

        return Answer(after=after)

    async def _fill(self, who: Person, message: str, shown: _Shown) -> None:
        """One update, unless the card was pressed meanwhile; and the sign-in card, if that showed only now."""
        look = shown.look
        if look.task is not None:
            await asyncio.wait({look.task})
        async with shown.lock:
            if self._shown.get(message) is shown:
                with suppress(FaircopyError):
                    card = await self._card(who, look, shown.values, shown.banner)
                    await self._messages.update_card(who, message, card)
                self._shown.pop(message, None)
        if look.sign_in:
            card = await self._sign_in.card(who, replies.SIGN_IN)
            await self._teams.answer(who, Answer(text=replies.SIGN_IN, sign_in=card))

    async def _card(
        self, who: Person, look: Look, values: Mapping[str, object] | None = None, banner: str | None = None
    ) -> Mapping[str, object]:
        note = look.no or (replies.SIGN_IN if look.sign_in else "")
        if not note and not look.rows:
            unknown = replies.NO_LIST if look.done else LOOKING
            note = unknown if look.rows is None else NONE
        rows = look.rows or ()
        listed = [(recent.value(a, look), recent.title(a, look)) for a in rows]
        asks = start.asks(meetings=listed or None, note=note or None, values=values)
        return await self._starting.card(who, PICK, choosing=asks, banner=banner, values=values)


def _starts(text: str) -> datetime | None:
    """When the chosen meeting was to begin; None for what no card of ours sends."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None and 2000 < found.year < 2200 else None


def _missing(chosen: str | None, typed: str) -> str:
    if chosen is not None:
        return replies.CHOOSE_MEETING
    return replies.NO_LINK if typed.strip() else replies.PASTE_LINK


def _with(at: Opening, asked: reading.Asked) -> Opening:
    """What was typed beside the meeting goes with the question which call it was."""
    references = (asked.reference,) if asked.reference and "," not in asked.reference else ()
    return replace(at, type=asked.type, told=asked.told, interpreter=asked.interpreter, references=references)
