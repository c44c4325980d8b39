"""Which meeting? The person's own recent ones, from their calendar: shown at once, and filled in when Microsoft has
said which have a transcript. Nothing of a calendar is stored or logged; it is in memory while its card is filled in."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot import commands, replies
from bot.chat import Messages
from bot.incoming import Answer, Incoming
from bot.opening import Opening
from bot.starting import Starting, span
from cards import dates, reading, start
from record.dates import LONDON, clock
from record.docket import Call, Person
from record.doors import Appointment, Calendar
from record.errors import BusyError, FaircopyError, NotAllowedError, NotThereError, SignInNeededError
from worker.desk import Desk

DAYS = 14
"""How far back meetings are listed."""
MOST = 12
"""Meetings on the list: with their links they must fit a card."""
LONGEST = 500
"""Characters of a join link that is listed; real ones have about 250."""
AT_ONCE = 0.6
"""Seconds that the first card waits for Microsoft. What is not known by then comes by an update."""
IN_ALL = 12.0
"""Seconds after which the card stays as it is."""
SIDE_BY_SIDE = 4
"""Meetings asked about at the same time, for one person."""
OPEN = 200
"""Cards that are being filled in, at most; the oldest is then left as it is."""
EARLY, LATE = timedelta(hours=1), timedelta(hours=2)
"""How far a call may begin before its meeting, or after its end, and still be that one's."""

READY, NOT_YET = "transcript ready", "not there yet"
LOOKING = "I am looking into your calendar. You can go on meanwhile."
NONE = f"I found no Teams meeting in your calendar in the last {DAYS} days."
PICK = Opening(m="pick")


@dataclass(eq=False, slots=True)
class Look:
    """What is known so far. `no` is why there is no list; `calls` are those of a link, None where it cannot be said."""

    rows: tuple[Appointment, ...] | None = None
    no: str = ""
    sign_in: bool = False
    calls: dict[str, tuple[Call, ...] | None] = field(default_factory=dict)
    task: asyncio.Task[None] | None = None

    @property
    def done(self) -> bool:
        """Whether nothing more will be known."""
        return self.task is None or self.task.done()


@dataclass(eq=False, slots=True)
class _Shown:
    """A card that is still to be filled in. The lock is held while it is being changed."""

    look: Look
    values: Mapping[str, object]
    banner: str | None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Choosing:
    """The start card while its meeting is not chosen."""

    def __init__(self, *, desk: Desk, calendar: Calendar, messages: Messages, starting: Starting) -> None:
        self._desk = desk
        self._calendar = calendar
        self._messages = messages
        self._starting = starting
        self._shown: OrderedDict[str, _Shown] = OrderedDict()

    # --- what is answered -----------------------------------------------------------------------------------------

    async def typed(self, who: Person) -> Answer:
        """`draft`: the card goes out as a message, since only a message whose id we know can be filled in.

        Raises SignInNeededError, also from `after`, where that shows only then.
        """
        look = await self._begun(who)
        message = await self._messages.send_card(who, self._card(look))
        return self._filling(who, message, look, {}, None)

    async def pressed(self, incoming: Incoming) -> Answer:
        """Choose a meeting: the pressed card becomes the start card, with whatever was typed on it."""
        look = await self._begun(incoming.person)
        return self._answer(incoming, look, None)

    async def find(self, incoming: Incoming) -> Answer:
        """Which meeting was chosen, or whose link was typed; then everything else on the card."""
        shown = self._shown.get(incoming.message or "")
        await self.left(incoming.message)
        try:
            at, calls = await self._chosen(incoming)
        except (NotThereError, NotAllowedError, BusyError) as no:
            look = shown.look if shown else await self._begun(incoming.person)
            return self._answer(incoming, look, replies.SLOW if isinstance(no, BusyError) else no.say)
        if len(calls) > 1:
            return Answer(card=self._starting.of_calls(_with(at, reading.asked(incoming.data)), calls))
        return await self._starting.found(incoming, at)

    async def upload(self, incoming: Incoming) -> Answer:
        """How to give a file instead, on the same card: nothing typed is lost."""
        shown = self._shown.get(incoming.message or "")
        look = shown.look if shown else await self._begun(incoming.person)
        await self.left(incoming.message)
        return self._answer(incoming, look, replies.USE_A_FILE)

    async def left(self, message: str | None) -> None:
        """A button of that card was pressed: from here on nothing of ours may take the next card's place."""
        shown = self._shown.pop(message or "", None)
        if shown is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(1.0), shown.lock:
                pass

    def _answer(self, incoming: Incoming, look: Look, banner: str | None) -> Answer:
        answer = Answer(card=self._card(look, incoming.data, banner))
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
        calls = _of(_starts(begins), None, await self._starting.calls(incoming.person, link))
        if not calls:
            raise NotThereError(replies.NO_TRANSCRIPT_YET)
        if len(calls) > 1:
            return at, calls
        return replace(at, c=calls[0].call, w=span(calls[0])), calls

    # --- looking --------------------------------------------------------------------------------------------------

    async def _begun(self, who: Person) -> Look:
        """A look, as far as it has come in the first moment. Raises SignInNeededError if that shows already."""
        look = Look()
        look.task = asyncio.create_task(self._look(who, look), name="calendar")
        await asyncio.wait({look.task}, timeout=AT_ONCE)
        if look.sign_in:
            raise SignInNeededError(replies.SIGN_IN)
        return look

    async def _look(self, who: Person, look: Look) -> None:
        """The calendar, then each of its meetings once. Raises nothing: what is not known is not shown."""
        try:
            async with asyncio.timeout(IN_ALL):
                now, token = self._desk.clock(), await self._desk.tokens.token(who)
                found = await self._calendar.recent(token, now - timedelta(days=DAYS), now, MOST)
                look.rows = tuple(a for a in found if len(a.join_url) <= LONGEST)
                limit = asyncio.Semaphore(SIDE_BY_SIDE)
                links = dict.fromkeys(a.join_url for a in look.rows)
                await asyncio.gather(*(self._one(who, link, look, limit) for link in links))
        except SignInNeededError:
            look.sign_in = True
        except NotAllowedError as no:
            look.no = no.say
        except (FaircopyError, TimeoutError):
            pass

    async def _one(self, who: Person, link: str, look: Look, limit: asyncio.Semaphore) -> None:
        """Which calls of that meeting have transcripts. That the council lets no app read any is said once, for all."""
        async with limit:
            if look.no or look.sign_in:
                return
            try:
                look.calls[link] = await self._starting.calls(who, link)
            except NotThereError:
                look.calls[link] = ()
            except NotAllowedError as no:
                if no.code == "transcript-access-off":
                    look.no = no.say
            except SignInNeededError:
                look.sign_in = True
            except FaircopyError:
                pass

    # --- showing --------------------------------------------------------------------------------------------------

    def _filling(
        self, who: Person, message: str, look: Look, values: Mapping[str, object], banner: str | None
    ) -> Answer:
        """Nothing to say; what is not known yet comes by one update of that message."""
        if look.done:
            return Answer()
        shown = self._shown[message] = _Shown(look=look, values=values, banner=banner)
        if len(self._shown) > OPEN:
            self._shown.popitem(last=False)
        return Answer(after=lambda: self._fill(who, message, shown))

    async def _fill(self, who: Person, message: str, shown: _Shown) -> None:
        """One update, unless the card was pressed meanwhile. Raises SignInNeededError once that is said on the card."""
        look = shown.look
        if look.task is not None:
            await asyncio.wait({look.task})
        async with shown.lock:
            if self._shown.get(message) is shown:
                with suppress(FaircopyError):
                    await self._messages.update_card(
                        who, message, self._card(look, shown.values, shown.banner)
                    )
                self._shown.pop(message, None)
        if look.sign_in:
            raise SignInNeededError(replies.SIGN_IN)

    def _card(
        self, look: Look, values: Mapping[str, object] | None = None, banner: str | None = None
    ) -> Mapping[str, object]:
        note = look.no or (replies.SIGN_IN if look.sign_in else "")
        if not note and not look.rows:
            unknown = replies.NO_LIST if look.done else LOOKING
            note = unknown if look.rows is None else NONE
        rows = look.rows or ()
        listed = [(_value(a, look), _title(a, look)) for a in rows]
        asks = start.asks(meetings=listed or None, note=note or None, values=values)
        return self._starting.card(PICK, choosing=asks, banner=banner, values=values)


