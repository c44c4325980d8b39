"""Read, draft and check at a desk, with no Teams: `python -m drafting parse FILE`, `draft FILE`, `check FILE`.

Each command imports what it needs and no more: of a short meeting the start takes most of the time.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from record.errors import ConfigurationError, FaircopyError, NoWordsError, UnreadableError

CODES: dict[type[FaircopyError], int] = {ConfigurationError: 2, NoWordsError: 3, UnreadableError: 4}

_HELP = """
prints JSON on standard output (on a terminal: parse a line a passage, check a table);
one sentence on standard error if something is wrong, and ends with

  0  done
  2  the command, the record type or the file of sentences is wrong
  3  there are no words to draft from or to check against (parse prints an empty list and ends with 0)
  4  the file cannot be read, or is no transcript
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Prints to standard output and standard error; gives the exit code."""
    asked = _arguments().parse_args(arguments)
    try:
        print(asked.work(asked))
    except FaircopyError as error:
        print(error.say, file=sys.stderr)
        return CODES.get(type(error), 1)
    except OSError as error:
        print(f"I cannot open that file: {error.strerror or 'it is not there'}.", file=sys.stderr)
        return 4
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m drafting",
        description=__doc__,
        epilog=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    parse = commands.add_parser("parse", help="the passages of a transcript")
    parse.add_argument("file", type=Path)
    parse.set_defaults(work=_parse)
    draft = commands.add_parser("draft", help="a draft of a record")
    draft.add_argument("file", type=Path)
    draft.add_argument("--record-type", required=True, metavar="ID", help="for example case-note")
    draft.set_defaults(work=_draft)
    check = commands.add_parser("check", help="sentences of a record, against what was said")
    check.add_argument("file", type=Path)
    check.add_argument(
        "--sentences", type=Path, required=True, metavar="FILE", help='lines {"id", "sentence", "sources"}'
    )
    check.set_defaults(work=_check)
    kinds = commands.add_parser("types", help="the record types, or every fault in the council's own")
    kinds.set_defaults(work=_types)
    for command in (draft, kinds):
        command.add_argument(
            "--record-types", type=Path, metavar="FOLDER", help="the council's own, over ours"
        )
    return parser


def _parse(asked: argparse.Namespace) -> str:
    from drafting import desk
    from reading import files
    from record.source import Transcript

    try:
        transcript = files.read(asked.file.read_bytes())
    except NoWordsError:
        transcript = Transcript(attributed=False, passages=())
    return desk.transcript_table(transcript) if sys.stdout.isatty() else desk.transcript_json(transcript)


def _draft(asked: argparse.Namespace) -> str:
    from drafting import desk, types, verbatim
    from reading import files

    record_type = types.find(asked.record_type, types.standard(asked.record_types))
    return desk.draft_json(verbatim.draft(files.read(asked.file.read_bytes()), record_type))


def _check(asked: argparse.Namespace) -> str:
    """What was found about each sentence; on a terminal a table with the words that were said."""
    from drafting import sentences
    from reading import files

    transcript = files.read(asked.file.read_bytes())
    wanted = sentences.read(asked.sentences)
    show = sentences.table if sys.stdout.isatty() else sentences.lines
    return "\n".join(show(transcript, wanted))


def _types(asked: argparse.Namespace) -> str:
    """A line for each type: id, title, and how many sections of how many are required."""
    from drafting import types

    found = types.standard(asked.record_types)
    wide = max(map(len, found))
    return "\n".join(
        f"{t.id:<{wide}}  {t.title} ({sum(s.required for s in t.sections)} of {len(t.sections)} sections required)"
        for t in found.values()
    )


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a terminal may be set to anything
    sys.exit(main())
