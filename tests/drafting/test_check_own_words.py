"""True sentences in the own words of a record: figures put right, days told from today, answers passed on."""

from __future__ import annotations

import pytest

from drafting import checks, evidence
from drafting.checks import Finding
from drafting.slips import slips
from drafting.today import of_meeting
from record.source import Transcript
from tests.drafting.conftest import said

VISIT = said(
    ("Farida Osman", "So it's Thursday the 14th of May, ten past three, and I'm Farida, I'm the social worker."),
    ("Farida Osman", "I'm at home with Tess and her little girl Pippa, who's seven. Is it OK that it's recording?"),
    ("Tess Moran", "Yeah, that's fine by me."),
    ("Tess Moran", "The lecky went on Monday and we were sat in the dark till last night, me and the kids."),
    ("Tess Moran", "My sister come round with a tenner, no, twenty, for the key, and she gave them their tea twice."),
    ("Farida Osman", "And Pippa's sleep. Her nightmares."),
    ("Tess Moran", "Not since Easter. She's been brilliant."),
    ("Farida Osman", "I asked her at school whether she was frightened of anybody at home, and she said no."),
    ("Tess Moran", "School put it down as a bite and it wasn't, it was the buckle on her sandal."),
    ("Farida Osman", "School have her on sixty-four per cent, sorry, no, seventy-four, since January."),
    ("Tess Moran", "I'll pick her up from gymnastics myself. Craig's brother used to do it and I don't want him to."),
    ("Farida Osman", "I'll do the referral to cams tomorrow. And I'm back a week on Tuesday, about half past four."),
    ("Farida Osman", "Taking her out of the swimming on Fridays, that's my call, and I'm doing that until half term."),
    ("Tess Moran", "I saw her for half an hour with her dad, on her own, and he never raised his voice."),
    ("Tess Moran", "The nurse came and weighed her, that was the third of May. No, sorry, it was the fifth."),
    ("Farida Osman", "I've no worry about the buckle. I would like her in school all day so she isn't missing choir."),
)  # fmt: skip

TRUE = [
    "The electricity went on Monday and the family was without light until Wednesday evening.",
    "Tess's sister gave twenty pounds for the key and gave the children an evening meal on two occasions.",
    "Pippa has not had nightmares since Easter.",
    "Asked at school, Pippa denied being frightened of anybody at home.",
    "According to Tess the mark was not a bite; it was the buckle on Pippa's sandal.",
    "Pippa's attendance has been 74% since January.",
    "Farida pointed out that attendance was 74% and not 64%.",
    "Tess undertook to collect Pippa from gymnastics and does not want Pippa's uncle to do so.",
    "A referral to CAMHS will be made on 15 May.",
    "Farida will visit again on 26 May at 4.30pm.",
    "The social worker decided to withdraw Pippa from swimming on Fridays until half term.",
    "Tess agreed to the recording.",
    "Pippa was seen with her father for thirty minutes.",
    "The nurse weighed Pippa on 5 May.",
    "Farida would like Pippa to be in school all day so as not to miss choir.",
    "Tess told the social worker that the lecky went on Monday.",
]
WRONG = [
    ("number", "Tess's sister gave ten pounds for the key."),
    ("number", "Pippa's attendance has been 64% since January."),
    ("date", "The nurse weighed Pippa on 3 May."),
    ("date", "A referral to CAMHS will be made on 18 May."),
    ("negation", "Pippa has had nightmares since Easter."),
]


@pytest.fixture(scope="module")
def visit() -> evidence.Meeting:
    return evidence.meeting(VISIT)


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_sentence_in_the_words_of_a_record_is_no_mismatch(
    sentence: str, visit: evidence.Meeting
) -> None:
    verdict = checks.verdict(sentence, visit)
    assert not [r for r in verdict.reasons if r.sure], verdict.reasons


@pytest.mark.parametrize(
    "sentence",
    [
        "Tess undertook to collect Pippa from gymnastics.",
        "The electricity went on Monday.",
        "Pippa was seen alone with her father for thirty minutes.",
        "A CAMHS referral will be made.",
        "Tess's sister gave the children an evening meal on two occasions.",
    ],
)
def test_the_record_s_own_words_for_what_was_said_do_not_make_it_weak(
    sentence: str, visit: evidence.Meeting
) -> None:
    assert checks.verdict(sentence, visit).verdict is checks.Finding.NO_MISMATCH


@pytest.mark.parametrize(("code", "sentence"), WRONG)
def test_a_figure_that_was_put_right_and_an_answer_turned_round_are_still_found(
    code: str, sentence: str, visit: evidence.Meeting
) -> None:
    assert code in {r.code for r in checks.verdict(sentence, visit).reasons if r.sure}


@pytest.mark.parametrize(
    "sentence",
    [
        "Pippa has two rabbits at her godmother's house.",
        "Tess has applied to the tribunal about a bungalow.",
    ],
)
def test_what_nobody_spoke_of_is_held_up_however_it_is_worded(sentence: str, visit: evidence.Meeting) -> None:
    assert checks.verdict(sentence, visit).verdict is not checks.Finding.NO_MISMATCH


