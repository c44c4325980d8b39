"""The offer after a meeting: looks for its transcript with the organiser's own sign-in, and asks them once.

An offer is walked as a docket is: by its nudge or its marker, a step at a time, each step saved with its ETag before
the next. Nothing but a list of transcripts is asked of Microsoft; no transcript is read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Protocol

from record import offer as offers
from record.docket import Call, Person
from record.errors import (
    NOT_YOURS,
    BusyError,
    FaircopyError,
    NoAnswerError,
    NotThereError,
    RefusedError,
    SignInNeededError,
    StaleError,
)
from record.offer import Came, Ended, Offer, Organised, Standing
from record.policy import Policy
from record.terms import NOBODY, DocketId, PersonId, RecordTypeId
from record.values import replace
from worker.desk import Desk
from worker.walk import Walked

log = logging.getLogger(__name__)

STEPS = 8
"""Steps of one walk, at most."""
TRIES = 3
LOST = timedelta(days=2)
"""For how long it is tried to say on the card that an offer has ended."""


class Offers(Protocol):
    """Where offers are kept: `storage.offers`."""

    def id(self, end: Ended) -> DocketId: ...

    def call(self, call: str) -> str: ...

    async def create(self, offer: Offer) -> bool: ...

    async def read(self, id: DocketId) -> tuple[Offer, str]: ...

    async def save(self, offer: Offer, etag: str) -> str: ...

    async def remove(self, offer: Offer, etag: str) -> None: ...

    async def take(self, taken: str, id: DocketId) -> bool: ...

    async def never(self, organiser: PersonId, thread: str, *, on: bool) -> None: ...

    async def is_never(self, organiser: PersonId, thread: str) -> bool: ...


class Asks(Protocol):
    """Teams, as far as an offer needs it: `bot.offering`. Each may raise NotAllowedError, BusyError, NoAnswerError."""

    async def organised(self, offer: Offer) -> Organised:
        """Who organised that meeting. Raises NotThereError."""

    async def reach(self, offer: Offer) -> Person:
        """The organiser in their own chat with us. Writes nothing."""

    async def send(self, offer: Offer, who: Person) -> str:
        """Ask them; the message's id."""

    async def end(self, offer: Offer, who: Person) -> None:
        """Say on that message that the offer has ended."""


