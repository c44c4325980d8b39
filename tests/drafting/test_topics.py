"""What is spoken of is known from the topic that somebody opened, the words used, and whom the speaker works for."""

from __future__ import annotations

import pytest

from drafting import speech, topics, types
from drafting.people import Role, people
from drafting.place import Placer
from tests.drafting.conftest import drafted, said


@pytest.mark.parametrize(
    ("opening", "topic"),
    [
        ("So, health.", "health"),
        ("Shall we do education next?", "education"),
        ("Ok, moving on to contact then.", "family time"),
        ("Is there anything about home?", "home"),
        ("How's school going?", "education"),
        ("Let's talk about money.", "housing and money"),
        ("Right, teeth.", "health"),
        ("And what about placement?", "placement"),
        ("Priya, nursery.", "education"),
        ("Then provision, is it all in place?", "provision"),
        ("Can we look at the plan?", "work of the plan"),
        ("Tell me about bedtime.", "parenting"),
    ],
)
def test_a_topic_is_opened(opening: str, topic: str) -> None:
    assert topic in topics.opens(_only(opening))


@pytest.mark.parametrize(
    "told",
    [
        "She went to school on Tuesday and came home at three.",
        "My health visitor rang me about his jabs last week.",
        "He was at home.",
        "I have been paying the rent.",
        "The school said that he was late.",
    ],
)
def test_what_only_speaks_of_something_opens_nothing(told: str) -> None:
    assert not topics.opens(_only(told))


def test_a_topic_lasts_until_the_next() -> None:
    turns = speech.turns(
        said(
            ("Ade Cole", "So, health."),
            ("Jan Moss", "He had it done in March."),
            ("Ade Cole", "And how's school?"),
            ("Jan Moss", "They moved him to the other group."),
        )
    )
    found = topics.raised(turns, people(turns, child=None, siblings=(), author=None))
    assert [sorted(found.get(n, ())) for n in range(4)] == [["health"]] * 2 + [["education"]] * 2


@pytest.mark.parametrize(
    "other", ["So the police rang me on Monday.", "There's one other thing.", "Can I just ask about the dog?"]
)
def test_something_else_ends_a_topic(other: str) -> None:
    turns = speech.turns(said(("Ade Cole", "So, health."), ("Jan Moss", "He is well."), ("Ade Cole", other)))
    found = topics.raised(turns, people(turns, child=None, siblings=(), author=None))
    assert [n in found for n in range(3)] == [True, True, False]


def test_what_a_visitor_saw_is_spoken_to_their_own_notes() -> None:
    turns = speech.turns(
        said(
            ("Ade Cole", "Right, I'm back in the car. The hall was full of bags."),
            ("Ade Cole", "It is my view that they are trying. He is two."),
        )
    )
    found = topics.raised(turns, people(turns, child=None, siblings=(), author=None))
    assert found.get(1) == frozenset({"home"})
    assert 3 not in found


@pytest.mark.parametrize(
    ("record", "told", "raised", "section"),
    [
        ("cla-statutory-visit", "She had two fillings on the nineteenth.", "", "health"),
        ("cla-statutory-visit", "Year Nine options are done and her attendance is up.", "", "education"),
        ("cla-statutory-visit", "It was cancelled twice and she cried.", "family time", "family-time"),
        ("cla-review", "They did it on the 4th of May and it was all fine.", "health", "health"),
        ("cla-review", "The special guardianship assessment is with legal.", "", "permanence"),
        ("ehc-annual-review", "He gets eleven hours of TA time and it should be fifteen.", "", "provision"),
        ("ehc-annual-review", "Working memory came out on the second percentile.", "", "needs"),
        ("ehc-annual-review", "There is a work experience week and the careers talk.", "", "pfa"),
        ("ehc-annual-review", "Outcome two is partly met, he was at baseline in May.", "", "progress"),
        ("initial-assessment-visit", "They owe four hundred on the rent and the gas.", "", "family-environment"),
        ("initial-assessment-visit", "Bath, story and cuddle, the routine is the same.", "", "parenting"),
        ("home-visit", "The bedroom had one mattress and no sheet.", "home", "setting"),
        ("home-visit", "The inhaler is empty and she missed the asthma clinic.", "", "health-education"),
        ("transition-meeting", "He wants travel training and his own bank account.", "", "independent-living"),
        ("pep-meeting", "The pupil premium paid for the laptop.", "", "funding"),
        ("core-group", "Her new partner moved in at Easter.", "", "changes"),
        ("strategy-discussion", "He coaches the under tens and has a half-brother of four.", "", "other-children"),
    ],
)  # fmt: skip
def test_it_stands_where_it_belongs(record: str, told: str, raised: str, section: str) -> None:
    placer = Placer(types.find(record))
    topic = frozenset({raised} - {""})
    assert placer.section(told, "", Role.AUTHOR, 0.5, raised=topic) == section


@pytest.mark.parametrize(
    ("label", "told", "topic"),
    [
        ("Ann Reed", "I'm Ann, I'm the school nurse.", "health"),
        ("Ann Reed (NHS)", "Morning.", "health"),
        ("Ann Reed", "I'm the head of year at Oak Bank.", "education"),
        ("Ann Reed (Guest)", "Hi, I'm the paeds registrar on tonight.", "health"),
        ("Ann Reed", "I'm Ann, Dylan's foster carer.", "living with carers"),
    ],
)
def test_people_speak_for_their_work(label: str, told: str, topic: str) -> None:
    turns = speech.turns(said((label, told), ("Ade Cole", "Thanks, I chair.")))
    who = people(turns, child=None, siblings=(), author=None)
    assert topic in topics.speaks_for(turns, who)[label]


def _only(text: str) -> speech.Sentence:
    return speech.turns(said(("Ade Cole", text)))[0].sentences[0]


def test_an_interpreter_gives_the_words_of_a_parent() -> None:
    told = said(
        ("Ade Cole", "I'm the social worker and I chair this. What would you like to say?"),
        (
            "Interpreter 204 (Guest)",
            "I asked for the two o'clock shift on Monday and my manager said no to me.",
        ),
    )
    draft = drafted(told, "cin-review")
    views = [x.text for s in draft.sections if s.id == "family-views" for x in s.lines]
    assert any("shift" in x for x in views)
