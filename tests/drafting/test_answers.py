"""A line can be read by itself: with its question where it needs one, once, and in the place where it belongs."""

from __future__ import annotations

import re

import pytest

from drafting import speech, types
from drafting.answers import GREETS, invited, question, reasons
from drafting.echoes import echoes
from drafting.types import RecordType
from reading import vtt
from record.draft import Draft, Kind
from tests.drafting.conftest import DATA, TYPES, child, drafted, said

WORKER, MUM = "Kelly Marsh", "Donna Brook"
HELLO = ((WORKER, "I'm Kelly Marsh, I'm Tyler's social worker."), (MUM, "I'm Tyler's mum."))


def _turns(*told: tuple[str | None, str]) -> tuple[speech.Turn, ...]:
    return speech.turns(said(*told))


def _lines(draft: Draft) -> dict[str, str]:
    return {x.text: s.id for s in draft.sections for x in s.lines}


def _sections(record_type: RecordType, kind: Kind) -> set[str]:
    return {s.id for s in record_type.sections if s.kind is kind}


# --- questions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answer", "shown"),
    [
        ("Is he using his inhaler?", "The brown one, twice a day, when he needs it.", True),
        ("Has he got a key?", "No. The back gate doesn't lock.", True),
        ("Donna?", "No. I disagree.", False),
        ("Is that OK?", "Yes.", False),
        ("How is he at school?", "He has been late nineteen times since September.", False),
        ("Did you go to the clinic?", "Yeah, I took her to the clinic on Tuesday the 3rd with Mum.", False),
    ],
)
def test_a_question_stands_with_an_answer_that_needs_it(asked: str, answer: str, shown: bool) -> None:
    turns = _turns((WORKER, asked), (MUM, answer))
    found = question(turns, turns[1], turns[1].sentences[0], {})
    assert (found is not None) is shown


def test_the_first_word_of_an_answer_brings_its_question() -> None:
    lines = _lines(
        drafted(
            said(
                *HELLO,
                (WORKER, "Has the weigh-in been rebooked?"),
                (MUM, "Thursday. Half nine, at the clinic."),
            )
        )
    )
    assert f"Asked “Has the weigh-in been rebooked?”, {MUM}: Thursday. Half nine, at the clinic." in lines


def test_no_line_begins_with_a_greeting_or_an_aside() -> None:
    lines = _lines(
        drafted(
            said(
                *HELLO,
                (WORKER, "How has school been?"),
                (MUM, "Thank you. He has, you know, he has been late nine times since September."),
                (WORKER, "Lovely. So his attendance was ninety-one per cent in the spring term."),
            )
        )
    )
    assert f"{MUM}: He has been late nine times since September." in lines
    assert f"{WORKER}: His attendance was ninety-one per cent in the spring term." in lines


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (
            "Did he hit you again?",
            "No, sorry. He grabbed my hair on the stairs on Thursday the 4th and Sam saw it.",
        ),
        (
            "Did he hit you again?",
            "Yes. It was on the stairs on Thursday the 4th and Sam saw it from his room.",
        ),
        (
            "Is his inhaler at school?",
            "Not sure. The brown inhaler has been empty since Thursday the 4th of June.",
        ),
    ],
)
def test_the_first_word_of_an_answer_about_harm_is_never_lost(asked: str, answer: str) -> None:
    assert f"Asked “{asked}”, {MUM}: {answer}" in _lines(
        drafted(said(*HELLO, (WORKER, asked), (MUM, answer)))
    )


