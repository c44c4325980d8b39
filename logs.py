"""What may be logged: our own constant events with named tokens; of others only who, where and what kind of error."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from typing_extensions import override

OURS = ("app", "bot", "connectors", "drafting", "graph", "health", "reading", "storage", "worker")
"""Loggers whose events are constants. Their extra fields are shown if they look like tokens, and not otherwise."""

EVENT = re.compile(r"[a-z][a-z0-9_]{0,63}")
TOKEN = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Plain(logging.Formatter):
    """A line holds no message text of anybody else's, no exception text and no traceback: they carry what was said,
    names and addresses. Where an error was raised is told by module and line."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Time, level and logger; then the event with its fields, or the place that logged."""
        head = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if record.name.split(".")[0] in OURS and isinstance(record.msg, str) and EVENT.fullmatch(record.msg):
            said = " ".join([record.msg, *_fields(record)])
        else:
            said = f"{record.module}:{record.lineno}"
        return " ".join([head, said, *_error(record)])


def _fields(record: logging.LogRecord) -> Iterator[str]:
    for name, value in sorted(vars(record).items()):
        if name not in _STANDARD:
            text = str(value)
            yield f"{name}={text if TOKEN.fullmatch(text) else '?'}"


def _error(record: logging.LogRecord) -> Iterator[str]:
    if record.exc_info and record.exc_info[0] is not None:
        yield f"error={record.exc_info[0].__name__}"
        yield from _frames(record.exc_info[2])


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    """The innermost three frames, by module and line."""
    frames = []
    while traceback is not None:
        frames.append(f"{traceback.tb_frame.f_globals.get('__name__', '?')}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    yield from frames[-3:]


def keep_plain() -> None:
    """From here on every log line, uncaught error and loop fault is written so. Raises nothing into the logger."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Plain())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)  # of others' INFO only the place would be left
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.raiseExceptions = False
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger) and name.split(".")[0] not in OURS:
            logger.handlers.clear()
            logger.propagate = True
    sys.excepthook = _uncaught


def _uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    logging.getLogger("app").critical("uncaught", exc_info=(kind, error, traceback))


def loop_fault(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What the event loop would print with all its objects."""
    error = context.get("exception")
    logging.getLogger("app").error("loop_fault", extra={"error": type(error).__name__})
