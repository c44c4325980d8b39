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


def test_a_task_that_two_share_is_both_of_theirs() -> None:
    told = _told((WORKER, "I am here."), (IRO, "Beth and Leanne will tell Mason together on Monday the 9th."))
    assert told == [(f"{WORKER} and Leanne", "Tell Mason together on Monday the 9th", "on Monday the 9th")]


def test_of_two_of_one_name_who_spoke_of_it_is_shown_with_what_was_said() -> None:
    told = _told(
        (WORKER, "I rang the post-adoption team and heard nothing."),
        ("Beth Hanley", "I supervise the foster carer."),
        (IRO, "I'd like Beth to write to post-adoption again."),
        (IRO, "I'd like Beth to write to the bank."),
    )
    assert [owner for owner, *_ in told] == [f"{WORKER} (said: “Beth”)", "Beth (which of 2?)"]


def test_a_chairs_orders_and_own_tasks_are_tasks() -> None:
    told = _told(
        (WORKER, "I am here."), (IRO, "Beth, fix some mornings with the clinic. Me, ring the children's dad.")
    )
    assert told == [
        (WORKER, "Fix some mornings with the clinic", None),
        (IRO, "Ring the children's dad", None),
    ]


def test_who_you_are_is_said_where_the_sentence_says_it() -> None:
    told = _told(
        ("Lee Sharples", "I am here."), (WORKER, "Lee, I'll ring you this afternoon, just you and me.")
    )
    assert told == [(WORKER, "Ring you [Lee Sharples] this afternoon, just you and me", "this afternoon")]


def test_the_day_of_another_task_in_the_sentence_is_not_this_ones() -> None:
    told = _told((WORKER, "You've got the check on the 18th, and I'll ring the optician's."))
    assert told == [(WORKER, "Ring the optician's", None)]


def test_an_hour_goes_with_the_day_that_the_sentence_is_about() -> None:
    told = _told(
        (WORKER, "So tonight you are all going to your nan's, and I'll ring there at half past eight.")
    )
    assert [due for *_, due in told] == ["tonight at half past eight"]


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("I'll send it to the school a week today.", "a week today"),
        ("I'll write to the school within a fortnight.", "within a fortnight"),
        ("I'll write that up as a written agreement and bring it to the core group.", "the core group"),
        ("I can move testing to every week from every two weeks.", None),
    ],
)
def test_days_are_as_they_were_said(told: str, due: str | None) -> None:
    found = _told((WORKER, told))
    assert [x[2] for x in found] == [due]


def test_a_promise_taken_back_at_once_is_none() -> None:
    assert not _told((WORKER, "I'll get him to wear his glasses. I won't, but I'll try."))


def test_a_promise_that_asks_whether_it_suits_is_one() -> None:
    told = _told((WORKER, "And I'll come again on Tuesday the 1st of December, if that still works?"))
    assert [(owner, due) for owner, _, due in told] == [(WORKER, "on Tuesday the 1st of December")]


def test_a_chairs_list_joins_what_was_promised_before() -> None:
    told = _told(
        (WORKER, "I'll ask the surgery for another one, by Wednesday the 18th."),
        (IRO, "So Beth, spare inhaler, in school by Wednesday the 18th of November."),
        *[("Tom Haddow", "That is what the school says about it.")] * 6,
        (IRO, "Beth, the spare inhaler for Amira, by the 18th."),
    )
    assert [(owner, due) for owner, _, due in told] == [(WORKER, "Wednesday the 18th of November")]


def test_in_a_supervision_that_names_no_speaker_who_is_told_is_the_worker_and_who_tells_the_manager() -> None:
    told = _told(
        (None, "It's supervision for Dom, with me, Anneliese."),
        (None, "You ring the police by two o'clock, ask for the duty DS. I'll chair it."),
        (None, "I'll book a proper interpreter for every visit."),
    )
    assert [(owner, task) for owner, task, _ in told] == [
        ("Dom", "Ring the police by two o'clock, ask for the duty DS"),
        ("Anneliese", "Chair it (“You ring the police by two o'clock, ask for the duty DS.”)"),
        (None, "Book a proper interpreter for every visit"),
    ]


def test_when_people_meet_again_goes_to_its_own_section_to_be_confirmed() -> None:
    said_ = said((IRO, "Next review, Monday the 11th of January, ten o'clock. Beth, you'll book the room."))
    draft = drafted(said_, "cin-review")
    [line] = next(s for s in draft.sections if s.id == "next").lines
    assert "Monday the 11th of January" in line.text
    assert [f.code for f in line.flags] == ["confirm-date"]
    assert not [a for a in draft.actions if "review" in a.text]


