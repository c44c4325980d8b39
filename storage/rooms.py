"""All of storage's doors at once: makes what is absent, unwraps the data key, hands the doors out."""

from __future__ import annotations

from dataclasses import dataclass

from storage.account import Account
from storage.dockets import BlobDockets
from storage.keys import KeyWrapper, open_keys
from storage.markers import Markers
from storage.offers import BlobOffers
from storage.policies import BlobPolicies
from storage.queue import StorageQueue
from storage.receipts import BlobReceipts
from storage.words import BlobWords

TEMPORARY = ("words", "keys", "dockets", "names", "authors", "due", "offers")
"""Containers of the account on which every recovery feature is off."""

LASTING = ("receipts", "chain", "policies")
"""Containers of the account that is backed up. `receipts` may be immutable; the others may not."""

NUDGES = "nudges"
POISON = "nudges-poison"


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """The five doors of `record.doors` that storage answers for, and the offers'."""

    words: BlobWords
    dockets: BlobDockets
    queue: StorageQueue
    receipts: BlobReceipts
    policies: BlobPolicies
    offers: BlobOffers


async def open_storage(*, temporary: Account, lasting: Account, wrapper: KeyWrapper) -> Storage:
    """The doors: 12 requests to make what is absent, one or three for the data key, one of its wrapper.

    Raises BusyError, NoAnswerError, NotAllowedError, AlteredError (the wrapper is not the one that wrapped the key).
    """
    await temporary.make(containers=TEMPORARY, queues=(NUDGES, POISON))
    await lasting.make(containers=LASTING)
    keys = await open_keys(wrapper, temporary.container("keys"))
    markers = Markers(temporary.container("due"))
    return Storage(
        words=BlobWords(temporary.container("words"), keys),
        dockets=BlobDockets(
            dockets=temporary.container("dockets"),
            names=temporary.container("names"),
            authors=temporary.container("authors"),
            markers=markers,
            keys=keys,
        ),
        queue=StorageQueue(temporary.queue(NUDGES), temporary.queue(POISON), markers),
        receipts=BlobReceipts(lasting.container("receipts"), lasting.container("chain")),
        policies=BlobPolicies(lasting.container("policies")),
        offers=BlobOffers(temporary.container("offers"), keys),
    )
