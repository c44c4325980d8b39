"""Who is who: as the meeting says, and never one person's part given to another."""

from __future__ import annotations

import pytest

from drafting.people import Role, introduced, people
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
