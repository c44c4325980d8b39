"""Who may import whom where import-linter cannot tell: parts of `azure` that belong behind one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "bot",
    "cards",
    "connectors",
    "drafting",
    "graph",
    "local",
    "manifest",
    "reading",
    "record",
    "setup_check",
    "storage",
    "worker",
)
OWN_FOLDERS = {*ROOMS, "tests"}


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it: `from a.b import c` counts as `a.b` and `a.b.c`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def users_of(prefix: str, folders: tuple[str, ...] = ROOMS) -> set[str]:
    """The rooms that import the module named, or anything in it."""
    return {
        folder
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if any(module == prefix or module.startswith(f"{prefix}.") for module in imported(path))
    }


@pytest.mark.parametrize(
    ("sdk", "allowed"),
    [
        # local/ is in no production image, and must find the copies that exist without asking storage/.
        ("azure.storage", {"local", "storage"}),
        ("azure.keyvault", {"storage"}),
    ],
)
def test_storage_and_vault_stay_behind_storage(sdk: str, allowed: set[str]) -> None:
    assert users_of(sdk) <= allowed


def test_every_folder_of_code_is_a_room_that_import_linter_knows() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders <= OWN_FOLDERS


def test_a_forbidden_import_would_be_seen(tmp_path: Path) -> None:
    guilty = tmp_path / "guilty.py"
    guilty.write_text("def late():\n    from azure import storage\n")
    assert "azure.storage" in set(imported(guilty))