@pytest.mark.parametrize(
    ("text", "greets"),
    [("Thank you.", True), ("Yes.", True), ("No, sorry.", False), ("I'm not sure.", False)],
)
def test_a_no_is_no_greeting(text: str, greets: bool) -> None:
    assert bool(GREETS.search(text)) is greets


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Do you know the school?", "Do you know the school?"),
        ("I mean it.", "I mean it."),
        ("We don't, you know, see him on Fridays.", "We don't, see him on Fridays."),
        ("He was, he was nine.", "He was nine."),
        ("No, I mean, never.", "No, I mean, never."),
        ("It was Monday, I mean, Tuesday.", "It was Monday, I mean, Tuesday."),
        ("I mean, he was late.", "He was late."),
        ("I can, I can't say.", "I can, I can't say."),
    ],
)
def test_what_only_keeps_somebody_speaking_is_left_out_and_nothing_else(text: str, kept: str) -> None:
    assert speech.plain(text) == kept


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_sentence_made_plain_has_only_words_that_were_said_and_every_no(name: str) -> None:
    for turn in speech.turns(vtt.read((DATA / name).read_bytes())):
        for s in turn.sentences:
            said_, kept = (
                re.findall(r"[^\W_]+(?:['’]\w+)*", x.lower()) for x in (s.text, speech.plain(s.text))
            )
            rest = iter(said_)
            assert all(w in rest for w in kept)
            assert [w for w in kept if _NO.fullmatch(w)] == [w for w in said_ if _NO.fullmatch(w)]


_NO = re.compile(r"no|nope|not|never|none|nothing|nobody|without|cannot|\w+n['’]t")


@pytest.mark.parametrize(
    ("asked", "open_"),
    [
        ("How's the year been from your side?", True),
        ("What do you think?", True),
        ("Is he in year five?", False),
    ],
)
def test_an_open_question_invites_a_story(asked: str, open_: bool) -> None:
    turns = _turns((WORKER, asked), (MUM, "Mixed. Mornings are better than they were."))
    assert invited(turns, turns[1]) is open_


# --- why people meet ----------------------------------------------------------------------------------------------

REFERRAL = "A driver saw her alone on the pavement outside the flats, in pyjamas, before school."
LATER = [("Jo Whitcombe", f"He is in the book corner with Mrs Farrow, group {n}.") for n in range(30)]


def test_what_is_told_when_it_is_asked_why_people_meet_is_the_reason() -> None:
    talk = said(
        ("Helen Adeyemi", "I'm Helen Adeyemi, I'm the conference chair. Sarah, why are we here?"),
        ("Sarah Pell", f"It was on Friday the 9th of October. {REFERRAL}"),
        *LATER,
    )
    lines = _lines(drafted(talk, "child-protection-conference"))
    [section] = {at for text, at in lines.items() if REFERRAL in text}
    assert section == "reason"


def test_late_in_a_meeting_nothing_is_the_reason_for_it() -> None:
    turns = _turns(*LATER, ("Sarah Pell", "What happened on Friday?"), ("Jo Whitcombe", REFERRAL))
    assert not reasons(turns)


# --- echoes -------------------------------------------------------------------------------------------------------


def test_what_is_only_said_again_stands_once_with_who_told_it() -> None:
    lines = _lines(
        drafted(
            said(
                *HELLO,
                (MUM, "The nurse put my sertraline up from fifty to a hundred milligrams on Monday."),
                (WORKER, "OK. So sertraline, fifty up to a hundred milligrams."),
            ),
            "home-visit",
        )
    )
    told = [text for text in lines if "hundred" in text]
    assert told == [f"{MUM}: The nurse put my sertraline up from fifty to a hundred milligrams on Monday."]


def test_a_day_put_to_what_was_told_stands_beside_it() -> None:
    lines = _lines(
        drafted(
            said(
                *HELLO,
                (MUM, "The weigh-in is this Thursday, half nine, at the Poppy Centre."),
                (WORKER, "So Thursday the 12th, half nine, Poppy Centre."),
            ),
            "home-visit",
        )
    )
    pair = [at for text, at in lines.items() if "Poppy" in text]
    assert len(pair) == 2
    assert len(set(pair)) == 1


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Is he eating breakfast and lunch at school?", "He's eating breakfast and lunch at school."),
        (
            "There were four missing episodes since September.",
            "Correct that, three missing episodes since September.",
        ),
        (
            "He was in the kitchen with a knife on Friday.",
            "He was not in the kitchen with a knife on Friday.",
        ),
        ("He never hit me with the belt.", "OK. So he hit you with the belt."),
        ("Femi rang Tomas on Friday.", "OK. Tomas rang Femi on Friday."),
        ("He has been late nine times.", "His dentist wants to see him on the 4th of May."),
    ],
)
def test_an_answer_a_correction_a_denial_and_news_are_no_echo(first: str, then: str) -> None:
    assert not echoes(_turns((WORKER, first), (MUM, then)), {})


