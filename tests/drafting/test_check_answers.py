"""What an answer denies, what people say for the words of a record, and one span of time counted in two ways."""

from __future__ import annotations

import pytest

from drafting import checks, evidence
from drafting.spans import key, spoken
from drafting.wording.words import words
from record.source import Transcript
from tests.drafting.conftest import said

HEALTH = said(
    ("Priya Nair", "I'm Priya Nair, the school nurse. This is Callum's health review, he's twelve."),
    ("Priya Nair", "Have you ever had a seizure?"),
    ("Callum Reeve", "Um, er, no."),
    ("Priya Nair", "any trouble with your hearing"),
    ("Callum Reeve", "Not really, no."),
    ("Priya Nair", "Do you get headaches?"),
    ("Callum Reeve", "Yeah. After football, when I forget my water bottle."),
    ("Priya Nair", "Did you take the inhaler on the school trip?"),
    ("Callum Reeve", "I don't know. Ask my mum."),
    ("Priya Nair", "When did you last see the optician?"),
    ("Callum Reeve", "No idea, ages ago."),
    ("Jo Reeve", "He has high blood pressure in the family, my dad did. And Callum has hay fever in June."),
    ("Jo Reeve", "He coughed up some blood once, two years back, and the doctor said it was nothing."),
    ("Jo Reeve", "His uncle's not had a drink since Easter and he sleeps on our sofa."),
    ("Priya Nair", "If the rash comes back or he is sick, ring me."),
    ("Jo Reeve", "You should keep the tablets locked up, I know that. They are on the shelf."),
    ("Jo Reeve", "It was yes or no with the ward and they kept him in for a month and a half."),
    ("Priya Nair", "I'll see him again in a fortnight. The form takes half an hour."),
    ("Priya Nair", "Number three is the diet sheet. And there's no harm in a second jab."),
    ("Jo Reeve", "He goes swimming twice a week and there's no chlorine smell there is a slide."),
)  # fmt: skip


def found(sentence: str, meeting: Transcript = HEALTH) -> checks.Verdict:
    return checks.verdict(sentence, evidence.meeting(meeting))


@pytest.mark.parametrize(
    "sentence",
    [
        "Callum has not had a seizure.",
        "Callum has never had a seizure.",
        "Callum has no trouble with his hearing.",
        "Callum is negative for seizures.",
        "Callum gets headaches after football.",
        "There is hypertension in the family.",
        "Callum has hayfever in June.",
        "There was one episode of haemoptysis two years ago.",
        "Callum's uncle is sober since Easter.",
        "If the rash comes back, the nurse wants a call.",
        "Callum was kept in for 1.5 months.",
        "Priya Nair will see Callum again in 2 weeks.",
        "Priya Nair will see Callum again in 14 days.",
        "The form takes 30 minutes.",
        "Callum goes swimming twice a week.",
        "A second jab does no harm.",
        "There is a slide at the swimming pool.",
    ],
)
def test_what_was_answered_or_said_in_other_words_is_left_alone(sentence: str) -> None:
    assert found(sentence).verdict is not checks.Finding.MISMATCH


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("negation", "Callum has had a seizure."),
        ("negation", "Callum has trouble with his hearing."),
        ("negation", "Callum gets no headaches after football."),
        ("negation", "The tablets are not on the shelf."),
        ("date", "Priya Nair will see Callum again in 3 weeks."),
        ("date", "The form takes 45 minutes."),
        ("date", "Callum was kept in for 4 months."),
        ("entity", "There is epilepsy in the family."),
    ],
)  # fmt: skip
def test_what_was_answered_otherwise_is_found_with_its_reason(code: str, sentence: str) -> None:
    verdict = found(sentence)
    assert verdict.verdict is checks.Finding.MISMATCH
    assert code in {r.code for r in verdict.reasons}
    assert all(r.detail.endswith(".") for r in verdict.reasons)


def test_who_does_not_know_denies_nothing() -> None:
    meeting = evidence.meeting(HEALTH)
    inhaler = meeting.of("inhaler")
    assert inhaler
    assert not any(at in meeting.denied for at in inhaler)
    assert all(at in meeting.asked for at in inhaler)
    assert not any(at in meeting.denied for at in meeting.of("optician"))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("half an hour", ["span:30"]),
        ("an hour and a half", ["span:90"]),
        ("a month and a half", ["span:64800"]),
        ("three quarters of an hour", ["span:45"]),
        ("in a fortnight", ["span:20160"]),
        ("twice a week, and three days a week", []),
    ],
)  # fmt: skip
def test_a_span_may_be_said_without_a_number(text: str, spans: list[str]) -> None:
    assert [k for _, k in spoken(words(text))] == spans


def test_one_span_has_one_key_however_it_is_counted() -> None:
    assert key("48", "hour") == key("2", "day")
    assert key("12", "month") == key("1", "year")
    assert key("2", "week") == key("1", "fortnight") != key("2", "month")
    assert key("2", "biscuit") == ""


@pytest.mark.parametrize(
    "text", ["Nan can't do it, she's had her hip done.", "No, it's broken and he's cross."]
)
def test_a_new_clause_ends_a_denial_however_it_is_written(text: str) -> None:
    assert not any(w.denied for w in words(text) if w.raw in ("hip", "done", "broken", "cross"))


FLAT = said(
    ("Speaker 1", "Have you had the asthma clinic letter?"),
    ("Speaker 2", "Yes. They did the asthma clinic at the surgery, and he had a chest infection in May."),
    ("Speaker 1", "And was it the red inhaler?"),
    ("Speaker 2", "The blue inhaler. He has acid reflux and a peanut allergy, and a rash on his arm."),
    ("Speaker 1", "Any chest pain?"),
    ("Speaker 2", "No. Just the cough at night, and the eczema cream works."),
)


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("He has acid reflux.", False),
        ("He has acid eczema.", True),
        ("He has a peanut allergy.", False),
        ("He has a peanut cough.", True),
        ("They did the eczema clinic at the surgery.", True),
        ("He had a chest infection in May and a cough.", False),
    ],
)
def test_a_thing_keeps_the_company_in_which_it_was_said(sentence: str, wrong: bool) -> None:
    assert (found(sentence, FLAT).verdict is checks.Finding.MISMATCH) == wrong
