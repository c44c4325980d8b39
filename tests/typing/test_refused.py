"""mypy refuses each wrong program, at the lines that say so, for the reason that they say, and nowhere else."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WRONG = sorted(HERE.glob("wrong_*.py"))

MARK = re.compile(r"\s*# type: ignore\[([a-z-]+)\]")
ERROR = re.compile(r"^[^:]+?([a-z_]+\.py):(\d+): error: .*\[([a-z-]+)\]$", re.MULTILINE)

Refusals = set[tuple[str, int, str]]


def _marked(path: Path) -> Refusals:
    lines = path.read_text("utf-8").splitlines()
    return {(path.name, n, m[1]) for n, line in enumerate(lines, 1) if (m := MARK.search(line))}


def _refused(*paths: Path) -> Refusals:
    """What mypy says of these files, with the project's own settings."""
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return {(name, int(line), code) for name, line, code in ERROR.findall(done.stdout)}


def test_every_marked_line_is_refused_and_no_other(tmp_path: Path) -> None:
    """Bare of their marks, the files show mypy's own errors. With them, `make check` fails on a mark too many."""
    for path in WRONG:
        (tmp_path / path.name).write_text(MARK.sub("", path.read_text("utf-8")), "utf-8")
    found = _refused(*sorted(tmp_path.glob("*.py")))
    assert found == set().union(*map(_marked, WRONG))


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_a_wrong_program_has_no_line_that_is_right(path: Path) -> None:
    """Each statement in a function is there to be refused: one that is not would look as if it were."""
    text = path.read_text("utf-8")
    marked = {n for _, n, _ in _marked(path)}
    said = {
        node.lineno
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign) and not _is_text(node)
    }
    assert said == marked


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
