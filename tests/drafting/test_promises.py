"""Actions as people say them: with what "it" means, the day that belongs to it, and no owner but who was named."""

from __future__ import annotations

import pytest

from tests.drafting.conftest import drafted, said

IRO, WORKER = "Derek Owusu", "Beth Lowry"


def _told(*turns: tuple[str | None, str]) -> list[tuple[str | None, str, str | None]]:
    return [(a.owner, a.text, a.due) for a in drafted(said(*turns)).actions]


def test_that_and_it_are_said_with_what_they_mean() -> None:
    [(owner, task, due)] = _told(
        (IRO, "I'm asking that visits move into the community, and that's subject to a risk assessment."),
        (WORKER, "I can do that in three weeks."),
    )
    assert (owner, due) == (WORKER, "in three weeks")
    assert task.startswith("Do that in three weeks (“")
    assert "risk assessment" in task


def test_what_a_sentence_names_first_goes_with_the_task() -> None:
    assert _told(
        (IRO, "Then the bus, you'll talk to Kai."), ("Phil Garside", "Yes, I'll catch him tomorrow.")
    )[0] == (
        "Phil Garside",
        "Talk to Kai (“the bus”)",
        "tomorrow",
    )


def test_a_chairs_list_names_who_and_by_when() -> None:
    assert _told((WORKER, "I am here."), (IRO, "Beth, four sessions before Christmas.")) == [
        (WORKER, "Four sessions before Christmas", "before Christmas")
    ]


@pytest.mark.parametrize(
    "arranged", ["Breakfast club from Monday.", "Sundays at ten at his nan's, starting the 22nd."]
)
def test_what_is_arranged_to_begin_has_its_day_and_nobody_made_up(arranged: str) -> None:
    [(owner, task, due)] = _told((IRO, arranged))
    assert owner is None
    assert task == arranged.rstrip(".")
    assert due


@pytest.mark.parametrize(
    "told",
    [
        "Mason and Lila stay with their nana from Sunday to Thursday.",
        "He was off school from Monday.",
        "It's better, starting last week.",
    ],
)
def test_what_is_or_was_so_is_no_action(told: str) -> None:
    assert not _told((IRO, told))


def test_a_day_in_a_clause_that_says_no_is_not_when_it_will_be_done() -> None:
    assert _told(
        (WORKER, "I'm not able to agree wording today, I'll send the panel the school's report.")
    ) == [(WORKER, "Send the panel the school's report", None)]


def test_who_was_called_by_name_and_answered_is_who_is_spoken_to() -> None:
    told = _told(
        (IRO, "By when can the visits be moved to the community centre, Beth?"),
        (WORKER, "Three weeks, I think, so about the 25th."),
        (IRO, "You're to ring the centre manager this week."),
    )
    assert (WORKER, "Ring the centre manager this week", "this week") in told


@pytest.mark.parametrize(
    "told", ["I'll tell you first who I'm telling.", "I'll write that down.", "I'll do it."]
)
def test_what_happens_in_the_meeting_or_says_nothing_is_no_action(told: str) -> None:
    assert not _told((WORKER, told))


def test_where_the_same_sentence_says_what_it_means_that_is_what_is_shown() -> None:
    [(_, task, due)] = _told(
        (
            IRO,
            "ELSA carries on. Then I'd like him to have a reading volunteer, I'll get that started by Friday.",
        )
    )
    assert task.endswith("(“Then I'd like him to have a reading volunteer”)")
    assert due == "Friday"


def test_words_before_a_promise_that_say_nothing_are_not_shown_for_what_it_means() -> None:
    told = _told(
        (IRO, "Will the other six sessions be made up?"),
        (WORKER, "I've been told that I can do four before Christmas."),
    )
    assert [task for _, task, _ in told] == [
        "Do four before Christmas (“Will the other six sessions be made up?”)"
    ]