def test_words_before_a_promise_that_say_nothing_are_not_shown_for_what_it_means() -> None:
    told = _told(
        (IRO, "Will the other six sessions be made up?"),
        (WORKER, "I've been told that I can do four before Christmas."),
    )
    assert [task for _, task, _ in told] == [
        "Do four before Christmas (“Will the other six sessions be made up?”)"
    ]


@pytest.mark.parametrize(
    "told", ["I'll get the box.", "I'll just put the kettle on.", "I'll close that door."]
)
def test_what_is_done_on_the_spot_is_no_action(told: str) -> None:
    assert not _told((WORKER, told))


def test_fetching_something_later_is_one() -> None:
    assert _told((WORKER, "I'll get the prescription from the surgery on Friday.")) == [
        (WORKER, "Get the prescription from the surgery on Friday", "on Friday")
    ]


def test_a_day_that_a_chair_puts_to_a_promise_is_no_second_task() -> None:
    assert _told(
        (WORKER, "I'll chase the funding tomorrow and I'll let Leanne know by Tuesday."),
        (IRO, "So that's by Tuesday the 10th."),
    ) == [
        (WORKER, "Chase the funding tomorrow", "tomorrow"),
        (WORKER, "Let Leanne know by Tuesday", "Tuesday the 10th"),
    ]


def test_a_task_that_its_owner_takes_up_at_once_is_said_once() -> None:
    mum = "Leanne Carter"
    told = _told(
        (WORKER, "The booster, that's one that Leanne needs to book at the surgery."),
        (mum, "Yeah, I'll book it."),
    )
    assert len(told) == 1
    assert "at the surgery" in told[0][1]


def test_it_is_not_a_list_of_names() -> None:
    told = _told(
        (WORKER, "Hello."),
        (
            IRO,
            "The core group is on the 19th at school. Leanne, Ryan, Sarah P, Sarah O and Tom. Beth, you'll chair it.",
        ),
    )
    assert all("Ryan" not in task for _, task, _ in told)


def test_me_is_whoever_asked() -> None:
    assert _told((IRO, "Beth, can you send me the new report?"), (WORKER, "Yes, today.")) == [
        (WORKER, f"Send me [{IRO}] the new report", "today")
    ]


def test_a_request_keeps_what_it_hangs_on() -> None:
    [(owner, task, _)] = _told(
        (IRO, "Marion, if he goes missing again, ring me the same day."), ("Marion Tuck", "I will.")
    )
    assert owner == "Marion Tuck"
    assert task.startswith(f"If he goes missing again, ring me [{IRO}]")


def test_a_list_that_only_names_whom_to_turn_to_is_the_same_task() -> None:
    told = _told(
        (IRO, "It isn't mine alone, so I'll take it to Ruth, my manager, at supervision on the 25th."),
        (WORKER, "OK, that is clear."),
        (IRO, "And I'll talk to Ruth."),
    )
    assert [(owner, due) for owner, _, due in told] == [(IRO, "on the 25th")]
    assert len(_told((IRO, "I'll take it to Ruth on the 25th."), (IRO, "And I'll talk to Dev."))) == 2


def test_a_day_asked_for_next_leaves_no_loose_by() -> None:
    assert _told((IRO, "Beth to do a short support plan, by?"), (WORKER, "By the 11th of December.")) == [
        (WORKER, "Do a short support plan", "the 11th of December")
    ]


def test_an_order_with_a_please_is_whose_who_says_yes() -> None:
    assert _told((IRO, "Do the checks on Bev before five, please."), (WORKER, "OK.")) == [
        (WORKER, "Do the checks on Bev before five", "before five")
    ]
    assert not _told((IRO, "Take a seat, please."), ("Phil Garside", "It's warm in here."))


def test_who_takes_up_a_request_does_not_promise_it_twice() -> None:
    assert (
        len(_told((IRO, "Beth, can you send the log?"), (WORKER, "I'll do it before the fire drill."))) == 1
    )


def test_it_is_said_with_what_the_sentence_before_says_it_is() -> None:
    [(_, task, _)] = _told(
        (
            "Grace Obi",
            "Dr Rao can see him at half four. It needs somebody with parental responsibility. I'll book it.",
        )
    )
    assert "Dr Rao can see him" in task


def test_who_chairs_today_is_no_task() -> None:
    assert not _told((IRO, "I'm the team manager, I'll chair."))
