"""What must not pass unseen: faults of ours that a worker or the bot outlives, and only logs."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from tests.simulation.book import RuleBrokenError


class _Faults(logging.Handler):
    """Raises what a logged error says."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() == "reply_not_absorbed":
            return  # its claim ran out, as it must; the version before stands
        raise RuleBrokenError("no fault of ours", f"{record.getMessage()} {getattr(record, 'error', '')}")


@contextmanager
def listening() -> Iterator[None]:
    """Hear what the worker and the bot log as an error. Afterwards their loggers are as they were."""
    heard, faults = [logging.getLogger(name) for name in ("worker", "bot")], _Faults()
    before = [(logger.level, logger.propagate) for logger in heard]
    for logger in heard:
        logger.setLevel(logging.ERROR)
        logger.propagate = False
        logger.addHandler(faults)
    try:
        yield
    finally:
        for logger, (level, propagate) in zip(heard, before, strict=True):
            logger.removeHandler(faults)
            logger.setLevel(level)
            logger.propagate = propagate
