"""The child's own words stand as they were said; what a child says of who is there, and of going, is no view."""

from __future__ import annotations

import pytest

from record.draft import Kind
from tests.drafting.conftest import child, drafted, said

ROOMS = "At my carer's it's calm and I like my room, but I miss my brother and I want to see him."


def _voice(*own: str) -> list[str]:
    turns = [("Anna Cole", "How are things, Remy?"), ("Remy Banks", ROOMS)]
    for words in own:
        turns += [("Anna Cole", "Mm, and anything else?"), ("Remy Banks", words)]
    draft = drafted(said(*turns, ("Anna Cole", "That helps.")), "cla-review", child=child("Remy Banks"))
    return [x.text for s in draft.sections if s.kind is Kind.VOICE for x in s.lines]


@pytest.mark.parametrize(
    "chat",
    [
        "Right. I'm going. Bye.",
        "Can I say my last thing and go? I've got football.",
        "I said I'd do the introductions.",
        "This is Marion, she's my carer. That's Beth and that's the other Beth. And that's my mum.",
        "OK, can we move on?",
    ],
)
def test_coming_and_going_is_no_view(chat: str) -> None:
    assert _voice(chat) == [ROOMS]


@pytest.mark.parametrize(
    "meant",
    [
        "Can I go home now?",
        "Can I talk to you on my own?",
        "I'm going to run away if it's them again.",
        "That's Dad shouting when he's drunk.",
        "This is my third school and I don't want to start again.",
        "I'm not going back there.",
    ],
)
def test_what_is_asked_or_feared_stays(meant: str) -> None:
    voice = _voice(meant)
    assert meant in voice or meant.endswith("?")
    assert ROOMS in voice


def test_a_question_of_the_childs_that_is_more_than_talk_is_at_least_listed() -> None:
    draft = drafted(
        said(
            ("Anna Cole", "How are things, Remy?"),
            ("Remy Banks", ROOMS),
            ("Anna Cole", "Anything else?"),
            ("Remy Banks", "Is Mum going to hit me again if I go home?"),
        ),
        "cla-review",
        child=child("Remy Banks"),
    )
    everything = [x.text for s in draft.sections for x in s.lines] + [n.text for n in draft.not_covered]
    assert any("hit me again" in text for text in everything)


def _answers(*told: tuple[str, str]) -> list[str]:
    draft = drafted(said(*told, ("Anna Cole", "Thank you.")), "cla-review", child=child("Remy Banks"))
    return [x.text for s in draft.sections if s.kind is Kind.VOICE for x in s.lines]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Has anybody hurt you, Remy?", "No."),
        ("Does he hit your mum?", "Yeah."),
        ("Do you get scared at night?", "Sometimes I hide."),
        ("What happens when they shout?", "He throws things."),
    ],
)
def test_a_short_answer_to_a_grave_question_stands_with_it(asked: str, answer: str) -> None:
    chat = (
        "I've got a new game and you have to build a tower and then a bridge and then you get coins for it. "
    )
    told = _answers(
        ("Anna Cole", "What have you been playing?"),
        ("Remy Banks", chat * 8),
        ("Anna Cole", asked),
        ("Remy Banks", answer),
    )
    assert answer in told
    assert any(asked in x for x in told[: told.index(answer)]) or len(answer.split()) > 2


@pytest.mark.parametrize("heard", ["Mm.", "OK.", "Right."])
def test_listening_is_no_answer(heard: str) -> None:
    assert heard not in _answers(("Anna Cole", "Did he hit anybody?"), ("Remy Banks", heard))


def test_a_wish_stands_with_what_was_asked_for() -> None:
    told = _answers(
        ("Anna Cole", "If you had three wishes. Go on."), ("Remy Banks", "A lock. And my nan here.")
    )
    assert told == ["Anna Cole: “If you had three wishes. Go on.”", "A lock. And my nan here."]


@pytest.mark.parametrize(
    "plea",
    ["Don't put that I said it.", "Don't say it was me.", "Please don't write that down.", "Don't put that."],
)
def test_what_a_child_does_not_want_to_have_said_waits_for_the_practitioner(plea: str) -> None:
    draft = drafted(
        said(
            ("Anna Cole", "Who was with you?"),
            ("Remy Banks", f"A lad from the flats. He had drink on him. {plea}"),
            ("Anna Cole", "OK. And how is school?"),
            ("Remy Banks", "I like art and I want to do it every day."),
        ),
        "cla-review",
        child=child("Remy Banks"),
    )
    open_to_all = [x.text for s in draft.sections if s.kind is not Kind.THIRD_PARTY for x in s.lines]
    assert not any("flats" in text for text in open_to_all)
    waiting = [n for n in draft.not_covered if n.sources]
    assert any("flats" in n.text and n.serious for n in waiting)
    assert any("art" in x.text for s in draft.sections if s.kind is Kind.VOICE for x in s.lines)
