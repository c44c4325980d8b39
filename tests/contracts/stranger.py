"""A server of somebody else's, to which nothing may ever be sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[str, list[web.Request]]]:
    """Somebody else's server, which takes down whatever comes."""
    came: list[web.Request] = []

    async def taken(request: web.Request) -> web.Response:
        came.append(request)
        return web.json_response([])

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", taken)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", came
    finally:
        await runner.cleanup()
