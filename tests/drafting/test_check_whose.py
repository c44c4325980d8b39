"""Whose it is, who is what, and who "I" is where labels name nobody: what the checker finds, and leaves alone."""

from __future__ import annotations

import pytest

from drafting import checks, evidence
from drafting.roles import parts
from record.source import Transcript
from record.values import replace
from tests.drafting.conftest import said

MEETING = said(
    ("Speaker 1", "I'm Nadia, the social worker for Mia, who's eight. Mia's mum is Carol, and Ann is the nurse."),
    ("Speaker 2", "I'm Carol. I've read it, and Steve's brother drove me here today."),
    ("Speaker 3", "Hello, I'm Ann Reed, the school nurse. I weighed Mia on Monday and she was fine."),
    ("Speaker 1", "Thank you, Ann. What about the bedrooms, Carol?"),
    ("Speaker 2", "I painted her room in May. We tidied Steve's garage, and the damp in it has gone."),
    ("Speaker 1", "Does anybody from the council still come about the damp, Carol?"),
    ("Speaker 2", "No. Nobody comes."),
    ("Speaker 3", "In the tests she got five for spelling, and for maths she got a three."),
    ("Speaker 1", "The foil on the step, was it Steve's?"),
    ("Speaker 2", "The foil was not mine. He did not agree that a lock is needed; the gate is open, Ann."),
    ("Speaker 3", "The doctor found no bruises and noted a rash on her arm."),
    ("Speaker 1", "I will ring the housing office by Friday and Ann will write to the dentist."),
)  # fmt: skip


def found(sentence: str, meeting: Transcript = MEETING) -> checks.Verdict:
    return checks.verdict(sentence, evidence.meeting(meeting))


def unlabelled() -> Transcript:
    return Transcript(attributed=False, passages=tuple(replace(p, speaker=None) for p in MEETING.passages))


TRUE = [
    "Carol painted Mia's room in May.",
    "Steve's brother drove Carol to the meeting.",
    "They tidied Steve's garage.",
    "The school nurse, Ann, weighed Mia on Monday.",
    "Nadia, the social worker, will ring the housing office by Friday.",
    "Mia got five for spelling and three for maths.",
    "Carol said the foil was not hers.",
    "The doctor found no bruises and noted a rash on her arm.",
    "Steve did not agree that a lock is needed.",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_what_belongs_to_somebody_is_left_alone(sentence: str) -> None:
    assert found(sentence).verdict is not checks.Finding.MISMATCH


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("entity", "Ann's brother drove Carol to the meeting."),
        ("entity", "They tidied Ann's garage."),
        ("name", "The school nurse, Carol, weighed Mia on Monday."),
        ("name", "Ann, the social worker, will ring the housing office by Friday."),
        ("entity", "Mia got three for spelling."),
        ("negation", "Carol said the foil was hers."),
        ("name", "Ann painted Mia's room in May."),
    ],
)
def test_somebody_elses_is_found_with_its_reason(code: str, sentence: str) -> None:
    verdict = found(sentence)
    assert verdict.verdict is checks.Finding.MISMATCH
    assert code in {r.code for r in verdict.reasons}
    assert all(r.detail.endswith(".") for r in verdict.reasons)
    assert verdict.best


@pytest.mark.parametrize(
    "sentence", ["Ann's brother drove Carol to the meeting.", "They tidied Ann's garage."]
)
def test_whose_it_is_needs_no_labels(sentence: str) -> None:
    assert found(sentence, unlabelled()).verdict is checks.Finding.MISMATCH


def test_a_sentence_in_the_words_used_is_never_a_mismatch() -> None:
    meeting = evidence.meeting(MEETING)
    for unit in meeting.units:
        assert checks.verdict(unit.text, meeting).verdict is not checks.Finding.MISMATCH, unit.text


def test_a_name_that_two_people_give_at_one_label_binds_neither() -> None:
    shared = said(
        ("Speaker 1", "I'm Carol and this is the review for Mia, who's eight."), ("Speaker 1", "I'm Ann.")
    )
    assert evidence.meeting(shared).who.bound == set()
    assert evidence.meeting(MEETING).who.labels["carol"] == {"Speaker 2"}


def test_my_in_words_passed_on_is_of_the_one_whose_words_they_are() -> None:
    told = said(
        ("Kelly Marsh", "I'm Kelly Marsh, the social worker for Lee, who's nine."),
        ("Kelly Marsh", "Lee said my bike is broken and my scooter was stolen from the yard on Monday."),
        ("Donna Brook", "I'm Donna, his mum. It was in the yard, yes."),
    )
    assert (
        found("Lee's scooter was stolen from the yard on Monday.", told).verdict
        is not checks.Finding.MISMATCH
    )
    assert found("Donna's scooter was stolen from the yard.", told).verdict is checks.Finding.MISMATCH


def test_who_is_greeted_is_not_who_introduces_themselves() -> None:
    assert not list(parts("Hello Donna, I'm the social worker."))
    assert list(parts("Ann Roe, I'm the school nurse.")) == [("ann", "nurse")]
