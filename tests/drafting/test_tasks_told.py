"""The many ways in which people take on, give, accept and recall tasks; and those that are none."""

from __future__ import annotations

import re

import pytest

from tests.drafting.conftest import drafted, said

CHIEF, TOM, JO = "Gail Ferris", "Tom Beckett", "Jo Hale"
Turns = tuple[tuple[str, str], ...]


def _told(turns: Turns) -> list[tuple[str, str, str]]:
    return [(a.owner or "", a.text, a.due or "") for a in drafted(said(*turns)).actions]


def _one(turns: Turns, owner: str, task: str, due: str) -> None:
    """There is one task, of this person, which says so much, due on that day or on none."""
    [(whose, what, when)] = _told(turns)
    assert whose == owner
    assert task in what
    assert when == due


@pytest.mark.parametrize(
    ("words", "task", "due"),
    [
        ("I'll get onto the landlord first thing.", "landlord", "first thing"),
        ("I'm gonna take them bags to the tip Saturday.", "bags", "Saturday"),
        ("I'll have the back bedroom cleared by the weekend.", "back bedroom", "the weekend"),
        ("I'll paint his room before they break up.", "Paint his room", "before they break up"),
        ("I'm happy to write the letter to the panel.", "letter to the panel", ""),
        ("What I'll do is speak to the duty team tonight.", "Speak to the duty team", "tonight"),
        ("I'm seeing both of them at school Tuesday week.", "both of them", "Tuesday week"),
        ("I'll visit him at his nan's a week on Friday.", "nan's", "a week on Friday"),
        ("I'll let the court know by the end of play Friday.", "court", "the end of play Friday"),
        ("I'll set up the first contact in the new year.", "first contact", "in the new year"),
        ("We'll send the parenting course dates out next week.", "course dates", "next week"),
        ("If that's all right with you I'll ring your mum tomorrow.", "Ring your mum", "tomorrow"),
        (
            "I'll be back out to see you on Thursday the third, at four.",
            "Be back",
            "on Thursday the third, at four",
        ),
        ("So I'm round again a week Wednesday.", "round again", "a week Wednesday"),
        (
            "I'll send the form in four weeks, so that's by the ninth of May.",
            "Send the form",
            "the ninth of May",
        ),
        ("I'll take him out of maths on Tuesdays, from next week.", "out of maths", "from next week"),
    ],
)
def test_what_somebody_takes_on_in_passing(words: str, task: str, due: str) -> None:
    _one(((TOM, words),), TOM, task, due)


@pytest.mark.parametrize(
    ("asked", "answer", "task", "due"),
    [
        (
            "The referral to the young carers' group hasn't gone in yet.",
            "Leave it with me.",
            "young carers",
            "",
        ),
        ("He needs the speech report chasing up.", "That's one for me.", "speech report", ""),
        ("Who can bring the chairs for the family meeting?", "Put me down for that.", "chairs", ""),
        (
            "Can I leave the nursery application with you, Tom?",
            "Yeah, no problem.",
            "nursery application",
            "",
        ),
        ("We need to look at the grant. Can I leave that with you, Tom?", "Yes.", "grant", ""),
        ("Get that assessment written up by Friday.", "Will do.", "assessment", "Friday"),
        ("Make sure you've spoken to both grandparents.", "Yeah, will do.", "both grandparents", ""),
        ("So Tom, you're going to chase the police for the logs.", "Yes.", "Chase the police", ""),
        ("Tom, would you mind checking the date with the court?", "Course.", "the court", ""),
        (
            "Could you let me have the school's figures by Tuesday?",
            "Yeah, that's fine.",
            "figures",
            "Tuesday",
        ),
        ("Can we have the safety plan by Monday?", "I'll do that.", "safety plan", "Monday"),
        ("Are you able to do the bedroom check on Thursday?", "I can, yeah.", "bedroom check", "on Thursday"),
        ("The other thing is the bed base, it's broken.", "I'll pick that up.", "bed base", ""),
        ("Who's telling dad about the date?", "I'll ring him.", "telling dad", ""),
        ("The dentist wrote to mum again.", "I know. I'll ring 'em Monday.", "dentist", "Monday"),
        ("Is the report done?", "Not yet. You'll have it by next Wednesday.", "report", "next Wednesday"),
        (
            "When's your section coming?",
            "Mine'll be with you by the nineteenth.",
            "section",
            "the nineteenth",
        ),
        (
            "He has the hospital on the ninth of May at two.",
            "I'll take him.",
            "hospital",
            "on the ninth of May at two",
        ),
        ("I want you to see the baby awake this week.", "Right.", "See the baby awake", "this week"),
    ],
)
def test_it_is_theirs_who_accept_it(asked: str, answer: str, task: str, due: str) -> None:
    _one(((CHIEF, asked), (TOM, answer)), TOM, task, due)


@pytest.mark.parametrize(
    ("told", "task", "due"),
    [
        ("I need you to get that chronology to me by Thursday.", "chronology", "Thursday"),
        ("You'll need to ring the health visitor tomorrow, then.", "health visitor", "tomorrow"),
        ("Don't forget to book the interpreter, Tom.", "interpreter", ""),
        ("I'll leave you to sort the taxi with the school, Tom.", "taxi", ""),
        ("Right, actions. You're doing the danger statement by Friday.", "danger statement", "Friday"),
        ("Thank you, Tom. Tell her he's not been told.", "he's not been told", ""),
        ("Then there's the passport. That's one for you, Tom.", "passport", ""),
        ("So it's agreed that Tom will ring the helpline by the fourth.", "helpline", "the fourth"),
    ],
)
def test_it_is_theirs_who_are_told(told: str, task: str, due: str) -> None:
    _one(((TOM, "I have not been there since August."), (CHIEF, told)), TOM, task, due)


