"""Reads the Dockerfile and .dockerignore, and lays out what the image would hold without building one."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import settings

ROOT = Path(__file__).resolve().parents[2]
PORT = next(str(x.default) for x in fields(settings.Settings) if x.name == "port")


def instructions(text: str) -> list[tuple[str, str]]:
    """Each instruction with its words, in order; a line that goes on is one."""
    joined = re.sub(r"\\\n", " ", "\n".join(x for x in text.splitlines() if not x.lstrip().startswith("#")))
    lines = (x.strip().partition(" ") for x in joined.splitlines() if x.strip())
    return [(word.upper(), rest.strip()) for word, _, rest in lines]


def faults(text: str) -> Iterator[str]:
    """What is wrong with a Dockerfile for Faircopy."""
    every = instructions(text)
    last = every[max(n for n, (word, _) in enumerate(every) if word == "FROM") :]
    words = dict(last)
    if not re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", words.get("USER", "")):
        yield "it must run as a user of its own, by number"
    if words.get("ENTRYPOINT") != '["python", "app.py"]' or "CMD" in words:
        yield "the program must be process 1, and app.py's words its own"
    if words.get("STOPSIGNAL") != "SIGTERM":
        yield "it must be stopped by SIGTERM, which app.py listens for"
    if words.get("EXPOSE") != PORT:
        yield f"it must say that it listens on {PORT}"
    if any(word == "ADD" for word, _ in every):
        yield "ADD fetches and unpacks: COPY does what it says"
    for word, rest in last:
        if word == "COPY" and not rest.startswith("--from=build "):
            yield f"only what was built may be copied in: {rest}"
        if word == "RUN" and "pip install" in " ".join(_words(rest)):
            yield "nothing is installed into the image itself"
    for word, rest in every:
        yield from _said(word, rest)


def _said(word: str, rest: str) -> Iterator[str]:
    """What is wrong with one instruction, wherever it stands."""
    if word == "RUN" and {"pip", "install"} <= set(_words(rest)):
        for flag in ("--require-hashes", "--only-binary=:all:", "--no-cache-dir"):
            if flag not in _words(rest):
                yield f"pip must be told {flag}"
    if word in ("ENV", "ARG"):
        known = {f"{settings.PREFIX}{x.name.upper()}" for x in fields(settings.Settings)}
        for name in re.findall(r"(\w+)=", f" {rest}"):
            if name.startswith(settings.PREFIX) and name not in known:
                yield f"{name} is not a setting"
            if re.search(r"SECRET|KEY|PASSWORD|TOKEN", name):
                yield f"{name} would be a secret in a layer"


def _words(rest: str) -> list[str]:
    return [str(x) for x in json.loads(rest)] if rest.startswith("[") else rest.split()


def taken(text: str) -> list[str]:
    """What .dockerignore lets in: it must shut everything out first."""
    lines = [x for x in text.splitlines() if x.strip() and not x.startswith("#")]
    assert lines[0] == "*", "everything must stay out but what is named"
    return [str(y.relative_to(ROOT)) for x in lines if x.startswith("!") for y in sorted(ROOT.glob(x[1:]))]


def imported(start: str = "app.py") -> set[str]:
    """The files and folders at the root that a start leads to, by what each file imports."""
    seen: set[Path] = set()
    ahead = [ROOT / start]
    while ahead:
        file = ahead.pop()
        if file in seen:
            continue
        seen.add(file)
        for name in _imports(file):
            ahead += _files(name)
    return {x.relative_to(ROOT).parts[0] for x in seen}


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (x.name for x in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{x.name}" for x in node.names)


def _files(name: str) -> list[Path]:
    path = ROOT / name.replace(".", "/")
    found = [path.with_suffix(".py"), path / "__init__.py"]
    return [x for x in found if x.is_file()]


def lay_out(to: Path) -> None:
    """Copy what the image would hold of this repository."""
    for name in taken((ROOT / ".dockerignore").read_text("utf-8")):
        here, there = ROOT / name, to / name
        there.parent.mkdir(parents=True, exist_ok=True)
        if here.is_dir():
            shutil.copytree(here, there, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(here, there)
