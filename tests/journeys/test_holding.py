"""A hold against a clerk at work, at every step of both: what is destroyed is what the hold's setter was told of."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, cast

import pytest
import pytest_asyncio

from record import joining
from record.docket import Call, Docket, Person
from record.doors import Dockets, Policies, Queue
from record.entries import key_address, opened, version_address, with_record
from record.errors import BusyError, NoAnswerError, NotThereError
from record.holds import DESTROYING
from record.policy import PolicyHold
from record.terms import Address, Custody, DocketId, Holder, PersonId, RecordTypeId, Shelf, State, Told
from tests.journeys.conftest import QUICKER, Stage
from worker import holding
from worker.desk import Desk
from worker.holding import Held, Spreading
from worker.walk import Walked, walk

pytestmark = pytest.mark.asyncio(loop_scope="module")

Event = Callable[[str], Awaitable[None]]


class Telling:
    """A door that tells of each call, before it or after it."""

    def __init__(self, real: Any, event: Event, *, before: tuple[str, ...] = (), after: tuple[str, ...] = ()):
        self._real, self._event, self._before, self._after = real, event, before, after

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)
        if name not in (*self._before, *self._after):
            return method

        async def told(*args: Any, **named: Any) -> Any:
            if name in self._before:
                await self._event(f"before {name}")
            answer = await method(*args, **named)
            if name in self._after:
                await self._event(f"after {name}")
            return answer

        return told


class Quiet:
    """The real queue, but nobody is nudged: only the test walks."""

    def __init__(self, real: Queue) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def nudge(self, id: DocketId, after: timedelta = timedelta(0)) -> None:
        return


@dataclass
class Office:
    """A desk where only the test walks, and somebody whose records these are."""

    stage: Stage
    desk: Desk
    author: Person
    seen: list[str] = field(default_factory=list)

    def watched(self, event: Event) -> Desk:
        """The same desk, and each step of whoever works at it is told."""
        desk = self.desk
        dockets = Telling(desk.dockets, event, before=("save",), after=("read", "save"))
        return replace(
            desk,
            dockets=cast(Dockets, dockets),
            policies=cast(Policies, Telling(desk.policies, event, after=("read", "read_for_change", "save"))),
            words=cast(Any, Telling(desk.words, event, before=("erase", "look"))),
            chat=cast(Any, Telling(desk.chat, event, before=("tell",))),
        )

    async def discarded(self) -> Docket:
        """An account whose only record was discarded: all our copies are due to go."""
        id = DocketId(uuid.uuid4().hex)
        now = self.desk.clock()
        call = Call(organiser=self.author.id, meeting="m", call=id, thread="t", transcripts=("t",), began=now)
        docket = joining.open_call(
            id=id, name=self.desk.dockets.name(id), call=call, opener=self.author, now=now
        )
        docket = joining.add_record(
            docket,
            id=f"{id}-1",
            author=self.author,
            reference=f"CH-{id[:6]}",
            record_type=RecordTypeId("home-visit"),
            people_told=Told.AGREED,
            interpreter=False,
            card="gone-card",
            now=now,
        )
        for n, holder, kind, address in (
            (0, Holder.KEYS, "key of the transcript", key_address(id, 0)),
            (0, Holder.WORDS, "our copy of the transcript", Address(f"{id}/s/g1/t0")),
            (1, Holder.KEYS, "key of the draft", key_address(id, 1)),
            (1, Holder.WORDS, "draft", version_address(id, 1, 1)),
            (1, Holder.CARD, "this card", Address("gone-card")),
        ):
            docket = opened(docket, n, holder, kind, Custody.OURS, address, now, self.author.id)
        docket = with_record(
            docket, 1, state=State.DROPPED, why="discarded", last_ok=True, settled=now, changed=now
        )
        await self.desk.dockets.create(replace(docket, have=True), now)
        return (await self.desk.dockets.read(id))[0]

    def hold(self, docket: Docket | None = None, by: str = "asha") -> PolicyHold:
        id = docket.id if docket else None
        return PolicyHold(by=by, at=self.desk.clock(), id=uuid.uuid4().hex, docket=id, why="court")

    async def asked(self, docket: Docket) -> Counter[str]:
        """What was asked to go, by kind."""
        now, _ = await self.desk.dockets.read(docket.id)
        return Counter(t.kind for t in now.traces if t.asked is not None and t.shelf is not Shelf.OPEN)


@pytest_asyncio.fixture(loop_scope="module")
async def office(stage: Stage) -> AsyncIterator[Office]:
    somebody = stage.town.microsoft.person("Kelly Marsh")
    author = Person(
        id=PersonId(somebody.oid),
        name=somebody.name,
        teams=somebody.teams_id,
        conversation=stage.town.microsoft.user(somebody).conversation.id,
        service_url=stage.town.microsoft.connector.service_url,
    )
    desk = replace(stage.house.desk, queue=cast(Queue, Quiet(stage.house.desk.queue)))
    yield Office(stage=stage, desk=desk, author=author)
    await stage.town.set_policy(QUICKER)


def never() -> bool:
    return False


def told(came: Held) -> Counter[str]:
    """What the hold's setter was told of, by kind."""
    return Counter({g.kind: g.count for g in came.gone}) + Counter(m.kind for m in came.maybe)


