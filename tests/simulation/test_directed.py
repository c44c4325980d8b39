"""Four of the histories that broke models of the line: names, holds, markers and nudges, with the clerk's own walk.

Somebody else comes in at every single step. The numbers are those of `tests/record/test_seventeen.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import timedelta
from functools import partial
from heapq import heapify
from typing import Any

import pytest

from record.docket import Docket, Person, Wait
from record.holds import DESTROYING
from record.policy import Colleague, Policy, PolicyHold, SecondRule
from record.terms import Custody, DocketId, Doing, Shelf, State
from tests.simulation import openings, presses
from tests.simulation.council import move, spread
from tests.simulation.driving import LOOP, Actor
from tests.simulation.faults import listening
from tests.simulation.history import CALL, History
from tests.simulation.people import ASHA, KELLY, SAM, TYPE, Bot, Hand
from tests.simulation.table import Press, pressed
from tests.simulation.troubles import delete_meeting
from tests.simulation.world import HOUR, INSTALLED, Mood

STEPS = 60
"""More than any walk or press in here takes: somebody comes in at each of them."""


@pytest.fixture(autouse=True)
def _driven_by_hand() -> Iterator[None]:
    with listening():
        asyncio._set_running_loop(LOOP)  # type: ignore[arg-type]  # as much of a loop as is asked for
        yield
        asyncio._set_running_loop(None)


class Quiet(History):
    """A call of Kelly's in a world in which everybody co-operates, with two processes whose clocks are right."""

    def __init__(self, seed: int = 0) -> None:
        super().__init__(seed)
        self.trouble = self.upload = self.objected = False
        self.world.calm()
        self.world.honours_keys = self.world.posts = True
        self.world.policy = Policy(governance=(ASHA.id,), retention_statement="none")
        self.file.owner, self.file.no_words = KELLY.id, False
        self.call = self.world.calls[0].__class__(
            organiser=KELLY.id,
            meeting="m",
            call=CALL,
            thread="t",
            transcripts=("a",),
            began=self.world.calls[0].began,
        )
        self.world.calls = (self.call,)
        while len(self.workers) < 2:
            self.workers.append(self.workers[0].__class__(len(self.workers), self))
        for worker in self.workers:
            worker.skew = timedelta(0)

    def begins(self, name: str, coro: Coroutine[Any, Any, Any], worker: int = 0) -> Actor:
        """Somebody begins to do something."""
        return self.act(name, coro, self.workers[worker])

    def rest(self) -> None:
        """Whoever is at something does it to its end."""
        while self.stage.ready:
            self.stage.step(self.stage.pick())

    def steps_of(self, actor: Actor, count: int) -> None:
        """Only this one acts, so many times."""
        for _ in range(count):
            if actor in self.stage.ready:
                self.stage.step(actor)

    def opened(self, *references: str) -> Docket:
        """A docket that waits for its author."""
        self.begins("kelly", openings.asks(self.workers[0].bot, KELLY, CALL, references or ("CH-1",)))
        self.rest()
        return self.docket

    async def asks(self, bot: Bot, who: Person, reference: str) -> None:
        """Yes, pressed again where the bot says that it has to be."""
        for _ in range(3):
            await self._says(partial(openings.asks, bot, who, CALL, (reference,)))
            if any(r.author.id == who.id for d, _ in self.world.dockets.values() for r in d.records):
                return

    @property
    def docket(self) -> Docket:
        ((docket, _),) = self.world.dockets.values()
        return docket

    def press(self, press: Press, n: int = 1) -> Actor:  # type: ignore[override]  # one person presses here
        """Kelly presses that."""
        hand = Hand(self.workers[0].bot, KELLY, self.docket.id, n, self._card(KELLY, self.docket.id, n))
        return self.begins("kelly", pressed(hand, press))

    def pressed(self, *some: Press) -> None:
        """Kelly presses these, one after the other."""
        for press in some:
            self.press(press)
            self.rest()

    def until(self, hours: float) -> None:
        """Time passes; nudges come and markers are swept as they are due."""
        end = self.stage.now + hours * HOUR
        while self.world.dockets and self.stage.now < end:
            self.jump()
            self.rest()


