"""Write the generated documents, or with --check compare them with what stands in the repository."""

from __future__ import annotations

import difflib
import sys
from itertools import islice
from pathlib import Path

from tests.documents.acts import without_a_sentence
from tests.documents.page import page
from tests.documents.walk import walk

FLOW = Path(__file__).resolve().parents[2] / "docs" / "flow.md"


def main(arguments: list[str]) -> int:
    """0 if the documents stand as they should; 1 with what differs if not; 2 for another argument than --check."""
    if arguments not in ([], ["--check"]):
        print("python -m tests.documents [--check]", file=sys.stderr)
        return 2
    made = page(walk())
    for name in without_a_sentence():
        print(f"{name} has no sentence that says what it does.")
    stands = FLOW.read_text("utf-8") if FLOW.exists() else ""
    if stands == made:
        print("docs/flow.md says what the code does.")
        return 0
    if arguments:
        print(
            "docs/flow.md is not what the code does. Run `python -m tests.documents`, and read what has changed:"
        )
        print(
            "\n".join(
                islice(difflib.unified_diff(stands.splitlines(), made.splitlines(), lineterm="", n=0), 40)
            )
        )
        return 1
    FLOW.write_text(made, "utf-8")
    print("docs/flow.md is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
