"""The council's policy in the lasting account: one JSON blob that people can read, guarded by its ETag."""

from __future__ import annotations

from record.errors import NotThereError
from record.packing import dumps, loads
from record.policy import Policy
from storage.blobs import Blobs

_NAME = "current"
_V = 1


class BlobPolicies:
    """`record.doors.Policies`, and how a policy or a hold is changed."""

    def __init__(self, container: Blobs) -> None:
        self._blobs = container

    async def read(self) -> Policy:
        """Today's policy, uncached (one read); the default if none was saved. Raises BusyError, UnreadableError."""
        return (await self.read_for_change())[0]

    async def read_for_change(self) -> tuple[Policy, str | None]:
        """The policy and its ETag (None if none was saved), to hand to `save`. Raises BusyError, UnreadableError."""
        try:
            blob = await self._blobs.get(_NAME)
        except NotThereError:
            return Policy(), None
        return loads(Policy, blob.data, version=_V)[0], blob.etag

    async def save(self, policy: Policy, etag: str | None) -> str:
        """Write if nobody changed it since (one write); the new ETag. Raises StaleError, BusyError, NoAnswerError."""
        data = dumps(Policy, policy, version=_V)
        if etag is None:
            return await self._blobs.create(_NAME, data)
        return await self._blobs.replace(_NAME, data, etag)
