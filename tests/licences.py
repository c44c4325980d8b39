"""The licence of everything in the locks, written to docs/licences.md or compared with it; fails on one not allowed.

Offline: Python's from what is installed, Node's from its lock. What is not installed on this machine (packages of other
systems) keeps what the page says of it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/licences.md"

ALLOWED = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT", "MIT-0", "MPL-2.0",
        "PSF-2.0", "public-domain",
    }
)  # fmt: skip
"""Permissive ones; and MPL-2.0, whose duties stay with its own files, which we do not change."""

READ = {
    "colorama": "BSD-3-Clause",
    "isodate": "BSD-3-Clause",
    "jsonpickle": "BSD-3-Clause",
    "uri-templates": "public-domain",
}
"""Read by a person in the package itself, where its metadata names no licence in particular."""

_SAID = {
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}
"""What packages write in place of an SPDX name. "BSD License" is none of these: there are several."""

_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One that a lock names. `licence` is an SPDX expression, "" if nobody says."""

    name: str
    version: str
    licence: str


def allowed(expression: str) -> bool:
    """Whether an SPDX expression leaves us a licence that we take: every part of an AND, one of an OR."""
    text = expression.strip()
    while re.fullmatch(r"\([^()]*\)", text):
        text = text[1:-1].strip()
    if re.search(r"[()]", text):
        return False  # nested: a person reads it
    return any(
        all(part.strip() in ALLOWED for part in re.split(r"\s+AND\s+", one))
        for one in re.split(r"\s+OR\s+", text)
    )


def licence_of(meta: PackageMetadata) -> str:
    """What a Python package says of itself, as an SPDX expression where it can be made one."""
    if "License-Expression" in meta:
        return str(meta["License-Expression"])
    named = str((meta.get_all("License") or [""])[0]).strip()
    classified = [
        str(x).split(" :: ")[-1] for x in meta.get_all("Classifier") or [] if x.startswith("License ::")
    ]
    for said in (named, *classified):
        if said in ALLOWED:
            return said
        if found := _SAID.get(said.lower()):
            return found
    return (named.splitlines() or classified or [""])[0][:60]


def python(lock: Path, before: Mapping[str, str]) -> Iterator[Package]:
    """Those of a requirements file; `before` is what the page says, for packages of other systems."""
    for name, version in _PINNED.findall(lock.read_text("utf-8")):
        try:
            licence = READ.get(name) or licence_of(metadata(name))
        except PackageNotFoundError:
            licence = before.get(name, "")
        yield Package(name=name, version=version, licence=licence)


def node(lock: Path) -> Iterator[Package]:
    """Those of a package-lock.json, each once."""
    listed = json.loads(lock.read_text("utf-8"))["packages"]
    found = {(path.rpartition("node_modules/")[2], x["version"]): x for path, x in listed.items() if path}
    for (name, version), x in sorted(found.items()):
        yield Package(name=name, version=version, licence=str(READ.get(name) or x.get("license", "")))


def page(before: Mapping[str, str]) -> tuple[str, list[str]]:
    """The whole page, and the faults: packages whose licence is not allowed or not known."""
    runtime = list(python(ROOT / "requirements/runtime.txt", before))
    known = {x.name for x in runtime}
    dev = [x for x in python(ROOT / "requirements/dev.txt", before) if x.name not in known]
    nodes = list(node(ROOT / "package-lock.json"))
    nodes += [x for x in node(ROOT / "tests/browser/package-lock.json") if x not in nodes]
    text = "\n".join(
        [
            "# Licences of what Faircopy is built on",
            "",
            "Written by `python -m tests.licences` from the locks, compared by `make licences`; never edited by hand.",
            f"Allowed are {', '.join(sorted(ALLOWED, key=str.lower))}. Faircopy itself is MIT (`LICENSE`).",
            "",
            *_table(f"In the service ({len(runtime)})", runtime),
            *_table(f"Python, for the demo, the tests and the checks only ({len(dev)})", dev),
            *_table(f"Node, for the demo and the tests only ({len(nodes)})", nodes),
        ]
    )
    faults = [
        f"{x.name} {x.version}: {x.licence or 'no licence is named'}"
        for x in (*runtime, *dev, *nodes)
        if not allowed(x.licence)
    ]
    return text, faults


def _table(title: str, packages: Iterable[Package]) -> list[str]:
    rows = [
        f"| {x.name} | {x.version} | {x.licence} |" for x in sorted(packages, key=lambda x: x.name.lower())
    ]
    return [f"## {title}", "", "| package | version | licence |", "|---|---|---|", *rows, ""]


def said(text: str) -> dict[str, str]:
    """What a page says of each package."""
    return {
        name: licence
        for name, _, licence in re.findall(r"^\| (\S+) \| (\S+) \| (.+) \|$", text, re.MULTILINE)
    }


def main(words: list[str]) -> int:
    """Exit codes: 0 as it should be; 1 a licence that is not allowed, or a page that is not that of the locks."""
    before = PAGE.read_text("utf-8") if PAGE.exists() else ""
    text, faults = page(said(before))
    for fault in faults:
        print(f"Not allowed: {fault}.", file=sys.stderr)
    if words == ["--check"]:
        if text != before:
            print("docs/licences.md is not that of the locks: run python -m tests.licences.", file=sys.stderr)
        return int(bool(faults) or text != before)
    PAGE.write_text(text, "utf-8")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
