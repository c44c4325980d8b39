"""Markers: an empty blob an hour and docket, so that what is due is found without listing everything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from record.errors import StaleError
from record.terms import DocketId
from storage.blobs import Blobs

_HOUR = timedelta(hours=1)
_FORM = "%Y%m%d%H"


def hour_of(due: datetime) -> datetime:
    """The first whole hour (UTC) at or after it: a marker that is seen is of something that has come due.

    Whole hours stay as they are, so an hour that `due` gave finds its marker again.
    """
    whole = due.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return whole if whole == due else whole + _HOUR


class Markers:
    """`<YYYYMMDDHH>/<id>` in one container. A marker seen by `due` is taken away only as it then was: one that was put
    again in the meantime stays.
    """

    def __init__(self, container: Blobs) -> None:
        self._blobs = container
        self._seen: dict[str, str] = {}

    async def mark(self, id: DocketId, due: datetime) -> None:
        """Put it (one write); harmless twice. Raises BusyError, NoAnswerError."""
        await self._blobs.write(_name(id, due), b"")

    async def unmark(self, id: DocketId, due: datetime) -> None:
        """Take it away (one request) unless it was put again since `due` showed it. Raises BusyError, NoAnswerError."""
        name = _name(id, due)
        try:
            await self._blobs.delete(name, self._seen.pop(name, None))
        except StaleError:
            return

    async def due(self, now: datetime) -> tuple[tuple[DocketId, datetime], ...]:
        """Those whose hour has come, in order of time: pages of up to 5,000 until an hour that has not.

        Raises BusyError.
        """
        latest = now.astimezone(UTC).strftime(_FORM)
        found: list[tuple[DocketId, datetime]] = []
        seen: dict[str, str] = {}
        async for item in self._blobs.each():
            hour, _, docket = item.name.partition("/")
            if hour > latest:
                break
            seen[item.name] = item.etag
            found.append((DocketId(docket), datetime.strptime(hour, _FORM).replace(tzinfo=UTC)))
        self._seen = seen
        return tuple(found)


def _name(id: DocketId, due: datetime) -> str:
    return f"{hour_of(due).strftime(_FORM)}/{id}"
