"""What a record type's file holds, field by field; `python -m drafting.type_shapes` writes it down for editors."""

from __future__ import annotations

import json
from pathlib import Path

from drafting.shapes import Anything, Choice, Fields, Items, Text, YesNo, schema
from record.draft import Kind

FOLDER = Path(__file__).parent / "record_types"
SCHEMA = FOLDER / "record-type.schema.json"

_ID = Text(
    pattern="[a-z0-9]+(?:-[a-z0-9]+)*",
    expected="small letters, digits and hyphens",
    what="Small letters, digits and hyphens.",
)
_WORDS = Text()
_TEXTS = Items(of=_WORDS)

SECTION = Fields(
    what="One section of the record, in the order in which it is read.",
    required=("id", "title", "kind"),
    of={
        "id": _ID,
        "title": Text(what="The heading that the practitioner sees."),
        "kind": Choice(
            of=tuple(Kind),
            what="What the section holds, and so who may write it: common.yaml says what each kind means. "
            "A section of kind analysis is left to the practitioner.",
        ),
        "required": YesNo(what="Whether the practitioner is asked where it is empty. False if left out."),
        "guidance": Text(
            what="What belongs here. Each sentence is a prompt where nothing is drafted.",
            expected="a sentence or two",
        ),
        "cues": Items(of=_WORDS, what="Phrases that hint at this section. They never decide it."),
    },
)

ANCHOR = Fields(
    required=("text", "kind", "verified", "source"),
    of={
        "text": _WORDS,
        "kind": Choice(of=("statute", "guidance", "regulator", "case-law", "local")),
        "verified": Choice(
            of=("excerpt", "knowledge"),
            what="excerpt: an extract of the source was read. knowledge: to be confirmed before relying on it.",
        ),
        "source": _WORDS,
    },
)

CHECK = Fields(
    required=("id", "severity", "type", "text"),
    of={
        "id": Text(pattern="[A-Z]+[0-9]+", expected="capitals and a number, such as HV3"),
        "severity": Choice(
            of=("block", "warn", "info"),
            what="block: cannot be approved until resolved. warn: must be acknowledged. info: advice.",
        ),
        "type": Text(pattern="[a-z0-9_]+", expected="small letters, digits and underscores"),
        "text": Text(what="The rule in words.", expected="a sentence"),
        "params": Anything(what="What this type of check needs to know."),
    },
)

RECORD_TYPE = Fields(
    what="A kind of record. A council changes titles, guidance, cues, checks, what is required and the order.",
    required=("id", "title", "sections"),
    of={
        "id": Text(
            pattern=_ID.pattern, expected=_ID.expected, what="The same as the file's name, without .yaml."
        ),
        "title": Text(what="What practitioners choose it by.", expected="a few words, such as “Case note”"),
        "aliases": Items(of=_WORDS, what="Other names for it."),
        "offered": YesNo(what="false: nobody can choose this type here. True if left out."),
        "purpose": _WORDS,
        "who_writes": _WORDS,
        "approved_by": _WORDS,
        "statutory_anchors": Items(of=ANCHOR, expected="anchors, each with text, kind, verified and source"),
        "timescales": Items(of=ANCHOR, expected="timescales, each with text, kind, verified and source"),
        "sections": Items(of=SECTION, expected="sections, each with id, title and kind", least=1),
        "checks": Items(of=CHECK, expected="checks, each with id, severity, type and text"),
    },
)

COMMON = Fields(
    required=("section_kinds", "common_checks"),
    of={
        "section_kinds": Fields(
            required=tuple(Kind),
            of={
                kind: Fields(
                    required=("policy", "what"),
                    of={
                        "policy": Choice(
                            of=(
                                "fill-from-system",
                                "extract",
                                "extract-if-stated",
                                "quote-only",
                                "practitioner-only",
                                "suggest",
                                "flag",
                            )
                        ),
                        "what": _WORDS,
                    },
                )
                for kind in Kind
            },
        ),
        "header_fields": _TEXTS,
        "common_checks": Items(of=CHECK, expected="checks, each with id, severity, type and text", least=1),
        "severities": Fields(of={"block": _WORDS, "warn": _WORDS, "info": _WORDS}),
        "chronology": Fields(of={"trigger_events": _TEXTS, "not_events": _TEXTS}),
    },
)


def for_editors() -> str:
    """The JSON Schema of a record type, as it stands in the repository."""
    return (
        json.dumps(schema(RECORD_TYPE, title="A Faircopy record type"), ensure_ascii=False, indent=1) + "\n"
    )


if __name__ == "__main__":
    SCHEMA.write_text(for_editors(), encoding="utf-8")
