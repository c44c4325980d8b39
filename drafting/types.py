"""The record types, as councils edit them: one YAML file each, read and checked when asked for."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml

from record.draft import Kind, SectionId
from record.errors import ConfigurationError
from record.terms import RecordTypeId

FOLDER = Path(__file__).parent / "record_types"
COMMON = "common.yaml"

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KINDS = ", ".join(Kind)

Fault = Callable[[str], None]
"""Takes one thing that is wrong with a file."""


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


def standard() -> Mapping[RecordTypeId, RecordType]:
    """The record types of this installation, read once. Raises ConfigurationError."""
    return _standard()


@functools.cache
def _standard() -> Mapping[RecordTypeId, RecordType]:
    return load(FOLDER)


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


def load(folder: Path) -> Mapping[RecordTypeId, RecordType]:
    """Every record type of a folder. Raises ConfigurationError with all faults together: file, what is wrong, what
    was expected.
    """
    faults: list[str] = []
    types: dict[RecordTypeId, RecordType] = {}
    files = sorted(p for p in folder.glob("*.yaml") if p.name != COMMON)
    if not files:
        faults.append(f"{folder.name}: there is no record type here; expected files such as case-note.yaml.")
    common = folder / COMMON
    if common.exists():
        faults += _kinds(common)
    for path in files:
        found = _record_type(path, faults)
        if found:
            types[found.id] = found
    if faults:
        raise ConfigurationError(" ".join(["The record types cannot be used.", *faults]))
    return MappingProxyType(types)


def _yaml(path: Path) -> object:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506 - both are the safe loader


def _kinds(path: Path) -> Iterator[str]:
    """Faults of the common file: it must explain every kind that a section may have, and no other."""
    try:
        told = _yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        yield f"{path.name}: not valid YAML{_place(error)}."
        return
    kinds = told.get("section_kinds") if isinstance(told, dict) else None
    if not isinstance(kinds, dict) or set(kinds) != set(Kind):
        yield f"{path.name}: section_kinds must hold exactly these kinds: {_KINDS}."


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" at line {mark.line + 1}" if mark else ""


def _record_type(path: Path, faults: list[str]) -> RecordType | None:
    before = len(faults)

    def fault(text: str) -> None:
        faults.append(f"{path.name}: {text}")

    try:
        told = _yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        fault(f"not valid YAML{_place(error)}; check indentation, colons and quotation marks there.")
        return None
    if not isinstance(told, dict):
        fault("expected id, title and sections at the top of the file.")
        return None
    id, title, sections = told.get("id"), told.get("title"), told.get("sections")
    if id != path.stem or not _ID.fullmatch(path.stem):
        fault(
            f"id is {id!r}; expected {path.stem!r}, the file's own name (small letters, digits and hyphens)."
        )
    if not _words(title):
        fault("title is missing; expected a few words, such as “Case note”.")
    if not isinstance(sections, list) or not sections:
        fault("sections is missing or empty; expected a list of sections.")
        return None
    found = [_section(told, n, fault) for n, told in enumerate(sections, 1)]
    ids = [s.id for s in found if s]
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        fault(f"two sections have the id {twice!r}; expected each id once.")
    if len(faults) > before:
        return None
    return RecordType(
        id=RecordTypeId(path.stem),
        title=str(title),
        aliases=_list(told.get("aliases"), "aliases", fault),
        purpose=str(told.get("purpose") or ""),
        sections=tuple(s for s in found if s),
    )


def _section(told: object, n: int, fault: Fault) -> SectionType | None:
    where = f"section {n}"
    if not isinstance(told, dict):
        fault(f"{where}: expected id, title, kind and guidance.")
        return None
    id, title, kind = told.get("id"), told.get("title"), told.get("kind")
    where = f"section {n} ({id})" if _words(id) else where
    guidance, required = told.get("guidance") or "", told.get("required", False)
    sound = True
    for wrong, text in (
        (not (isinstance(id, str) and _ID.fullmatch(id)), "id must be small letters, digits and hyphens."),
        (not _words(title), "title is missing; expected a few words."),
        (kind not in set(Kind), f"kind is {kind!r}; expected one of {_KINDS}."),
        (not isinstance(required, bool), f"required is {required!r}; expected true or false."),
        (not isinstance(guidance, str), "guidance must be text; put it in quotation marks."),
    ):
        if wrong:
            fault(f"{where}: {text}")
            sound = False
    cues = _list(told.get("cues"), f"{where}: cues", fault)
    if not sound:
        return None
    return SectionType(
        id=SectionId(str(id)),
        title=str(title),
        kind=Kind(str(kind)),
        required=required,
        guidance=guidance,
        prompts=prompts(guidance),
        cues=cues,
    )


def _words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _list(value: object, where: str, fault: Fault) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(x, str) for x in value):
        return tuple(value)
    fault(f"{where} must be a list of texts; put words such as yes, no and dates in quotation marks.")
    return ()


def prompts(guidance: str) -> tuple[str, ...]:
    """Guidance as prompts, one a sentence: “Prompts: has need reduced? what would tell us?” makes two."""
    text = re.sub(
        r"^(?:Left for the practitioner, with )?prompts?:\s*", "", guidance.strip(), flags=re.IGNORECASE
    )
    parts = re.split(r"(?<=[?.])\s+(?=\S)", text)
    parts = [re.sub(r"^prompts?:\s*", "", p.strip(), flags=re.IGNORECASE) for p in parts]
    return tuple(p[0].upper() + p[1:] for p in parts if p)
