"""What is not to be shared, what was put right, and where each goes: nothing wrong or secret in the open."""

from __future__ import annotations

import pytest

from drafting import corrected, place
from drafting.types import standard
from record.draft import Draft, Kind, Line
from tests.drafting.conftest import child, drafted, said

POLICE, HEAD, WORKER, MANAGER = "DC Hollis, Ben 2208", "Karen Tandy", "Liam Hart", "Farah Aziz"
HELLO = (
    (MANAGER, "I'm Farah Aziz, I'm the team manager, I'll chair."),
    (HEAD, "I'm Karen Tandy, I'm the head teacher."),
    (WORKER, "I'm Liam Hart, I'm the social worker."),
)
TOLD = "He's known to us, he's got a caution from 2017. There's an allegation from 2020 about a little boy."


def _strategy(*turns: tuple[str, str], type_id: str = "strategy-discussion") -> Draft:
    return drafted(said(*HELLO, *turns), type_id, child=child("Ellis Warden"))


def _of(draft: Draft, *kinds: Kind) -> list[Line]:
    return [x for s in draft.sections if s.kind in kinds for x in s.lines]


def _open(draft: Draft) -> str:
    return " ".join(x.text for s in draft.sections if s.kind is not Kind.THIRD_PARTY for x in s.lines)


@pytest.mark.parametrize(
    "asked",
    [
        "I'd ask that the allegation isn't put to Shelley yet.",
        "Please can we make sure that the allegation is not shared with mum.",
        "And we would want that the allegation isn't disclosed to the family.",
    ],
)
def test_what_is_not_to_be_shared_is_held_with_what_it_is(asked: str) -> None:
    draft = _strategy((POLICE, TOLD), (MANAGER, "So not charged."), (POLICE, f"Not charged, no. {asked}"))
    assert "allegation" not in _open(draft)
    apart = " ".join(x.text for x in _of(draft, Kind.THIRD_PARTY))
    assert "a little boy" in apart
    assert asked.rstrip(".").split("allegation")[1] in apart


def test_what_is_kept_from_somebody_is_held_with_what_was_said_just_before() -> None:
    told = "There's a plan to move her in the summer. It's not decided. She doesn't know, so please don't tell her."
    draft = _strategy(
        (WORKER, told), (HEAD, "Her attendance is ninety-three per cent."), type_id="pep-meeting"
    )
    assert "in the summer" not in _open(draft)
    assert any("not to be shared" in n.text for n in draft.not_covered)


def test_how_it_ended_goes_with_it() -> None:
    ended = "No further action on it, the partner withdrew."
    draft = _strategy(
        (POLICE, f"{TOLD} {ended}"), (POLICE, "I'd ask that the allegation isn't put to Shelley yet.")
    )
    assert ended not in _open(draft)
    assert any(ended in x.text for x in _of(draft, Kind.THIRD_PARTY))


def test_not_telling_is_told_like_anything_else() -> None:
    draft = _strategy(
        (WORKER, "She has not told her mum about the baby, and she was hurt on Friday by her dad.")
    )
    assert "hurt on Friday" in _open(draft)


def test_passed_on_talk_is_not_put_among_what_is_on_no_childs_file() -> None:
    for record_type in standard().values():
        section = place.passed_on(record_type.sections)
        title = next((s.title for s in record_type.sections if s.id == section), "")
        assert "wellbeing" not in title
    draft = drafted(
        said(
            (None, "It's supervision for Dom, with me, Anne."),
            (
                None,
                "Femi rang me. She said the landlord told her that he'd heard Pavel's been back three nights.",
            ),
        ),
        "supervision",
    )
    [line] = [x for s in draft.sections if s.kind is Kind.FACTS for x in s.lines if "landlord" in x.text]
    assert [f.code for f in line.flags] == ["third-hand"]
    assert not _of(draft, Kind.THIRD_PARTY)


def test_a_parent_who_is_not_there_is_still_heard() -> None:
    account = (
        "I rang Shelley at twelve. She said that he bruises easily and that he'd been wrestling on Sunday."
    )
    draft = _strategy((WORKER, account), (HEAD, "His attendance is ninety-six per cent."))
    assert any("wrestling" in x.text for x in _of(draft, Kind.FAMILY_VIEWS))
    there = _strategy(
        (WORKER, account), ("Shelley Warden (Guest)", "I'm Ellis's mum. That's what I said on Sunday.")
    )
    assert not any("wrestling" in x.text for x in _of(there, Kind.FAMILY_VIEWS) if x.speaker == WORKER)


