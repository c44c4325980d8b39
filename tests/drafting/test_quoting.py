"""Whose words somebody quotes: a child's stand in the child's voice, a parent's never do."""

from __future__ import annotations

import pytest

from drafting import quoting
from drafting.people import people
from drafting.speech import turns
from tests.drafting.conftest import child, said

OPEN = ("Ann Lee", "I'm Ann, I'm the social worker, and it's Nia's plan that we look at.")


def _quoted(*told: tuple[str, str]) -> list[str]:
    all_turns = turns(said(OPEN, *told))
    who = people(all_turns, child=child("Nia Pugh"), siblings=(), author=None)
    return [" ".join(s.text for s in q.sentences) for q in quoting.reported(all_turns, who, {})]


@pytest.mark.parametrize(
    "told",
    [
        'Nia said to her teacher, "He shouts when the football is on."',
        'I saw Nia at school. She said, "I want to stay at Nan\'s."',
        'Nia was drawing. Her exact words were, "It goes quiet and then it goes bang."',
        "I asked Nia about weekends and she said I don't want to go there any more.",
        "When Nia came in she was like I hate it when they argue.",
        "Nia, um, she told me I miss my sister.",
        'Nia did me a sheet. So it says, "Good things, my dog."',
        "I saw Nia on Monday. She said I'm scared of the dark at his.",
    ],
)
def test_a_childs_words_are_taken_with_who_gives_them(told: str) -> None:
    assert _quoted(("Beth Roe", told))


@pytest.mark.parametrize(
    "told",
    [
        'I saw Mum on Monday. Mum said, "I want another chance."',
        'Dad was at the door. He said, "You are not coming in."',
        'And I said, "Take your time."',
        'She said, "My kids are all I have got."',
        'The letter from housing says, "Pay by Friday."',
        'The doctor wrote, "Seen and discharged."',
        "Mum said I don't want to lose the flat.",
        "Nia was there. And I said I want to hear it from you.",
        'I rang her at home. Mum was tired and she said, "I have had enough."',
    ],
)
def test_what_an_adult_said_is_no_childs_voice(told: str) -> None:
    assert not _quoted(("Beth Roe", told))


def test_a_question_about_a_parent_makes_she_the_parent() -> None:
    assert not _quoted(
        ("Ann Lee", "And what does Mum say about it?"),
        ("Beth Roe", 'So she was upset. She said, "It was only the once."'),
    )


def test_what_is_read_out_goes_on_to_the_next_quotation() -> None:
    sheet = 'Nia wrote, "Art is good and so is lunch." And the bad things. "Buses. People who push."'
    assert len(_quoted(("Beth Roe", sheet))) == 2
