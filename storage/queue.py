"""Nudges in a storage queue: a random id and a format version, never expiring; and the markers beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from azure.storage.queue import QueueMessage
from azure.storage.queue.aio import QueueClient

from record.doors import Nudge
from record.errors import NotThereError, StaleError
from record.terms import DocketId
from storage.faults import writes
from storage.markers import Markers

LONGEST = timedelta(days=7)
"""The service hides a message for no longer."""

SHORTEST = timedelta(seconds=1)
"""A lease of less is refused by the service."""

_FOREVER = -1
_AT_ONCE = 8
_V = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Handle:
    message: str
    pop_receipt: str


class StorageQueue:
    """`record.doors.Queue`. A message of a format that we do not know is moved to the poison queue, never dropped."""

    def __init__(self, nudges: QueueClient, poison: QueueClient, markers: Markers) -> None:
        self._nudges = nudges
        self._poison = poison
        self._markers = markers

    async def nudge(self, id: DocketId, after: timedelta = timedelta(0)) -> None:
        """Send it (one request). Longer waits than 7 days are cut to 7 days. Raises BusyError, NoAnswerError."""
        await self._send(self._nudges, _body(id), after)

    async def receive(self, lease: timedelta) -> tuple[Nudge, ...]:
        """Up to 8 nudges (one request; two more for each of an unknown format). Raises BusyError, NoAnswerError."""
        pages = self._nudges.receive_messages(
            messages_per_page=_AT_ONCE, visibility_timeout=_seconds(max(lease, SHORTEST))
        ).by_page()

        async def page() -> list[QueueMessage]:
            found = await anext(pages, None)
            return [] if found is None else [item async for item in found]

        nudges: list[Nudge] = []
        # A receive hides messages, so it is not asked twice; what an unanswered one hid comes back by itself.
        for message in await writes(page):
            docket = _read(message.content)
            if docket is None:
                await self._put_aside(message)
                continue
            handle = _Handle(message=str(message.id), pop_receipt=str(message.pop_receipt))
            nudges.append(Nudge(docket=docket, handle=handle))
        return tuple(nudges)

    async def renew(self, nudge: Nudge, lease: timedelta) -> Nudge:
        """Keep it hidden (one request). Raises StaleError if another has it, BusyError, NoAnswerError."""
        handle = _handle(nudge)
        try:
            message = await writes(
                lambda: self._nudges.update_message(
                    handle.message,
                    handle.pop_receipt,
                    visibility_timeout=_seconds(max(lease, SHORTEST)),
                    content=_body(nudge.docket),
                )
            )
        except NotThereError as e:
            raise StaleError(e.say) from None
        return Nudge(
            docket=nudge.docket,
            handle=_Handle(message=handle.message, pop_receipt=str(message.pop_receipt)),
        )

    async def done(self, nudge: Nudge) -> None:
        """Take it off (one request); one that another has or took off is left. Raises BusyError, NoAnswerError."""
        handle = _handle(nudge)
        try:
            await writes(lambda: self._nudges.delete_message(handle.message, handle.pop_receipt))
        except (NotThereError, StaleError):
            return

    async def give_back(self, nudge: Nudge) -> None:
        """Show it to others at once (one request); one that another has is left. Raises BusyError, NoAnswerError."""
        handle = _handle(nudge)
        try:
            await writes(
                lambda: self._nudges.update_message(
                    handle.message, handle.pop_receipt, visibility_timeout=0, content=_body(nudge.docket)
                )
            )
        except (NotThereError, StaleError):
            return

    async def mark(self, id: DocketId, due: datetime) -> None:
        """As `Markers.mark`."""
        await self._markers.mark(id, due)

    async def unmark(self, id: DocketId, due: datetime) -> None:
        """As `Markers.unmark`."""
        await self._markers.unmark(id, due)

    async def due(self, now: datetime) -> tuple[tuple[DocketId, datetime], ...]:
        """As `Markers.due`."""
        return await self._markers.due(now)

    async def _send(self, queue: QueueClient, body: str, after: timedelta = timedelta(0)) -> None:
        hidden = _seconds(min(max(after, timedelta(0)), LONGEST))
        await writes(lambda: queue.send_message(body, visibility_timeout=hidden, time_to_live=_FOREVER))

    async def _put_aside(self, message: QueueMessage) -> None:
        """Copied first, taken off second: a kill in between doubles it, and loses nothing."""
        await self._send(self._poison, str(message.content))
        try:
            await writes(lambda: self._nudges.delete_message(message.id, message.pop_receipt))
        except (NotThereError, StaleError):
            return


def _body(id: DocketId) -> str:
    return json.dumps({"v": _V, "id": id})


def _read(content: object) -> DocketId | None:
    """The docket's id, or None if the format is not ours."""
    try:
        body = json.loads(str(content))
    except ValueError:
        return None
    if (
        not isinstance(body, dict)
        or body.keys() != {"v", "id"}
        or body["v"] != _V
        or not isinstance(body["id"], str)
    ):
        return None
    return DocketId(body["id"])


def _handle(nudge: Nudge) -> _Handle:
    if not isinstance(nudge.handle, _Handle):
        raise TypeError("this nudge did not come from this queue")
    return nudge.handle


def _seconds(span: timedelta) -> int:
    """Whole seconds, rounded up: the service takes no parts."""
    return -(-span // timedelta(seconds=1))