@pytest.mark.parametrize(
    ("told", "owner", "task", "due"),
    [
        ("Pat is going to ring the school nurse on Monday.", "Pat", "school nurse", "on Monday"),
        (
            "School will put the new timetable in place from Monday week.",
            "School",
            "timetable",
            "from Monday week",
        ),
        ("So, health to send the growth chart by the eighth.", "Health", "growth chart", "the eighth"),
        ("Action for school: a quiet space at lunchtime by half term.", "School", "quiet space", "half term"),
        ("Mum's going to take him to the optician on Saturday.", "Mum", "optician", "on Saturday"),
        ("Dr Osman can see her on Friday at ten.", "Dr Osman", "See her", "on Friday at ten"),
        ("I'll send Ana out tonight. I want her to see the baby by nine.", "Ana", "See the baby", "nine"),
    ],
)
def test_it_is_theirs_who_are_named_although_they_do_not_speak(
    told: str, owner: str, task: str, due: str
) -> None:
    assert any(o == owner and task in t and d == due for o, t, d in _told(((CHIEF, told), (TOM, "OK."))))


def test_two_things_promised_in_one_sentence_have_each_their_day() -> None:
    assert _told(((TOM, "I'll ring the surgery tomorrow and I'll email the school on Thursday."),)) == [
        (TOM, "Ring the surgery tomorrow", "tomorrow"),
        (TOM, "Email the school on Thursday", "on Thursday"),
    ]


def test_what_is_asked_and_what_is_promised_for_it_are_two_tasks() -> None:
    told = _told(((CHIEF, "Email me the consent form today and I'll sign it by Monday."), (TOM, "Will do.")))
    assert [(owner, due) for owner, _, due in told] == [(TOM, "today"), (CHIEF, "Monday")]


@pytest.mark.parametrize(
    "turns",
    [
        ((CHIEF, "Tom, can you do the genogram?"), (TOM, "Yeah."), (CHIEF, "By when?"), (TOM, "Friday.")),
        ((TOM, "I'll do the genogram."), (CHIEF, "When will that be?"), (TOM, "It'll be Friday.")),
    ],
)
def test_the_day_may_be_said_in_the_answer(turns: Turns) -> None:
    _one(turns, TOM, "Do the genogram", "Friday")


def test_what_was_agreed_before_is_still_a_task_when_they_say_that_they_will() -> None:
    _one(
        ((CHIEF, "We said Jo would have the shed cleared by Sunday."), (JO, "Yeah I will.")),
        JO,
        "shed",
        "Sunday",
    )


def test_who_offers_and_is_told_yes_please_has_the_task() -> None:
    _one(
        ((TOM, "Shall I ring the grandparents about the weekend?"), (CHIEF, "Yes please.")),
        TOM,
        "grandparents",
        "",
    )


def test_that_is_done_again_in_the_words_that_said_what() -> None:
    _one(
        ((TOM, "I didn't see Ava on her own, I'll do that at school."),),
        TOM,
        "See Ava on her own at school",
        "",
    )


def test_what_is_to_be_looked_up_is_what_had_been_asked() -> None:
    told = ((TOM, "When does the order finish?"), (JO, "April, I think it was."), (TOM, "I'll check that."))
    _one(told, TOM, "When does the order finish?", "")


@pytest.mark.parametrize(
    "words",
    [
        "I might ring them.",
        "If they ring I'll let you know.",
        "And if he kicks off again I'll ring the police.",
        "I'll be honest with you.",
        "I'll have to think about that.",
        "I said I'd do it last time.",
        "Mum said she'd ring the school but she never did.",
        "I'll never let him in again.",
        "She told me I need to get a grip.",
        "I'm not going to ring your mum today.",
        "I probably will at some point.",
        "You'll have noticed the mess.",
        "I saw him on Thursday and I'm seeing a change in him.",
        "School will always say that.",
        "We'll go round the room.",
        "I'll read you what I've put.",
        "I'd do anything for them kids.",
        "I'm back on the tablets since Monday.",
        "He was back in school on Monday.",
        "I could ring them, I suppose.",
        "I'll believe it when I see it.",
        "I'll miss him when he goes on Friday.",
        "I'll give him that, he's good with the kids.",
        "I need to get some sleep.",
    ],
)
def test_what_is_only_said_is_no_task(words: str) -> None:
    assert _told(((TOM, words),)) == []


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Can you take the twins on Saturday?", "No, I can't."),
        ("Tom, can you do the chronology?", "I'd rather not."),
        ("Can you do the chronology?", "I'll think about it."),
        ("Tell me about school.", "Yeah."),
        ("Take your time.", "OK."),
        ("Shall I ring them?", "No, leave it for now."),
        ("What would you do if he rang?", "I'd ring my mum."),
    ],
)
def test_what_is_refused_or_only_talk_is_no_task(asked: str, answer: str) -> None:
    assert _told(((CHIEF, asked), (TOM, answer))) == []


def test_a_remark_behind_a_task_is_no_part_of_it() -> None:
    [(_, task, _)] = _told(((TOM, "I'll have a word with his nan, I've not done that yet."),))
    assert re.fullmatch("Have a word with his nan", task)
