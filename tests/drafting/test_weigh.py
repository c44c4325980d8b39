"""How much a sentence tells, and how many words a draft may take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting import gather, speech, weigh
from record.draft import Draft
from record.source import Transcript
from tests.drafting.conftest import said


@pytest.mark.parametrize(
    "told",
    [
        "Her mum waits twenty minutes with her.",
        "He was found at twenty past seven.",
        "It took the officer fourteen minutes to find the flat.",
        "Let's get him an eye test before half term.",
        "Attendance is ninety-three point four.",
    ],
)
def test_how_long_something_took_is_no_talk_about_the_meeting(told: str) -> None:
    assert not weigh.PROCESS.search(told)


@pytest.mark.parametrize(
    "told",
    [
        "Rosa is taking the minutes.",
        "It's twenty past ten.",
        "OK, it's nearly five past four, so I'll stop there.",
        "Let's go round the table.",
        "Let's come back to that.",
    ],
)
def test_talk_about_the_meeting_is_known_for_it(told: str) -> None:
    assert weigh.PROCESS.search(told)


def test_what_people_come_back_to_by_name_tells_more_than_the_same_words_apart() -> None:
    talk = said(
        ("Ann", "The life story work has begun."),
        ("Bob", "Who does the life story work?"),
        ("Ann", "A story about his life is on the shelf."),
    )
    sentences = [s for t in speech.turns(talk) for s in t.sentences]
    rare = weigh.rarity(sentences)
    assert "life story" in rare
    told = [weigh.tells(s, rare, frozenset()) for s in sentences]
    assert "t:life story" in told[0].keys
    assert "t:life story" not in told[2].keys


@given(st.integers(0, 200_000))
def test_a_longer_meeting_has_a_longer_draft_but_never_one_as_long_as_itself(words: int) -> None:
    assert gather.room(words) <= gather.room(words + 1)
    assert gather.room(words) <= max(300, 0.4 * words)


def test_a_draft_of_a_short_meeting_has_about_a_third_of_its_words(meeting: tuple[Transcript, Draft]) -> None:
    transcript, draft = meeting
    spoken = sum(len(p.text.split()) for p in transcript.passages)
    lines = sum(len(x.text.split()) for s in draft.sections for x in s.lines)
    actions = sum(len(a.text.split()) + 3 for a in draft.actions)
    assert lines + actions <= 0.4 * spoken
    assert lines + actions > 0.2 * spoken


@pytest.mark.parametrize(
    ("told", "nothing"),
    [
        ("Three hundred and forty-one. Three four one.", True),
        ("It's the 25th, the Wednesday.", True),
        ("It was fourteen.", True),
        ("Fourteen sessions.", False),
        ("He has savings of three hundred pounds.", False),
    ],
)
def test_a_figure_that_says_not_of_what_is_a_scrap(told: str, nothing: bool) -> None:
    assert gather.of_nothing(told) is nothing


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("It's Monday the 16th of November, ten o'clock.", True),
        ("So it's Thursday the 19th of November, half past nine.", True),
        ("It's the 25th of November that he sees the nurse.", False),
        ("This is his third placement since March.", False),
    ],
)
def test_what_day_it_is_is_the_calendars_to_tell(told: str, day: bool) -> None:
    assert bool(gather.TODAY.search(told)) is day


def test_which_of_a_list_it_is_is_no_figure() -> None:
    [second, other] = [
        s
        for t in speech.turns(said(("Ann", "Two, he gets to be six. Two of them came.")))
        for s in t.sentences
    ]
    keys = [{k for k in weigh.tells(s, {}, frozenset()).keys if k.startswith("n:")} for s in (second, other)]
    assert [len(k) for k in keys] == [1, 1]
    assert "n:six " in keys[0]


@pytest.mark.parametrize(
    ("told", "view"),
    [
        ("I want to go home.", True),
        ("I don't want you to stop yet.", True),
        ("I would say that he's ready.", True),
        ("We're asking for lunch in a quiet room.", True),
        ("I'd want to hear from you before you go.", False),
        ("I want to say thank you for coming.", False),
        ("I'd say three times, four times.", False),
    ],
)
def test_what_somebody_wants_of_the_meeting_is_no_view(told: str, view: bool) -> None:
    assert bool(weigh.VIEW.search(told)) is view


@pytest.mark.parametrize(
    "told",
    [
        "The scan shows a fracture of the wrist.",
        "He got hold of me and I was shoved.",
        "She was found with nudes on the new phone.",
        "There was no food and no electric.",
        "The lads had him running for them on a county lines phone.",
        "He won't let me see my sister.",
        "She came in drunk, pissed as a newt.",
        "They did a body map at school.",
    ],
)
def test_words_of_harm_are_known_in_many_manners_of_speaking(told: str) -> None:
    assert weigh.wide().search(told)


@pytest.mark.parametrize("told", ["We had tea at the hall.", "The meeting is at ten.", "He likes trains."])
def test_daily_words_are_no_harm(told: str) -> None:
    assert not weigh.wide().search(told)


def test_of_harm_each_person_is_heard() -> None:
    told = speech.turns(said(("Ann", "There was a bruise."), ("Ben", "There was a bruise.")))
    keys = [
        {k for k in weigh.tells(t.sentences[0], {}, frozenset()).keys if k.startswith("r:")} for t in told
    ]
    assert keys[0]
    assert not keys[0] & keys[1]
