"""The record types, as councils edit them: one YAML file each, read and checked when asked for.

A council puts its own files into a folder of its own: a file named like one that ships takes its place, another adds a
type, and `offered: false` takes one away. See `type_shapes.py` for what a file holds.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from drafting import shapes, type_shapes
from record.draft import Kind, SectionId
from record.errors import ConfigurationError
from record.terms import RecordTypeId

FOLDER = type_shapes.FOLDER
COMMON = "common.yaml"

PROMPTED = frozenset({Kind.ANALYSIS, Kind.METADATA})
"""Kinds that are never drafted: without guidance such a section would stand there blank and without a prompt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionType:
    """One section that a record of this type has. `prompts` are put to the practitioner where nothing is drafted;
    `cues` are phrases that hint at the section and never decide it.
    """

    id: SectionId
    title: str
    kind: Kind
    required: bool
    guidance: str
    prompts: tuple[str, ...]
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordType:
    """A kind of record and its sections, in the order in which they are read."""

    id: RecordTypeId
    title: str
    aliases: tuple[str, ...]
    purpose: str
    sections: tuple[SectionType, ...]


def standard(council: Path | None = None) -> Mapping[RecordTypeId, RecordType]:
    """The record types of this installation, read once: those that ship, and the council's own folder over them.
    Raises ConfigurationError.
    """
    return _standard(council)


@functools.cache
def _standard(council: Path | None) -> Mapping[RecordTypeId, RecordType]:
    return load(FOLDER, *([council] if council else []))


def find(id: str, types: Mapping[RecordTypeId, RecordType] | None = None) -> RecordType:
    """The record type of that id. Raises ConfigurationError naming those that there are."""
    types = standard() if types is None else types
    if found := types.get(RecordTypeId(id)):
        return found
    raise ConfigurationError(f"There is no record type “{id}”. There are: {', '.join(types)}.")


def titles(types: Mapping[RecordTypeId, RecordType] | None = None) -> tuple[tuple[RecordTypeId, str], ...]:
    """Id and title of every record type, in order of title."""
    types = standard() if types is None else types
    return tuple(sorted(((t.id, t.title) for t in types.values()), key=lambda pair: pair[1]))


def load(*folders: Path) -> Mapping[RecordTypeId, RecordType]:
    """Every record type of the folders; a later folder's file takes the place of an earlier one's of the same name.

    Raises ConfigurationError with all faults together, a line each: file, line, what is wrong, what was expected.
    """
    faults: list[str] = []
    found: dict[RecordTypeId, RecordType | None] = {}
    for folder in folders:
        for path in _files(folder, faults):
            told = _record_type(path, faults)
            found[RecordTypeId(path.stem)] = told
    if faults:
        raise ConfigurationError("\n".join(["The record types cannot be used.", *faults]))
    return MappingProxyType({id: type for id, type in found.items() if type})


def _files(folder: Path, faults: list[str]) -> Iterator[Path]:
    """The folder's record types; its common file is checked by the way."""
    if not folder.is_dir():
        faults.append(
            f"{folder.name}: this folder is not there; expected the folder of the council's record types."
        )
        return
    paths = sorted(p for p in folder.iterdir() if p.suffix in (".yaml", ".yml"))
    if not paths:
        faults.append(f"{folder.name}: there is no record type here; expected files such as case-note.yaml.")
    for path in paths:
        if path.suffix == ".yml":
            faults.append(f"{path.name}: expected the ending .yaml.")
        elif path.name == COMMON:
            faults += (_told(path, f) for f in shapes.read(path, type_shapes.COMMON)[2])
        else:
            yield path


def _told(path: Path, fault: shapes.Fault) -> str:
    return f"{path.name}, line {fault.line}: {fault.told}"


def _record_type(path: Path, faults: list[str]) -> RecordType | None:
    """The type; None if its file has faults, or says that it is not offered."""
    told, lines, wrong = shapes.read(path, type_shapes.RECORD_TYPE)
    if isinstance(told, dict):
        wrong = list(_contradictions(path.stem, told, lines))
    if wrong or not isinstance(told, dict):
        faults += (_told(path, fault) for fault in wrong)
        return None
    if not told.get("offered", True):
        return None
    return RecordType(
        id=RecordTypeId(told["id"]),
        title=told["title"],
        aliases=tuple(told.get("aliases", ())),
        purpose=told.get("purpose", ""),
        sections=tuple(_section(section) for section in told["sections"]),
    )


def _section(told: Mapping[str, Any]) -> SectionType:
    guidance = told.get("guidance", "")
    return SectionType(
        id=SectionId(told["id"]),
        title=told["title"],
        kind=Kind(told["kind"]),
        required=told.get("required", False),
        guidance=guidance,
        prompts=prompts(guidance),
        cues=tuple(told.get("cues", ())),
    )


def _contradictions(stem: str, told: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[shapes.Fault]:
    """What is wrong with a file whose every field is right."""
    if told["id"] != stem:
        yield shapes.Fault(
            line=lines["id"], told=f"id is “{told['id']}”; expected “{stem}”, the file's own name."
        )
    sections = [section["id"] for section in told["sections"]]
    for what, ids in (("sections", sections), ("checks", [check["id"] for check in told.get("checks", ())])):
        yield from _twice(what, ids, lines)
    for n, section in enumerate(told["sections"]):
        if section["kind"] in PROMPTED and "guidance" not in section:
            what = f"section {n + 1} ({section['id']}) has no guidance; expected some: nothing is drafted for this kind"
            yield shapes.Fault(line=lines[f"sections.{n}"], told=f"{what}, and the guidance is its prompts.")
    for n, check in enumerate(told.get("checks", ())):
        for id in _sections_named(check.get("params", {})):
            if id not in sections:
                wrong = f"check {check['id']} names the section “{id}”, which is not in this file; expected one of "
                yield shapes.Fault(line=lines[f"checks.{n}.params"], told=f"{wrong}{', '.join(sections)}.")


def _sections_named(params: Mapping[str, Any]) -> list[object]:
    """The sections that a check asks about: `sections`, a list, or `section`, one."""
    many = params.get("sections", [])
    one = [params["section"]] if "section" in params else []
    return [*(many if isinstance(many, list) else [many]), *one]


def _twice(what: str, ids: Sequence[str], lines: Mapping[str, int]) -> Iterator[shapes.Fault]:
    first: dict[str, int] = {}
    for n, id in enumerate(ids):
        line = lines[f"{what}.{n}.id"]
        if id in first:
            told = f"two {what} have the id “{id}”, the first on line {first[id]}; expected each id once."
            yield shapes.Fault(line=line, told=told)
        first.setdefault(id, line)


def prompts(guidance: str) -> tuple[str, ...]:
    """Guidance as prompts, one a sentence: “Prompts: has need reduced? what would tell us?” makes two."""
    text = re.sub(
        r"^(?:Left for the practitioner, with )?prompts?:\s*", "", guidance.strip(), flags=re.IGNORECASE
    )
    parts = re.split(r"(?<=[?.])\s+(?=\S)", text)
    parts = [re.sub(r"^prompts?:\s*", "", p.strip(), flags=re.IGNORECASE) for p in parts]
    return tuple(p[0].upper() + p[1:] for p in parts if p)