@dataclass
class At:
    """Does something at one numbered step of another's work. `reached` is how many steps there were."""

    step: int
    do: Callable[[], Awaitable[object]]
    reached: int = 0
    name: str = ""

    async def __call__(self, name: str) -> None:
        self.reached += 1
        if self.reached == self.step:
            self.name = name
            await self.do()


# --- a hold and a clerk -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", ["the meeting", "its file"])
async def test_whatever_the_clerk_is_at_what_goes_was_told(office: Office, on: str) -> None:
    """Set at each step in turn: nothing goes that its setter was not told of, and the account stays open."""
    step, names = 0, Counter[str]()
    while True:
        step += 1
        docket = await office.discarded()
        came: list[Held] = []
        hold = office.hold(docket)
        if on == "its file":
            hold = replace(hold, docket=None, reference=docket.records[0].reference)

        async def set_hold(hold: PolicyHold = hold, came: list[Held] = came) -> None:
            came.append(await holding.hold(office.desk, hold))

        at = At(step, set_hold)
        walked = await walk(office.watched(at), docket.id, stopping=never)
        if not came:
            assert walked is Walked.DONE, "without a hold it is walked to its end"
            break
        names[at.name] += 1
        await walk(office.desk, docket.id, stopping=never)  # and whoever comes next
        assert came[0].confirmed
        try:
            gone = await office.asked(docket)
        except NotThereError:
            gone = Counter()  # the hold came when the account was all but closed
            assert told(came[0]).total() == 5, "it was closed, and not everything had been told"
        assert gone <= told(came[0]), f"at step {step}, {at.name}"
        await holding.take_away(office.desk, hold.id)
    assert {"after read", "before save", "after save", "before erase", "before tell"} <= names.keys()
    assert step > 12, "a clerk's walk has more steps than that"


@pytest.mark.parametrize("acts", [1, 2, 100])
async def test_whenever_the_clerk_comes_what_goes_was_told(office: Office, acts: int) -> None:
    """The other way about: at each step of setting the hold the clerk does something, or all that there is."""
    step = 0
    while True:
        step += 1
        docket = await office.discarded()
        hold, left = office.hold(docket), iter(range(acts))

        async def works(docket: Docket = docket, left: Iterator[int] = left) -> None:
            await walk(office.desk, docket.id, stopping=lambda: next(left, None) is None)

        at = At(step, works)
        came = await holding.hold(office.watched(at), hold)
        assert came.confirmed
        await walk(office.desk, docket.id, stopping=never)
        with suppress(NotThereError):  # closed before the hold was in the policy
            assert await office.asked(docket) <= told(came), f"at step {step}, {at.name}"
        await holding.take_away(office.desk, hold.id)
        if not at.name:
            break
    assert step > 5


async def test_a_claim_in_hand_is_named(office: Office) -> None:
    docket = await office.discarded()
    came: list[Held] = []

    async def during(name: str) -> None:
        if name == "before erase" and not came:
            came.append(await holding.hold(office.desk, office.hold(docket)))

    await walk(office.watched(during), docket.id, stopping=never)
    (held,) = came
    assert {m.docket for m in held.maybe} == {docket.id}
    assert held.maybe[0].kind in ("key of the draft", "draft", "this card")
    assert all(m.until <= office.desk.clock() + QUICKER.lease for m in held.maybe)
    again = await Spreading(office.desk, held.hold).go()
    assert not again.maybe, "what it could not say then, it says now"
    assert told(again) == await office.asked(docket)


