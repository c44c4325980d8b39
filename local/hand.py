"""A practitioner's hand: reads the card on the screen, fills its boxes, presses its buttons, waits for what comes."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from local.microsoft.connector import Message
from local.microsoft.teams_user import TeamsUser

SENTENCE = "The practitioner's own words stand here."
REASON = "I heard this said and it is right."
PAUSE = 0.3
"""Seconds before somebody who was told to press again does."""
PATIENCE = 60.0
"""Seconds after which something that should have come has not."""


class StuckError(Exception):
    """What should have come did not. `screen` is the text of the newest card: for a person at a desk, never a log."""

    def __init__(self, what: str, screen: str = "") -> None:
        super().__init__(what)
        self.screen = screen


def nodes(thing: object) -> Iterator[dict[str, Any]]:
    """Every object inside a card."""
    if isinstance(thing, dict):
        yield thing
        for value in thing.values():
            yield from nodes(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from nodes(value)


def buttons(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every Execute on a card, buttons and underlined words alike, in order."""
    return [n for n in nodes(card) if n.get("type") == "Action.Execute"]


def inputs(card: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Every input by its id."""
    return {str(n["id"]): n for n in nodes(card) if str(n.get("type", "")).startswith("Input.")}


def words(card: Mapping[str, Any]) -> str:
    """All text on a card, a paragraph a line."""
    lines: list[str] = []
    for n in nodes(card):
        if n.get("type") == "RichTextBlock":
            lines.append(
                "".join(str(r.get("text", "")) if isinstance(r, dict) else str(r) for r in n["inlines"])
            )
        elif n.get("type") == "TextBlock":
            lines.append(str(n.get("text", "")))
        elif str(n.get("type", "")).startswith("Input."):
            lines.append(f"[{n.get('label') or n.get('title') or ''}: {n.get('value', '')}]")
    return "\n".join(lines)


@dataclass
class Hand:
    """One person at Teams. `watched` is told of every press; `again` is how often they press again when told to."""

    user: TeamsUser
    watched: Callable[[str], None] = field(default=lambda _: None)
    again: int = 0

    # --- looking --------------------------------------------------------------------------------------------------

    def messages(self) -> list[Message]:
        """The bot's messages, oldest first."""
        return [m for m in self.user.screen() if m.by == "bot"]

    def card(self, message: str) -> dict[str, Any]:
        """The card of a message as it stands."""
        found = next((m for m in self.user.screen() if m.id == message), None)
        if found is None or not found.cards:
            raise StuckError("there is no card")
        return found.cards[-1]

    def has(self, message: str, verb: str) -> bool:
        """Whether that button is on the message."""
        try:
            return any(b["verb"] == verb for b in buttons(self.card(message)))
        except StuckError:
            return False

    async def until(self, what: str, ready: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait until something is on the screen. Raises StuckError."""
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                newest = self.messages()[-1:] if self.messages() else []
                screen = "\n".join(words(c) for m in newest for c in m.cards)
                raise StuckError(f"waited {seconds:.0f} s for {what}", screen)
            await asyncio.sleep(0.01)

    # --- doing ----------------------------------------------------------------------------------------------------

    async def say(self, text: str) -> Message:
        """Type a message; the bot's answer to it. Whoever presses again also types again, until a card comes."""
        for left in range(self.again, -1, -1):
            before = {m.id for m in self.messages()}
            await self.user.say(text)
            try:
                answer = await self._answer(before, PATIENCE if not left else 3.0)
            except StuckError:
                if not left:
                    raise
                continue
            if answer.cards or not left:
                return answer
            await asyncio.sleep(PAUSE)
        raise StuckError("no answer came")

    async def drop(self, name: str, content: bytes) -> Message:
        """Drop a file into the chat; the bot's answer to it."""
        before = {m.id for m in self.messages()}
        await self.user.drop_file(name, content)
        return await self._answer(before)

    async def _answer(self, before: set[str], seconds: float = PATIENCE) -> Message:
        """The first message that was not there before. Raises StuckError."""

        def new() -> list[Message]:
            return [m for m in self.messages() if m.id not in before]

        await self.until("an answer", new, seconds)
        return new()[0]

    async def press(
        self, message: str, verb: str, typed: Mapping[str, str] | None = None, **data: object
    ) -> dict[str, Any]:
        """Press a button of a message after filling in boxes; the card as it stands then."""
        self.watched(verb)
        for left in range(self.again, -1, -1):
            answer = await self.user.press(message, verb, data, typed or {})
            said = _said(answer.status, answer.body)
            if said is None:
                break
            if not left:
                raise StuckError(said)
            await asyncio.sleep(PAUSE)
        return self.card(message)

    async def start(self, message: str, record_type: str, references: Sequence[str]) -> None:
        """Which kind of record, whose files, were they told; then: yes, these are the right children."""
        for n, reference in enumerate(references):
            if n:
                await self.press(message, "add")
            await self._find(message, {"type": record_type, "reference": reference, "told": "agreed"})
        await self.press(message, "draft")

    async def _find(self, message: str, typed: dict[str, str]) -> None:
        """Where the case system does not answer, the card says so and asks the same again."""
        for left in range(self.again, -1, -1):
            card = await self.press(message, "find", typed)
            if self.has(message, "draft"):
                return
            if not left:
                raise StuckError("the child is not found", words(card))
            await asyncio.sleep(PAUSE)

    async def check(self, message: str) -> None:
        """Do everything that is left to do on a draft: a fixed sentence in required blanks, a fixed reason beside
        flags, and what was said but not drafted left out."""
        for _ in range(200):
            card = self.card(message)
            verbs = [b["verb"] for b in buttons(card)]
            if "next" in verbs:
                await self.press(message, "next")
            elif "save" in verbs:
                await self.press(message, "save", _filled(card))
            elif "save-omissions" in verbs:
                await self.press(message, "save-omissions", _filled(card))
            elif "final" in verbs:
                return
            else:
                raise StuckError("this card leads nowhere", words(card))
        raise StuckError("the draft is never ready", words(self.card(message)))

    async def read_and_approve(self, message: str) -> None:
        """Read every page, tick what must be ticked, approve."""
        await self.approve(message, await self.read(message))

    async def read(self, message: str) -> dict[str, str]:
        """Read every page; the ticks that the last one asks for."""
        card = await self.press(message, "final", p=1)
        for page in range(2, 100):
            if "approve" in [b["verb"] for b in buttons(card)]:
                break
            card = await self.press(message, "final", p=page)
        return {name: "true" for name, n in inputs(card).items() if n["type"] == "Input.Toggle"}

    async def approve(self, message: str, ticks: Mapping[str, str]) -> None:
        """Press Approve on the last page."""
        await self.press(message, "approve", ticks)


def _said(status: int, body: Any) -> str | None:
    """The sentence that was answered in place of a card; None if a card came."""
    if status != 200 or not isinstance(body, dict):
        return f"it was answered {status}"
    kind, value = str(body.get("type", "")), body.get("value")
    if kind.endswith("activity.message"):
        return str(value)
    if kind.endswith("error"):
        return str(value.get("message") if isinstance(value, dict) else value)
    return None


def _filled(card: Mapping[str, Any]) -> dict[str, str]:
    """What a person in a hurry types: only what is required, and a decision wherever one is asked for."""
    typed: dict[str, str] = {}
    for name, box in inputs(card).items():
        label = str(box.get("label", ""))
        if re.fullmatch(r"k\d+", name):
            typed[name] = REASON
        elif re.fullmatch(r"o\d+", name):
            typed[name] = "leave"
        elif name == "words" and "(required)" in label and not str(box.get("value", "")).strip():
            typed[name] = SENTENCE
    return typed
