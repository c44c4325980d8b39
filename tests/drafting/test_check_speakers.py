"""Whose words they were: what the checker finds where a child's words are passed on, and what it leaves alone."""

from __future__ import annotations

import pytest

from drafting import checks, evidence
from tests.drafting.conftest import said

MEETING = said(
    ("Grace Boateng", "I'm Grace, I chair this. It's the review for Poppy, who's seven."),
    ("Nick Farrow", "I'm Nick Farrow, her social worker."),
    ("Tess Hall", "I'm Tess Hall, Poppy's mum."),
    ("Sam Lyle", "I'm Sam Lyle, the deputy head. Poppy is settled and she likes her class."),
    ("Grace Boateng", "And what did she say to you, Sam?"),
    ("Sam Lyle", 'At school on the 3rd she said, "I hide the biscuits for the baby."'),
    ("Sam Lyle", 'And I said where do you hide them, and she said, "Under the stairs."'),
    ("Nick Farrow", "OK. And Mick came to see me, he was cross about the kitchen and he wants it mended."),
    ("Nick Farrow", "I'll mend the kitchen tap, as Mick asked me."),
    ("Nick Farrow", "Mick had been asleep in the car, and the officers moved him on."),
    ("Grace Boateng", "Then the home."),
    ("Tess Hall", "The torch was not mine. I was in the bath when the ceiling came down."),
    ("Nick Farrow", "The police wrote down that the neighbours were hard to hear over the alarm."),
    (
        "Grace Boateng",
        "The plan is that she carries on living with Tess until the summer. It is a good plan.",
    ),
    ("Grace Boateng", "I thank everybody for the work. Nick, you'll ring the school."),
    ("Nick Farrow", "I will, on Thursday."),
)


def found(sentence: str) -> checks.Verdict:
    return checks.verdict(sentence, evidence.meeting(MEETING))


@pytest.mark.parametrize(
    "sentence",
    [
        'Poppy said, "I hide the biscuits for the baby."',
        'Poppy told Sam Lyle: "I hide the biscuits for the baby."',
        'Sam Lyle reported that Poppy said, "Under the stairs."',
        "Sam Lyle asked where she hides them.",
        "Do that on Thursday (“I'll mend the kitchen tap, as Mick asked me”).",
        "Tess said that the torch was not hers and she was in the bath when the ceiling came down.",
        "Mick had been asleep in the car and the neighbours were hard to hear over the alarm.",
        "The plan is that she carries on living with Tess until the summer.",
    ],
)
def test_words_given_to_the_one_who_said_them_are_left_alone(sentence: str) -> None:
    assert found(sentence).verdict is not checks.Finding.MISMATCH


@pytest.mark.parametrize(
    "sentence",
    [
        'Sam Lyle said, "I hide the biscuits for the baby."',
        'Mick said, "I hide the biscuits for the baby."',
        'Mick told Sam Lyle: "Under the stairs."',
        'Poppy told Nick Farrow, "I hide the biscuits for the baby."',
        'Poppy told the social worker, "Under the stairs."',
        "Mick said that the torch was not his and he was in the bath when the ceiling came down.",
    ],
)
def test_words_given_to_or_told_to_somebody_else_are_a_mismatch_of_speaker(sentence: str) -> None:
    verdict = found(sentence)
    assert verdict.verdict is checks.Finding.MISMATCH
    assert "speaker" in {r.code for r in verdict.reasons}
    assert all(r.detail.endswith(".") for r in verdict.reasons)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tess had been asleep in the car and the neighbours were hard to hear over the alarm.",
        "The plan is that she carries on living with Nick until the summer.",
    ],
)
def test_a_name_is_looked_for_where_its_own_clause_was_said(sentence: str) -> None:
    verdict = found(sentence)
    assert verdict.verdict is checks.Finding.MISMATCH
    assert "name" in {r.code for r in verdict.reasons}


def test_a_not_that_stands_apart_is_read_like_any_other() -> None:
    """Some software writes "did n't"."""
    assert found("Nick Farrow did n't ring the school").verdict in checks.Finding
