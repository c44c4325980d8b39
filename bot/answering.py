"""Whether a case system answers, asked before anything is to be filed there."""

from __future__ import annotations

from bot.patience import Patience
from record.doors import CaseSystem
from record.errors import BusyError, RefusedError


async def answers(cases: CaseSystem, patience: Patience) -> None:
    """One small read that names nobody, with the key that belongs to its host. Raises RefusedError with what came of
    it, NotAllowedError where this installation may not speak to it.
    """
    try:
        await patience.asks(cases.ping(), "The case system does not answer.")
    except BusyError as e:
        said = e.say.partition(". ")[0].rstrip(".")
        raise RefusedError(f"I asked it just now. {said}. Nothing is changed.") from None
