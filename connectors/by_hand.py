"""A council whose case system has no way in: its people file by hand, and we only look up whose file it is."""

from __future__ import annotations

import re
from contextlib import suppress

import aiohttp

from connectors.http_json import HttpJson
from record.doors import Good, Note
from record.draft import Child
from record.errors import NotAllowedError, NotThereError
from record.said import Said

NUMBER = re.compile(r"(?=.*\d)[\w./#:-]{1,40}")
"""What can be a file's number: it is kept in the account, so it must be no words."""


class ByHand:
    """`record.doors.CaseSystem` that is never written to, and never read but for `find`."""

    def __init__(
        self, *, session: aiohttp.ClientSession, base_url: str, key: Said[str] | None, honours_keys: bool
    ) -> None:
        """`base_url`, if there is one, answers GET /people/{reference} as in `http_json`, and is asked nothing else."""
        self._people = (
            HttpJson(session=session, base_url=base_url, key=key, honours_keys=False) if base_url else None
        )

    @property
    def honours_keys(self) -> bool:
        """Nothing is posted, so no key is honoured."""
        return False

    @property
    def posts(self) -> bool:
        """It cannot be written to: people file by hand, and attest it."""
        return False

    async def find(self, reference: str) -> Child:
        """Whose file that is; with nobody to ask, the number as it was typed, and no name.

        Raises NotThereError, BusyError.
        """
        if self._people is not None:
            return await self._people.find(reference)
        if not NUMBER.fullmatch(reference):
            raise NotThereError("That is no file number. Check it and try again.")
        return Child(reference=reference, name="", born="")

    async def post(self, note: Note, good: Good) -> str:
        """Raises NotAllowedError: it is filed by hand."""
        raise _by_hand()

    async def look_up(self, key: str) -> str | None:
        """None: nothing was ever filed under a key."""
        return None

    async def read(self, filed: str) -> Said[str]:
        """Raises NotAllowedError: what was filed by hand cannot be read."""
        raise _by_hand()

    async def ping(self) -> None:
        """Ask for a number that is nobody's, if there is anybody to ask. Raises BusyError."""
        if self._people is not None:
            with suppress(NotThereError):
                await self._people.find("faircopy-ping")


def _by_hand() -> NotAllowedError:
    return NotAllowedError(
        "I cannot reach what stands in your case system. Nothing is filed, nothing is destroyed. Do it by hand there.",
        code="by-hand",
    )
