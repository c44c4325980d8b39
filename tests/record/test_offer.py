"""What becomes of an offer, by itself: when it is looked at, of which call it is, and that nothing is left in it."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from record import offer as offers
from record.docket import Call
from record.offer import AFTER, BEFORE, STUB, Came, Ended, Offer, Standing
from record.policy import Colleague, Group, Policy, Tool, TypeRule
from record.terms import DocketId, GroupId, PersonId, RecordTypeId
from record.values import replace

NOW = datetime(2026, 11, 10, 17, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
POLICY = Policy()
spans = st.integers(-3000, 3000).map(lambda n: n * MINUTE)


def of(ended: datetime | None, told: str = "t") -> Offer:
    end = Ended(meeting="m", thread="19:x", service_url="s", ended=ended, told=told, join_url="j")
    return offers.watched(DocketId("offer-1"), end, POLICY, NOW)


def call(began: datetime, *, whole: bool = True, name: str = "c") -> Call:
    return Call(
        organiser=PersonId("o"),
        meeting="m",
        call=name,
        thread="19:x",
        transcripts=("t",),
        began=began,
        ended=began + MINUTE if whole else None,
    )


def test_looks_come_at_their_times_from_the_end_and_then_it_is_over() -> None:
    offer, waits, now = of(NOW - MINUTE), [], NOW
    while offer.at is Standing.WATCHED:
        waits.append(offer.due - offer.ended)
        now = offer.due
        offer = offers.later(offer, POLICY, now)
    assert tuple(waits) == POLICY.offer_looks
    assert (offer.came, offer.due) == (Came.NOTHING, now + STUB)


@given(spans)
def test_a_look_that_comes_late_leaves_out_those_that_have_passed(late: timedelta) -> None:
    offer, now = of(NOW - MINUTE), NOW + abs(late)
    after = offers.later(offer, POLICY, now)
    assert after.due > now
    assert after.at is Standing.OVER or after.due - after.ended in POLICY.offer_looks


@given(st.one_of(st.none(), spans.map(lambda s: NOW + s), st.just(datetime(1, 1, 2, tzinfo=UTC))))
def test_a_time_that_cannot_be_right_is_not_believed(ended: datetime | None) -> None:
    offer = of(ended)
    assert NOW - BEFORE < offer.ended <= NOW
    assert offer.due == offer.ended + POLICY.offer_looks[0]


def test_busy_parties_are_asked_again_but_not_for_ever() -> None:
    offer, now, tries = of(NOW - MINUTE), NOW, 0
    while offer.at is Standing.WATCHED:
        now = offer.due
        offer = offers.soon(offer, POLICY, now)
        tries += 1
    assert now - NOW <= POLICY.offer_looks[-1] + 2 * POLICY.retry
    assert tries > len(POLICY.offer_looks)


@given(st.lists(st.tuples(spans, st.booleans()), max_size=6))
def test_only_whole_calls_near_the_end_and_the_newest_first(some: list[tuple[timedelta, bool]]) -> None:
    offer = of(NOW - MINUTE)
    calls = [call(NOW + span, whole=whole, name=str(i)) for i, (span, whole) in enumerate(some)]
    found = offers.found(calls, offer)
    assert set(found) == {
        c for c in calls if c.ended and offer.ended - BEFORE <= c.began <= offer.ended + AFTER
    }
    assert [c.began for c in found] == sorted((c.began for c in found), reverse=True)


@given(st.sampled_from(Came))
def test_over_holds_nothing_of_the_meeting_or_of_anybody(came: Came) -> None:
    offer = offers.sending(of(NOW - MINUTE), call(NOW), "hash", POLICY, NOW)
    over = offers.over(offer, came, NOW)
    kept = {"id", "ended", "due", "at", "came", "taken"}
    plain = Offer(id=offer.id, ended=offer.ended, due=over.due)
    assert all(getattr(over, f.name) == getattr(plain, f.name) for f in fields(Offer) if f.name not in kept)
    assert offers.over(over, came, NOW) == over


def test_not_sent_is_looked_for_again_and_keeps_its_call() -> None:
    offer = offers.sending(of(NOW - MINUTE), call(NOW), "hash", POLICY, NOW)
    assert offer.due == NOW + POLICY.offer_stands
    again = offers.not_sent(offer, POLICY, NOW)
    assert (again.at, again.call, again.taken) == (Standing.WATCHED, "", "hash")
    assert again.due == NOW + POLICY.retry


def test_a_stub_outlasts_every_other_end_that_could_find_its_call() -> None:
    assert BEFORE + POLICY.offer_looks[-1] + POLICY.retry < STUB


# --- whether it is offered at all ---------------------------------------------------------------------------------

TYPES = (RecordTypeId("home-visit"), RecordTypeId("core-group"))
KELLY, LEE = PersonId("kelly"), PersonId("lee")
TEAM = Group(id=GroupId("g"), name="Team")


def ruled(*, only: tuple[PersonId, ...] = (), groups: tuple[Group, ...] = (), count: int = 2) -> Policy:
    """The same rule for so many of the types; the others are everybody's."""
    people = tuple(Colleague(id=id, name="") for id in only)
    rules = (TypeRule(record_type=t, only=people, groups=groups) for t in TYPES[:count])
    return Policy(types=tuple(rules))


def test_who_may_draft_nothing_is_offered_nothing() -> None:
    assert offers.wanted(ruled(only=(LEE,)), TYPES, LEE)
    assert not offers.wanted(ruled(only=(LEE,)), TYPES, KELLY)
    assert not offers.wanted(ruled(), TYPES, LEE), "both are written by hand"
    assert offers.wanted(ruled(only=(LEE,), count=1), TYPES, KELLY), "one type is everybody's"


def test_who_might_be_in_a_group_is_offered_it() -> None:
    """Microsoft is not asked about people who have asked for nothing."""
    assert offers.wanted(ruled(only=(LEE,), groups=(TEAM,)), TYPES, KELLY)


def test_while_nobody_has_said_who_it_is_the_meeting_is_watched() -> None:
    assert offers.wanted(ruled(only=(LEE,)), TYPES)


@given(st.booleans(), st.booleans(), st.sampled_from(list(Tool)))
def test_no_rule_lets_an_offer_out_that_the_council_does_not_want(
    looks: bool, leaves: bool, tool: Tool
) -> None:
    policy = replace(POLICY, offer_looks=POLICY.offer_looks if looks else (), leaving=leaves, tool=tool)
    assert offers.wanted(policy, TYPES, KELLY) is (looks and not leaves and tool.drafts)
