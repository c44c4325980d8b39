"""What we are built on: locked with hashes, nothing of the tests in the service, and no licence that is not allowed."""

from __future__ import annotations

import email
import re
from importlib.metadata import PackageMetadata
from pathlib import Path
from typing import cast

import pytest

from tests import licences

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements"


def _locked(name: str) -> dict[str, tuple[str, int]]:
    """Each package of a lock with its version and how many hashes it has. Fails on a line of any other kind."""
    text = re.sub(r"\\\n\s*", " ", (REQUIREMENTS / name).read_text("utf-8"))
    found = {}
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        one = re.fullmatch(r"([a-z0-9-]+)==(\S+?)(?: ; [^\\]*?)?((?: +--hash=sha256:[0-9a-f]{64})+) *", line)
        assert one, f"not a pinned package with hashes: {line[:80]}"
        found[one[1]] = (one[2], one[3].count("--hash"))
    return found


def _asked_for(name: str) -> set[str]:
    """The packages that a person named."""
    lines = (REQUIREMENTS / name).read_text("utf-8").splitlines()
    names = (re.match(r"[A-Za-z0-9][A-Za-z0-9-]*", line) for line in lines)
    return {x[0].lower() for x in names if x}


def test_every_package_is_pinned_with_hashes() -> None:
    for name in ("runtime.txt", "dev.txt"):
        locked = _locked(name)
        assert len(locked) > 50
        assert all(hashes for _, hashes in locked.values())


def test_what_the_service_runs_on_is_what_was_tested() -> None:
    runtime, dev = _locked("runtime.txt"), _locked("dev.txt")
    assert runtime.items() <= dev.items()


def test_nothing_of_the_tests_gets_into_the_service() -> None:
    runtime = _locked("runtime.txt")
    assert _asked_for("runtime.in") <= runtime.keys()
    assert not _asked_for("dev.in") & runtime.keys()
    assert _asked_for("dev.in") <= _locked("dev.txt").keys()


def test_the_licence_page_is_that_of_the_locks() -> None:
    assert licences.main(["--check"]) == 0


@pytest.mark.parametrize(
    "expression", ["MIT", "Apache-2.0 OR BSD-3-Clause", "GPL-3.0-only OR MIT", "(MIT AND 0BSD)"]
)
def test_a_licence_that_leaves_us_one_we_take(expression: str) -> None:
    assert licences.allowed(expression)


@pytest.mark.parametrize(
    "expression",
    ["", "GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "BSD License", "UNLICENSED", "(MIT OR"],
)
def test_a_licence_that_does_not(expression: str) -> None:
    assert not licences.allowed(expression)


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ("License-Expression: MIT-0", "MIT-0"),
        ("License: Apache 2.0", "Apache-2.0"),
        ("Classifier: License :: OSI Approved :: MIT License", "MIT"),
        ("License: ISC\nClassifier: License :: OSI Approved :: BSD License", "ISC"),
        ("Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
         "GNU General Public License v3 (GPLv3)"),
        ("Name: nothing", ""),
    ],
)  # fmt: skip
def test_what_a_package_says_of_itself_is_read(said: str, licence: str) -> None:
    meta = cast(PackageMetadata, email.message_from_string(said))
    assert licences.licence_of(meta) == licence


def test_a_package_whose_licence_is_not_allowed_is_named(tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text(
        '{"packages": {"": {}, "node_modules/a": {"version": "1", "license": "GPL-3.0"}, '
        '"node_modules/a/node_modules/b": {"version": "2"}}}'
    )
    found = list(licences.node(lock))
    assert [(x.name, x.licence) for x in found] == [("a", "GPL-3.0"), ("b", "")]
    assert not any(licences.allowed(x.licence) for x in found)
