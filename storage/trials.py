"""What only doing it shows: that a queue takes a message, that a container takes a blob; each is taken away again."""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from functools import partial

from record.errors import NotThereError, StaleError
from storage.account import Account
from storage.faults import reads, writes

HIDDEN = 60
"""Seconds for which a trial message is hidden. It is taken away before that, and a second later is gone anyway."""


async def takes_messages(account: Account, queue: str) -> bool:
    """Put a nudge for an account that does not exist, hidden, and take it away: 3 requests. False: there is no queue.

    A worker that saw it all the same would look for the account, find none, and be done. Raises BusyError,
    NoAnswerError, NotAllowedError.
    """
    if not await account.ping_queue(queue):
        return False
    client = account.queue(queue)
    body = json.dumps({"v": 1, "id": f"trial-{secrets.token_hex(8)}"})
    sent = await writes(
        partial(client.send_message, body, visibility_timeout=HIDDEN, time_to_live=HIDDEN + 1)
    )
    with suppress(NotThereError, StaleError):  # it ran out while we waited
        await writes(partial(client.delete_message, sent.id, sent.pop_receipt))
    return True


async def waiting(account: Account, queue: str) -> int:
    """About how many messages are in that queue: 2 requests, 0 if there is no queue. Raises as `ping_queue`."""
    if not await account.ping_queue(queue):
        return 0
    properties = await reads(account.queue(queue).get_queue_properties)
    return int(properties.approximate_message_count or 0)


async def takes_blobs(account: Account, container: str) -> bool:
    """Write a trial blob under "probe/" and delete it: 2 requests, one more where the container is not there (False).

    Raises BusyError, NoAnswerError, NotAllowedError.
    """
    if not await account.ping(container):
        return False
    blobs = account.container(container)
    name = f"probe/{secrets.token_hex(16)}"
    await blobs.write(name, b"trial")
    await blobs.delete(name)
    return True
