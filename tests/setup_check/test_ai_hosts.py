"""The AI hosts that a council allows are greeted for real: by name, with a valid certificate, and with no word said."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from health import BrokenError
from local.ai_host import AiHost
from local.wire import Wire
from parties import Reach
from record.policy import Policy, Tool
from setup_check.ai_hosts import allowed

pytestmark = pytest.mark.asyncio(loop_scope="module")

OURS, OTHER = "ours.ai.council.example", "other.ai.council.example"
MISNAMED = "misnamed.ai.council.example"
GONE = "gone.ai.council.example"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def host() -> AsyncIterator[AiHost]:
    async with AiHost(Wire(), OURS, OTHER, found=[MISNAMED]) as one:
        yield one


async def said(reach: Reach, *hosts: str) -> str:
    return await allowed(Policy(ai_hosts=hosts), reach, seconds=2.0)


async def test_none_allowed_is_fine_and_greets_nobody() -> None:
    def nobody(host: str) -> tuple[str, int]:
        raise AssertionError(host)

    reach = Reach(door=nobody)
    assert await said(reach) == "No AI host is allowed: Faircopy drafts by itself."
    by_hand = await allowed(Policy(tool=Tool.NONE), reach)
    assert by_hand == "No AI host is allowed: records are written by hand."


async def test_each_is_greeted_and_nothing_is_sent(host: AiHost) -> None:
    text = await said(host.reach, OURS, OTHER)
    assert text == f"Reached, with a valid certificate: {OURS}, {OTHER}. No words go there yet."
    assert host.wire.calls == []


async def test_those_that_cannot_be_used_are_named_each_with_what_is_wrong(host: AiHost) -> None:
    with pytest.raises(BrokenError) as no:
        await said(host.reach, OURS, MISNAMED, GONE)
    assert no.value.say == (
        f"{MISNAMED} shows no certificate that is valid for that name. {GONE} cannot be reached."
    )
    assert "port 443" in no.value.fix


async def test_a_certificate_of_an_authority_that_nobody_trusts_is_none(host: AiHost) -> None:
    with pytest.raises(BrokenError) as no:
        await said(replace(Reach(), door=host.door), OURS)
    assert "no certificate that is valid" in no.value.say


async def test_those_that_say_nothing_are_waited_for_side_by_side() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(1024):
            pass
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        reach = Reach(door=lambda _: ("127.0.0.1", port))
        began = time.monotonic()
        with pytest.raises(BrokenError) as no:
            await allowed(Policy(ai_hosts=(OURS, OTHER, GONE)), reach, seconds=0.5)
        assert time.monotonic() - began < 1.4
        assert no.value.say.count("cannot be reached.") == 3
