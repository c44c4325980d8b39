"""Measures, last month and next month, and what is no denial or decision: found, or left alone, with its reason."""

from __future__ import annotations

import pytest

from drafting import checks, evidence
from drafting.facts import facts
from drafting.wording.words import words
from tests.drafting.conftest import said

MEETING = said(
    ("Dr Ng", "Rose is sixty-six years old. She takes twenty milligrams of ramipril every day and it suits her."),
    ("Rose Hill", "It was forty-five mil of the syrup, and it went up to fifty mil at the end of August."),
    ("Rose Hill", "I fell in the garden last month and the neighbour picked me up."),
    ("Dr Ng", "Any pain in the hip since the fall?"),
    ("Rose Hill", "No, none. Why don't we put a rail at the back door?"),
    ("Dr Ng", "The design of the frame seems plain to me, and the colour too."),
    ("Sue Day", "The frame is plain, yes. My own mother has the same frame and likes the colour."),
)  # fmt: skip


def found(sentence: str) -> checks.Verdict:
    return checks.verdict(sentence, evidence.meeting(MEETING))


@pytest.mark.parametrize(
    "sentence",
    [
        "Rose takes ramipril 20 mg daily.",
        "The syrup went from 45 ml to 50 ml at the end of August.",
        "Rose fell in the garden last month.",
        "Rose suggested that they put a rail at the back door.",
        "They agreed that the design of the frame was plain.",
        "There are no spots on the skin.",
    ],
)
def test_what_was_said_in_other_measures_is_left_alone(sentence: str) -> None:
    assert found(sentence).verdict is not checks.Finding.MISMATCH


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("number", "Rose takes ramipril 66 mg daily."),
        ("date", "Rose fell in the garden next month."),
        ("negation", "Rose has had pain in the hip since the fall."),
        ("speaker", "Rose said that her own mother has the same frame and likes the colour."),
    ],
)
def test_another_measure_time_or_speaker_is_found_with_its_reason(code: str, sentence: str) -> None:
    verdict = found(sentence)
    assert verdict.verdict is checks.Finding.MISMATCH
    assert code in {r.code for r in verdict.reasons}
    assert all(r.detail.endswith(".") for r in verdict.reasons)


def test_a_sentence_in_the_words_used_is_never_a_mismatch() -> None:
    meeting = evidence.meeting(MEETING)
    for unit in meeting.units:
        assert checks.verdict(unit.text, meeting).verdict is not checks.Finding.MISMATCH, unit.text


def test_a_time_may_be_written_without_its_colon() -> None:
    assert [f.value for f in facts(words("It woke her at 530am and at 1015 pm."))] == ["5:30", "10:15"]


def test_last_month_is_no_rival_of_next_week() -> None:
    """The day that was named may well be in it: only "next month" is turned round."""
    verdict = checks.verdict(
        "The neighbour picks Rose up from the garden next week.", evidence.meeting(MEETING)
    )
    assert "date" not in {r.code for r in verdict.reasons}


def test_a_day_may_be_said_in_words() -> None:
    told = [
        (f.kind, f.value)
        for f in facts(words("On the nineteenth, the twenty-third of June and the thirtieth she had it."))
    ]
    assert told == [("day", "19"), ("day", "23"), ("month", "6"), ("day", "30")]
    assert [f.kind for f in facts(words("It was the third time, on the twentieth centile."))] == [
        "number",
        "number",
    ]