def test_what_the_same_person_says_twice_is_no_echo() -> None:
    assert not echoes(
        _turns((MUM, "Fifty to a hundred, the nurse."), (MUM, "The nurse, fifty to a hundred.")), {}
    )


# --- what a stammer means -----------------------------------------------------------------------------------------

STAMMER = "He was on the the settee when they came in on the Friday, number {n}."


def test_a_doubled_word_is_a_sign_only_where_it_is_rare() -> None:
    few = drafted(said(*HELLO, (MUM, STAMMER.format(n=14))))
    assert [n.kind for n in few.not_covered] == ["unclear"]
    many = drafted(said(*HELLO, *((MUM, STAMMER.format(n=n)) for n in range(20, 32))))
    assert "unclear" not in {n.kind for n in many.not_covered}


# --- contingency --------------------------------------------------------------------------------------------------

REVIEW = "cin-review"


def _falls_back(*talk: tuple[str | None, str]) -> list[str]:
    record_type = types.find(REVIEW)
    wanted = _sections(record_type, Kind.CONTINGENCY)
    draft = drafted(said(*HELLO, *talk), REVIEW)
    return [x.text for s in draft.sections if s.id in wanted for x in s.lines]


@pytest.mark.parametrize(
    "stated",
    [
        "If he goes missing again, we'll have a strategy meeting the same day.",
        "We'd come back to conference, to another conference, if the mornings slip.",
        "If anybody sees him there, ring the duty team straight away.",
    ],
)
def test_what_would_happen_if_things_change_has_its_place(stated: str) -> None:
    assert _falls_back((WORKER, stated)) == [f"{WORKER}: {stated}"]


def test_an_offer_is_no_contingency() -> None:
    assert not _falls_back(
        (WORKER, "If you like, I'll ring the hospital for you and say that you are on the way.")
    )


def test_what_is_said_to_a_contingency_called_by_its_name_needs_no_such_word() -> None:
    said_if = "If Nana is poorly, Auntie Jo will have him from school on that day."
    assert _falls_back((WORKER, "So, contingency."), (WORKER, said_if)) == [f"{WORKER}: {said_if}"]


@pytest.mark.parametrize(
    "turn",
    [
        (MUM, "If you take him, I'll ring the police."),
        (WORKER, "If he goes missing again, will we have a strategy meeting?"),
        (WORKER, "If you want a break, we can stop."),
    ],
)
def test_a_threat_a_question_and_a_courtesy_are_none(turn: tuple[str, str]) -> None:
    assert not _falls_back(turn)


def test_a_denial_is_in_the_section_of_what_was_asked() -> None:
    draft = drafted(
        said(
            ("Orla Keane", "I'm Orla, I'm the nurse from the health team."),
            (
                "Orla Keane",
                "I ask every young person about self-harm at each session, and I asked it on Monday.",
            ),
            ("Kai Reid", "She asks every time. It's always no."),
            ("Orla Keane", "His weight was on the 9th centile in May and his hearing was tested twice."),
        ),
        "cla-review",
        child=child("Kai Reid"),
    )
    section = {x.text: s.id for s in draft.sections for x in s.lines if s.kind is not Kind.VOICE}
    asked = next(id for text, id in section.items() if "self-harm" in text)
    assert next(id for text, id in section.items() if "always no" in text) == asked
