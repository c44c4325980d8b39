"""Faircopy with no cloud, on loopback: the demo's page; with `demo` the walk is shown in the terminal, with `rehearse`
it is walked headless.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from dataclasses import replace
from pathlib import Path

import logs
from local import demo, rehearsal, report, samples
from local.azurite import AzuriteError
from local.hand import StuckError
from local.page import serving
from record.errors import ConfigurationError, FaircopyError, NoWordsError, UnreadableError

STUCK, USAGE, NO_WORDS, UNREADABLE = 1, 2, 3, 4
"""Exit codes: something that should have come did not; bad arguments; no words in the file; not a transcript."""


def arguments() -> argparse.ArgumentParser:
    """What can be asked for."""
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    parser.add_argument("--port", type=_port, default=serving.PORT, help="of the page; 0 is any that is free")
    parser.add_argument("--json", action="store_true", help="say where everything is as one line of JSON")
    commands = parser.add_subparsers(dest="command")
    rehearse = commands.add_parser("rehearse", help="walk the whole path headless and print what was seen")
    rehearse.add_argument("--transcript", required=True, type=Path)
    rehearse.add_argument("--record-type", required=True)
    rehearse.add_argument("--person", action="append", default=[], metavar="NAME,DOB,REF")
    rehearse.add_argument("--by", choices=("graph", "upload"), default="graph")
    rehearse.add_argument("--json", action="store_true", help="print one JSON object")
    shown = commands.add_parser("demo", help="walk a sample meeting, or your own, and show it here")
    shown.add_argument("--sample", choices=samples.names(), default="home-visit")
    shown.add_argument("--transcript", type=Path, help="your own .vtt")
    shown.add_argument("--record-type", default="case-note", help="for your own; a sample has its own")
    shown.add_argument("--person", action="append", default=[], metavar="NAME,DOB,REF")
    shown.add_argument("--by", choices=("graph", "upload"), default="graph")
    return parser


def _port(text: str) -> int:
    """A port number. Raises ValueError, which argparse words."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: choose a number from 0 to 65535")
    return int(text)


def planned(asked: argparse.Namespace) -> rehearsal.Plan:
    """What is to be walked. Raises OSError, ValueError."""
    if asked.command == "rehearse":
        return rehearsal.plan_from(asked.transcript, asked.record_type, asked.person, asked.by)
    name = asked.sample if asked.transcript is None else _sample(asked.transcript)
    if name is not None and not asked.person:
        return replace(demo.plan_of(samples.load(name)), by=asked.by)
    if not asked.person:
        child = rehearsal.DEFAULT_PEOPLE[0][0]
        print(
            f"You named nobody, so this goes into the file of {child}, an invented child (--person for another)."
        )
    return rehearsal.plan_from(asked.transcript, asked.record_type, asked.person, asked.by)


def _sample(path: Path) -> str | None:
    """The sample that this file is, so that it is never filed for somebody it is not about."""
    content = path.read_bytes()
    return next((name for name in samples.names() if samples.load(name).transcript == content), None)


def main() -> int:
    """Exit codes as above; 0 when the receipt stands."""
    asked = arguments().parse_args()
    if asked.command is None:
        return _page(asked)
    try:
        plan = planned(asked)
    except (OSError, ValueError) as e:
        print(e if isinstance(e, ValueError) else f"I cannot open {asked.transcript.name}.", file=sys.stderr)
        return USAGE
    try:
        walk = demo.show(plan) if asked.command == "demo" else rehearsal.rehearse(plan)
        seen = asyncio.run(walk)
    except NoWordsError as e:
        print(e.say, file=sys.stderr)
        return NO_WORDS
    except UnreadableError as e:
        print(e.say, file=sys.stderr)
        return UNREADABLE
    except ConfigurationError as e:
        print(e.say, file=sys.stderr)
        return USAGE
    except StuckError as e:
        print(f"{e}\n{e.screen}", file=sys.stderr)
        return STUCK
    if asked.command == "rehearse":
        print(report.as_json(seen))
    return 0


def _page(asked: argparse.Namespace) -> int:
    """The page, until SIGTERM or SIGINT."""
    logs.keep_plain()
    logging.getLogger().setLevel(logging.WARNING)
    try:
        asyncio.run(serving.serve(port=asked.port, as_json=asked.json))
    except (FaircopyError, AzuriteError) as e:
        print(e.say, file=sys.stderr)
        return USAGE if isinstance(e, ConfigurationError) else STUCK
    return 0
