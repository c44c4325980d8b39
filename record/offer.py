"""What is remembered of one meeting's offer of a draft, and what becomes of it: pure, with no word that was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from record.docket import Call, Person
from record.policy import Policy
from record.terms import NOBODY, DocketId, PersonId, RecordTypeId
from record.values import replace

SIGN = "offer-"
"""How an offer's id begins. A docket's never does, so one queue and one set of markers serve both."""
BEFORE = timedelta(hours=24)
"""How long before the meeting's end a call may have begun and still be that meeting's."""
AFTER = timedelta(minutes=5)
"""How far Microsoft's clocks may differ."""
STUB = timedelta(days=2)
"""How long an emptied offer is still there: late news of the same meeting is then known to be old. Any longer than
`BEFORE` and the last look would do."""


class Standing(StrEnum):
    """Where an offer stands. One that is being sent is never sent again: whether it arrived cannot be asked."""

    WATCHED = "watched"
    SENDING = "sending"
    OFFERED = "offered"
    ENDING = "ending"
    OVER = "over"


class Came(StrEnum):
    """What came of it."""

    OPEN = ""
    YES = "yes"
    NO = "no"
    NEVER = "never"
    ENDED = "ended"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What Teams told of a meeting's end: `meeting` is the id that Teams itself uses, `thread` its chat, `told` the
    time as it was written. No title: titles name children."""

    meeting: str
    thread: str
    service_url: str
    ended: datetime | None
    told: str
    join_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organised:
    """Who organised a meeting, as Teams says, and its join link."""

    organiser: PersonId
    join_url: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One meeting's. `due` is when there is something to do next; `taken` the keyed hash of the call that it is for,
    so that nobody is asked about one call twice. Over, only `id`, `ended`, `due`, `taken` and `came` are left.
    """

    id: DocketId
    ended: datetime
    due: datetime
    at: Standing = Standing.WATCHED
    came: Came = Came.OPEN
    meeting: str = ""
    thread: str = ""
    service_url: str = ""
    join_url: str = field(default="", repr=False)
    organiser: PersonId = NOBODY
    person: Person | None = None
    call: str = ""
    began: datetime | None = None
    taken: str = ""
    message: str = ""


def is_offer(id: DocketId) -> bool:
    """Whether a nudge or a marker is of an offer."""
    return id.startswith(SIGN)


def wanted(policy: Policy, types: Iterable[RecordTypeId], organiser: PersonId = NOBODY) -> bool:
    """Whether a draft is offered: the council looks for transcripts and has records drafted, Faircopy is not being
    taken away, and the `organiser` (NOBODY while Teams has not said who that is) might have one of these types drafted.

    Where a group might let them, it is offered. Whether they are in it could only be asked as them, and so far they
    have asked for nothing; once they press, it is.
    """
    if not policy.offer_looks or policy.leaving or not policy.tool.drafts:
        return False
    return organiser == NOBODY or policy.might_draft_any(types, organiser)


def watched(id: DocketId, end: Ended, policy: Policy, now: datetime) -> Offer:
    """A meeting has ended: its transcript is looked for. Drafts are `wanted`. A time that cannot be right
    is not believed."""
    ended = now if end.ended is None or not now - BEFORE < end.ended < now else end.ended
    return Offer(
        id=id,
        ended=ended,
        due=ended + policy.offer_looks[0],
        meeting=end.meeting,
        thread=end.thread,
        service_url=end.service_url,
        join_url=end.join_url,
    )


def found(calls: Iterable[Call], offer: Offer) -> tuple[Call, ...]:
    """The calls of that meeting, of all of its series, whose transcripts are whole: newest first."""
    near = [
        c for c in calls if c.ended is not None and offer.ended - BEFORE <= c.began <= offer.ended + AFTER
    ]
    return tuple(sorted(near, key=lambda c: c.began, reverse=True))


def later(offer: Offer, policy: Policy, now: datetime) -> Offer:
    """There is no transcript yet: the next look; after the last one it is over, and nobody hears of it."""
    due = next((at for wait in policy.offer_looks if (at := offer.ended + wait) > now), None)
    return over(offer, Came.NOTHING, now) if due is None else replace(offer, due=due)


def soon(offer: Offer, policy: Policy, now: datetime) -> Offer:
    """Somebody did not answer: again in a while, as long as there would be looks at all."""
    last = offer.ended + max(policy.offer_looks, default=timedelta(0)) + policy.retry
    return over(offer, Came.NOTHING, now) if now > last else replace(offer, due=now + policy.retry)


def sending(offer: Offer, call: Call, taken: str, policy: Policy, now: datetime) -> Offer:
    """Written down before it is sent."""
    return replace(
        offer,
        at=Standing.SENDING,
        call=call.call,
        began=call.began,
        taken=taken,
        due=now + policy.offer_stands,
    )


def not_sent(offer: Offer, policy: Policy, now: datetime) -> Offer:
    """It certainly was not sent. The call stays this offer's."""
    return soon(replace(offer, at=Standing.WATCHED, call="", began=None), policy, now)


def answered(offer: Offer, came: Came, now: datetime) -> Offer:
    """Over; one that is ending stays until its card says what was answered, and not that it has ended."""
    return replace(offer, came=came) if offer.at is Standing.ENDING else over(offer, came, now)


def at_last(offer: Offer) -> Came:
    """What came of one that is ending."""
    return Came.ENDED if offer.came is Came.OPEN else offer.came


def over(offer: Offer, came: Came, now: datetime) -> Offer:
    """Nothing of the meeting or of anybody is left in it."""
    return Offer(
        id=offer.id,
        ended=offer.ended,
        due=max(offer.ended, now) + STUB,
        at=Standing.OVER,
        came=came,
        taken=offer.taken,
    )
