"""Who is who where labels do not say, who takes a task on, whose name was put right, and what was only passed on."""

from __future__ import annotations

import pytest

from drafting import checks, evidence
from drafting.bound import shares
from record.source import Transcript
from tests.drafting.conftest import said

ROOM = said(
    ("Webb, Priti", "It's Tuesday the 3rd. I'm here to see Tess, who's seven, and Owen. Thanks for this, Gail."),
    ("Speaker 1", "That's all right, love. Sit where you like, mind the washing."),
    ("Webb, Priti", "And is that you, Marlon?"),
    ("Speaker 2", "Yeah. I've only just got in from the garage, I'm on earlies all this week."),
    ("Webb, Priti", "How have the mornings been, Gail?"),
    ("Speaker 1", "Better. I lay the uniform out the night before. Marlon walks them round to breakfast club."),
    ("Webb, Priti", "And the fence, Marlon?"),
    ("Speaker 2", "I'll mend that fence by Saturday. I've got the panels off my brother."),
    ("Webb, Priti", "I'll send the nursery form on Thursday and I'll ring the housing officer about the boiler."),
    ("Speaker 1", "Denny at number nine says the boiler man's been sacked. I wouldn't know."),
    ("Webb, Priti", "And the eye test, was that Owen who missed it?"),
    ("Speaker 1", "No, that's Tess. Tess missed the eye test in February. Owen's was fine."),
    ("Webb, Priti", "And I've got down that Owen's spellings, sorry, Tess's spellings were eight out of ten."),
    ("Speaker 1", "She practised with Mrs Lowe and Petra at the library."),
    ("Webb, Priti", "The holiday club, shall I put both of you down for the parents' evening?"),
    ("Speaker 1", "I'd go."),
    ("Speaker 2", "I'll think about it. I'm not one for sitting in a circle."),
    ("Webb, Priti", "I'm not deciding on the club today either, it goes to Rosalind on Monday, my manager."),
)  # fmt: skip


def found(sentence: str, transcript: Transcript = ROOM) -> checks.Verdict:
    return checks.verdict(sentence, evidence.meeting(transcript))


def codes(sentence: str, transcript: Transcript = ROOM) -> set[str]:
    return {r.code for r in found(sentence, transcript).reasons if r.sure}


def test_whoever_is_spoken_to_and_answers_has_that_name() -> None:
    who = evidence.meeting(ROOM).who
    assert who.labels["gail"] == {"Speaker 1"}
    assert who.labels["marlon"] == {"Speaker 2"}
    assert who.bound == {"Speaker 1", "Speaker 2"}


@pytest.mark.parametrize(
    "turns",
    [
        # Once may be meant for another; a name that the speaker uses of somebody is not theirs; two may share none.
        (("Webb, Priti", "Right, Gail."), ("Speaker 1", "Hm."), ("Webb, Priti", "I saw Gail last week.")),
        (
            ("Webb, Priti", "Over to you, Gail."),
            ("Speaker 1", "Gail's not here, I'm standing in, Gail sent me."),
            ("Webb, Priti", "Sorry. Is Gail coming, Gail?"),
            ("Speaker 1", "Gail can't make it."),
        ),
        (
            ("Webb, Priti", "What about you, Gail?"),
            ("Speaker 1", "Fine."),
            ("Webb, Priti", "Sure, Gail?"),
            ("Speaker 2", "She's sure."),
            ("Webb, Priti", "I asked Gail. Gail?"),
            ("Speaker 1", "Yes."),
            ("Webb, Priti", "And now, Gail?"),
            ("Speaker 2", "Still."),
        ),
    ],
)
def test_a_name_that_may_be_anothers_binds_nobody(turns: tuple[tuple[str, str], ...]) -> None:
    assert not evidence.meeting(said(*turns)).who.bound


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Terry here.", "Terry"),
        ("It's Anjali again.", "Anjali"),
        ("This is Bob, sorry.", "Bob"),
        ("Joan speaking.", "Joan"),
        ("Terry hears it every night.", ""),
        ("It's Monday tomorrow", ""),
    ],
)
def test_on_a_shared_device_somebody_says_who_speaks(text: str, name: str) -> None:
    assert shares(text) == name


TRUE = [
    "Marlon will mend the fence by Saturday.",
    "Priti Webb will send the nursery form on Thursday and ring the housing officer about the boiler.",
    "Tess missed her eye test in February.",
    "Tess scored eight out of ten in her spellings.",
    "Gail lays out the uniform the night before.",
    "Gail passed on that a neighbour had told her the boiler man had been sacked.",
    "Tess practised at the library with Mrs Lowe and Petra.",
    "The holiday club was left undecided and goes to Rosalind, the manager, on Monday.",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_what_was_said_is_left_alone(sentence: str) -> None:
    assert not codes(sentence)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("name", "Priti Webb will mend the fence by Saturday."),
        ("name", "Marlon will send the nursery form on Thursday."),
        ("name", "Gail undertook to ring the housing officer about the boiler."),
        ("name", "Owen missed his eye test in February."),
        ("name", "Owen scored eight out of ten in his spellings."),
        ("name", "Tess practised at the library with Mrs Lowe and Denny."),
        ("name", "Priti is to speak to Petra, her manager, about the club on Monday."),
        ("third_hand", "The boiler man has been sacked."),
        ("decision", "Both parents accepted a place at the parents' evening."),
        ("decision", "It was agreed that the children would go to the holiday club."),
    ],
)
def test_another_persons_or_nobodys_is_found_with_its_reason(code: str, sentence: str) -> None:
    assert code in codes(sentence)