def _spoken(*sentences: str) -> Transcript:
    return said(*(("Ann Roe", s) for s in sentences))


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("She put thirty pounds on it, no, forty.", "30"),
        ("He was off for two days, I tell a lie, three days, last week.", "2"),
        ("It was the 9th, sorry, the 12th of June.", "9"),
        ("They live at fifty Mill Road, hang on, fifteen.", "50"),
        ("He had six sessions, no problems, and four calls.", None),
        ("She is on ninety per cent and he is on eighty per cent.", None),
    ],
)
def test_the_figure_that_is_put_right_in_its_own_sentence_is_not_what_was_meant(
    sentence: str, wrong: str | None
) -> None:
    unit = evidence.meeting(_spoken(sentence)).units[0]
    assert [f.value for f in slips(unit)] == ([wrong] if wrong else [])


@pytest.mark.parametrize(
    ("opening", "tomorrow"),
    [
        ("It's Friday the 27th of February, quarter past four.", "saturday"),
        ("So today is Monday, and we are all on the call.", "tuesday"),
        ("Today's Sunday the 31st of May and I'm on the out-of-hours desk.", "monday"),
        ("The last review was on Monday the 2nd of March.", None),
        ("I came on Tuesday.", None),
    ],
)
def test_the_day_of_a_meeting_is_known_where_somebody_says_it_in_opening(
    opening: str, tomorrow: str | None
) -> None:
    day = of_meeting(evidence.meeting(_spoken(opening)).units)
    assert (f"weekday:{tomorrow}" in day.shifted(1) if day else None) == (True if tomorrow else None)


def test_where_nobody_said_what_day_it_is_a_day_told_as_last_night_is_no_mismatch() -> None:
    meeting = evidence.meeting(_spoken("The boiler went last night.", "The plumber comes on Monday morning."))
    verdict = checks.verdict("The boiler failed on Saturday night.", meeting)
    assert not [r for r in verdict.reasons if r.sure and r.code == "date"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Liam displayed distress and was handed a card.",
        "Liam had a single biscuit.",
        "Liam stays with his aunt.",
        "Liam wears ear defenders.",
        "Liam arrived early.",
        "A teacher gave Liam a card.",
    ],
)
def test_a_word_that_nobody_said_is_no_mismatch_by_itself(sentence: str) -> None:
    """A record may have a word of its own for what was said in others; what it is of is then weakly supported."""
    meeting = evidence.meeting(
        _spoken(
            "Liam was really upset so I gave him a card and one biscuit.", "He stays at his dad's sister's."
        )
    )
    assert checks.verdict(sentence, meeting).verdict is not Finding.MISMATCH


def test_an_illness_that_nobody_named_is_a_mismatch() -> None:
    meeting = evidence.meeting(_spoken("Liam was upset.", "He stays at his dad's sister's."))
    found = checks.verdict("Liam has asthma.", meeting)
    assert found.verdict is Finding.MISMATCH
    assert "asthma" in found.reasons[0].detail


GROUP = said(
    ("Nadia Bell", "OK so it's Monday the 8th of March, it's Ruby and Jaxon's core group. I'm Nadia."),
    ("Gail Prosser", "Gail, health visitor. I weighed Jaxon Thursday, and his review's before the end of March."),
    ("Wayne Teale", "I've not had a drink since New Year. I was on a bottle of vodka a day."),
    ("Kirsty Teale", "I don't want it just stopped, the support. I want to keep Gail."),
    ("Nadia Bell", "From January it's sixty per cent, sorry, wrong line. Seventy. Breakfast club can start Monday."),
    ("Kirsty Teale", "There's no charge for it. I'll get the form changed."),
    ("Nadia Bell", "We're back on the 19th of April, half one, at the school."),
)  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "The health visitor weighed Jaxon on 4 March.",
        "The health visitor will complete Jaxon's review by 31 March.",
        "Wayne has been abstinent from alcohol since the new year, having drunk a bottle of vodka a day.",
        "Kirsty does not want support to stop and would like to keep the health visitor.",
        "Ruby can begin breakfast club on 15 March free of charge.",
        "The next core group is on 19 April at 1.30pm.",
        "Kirsty agreed to amend the form.",
        "Attendance has been 70% since January.",
        "Ruby's teacher attended.",
    ],
)
def test_days_by_the_month_promises_and_words_that_abstain_are_no_mismatch(sentence: str) -> None:
    verdict = checks.verdict(sentence, evidence.meeting(GROUP))
    assert not [r for r in verdict.reasons if r.sure], verdict.reasons


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("date", "The next core group is on 29 April."),
        ("number", "Attendance has been 60% since January."),
        ("negation", "Wayne has had a drink since New Year."),
    ],
)
def test_what_was_not_so_is_found_beside_them(code: str, sentence: str) -> None:
    assert code in {r.code for r in checks.verdict(sentence, evidence.meeting(GROUP)).reasons if r.sure}