# --- put right ----------------------------------------------------------------------------------------------------


def test_what_was_put_right_still_says_what_it_is_of() -> None:
    told = (
        "I told the nurse. She's got me back in on the 24th. Is that, no, that's the dentist. "
        "It's the 25th, the Wednesday."
    )
    draft = drafted(said(("Donna Brook", told)), "home-visit")
    text = " ".join(x.text for s in draft.sections for x in s.lines)
    assert "She's got me back … It's the 25th, the Wednesday." in text
    assert "24th" not in text
    assert "Is that, no" not in text


def test_a_number_put_right_in_the_same_breath() -> None:
    told = (
        "He came with nothing but crisps, I'd say four times. No, three, I've got it here. "
        "Three times since September."
    )
    draft = drafted(said((HEAD, told)), "home-visit")
    text = " ".join(x.text for s in draft.sections for x in s.lines)
    assert "He came with nothing but crisps … Three times since September." in text
    assert "four" not in text


def test_a_no_to_somebody_else_puts_nothing_right() -> None:
    draft = drafted(
        said(
            (HEAD, "He's had nothing but crisps three times this month."),
            (WORKER, "Is that since four weeks ago?"),
            (HEAD, "No, two weeks ago."),
        ),
        "home-visit",
    )
    assert "crisps three times" in " ".join(x.text for s in draft.sections for x in s.lines)


@pytest.mark.parametrize(
    ("wrong", "now", "left"),
    [
        ("She's seeing the nurse on the 24th.", "It's the 25th.", "She's seeing the nurse"),
        ("It's four hundred pounds.", "It's three hundred.", ""),
        ("There have been four calls from the school.", "It's three calls.", "There have been"),
        ("He came twice.", "He came twice.", ""),
    ],
)
def test_only_what_comes_before_the_wrong_figure_is_left(wrong: str, now: str, left: str) -> None:
    assert corrected.without(wrong, now) in (left, "")
    assert not any(c.isdigit() for c in corrected.without(wrong, now))


# --- what goes with a decision, and when people meet again --------------------------------------------------------


def test_what_each_would_do_stands_with_what_was_decided() -> None:
    would = "I would say that he's ready to step down to early help."
    draft = _strategy((HEAD, would), (MANAGER, "I'm not deciding that today."), type_id="cin-review")
    assert [x.text for x in _of(draft, Kind.DECISION) if x.speaker == HEAD] == [f"{HEAD}: {would}"]


def test_a_day_to_review_is_when_people_meet_again() -> None:
    draft = _strategy((MANAGER, "We'll review tomorrow, Thursday the 19th at ten, same link."))
    assert any("Thursday the 19th" in x.text for x in _of(draft, Kind.METADATA))


def test_a_short_meeting_has_room_for_what_was_told() -> None:
    told = "His reading is at age expected, he has made seventeen months of progress. Attendance is ninety-three."
    draft = _strategy((HEAD, told), (WORKER, "Next PEP is the 23rd of June at two."), type_id="pep-meeting")
    assert "seventeen months" in _open(draft)
    assert any("23rd of June" in x.text for x in _of(draft, Kind.METADATA))


def test_an_objection_that_is_noted_is_the_familys() -> None:
    draft = _strategy(
        ("Lee Sharples (Guest)", "I'm Jayden's dad. I'm not happy with this."),
        (MANAGER, "I'll note that you objected to the recording on Monday the 16th."),
        type_id="cin-review",
    )
    assert any("objected" in x.text for x in _of(draft, Kind.FAMILY_VIEWS))


def test_what_somebody_thinks_stands_with_why() -> None:
    whole = "I don't want you to stop yet. I know it's good, but it's good because you come."
    gemma = "Gemma Sharples (Guest)"
    draft = _strategy((gemma, "I'm Jayden's mum."), (gemma, whole), type_id="cin-review")
    assert any(whole in x.text for x in _of(draft, Kind.FAMILY_VIEWS))


def test_an_echo_that_adds_a_day_stands_with_what_was_told() -> None:
    text = _open(
        _strategy(
            ("Donna Brook (Guest)", "I'm Ellis's mum. We missed it."),
            (WORKER, "Has the weigh-in been rebooked?"),
            (
                "Donna Brook (Guest)",
                "This Thursday, half nine, at the Poppy Centre. My mum's coming with me.",
            ),
            (WORKER, "Thursday the 12th, half nine, Poppy Centre."),
            type_id="home-visit",
        )
    )
    assert "the 12th" in text
    assert "at the Poppy Centre" in text
