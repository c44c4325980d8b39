"""What a value of Bicep is where that can be known without Azure, and what stands where in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.infra.bicep import Expr, File, For, Value


def known(file: File, value: Value, given: Mapping[str, Value] | None = None) -> Value:
    """The value with variables, loops and plain functions worked out; what only Azure knows stays an expression.

    `given` names values of expressions, by how they are written.
    """
    given = given or {}
    match value:
        case dict():
            return {k: known(file, v, given) for k, v in value.items()}
        case list():
            return [known(file, x, given) for x in value]
        case For():
            items = known(file, value.items, given)
            if not isinstance(items, list):
                return value
            return [known(file, value.body, {**given, value.names[0]: one}) for one in items]
        case Expr():
            return _worked_out(file, value, given)
        case _:
            return value


def _worked_out(file: File, value: Expr, given: Mapping[str, Value]) -> Value:
    if value.text in given:
        return given[value.text]
    if value.kind == "identifier" and value.text in file.variables:
        return known(file, file.variables[value.text], given)
    parts = tuple(known(file, x, given) for x in value.parts)
    if value.kind == "string" and all(isinstance(x, str | int) for x in parts):
        return "".join(str(x) for x in parts)
    match value.text.partition("(")[0], parts[1:]:
        case "string", (str() | int() as one,):
            return str(one)
        case "concat", lists if lists and all(isinstance(x, list) for x in lists):
            return [x for one in lists if isinstance(one, list) for x in one]
        case "union", (dict() as one, dict() as other):
            return {**one, **other}
        case "empty", (str() | list() | dict() as one,):
            return not one
    if value.kind == "ternary_expression" and isinstance(parts[0], bool):
        return parts[1] if parts[0] else parts[2]
    return Expr(value.kind, value.text, parts)


def walk(value: Value) -> Iterator[Expr]:
    """Every expression within it."""
    match value:
        case dict():
            for x in value.values():
                yield from walk(x)
        case list():
            for x in value:
                yield from walk(x)
        case For():
            yield from walk(value.items)
            yield from walk(value.body)
        case Expr():
            yield value
            for x in value.parts:
                yield from walk(x)


def at(value: Value, path: str) -> Any:
    """What stands there ("a.b.0.c"), or None."""
    for part in path.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit():
            value = value[int(part)] if int(part) < len(value) else None
        else:
            return None
    return value


def must(where: str, value: Value, wanted: Mapping[str, object]) -> Iterator[str]:
    """A fault for each place that holds something else."""
    for path, want in wanted.items():
        if at(value, path) != want:
            yield f"{where}: {path} must be {want!r}"
