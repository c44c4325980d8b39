"""What a council's YAML file may hold, written down once: checked with line numbers, and a schema for editors."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

LARGEST = 500_000
"""Bytes of one file. The longest that ships is 12 kB."""

Schema = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong. `line` is 1-based."""

    line: int
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words, never empty. `expected` says in words what `pattern` asks of all of them."""

    what: str = ""
    pattern: str = ""
    expected: str = "a few words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of these words."""

    of: Sequence[str]
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo:
    """true or false."""

    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything:
    """Whatever YAML can say, in fields of their own names."""

    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list. `expected` names what is in it."""

    of: Shape
    expected: str = "texts"
    least: int = 0
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """A mapping with these fields, those of `required` always, and no others."""

    of: Mapping[str, Shape]
    required: Sequence[str] = ()
    what: str = ""


Shape = Text | Choice | YesNo | Anything | Items | Fields


def read(path: Path, shape: Fields) -> tuple[object, Mapping[str, int], list[Fault]]:
    """The file's plain values, the line of each place in it ("sections.2.kind", 0-based), and its faults: with faults
    the values are None.
    """
    data = path.read_bytes()
    if len(data) > LARGEST:
        return (
            None,
            {},
            [Fault(line=1, told=f"the file is larger than {LARGEST // 1000} kB; expected a few.")],
        )
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(data)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, {}, [Fault(line=1, told=f"the file is empty; expected {_named(shape.required)}.")]
        lines: dict[str, int] = {}
        faults = list(_checked(node, shape, "", lines, set()))
        return (None if faults else loader.construct_document(node)), lines, faults
    except (yaml.YAMLError, ValueError) as error:
        return None, {}, [_not_yaml(error)]
    finally:
        loader.dispose()


def _not_yaml(error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", "") or "")
    found = f" ({problem})" if problem else ""
    return Fault(
        line=mark.line + 1 if mark else 1,
        told=f"not valid YAML{found}; check indentation, colons and quotation marks there.",
    )


# --- checking -----------------------------------------------------------------------------------------------------


def _checked(
    node: yaml.Node, shape: Shape, place: str, lines: dict[str, int], seen: set[int]
) -> Iterator[Fault]:
    lines[place] = line = node.start_mark.line + 1
    if id(node) in seen:
        yield Fault(line=line, told=f"{_at(place)} is taken from elsewhere with & and *; write it out.")
        return
    seen.add(id(node))
    match shape:
        case Fields():
            yield from _fields(node, shape, place, lines, seen)
        case Items():
            yield from _items(node, shape, place, lines, seen)
        case Anything():
            yield from _anything(node, place, lines, seen)
        case _:
            if told := _scalar(node, shape):
                yield Fault(line=line, told=f"{_at(place)} {told}")


def _fields(
    node: yaml.Node, shape: Fields, place: str, lines: dict[str, int], seen: set[int]
) -> Iterator[Fault]:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        yield Fault(line=line, told=f"{_at(place)} is {_found(node)}; expected {_named(shape.required)}.")
        return
    found: dict[str, int] = {}
    for key, value in node.value:
        name, at = str(key.value), key.start_mark.line + 1
        if name in found:
            yield Fault(line=at, told=f"“{name}” stands twice, first on line {found[name]}; expected once.")
        elif name in shape.of:
            yield from _checked(value, shape.of[name], f"{place}.{name}".lstrip("."), lines, seen)
        else:
            near = difflib.get_close_matches(name, shape.of, 1)
            guess = f"did you mean “{near[0]}”?" if near else f"expected {_named(shape.of)}."
            yield Fault(line=at, told=f"“{name}” is not known here; {guess}")
        found.setdefault(name, at)
    for name in shape.required:
        if name not in found:
            yield Fault(
                line=line, told=f"{_at(f'{place}.{name}')} is missing; expected {_expected(shape.of[name])}."
            )


def _items(
    node: yaml.Node, shape: Items, place: str, lines: dict[str, int], seen: set[int]
) -> Iterator[Fault]:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.SequenceNode):
        yield Fault(line=line, told=f"{_at(place)} is {_found(node)}; expected {_expected(shape)}.")
        return
    if len(node.value) < shape.least:
        yield Fault(line=line, told=f"{_at(place)} is empty; expected {_expected(shape)}.")
    for n, item in enumerate(node.value):
        yield from _checked(item, shape.of, f"{place}.{n}", lines, seen)


def _anything(node: yaml.Node, place: str, lines: dict[str, int], seen: set[int]) -> Iterator[Fault]:
    if not isinstance(node, yaml.MappingNode):
        told = f"{_at(place)} is {_found(node)}; expected fields, such as max_days: 21."
        yield Fault(line=node.start_mark.line + 1, told=told)


def _scalar(node: yaml.Node, shape: Text | Choice | YesNo) -> str:
    """What is wrong with it; nothing if nothing is."""
    kind = node.tag.rpartition(":")[2]
    if isinstance(shape, YesNo):
        return "" if kind == "bool" else f"is {_found(node)}; expected true or false."
    if isinstance(shape, Choice):
        return (
            ""
            if kind == "str" and node.value in shape.of
            else f"is {_found(node)}; expected one of {_named(shape.of)}."
        )
    if not isinstance(node, yaml.ScalarNode) or kind == "null":
        return f"is {_found(node)}; expected {shape.expected}."
    if kind != "str":
        return f"is {_found(node)}, which YAML does not take for text; put it in quotation marks."
    if not node.value.strip() or (shape.pattern and not re.fullmatch(shape.pattern, node.value)):
        return f"is {_found(node)}; expected {shape.expected}."
    return ""


_ONE = {"aliases": "alias"}


def _at(place: str) -> str:
    """A place for people: “section 3: kind”; numbers count from 1."""
    parts = place.strip(".").split(".")
    told = [
        f"{_ONE.get(part, part.removesuffix('s'))} {int(parts[n + 1]) + 1}"
        if n + 1 < len(parts) and parts[n + 1].isdecimal()
        else part
        for n, part in enumerate(parts)
        if not part.isdecimal()
    ]
    return ": ".join(told) or "the file"


def _found(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a group of fields"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    value = " ".join(str(node.value).split())
    return f"“{value[:40]}”" if value else "empty"


def _expected(shape: Shape) -> str:
    match shape:
        case Text():
            return shape.expected
        case Choice():
            return f"one of {_named(shape.of)}"
        case YesNo():
            return "true or false"
        case Items():
            return f"a list of {shape.expected}"
        case _:
            return "fields"


def _named(words: Sequence[str] | Mapping[str, object]) -> str:
    return ", ".join(words)


# --- for editors --------------------------------------------------------------------------------------------------


def schema(shape: Shape, *, title: str = "") -> Schema:
    """The shape as a JSON Schema (draft 2020-12), with each `what` as its description."""
    told: dict[str, object] = {}
    if title:
        told |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    if shape.what:
        told["description"] = shape.what
    match shape:
        case Text():
            told |= {"type": "string", "minLength": 1}
            told |= {"pattern": f"^{shape.pattern}$"} if shape.pattern else {}
        case Choice():
            told["enum"] = list(shape.of)
        case YesNo():
            told["type"] = "boolean"
        case Anything():
            told["type"] = "object"
        case Items():
            told |= {"type": "array", "items": schema(shape.of), "minItems": shape.least}
        case Fields():
            properties = {name: schema(inner) for name, inner in shape.of.items()}
            told |= {"type": "object", "properties": properties, "required": list(shape.required)}
            told["additionalProperties"] = False
    return told