REVIEW = said(
    ("Ann Roe", "Ann Roe, social worker for Jed. Bette, his key worker, sends her apologies."),
    ("DC Imran Shah 4410", "DC Imran Shah, public protection."),
    ("Obi, Grace (School Nursing)", "Grace Obi. School nurse at Mill Lane."),
    ("Carla Poe (Guest)", "Carla. Mum."),
    ("Ann Roe", "When I asked him about the fight he said, \"I was only holding the coats.\""),
    ("Carla Poe (Guest)", "Bette says he's the most polite lad in the hostel."),
    ("DC Imran Shah 4410", "One of the parents told our desk that Jed had thrown a bottle at the bus."),
    ("Obi, Grace (School Nursing)", "I weighed him in May and he was fine. I have no worries about his asthma."),
    ("Ann Roe", "There's a panel on the flat in June. I can't agree that today, it isn't mine to decide."),
)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "label"),
    [
        ("social worker", "Ann Roe"),
        ("police", "DC Imran Shah 4410"),
        ("nurse", "Obi, Grace (School Nursing)"),
        ("mum", "Carla Poe (Guest)"),
    ],
)
def test_people_are_there_as_what_they_or_their_labels_say(role: str, label: str) -> None:
    assert evidence.meeting(REVIEW).roles[role] == {label}


@pytest.mark.parametrize(
    "sentence",
    [
        'The social worker reported that Jed said, "I was only holding the coats."',
        "Carla passed on that Jed's key worker finds him the most polite in the hostel.",
        "The school nurse weighed Jed in May and had no worries about his asthma.",
        "A parent told the police that Jed had thrown a bottle at the bus.",
        "The panel considers the flat in June; nothing was decided at this meeting.",
    ],
)
def test_who_said_it_by_part_is_left_alone(sentence: str) -> None:
    assert not codes(sentence, REVIEW)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("speaker", 'The school nurse reported that Jed said, "I was only holding the coats."'),
        ("third_hand", "Jed's key worker told the meeting that he is the most polite in the hostel."),
        ("third_hand", "Jed threw a bottle at the bus."),
        ("third_hand", "Jed told the desk that he had thrown a bottle at the bus."),
        ("decision", "It was agreed that Jed would have the flat in June."),
    ],
)
def test_who_said_it_by_part_is_found(code: str, sentence: str) -> None:
    assert code in codes(sentence, REVIEW)


@pytest.mark.parametrize(
    ("wrong", "right", "text"),
    [
        ("ann", "beth", "Ann's coat, sorry, Beth's coat."),
        ("ann", "beth", "It was Ann, no, Beth."),
        ("ann", "beth", "No, not Ann's. Beth's."),
        ("ann", "beth", "I rang Ann about the form. No, it was Beth."),
        ("ann", "beth", "I saw Ann, I mean Beth, on Monday."),
    ],
)
def test_a_name_is_put_right(wrong: str, right: str, text: str) -> None:
    meeting = evidence.meeting(
        said(
            ("Kim Lee", "Thank you, Ann. What do you say, Ann? And you, Beth? Beth, are you with us?"),
            ("Kim Lee", text),
        )
    )
    assert [(r.wrong, r.right) for r in meeting.righted] == [(wrong, right)]


@pytest.mark.parametrize(
    "text",
    [
        "Not Ann this time, sorry.",
        "No, Ann's fine and so is Beth.",
        "Ann and Beth, sorry, both of them came.",
    ],
)
def test_two_names_are_no_correction(text: str) -> None:
    meeting = evidence.meeting(
        said(
            ("Kim Lee", "Thank you, Ann. What do you say, Ann? And you, Beth? Beth, are you with us?"),
            ("Kim Lee", text),
        )
    )
    assert not meeting.righted


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("name", "The school nurse will send the tenancy papers to the hostel on Friday."),
        ("third_hand", "Bette confirmed to the review that Jed is the most polite in the hostel."),
        ("decision", "The social worker decided against the flat."),
    ],
)
def test_who_is_to_do_it_and_who_was_there_by_part(code: str, sentence: str) -> None:
    meeting = said(
        ("Ann Roe", "Ann Roe, social worker for Jed. Bette, his key worker, sends her apologies."),
        ("Obi, Grace (School Nursing)", "Grace Obi. School nurse at Mill Lane."),
        ("Carla Poe (Guest)", "Carla. Mum. Bette says he's the most polite lad in the hostel."),
        ("Ann Roe", "I'll send the tenancy papers over to the hostel on Friday."),
        ("Obi, Grace (School Nursing)", "I weighed him in May and he was fine."),
        ("Carla Poe (Guest)", "And is he getting the flat?"),
        ("Ann Roe", "I'm not deciding that today. It goes to panel, so it isn't a no and it isn't a yes."),
    )
    assert code in codes(sentence, meeting)
    assert not codes("The social worker will send the tenancy papers to the hostel on Friday.", meeting)
    assert not codes(
        "Jed's mother said that his key worker finds him the most polite in the hostel.", meeting
    )