async def test_who_read_the_policy_before_and_saves_after_is_refused(office: Office) -> None:
    docket = await office.discarded()
    came: list[Held] = []

    async def between(name: str) -> None:
        if name == "after read" and not came:
            came.append(held := await holding.hold(office.desk, office.hold(docket)))
            assert held.confirmed

    # only the policy's reads: the clerk has read a policy without the hold, and has not claimed yet
    desk = replace(
        office.desk, policies=cast(Policies, Telling(office.desk.policies, between, after=("read",)))
    )
    assert await walk(desk, docket.id, stopping=never) in (Walked.ARMED, Walked.WAITS)
    assert not came[0].maybe
    assert await office.asked(docket) == Counter()
    now, _ = await office.desk.dockets.read(docket.id)
    assert not [c for c in now.claims if c.act.doing in DESTROYING]


async def test_an_account_made_while_the_hold_is_spread_is_held_too(office: Office) -> None:
    made: list[Docket] = []

    class Late:
        """The real dockets; when all are listed, one more is made."""

        def __getattr__(self, name: str) -> Any:
            return getattr(office.desk.dockets, name)

        async def each(self) -> AsyncIterator[DocketId]:
            async for id in office.desk.dockets.each():
                yield id
            made.append(await office.discarded())

    desk = replace(office.desk, dockets=cast(Dockets, Late()))
    came = await holding.hold(desk, office.hold())
    assert came.confirmed
    docket, _ = await office.desk.dockets.read(made[0].id)
    assert not docket.holds, "it was not listed, so it was not noted"
    assert await walk(office.desk, docket.id, stopping=never) in (Walked.ARMED, Walked.WAITS)
    assert await office.asked(docket) == Counter()


async def test_the_policy_is_read_at_each_claim_and_never_kept(office: Office) -> None:
    """A hold that stands in the policy alone: whatever is claimed after the clerk could have read it is too much."""
    claimed = True
    step = 0
    while claimed:
        step += 1
        docket, claims, hold = await office.discarded(), list[str](), office.hold()
        real = office.desk.dockets

        class Watching:
            """The real dockets; the hold is put when the clerk has just saved its `step`th claim to destroy."""

            def __getattr__(
                self,
                name: str,
                real: Dockets = real,
            ) -> Any:
                return getattr(real, name)

            async def save(
                self,
                docket: Docket,
                etag: str,
                real: Dockets = real,
                claims: list[str] = claims,
                hold: PolicyHold = hold,
                step: int = step,
            ) -> str:
                etag = await real.save(docket, etag)
                found = [f"{c.act.doing} {c.n}" for c in docket.claims if c.act.doing in DESTROYING]
                if found and found[-1] not in claims:
                    claims.append(found[-1])
                    if len(claims) == step:
                        await holding.put(office.desk, hold)
                return etag

        desk = replace(office.desk, dockets=cast(Dockets, Watching()))
        await walk(desk, docket.id, stopping=never)
        claimed = len(claims) == step
        assert len(claims) <= step, f"{claims[step:]} was claimed although the policy held everything"
        await holding.take_away(office.desk, hold.id)
    assert step > 2, "there was nothing to hold back"


# --- setting it ---------------------------------------------------------------------------------------------------


async def test_two_admins_at_once_both_holds_stand(office: Office) -> None:
    docket = await office.discarded()
    both = [office.hold(docket, by="asha"), office.hold(docket, by="ben")]
    came = await asyncio.gather(*(holding.hold(office.desk, h) for h in both))
    assert all(c.confirmed for c in came)
    assert {h.by for h in (await office.desk.policies.read()).holds} == {"asha", "ben"}
    noted, _ = await office.desk.dockets.read(docket.id)
    assert {h.policy for h in noted.holds} == {h.id for h in both}
    assert await holding.take_away(office.desk, both[0].id) == both[0]
    assert await walk(office.desk, docket.id, stopping=never) in (Walked.ARMED, Walked.WAITS)
    assert await office.asked(docket) == Counter(), "the other's hold went too"


