"""Words that need care are pointed at beside what a person or a model wrote, and nowhere in what somebody said."""

from __future__ import annotations

from dataclasses import replace

from drafting import care, types, verbatim
from drafting.pool import Drafter
from local import samples
from reading import vtt
from record.draft import WORDING, Action, Draft, Flag, Kind, Line, Origin, Section, SectionId
from record.edits import todos
from record.said import Said
from record.source import Passage, PassageId
from record.terms import RecordTypeId

SPOKEN = "He is manipulative and attention seeking."
MISMATCH = Flag(code="number", reason="20, not 30")


def _draft(*lines: Line, actions: tuple[Action, ...] = ()) -> Draft:
    section = Section(id=SectionId("a"), title="Analysis", kind=Kind.ANALYSIS, required=False, lines=lines)
    return Draft(
        record_type=RecordTypeId("case-note"),
        title="Case note",
        drafter="x",
        attributed=True,
        child=None,
        sections=(section,),
        actions=actions,
        passages=(Passage(id=PassageId("p"), speaker="Donna", start=0, end=2, text=SPOKEN),),
    )


def _found(draft: Draft) -> list[list[str]]:
    return [[f.reason for f in x.flags if f.code == WORDING] for s in draft.sections for x in s.lines]


def test_what_is_written_is_looked_at_and_what_was_said_is_not() -> None:
    """A model's line and the practitioner's own; never a quotation, a copy, the case system's words or what goes."""
    written = Line(number=1, text=SPOKEN, origin=Origin.OWN)
    draft = _draft(
        replace(written, text="Tyler is manipulative at home."),
        replace(written, text="Tyler is manipulative at school.", origin=Origin.DRAFTED, flags=(MISMATCH,)),
        replace(written, text=f"Donna: {SPOKEN}", origin=Origin.DRAFTED, speaker="Donna"),
        replace(written, text="Donna said “he is manipulative”."),
        replace(written, text="Tyler is manipulative at home.", quote=True),
        replace(written, text="Tyler is manipulative at home.", left_out=True),
        replace(written, text="Tyler is manipulative at home.", origin=Origin.SYSTEM),
        actions=(Action(text="Tell Tyler not to be manipulative."), Action(text="Ring the school.")),
    )
    marked = care.marked(draft)
    assert [bool(x) for x in _found(marked)] == [True, True, False, False, False, False, False]
    assert _found(marked)[0][0].startswith("“is manipulative”: ")
    assert " Instead: " in _found(marked)[0][0]
    assert marked.sections[0].lines[1].flags[0] == MISMATCH
    assert [bool(a.flags) for a in marked.actions] == [True, False]
    assert not any(f.serious for s in marked.sections for x in s.lines for f in x.flags)
    assert todos(marked) == todos(draft)
    assert care.marked(marked) == marked


def test_what_was_put_right_is_pointed_at_no_longer() -> None:
    """The flags are of the words as they stand; others stay."""
    marked = care.marked(
        _draft(Line(number=1, text="He is manipulative.", origin=Origin.OWN, flags=(MISMATCH,)))
    )
    assert len(marked.sections[0].lines[0].flags) == 2
    line = replace(marked.sections[0].lines[0], text="He asked three times.")
    again = care.marked(replace(marked, sections=(replace(marked.sections[0], lines=(line,)),)))
    assert again.sections[0].lines[0].flags == (MISMATCH,)


def test_a_draft_of_what_was_said_is_not_full_of_it() -> None:
    """Drafted word for word, a whole meeting is left alone."""
    sample = samples.load("home-visit")
    draft = verbatim.draft(vtt.read(sample.transcript), types.find(RecordTypeId("home-visit")))
    assert sum(map(bool, _found(care.marked(draft)))) <= 2


async def test_what_is_typed_is_looked_at_as_it_is_saved() -> None:
    """By the process that checks it; nothing else of the draft changes."""
    before = _draft()
    typed = _draft(Line(number=1, text="He is manipulative.", origin=Origin.OWN))
    drafter = Drafter(patience=60.0)
    try:
        after = (await drafter.rechecked(Said(before), Said(typed))).reveal()
    finally:
        await drafter.aclose()
    assert after == care.marked(typed)
    assert _found(after)[0]
