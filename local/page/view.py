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

STEPS = ("Ask", "Draft", "Check", "Approve", "File", "Destroy", "Receipt")
ASK, DRAFT, CHECK, APPROVE, FILE, DESTROY, RECEIPT = range(1, 8)

SIGN_IN = "application/vnd.microsoft.card.oauth"
NEW = timedelta(seconds=10)
"""How long a note that was filed is called new."""

_BY_BUTTON = (
    (APPROVE, {"approve"}),
    (CHECK, {"next", "save", "save-text", "save-omissions", "final"}),
    (ASK, {"find", "draft"}),
    (FILE, {"undo", "file-now"}),
)


class View:
    """What a visitor sees of one stage."""

    def __init__(self, stage: Stage, eyes: Looking) -> None:
        self.stage, self.eyes, self.copies = stage, eyes, Copies(stage)
        self._at = -1
        self._ended: datetime | None = None

    async def look(self, now: datetime) -> bool:
        """Look into every stand-in, if anything happened since the last look. Whether it did."""
        at = self.stage.moved()
        if at == self._at:
            return False
        self._at = at
        self.copies.seen(await self.eyes.look(), now)
        return True

    def until(self, now: datetime) -> datetime | None:
        """When what is shown changes by itself: a row leaves, a note is new no longer."""
        new = [n.created + NEW for n in self.stage.town.cases.notes.values() if n.created + NEW > now]
        leaves = self.copies.until()
        return min([*new, *([leaves] if leaves else [])], default=None)

    def state(self, now: datetime) -> dict[str, Any]:
        """The whole state."""
        stage = self.stage
        step = self._step()
        if step != RECEIPT:
            self._ended = None
        elif self._ended is None:
            self._ended = now
        return {
            **blank(stage.policy.grace),
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
        """Where the record stands, read off the chat and off what the stand-ins hold."""
        found = set()
        for message in self.stage.user.screen():
            verbs = {str(b.get("verb")) for card in message.cards for b in buttons(card)}
            found |= {step for step, some in _BY_BUTTON[:1] if verbs & some} or {
                step for step, some in _BY_BUTTON if verbs & some
            }
        if found:
            return min(found)
        open_ones = self.eyes.count("temporary", "dockets")
        began = self.stage.began
        filed = [n for n in self.stage.town.cases.notes.values() if began and n.created >= began]
        if began is None:
            return 0
        if filed:
            return DESTROY if open_ones else RECEIPT
        return DRAFT if open_ones else 0

    def _file(self, now: datetime) -> list[dict[str, Any]]:
        cases = self.stage.town.cases
        return [
            {
                "person": {"name": p.name, "reference": p.reference, "born": day(p.born)},
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
        filed = sum(n.created >= began for n in self.stage.town.cases.notes.values())
        others = self.copies.others()
        records = "1 record filed" if filed == 1 else f"{filed} records filed"
        left = "1 other copy" if len(others) == 1 else f"{len(others)} other copies"
        seconds = round((ended - began).total_seconds())
        why = "".join(f" {row.named.where}: {row.why}" for row in others if row.why)
        return f"{records}. {left}. {seconds} seconds.{why}"


def blank(grace: timedelta) -> dict[str, Any]:
    """The state while nothing is open."""
    return {
        "title": "Faircopy demo",
        "waits": f"Waits here are {round(grace.total_seconds())} seconds, not 24 hours",
        "ready": False,
        "step": 0,
        "steps": list(STEPS),
        "samples": [_sample(name) for name in samples.names()],
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
    return {"name": name, "title": sample.title, "about": " and ".join(p.name for p in sample.people)}


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
