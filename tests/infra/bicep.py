"""Reads Bicep into values, with the grammar of tree-sitter-bicep; anything that is computed stays an expression."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import tree_sitter_bicep
from tree_sitter import Language, Node, Parser

FOLDER = Path(__file__).resolve().parents[2] / "infra"

_LANGUAGE = Language(tree_sitter_bicep.language())
_ESCAPES = {"\\'": "'", "\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\t": "\t", "\\$": "$"}


@dataclass(frozen=True, slots=True)
class Expr:
    """Something computed. `kind` is the grammar's word for it, `parts` its operands, `text` how it is written."""

    kind: str
    text: str
    parts: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class For:
    """A list made from another: `names` are its item and, where there is one, its index."""

    names: tuple[str, ...]
    items: Value
    body: Value


Value = None | bool | int | str | list["Value"] | dict[str, "Value"] | Expr | For


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """`needed`: it has no default."""

    type: str
    default: Value
    needed: bool
    allowed: tuple[str, ...]
    decorators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource; `body` has every property, `condition` is None where it is always made."""

    symbol: str
    kind: str
    version: str
    existing: bool
    condition: Expr | None
    loop: For | None
    body: dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One use of another file."""

    symbol: str
    path: str
    body: dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One Bicep file."""

    name: str
    params: dict[str, Param] = field(default_factory=dict)
    variables: dict[str, Value] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    modules: dict[str, Module] = field(default_factory=dict)
    outputs: dict[str, tuple[str, Value]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Resource]:
        """Those of one type that this file makes."""
        return [x for x in self.resources.values() if x.kind == kind and not x.existing]


Files = Mapping[str, File]


def texts(folder: Path = FOLDER) -> dict[str, str]:
    """Each Bicep file of the folder by name."""
    return {x.name: x.read_text("utf-8") for x in sorted(folder.glob("*.bicep"))}


def parse(given: Mapping[str, str]) -> dict[str, File]:
    """Raises ValueError naming file and line of what is no Bicep."""
    return {name: _file(name, text) for name, text in given.items()}


def _file(name: str, text: str) -> File:
    root = Parser(_LANGUAGE).parse(text.encode()).root_node
    if (fault := _fault(root)) is not None:
        raise ValueError(f"{name}:{fault.start_point.row + 1}: not Bicep: {_text(fault)[:60]}")
    file = File(name=name)
    decorators: list[Node] = []
    for node in root.named_children:
        match node.type:
            case "decorators":
                decorators = node.named_children
                continue
            case "parameter_declaration":
                file.params[_symbol(node)] = _param(node, decorators)
            case "variable_declaration":
                file.variables[_symbol(node)] = _value(node.named_children[-1])
            case "resource_declaration":
                file.resources[_symbol(node)] = _resource(node)
            case "module_declaration":
                body = _value(node.named_children[-1])
                assert isinstance(body, dict), f"{name}: a module whose body is no object"
                path = str(_value(node.named_children[1]))
                file.modules[_symbol(node)] = Module(symbol=_symbol(node), path=path, body=body)
            case "output_declaration":
                file.outputs[_symbol(node)] = (
                    _text(node.named_children[1]),
                    _value(node.named_children[-1]),
                )
            case "comment" | "target_scope_assignment":
                pass
            case _:
                raise ValueError(f"{name}:{node.start_point.row + 1}: not read here: {node.type}")
        decorators = []
    return file


def _fault(node: Node) -> Node | None:
    if node.type == "ERROR" or node.is_missing:
        return node
    return next((x for child in node.children if child.has_error and (x := _fault(child))), None) or (
        node if node.has_error and not any(c.has_error for c in node.children) else None
    )


def _text(node: Node) -> str:
    return (node.text or b"").decode()


def _symbol(node: Node) -> str:
    return _text(node.named_children[0])


def _param(node: Node, decorators: list[Node]) -> Param:
    rest = node.named_children[1:]
    allowed: tuple[str, ...] = ()
    for one in decorators:
        call = _value(one.named_children[0])
        if (
            isinstance(call, Expr)
            and call.text.startswith("allowed(")
            and isinstance(words := call.parts[1], list)
        ):
            allowed = tuple(str(x) for x in words)
    return Param(
        type=_text(rest[0]),
        default=_value(rest[1]) if len(rest) > 1 else None,
        needed=len(rest) == 1,
        allowed=allowed,
        decorators=tuple(re.split(r"\(", _text(x).lstrip("@"))[0] for x in decorators),
    )


def _resource(node: Node) -> Resource:
    named = node.named_children
    kind, _, version = str(_value(named[1])).partition("@")
    what, condition = named[-1], None
    if what.type == "if_statement":
        condition = _expr(what.named_children[0])
        what = what.named_children[-1]
    value = _value(what)
    loop = value if isinstance(value, For) else None
    body = loop.body if loop else value
    assert isinstance(body, dict), f"{kind}: a resource whose body is no object"
    return Resource(
        symbol=_symbol(node),
        kind=kind,
        version=version,
        existing=any(x.type == "existing" or _text(x) == "existing" for x in node.children),
        condition=condition,
        loop=loop,
        body=body,
    )


def _value(node: Node) -> Value:  # one branch a kind of value
    match node.type:
        case "string":
            return _string(node)
        case "number":
            return int(_text(node))
        case "boolean":
            return _text(node) == "true"
        case "null":
            return None
        case "array":
            return [_value(x) for x in node.named_children if x.type != "comment"]
        case "object":
            return dict(_properties(node))
        case "for_statement":
            return _for(node)
        case "parenthesized_expression":
            return _value(node.named_children[0])
        case _:
            return _expr(node)


def _expr(node: Node) -> Expr:
    parts: list[Value] = []
    for child in node.named_children:
        if child.type == "arguments":
            parts += [_value(x) for x in child.named_children]
        elif child.type != "comment":
            parts.append(_value(child))
    return Expr(node.type, _text(node), tuple(parts))


def _string(node: Node) -> Value:
    if not any(x.type == "interpolation" for x in node.named_children):
        inner = _text(node)
        if inner.startswith("'''"):
            return inner[3:-3]
        return re.sub(r"\\.", lambda m: _ESCAPES.get(m[0], m[0]), inner[1:-1])
    parts: list[Value] = [
        _value(x.named_children[0]) if x.type == "interpolation" else _text(x) for x in node.named_children
    ]
    return Expr("string", _text(node), tuple(parts))


def _properties(node: Node) -> Iterator[tuple[str, Value]]:
    for one in node.named_children:
        if one.type != "object_property":
            continue
        key, value = one.named_children[0], one.named_children[-1]
        name = _value(key) if key.type == "string" else _text(key)
        yield name.text if isinstance(name, Expr) else str(name), _value(value)


def _for(node: Node) -> For:
    named = [x for x in node.named_children if x.type != "comment"]
    names = named[0]
    each = tuple(_text(x) for x in names.named_children) if names.named_children else (_text(names),)
    return For(each, _value(named[1]), _value(named[-1]))
