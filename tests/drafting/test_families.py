"""A supervision goes through several families: a record holds what is of its own, and nothing of the worker's."""

from __future__ import annotations

import pytest

from drafting import families, speech
from drafting.people import people
from tests.drafting.conftest import said

LEAD, WORKER = "Anand, Priya", "Jess Cole"
OPENING = (LEAD, "OK, so this is supervision, it's me and Jess, the 4th of March.")
OWN = (
    (
        WORKER,
        "So Kacey's eight, she told me she does the tea most nights and Mum's asleep on the sofa by six.",
    ),
    (LEAD, "And the visits, are they in time?"),
    (WORKER, "Every one. I've seen her at school twice, and her attendance is ninety-one per cent now."),
    (LEAD, "Good. Then I want a written plan for the evenings by the 20th, with Gran in it."),
    (WORKER, "Gran said she can do Tuesdays and Thursdays, and she's on the phone the other nights."),
)
OTHER = (
    (WORKER, "So he was out till four on Saturday and the police brought him home."),
    (LEAD, "That wants a strategy meeting. I'll ring them."),
)


def _held(*turns: tuple[str | None, str]) -> str:
    told = speech.turns(said(*turns))
    apart = families.elsewhere(told, people(told, child=None, siblings=(), author=None))
    return " ".join(s.text for t in told for s in t.sentences if s.n in apart)


@pytest.mark.parametrize(
    ("agenda", "first", "then"),
    [
        ("Three today. The Hursts, Kyle Denny, and Omar Said.", "Right. Hursts.", "OK. Denny."),
        ("We've got two to get through, the Hursts and the Dennys.", "Let's do the Hursts.", "Next, Dennys."),
        ("Two cases, Hurst and Denny.", "So, the Hurst case first.", "Moving on to the Denny case."),
        (
            "On the list I've got Kacey Hurst, Kyle Denny, Omar Said.",
            "Right, Kacey.",
            "Kyle, then. Right. Kyle.",
        ),
    ],
)
def test_another_familys_part_is_held_and_the_own_is_not(agenda: str, first: str, then: str) -> None:
    held = _held(OPENING, (LEAD, agenda), (LEAD, first), *OWN, (LEAD, then), *OTHER)
    assert "out till four" in held
    assert "strategy meeting" in held
    assert "Kacey's eight" not in held
    assert "Every one" not in held


def test_what_comes_back_to_the_own_family_is_its_own() -> None:
    back = (LEAD, "Right, back to the Hursts. Where's Dad?")
    tail = (WORKER, "He's in Hull, he rings her on Sundays.")
    held = _held(
        OPENING,
        (LEAD, "Two cases, Hurst and Denny."),
        (LEAD, "Right. Hurst."),
        *OWN,
        (LEAD, "OK. Denny."),
        *OTHER,
        back,
        tail,
    )
    assert "Hull" not in held
    assert "out till four" in held


@pytest.mark.parametrize("to_you", ["Which brings me to you.", "And you?", "What about you?", "How are you?"])
def test_what_is_the_workers_own_is_held(to_you: str) -> None:
    own = (WORKER, "I've not been sleeping. My mum's poorly and I cried in the car on Friday.")
    held = _held(OPENING, *OWN, (LEAD, to_you), own, (LEAD, "Take Friday off. Right, moving on. Actions."))
    assert "cried in the car" in held
    assert "Kacey" not in held
    assert "Actions" not in held


def test_a_meeting_with_one_family_is_not_parted() -> None:
    assert not _held(OPENING, *OWN)
    assert not _held(
        (LEAD, "This is the review. Three today, Kacey, Gran and Mum."), *OWN, (LEAD, "Right. Gran."), *OTHER
    )
