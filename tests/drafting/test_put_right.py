"""What somebody puts right is not drafted as it was first said: by themselves, or by another whom they follow."""

from __future__ import annotations

import re

import pytest

from drafting import hold, speech
from drafting.people import people
from drafting.why import Why
from tests.drafting.conftest import said

A, B = "Ngozi Adeyinka", "Tanya Fenn"
HELLO = (
    (A, "I'm Ngozi Adeyinka, I'm the social worker for Jude and Josie. Josie is six, Jude is ten."),
    (B, "I'm Tanya, I'm their mum. Jude was here before. Josie was here before. Jude's in year five."),
)

SAID_WRONG = [
    [(A, "{It's forty per cent.} No, sorry, fourteen per cent.")],
    [(A, "{The bruise was on the left arm.} Sorry, no. Right. It's the right arm, I've got it here.")],
    [(A, "{He's been missing four times.} No, I've only got two, two times since May.")],
    [(A, "{The appointment's on Monday.} I tell a lie, it's the Thursday.")],
    [(A, "{We meet again on the third.} Scrap that, it's the tenth.")],
    [(A, "{She has three hours of support.} Wait, no, it's five hours.")],
    [(A, "{His last review was in March.} Actually no, it was in May.")],
    [(A, "{It was his dad who rang.} Sorry, I mean his stepdad, it was his stepdad who rang.")],
    [(A, "{The money's eighty pounds a month.} My mistake, it's eighteen pounds.")],
    [(A, "{She's on the tenth centile.} Hang on, that's the wrong line. She's on the second centile.")],
    [(A, "{Attendance is sixty per cent, no, that's the wrong child.} Seventy. He's on seventy per cent.")],
    [
        (A, "{They've got thirty pounds saved.}"),
        (B, "It's thirteen."),
        (A, "Sorry, yes, thirteen, you're right."),
    ],
    [
        (A, "{He's been late nine times.}"),
        (B, "No, it's five times."),
        (A, "Oh yes, five, my mistake."),
    ],
    [(B, "{Josie needs a new inhaler.}"), (A, "Josie does?"), (B, "No, Jude. Jude's inhaler.")],
    [(A, "{I hit him, sorry, no, interpreter's error.} I shouted at him.")],
    [(A, "{She left them alone.} My error, let me say that again. She left them with her sister.")],
    [
        (A, "She was up early. {It was Jude who did the breakfast.}"),
        (B, "You mean Josie did it."),
        (A, "Josie, yeah. Sorry."),
    ],
    [
        (A, "{So Jude missed the dentist in May.}"),
        (B, "No, that was Josie. Jude's been."),
        (A, "OK, so Josie missed the dentist."),
    ],
]

DISPUTED = [
    (A, "{He's been to nine of the groups.}"),
    (B, "{It's twelve.}"),
    (A, "I can't see twelve, I've only got the register."),
    (A, "So the register says nine and mum says twelve, and it isn't settled."),
]

STANDS = [
    [(A, "He's on forty, no, fourteen per cent since May.")],
    [(B, "He's had three sessions."), (A, "Is that out of six?"), (B, "No, four. And two were good.")],
    [(A, "He has football on Monday. Sorry, can you hear me? And swimming on Thursday.")],
    [(A, "There are nine actions."), (B, "It's five."), (A, "Well, the plan says nine.")],
    [(A, "He was ten in May. He was in year five. Attendance is sixty, sorry, no, seventy per cent.")],
    [(B, "Jude eats well."), (A, "And Josie?"), (B, "No, Josie's fussy.")],
    [(A, "The police came twice."), (B, "No, hang on, that's not fair, he was asleep.")],
    [(A, "Hang on, I'll find it. It's the ninth of May at four.")],
]


def _put_right(turns: list[tuple[str, str]], why: Why = Why.CORRECTED) -> set[str]:
    told = speech.turns(said(*HELLO, *((who, re.sub(r"[{}]", "", text)) for who, text in turns)))
    held = hold.held(told, people(told, child=None, siblings=(), author=None))
    return {s.text for t in told for s in t.sentences if s.start >= 20 and held.get(s.n) is why}


@pytest.mark.parametrize("turns", SAID_WRONG, ids=lambda t: t[0][1][:50])
def test_what_was_said_wrong_is_held(turns: list[tuple[str, str]]) -> None:
    wanted = {x for _, text in turns for x in re.findall(r"\{([^}]*)\}", text)}
    assert wanted <= _put_right(turns)
    told = " ".join(text for _, text in turns)
    kept = [s for s in re.split(r"(?<=[.?!]) ", re.sub(r"\{[^}]*\}", "", told)) if len(s.split()) > 5]
    assert not _put_right(turns).intersection(x.strip() for x in kept)


def test_a_disputed_figure_stands_only_with_the_other() -> None:
    put_right = _put_right(DISPUTED, Why.DISPUTED)
    assert {"He's been to nine of the groups.", "It's twelve."} <= put_right
    assert not any("settled" in x for x in put_right)


@pytest.mark.parametrize("turns", STANDS, ids=lambda t: t[0][1][:50])
def test_what_was_not_put_right_stands(turns: list[tuple[str, str]]) -> None:
    assert not _put_right(turns)