async def test_pressed_twice_is_one_hold(office: Office) -> None:
    docket = await office.discarded()
    came = await asyncio.gather(*(holding.hold(office.desk, office.hold(docket)) for _ in range(2)))
    (one,) = (await office.desk.policies.read()).holds
    assert {c.hold.id for c in came} == {one.id}


class Failing:
    """A door one of whose calls fails a few times, before it was done or after."""

    def __init__(self, real: Any, method: str, error: Exception, times: int, *, done: bool) -> None:
        self._real, self._method, self._error, self._times, self._done = real, method, error, times, done

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)
        if name != self._method:
            return method

        async def fails(*args: Any, **named: Any) -> Any:
            if self._times <= 0:
                return await method(*args, **named)
            self._times -= 1
            if self._done:
                await method(*args, **named)
            raise self._error

        return fails


@pytest.mark.parametrize("done", [True, False])
async def test_no_answer_from_the_policy_is_looked_at(office: Office, done: bool) -> None:
    docket = await office.discarded()
    lost = Failing(office.desk.policies, "save", NoAnswerError("Nothing came."), 1, done=done)
    came = await holding.hold(replace(office.desk, policies=cast(Policies, lost)), office.hold(docket))
    assert came.confirmed
    assert [h.id for h in (await office.desk.policies.read()).holds] == [came.hold.id]


async def test_nothing_is_held_if_the_policy_cannot_be_written(office: Office) -> None:
    docket = await office.discarded()
    down = Failing(office.desk.policies, "save", BusyError("Busy."), 99, done=False)
    with pytest.raises(BusyError):
        await holding.hold(replace(office.desk, policies=cast(Policies, down)), office.hold(docket))
    assert (await office.desk.policies.read()).holds == ()


async def test_what_cannot_be_reached_is_named_and_noted_later(office: Office) -> None:
    docket = await office.discarded()
    down = Failing(office.desk.dockets, "save", BusyError("Busy."), 1, done=False)
    desk = replace(office.desk, dockets=cast(Dockets, down))
    spreading = Spreading(desk, await holding.put(desk, office.hold(docket)))
    first = await spreading.go()
    assert first.missed == (docket.id,)
    assert not first.confirmed
    second = await spreading.go()
    assert (second.missed, second.dockets, second.confirmed) == ((), 1, True)
    noted, _ = await office.desk.dockets.read(docket.id)
    assert [h.policy for h in noted.holds] == [second.hold.id]


async def test_a_list_that_breaks_off_is_gone_through_to_its_end(office: Office) -> None:
    for _ in range(3):
        await office.discarded()

    class Broken:
        """The real dockets; the first list breaks off after two."""

        broken = False

        def __getattr__(self, name: str) -> Any:
            return getattr(office.desk.dockets, name)

        async def each(self) -> AsyncIterator[DocketId]:
            n = 0
            async for id in office.desk.dockets.each():
                n += 1
                if n > 2 and not self.broken:
                    self.broken = True
                    raise BusyError("Busy.")
                yield id

    desk = replace(office.desk, dockets=cast(Dockets, Broken()))
    spreading = Spreading(desk, await holding.put(desk, office.hold()))
    first = await spreading.go()
    assert (first.listed, first.dockets, first.confirmed) == (False, 2, False)
    second = await spreading.go()
    every = [id async for id in office.desk.dockets.each()]
    assert (second.listed, second.dockets, second.confirmed) == (True, len(every), True)


async def test_released_before_it_was_everywhere_is_not_confirmed(office: Office) -> None:
    docket = await office.discarded()
    hold = await holding.put(office.desk, office.hold(docket))
    await holding.take_away(office.desk, hold.id)
    came = await Spreading(office.desk, hold).go()
    assert not came.stands
    assert not came.confirmed


async def test_a_hold_and_an_account_that_closes_at_once(office: Office) -> None:
    """Whichever comes first: either it is held, or it was closed and all of it had been asked to go."""
    for _ in range(5):
        docket = await office.discarded()
        hold = office.hold(docket)
        walked, came = await asyncio.gather(
            walk(office.desk, docket.id, stopping=never), holding.hold(office.desk, hold)
        )
        try:
            assert await office.asked(docket) <= told(came)
        except NotThereError:
            assert walked is Walked.DONE
        await holding.take_away(office.desk, hold.id)
