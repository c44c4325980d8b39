"""What storage or the vault answered, as our own errors: the one place where the SDK's exceptions end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
from azure.core.exceptions import (
    AzureError,
    ClientAuthenticationError,
    HttpResponseError,
    ServiceRequestError,
    ServiceRequestTimeoutError,
)

from record.errors import BusyError, FaircopyError, NoAnswerError, NotAllowedError, NotThereError, StaleError

T = TypeVar("T")

SECONDS = 30.0
"""The longest that one request may take from first to last byte."""

_PAUSE = 0.2
"""Seconds before a read is tried once more. Writes are never sent twice by us: their claim may have run out."""

# ValueError: the SDK's own, for an answer that makes no sense.
_CAUGHT = (AzureError, aiohttp.ClientError, TimeoutError, OSError, ValueError)

_NOT_SET_UP = frozenset({"ContainerNotFound", "ContainerBeingDeleted", "QueueNotFound", "QueueBeingDeleted"})
_TAKEN = frozenset({"BlobAlreadyExists", "ContainerAlreadyExists", "QueueAlreadyExists"})
_STALE = frozenset({"ConditionNotMet", "PopReceiptMismatch", "BlobOverwritten"})
_IMMUTABLE = frozenset({"BlobImmutableDueToPolicy", "BlobImmutableDueToLegalHold", "BlobCannotBeModified"})


async def reads(ask: Callable[[], Awaitable[T]]) -> T:
    """The answer to a request that changes nothing; asked once more if storage is busy.

    Raises NotThereError, BusyError, NotAllowedError.
    """
    try:
        return await _asked(ask, wrote=False)
    except BusyError:
        await asyncio.sleep(_PAUSE)
    return await _asked(ask, wrote=False)


async def writes(ask: Callable[[], Awaitable[T]]) -> T:
    """The answer to a request that changes something; sent once.

    Raises NotThereError, StaleError, BusyError (certainly not done), NoAnswerError (perhaps done), NotAllowedError.
    """
    return await _asked(ask, wrote=True)


async def _asked(ask: Callable[[], Awaitable[T]], *, wrote: bool) -> T:
    try:
        async with asyncio.timeout(SECONDS):
            return await ask()
    except _CAUGHT as e:
        fault = translated(e, wrote=wrote)
    raise fault  # outside the except: the SDK's exception holds addresses, and must not come along as context


def translated(e: BaseException, *, wrote: bool) -> FaircopyError:
    """Our error for one of the SDK's. `wrote` says that the request would have changed something."""
    if isinstance(e, HttpResponseError) and e.status_code is not None and not _no_token(e):
        return _answered(int(e.status_code), _code(e), wrote=wrote)
    if _never_sent(e):
        return BusyError("Storage cannot be reached just now. Nothing was changed. I try again by myself.")
    return _unanswered(wrote=wrote)


def _answered(status: int, code: str, *, wrote: bool) -> FaircopyError:
    if code in _NOT_SET_UP or status in (429, 503):
        return BusyError("Storage is busy just now. Nothing was changed. I try again by myself.")
    if code in _TAKEN or code in _STALE:
        return StaleError("Somebody else changed this first. Nothing was overwritten. Please look again.")
    if status == 404:
        return NotThereError("It is not in storage any more. Nothing was changed.")
    if status >= 500:
        return _unanswered(wrote=wrote)
    return NotAllowedError(
        "Storage refused this. Nothing was changed. Your team's Faircopy contact must look at its settings.",
        code="storage-immutable" if code in _IMMUTABLE else "storage-refused",
    )


def _unanswered(*, wrote: bool) -> FaircopyError:
    if wrote:
        return NoAnswerError(
            "Storage did not answer, so I do not know whether this was done. I look again by myself."
        )
    return BusyError("Storage did not answer. Nothing was changed. I try again by myself.")


def _code(e: HttpResponseError) -> str:
    """The service's own code; the SDK holds it as text or as an enum."""
    code = getattr(e, "error_code", None)
    return str(getattr(code, "value", code) or "")


def _no_token(e: HttpResponseError) -> bool:
    """True if it was not storage that answered but identity, which gave no token: storage always gives its code."""
    return isinstance(e, ClientAuthenticationError) and not _code(e)


def _never_sent(e: BaseException) -> bool:
    """True if no connection was made or no token was had, so that the request cannot have been carried out.

    The SDK gives ServiceRequestError also for a connection that broke half-way: what it wraps tells them apart.
    """
    if isinstance(e, ClientAuthenticationError | ServiceRequestTimeoutError):
        return True
    inner = e.inner_exception if isinstance(e, ServiceRequestError) else e
    return isinstance(inner, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
