"""What the council has chosen, as whoever asks whether the house works reads it."""

from __future__ import annotations

from health import NotTriedError
from parties import Parties
from record.errors import BusyError, NotAllowedError, UnreadableError
from record.policy import Policy
from record.system import System
from storage.policies import BlobPolicies


async def chosen(parties: Parties) -> Policy | None:
    """What the council has chosen; None where the first start has made no place for it yet. Raises NotTriedError where
    storage does not say, UnreadableError."""
    try:
        if not await parties.lasting.ping("policies"):
            return None
        return await BlobPolicies(parties.lasting.container("policies")).read()
    except (BusyError, NotAllowedError):
        raise NotTriedError("The council's policy cannot be read: see lasting blobs.") from None


async def case_system(parties: Parties) -> System:
    """The case system of records that are begun now. Raises NotTriedError."""
    try:
        policy = await chosen(parties)
    except UnreadableError:
        raise NotTriedError("The council's policy cannot be read: see council's policy.") from None
    return parties.cases.chosen(policy.case_system if policy is not None else None)
