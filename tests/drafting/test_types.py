"""Record types: those that ship are sound; a council's mistakes are named so that they can be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafting import types
from record.draft import Kind
from record.errors import ConfigurationError

GOOD = """
id: {id}
title: A visit
sections:
  - id: notes
    title: Notes
    kind: facts
    required: true
    guidance: 'Prompts: what was seen? what was said?'
    cues: [damp, school]
"""


def test_the_record_types_that_ship_are_sound() -> None:
    found = types.standard()
    assert len(found) == 17
    assert sum(len(t.sections) for t in found.values()) == 192
    assert types.standard() is found
    assert ("case-note", "Case note") in types.titles()


def test_analysis_always_has_prompts() -> None:
    for t in types.standard().values():
        assert all(s.prompts for s in t.sections if s.kind in (Kind.ANALYSIS, Kind.METADATA))


def test_guidance_becomes_prompts(tmp_path: Path) -> None:
    (tmp_path / "visit.yaml").write_text(GOOD.format(id="visit"))
    section = types.load(tmp_path)["visit"].sections[0]  # type: ignore[index]  # a plain text is enough here
    assert section.prompts == ("What was seen?", "What was said?")
    assert section.cues == ("damp", "school")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("id: visit", "id: Visit"), "expected 'visit'"),
        (("kind: facts", "kind: fact"), "kind is 'fact'; expected one of metadata,"),
        (("required: true", "required: maybe"), "required is 'maybe'; expected true or false"),
        (("title: A visit", "titel: A visit"), "title is missing"),
        (("cues: [damp, school]", "cues: [yes, 3]"), "cues must be a list of texts"),
        (("id: notes", "id: My notes"), "id must be small letters"),
        (("sections:", "section:"), "sections is missing or empty"),
        (("title: Notes", "title: [Notes"), "not valid YAML at line"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    (tmp_path / "visit.yaml").write_text(GOOD.format(id="visit").replace(*change))
    with pytest.raises(ConfigurationError) as raised:
        types.load(tmp_path)
    assert "visit.yaml: " in raised.value.say
    assert told in raised.value.say


def test_all_mistakes_are_named_together(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("id: two")
    (tmp_path / "three.yaml").write_text("- nothing")
    with pytest.raises(ConfigurationError) as raised:
        types.load(tmp_path)
    assert "one.yaml: " in raised.value.say
    assert "three.yaml: " in raised.value.say


def test_an_unknown_type_names_those_there_are() -> None:
    with pytest.raises(ConfigurationError) as raised:
        types.find("home-vist")
    assert "home-visit" in raised.value.say