@pytest.mark.parametrize("step", range(STEPS))
def test_1_two_who_start_on_one_meeting_share_one_account(step: int) -> None:
    quiet = Quiet()
    bot = quiet.workers[0].bot
    kelly = quiet.begins("kelly", quiet.asks(bot, KELLY, "CH-1"))
    sam = quiet.begins("sam", quiet.asks(quiet.workers[1].bot, SAM, "CH-2"), 1)
    quiet.steps_of(kelly, step % 8)
    quiet.steps_of(sam, step // 8)
    quiet.rest()
    assert sorted((r.author.id, r.reference) for r in quiet.docket.records) == [
        ("kelly", "CH-1"),
        ("sam", "CH-2"),
    ]


def _hold(quiet: Quiet) -> Coroutine[Any, Any, None]:
    return spread(quiet, PolicyHold(by=ASHA.id, at=quiet.stage.now, id="hold"))


@pytest.mark.parametrize("step", range(STEPS))
@pytest.mark.parametrize("hours", [0.0, 25.0])
def test_5_a_hold_set_at_any_step_of_a_walk_is_told_all_that_may_be_out(step: int, hours: float) -> None:
    """The judges hold every destruction against what the hold's setter was told when it was confirmed: of the record's
    copies and ours right after filing, of the meeting's own a day later."""
    quiet = Quiet()
    quiet.opened()
    quiet.pressed(presses.read, presses.approve)
    if hours:
        quiet.until(1)
    quiet.stage.now += timedelta(minutes=3, hours=hours)
    quiet.walk(quiet.workers[0], quiet.docket.id, nudged=False)
    (walk,) = quiet.stage.ready
    quiet.steps_of(walk, step)
    quiet.steps_of(quiet.begins("council", _hold(quiet), 1), STEPS)
    assert quiet.world.judges.council, "it was not confirmed"
    out = any(c.act.doing in DESTROYING for c in quiet.docket.claims)
    held = any(t.shelf is Shelf.OPEN and t.custody is not Custody.KEPT for t in quiet.docket.traces)
    quiet.rest()
    quiet.until(72)
    assert out or not held or quiet.docket.receipted is None


@pytest.mark.parametrize("step", range(0, STEPS, 3))
def test_5_a_docket_made_while_a_hold_is_spread_is_held_too(step: int) -> None:
    quiet = Quiet()
    council = quiet.begins("council", _hold(quiet), 1)
    quiet.steps_of(council, 6)
    kelly = quiet.begins("kelly", openings.asks(quiet.workers[0].bot, KELLY, CALL, ("CH-1",)))
    quiet.steps_of(kelly, step)
    quiet.steps_of(council, STEPS)
    quiet.rest()
    assert quiet.world.judges.council
    quiet.pressed(presses.read, presses.approve, presses.file_now)
    quiet.until(72)
    (record,) = quiet.docket.records
    assert record.state is State.POSTED
    assert not any(t.asked for t in quiet.docket.traces)


@pytest.mark.parametrize("step", range(30))
@pytest.mark.parametrize("hours", [1.5, 3.5])
def test_16_a_press_that_sleeps_between_marker_and_docket_is_not_stranded(step: int, hours: float) -> None:
    """Nudges are lost, the sweep goes by again and again; the press wakes and saves, and is found by its marker."""
    quiet = Quiet()
    quiet.opened()
    quiet.pressed(presses.read)
    quiet.world.mood.nudges_lost = 1.0
    press = quiet.press(presses.approve)
    quiet.steps_of(press, step)
    if press in quiet.stage.ready:
        quiet.stage.ready.remove(press)
        for _ in range(int(hours * 12)):
            quiet.stage.now += timedelta(minutes=5)
            quiet.sweep(quiet.workers[1])
            quiet.rest()
        quiet.stage.ready.append(press)
        quiet.rest()
    for _ in range(60):
        if not quiet.world.dockets or quiet.docket.records[0].state is State.POSTED:
            break
        quiet.stage.now += timedelta(minutes=30)
        quiet.sweep(quiet.workers[1])
        quiet.rest()
    assert quiet.docket.records[0].state in (State.POSTED, State.DRAFT)


def test_what_one_person_approved_waits_for_the_second_and_does_not_expire() -> None:
    quiet = Quiet()
    rule = SecondRule(record_type=TYPE, approvers=(Colleague(id=SAM.id, name="Sam"),))
    quiet.world.change_policy(second=(rule,))
    quiet.opened()
    quiet.pressed(presses.read, presses.approve)
    quiet.until(24 * 10)
    (record,) = quiet.docket.records
    assert record.state is State.SECOND
    assert any(c.whose == SAM.id for c in quiet.world.cards.values())


def test_a_refusal_says_nothing_of_an_earlier_post_that_may_still_land() -> None:
    """The first post gets no answer and lands minutes later; the second, made in between, is refused."""
    quiet = Quiet()
    quiet.opened()
    quiet.pressed(presses.read, presses.approve)
    quiet.stage.now += timedelta(minutes=3)
    quiet.world.behaves(Mood(every=1e9, busy=0, lost=0, after=0, late=1))
    quiet.walk(quiet.workers[0], quiet.docket.id, nudged=False)
    while quiet.docket.records[0].state is not State.POSTING:
        quiet.stage.step(quiet.stage.pick())
    quiet.world._until_fate = 2  # the words are read; then comes the post
    quiet.rest()
    assert not quiet.world.notes
    quiet.world.calm()
    late = quiet.stage.now + timedelta(seconds=560)
    quiet.stage.later = [
        (late if getattr(what, "__name__", "") == "land" else when, n, what)
        for when, n, what in quiet.stage.later
    ]
    heapify(quiet.stage.later)
    quiet.world.refuses = True
    quiet.until(0.1)
    quiet.world.refuses = False
    record = quiet.docket.records[0]
    assert any(t.doing is Doing.POST for t in quiet.docket.tries), "the second was not made"
    assert (record.state, record.sure) == (State.POSTING, False)
    quiet.until(1)
    assert [r.state for r in quiet.docket.records] == [State.POSTED]
    assert len(quiet.world.notes) == 1


@pytest.mark.parametrize("step", range(16))
@pytest.mark.parametrize("honours_keys", [True, False])
@pytest.mark.parametrize("able", [(True, True), (False, True), (True, False)])
def test_a_post_that_got_no_answer_is_looked_for_where_it_went_whatever_is_chosen_since(
    step: int, honours_keys: bool, able: tuple[bool, bool]
) -> None:
    """The council moves to another case system at any step from the post on: it is found, and filed once."""
    quiet = Quiet()
    quiet.world.honours_keys, quiet.world.moved_to = honours_keys, able
    quiet.opened()
    quiet.pressed(presses.read, presses.approve)
    quiet.stage.now += timedelta(minutes=3)
    quiet.world.behaves(Mood(every=1e9, busy=0, lost=0, after=1, late=0))
    quiet.walk(quiet.workers[0], quiet.docket.id, nudged=False)
    while quiet.docket.records[0].state is not State.POSTING:
        quiet.stage.step(quiet.stage.pick())
    quiet.world._until_fate = 2  # the words are read; then comes the post
    for _ in range(step):
        if quiet.stage.ready:
            quiet.stage.step(quiet.stage.pick())
    move(quiet)
    quiet.rest()
    quiet.world.calm()
    quiet.until(2)
    assert [note.system for note in quiet.world.notes.values()] == [INSTALLED]
    assert [r.state for r in quiet.docket.records] == [State.POSTED]


@pytest.mark.parametrize("step", range(30))
def test_what_is_claimed_after_a_long_sleep_does_not_rest_on_an_old_look(step: int) -> None:
    """Nothing is filed, so our copy may go only while the original is there; the process sleeps anywhere in its walk,
    and meanwhile somebody deletes the original. The judges hold the claim against what was there when it was made.
    """
    quiet = Quiet()
    quiet.opened()
    quiet.steps_of(quiet.press(presses.discard), STEPS)
    if not quiet.stage.ready:
        quiet.walk(quiet.workers[0], quiet.docket.id, nudged=False)
    (walk,) = quiet.stage.ready
    quiet.steps_of(walk, step)
    delete_meeting(quiet)
    quiet.stage.now += timedelta(hours=3)
    quiet.rest()
    quiet.until(2)


def test_17_doubled_nudges_do_not_arm_each_other() -> None:
    quiet = Quiet()
    id = quiet.opened().id
    quiet.until(0.1)
    pending = quiet.world.nudged
    for round in range(5):
        for i in range(8):
            quiet.world.nudge_at(id, quiet.stage.now + timedelta(seconds=round + i / 10))
        quiet.stage.now += timedelta(seconds=30)
        while quiet.stage.later and quiet.stage.later[0][0] <= quiet.stage.now:
            quiet.stage.jump()
            quiet.rest()
        assert quiet.world.nudged <= pending, "nudges that changed nothing put others"
    wait = quiet.world.judges.at_rest(DocketId(id))
    assert isinstance(wait, Wait)
    assert wait.why == "author"
