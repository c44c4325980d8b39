"""Figures, words and names as the checker reads them, and the meeting that it makes of a transcript."""

from __future__ import annotations

import pytest

from drafting import checks, evidence, facts
from drafting.wording.stems import stem
from drafting.wording.words import words
from tests.drafting.conftest import said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ninety-one per cent", [("number", "91", "percent")]),
        ("71%", [("number", "71", "percent")]),
        ("three hundred and forty-one pounds", [("number", "341", "pound")]),
        ("£1,200.50", [("number", "1200.5", "pound")]),
        ("ten pounds fifty", [("number", "10.5", "pound")]),
        ("half past one", [("time", "1:30", "")]),
        ("quarter to five", [("time", "4:45", "")]),
        ("at 1.30pm", [("time", "1:30", "")]),
        ("ten o'clock", [("time", "10:00", "")]),
        ("the 13th of November", [("day", "13", ""), ("month", "11", "")]),
        ("13 November 2026", [("day", "13", ""), ("month", "11", ""), ("year", "2026", "")]),
        ("the 9th centile", [("number", "9", "nth")]),
        ("twenty-two and a half hours", [("number", "22.5", "hour")]),
        ("a fifteen-minute rule", [("number", "15", "minute")]),
        ("he missed it twice", [("number", "2", "time")]),
        ("3/7 history", [("number", "3", "day")]),
        ("it may come", []),
        ("one of them", []),
        ("vitamin B12", []),
    ],
)
def test_figures_are_the_same_however_they_are_said(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert [(f.kind, f.value, f.unit) for f in facts.facts(words(text))] == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [("rang", "phoned"), ("mother", "mum"), ("taken", "took"), ("visits", "visiting"), ("noted", "notes")],
)
def test_words_that_mean_the_same_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("The foil was not mine.", {"mine"}),
        ("He had no money, no phones and no drugs.", {"money", "phones", "drugs"}),
        ("She did not ring, but she came.", {"ring"}),
        ("He didn't sleep. He ate.", {"sleep"}),
        ("I saw nothing.", {"saw"}),
    ],
)
def test_a_not_reaches_as_far_as_its_clause(text: str, denied: set[str]) -> None:
    found = {w.raw for w in words(text) if w.denied}
    assert denied <= found
    assert not found & {"came", "ate", "foil"}


def test_an_answer_of_no_denies_what_was_asked() -> None:
    meeting = evidence.meeting(said(("Jo", "Any bruises on his legs?"), ("Sam", "No.")))
    assert all(at in meeting.denied for at in meeting.of(stem("bruises")))


def test_a_question_without_an_answer_says_nothing() -> None:
    meeting = evidence.meeting(said(("Jo", "Any bruises on his legs?"), ("Sam", "I went to the shop.")))
    assert all(at in meeting.asked for at in meeting.of(stem("bruises")))


def test_he_and_she_are_told_apart_where_the_meeting_does() -> None:
    meeting = evidence.meeting(
        said(
            ("Jo", "We saw Mason at school, he is early, he has his coat and we left him."),
            ("Jo", "We saw that Lila hurt her arm, she cried and she ran to her mum. He rang."),
        )
    )
    last = meeting.units[-1].words[0].at
    assert last in meeting.who.acts["mason"]
    assert last not in meeting.who.acts[stem("Lila")]


def test_a_figure_that_was_put_right_supports_nothing() -> None:
    meeting = evidence.meeting(
        said(("Jo", "There were seven visits this year. No, sorry. It was six visits this year."))
    )
    assert not meeting.of("number:7")
    assert meeting.of("number:6")


def test_a_part_knows_only_the_passages_cited_and_those_beside() -> None:
    turns = [("Jo", f"The {n} thing was about subject{n}.") for n in ("first", "second", "third", "fourth")]
    whole = evidence.meeting(said(*turns, ("Jo", "Apples were bought on Sunday.")))
    part = evidence.part(whole, [whole.units[0].passages[0]])
    assert part is not None
    assert not part.of(stem("apples"))
    assert whole.of(stem("apples"))
    assert evidence.part(whole, []) is None


def test_a_meeting_in_letters_that_no_rule_reads_is_checked_all_the_same() -> None:
    meeting = evidence.meeting(said(("Kim Dale", "おはようございます"), (None, "…")))
    assert checks.verdict("The dentist saw him.", meeting).verdict is checks.Finding.WEAK
