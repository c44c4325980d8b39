"""Who did it, who was there, and whether it was denied: what the checker finds of these, and what it leaves alone."""

from __future__ import annotations

import pytest

from drafting import checks, evidence
from tests.drafting.conftest import said

MEETING = said(
    (
        "Grace Boateng",
        "I'm Grace, I chair this, and Leila takes the minutes. It's the review for Poppy, who's seven.",
    ),
    ("Nick Farrow", "I'm Nick Farrow, her social worker. I've seen Poppy twice on her own since September."),
    ("Tess Hall", "I'm Tess Hall, Poppy's mum."),
    ("Sam Lyle", "I'm Sam Lyle, the deputy head. Her attendance is ninety-four per cent."),
    ("Sam Lyle", "She reads to the nursery class."),
    ("Grace Boateng", "And the dentist?"),
    ("Tess Hall", "She went in October. She's got two fillings and she was brave."),
    ("Tess Hall", "I was asleep when the letter came, Mick read it."),
    ("Grace Boateng", "The police report says a neighbour found Poppy on the swings on the 3rd."),
    ("Grace Boateng", "And that Mick was hard to wake."),
    ("Grace Boateng", "Did you know that she was out, Tess?"),
    ("Tess Hall", "No. I didn't know. I don't like it being called missing. She was never missing."),
    ("Nick Farrow", "The garden gate is not locked in the day. I've asked for a lock."),
    ("Grace Boateng", "Somebody needs to chase the housing officer about the gate."),
    ("Nick Farrow", "I can do that. By the 14th."),
    ("Grace Boateng", "Sam and Tess will tell Poppy together on Monday."),
    ("Grace Boateng", "And the health visitor, Tess Okafor, weighs the baby then."),
    ("Sam Lyle", "And the breakfast club has a place for her from next week."),
    ("Grace Boateng", "Then we meet on Tuesday the 9th of March at ten."),
)
"""Two people called Tess, one of whom never speaks, and a father who is only spoken of."""


def found(sentence: str) -> checks.Verdict:
    return checks.verdict(sentence, evidence.meeting(MEETING))


@pytest.mark.parametrize(
    "sentence",
    [
        "Nick Farrow has seen Poppy twice on her own since September.",
        "Tess was asleep when the letter came and Mick read it.",
        "Mick was hard to wake.",
        "Nick Farrow to chase the housing officer about the gate by the 14th.",
        "Sam Lyle and Tess will tell Poppy together on Monday.",
        "Poppy has two fillings.",
        "Poppy reads to the nursery class.",
        "Poppy has a place at breakfast club from next week.",
        "The garden gate is not locked in the day.",
        "Tess does not like it being called missing.",
        "Tess Hall did not know that Poppy was out.",
    ],
)
def test_what_was_said_of_somebody_is_left_alone(sentence: str) -> None:
    assert found(sentence).verdict is not checks.Finding.MISMATCH


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("name", "Leila has seen Poppy twice on her own since September."),
        ("name", "Sam Lyle was asleep when the letter came."),
        ("name", "Sam and Leila will tell Poppy together on Monday."),
        ("name", "The health visitor, Tess Lyle, weighs the baby on Monday."),
        ("name", "A neighbour found Sam on the swings on the 3rd."),
        ("negation", "The garden gate is locked in the day."),
        ("negation", "Tess likes it being called missing."),
        ("negation", "Attendance is not 94%."),
        ("negation", "The breakfast club does not have a place for Poppy from next week."),
        ("negation", "Poppy went to the dentist in October and was not brave."),
    ],
)
def test_somebody_else_or_the_opposite_is_found_with_its_reason(code: str, sentence: str) -> None:
    verdict = found(sentence)
    assert verdict.verdict is checks.Finding.MISMATCH
    assert code in {r.code for r in verdict.reasons}
    assert all(r.detail.endswith(".") for r in verdict.reasons)


def test_a_place_said_alone_is_no_person() -> None:
    meeting = evidence.meeting(
        said(
            ("Ann", "Where is he now?"),
            ("Bob", "Leeds."),
            ("Ann", "Leeds?"),
            ("Bob", "He lives in Leeds with his nan."),
            ("Ann", "Gemma?"),
            ("Bob", "Thank you, Gemma. I saw Gemma in Gemma's kitchen."),
        )
    )
    assert "gemma" in meeting.who.persons
    assert not any(name.startswith("leed") for name in meeting.who.persons)
