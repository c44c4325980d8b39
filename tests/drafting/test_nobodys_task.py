"""What somebody or other needs to do stands among the actions without an owner; which one "that" is, is said."""

from __future__ import annotations

import pytest

from tests.drafting.conftest import drafted, said

CHAIR, WORKER = "Derek Owusu", "Beth Lowry"


def _told(*turns: tuple[str | None, str]) -> list[tuple[str | None, str]]:
    return [(a.owner, a.text) for a in drafted(said(*turns)).actions]


@pytest.mark.parametrize("then", ["I think she'd enjoy it.", "She'd go if there was a bus."])
def test_a_task_that_nobody_takes_on_is_kept_and_is_nobodys(then: str) -> None:
    [(owner, task)] = _told(
        (CHAIR, "She might get something from the swimming club. Somebody needs to make that referral."),
        (WORKER, then),
    )
    assert owner is None
    assert task.startswith("Make that referral (“")
    assert "swimming club" in task


def test_it_is_theirs_who_say_yes() -> None:
    assert _told((CHAIR, "Somebody needs to ring the housing officer."), (WORKER, "Yes, I'll do that.")) == [
        (WORKER, "Ring the housing officer")
    ]


@pytest.mark.parametrize(
    "told",
    ["Does somebody need to ring the housing officer?", "Somebody needs to know where he is at night."],
)
def test_a_question_and_what_is_no_task_make_none(told: str) -> None:
    assert _told((CHAIR, told), (WORKER, "Maybe.")) == []


def test_which_one_is_not_told_where_the_task_says_it() -> None:
    assert _told(
        (CHAIR, "She likes swimming a great deal. Somebody needs to make the referral to the club."),
        (WORKER, "Maybe."),
    ) == [(None, "Make the referral to the club")]
