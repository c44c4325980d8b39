"""How much a caller may send, how slowly, and how many may do so: the others are answered meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from bot import entrance
from local.microsoft.teams_user import TeamsUser
from tests.bot.acts import until, watched
from tests.bot.conftest import Bot
from tests.bot.raw import Sent, send

MANY = 400


def body(user: TeamsUser, **changed: object) -> bytes:
    return json.dumps(user.activity("message", text="help") | changed).encode()


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def good(bot: Bot, whole: bytes) -> Sent:
    return Sent(body=whole, authorization=[f"Bearer {bot.token()}"])


async def test_256_kb_and_not_a_byte_more(bot: Bot, ana: TeamsUser) -> None:
    room = entrance.LARGEST - len(body(ana, text=""))
    assert (await send(bot, good(bot, body(ana, text="x" * room)))).status == 201
    assert (await send(bot, good(bot, body(ana, text="x" * (room + 1))))).status == 413
    assert len(bot.heard) == 1


async def test_a_length_that_is_a_lie_is_not_believed(bot: Bot, ana: TeamsUser) -> None:
    for lie in ("-1", "1e3", "99999999999999999999", "5, 6"):
        async with connected(bot.url) as (reader, writer):
            head = (
                good(bot, b"")
                .head("/api/messages")
                .replace(b"Content-Length: 0", f"Content-Length: {lie}".encode())
            )
            writer.write(head + b"{}")
            writer.write_eof()
            async with asyncio.timeout(3):
                first = await reader.readline()
            assert first == b"" or first.split()[1] in (b"400", b"408", b"413"), (lie, first)
    assert (await ana.say("help")).status == 201


async def test_a_body_that_does_not_come_is_408(bot: Bot) -> None:
    async with connected(bot.url) as (reader, writer):
        writer.write(good(bot, b"x" * 9).head("/api/messages") + b"{")
        async with asyncio.timeout(3):
            assert b" 408 " in await reader.readline()


async def test_a_body_that_drips_is_408(bot: Bot, ana: TeamsUser) -> None:
    whole = body(ana)
    async with connected(bot.url) as (reader, writer):
        writer.write(good(bot, whole).head("/api/messages"))

        async def drip() -> None:
            for byte in whole:
                writer.write(bytes([byte]))
                await asyncio.sleep(0.05)

        dripping = asyncio.create_task(drip())
        async with asyncio.timeout(3):
            assert b" 408 " in await reader.readline()
        dripping.cancel()
    assert bot.heard == []


async def test_a_strangers_body_is_never_waited_for(bot: Bot) -> None:
    async with connected(bot.url) as (reader, writer):
        writer.write(Sent(body=b"x" * 200_000, authorization=["Bearer a.b.c"]).head("/api/messages"))
        async with asyncio.timeout(3):
            assert b" 401 " in await reader.readline()


async def test_a_connection_dropped_half_way_is_nothing(
    bot: Bot, ana: TeamsUser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    whole = good(bot, body(ana, text="Tyler Brook")).whole("/api/messages")
    for length in range(0, len(whole), 97):
        async with connected(bot.url) as (_, writer):
            writer.write(whole[:length])
            await writer.drain()
    assert (await ana.say("help")).status == 201
    assert [x.text for x in bot.heard] == ["help"]
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []
    assert "Tyler" not in caplog.text


async def test_many_who_say_nothing_hold_nobody(bot: Bot, ana: TeamsUser) -> None:
    """Half with an empty connection, half with half a header; and half a body from some who are known."""
    head = good(bot, b"x" * 900).head("/api/messages")
    begun = [b"", head[:60], head + b"{"]
    async with contextlib.AsyncExitStack() as stack:
        for n in range(MANY):
            _, writer = await stack.enter_async_context(connected(bot.url))
            writer.write(begun[n % len(begun)])
        async with watched() as pauses:
            answers = await asyncio.gather(*(ana.say("help") for _ in range(20)))
        assert {a.status for a in answers} == {201}
        assert pauses.longest < 1.0


async def test_whoever_says_nothing_is_let_go(bot: Bot) -> None:
    """An hour is aiohttp's own patience, and it counts half a header as nothing said."""
    assert entrance.SILENT <= 120
    served = web.AppRunner(web.Application(), keepalive_timeout=0.3, access_log=None)
    ours = entrance.runner(web.Application())
    assert ours._kwargs["keepalive_timeout"] == entrance.SILENT
    await served.setup()
    try:
        await web.TCPSite(served, "127.0.0.1", 0).start()
        host, port = served.addresses[0][:2]
        async with connected(f"http://{host}:{port}") as (reader, writer):
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            gone: list[bytes] = []
            reading = asyncio.create_task(reader.read())
            reading.add_done_callback(lambda t: gone.append(t.result()))
            for _ in range(20):
                writer.write(b"a")
                await asyncio.sleep(0.05)
            await until(lambda: bool(gone))
            assert gone == [b""]
    finally:
        await served.cleanup()