class Offering:
    """Walks offers, and takes what is answered to them. `types` are those that the council has."""

    def __init__(self, *, desk: Desk, offers: Offers, asks: Asks, types: Sequence[RecordTypeId]) -> None:
        self._desk = desk
        self._offers = offers
        self._asks = asks
        self._types = tuple(types)

    # --- a meeting has ended --------------------------------------------------------------------------------------

    async def watch(self, end: Ended) -> None:
        """Remember to look for its transcript. The same news again changes nothing. Raises BusyError, NoAnswerError."""
        policy = await self._desk.policy()
        if not offers.wanted(policy, self._types):
            return
        offer = offers.watched(self._offers.id(end), end, policy, self._desk.clock())
        await self._desk.queue.mark(offer.id, offer.due)  # first: what stands without it is never found again
        if await self._offers.create(offer):
            await self._nudge(offer)

    # --- walked ---------------------------------------------------------------------------------------------------

    async def walk(self, id: DocketId, *, stopping: Callable[[], bool], rearm: bool = False) -> Walked:
        """As `worker.walk.walk`, for an offer."""
        try:
            return await self._walked(id, stopping, rearm)
        except NotThereError:
            return Walked.GONE
        except FaircopyError as e:
            log.info("offer_unfinished", extra={"error": type(e).__name__})
            return Walked.UNFINISHED

    async def _walked(self, id: DocketId, stopping: Callable[[], bool], rearm: bool) -> Walked:
        armed = False
        for _ in range(STEPS):
            offer, etag = await self._offers.read(id)
            if offer.due > self._desk.clock():
                if rearm and not armed:
                    await self._desk.queue.mark(id, offer.due)
                    await self._nudge(offer)
                return Walked.ARMED if rearm or armed else Walked.WAITS
            if stopping():
                return Walked.UNFINISHED
            try:
                if offer.at is Standing.OVER:
                    await self._offers.remove(offer, etag)
                    return Walked.DONE
                await self._step(offer, etag)
            except StaleError:
                continue  # it was answered just now, or another of us walks it
            armed = True
        return Walked.ENDLESS

    async def _step(self, offer: Offer, etag: str) -> None:
        """One thing, and what came of it written down. Raises StaleError, and what storage raises."""
        policy = await self._desk.policy()
        if offer.at is Standing.WATCHED:
            await self._look(offer, etag, policy)
        elif offer.at is Standing.ENDING:
            await self._end(offer, etag, policy)
        elif offer.person is None or not offer.message:
            await self._save(offers.over(offer, Came.ENDED, self._desk.clock()), etag)
        else:  # a claim: from here on nobody's Yes puts another card into that message
            await self._save(replace(offer, at=Standing.ENDING, due=self._desk.clock()), etag)

    async def _look(self, offer: Offer, etag: str, policy: Policy) -> None:
        """Is there a transcript that its organiser may be asked about?"""
        now = self._desk.clock()
        if not offers.wanted(policy, self._types):
            await self._save(offers.over(offer, Came.NOTHING, now), etag)
            return
        try:
            offer, call = await self._seen(offer, policy)
        except (BusyError, NoAnswerError):
            await self._save(offers.soon(offer, policy, now), etag)
            return
        except SignInNeededError:  # they are not asked to sign in: they did not ask for anything
            await self._save(offers.later(offer, policy, now), etag)
            return
        except FaircopyError as no:  # not to be reached, no transcripts for apps, no such meeting
            log.info("no_offer", extra={"error": type(no).__name__})
            await self._save(offers.over(offer, Came.NOTHING, now), etag)
            return
        if call is None or offer.person is None:
            await self._save(offers.later(offer, policy, now), etag)
            return
        taken = self._offers.call(call.call)
        policy = await self._desk.policy()  # as it is now: looking takes a while, and what is sent stays sent
        if not offers.wanted(policy, self._types, offer.organiser):
            await self._save(offers.over(replace(offer, taken=taken), Came.NOTHING, now), etag)
            return
        sent = offers.sending(offer, call, taken, policy, now)
        await self._send(sent, await self._save(sent, etag), offer.person, policy)

    async def _seen(self, offer: Offer, policy: Policy) -> tuple[Offer, Call | None]:
        """The offer with whom it is for, and the call that they may be asked about; None if there is none (yet)."""
        if offer.organiser == NOBODY:
            told = await self._asks.organised(offer)
            offer = replace(offer, organiser=told.organiser, join_url=told.join_url or offer.join_url)
        if not offers.wanted(policy, self._types, offer.organiser):
            raise RefusedError("All their records are written by hand.")
        if await self._offers.is_never(offer.organiser, offer.thread):
            raise RefusedError("They do not want to be asked.")
        who = offer.person or await self._asks.reach(offer)
        offer = replace(offer, person=who)
        token = await self._desk.tokens.token(who)
        try:
            meeting = await self._desk.meetings.find(token, offer.join_url)
            if meeting.organiser != offer.organiser:
                raise RefusedError("Microsoft names somebody else as organiser.")
            calls = await self._desk.meetings.calls(token, meeting)
        except NotThereError:
            return offer, None
        for call in offers.found(calls, offer):
            if await self._drafts(who, call):
                raise RefusedError("They have started by themselves.")
            if await self._offers.take(self._offers.call(call.call), offer.id):
                return offer, call
        return offer, None

    async def _drafts(self, who: Person, call: Call) -> bool:
        """Whether they have an account of that call already."""
        for id in await self._desk.dockets.of_author(who.id):
            try:
                docket, _ = await self._desk.dockets.read(id)
            except NotThereError:
                continue
            if isinstance(docket.source, Call) and docket.source.call == call.call:
                return True
        return False

    async def _send(self, offer: Offer, etag: str, who: Person, policy: Policy) -> None:
        """Send it, once. After no answer it counts as sent: whoever was asked is not asked again."""
        try:
            message = await self._asks.send(offer, who)
        except NoAnswerError:
            return
        except BusyError:
            await self._save(offers.not_sent(offer, policy, self._desk.clock()), etag)
            return
        except FaircopyError:
            await self._save(offers.over(offer, Came.NOTHING, self._desk.clock()), etag)
            return
        await self._save(replace(offer, at=Standing.OFFERED, message=message), etag)

    async def _end(self, offer: Offer, etag: str, policy: Policy) -> None:
        """The card says that it has ended, or what was answered while that was about to be said."""
        now = self._desk.clock()
        try:
            if offer.person is not None:
                await self._asks.end(offer, offer.person)
        except (BusyError, NoAnswerError):
            if now < offer.ended + policy.offer_stands + LOST:
                await self._save(replace(offer, due=now + policy.retry), etag)
                return
        except FaircopyError:
            pass  # the message or the chat is gone: there is nothing left to end
        await self._save(offers.over(offer, offers.at_last(offer), now), etag)

    async def _save(self, offer: Offer, etag: str) -> str:
        """Marker first, nudge last: whatever stands is found again by its marker at the latest."""
        await self._desk.queue.mark(offer.id, offer.due)
        etag = await self._offers.save(offer, etag)
        await self._nudge(offer)
        return etag

    async def _nudge(self, offer: Offer) -> None:
        await self._desk.queue.nudge(offer.id, offer.due - self._desk.clock())

    # --- answered -------------------------------------------------------------------------------------------------

    async def answer(self, id: DocketId, who: PersonId, came: Came) -> Came:
        """What was answered, first of all: an answer is never changed by a second press. While the offer is ending only
        a never is taken, and what ends it says so. A never is remembered where it is what is said, and nowhere else.
        ENDED for one that is no longer there. Raises RefusedError (somebody else's)."""
        remembered = ""
        for _ in range(TRIES):
            try:
                offer, etag = await self._offers.read(id)
            except NotThereError:
                return await self._stands(Came.ENDED, who, remembered)
            ended = offer.at is Standing.ENDING and came is not Came.NEVER
            if (first := Came.ENDED if ended else offer.came) is not Came.OPEN:
                return await self._stands(first, who, remembered)
            if offer.organiser != who:
                raise RefusedError(NOT_YOURS)
            if came is Came.NEVER:
                await self._offers.never(who, remembered := offer.thread, on=True)
            try:
                await self._save(offers.answered(offer, came, self._desk.clock()), etag)
            except StaleError:
                continue
            return came
        raise BusyError("One moment. Nothing is lost. Press again.")

    async def _stands(self, came: Came, who: PersonId, thread: str) -> Came:
        """What stands already. A never for `thread` that was overtaken by it is forgotten again."""
        if thread and came is not Came.NEVER:
            await self._offers.never(who, thread, on=False)
        return came

    async def again(self, who: PersonId, thread: str) -> None:
        """They want to be asked after these meetings again."""
        await self._offers.never(who, thread, on=False)
