"""The page is not written when something was never reached, or has no words; the walk itself runs in `make check`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from record import discarding, post
from record.docket import Act
from record.errors import RefusedError
from record.holds import DESTROYING
from record.policy import Policy
from record.terms import Doing, Outcome, Saw, State
from tests.documents.decisions import decisions, first_sentence, taken
from tests.documents.family import START, family
from tests.documents.faults import Faults
from tests.documents.found import Found, Stand
from tests.documents.page import complete
from tests.documents.telling import Telling, drafted
from tests.documents.twelve import TWELVE
from tests.documents.walk import walk_from
from tests.documents.words import POLICY, STATE, say, time
from tests.record.walking import KELLY


def test_what_was_never_reached_is_named() -> None:
    with pytest.raises(AssertionError) as missing:
        complete(Found())
    for name in (*Doing, *State, *Outcome, "approve (second approver)", "which-file"):
        assert name in str(missing.value)


def test_under_a_hold_nothing_that_destroys_is_ever_reached() -> None:
    """And so a walk of that docket alone is not enough for the page."""
    first = next(s for s in family() if s.policy.holds)
    found = Found()
    walk_from(Stand(first.docket, first.policy, START), set(), found)
    assert Doing.POST in found.due
    assert not found.due.keys() & {*DESTROYING, Doing.EXPIRE, Doing.LEAVE}
    with pytest.raises(AssertionError, match="the act delete_meeting"):
        complete(found)


def test_what_has_no_words_is_named() -> None:
    with pytest.raises(LookupError, match="asked"):
        say({}, State.ASKED)
    assert set(STATE) == set(State)
    assert set(POLICY) == set(Policy.__dataclass_fields__)


def test_every_start_can_be_walked_and_says_why_it_is_there() -> None:
    starts = tuple(family())
    assert len({s.why for s in starts}) == len(starts)
    assert all(any(True for d in decisions() for _ in taken(d, s.docket, s.policy, START)) for s in starts)


def test_what_an_act_sees_is_what_the_clerks_code_makes_of_it() -> None:
    start = next(family())
    act = Stand(start.docket, start.policy, START).step()
    assert isinstance(act, Act)
    assert act.doing is Doing.SEND_CARD
    faults = Faults(start.docket, act, None, START)
    assert faults.asks() == ("chat.send",)
    assert {seen.why for seen in faults.every() if seen} >= {"microsoft", "bot-removed"}


@pytest.mark.parametrize("tells", TWELVE, ids=lambda tells: tells.__name__)
def test_every_history_is_walked_and_told_in_few_words(tells: Callable[[], Telling]) -> None:
    told = [line for line in tells().lines if line.startswith("- ")]
    assert 5 <= len(told) <= 16
    assert all(len(line) < 700 for line in told)
    assert (tells.__doc__ or "").endswith("?")


def test_a_history_stops_where_the_line_does_otherwise() -> None:
    h = drafted()
    with pytest.raises(AssertionError, match="it was not refused"):
        h.refused("Kelly Marsh discards it", discarding.discard, 1, KELLY.id, only_account=False)
    with pytest.raises(RefusedError):
        h.decides("Kelly Marsh tries again.", post.retry, 1, KELLY.id)
    h.approves()
    h.always = {Doing.POST: Saw.BUSY}
    with pytest.raises(LookupError, match="post"):
        h.goes_on()


def test_a_history_ends_in_a_receipt_only_if_it_does() -> None:
    h = drafted(Policy(posts=False))
    h.approves()
    with pytest.raises(AssertionError, match="without a receipt"):
        h.to_the_receipt()


@pytest.mark.parametrize(
    ("of", "shown"),
    [
        (timedelta(seconds=45), "45 seconds"),
        (timedelta(minutes=2), "2 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=24), "24 hours"),
        (timedelta(days=7), "7 days"),
        (timedelta(days=4, minutes=-3), "4 days"),
    ],
)
def test_times_are_said_as_people_say_them(of: timedelta, shown: str) -> None:
    assert time(of) == shown


def test_the_first_sentence_is_taken_whole() -> None:
    assert first_sentence("One line\n    and on. Another.\n\n    More.") == "One line and on."
    assert first_sentence("No full stop") == "No full stop"
    assert first_sentence(None) == ""
