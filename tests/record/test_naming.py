"""A speaker without a name is named once, everywhere, and can be named otherwise: nothing but the label ever moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafting import types, verbatim
from local import samples
from reading import vtt
from record import edits, naming
from record.draft import (
    Action,
    Child,
    Draft,
    Flag,
    Kind,
    Line,
    NotCovered,
    Omission,
    Origin,
    Section,
    SectionId,
)
from record.edits import Change
from record.fair_copy import text_of
from record.packing import dumps, loads
from record.source import Passage, PassageId
from record.terms import RecordTypeId

ONE, TWO = PassageId("p1"), PassageId("p2")
DONNA = "Donna Brook, Tyler's mother"
CHILD = Child(reference="CH-1", name="Tyler Brook", born="2017-03-14")


def _draft() -> Draft:
    return Draft(
        record_type=RecordTypeId("home-visit"),
        title="Home visit",
        drafter="x",
        attributed=True,
        child=CHILD,
        sections=(
            Section(
                id=SectionId("there"),
                title="Who was there",
                kind=Kind.ATTENDANCE,
                required=True,
                lines=(
                    Line(number=1, text="Kelly Marsh", speaker="Kelly Marsh"),
                    Line(
                        number=2,
                        text="Speaker 1",
                        sources=(ONE,),
                        speaker="Speaker 1",
                        flags=(Flag(code=naming.WHO_IS_THIS, reason="Who is Speaker 1?"),),
                    ),
                ),
            ),
            Section(
                id=SectionId("voice"),
                title="Child's voice",
                kind=Kind.VOICE,
                required=True,
                lines=(
                    Line(number=3, text="I saw Speaker 2.", sources=(TWO,), quote=True, speaker="Speaker 2"),
                ),
            ),
            Section(
                id=SectionId("views"),
                title="Views",
                kind=Kind.FAMILY_VIEWS,
                required=False,
                lines=(
                    Line(number=4, text="Speaker 1: He was late.", sources=(ONE,), speaker="Speaker 1"),
                    Line(number=5, text="Kelly Marsh: I heard Speaker 1.", speaker="Kelly Marsh"),
                    Line(number=6, text="Asked “Was Speaker 1 in?”, Speaker 1: No.", speaker="Speaker 1"),
                    Line(number=7, text="Speaker 1 said that Tyler sleeps, and Speaker 12 agreed."),
                ),
            ),
        ),
        actions=(Action(text="Ring the nursery.", owner="Speaker 1", sources=(ONE,)),),
        not_covered=(NotCovered(kind="Number", text="Speaker 1: three weeks", sources=(ONE,)),),
        passages=(
            Passage(id=PassageId("p0"), speaker="Kelly Marsh", start=0, end=1, text="Hello."),
            Passage(id=TWO, speaker="Speaker 2", start=9, end=10, text="I saw Speaker 2."),
            Passage(id=ONE, speaker="Speaker 1", start=5, end=6, text="He was late."),
        ),
    )


def _lines(draft: Draft) -> dict[int, str]:
    return {x.number: x.text for s in draft.sections for x in s.lines}


def test_only_those_without_a_name_are_asked_about() -> None:
    """In the order in which they speak, in the section for who was there."""
    assert naming.labels(_draft()) == ("Speaker 1", "Speaker 2")
    assert naming.asked_in(_draft()) == "there"
    named = naming.named(_draft(), {"Speaker 1": DONNA, "Kelly Marsh": "Somebody else"})
    assert naming.labels(named) == ("Speaker 1", "Speaker 2")
    assert naming.unnamed(named) == ("Speaker 2",)
    assert naming.name_of(named, "Kelly Marsh") == ""


def test_the_name_stands_everywhere_and_the_role_where_they_are_listed() -> None:
    """What people said themselves is never touched, nor a label that only begins alike."""
    named = naming.named(_draft(), {"Speaker 1": DONNA, "Speaker 2": "Tyler Brook"})
    assert _lines(named) == {
        1: "Kelly Marsh",
        2: DONNA,
        3: "I saw Speaker 2.",
        4: "Donna Brook: He was late.",
        5: "Kelly Marsh: I heard Speaker 1.",
        6: "Asked “Was Speaker 1 in?”, Donna Brook: No.",
        7: "Donna Brook said that Tyler sleeps, and Speaker 12 agreed.",
    }
    assert "- Tyler Brook: “I saw Speaker 2.”" in text_of(named)
    assert "- Donna Brook: Ring the nursery." in text_of(named)
    assert named.not_covered[0].text == "Donna Brook: three weeks"
    assert [p.speaker for p in named.passages] == [
        "Kelly Marsh",
        "Tyler Brook (Speaker 2)",
        "Donna Brook (Speaker 1)",
    ]
    assert [p.text for p in named.passages] == [p.text for p in _draft().passages]
    assert not named.sections[0].lines[1].flags
    assert {x.origin for s in named.sections for x in s.lines} == {Origin.DRAFTED}


def test_names_that_were_mixed_up_are_put_right() -> None:
    """Swapped: the child who is spoken of stays who he is."""
    wrong = naming.named(_draft(), {"Speaker 1": "Tyler", "Speaker 2": "Donna"})
    right = naming.named(wrong, {"Speaker 1": "Donna", "Speaker 2": "Tyler"})
    assert _lines(right)[7] == "Donna said that Tyler sleeps, and Speaker 12 agreed."
    assert right == naming.named(_draft(), {"Speaker 1": "Donna", "Speaker 2": "Tyler"})


names = st.dictionaries(
    st.sampled_from(["Speaker 1", "Speaker 2", "Speaker 3"]),
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(["Donna", "Donna, mother", "Tyler", "Speaker 2", "Speaker 1", ", x"]),
    ),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(names, max_size=4))
def test_taken_back_it_is_the_draft_that_it_was(given: list[dict[str, str]]) -> None:
    """After any names in any order, also doubled ones and each other's labels; and it can be written and read."""
    draft = _draft()
    for some in given:
        draft = naming.named(draft, some)
        assert naming.named(draft, {}) is draft
        assert naming.labels(draft) == naming.labels(_draft())
    assert loads(Draft, dumps(Draft, draft, version=1), version=1)[0] == draft
    back = naming.named(draft, dict.fromkeys(naming.labels(draft), ""))
    assert _lines(back) == _lines(_draft())
    assert back.passages == _draft().passages
    assert back.actions == _draft().actions
    assert back.not_covered == _draft().not_covered
    assert text_of(back) == text_of(_draft())


