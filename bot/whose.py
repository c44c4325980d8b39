"""Whose file a number is, as a press asks it of a case system: in the press's own time, several side by side."""

from __future__ import annotations

from collections.abc import Sequence

from bot import replies
from bot.patience import Patience
from record.doors import CaseSystem
from record.draft import Child
from record.errors import BusyError, ShutOutError


async def child(cases: CaseSystem, reference: str, patience: Patience) -> Child:
    """Whose file that is. Raises NotThereError; BusyError for whoever pressed, whom nobody asks again by themselves."""
    try:
        return await patience.asks(cases.find(reference), replies.CASES_SILENT)
    except ShutOutError:
        raise
    except BusyError:
        raise BusyError(replies.CASES_SILENT) from None


async def children(cases: CaseSystem, references: Sequence[str], patience: Patience) -> tuple[Child, ...]:
    """The same for each of them, in their order. Raises as `child`."""
    return await patience.together(*(child(cases, reference, patience) for reference in references))
