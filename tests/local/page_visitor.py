"""A visitor of the demo's page, over HTTP alone: what a browser would send, and what its events would show."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

import aiohttp

from local.hand import Hand, words
from local.microsoft.connector import ADAPTIVE, Message
from local.microsoft.teams_user import Answer, TeamsUser

State = dict[str, Any]
PATIENCE = 60.0
"""Seconds; a machine that does much else is slow."""


class Visitor:
    """One browser tab. `state` is the newest event; `seen` all of them."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self.address = address
        self.state: State = {}
        self.seen: list[State] = []
        self._came = asyncio.Condition()
        # a Hand asks its user for no more than the four methods below
        self.hand = Hand(cast(TeamsUser, self))

    # --- as a browser ---------------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Take in the events until cancelled, or until the server ends them."""
        endless = aiohttp.ClientTimeout(total=None)
        async with self._session.get(f"{self.address}/events", timeout=endless) as stream:
            assert stream.content_type == "text/event-stream"
            async for line in stream.content:
                if line.startswith(b"data: "):
                    async with self._came:
                        self.state = json.loads(line.removeprefix(b"data: "))
                        self.seen.append(self.state)
                        self._came.notify_all()

    async def until(self, ready: Callable[[State], object]) -> State:
        """The first state that is so."""
        async with asyncio.timeout(PATIENCE), self._came:
            await self._came.wait_for(lambda: bool(self.state) and bool(ready(self.state)))
            return self.state

    async def post(self, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        """POST as the page does; status and JSON."""
        given = {"Origin": self.address} | {k.replace("_", "-"): v for k, v in headers.items()}
        sent = {"data": body} if isinstance(body, bytes) else {"json": {} if body is None else body}
        async with self._session.post(f"{self.address}{path}", headers=given, **sent) as answer:
            return answer.status, await answer.json()

    async def search(self, text: str) -> set[str]:
        """Where words are found."""
        status, found = await self.post("/search", {"words": text})
        assert status == 200
        assert found["count"] == len(found["places"]) <= found["looked"]
        return {place["where"] for place in found["places"]}

    # --- as a person at Teams -------------------------------------------------------------------------------------

    def screen(self) -> list[Message]:
        """The chat."""
        return [
            Message(
                m["id"],
                m["by"],
                {
                    "text": m["text"],
                    "attachments": [{"contentType": ADAPTIVE, "content": c} for c in m["cards"]],
                },
            )
            for m in self.state["chat"]
        ]

    async def say(self, text: str) -> Answer:
        """Type."""
        return _answer(await self.post("/say", {"text": text}))

    async def drop_file(self, name: str, content: bytes) -> Answer:
        """Drop a file."""
        kind = {"Content_Type": "application/octet-stream"}
        return _answer(await self.post(f"/drop?name={name}", content, **kind))

    async def press(
        self, message: str, verb: str, data: Mapping[str, Any], inputs: Mapping[str, Any]
    ) -> Answer:
        """Press a button; the card that comes in the answer is on the screen at once."""
        body = {"message": message, "verb": verb, "data": dict(data), "inputs": dict(inputs)}
        answer = _answer(await self.post("/press", body))
        if isinstance(answer.body, dict) and answer.body.get("type") == ADAPTIVE:
            for m in self.state["chat"]:
                if m["id"] == message:
                    m["cards"] = [answer.body["value"]]
        return answer

    # --- the walk -------------------------------------------------------------------------------------------------

    async def to_draft(self, sample: str) -> str:
        """Press a sample, wait for its draft; the message that it stands on."""
        status, _ = await self.post("/sample", {"name": sample})
        assert status == 200
        await self.until(lambda s: s["step"] == 3)
        return str(self.state["chat"][-1]["id"])

    async def to_receipt(self, message: str) -> State:
        """Do what is left, read, approve, wait for the receipt."""
        await self.hand.check(message)
        await self.hand.read_and_approve(message)
        return await self.until(lambda s: s["step"] == 7 and s["summary"])

    def read(self, message: str) -> str:
        """What stands on a card."""
        return words(self.hand.card(message))


@asynccontextmanager
async def visiting(session: aiohttp.ClientSession, address: str) -> AsyncIterator[Visitor]:
    """Open a tab, wait until it shows something, and close it."""
    visitor = Visitor(session, address)
    listening = asyncio.create_task(visitor.listen())
    try:
        await visitor.until(lambda s: s["ready"])
        yield visitor
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


def _answer(answered: tuple[int, Any]) -> Answer:
    status, body = answered
    assert status == 200, body
    return Answer(body["status"], body["body"])
