"""A person's recent meetings, and which of them have a transcript: asked side by side, each once. Nothing is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import replies
from bot.background import Background
from bot.calls import Calls, span
from bot.patience import Patience
from cards import dates, start
from record.dates import LONDON, clock
from record.docket import Call, Person
from record.doors import Appointment, Calendar
from record.errors import FaircopyError, NotAllowedError, NotThereError, SignInNeededError
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
EARLY, LATE = timedelta(hours=1), timedelta(hours=2)
"""How far a call may begin before its meeting, or after its end, and still be that one's."""

READY, NOT_YET = "transcript ready", "no transcript yet"


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


class Recent:
    """Looks into a calendar, with the person's own sign-in."""

    def __init__(self, *, desk: Desk, calendar: Calendar, background: Background) -> None:
        self._desk = desk
        self._calendar = calendar
        self._calls = Calls(desk)
        self._background = background

    async def begun(self, who: Person) -> Look:
        """A look, as far as it has come in the first moment. Raises SignInNeededError if that shows already."""
        look = Look()
        look.task = self._background.start(self._look(who, look))
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
                look.calls[link] = await self._calls.of_link(who, link, Patience())
            except NotThereError:
                look.calls[link] = ()
            except NotAllowedError as no:
                if no.code == "transcript-access-off":
                    look.no = no.say
            except SignInNeededError:
                look.sign_in = True
            except FaircopyError:
                pass


def value(at: Appointment, look: Look) -> str:
    """What choosing it sends. Its call stands in it where there is exactly one: then nothing is asked twice."""
    calls = _own(at, look) or ()
    call, when = (calls[0].call, span(calls[0])) if len(calls) == 1 else ("", "")
    return start.chosen(at.starts.isoformat(), call, when, at.join_url)


def title(at: Appointment, look: Look) -> str:
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
    return of(at.starts, at.ends, near)


def of(starts: datetime | None, ends: datetime | None, calls: Sequence[Call]) -> tuple[Call, ...]:
    """Those that can be of a meeting at that time; all of them, if no time is said."""
    if starts is None:
        return tuple(calls)
    until = (ends or starts + timedelta(hours=8)) + LATE
    return tuple(c for c in calls if starts - EARLY <= c.began <= until)
