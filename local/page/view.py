"""All that the page shows, as one JSON object: the chat, the case file, every copy, and where the record stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from local import samples
from local.hand import buttons
from local.microsoft.connector import Message
from local.microsoft.teams_user import FILE_INFO
from local.page.copies import Copies
from local.page.looking import Looking
from local.page.stage import VISITOR, Stage
from record.dates import day
from record.policy import Policy

STEPS = ("Ask", "Draft", "Check", "Approve", "File", "Destroy", "Receipt")
ASK, DRAFT, CHECK, APPROVE, FILE, DESTROY, RECEIPT = range(1, 8)

ORDER = ("home-visit", "core-group", "ehc-annual-review")
"""The samples as they are offered: the easiest first."""

SIGN_IN = "application/vnd.microsoft.card.oauth"
NEW = timedelta(seconds=10)
"""How long a note that was filed is called new."""

_BY_BUTTON = (
    (ASK, {"find", "draft", "offer-yes"}),
    (CHECK, {"next", "save", "save-text", "save-omissions"}),
    (APPROVE, {"final", "approve"}),
    (CHECK, {"contents"}),
    (FILE, {"undo", "file-now"}),
)
"""What a card is for, by the first of these that has a button on it."""


class View:
    """What a visitor sees of one stage."""

    def __init__(self, stage: Stage, eyes: Looking) -> None:
        self.stage, self.eyes, self.copies = stage, eyes, Copies(stage)
        self._at = -1
        self._until: datetime | None = None
        self._round: tuple[datetime | None, int, int] = (None, 0, 0)
        self._ended: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether anything has happened since the last look, or what is shown changes by itself."""
        return self.stage.moved() != self._at or (self._until is not None and now >= self._until)

    async def look(self, now: datetime) -> None:
        """Look into every stand-in."""
        at = self.stage.moved()
        self.copies.seen(await self.eyes.look(), now)
        self._at = at
        new = [n.created + NEW for n in self.stage.town.cases.notes.values() if n.created + NEW > now]
        leaves = [gone for gone in [self.copies.until()] if gone is not None and gone > now]
        self._until = min([*new, *leaves], default=None)

    def state(self, now: datetime) -> dict[str, Any]:
        """The whole state."""
        stage = self.stage
        step = self._step()
        if step != RECEIPT:
            self._ended = None
        elif self._ended is None:
            self._ended = now
        return {
            **blank(stage.policy),
            "ready": True,
            "step": step,
            "fail": stage.failing,
            "helped": stage.helped,
            "chat": [_message(m) for m in stage.user.screen()],
            "file": self._file(now),
            "copies": self.copies.shown(now),
            "count": self.copies.count(),
            "summary": self._summary() if step == RECEIPT else None,
        }

    def _step(self) -> int:
        """Where the newest record stands, read off its cards and off what the stand-ins hold."""
        receipts, dockets = self.eyes.count("lasting", "receipts"), self.eyes.count("temporary", "dockets")
        if self._round[0] != self.stage.began:
            self._round = (self.stage.began, receipts, dockets)
        found = [step for message in self.stage.user.screen()[self.stage.first :] if (step := _on(message))]
        if found:
            return min(found)
        if receipts > self._round[1] and dockets <= self._round[2]:
            return RECEIPT
        if self._filed() or "discard-yes" in self.stage.pressed:
            return DESTROY
        if "approve" in self.stage.pressed:
            return FILE
        return DRAFT if self.stage.began and dockets else 0

    def _filed(self) -> int:
        """How many records were filed since the newest was asked for."""
        began = self.stage.began
        return sum(
            began is not None and n.created >= began and not n.adds_to
            for n in self.stage.town.cases.notes.values()
        )

    def _file(self, now: datetime) -> list[dict[str, Any]]:
        cases = self.stage.town.cases
        return [
            {
                "person": {"name": p.name, "reference": p.reference, "born": f"{p.born.day} {p.born:%B %Y}"},
                "notes": [
                    {
                        "id": n.id,
                        "title": n.title,
                        "text": n.text,
                        "additions": [a.text for a in cases.additions_to(n.id)],
                        "created": day(n.created),
                        "new": now - n.created < NEW,
                    }
                    for n in cases.notes_on(p.reference)
                ],
            }
            for p in self.stage.people
        ]

    def _summary(self) -> str | None:
        began, ended = self.stage.began, self._ended
        if began is None or ended is None:
            return None
        filed = self._filed()
        others = self.copies.others()
        records = {0: "No record filed", 1: "1 record filed"}.get(filed, f"{filed} records filed")
        left = "1 other copy" if len(others) == 1 else f"{len(others)} other copies"
        seconds = round((ended - began).total_seconds())
        why = "".join(f" {row.named.where}: {row.why}" for row in others if row.why)
        return f"{records}. {left}. {seconds} seconds.{why}"


def blank(policy: Policy) -> dict[str, Any]:
    """The state while nothing is open."""
    return {
        "title": "Faircopy demo",
        "waits": f"Waits here are {round(policy.grace.total_seconds())} seconds, not 24 hours",
        "ready": False,
        "step": 0,
        "steps": list(STEPS),
        "samples": [_sample(name) for name in ORDER],
        "who": {"name": VISITOR},
        "fail": False,
        "helped": None,
        "chat": [],
        "file": [],
        "copies": [],
        "count": 0,
        "summary": None,
    }


def _sample(name: str) -> dict[str, str]:
    sample = samples.load(name)
    minutes = round((sample.ended - sample.began).total_seconds() / 60)
    about = f"{' and '.join(p.name for p in sample.people)}, {minutes} minutes"
    return {"name": name, "title": sample.title, "about": about, "search": sample.search}


def _on(message: Message) -> int:
    """The step that a message's card is for; 0 if for none, or for none of a visitor's."""
    verbs = {str(b.get("verb")) for card in message.cards for b in buttons(card)}
    return next((step for step, some in _BY_BUTTON if verbs & some), 0)


def _message(message: Message) -> dict[str, Any]:
    kinds = {str(a.get("contentType")): a for a in message.attachments}
    dropped = kinds.get(FILE_INFO)
    bot = message.by == "bot"
    return {
        "id": message.id,
        "by": "bot" if bot else "me",
        "text": message.text,
        "format": str(message.activity.get("textFormat") or ("markdown" if bot else "plain")),
        "cards": message.cards,
        "signIn": SIGN_IN in kinds,
        "file": dropped and dropped.get("name"),
        "edits": message.edits,
    }


def now() -> datetime:
    """The page's clock."""
    return datetime.now(UTC)
