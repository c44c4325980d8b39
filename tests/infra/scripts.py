"""Reads the PowerShell of infra/scripts: what each command is, what it is told, and whether -WhatIf would stop it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

FOLDER = Path(__file__).resolve().parents[2] / "infra/scripts"

_LANGUAGE = Language(tree_sitter_powershell.language())

CHANGING = re.compile(
    r"(Invoke-Arm|Invoke-Graph)\b.*-Method (PUT|PATCH|POST|DELETE)\b"
    r"|(Set|New|Remove|Grant|Update)-(Cs|Az|Mg)|Save-Held\b"
)
"""A command that changes something outside. POST is also how Azure lists some things: `READS`."""

READS = re.compile(r"/list\w+\?|New-AzStorageContext")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: its text, and whether it waits for -WhatIf and -Confirm."""

    text: str
    line: int
    asked: bool

    @property
    def changes(self) -> bool:
        return bool(CHANGING.match(self.text)) and not READS.search(self.text)


def texts() -> dict[str, str]:
    """Each script by name."""
    return {x.name: x.read_text("utf-8") for x in sorted(FOLDER.glob("*.ps1"))}


def commands(name: str, text: str) -> list[Command]:
    """Every command of a script. Raises ValueError naming file and line of what is no PowerShell."""
    root = Parser(_LANGUAGE).parse(text.encode()).root_node
    for node in _all(root):
        if node.type == "ERROR" or node.is_missing:
            raise ValueError(f"{name}:{node.start_point.row + 1}: not PowerShell: {_text(node)[:60]}")
    return [
        Command(text=" ".join(_text(x).split()), line=x.start_point.row + 1, asked=_asked(x))
        for x in _all(root)
        if x.type == "command"
    ]


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _text(node: Node) -> str:
    return (node.text or b"").decode()


def _asked(node: Node) -> bool:
    """Whether it stands within `if (…ShouldProcess…)`, or after a `if (-not …ShouldProcess…) { return }`."""
    at: Node | None = node
    while at is not None and at.parent is not None:
        condition = _text(at).partition("{")[0]
        if at.type == "if_statement" and re.search(r"(?<!-not )\$PSCmdlet\.ShouldProcess\(", condition):
            return True
        before = at.prev_named_sibling
        while before is not None:
            if re.match(r"if \(-not \$PSCmdlet\.ShouldProcess\([^{]*\{\s*return\s*\}", _text(before)):
                return True
            before = before.prev_named_sibling
        at = at.parent
    return False


def listed(text: str, name: str) -> list[str]:
    """The words of `$name = @('a' 'b')`, comments aside."""
    found = re.search(rf"^\${name} = @\((.*?)\)$", text, re.MULTILINE | re.DOTALL)
    assert found, f"there is no ${name}"
    return re.findall(r"'([^']*)'", re.sub(r"#.*", "", found[1]))
