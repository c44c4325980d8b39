"""Record types: those that ship are sound; a council's mistakes are named so that they can be mended."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from drafting import pool, type_shapes, types
from drafting.__main__ import main
from record.draft import Kind
from record.errors import ConfigurationError
from record.said import Said
from record.terms import RecordTypeId

GOOD = """
id: visit
title: A visit
sections:
  - id: notes
    title: Notes
    kind: facts
    required: true
    guidance: 'Prompts: what was seen? what was said?'
    cues: [damp, school]
checks:
  - id: V1
    severity: warn
    type: section_non_empty
    text: Notes are there.
    params: {sections: [notes]}
"""
VISIT = RecordTypeId("visit")


def _fault(folder: Path, text: str, name: str = "visit.yaml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        types.load(folder)
    return raised.value.say


def test_the_record_types_that_ship_are_sound() -> None:
    found = types.standard()
    assert len(found) == 17
    assert sum(len(t.sections) for t in found.values()) == 192
    assert types.standard() is found
    assert ("case-note", "Case note") in types.titles()


def test_analysis_always_has_prompts() -> None:
    for t in types.standard().values():
        assert all(s.prompts for s in t.sections if s.kind in types.PROMPTED)


def test_guidance_becomes_prompts(tmp_path: Path) -> None:
    (tmp_path / "visit.yaml").write_text(GOOD)
    section = types.load(tmp_path)[VISIT].sections[0]
    assert section.prompts == ("What was seen?", "What was said?")
    assert section.cues == ("damp", "school")


# --- mistakes -----------------------------------------------------------------------------------------------------

MISTAKES = [
    ("kind: facts", "kind: fact", "line 7: section 1: kind is “fact”; expected one of metadata, attendance,"),
    ("kind: facts", "kind: [facts]", "line 7: section 1: kind is a list; expected one of"),
    ("required: true", "required: maybe", "line 8: section 1: required is “maybe”; expected true or false."),
    ("title: A visit", "titel: A visit", "line 3: “titel” is not known here; did you mean “title”?"),
    ("title: A visit", "titel: A visit", "line 2: title is missing; expected a few words, such as"),
    ("title: A visit", "title:", "line 3: title is empty; expected a few words, such as"),
    (
        "title: A visit",
        "title: 2026-11-24",
        "line 3: title is “2026-11-24”, which YAML does not take for text;",
    ),
    (
        "cues: [damp, school]",
        "cues: [damp, yes]",
        "line 10: section 1: cue 2 is “yes”, which YAML does not take",
    ),
    ("cues: [damp, school]", "cues: damp", "line 10: section 1: cues is “damp”; expected a list of texts."),
    ("id: notes", "id: My notes", "line 5: section 1: id is “My notes”; expected small letters, digits"),
    ("sections:", "section:", "line 4: “section” is not known here; did you mean “sections”?"),
    (
        "severity: warn",
        "severity: fail",
        "line 13: check 1: severity is “fail”; expected one of block, warn, info.",
    ),
    ("{sections: [notes]}", "notes", "line 16: check 1: params is “notes”; expected fields, such as"),
    ("id: V1", "id: first", "line 12: check 1: id is “first”; expected capitals and a number"),
    (
        "title: Notes",
        "colour: red\n    title: Notes",
        "line 6: “colour” is not known here; expected id, title, kind",
    ),
]
"""A change, and what is told of it. These a schema can see too."""

CONTRADICTIONS = [
    ("id: visit", "id: call", "line 2: id is “call”; expected “visit”, the file's own name."),
    (
        "[notes]}",
        "[note]}",
        "line 16: check V1 names the section “note”, which is not in this file; expected one of notes.",
    ),
    (
        "kind: facts",
        "kind: facts\n    kind: voice",
        "line 8: “kind” stands twice, first on line 7; expected once.",
    ),
    ("title: Notes", "title: [Notes", "line 7: not valid YAML (did not find expected ',' or ']')"),
    (
        "title: Notes",
        "\ttitle: Notes",
        "line 6: not valid YAML (found a tab character",
    ),
    (
        "title: A visit",
        "title: &a A visit\npurpose: *a",
        "purpose is taken from elsewhere with & and *; write it out.",
    ),
]


@pytest.mark.parametrize(("was", "now", "told"), [*MISTAKES, *CONTRADICTIONS])
def test_a_mistake_is_told_with_its_line(tmp_path: Path, was: str, now: str, told: str) -> None:
    assert was in GOOD
    assert told in _fault(tmp_path, GOOD.replace(was, now, 1))


def test_what_is_blank_for_the_practitioner_needs_a_prompt(tmp_path: Path) -> None:
    text = GOOD.replace("kind: facts", "kind: analysis").replace(
        "    guidance: 'Prompts: what was seen? what was said?'\n", ""
    )
    assert "line 5: section 1 (notes) has no guidance; expected some:" in _fault(tmp_path, text)


def test_two_sections_with_one_id_are_told_with_both_lines(tmp_path: Path) -> None:
    text = GOOD.replace("checks:", "  - {id: notes, title: More, kind: facts}\nchecks:")
    assert "line 11: two sections have the id “notes”, the first on line 5; expected each" in _fault(
        tmp_path, text
    )


def test_all_mistakes_are_told_together_a_line_each(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("id: two")
    (tmp_path / "three.yaml").write_text("- nothing")
    (tmp_path / "four.yml").write_text(GOOD)
    (tmp_path / "five.yaml").write_bytes(b"\xff\xfe\xfa")
    (tmp_path / "six.yaml").write_text("")
    (tmp_path / "seven.yaml").write_text("a: " + "x" * 600_000)
    told = _fault(tmp_path, GOOD.replace("facts", "fact")).splitlines()
    assert told[0] == "The record types cannot be used."
    assert {line.split(",")[0].split(":")[0] for line in told[1:]} == {
        *("one.yaml", "three.yaml", "four.yml", "five.yaml", "six.yaml", "seven.yaml", "visit.yaml")
    }


def test_a_file_of_references_is_refused_at_once(tmp_path: Path) -> None:
    laughs = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)
    )
    told = _fault(tmp_path, GOOD.replace("{sections: [notes]}", "*a39") + laughs)
    assert "not valid YAML" in told or "not known here" in told


@given(st.text(st.sampled_from("id:title\n -[]{}&*'\"#|>\t%@!?,yes1"), max_size=120))
def test_any_text_is_a_record_type_or_told_with_a_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("types")
    (folder / "visit.yaml").write_text(text)
    with pytest.raises(ConfigurationError) as raised:
        types.load(folder)
    assert all(line.startswith("visit.yaml, line ") for line in raised.value.say.splitlines()[1:])


def test_the_common_file_must_explain_every_kind(tmp_path: Path) -> None:
    shutil.copy(types.FOLDER / types.COMMON, tmp_path)
    assert types.load(tmp_path) == {}
    text = (tmp_path / types.COMMON).read_text().replace("\n  voice:", "\n  voices:")
    assert "line 4: section_kinds: voice is missing; expected fields." in _fault(tmp_path, text, types.COMMON)


def test_an_unknown_type_names_those_there_are() -> None:
    with pytest.raises(ConfigurationError) as raised:
        types.find("home-vist")
    assert "home-visit" in raised.value.say


# --- a council's own ----------------------------------------------------------------------------------------------


def test_a_council_adds_changes_and_takes_away_without_code(tmp_path: Path) -> None:
    (tmp_path / "visit.yaml").write_text(GOOD)
    for name, was, now in (
        ("case-note", "title: Case note", "title: Contact note"),
        ("supervision", "id: supervision\n", "id: supervision\noffered: false\n"),
    ):
        text = (types.FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
        assert was in text
        (tmp_path / f"{name}.yaml").write_text(text.replace(was, now), encoding="utf-8")
    found = types.standard(tmp_path)
    assert found[VISIT].title == "A visit"
    assert found[RecordTypeId("case-note")].title == "Contact note"
    assert "supervision" not in found
    assert len(found) == len(types.standard())  # one more and one fewer
    assert types.find("visit", found).sections[0].kind is Kind.FACTS
    with pytest.raises(ConfigurationError):
        types.find("visit")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as raised:
        types.standard(tmp_path / "council")
    assert "council: this folder is not there" in raised.value.say


def test_the_desk_lists_the_types_or_tells_the_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "visit.yaml").write_text(GOOD)
    assert main(["types", "--record-types", str(tmp_path)]) == 0
    assert "A visit (1 of 1 sections required)" in capsys.readouterr().out
    (tmp_path / "wrong.yaml").write_text("id: right")
    types._standard.cache_clear()
    assert main(["types", "--record-types", str(tmp_path)]) == 2
    assert "wrong.yaml, line 1: " in capsys.readouterr().err


# --- the schema that editors use ----------------------------------------------------------------------------------


def test_the_schema_in_the_repository_is_what_is_checked() -> None:
    told = type_shapes.SCHEMA.read_text(encoding="utf-8")
    assert told == type_shapes.for_editors(), "run `python -m drafting.type_shapes`"


def _valid(text: str) -> bool:
    validator = jsonschema.Draft202012Validator(json.loads(type_shapes.for_editors()))
    return validator.is_valid(yaml.safe_load(text))


def test_editors_accept_every_type_that_ships_and_name_the_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(type_shapes.for_editors()))
    for path in types.FOLDER.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if path.name != types.COMMON:
            assert _valid(text), path.name
            assert f"$schema={type_shapes.SCHEMA.name}" in text.splitlines()[1]


@pytest.mark.parametrize(("was", "now", "_"), MISTAKES)
def test_editors_and_the_checks_agree(was: str, now: str, _: str) -> None:
    assert _valid(GOOD)
    if "2026" not in now:  # a date is no text to us; what an editor makes of it is the editor's own
        assert not _valid(GOOD.replace(was, now, 1))


async def test_the_drafter_drafts_a_councils_own_type(tmp_path: Path) -> None:
    (tmp_path / "visit.yaml").write_text(GOOD)
    drafter = pool.Drafter(record_types=tmp_path)
    try:
        await drafter.warm()
        told = await drafter.draft(
            [Said(b"WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann Lee>There is damp in two rooms.\n")],
            record_type=VISIT,
            child=None,
            siblings=(),
            author=None,
            occurred=None,
        )
    finally:
        await drafter.aclose()
    assert [s.title for s in told.reveal().sections] == ["Notes"]
