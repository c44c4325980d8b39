"""The page's own server: its files, its events, and what a visitor can do."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from azure.core.exceptions import AzureError

from local import samples
from local.hand import StuckError
from local.microsoft.teams_user import Answer, CannotError
from local.page.guard import FILE_TYPE, HEADERS, LARGEST_FILE, SaidError, guarded, json_of
from local.page.looking import open_eyes
from local.page.searching import searched
from local.page.stage import Stage, Theatre
from local.page.view import ORDER, View, blank, now
from local.residue import words_of

STATIC = Path(__file__).parent / "static"
MODULES = Path(__file__).resolve().parent.parent.parent / "node_modules"
VENDOR = {
    "adaptivecards.min.js": MODULES / "adaptivecards" / "dist" / "adaptivecards.min.js",
    "markdown-it.umd.min.js": MODULES / "markdown-it" / "dist" / "browser" / "markdown-it.umd.min.js",
}
GLANCE, PAUSE = 0.05, 0.2
"""Seconds: between asking whether anything has happened, and besides after a look."""
HEARTBEAT = 15.0
"""Seconds after which a quiet stream sends a comment."""


class Page:
    """Serves one theatre to every browser tab that is open on it."""

    def __init__(self, theatre: Theatre) -> None:
        self._theatre = theatre
        self._state = json.dumps(blank(theatre.policy))
        self._changed = asyncio.Condition()
        self._closing = False

    def application(self) -> web.Application:
        """The routes."""
        made = web.Application(middlewares=[guarded], client_max_size=LARGEST_FILE)
        made.add_routes(
            [
                web.get("/", self._index),
                web.get("/vendor/{name}", self._vendor),
                web.get("/events", self._events),
                web.get("/state", self._now),
                web.post("/say", self._say),
                web.post("/press", self._press),
                web.post("/drop", self._drop),
                web.post("/sample", self._sample),
                web.post("/meeting", self._meeting),
                web.post("/sign-in", self._sign_in),
                web.post("/fail", self._fail),
                web.post("/search", self._search),
                web.post("/again", self._again),
            ]
        )
        if STATIC.is_dir():
            made.router.add_static("/static", STATIC)
        return made

    # --- what is shown --------------------------------------------------------------------------------------------

    async def watch(self) -> None:
        """Look up to four times a second, whenever something has happened, and tell every tab. Ends with `close`."""
        while not self._closing:
            stage = self._theatre.stage
            if stage is None:
                await self._tell(blank(self._theatre.policy))
                await asyncio.sleep(GLANCE)
                continue
            async with open_eyes(stage) as eyes:
                view = View(stage, eyes)
                while self._theatre.stage is stage and not self._closing:
                    moment = now()
                    if view.is_due(moment):
                        with contextlib.suppress(AzureError):  # it is closing, or is looked at again
                            await view.look(moment)
                            await self._tell(view.state(moment))
                        await asyncio.sleep(PAUSE)
                    await asyncio.sleep(GLANCE)

    async def close(self) -> None:
        """End every stream."""
        self._closing = True
        async with self._changed:
            self._changed.notify_all()

    async def _tell(self, state: dict[str, Any]) -> None:
        told = json.dumps(state, ensure_ascii=False)
        if told == self._state:
            return
        async with self._changed:
            self._state = told
            self._changed.notify_all()

    async def _events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await stream.prepare(request)
        sent = ""
        with contextlib.suppress(ConnectionResetError):
            while not self._closing:
                if sent == self._state:
                    await stream.write(b": still here\n\n")
                else:
                    sent = self._state
                    await stream.write(f"event: state\ndata: {sent}\n\n".encode())
                await self._changes(sent)
        return stream

    async def _changes(self, sent: str) -> None:
        """Wait for another state than the one that was sent, or for a while."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HEARTBEAT), self._changed:
                await self._changed.wait_for(lambda: self._closing or self._state != sent)

    async def _now(self, _: web.Request) -> web.Response:
        return web.Response(text=self._state, content_type="application/json")

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return _file(STATIC / "index.html")

    async def _vendor(self, request: web.Request) -> web.StreamResponse:
        path = VENDOR.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return _file(path)

    # --- what a visitor does --------------------------------------------------------------------------------------

    def _stage(self) -> Stage:
        stage = self._theatre.stage
        if stage is None:
            raise SaidError(409, "The demo is starting. Try again in a few seconds.")
        return stage

    async def _say(self, request: web.Request) -> web.Response:
        told = await json_of(request, text=str)
        if not told["text"].strip():
            raise SaidError(400, "There is nothing to send.")
        return _answered(await self._stage().say(told["text"]))

    async def _press(self, request: web.Request) -> web.Response:
        told = await json_of(request, message=str, verb=str, data=dict, inputs=dict)
        stage = self._stage()
        if told["message"] not in stage.user.conversation.messages:
            raise SaidError(404, "That message is not in the chat.")
        return _answered(await stage.press(told["message"], told["verb"], told["data"], told["inputs"]))

    async def _drop(self, request: web.Request) -> web.Response:
        if request.content_type != FILE_TYPE:
            raise SaidError(415, f"Send the file as it is ({FILE_TYPE}).")
        name = Path(request.query.get("name", "")).name[:100] or "transcript.vtt"
        return _answered(await self._stage().drop(name, await request.read()))

    async def _sample(self, request: web.Request) -> web.Response:
        told = await json_of(request, name=str)
        if told["name"] not in samples.names():
            raise SaidError(404, f"Choose one of these: {', '.join(samples.names())}.")
        try:
            await self._stage().sample(samples.load(told["name"]))
        except (StuckError, CannotError):
            raise SaidError(
                409, "Faircopy did not go on. Read its newest card, and go on from there."
            ) from None
        return web.json_response({})

    async def _meeting(self, request: web.Request) -> web.Response:
        await json_of(request)
        await self._stage().meeting_ends(samples.load(ORDER[0]))
        return web.json_response({})

    async def _sign_in(self, request: web.Request) -> web.Response:
        await json_of(request)
        return _answered(await self._stage().sign_in())

    async def _fail(self, request: web.Request) -> web.Response:
        told = await json_of(request, on=bool)
        self._stage().fail(told["on"])
        return web.json_response({})

    async def _search(self, request: web.Request) -> web.Response:
        told = await json_of(request, words=str)
        if not words_of(told["words"]):
            raise SaidError(400, "Type some words to search for.")
        return web.json_response(await searched(self._stage(), told["words"]))

    async def _again(self, request: web.Request) -> web.Response:
        await json_of(request)
        await self._theatre.again()
        return web.json_response({})


def _answered(answer: Answer) -> web.Response:
    if not answer.status:
        raise SaidError(504, "Faircopy did not answer. Nothing is known to have changed. Try again.")
    return web.json_response({"status": answer.status, "body": answer.body})


def _file(path: Path) -> web.StreamResponse:
    if not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path)


@asynccontextmanager
async def serving(page: Page, port: int) -> AsyncIterator[str]:
    """Serve on loopback; its address. Port 0 is any that is free. Raises OSError if the port is in use."""
    runner = web.AppRunner(page.application(), access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    watching = None
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        watching = asyncio.create_task(page.watch(), name="watching")
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await page.close()
        if watching is not None:
            await watching
        await runner.cleanup()
