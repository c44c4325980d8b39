"""No text that anybody else wrote reaches a log line: not a message, not an exception's words, not a field."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

import logs

SECRET = "Tyler said he was hit"
ROOT = Path(__file__).resolve().parents[1]


def _line(name: str, message: str, *args: object, error: Exception | None = None, **extra: object) -> str:
    record = logging.getLogger(name).makeRecord(
        name,
        logging.ERROR,
        "file.py",
        7,
        message,
        args,
        (type(error), error, error.__traceback__) if error else None,
        extra=extra,
    )
    return logs.Plain().format(record)


def _raised() -> Exception:
    try:
        raise ValueError(SECRET)
    except ValueError as e:
        return e


@pytest.mark.parametrize("name", ["aiohttp.server", "msrest", "bot.entrance", "worker.clerk"])
def test_nothing_that_was_said(name: str) -> None:
    shown = [
        _line(name, SECRET),
        _line(name, "failed: %s", SECRET),
        _line(name, "act_failed", error=_raised()),
        _line(name, "act_failed", what=SECRET),
    ]
    for line in shown:
        assert "Tyler" not in line
        assert "hit" not in line


def test_an_event_of_ours_with_its_tokens() -> None:
    line = _line("worker.clerk", "act_failed", doing="post", error_kind="TimeoutError")
    assert line.endswith("worker.clerk act_failed doing=post error_kind=TimeoutError")


def test_where_an_error_was_raised_is_told() -> None:
    assert "error=ValueError tests.test_logs:" in _line("aiohttp.server", "Unhandled", error=_raised())


def test_an_uncaught_error_shows_only_its_kind() -> None:
    code = f"import logs; logs.keep_plain(); raise ValueError({SECRET!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30
    )
    assert "uncaught error=ValueError" in done.stderr
    assert "Tyler" not in done.stderr
