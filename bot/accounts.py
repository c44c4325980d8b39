"""Accounts as the starting cards read and change them: as they stand, again if somebody else wrote first."""

from __future__ import annotations

from collections.abc import Callable

from bot import replies
from record.docket import Docket
from record.errors import NotThereError, RefusedError, StaleError
from record.terms import DocketId
from worker.arming import arm
from worker.desk import Desk

TRIES = 3


class Accounts:
    """Of sources for which nothing is drafted yet."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def read(self, id: DocketId) -> tuple[Docket, str]:
        """The docket and its ETag. Raises NotThereError with the sentence of a file that is no longer held."""
        try:
            return await self._desk.dockets.read(id)
        except NotThereError:
            raise NotThereError(replies.GONE) from None

    async def changed(self, id: DocketId, change: Callable[[Docket], Docket]) -> Docket:
        """Change it as it stands. Raises what `change` raises, and RefusedError where others were always first."""
        for _ in range(TRIES):
            docket, etag = await self.read(id)
            changed = change(docket)
            if changed == docket:
                return docket
            await arm(self._desk, changed, await self._desk.policy())
            try:
                await self._desk.dockets.save(changed, etag)
            except StaleError:
                continue
            return changed
        raise RefusedError(replies.ONE_MOMENT)
