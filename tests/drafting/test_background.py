"""What a television, a satnav or a tannoy says is nobody's account, and is shown as not heard clearly."""

from __future__ import annotations

import pytest

from drafting import speech
from drafting.people import people
from tests.drafting.conftest import drafted, said

SOCIAL, MUM = "Ngozi Adeyinka", "Speaker 1"
BEFORE = (
    (SOCIAL, "I'm Ngozi Adeyinka, I'm the social worker. How has it been?"),
    (MUM, "It's been all right, he's eating better."),
)
AFTER = ((SOCIAL, "And what about school?"), (MUM, "He likes school, he went every day last week."))


@pytest.mark.parametrize(
    ("noise", "remark"),
    [
        ("and the fog lifting from the east by", "Can you turn the telly down?"),
        ("Coming up after the break, the winner is announced.", "Sorry about the telly."),
        ("traffic is heavy on the ring road this", "Shall we knock the radio off?"),
        ("will passengers please stand clear of", "That's the tannoy."),
        ("and he shoots and it's wide of the", "Turn the football off a sec."),
        ("setting a timer for ten minutes", "That's Alexa."),
        ("and a chance of thunder over the hills tonight with", ""),
    ],
)
def test_what_a_device_says_is_not_drafted(noise: str, remark: str) -> None:
    turns = (*BEFORE, ("Speaker 7", noise), *(((SOCIAL, remark),) if remark else ()), *AFTER)
    assert noise not in " ".join(x.text for s in drafted(said(*turns)).sections for x in s.lines)


@pytest.mark.parametrize(
    "words",
    [
        "I saw him out the back on Friday.",
        "He never hit me.",
        "No.",
        "I'm his nan, I only popped in. He had his tea at mine",
        "is he stopping for his tea, Dawn wants to know",
    ],
)
def test_somebody_who_says_little_is_still_somebody(words: str) -> None:
    told = speech.turns(said(*BEFORE, ("Speaker 7", words), *AFTER))
    assert not people(told, child=None, siblings=(), author=None).sets
