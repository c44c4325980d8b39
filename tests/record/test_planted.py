"""Every planted bug is caught: a copy of the checkout differs by one small wrong change, and some test must see it."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.record.planted import BUGS, ROOT, Bug, plant

PROCESSES = 2
"""As many as the smallest machine has cores."""
LONGEST = 300
"""Seconds that one bug may take."""


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_what_is_changed_still_stands_there_once(bug: Bug) -> None:
    assert (ROOT / bug.file).read_text(encoding="utf-8").count(bug.old) == 1


def test_every_planted_bug_is_caught() -> None:
    with ThreadPoolExecutor(PROCESSES) as pool:
        found = dict(zip(BUGS, pool.map(_caught, BUGS), strict=True))
    missed = {bug.name: said for bug, (caught, said) in found.items() if not caught}
    assert not missed


def _caught(bug: Bug) -> tuple[bool, str]:
    """Whether it was, and the last words of whoever looked."""
    with TemporaryDirectory() as where:
        plant(bug, Path(where))
        looked = subprocess.run(
            [sys.executable, "-m", *_look(bug)],
            cwd=where,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    said = looked.stdout[-400:] + looked.stderr[-400:]
    # a copy that does not even start would end with 1, too: what broke must have been said
    told = "1 failed" if bug.tests else "seed "
    return looked.returncode == 1 and told in looked.stdout, said


def _look(bug: Bug) -> list[str]:
    if bug.tests:
        return ["pytest", "-q", "-x", "-p", "no:cacheprovider", *bug.tests.split()]
    return ["tests.simulation", "--stop", "--from", str(bug.first), "--count", str(bug.count)]
