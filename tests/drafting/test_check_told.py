"""Who said it, who only heard it, what was denied and what was decided: a strategy discussion with five people."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from drafting import checks, evidence
from drafting.wording.stems import stem
from tests.drafting.conftest import said

STRATEGY = said(
    (
        "Imran Qureshi",
        (
            "Thanks all for joining at short notice. I'm Imran Qureshi, team manager, I'll chair. "
            "It's about Ellie Strand, she's thirteen."
        ),
    ),
    ("Imran Qureshi", "Can everybody introduce themselves, and then Jodie will tell us what's come in."),
    ("DC Hannah Wells", "DC Hannah Wells, child abuse investigation."),
    ("Dr Amit Rao", "Amit Rao, community paediatrician."),
    ("Lorraine Pike", "Lorraine Pike, designated safeguarding lead at Moorside Academy."),
    (
        "Jodie Farr",
        "Jodie Farr, duty social worker. So the referral came from school yesterday, at quarter past two.",
    ),
    (
        "Jodie Farr",
        (
            "Ellie told her form tutor, Mr Coates, that her mum's boyfriend Wayne had grabbed her "
            "by the arm and left a mark."
        ),
    ),
    (
        "Lorraine Pike",
        "It was Tuesday evening, she said. She'd come in late and he was shouting about her phone.",
    ),
    (
        "Lorraine Pike",
        (
            "I saw the arm myself. There was a bruise about three centimetres across, above the "
            "elbow, on the left."
        ),
    ),
    ("Dr Amit Rao", "Has anybody asked whether it hurts when she lifts it?"),
    ("Lorraine Pike", "I did ask. She said no, it was only sore to touch."),
    ("DC Hannah Wells", "Did she say he'd done it before?"),
    (
        "Lorraine Pike",
        (
            "She said it hadn't happened before. She did say he'd thrown a plate once, at the wall,"
            " and not at her."
        ),
    ),
    (
        "Jodie Farr",
        (
            "I rang Mum, Carly, last night. She says Ellie fell off the trampoline and that Wayne "
            "wasn't in the house at all."
        ),
    ),
    (
        "Jodie Farr",
        (
            "And a neighbour rang us in January, she'd heard from her son that there were parties "
            "every weekend. We never got to the bottom of that."
        ),
    ),
    (
        "DC Hannah Wells",
        (
            "Wayne's got a caution from 2019 for criminal damage. There's nothing for violence. "
            "There's no conviction."
        ),
    ),
    ("Imran Qureshi", "And where is she now?"),
    (
        "Jodie Farr",
        (
            "She stayed at her gran's, at Sheila's. Carly agreed to that. Sheila's happy to have "
            "her till the weekend."
        ),
    ),
    (
        "Dr Amit Rao",
        "I'd want to see her today. A bruise like that could be accidental, I can't say without looking.",
    ),
    (
        "Lorraine Pike",
        "She doesn't want to see a doctor, she told me. She'd want Miss Teal with her if she has to.",
    ),
    ("Imran Qureshi", "OK. Does anybody think we don't meet threshold?"),
    (
        "DC Hannah Wells",
        (
            "I think it's met. I'm not sure we need a joint visit, I'd be content with single "
            "agency to begin with."
        ),
    ),
    ("Jodie Farr", "I'd rather it was joint, given what Mum's saying."),
    (
        "Imran Qureshi",
        (
            "Right. My decision is that the threshold's met and we start a section 47. It's joint, "
            "police and social care."
        ),
    ),
    ("Imran Qureshi", "I'm not deciding about a conference today. We'll see what the medical says."),
    ("Dr Amit Rao", "I can do three o'clock at the Beacon unit."),
    ("Jodie Farr", "I'll take her. I'll ask Miss Teal to come."),
    ("DC Hannah Wells", "I'll speak to Wayne once Ellie's been spoken to, not before."),
    ("Lorraine Pike", "I'll write up Mr Coates's account and send it by five today."),
    ("Imran Qureshi", "We'll meet again on Friday at ten. Thank you."),
)

TRUE = [
    "The referral came from school at 2.15pm.",
    "Ellie told Mr Coates that Wayne had grabbed her by the arm and left a mark.",
    "Lorraine Pike saw a bruise of about 3 cm above the left elbow.",
    "Lorraine Pike asked Ellie whether it hurt and she said it was only sore to touch.",
    "Ellie said that it had not happened before.",
    "Ellie said that Wayne had once thrown a plate at the wall.",
    "Carly says that Ellie fell off the trampoline.",
    "Carly told Jodie Farr that Wayne was not in the house.",
    "A neighbour told children's services in January that she had heard from her son of parties every weekend.",
    "Wayne has a caution from 2019 for criminal damage and no conviction for violence.",
    "Ellie stayed at her grandmother's, Sheila's.",
    "Dr Rao would like to see Ellie today.",
    "Dr Rao said that the bruise could be accidental.",
    "Ellie does not want to see a doctor.",
    "Ellie would want Miss Teal with her.",
    "DC Wells thought that the threshold was met.",
    "DC Wells was not sure that a joint visit was needed.",
    "Jodie Farr would prefer a joint visit because of what Carly is saying.",
    "Imran Qureshi decided that the threshold is met and that a section 47 enquiry will start.",
    "No decision was made about a conference.",
    "Jodie Farr will take Ellie to the Beacon unit at 3pm.",
    "DC Wells will not speak to Wayne before Ellie has been spoken to.",
    "Lorraine Pike will send Mr Coates's account by 5pm today.",
    "The next meeting is on Friday at 10am.",
]

WRONG = [
    ("decision", "It was decided that a child protection conference will be held."),
    ("decision", "Imran Qureshi decided that the enquiry would be single agency."),
    ("third_hand", "There have been parties at the house every weekend."),
    ("speaker", "Dr Rao saw the bruise above the elbow himself and asked whether it hurt."),
    ("speaker", "Jodie Farr said that she would be content with single agency to begin with."),
    ("speaker", "DC Wells said that the bruise could be accidental."),
    ("speaker", "Lorraine Pike said that she would rather it was joint."),
    ("speaker", "Jodie Farr said that Wayne has a caution for criminal damage."),
    ("speaker", "Ellie told Jodie Farr that Wayne had grabbed her by the arm."),
    ("speaker", "Sheila says that Ellie fell off the trampoline."),
    ("negation", "Ellie said that it had happened before."),
    ("negation", "It hurts Ellie when she lifts the arm."),
    ("negation", "Wayne threw the plate at Ellie."),
    ("negation", "Wayne has a conviction for violence."),
    ("negation", "Wayne was in the house."),
    ("negation", "Ellie wants to see a doctor."),
    ("negation", "Sheila is not happy to have Ellie until the weekend."),
    ("negation", "Carly did not agree to Ellie staying with Sheila."),
    ("negation", "Dr Rao does not want to see Ellie today."),
    ("negation", "DC Wells will speak to Wayne before Ellie has been spoken to."),
    ("name", "Lorraine Pike will take Ellie to the Beacon unit."),
    ("name", "Carly stayed at Sheila's."),
    ("name", "Mr Coates had grabbed Ellie by the arm."),
    ("number", "The bruise was about 5 cm across."),
    ("date", "The referral came at 4.15pm."),
    ("date", "Wayne has a caution from 2017 for criminal damage."),
    ("entity", "There was a bruise above the right elbow."),
    ("entity", "There was a bruise above the left knee."),
    ("harm", "Ellie has been self-harming."),
]


def found(sentences: Sequence[str]) -> list[str]:
    """Those that are a mismatch."""
    meeting = evidence.meeting(STRATEGY)
    return [x for x in sentences if checks.verdict(x, meeting).verdict is checks.Finding.MISMATCH]


def test_what_was_said_denied_or_decided_is_left_alone() -> None:
    assert found(TRUE) == []


def test_what_was_not_is_found() -> None:
    """Not all: some of these turn on a word that others said of the same thing."""
    assert len(found([x for _, x in WRONG])) >= 0.6 * len(WRONG)


@pytest.mark.parametrize(
    ("code", "sentence"), [x for x in WRONG if x[0] in ("decision", "number", "date", "harm")]
)
def test_a_decision_a_figure_or_a_grave_word_that_was_not_said_is_always_found(
    code: str, sentence: str
) -> None:
    verdict = checks.verdict(sentence, evidence.meeting(STRATEGY))
    assert code in {r.code for r in verdict.reasons if r.sure}


@pytest.mark.parametrize("said_so", ["hurting yourself", "cutting yourself"])
def test_a_grave_phrase_may_be_asked_about_in_other_words(said_so: str) -> None:
    asked = said(("Ann Roe", f"Do you ever think of {said_so}?"), ("Kit Roe", "No. I don't."))
    verdict = checks.verdict("Kit has no thoughts of self-harm.", evidence.meeting(asked))
    assert "harm" not in {r.code for r in verdict.reasons}


def test_a_job_or_kinship_before_a_name_tells_he_or_she() -> None:
    who = evidence.meeting(STRATEGY).who
    assert who.genders[stem("Wayne")] == "he"
    assert who.genders[stem("Coates")] == "he"
    assert stem("Ellie") in who.young


def test_what_was_agreed_to_be_possible_is_no_decision_that_was_left_open() -> None:
    """Nor is what is short for something, "Pmhx", a name that nobody said."""
    meeting = evidence.meeting(STRATEGY)
    open_ = checks.verdict("Carly agreed that Ellie could stay at Sheila's till the weekend.", meeting)
    assert "decision" not in {r.code for r in open_.reasons}
    short = checks.verdict("Nothing in the Pmhx of Ellie.", meeting)
    assert "name" not in {r.code for r in short.reasons if r.sure}
