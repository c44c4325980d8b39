"""A section rewritten in one box: what stands keeps its sources, what is reworded is changed, nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record import edits
from record.draft import Draft, Kind, Line, NotCovered, Origin, Section, SectionId
from record.edits import decide, in_full
from record.source import Passage, PassageId
from record.terms import RecordTypeId

SAID = (
    "Speaker 1: It says here, 30 milligrams, one at night.",
    "Kelly Marsh: The school said that he was late nine times this term.",
    "Speaker 1: His nan has him on Saturdays from ten till two.",
)
QUOTED = "I put my headphones on when it gets loud."


def _draft() -> Draft:
    lines = [Line(number=n, text=text, sources=(PassageId(f"p{n}"),)) for n, text in enumerate(SAID, 1)]
    lines.append(Line(number=4, text=QUOTED, sources=(PassageId("p4"),), quote=True, speaker="Tyler"))
    section = Section(id=SectionId("s"), title="Views", kind=Kind.FACTS, required=True, lines=tuple(lines))
    return Draft(
        record_type=RecordTypeId("case-note"),
        title="Case note",
        drafter="t",
        attributed=True,
        child=None,
        sections=(section,),
    )


def _lines(draft: Draft) -> tuple[Line, ...]:
    return draft.sections[0].lines


def _rewritten(*paragraphs: str) -> tuple[Line, ...]:
    return _lines(edits.rewrite(_draft(), "s", "\n\n".join(paragraphs)))


def test_one_figure_changed_is_the_same_line_with_its_sources() -> None:
    changed = SAID[0].replace("30", "300")
    first, *_ = _rewritten(changed, *SAID[1:], QUOTED)
    assert (first.number, first.text, first.origin) == (1, changed, Origin.CHANGED)
    assert first.sources == (PassageId("p1"),)


def test_another_sentence_is_the_practitioners_own_and_the_old_one_is_left_out() -> None:
    own, *rest = _rewritten("We agreed to meet again.", *SAID[1:], QUOTED)
    assert (own.origin, own.sources) == (Origin.OWN, ())
    assert [x.number for x in rest if x.left_out] == [1]


def test_a_quotation_is_never_reworded() -> None:
    lines = _rewritten(*SAID, QUOTED.replace("loud", "very loud"))
    assert next(x for x in lines if x.quote).left_out
    assert [x.origin for x in lines if "very" in x.text] == [Origin.OWN]


@given(order=st.permutations([*SAID, QUOTED]), kept=st.integers(0, 4))
def test_whatever_stands_unchanged_keeps_its_number_and_what_does_not_is_left_out(
    order: list[str], kept: int
) -> None:
    lines = _rewritten(*order[:kept])
    before = {x.text: x.number for x in _lines(_draft())}
    assert {x.text: x.number for x in lines} == before
    assert [x.text for x in lines if not x.left_out] == order[:kept]


def _left_out(text: str, *said: str) -> Draft:
    passages = tuple(
        Passage(id=PassageId(f"o{i}"), speaker="Kelly Marsh", start=i, end=i + 1, text=words)
        for i, words in enumerate(said)
    )
    item = NotCovered(kind="Number", text=text, sources=tuple(p.id for p in passages))
    views = Section(id=SectionId("views"), title="Views", kind=Kind.FAMILY_VIEWS, required=False)
    return Draft(
        record_type=RecordTypeId("home-visit"),
        title="Home visit",
        drafter="x",
        attributed=True,
        child=None,
        sections=(views,),
        not_covered=(item,),
        passages=passages,
    )


@pytest.mark.parametrize(
    ("text", "said", "whole"),
    [
        ("Kelly Marsh: It broke.", ("It broke.",), "Kelly Marsh: It broke."),
        (
            "Kelly Marsh: He had 71 …",
            ("Yes. He  had 71 per cent, and", "I gave the letters. And then"),
            "Kelly Marsh: He had 71 per cent, and I gave the letters.",
        ),
        ("He said: no, 71 …", ("Well, he said: no, 71 it is! Then",), "He said: no, 71 it is!"),
        ("Two, or so it seemed …", ("Three.",), "Two, or so it seemed … Three."),
        ("Kelly Marsh: He had 71 …", (), "Kelly Marsh: He had 71 …"),
        ("Kelly Marsh: It's 2.5 and …", ("It's 2.5 and 3.5 a week",), "Kelly Marsh: It's 2.5 and 3.5 a week"),
    ],
)
def test_what_was_left_out_is_shown_and_added_to_the_end_of_its_sentence(
    text: str, said: tuple[str, ...], whole: str
) -> None:
    """A long one is listed by its first words; a record that breaks off in the middle would say something else."""
    draft = _left_out(text, *said)
    assert in_full(draft, draft.not_covered[0]) == whole
    assert decide(draft, {0: "views"}).sections[0].lines[0].text == whole
