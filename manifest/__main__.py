"""Builds the Teams app package for one council: `python -m manifest build`, or `make package`."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import fields
from pathlib import Path

from manifest import given, package
from record.errors import ConfigurationError

OUT = Path("build/faircopy.zip")
NO_SIGN_IN_ID = (
    "Reminder: SIGN_IN_ID was not given. Unless the bot has a registration of its own, people cannot sign in through "
    "Teams' single sign-on without it, and Teams may refuse the package. See docs/package.md, Build it."
)
"""No fault: whether the bot's own id is a registration cannot be seen from here."""


def main(arguments: list[str]) -> int:
    """Exit codes: 0 the package is written; 2 something is missing or malformed; 1 it could not be written there."""
    asked = vars(_arguments().parse_args(arguments))
    out: Path = asked["out"]
    named = {f.name: asked[f.name] or "" for f in fields(given.Given) if f.name in asked}
    try:
        council = given.read(os.environ, named)
        made = package.build(council)
    except ConfigurationError as e:
        print(e.say, file=sys.stderr)
        return 2
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        unfinished = out.with_name(f"{out.name}.unfinished")
        unfinished.write_bytes(made.content)
        unfinished.replace(out)  # never half a package under its name
    except OSError as e:
        print(f"{out} cannot be written: {e.strerror}. What was there is as it was.", file=sys.stderr)
        return 1
    print(f"{out}: version {made.version}.")
    for language, wanting in made.left_out.items():
        print(f"Without {language}: {len(wanting)} of its texts wait for a translator.")
    if not council.sign_in_id:
        print(NO_SIGN_IN_ID)
    print("Upload it in the Teams admin centre, under Manage apps. See docs/package.md.")
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m manifest", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="write the package as a zip file")
    build.add_argument("--app-id", help="the bot's application (client) id; else FAIRCOPY_APP_ID")
    build.add_argument(
        "--sign-in-id", help="the registration that people sign in through, if not the bot's own"
    )
    build.add_argument("--council", help="the council's name, as people see it")
    build.add_argument("--website", help="a page where people get help with Faircopy")
    build.add_argument("--privacy", help="the council's privacy notice for Faircopy")
    build.add_argument("--terms", help="the rules for using Faircopy")
    build.add_argument("--revision", help="raise it when only these have changed; 0 unless given")
    build.add_argument("--out", type=Path, default=OUT)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
