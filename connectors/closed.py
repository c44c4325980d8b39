"""A case system that this installation may not speak to: nothing is sent, there or elsewhere, and that is said."""

from __future__ import annotations

from record.doors import Good, Note
from record.draft import Child
from record.errors import NotAllowedError
from record.said import Said
from record.system import NOT_LET, System


class Closed:
    """`record.doors.CaseSystem` that says no to everything, without a request."""

    def __init__(self, system: System) -> None:
        self._system = system

    @property
    def honours_keys(self) -> bool:
        """Nothing is known of it."""
        return False

    @property
    def posts(self) -> bool:
        """It is to be tried, and says no: then the author is asked, as where a case system refuses."""
        return True

    async def find(self, reference: str) -> Child:
        """Raises NotAllowedError (code `case-system-host`), as all of these."""
        raise self._no()

    async def post(self, note: Note, good: Good) -> str:
        """Nothing is filed."""
        raise self._no()

    async def look_up(self, key: str) -> str | None:
        """Whether it was filed stays unknown."""
        raise self._no()

    async def read(self, filed: str) -> Said[str]:
        """Nothing is concluded."""
        raise self._no()

    async def ping(self) -> None:
        """It is not asked."""
        raise self._no()

    def _no(self) -> NotAllowedError:
        where = self._system.host or self._system.connector
        return NotAllowedError(
            f"I may not speak to the case system at {where}: this installation does not let me. I send it nothing, and "
            "nothing to another in its place. Nothing is destroyed. Whoever installed Faircopy can let me speak to it.",
            code=NOT_LET,
        )
