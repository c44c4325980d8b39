"""What must not pass unseen: faults of ours that a worker or the bot outlives, and only logs."""

from __future__ import annotations

import logging

from tests.simulation.book import RuleBrokenError


class _Faults(logging.Handler):
    """Raises what a logged error says."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() == "reply_not_absorbed":
            return  # its claim ran out, as it must; the version before stands
        raise RuleBrokenError("no fault of ours", f"{record.getMessage()} {getattr(record, 'error', '')}")


def listen() -> None:
    """Hear what the worker logs as an error."""
    for name in ("worker", "bot"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.propagate = False
        if not any(isinstance(h, _Faults) for h in logger.handlers):
            logger.addHandler(_Faults())
