"""Who was there: in name and part, no television among them, and with what they said of being recorded."""

from __future__ import annotations

import pytest

from drafting import background
from drafting.introductions import said_of, shortened
from drafting.people import Role, people
from drafting.speech import turns
from record.draft import Draft, Kind
from tests.drafting.conftest import drafted, said


def _present(draft: Draft) -> list[str]:
    return [x.text for s in draft.sections if s.kind is Kind.ATTENDANCE for x in s.lines]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (
            "I'm Ray Lund, I'm the chair, and my job is to see that everybody is heard.",
            "I'm Ray Lund, I'm the chair.",
        ),
        (
            "So I'm Ivy, I'm the health visitor, this is a core group, the third one.",
            "I'm Ivy, I'm the health visitor.",
        ),
        (
            "I'm Ken Obi, I'm the tutor, I've known Ria since Year 7, she's lovely.",
            "I'm Ken Obi, I'm the tutor.",
        ),
        (
            "I'm Moira Dunne, team manager, so I'm chairing.",
            "I'm Moira Dunne, team manager, so I'm chairing.",
        ),
        ("I'm Ria's foster carer and I'm in my kitchen, so sorry about the dog.", "I'm Ria's foster carer."),
        ("Ann Lee, health visitor, Oakfield clinic.", "Ann Lee, health visitor, Oakfield clinic."),
    ],
)
def test_an_introduction_is_cut_to_name_and_part(told: str, kept: str) -> None:
    assert shortened(told)[0] == kept


@pytest.mark.parametrize(
    ("label", "words", "part", "role"),
    [
        ("Ann Lee", ["Ann Lee, school nurse."], "Ann Lee, school nurse.", Role.PROFESSIONAL),
        (
            "DC Obi 4471",
            ["DC Ken Obi, domestic abuse unit."],
            "DC Ken Obi, domestic abuse unit.",
            Role.PROFESSIONAL,
        ),
        ("+44 7700 ******33", ["Hi, it's Gary. Ria's dad. I'm on the train."], "Ria's dad.", Role.FAMILY),
        ("Lee, Ann (Guest)", ["Hello, yes, I can hear you."], "", Role.FAMILY),
    ],
)
def test_people_who_give_their_name_and_part_without_a_verb_are_heard(
    label: str, words: list[str], part: str, role: Role
) -> None:
    transcript = said(("Ray Lund", "Just say who you are."), *((label, w) for w in words))
    line = next(x for x in _present(drafted(transcript, "core-group")) if x.startswith(label))
    assert line == (f"{label}: {part}" if part else label)
    assert people(turns(transcript), child=None, siblings=(), author=None).speakers[label].role is role


def test_a_short_first_name_is_that_of_the_speaker_with_that_surname() -> None:
    told = "So there's Kath Moss, Ria's mum, and then Ben Moss from housing."
    assert said_of(told, "Kathleen Moss (Guest)") == "Kath Moss, Ria's mum"
    assert said_of(told, "Moss, Ben") == "Ben Moss from housing"


@pytest.mark.parametrize(
    ("heard", "after"),
    [
        (
            "and heavy showers spreading from the west by",
            "Could you turn the telly down a bit, Shaz? Thanks.",
        ),
        ("now on channel four the headlines tonight", "Is that the radio? Let me just switch it off."),
        ("only 9.99 terms and conditions apply", "Sorry, that's the TV, I'll turn it off."),
    ],
)
def test_a_television_takes_no_part(heard: str, after: str) -> None:
    transcript = said(
        ("Ray Lund", "I'm Ray, I'm the social worker. How have you been, Shaz?"),
        ("Speaker 1", "Not so bad, I got the kids to school every day."),
        ("Speaker 4", heard),
        ("Ray Lund", after),
        ("Speaker 1", "Sorry. It's always on."),
    )
    assert background.voices(turns(transcript)) == {"Speaker 4"}
    draft = drafted(transcript, "home-visit")
    asked = " ".join(p for s in draft.sections for p in s.prompts)
    assert not any("Speaker 4" in x for x in _present(draft))
    assert heard.split()[2] not in " ".join(x.text for s in draft.sections for x in s.lines)
    assert "Speaker 4 seems to be a television" in asked


@pytest.mark.parametrize(
    "spoken",
    [
        "No. I was in bed.",
        "I turned the telly off when they shouted.",
        "She's watching the news, she'll be down in a minute.",
    ],
)
def test_a_person_who_says_little_is_no_television(spoken: str) -> None:
    told = said(
        ("Ray Lund", "Did you hear it?"), ("Speaker 4", spoken), ("Ray Lund", "OK, thanks. Put the telly on.")
    )
    assert not background.voices(turns(told))


OPENING = (
    "Ray Lund",
    "I'm Ray, the social worker. My laptop does a transcript so I don't have to write. All right?",
)


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (
            (("Speaker 2", "No, I'm not happy with that being on."), ("Ray Lund", "I can stop it.")),
            "On being recorded, Speaker 2: “No, I'm not happy with that being on.”",
        ),
        (
            (
                ("Speaker 2", "I don't want that recording me. Who gets it?"),
                ("Ray Lund", "Only me. Shall I turn it off?"),
                ("Speaker 2", "Leave it on then."),
            ),
            "On being recorded, Speaker 2: “I don't want that recording me. Who gets it?” Then: “Leave it on then.”",
        ),
        (
            (("Speaker 2", "That's fine. As long as it gets deleted."),),
            "On being recorded, Speaker 2: “That's fine. As long as it gets deleted.”",
        ),
    ],
)
def test_who_objects_to_being_recorded_is_on_the_record(told: tuple[tuple[str, str], ...], line: str) -> None:
    draft = drafted(said(OPENING, *told, ("Ray Lund", "So, how has the week been?")), "home-visit")
    assert line in _present(draft)


@pytest.mark.parametrize(
    "other",
    [
        "Yes, that's fine.",
        "I don't want him going back to that school.",
        "I'm not happy with the house, the damp's terrible.",
        "I've got it all on my phone if you want it.",
    ],
)
def test_what_is_said_of_other_things_is_no_objection(other: str) -> None:
    draft = drafted(
        said(OPENING, ("Speaker 2", "Yeah, go on."), ("Ray Lund", "How's it been?"), ("Speaker 2", other))
    )
    told = drafted(
        said(OPENING, ("Speaker 2", "Yeah, go on."), ("Ray Lund", "How's it been?"), ("Speaker 2", other)),
        "home-visit",
    )
    assert not any("being recorded" in x for x in [*_present(draft), *_present(told)])