def _value(at: Appointment, look: Look) -> str:
    """What choosing it sends. Its call stands in it where there is exactly one: then nothing is asked twice."""
    calls = _own(at, look) or ()
    call, when = (calls[0].call, span(calls[0])) if len(calls) == 1 else ("", "")
    return start.chosen(at.starts.isoformat(), call, when, at.join_url)


def _title(at: Appointment, look: Look) -> str:
    """Tuesday 10 November, 4:10pm, 30 minutes: transcript ready. No subject: subjects name children."""
    local = at.starts.astimezone(LONDON)
    when = f"{local:%A} {local.day} {local:%B}, {clock(at.starts)}"
    said = f"{when}, {dates.length(at.ends - at.starts)}" if at.ends > at.starts else when
    calls = _own(at, look)
    return said if calls is None else f"{said}: {READY if calls else NOT_YET}"


def _own(at: Appointment, look: Look) -> Sequence[Call] | None:
    """The calls of this time of the meeting, of all that had its link; None while that cannot be said."""
    calls = look.calls.get(at.join_url)
    if calls is None:
        return None
    times = [a for a in look.rows or () if a.join_url == at.join_url]
    near = [c for c in calls if min(times, key=lambda a: abs(a.starts - c.began)) is at]
    return _of(at.starts, at.ends, near)


def _of(starts: datetime | None, ends: datetime | None, calls: Sequence[Call]) -> tuple[Call, ...]:
    """Those that can be of a meeting at that time; all of them, if no time is said."""
    if starts is None:
        return tuple(calls)
    until = (ends or starts + timedelta(hours=8)) + LATE
    return tuple(c for c in calls if starts - EARLY <= c.began <= until)


def _starts(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _missing(chosen: str | None, typed: str) -> str:
    if chosen is not None:
        return replies.CHOOSE_MEETING
    return replies.NO_LINK if typed.strip() else replies.PASTE_LINK


def _with(at: Opening, asked: reading.Asked) -> Opening:
    """What was typed beside the meeting goes with the question which call it was."""
    references = (asked.reference,) if asked.reference and "," not in asked.reference else ()
    return replace(at, type=asked.type, told=asked.told, interpreter=asked.interpreter, references=references)
