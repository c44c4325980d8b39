"""A decision stands only where somebody stated one, in their words; what was left undecided never reads as decided."""

from __future__ import annotations

import pytest

from drafting import decisions, speech
from drafting.people import people
from record.draft import Kind, Line
from tests.drafting.conftest import drafted, said

CHAIR = "Helen Adeyemi"
MEETING = "child-protection-conference"
INTRODUCED = (
    CHAIR,
    "I'm Helen Adeyemi, I'm the independent chair of this conference and I'm not part of the team.",
)


def _decided(*turns: tuple[str | None, str], type_id: str = MEETING) -> list[Line]:
    draft = drafted(said(INTRODUCED, *turns), type_id)
    return [x for s in draft.sections if s.kind is Kind.DECISION for x in s.lines]


@pytest.mark.parametrize(
    "stated",
    [
        "My decision is that Mason will be made subject to a child protection plan.",
        "I've decided that the plan ends today.",
        "The care plan is long-term fostering, and I endorse that plan.",
    ],
)
def test_a_stated_decision_is_in_its_speakers_words_and_asks_whose_it_was(stated: str) -> None:
    [line] = _decided((CHAIR, stated))
    assert line.text == f"{CHAIR}: {stated}"
    assert [f.code for f in line.flags] == ["who-decided"]
    assert line.sources


@pytest.mark.parametrize(
    "left",
    [
        "I'm not deciding that today.",
        "There's no decision on placement.",
        "The local authority doesn't decide today.",
        "Nobody's decided anything about weekends.",
        "The decision is for the panel in January.",
        "I've not decided that, I want to talk to Kai about it.",
    ],
)
def test_what_is_left_undecided_keeps_its_no(left: str) -> None:
    [line] = _decided((CHAIR, left))
    assert line.text == f"{CHAIR}: {left}"
    assert not line.flags


@pytest.mark.parametrize(
    "turn",
    [
        (CHAIR, "Is it my decision or the panel's?"),
        ("Gemma Sharples", "I'm Jayden's mum, Gemma, and I've decided he's not going back to his dad's."),
    ],
)
def test_a_question_and_a_familys_own_are_none(turn: tuple[str, str]) -> None:
    assert not _decided(turn)


def test_a_reason_given_at_once_stands_with_the_decision() -> None:
    [line] = _decided(
        (CHAIR, "My decision is that the plan ends. That's because all six actions are done. Thank you.")
    )
    assert line.text.endswith("That's because all six actions are done.")


def test_reasons_that_are_announced_stand_with_the_decision_to_the_last() -> None:
    reasons = "The reasons are, she was alone. He has missed a lot of school. It is only four weeks old."
    [line] = _decided((CHAIR, f"My decision is that there will be a plan. {reasons}"), ("Ann", "Thank you."))
    assert line.text == f"{CHAIR}: My decision is that there will be a plan. {reasons}"


def test_who_did_not_agree_is_in_the_record_the_family_under_its_views() -> None:
    talk = said(
        INTRODUCED,
        ("Leanne", "I'm Mason's mum."),
        ("Tom Ashby", "I'm the recovery worker from the team. I'm the odd one out, I would not have a plan."),
        ("Leanne", "No. I disagree. It's one morning."),
        (CHAIR, "My decision is that there will be a plan."),
    )
    draft = drafted(talk, MEETING)
    kinds = {x.text: s.kind for s in draft.sections for x in s.lines}
    assert kinds["Leanne: No. I disagree. It's one morning."] is Kind.FAMILY_VIEWS
    [dissent] = [kind for text, kind in kinds.items() if "odd one out" in text]
    assert dissent is Kind.DECISION


@pytest.mark.parametrize(
    ("words", "against"),
    [
        ("I'm going to be the odd one out, I would not have a plan.", True),
        ("He feels he's the odd one out at school.", False),
        ("I think he is the odd one out at school.", False),
        ("I can't support him on my own at the weekends.", False),
        ("I can't support that.", True),
    ],
)
def test_who_disagrees_says_so_of_themselves_and_of_what_is_proposed(words: str, against: bool) -> None:
    turns = speech.turns(said(INTRODUCED, ("Tom Ashby", f"I'm the recovery worker from the team. {words}")))
    assert (
        bool(list(decisions.dissent(turns, people(turns, child=None, siblings=(), author=None), {}, set())))
        is against
    )


def test_a_record_without_a_place_for_decisions_shows_them_as_left_out() -> None:
    draft = drafted(said(INTRODUCED, (CHAIR, "My decision is that the plan ends today.")), "home-visit")
    assert any(n.kind == "decision" and "My decision" in n.text for n in draft.not_covered)


def test_what_is_left_open_says_what_it_is() -> None:
    [line] = _decided(
        (
            CHAIR,
            "I'm thinking of ending the visits in the spring. I've not decided that, I'll ask him first.",
        ),
        ("Jo Whitcombe", "OK. So that's not decided."),
    )
    assert line.text == (
        f"{CHAIR}: I'm thinking of ending the visits in the spring. I've not decided that, I'll ask him first."
    )


def test_what_is_left_open_in_one_breath_is_one_line() -> None:
    breath = (
        "We have heard you. I'm leaning towards ending it but I'm not deciding that today. "
        "It isn't mine to decide alone. So the plan carries on until then."
    )
    [line] = _decided((CHAIR, breath))
    assert line.text.startswith(f"{CHAIR}: I'm leaning")
    assert line.text.endswith("until then.")
