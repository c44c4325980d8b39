"""Who is who: as the meeting says, and never one person's part given to another."""

from __future__ import annotations

import pytest

from drafting.introductions import introduced
from drafting.people import Role, people
from drafting.speech import turns
from tests.drafting.conftest import child, said

ROUND = (
    "We've got Gemma, Jayden's mum, Lee, Jayden's dad, Tracey Bolton from Coldbeck High and Callum from the "
    "family support team."
)


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        (ROUND, "Gemma", "Gemma, Jayden's mum"),
        (ROUND, "Lee", "Lee, Jayden's dad"),
        (ROUND, "Tracey", "Tracey Bolton from Coldbeck High"),
        (ROUND, "Callum", "Callum from the family support team"),
        ("We've got Zoë's mum, Claire, and Imran Sheikh from the council.", "Claire", "Zoë's mum, Claire"),
        (
            "We've got Zoë's mum, Claire, we've got Dr Pritchard who's the psychologist.",
            "Claire",
            "Zoë's mum, Claire",
        ),
        ("This is Marion, she's my carer.", "Marion", "Marion, she's my carer"),
        ("Beth with the glasses is Marion's social worker.", "Beth", ""),
    ],
)
def test_a_part_is_given_only_to_the_name_it_belongs_to(text: str, name: str, told: str) -> None:
    assert introduced(text, name) == told


def test_parts_are_read_from_what_people_say() -> None:
    told = people(
        turns(said(("Nadia", ROUND), ("Gemma", "Yes."), ("Bolton, Tracey", "Hello."), ("Jayden", "Hiya."))),
        child=child("Jayden Sharples"),
        siblings=(),
        author="Nadia",
    )
    roles = {label: p.role for label, p in told.speakers.items()}
    assert roles == {
        "Nadia": Role.AUTHOR,
        "Gemma": Role.FAMILY,
        "Bolton, Tracey": Role.PROFESSIONAL,
        "Jayden": Role.CHILD,
    }


def test_a_device_is_a_question_and_not_a_name() -> None:
    told = people(turns(said(("Speaker 2", "Mm. I went to school."))), child=None, siblings=(), author=None)
    assert told.speakers["Speaker 2"].nameless


def test_an_adult_on_a_childs_device_is_not_taken_for_the_child() -> None:
    told = said(
        ("Rachel Adams", "Hello, Zoë. This is Zoë's annual review. Zoë, you did a slide?"),
        (
            "Year 5 iPad 3",
            "Tricky is lunch. I like swimming, and my room, and Mrs Lomax. I want the den at lunch.",
        ),
        ("Rachel Adams", "Thank you, Zoë. And who is there with you, Zoë?"),
        ("Year 5 iPad 3", "Hello, it's Mrs Lomax. I'm going to let her talk."),
        ("Rachel Adams", "Thank you, Zoë. Are you back, Mrs Lomax?"),
        ("Year 5 iPad 3", "Yes. The card was used eleven times in fourteen."),
    )
    found = people(turns(told), child=child("Zoë Hartnell"), siblings=(), author=None)
    assert [found.part(t) for t in turns(told) if t.speaker == "Year 5 iPad 3"] == [
        Role.CHILD,
        Role.UNKNOWN,
        Role.UNKNOWN,
    ]
