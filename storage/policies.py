"""The council's policy in the lasting account: JSON that people can read, guarded by its ETag, each version kept.

    policies/current                     the policy in force
    policies/was/<version>-<its ETag>    each that was, as it stood

What is about to be replaced is kept first, then replaced (If-Match). A kill between the two leaves what stands kept
twice, which is harmless. Fields in which nothing is said are left out, so that an older Faircopy reads a newer one's
policy as long as the council has chosen nothing that it does not know; if it has, it refuses, and does nothing at all.
"""

from __future__ import annotations

from record.errors import NotThereError, StaleError, UnreadableError
from record.packing import dumps, loads
from record.policy import Policy
from storage.blobs import Blob, Blobs

_NAME = "current"
_WAS = "was/"
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
        return _policy(blob), blob.etag

    async def save(self, policy: Policy, etag: str | None) -> str:
        """Keep what stands, then write if nobody changed it since (one read, two writes); the new ETag.

        Raises StaleError, BusyError, NoAnswerError, UnreadableError (what stands was written by a newer version).
        """
        data = dumps(Policy, policy, version=_V, unsaid=False)
        if etag is None:
            return await self._blobs.create(_NAME, data)
        standing = await self._standing()
        if standing.etag != etag:
            if standing.data == data:
                return standing.etag  # our own, written before and unanswered
            raise StaleError("The policy was changed by somebody else.")
        number = _policy(standing).version
        await self._blobs.create(f"{_WAS}{number:08d}-{etag.strip(chr(34))}", standing.data)
        return await self._blobs.replace(_NAME, data, etag)

    async def earlier(self, most: int) -> tuple[Policy, ...]:
        """The last that were in force before today's, newest first (one read each). One that cannot be read is left
        out. Raises BusyError."""
        names = [name async for name in self._blobs.names() if name.startswith(_WAS)][-most:]
        found: list[Policy] = []
        for name in reversed(names):
            try:
                found.append(_policy(await self._blobs.get(name)))
            except (NotThereError, UnreadableError):
                continue
        return tuple(found)

    async def _standing(self) -> Blob:
        try:
            return await self._blobs.get(_NAME)
        except NotThereError:
            raise StaleError("The policy was taken away.") from None


def _policy(blob: Blob) -> Policy:
    return loads(Policy, blob.data, version=_V)[0]