def test_a_line_that_a_person_changed_follows_or_says_that_it_does_not() -> None:
    """Where it begins with the name it follows; elsewhere what was typed stands, and the old name is pointed at."""
    named = naming.named(_draft(), {"Speaker 1": "Tyler"})
    typed = edits.change_lines(
        named,
        "views",
        [
            Change(number=4, text="Tyler: He was late on Thursday."),
            Change(number=7, text="Yesterday Tyler said that he sleeps."),
        ],
    )
    right = naming.named(typed, {"Speaker 1": "Donna"})
    assert _lines(right)[4] == "Donna: He was late on Thursday."
    assert _lines(right)[7] == "Yesterday Tyler said that he sleeps."
    last = right.sections[2].lines[3]
    assert [f.code for f in last.flags] == [naming.OLD_NAME]
    assert not last.blocks


def test_another_persons_words_in_the_childs_place_are_pointed_at() -> None:
    """A parent taken for the child: nothing blocks, but it is marked, until they are named as the child."""
    wrong = naming.named(_draft(), {"Speaker 2": DONNA})
    assert [f.code for f in wrong.sections[1].lines[0].flags] == [naming.NOT_THE_CHILD]
    right = naming.named(wrong, {"Speaker 2": "Tyler, aged 9"})
    assert not right.sections[1].lines[0].flags


def test_what_is_added_later_has_the_name() -> None:
    """Something left out, added after somebody was named: it follows a further name too."""
    named = naming.named(_draft(), {"Speaker 1": DONNA})
    added = edits.decide(named, {0: "views"})
    assert added.not_covered[0].fate is Omission.ADDED
    line = added.sections[2].lines[-1]
    assert (line.text, line.speaker) == ("Donna Brook: three weeks", "Donna Brook")
    again = naming.named(added, {"Speaker 1": "Dee"}).sections[2].lines[-1]
    assert (again.text, again.speaker) == ("Dee: three weeks", "Dee")


@pytest.mark.parametrize("quoted", [False, True])
def test_a_planted_bug_would_be_seen(quoted: bool) -> None:
    """Renaming by plain replacement would change what the child said."""
    draft = _draft()
    voice = replace(draft.sections[1], lines=(replace(draft.sections[1].lines[0], quote=quoted),))
    named = naming.named(replace(draft, sections=(voice,)), {"Speaker 2": "Tyler"})
    assert ("Speaker 2" in named.sections[0].lines[0].text) is quoted


def test_the_sample_visit_is_filed_with_names() -> None:
    """The whole of a drafted record: after both are named, no label stands in what would be filed."""
    sample = samples.load("home-visit")
    person = sample.people[0]
    child = Child(reference=person.reference, name=person.name, born=date.isoformat(person.born))
    draft = verbatim.draft(
        vtt.read(sample.transcript), types.find(RecordTypeId("home-visit")), child=child, author="Kelly Marsh"
    )
    assert naming.labels(draft) == ("Speaker 1", "Speaker 2")
    assert text_of(draft).count("Speaker 1") > 5
    named = naming.named(draft, {"Speaker 1": "Donna Brook, mother", "Speaker 2": "Tyler Brook, aged 9"})
    assert "Speaker" not in text_of(named)
    assert "- Donna Brook, mother\n" in text_of(named)
