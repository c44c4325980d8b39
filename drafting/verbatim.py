"""The drafter that needs no model: it gathers what was said, in the words used, under the sections of the record."""

from __future__ import annotations

from drafting.types import RecordType
from record.draft import Child, Draft, Section
from record.source import Transcript

DRAFTER = "verbatim 1"
"""Named in every draft, so that a later reader knows what proposed its lines."""


def draft(
    transcript: Transcript,
    record_type: RecordType,
    *,
    child: Child | None = None,
    siblings: tuple[Child, ...] = (),
    author: str | None = None,
    occurred: str | None = None,
) -> Draft:
    """A record of that type as proposed for that child. Pure; needs a transcript with words."""
    return Draft(
        record_type=record_type.id,
        title=record_type.title,
        drafter=DRAFTER,
        attributed=transcript.attributed,
        child=child,
        sections=tuple(
            Section(id=s.id, title=s.title, kind=s.kind, required=s.required, prompts=s.prompts)
            for s in record_type.sections
        ),
        occurred=occurred,
    )
