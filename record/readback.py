"""Records drafted without a source: a correction, of its author's own words; a copy, of what the case system holds."""

from __future__ import annotations

from record.draft import Child, Draft, Kind, Line, Origin, Section, SectionId
from record.terms import RecordTypeId

CORRECTION = "What is wrong, and what is right"
HERE = "case system"


def correction(*, filed: str, record_type: RecordTypeId, child: Child | None) -> Draft:
    """A correction of the note whose text is `filed`: one section, which only its author can fill."""
    title, _, _ = filed.partition("\n")
    section = Section(
        id=SectionId("correction"),
        title=CORRECTION,
        kind=Kind.OBSERVATION,
        required=True,
        prompts=("What is wrong in the filed record, and what is right?",),
    )
    return Draft(
        record_type=record_type,
        title=f"Correction to: {title}",
        drafter=HERE,
        attributed=True,
        child=child,
        sections=(section,),
    )


def copied(*, filed: str, record_type: RecordTypeId, child: Child | None) -> Draft:
    """The note whose text is `filed`, for another person's file: the same sections and lines under the right head.

    The head (title, whose file, when) is written anew: it named the wrong person. Every line is marked as coming from
    the case system, and all of it is read and approved again.
    """
    head, *blocks = filed.rstrip("\n").split("\n\n")
    rows = head.split("\n")
    occurred = next(
        (r.removeprefix("Meeting of ").rstrip(".") for r in rows[1:] if r.startswith("Meeting of ")), None
    )
    sections: list[Section] = []
    number = 0
    for at, block in enumerate(blocks, start=1):
        title, *lines = block.split("\n")
        made = []
        for text in lines:
            number += 1
            made.append(Line(number=number, text=text.removeprefix("- "), origin=Origin.SYSTEM))
        sections.append(
            Section(
                id=SectionId(f"filed-{at}"), title=title, kind=Kind.FACTS, required=False, lines=tuple(made)
            )
        )
    return Draft(
        record_type=record_type,
        title=rows[0],
        drafter=HERE,
        attributed=True,
        child=child,
        sections=tuple(sections),
        occurred=occurred,
    )
