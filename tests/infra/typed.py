"""Holds Bicep against Azure's types: names resolve, modules fit, and each resource has what its type may have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.infra.bicep import Expr, File, For, Module, Resource, Value
from tests.infra.values import walk

_SLICE: dict[str, Any] = json.loads((Path(__file__).resolve().parent / "types.json").read_text("utf-8"))
TYPES: Mapping[str, Mapping[str, str]] = _SLICE["types"]
RESOURCES: Mapping[str, str] = _SLICE["resources"]

FUNCTIONS = {
    "concat": "any", "empty": "bool", "environment": "any", "guid": "string", "items": "any", "json": "any",
    "resourceGroup": "any", "string": "string", "subscription": "any", "subscriptionResourceId": "string",
    "toLower": "string", "union": "any", "uniqueString": "string",
}  # fmt: skip
"""Those of Bicep that are used here, and what they answer. Another one is a fault until it is named here."""

_BICEP = {"parent", "scope", "dependsOn", "name"}
"""What Bicep adds to every resource."""


def faults(files: Mapping[str, File]) -> list[str]:
    """Every fault, as "file: what is wrong"; none if all fits."""
    found = []
    for file in files.values():
        for check in (_names, _unused, _defaults, _resources, _modules):
            found += [f"{file.name}: {x}" for x in check(file, files)]
    return found


def _symbols(file: File) -> set[str]:
    return {*file.params, *file.variables, *file.resources, *file.modules}


def _values(file: File) -> Iterator[Value]:
    yield from file.variables.values()
    yield from (x.default for x in file.params.values())
    yield from (value for _, value in file.outputs.values())
    yield from (x.body for x in file.modules.values())
    for one in file.resources.values():
        yield from (one.loop or one.body, one.condition)


def _loops(value: Value) -> Iterator[For]:
    match value:
        case dict():
            for x in value.values():
                yield from _loops(x)
        case list():
            for x in value:
                yield from _loops(x)
        case For():
            yield value
            yield from _loops(value.body)
        case Expr():
            for x in value.parts:
                yield from _loops(x)


def _names(file: File, files: Mapping[str, File]) -> Iterator[str]:
    """Each name is one of the file's own, a loop's, or a function that we know."""
    for value in _values(file):
        of_loops = {name for loop in _loops(value) for name in loop.names}
        for one in walk(value):
            called = one.kind == "call_expression"
            if called and one.text.partition("(")[0] not in FUNCTIONS:
                yield f"a function that is not known here: {one.text[:40]}"
            if one.kind == "identifier" and one.text not in _symbols(file) | of_loops | FUNCTIONS.keys():
                yield f"nothing is called {one.text}"


def _unused(file: File, files: Mapping[str, File]) -> Iterator[str]:
    used = {x.text for value in _values(file) for x in walk(value) if x.kind == "identifier"}
    yield from (f"{x} is used by nobody" for x in (*file.params, *file.variables) if x not in used)


def _defaults(file: File, files: Mapping[str, File]) -> Iterator[str]:
    for name, param in file.params.items():
        if not param.needed:
            yield from _fits(file, param.default, param.type, f"the default of {name}", files)
        if param.allowed and not param.needed and param.default not in param.allowed:
            yield f"the default of {name} is not among those allowed"
    for name, (kind, value) in file.outputs.items():
        yield from _fits(file, value, kind, f"the output {name}", files)


# --- resources ------------------------------------------------------------------------------------------------------


def _resources(file: File, files: Mapping[str, File]) -> Iterator[str]:
    for one in file.resources.values():
        place = RESOURCES.get(f"{one.kind}@{one.version}")
        if place is None:
            yield f"{one.symbol}: {one.kind}@{one.version} is not in types.json"
            continue
        if "name" not in one.body:
            yield f"{one.symbol} has no name"
        parent = one.body.get("parent")
        if one.kind.count("/") > 1 and not _is_parent(file, one, parent):
            yield f"{one.symbol}: its parent is not of the type above it"
        own: dict[str, Value] = {k: v for k, v in one.body.items() if k not in _BICEP}
        if not one.existing:
            yield from _fits(file, own, f"@{place}", one.symbol, files)


def _is_parent(file: File, one: Resource, parent: Value) -> bool:
    if not isinstance(parent, Expr) or parent.text not in file.resources:
        return False
    return file.resources[parent.text].kind == one.kind.rpartition("/")[0]


def _fits(file: File, value: Value, kind: str, where: str, files: Mapping[str, File]) -> Iterator[str]:  # noqa: PLR0912
    """Faults of one value for one type, as slice.py writes types (or Bicep: array, object)."""
    must = kind.rstrip("!")
    if must.startswith("-"):
        yield f"{where} is written by Azure alone"
        return
    match value:
        case Expr():
            yield from _expression_fits(file, value, must, where, files)
        case None | dict() if must == "object" or (value is None and must == "any"):
            pass
        case dict() if must.startswith("@"):
            yield from _object_fits(file, value, TYPES[must[1:]], where, files)
        case dict() if must.startswith("{"):
            for name, each in value.items():
                yield from _fits(file, each, must[1:-1], f"{where}.{name}", files)
        case list() if must.startswith("["):
            for n, each in enumerate(value):
                yield from _fits(file, each, must[1:-1], f"{where}[{n}]", files)
        case For() if must.startswith("["):
            yield from _fits(file, value.body, must[1:-1], f"{where}[]", files)
        case For() | list() if must == "array":
            pass
        case _ if must == "any":
            pass
        case bool() if must == "bool":
            pass
        case int() if must == "int" and not isinstance(value, bool):
            pass
        case str() if must == "string":
            pass
        case str() if "|" in must and "{" not in must and "[" not in must:
            if value not in must.split("|"):
                yield f"{where} is {value!r}, and may be: {must.replace('|', ', ')}"
        case str() if re.fullmatch(r"[A-Za-z0-9_]+", must) and must not in ("bool", "int", "object", "array"):
            if value != must:
                yield f"{where} is {value!r}, and may be {must} alone"
        case _:
            yield f"{where} is {type(value).__name__}, and should be {must}"


def _object_fits(
    file: File, value: dict[str, Value], kind: Mapping[str, str], where: str, files: Mapping[str, File]
) -> Iterator[str]:
    for name, each in value.items():
        if name not in kind:
            yield f"{where} has no property {name}"
        else:
            yield from _fits(file, each, kind[name], f"{where}.{name}", files)
    for name, one in kind.items():
        if one.endswith("!") and not one.startswith("-") and name not in value:
            yield f"{where} lacks {name}"


def _expression_fits(
    file: File, value: Expr, must: str, where: str, files: Mapping[str, File]
) -> Iterator[str]:
    if value.kind == "ternary_expression":
        for part in value.parts[1:]:
            yield from _fits(file, part, must, where, files)
        return
    if value.kind == "identifier" and value.text in file.variables:
        yield from _fits(file, file.variables[value.text], must, where, files)
        return
    if value.kind == "call_expression" and value.text.startswith("concat("):
        for part in value.parts[1:]:
            yield from _fits(file, part, must, where, files)
        return
    is_ = _kind_of(file, value, files)
    wants = {"[": "array", "{": "object", "@": "object"}.get(must[:1], must)
    if "|" in wants or (wants not in ("any", "array", "object", "bool", "int", "string")):
        wants = "string"
    if is_ not in ("any", wants) and wants != "any":
        yield f"{where} is {is_} ({value.text[:40]}), and should be {must}"


def _kind_of(file: File, value: Expr, files: Mapping[str, File]) -> str:
    if value.kind == "string":
        return "string"
    if value.kind == "identifier" and value.text in file.params:
        return file.params[value.text].type
    if value.kind == "call_expression":
        return FUNCTIONS.get(value.text.partition("(")[0], "any")
    if value.kind == "member_expression":
        first, _, rest = value.text.partition(".")
        if first in file.modules and rest.startswith("outputs."):
            other = _other(file, file.modules[first], files)
            return other.outputs[rest[8:]][0] if other and rest[8:] in other.outputs else "nothing"
        if first in file.resources and rest in ("id", "name"):
            return "string"
    return "any"


# --- modules --------------------------------------------------------------------------------------------------------


def _other(file: File, module: Module, files: Mapping[str, File]) -> File | None:
    return files.get(module.path.removeprefix("./"))


def _modules(file: File, files: Mapping[str, File]) -> Iterator[str]:
    for one in file.modules.values():
        other = _other(file, one, files)
        if other is None:
            yield f"{one.symbol}: there is no file {one.path}"
            continue
        given = one.body.get("params", {})
        if not isinstance(given, dict):
            yield f"{one.symbol}: its parameters are no object"
            continue
        yield from (f"{one.symbol}: {other.name} takes no {x}" for x in given if x not in other.params)
        for name, param in other.params.items():
            if name in given:
                yield from _fits(file, given[name], param.type, f"{one.symbol}.{name}", files)
            elif param.needed:
                yield f"{one.symbol}: {other.name} needs {name}"
