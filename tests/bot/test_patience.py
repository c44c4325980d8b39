"""The time of one press: what is left of it is all that anybody has, and one error is enough."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.patience import Patience
from record.errors import BusyError, NotThereError, SignInNeededError


async def _after(seconds: float, answer: str) -> str:
    await asyncio.sleep(seconds)
    return answer


async def _fails(seconds: float, error: Exception) -> str:
    await asyncio.sleep(seconds)
    raise error


async def test_who_is_asked_second_has_what_the_first_left() -> None:
    """Either would be heard if it were asked alone."""
    patience = Patience(2.0)
    assert await patience.asks(_after(1.2, "first"), "silent") == "first"
    with pytest.raises(BusyError) as no:
        await patience.asks(_after(1.2, "second"), "the second is silent")
    assert no.value.say == "the second is silent"
    with pytest.raises(BusyError):
        await patience.asks(_after(0.2, "third"), "silent")


async def test_who_answers_at_once_is_heard_when_the_time_is_over() -> None:
    async def kept() -> str:
        return "kept"

    assert await Patience(0.0).asks(kept(), "silent") == "kept"


async def test_an_error_of_theirs_is_not_taken_for_silence() -> None:
    with pytest.raises(NotThereError):
        await Patience().asks(_fails(0.0, NotThereError("gone")), "silent")


async def test_side_by_side_takes_as_long_as_the_longest() -> None:
    began = time.monotonic()
    assert await Patience().together(_after(1.0, "a"), _after(1.1, "b"), _after(1.0, "c")) == ("a", "b", "c")
    assert time.monotonic() - began < 2.9


async def test_the_first_error_ends_the_rest_and_comes_by_itself() -> None:
    ended: list[str] = []

    async def long() -> str:
        try:
            return await _after(60.0, "never")
        except asyncio.CancelledError:
            ended.append("long")
            raise

    with pytest.raises(SignInNeededError):
        await Patience().together(long(), _fails(0.05, SignInNeededError("sign in")), long())
    assert ended == ["long", "long"]


async def test_whoever_waits_may_be_ended_from_outside() -> None:
    """The server stops: that is no silence of anybody."""
    waits = asyncio.ensure_future(
        Patience().together(_after(60.0, "a"), Patience().asks(_after(60.0, "b"), ""))
    )
    await asyncio.sleep(0.05)
    waits.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waits
