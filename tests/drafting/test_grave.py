"""A grave question and its answer stand together, and a sign of listening is never the answer."""

from __future__ import annotations

import pytest

from drafting import alone, speech, types, verbatim
from reading import vtt
from tests.drafting.conftest import drafted, said

QUESTION = "Have you had any thoughts of ending your life, or of hurting yourself?"
DENIAL = "No. I've cried, but no, I've not had thoughts of ending my life."


def _meeting(between: str) -> bytes:
    said = [
        ("Kelly Marsh", f"I ask everybody this. {QUESTION}"),
        ("Speaker 1", between),
        ("Speaker 1", DENIAL),
    ]
    cues = [
        f"00:00:{10 + 5 * i:02d}.000 --> 00:00:{14 + 5 * i:02d}.000\n<v {who}>{text}</v>\n"
        for i, (who, text) in enumerate(said)
        if text
    ]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


@pytest.mark.parametrize("between", ["", "Right.", "OK.", "Mm-hm.", "Right, OK."])
def test_a_listening_word_is_not_an_answer(between: str) -> None:
    draft = verbatim.draft(vtt.read(_meeting(between)), types.find("home-visit"))
    lines = [x.text for s in draft.sections for x in s.lines]
    assert not any(x.endswith((f"Speaker 1: {between}", "Right.")) for x in lines if between)
    grave = [x for x in lines if "ending your life" in x]
    assert all("not had thoughts" in x for x in grave), "the question stands without its denial"


def test_a_yes_is_an_answer() -> None:
    said = _meeting("Yeah.").replace(DENIAL.encode(), b"It was in the summer, when I was on my own.")
    draft = verbatim.draft(vtt.read(said), types.find("home-visit"))
    shown = [x.text for s in draft.sections for x in s.lines] + [o.text for o in draft.not_covered]
    assert any("Yeah" in x for x in shown), "a bare yes to a grave question was lost"


def test_a_no_inside_the_grave_words_is_not_their_denial() -> None:
    draft = drafted(
        said(
            (
                "Orla Keane",
                "I do ask about self-harm and whether they ever feel like they don't want to be here.",
            ),
            ("Kai", "You do."),
            ("Orla Keane", "It's always no. And it was no on Monday the 2nd."),
        )
    )
    text = "\n".join(x.text for s in draft.sections for x in s.lines)
    assert "self-harm" in text
    assert "It's always no." in text


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Has he ever pushed you?", "No. Never once."),
        ("Are you frightened of her?", "I was, back then."),
        ("And did anybody get hurt?", "The baby had a lump on her head."),
        ("Do you ever feel like you'd be better off dead?", "Not now. In the spring I did."),
        ("Was he threatened at all?", "They said they'd come to the flat."),
    ],
)
def test_an_answer_to_a_question_after_harm_is_in_the_draft(asked: str, answer: str) -> None:
    turns = speech.turns(said(("Ade Cole", asked), ("Jan Moss", answer)))
    assert 1 in alone.asked_of_harm(turns, {})


@pytest.mark.parametrize("asked", ["Shall we push on?", "Is that the bus stop?", "How was the party?"])
def test_an_answer_to_another_question_need_not_be(asked: str) -> None:
    turns = speech.turns(said(("Ade Cole", asked), ("Jan Moss", "No. It was fine.")))
    assert alone.asked_of_harm(turns, {}) == {}
