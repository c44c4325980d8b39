"""The list of every copy, as a person thinks of them: since when it is there, and when it was seen to be gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from local.page.looking import Found
from local.page.names import OURS, Named, named
from local.page.stage import Stage
from record.dates import clock

LINGERS = timedelta(seconds=10)
"""How long a row that has gone is still shown, struck through."""

KEPT_BACK = "Microsoft answered that it is deleted. It is still there."


@dataclass
class Row:
    """One row of the list; `number` is how many copies it stands for, the most there ever were."""

    named: Named
    holds: str
    since: datetime
    number: int
    gone: datetime | None = None
    why: str | None = None

    def shown(self) -> dict[str, Any]:
        """The row as the page draws it."""
        what = self.named.what
        if self.named.where == OURS:
            what += ", sealed" if self.holds == "sealed" else ", not sealed"
        if self.number > 1:
            what = f"{what}, {self.number} versions"
        return {
            "key": self.named.key,
            "where": self.named.where,
            "what": what,
            "holds": "no" if self.gone else self.holds,
            "number": self.number,
            "since": clock(self.since),
            "gone": clock(self.gone) if self.gone else None,
            "stays": self.named.stays,
            "why": self.why,
        }


@dataclass
class Copies:
    """The rows so far."""

    stage: Stage
    rows: dict[str, Row] = field(default_factory=dict)

    def seen(self, found: Iterable[Found], now: datetime) -> None:
        """Take in what a look has found."""
        standing: dict[str, list[Found]] = {}
        called: dict[str, Named] = {}
        for one in found:
            name = named(self.stage.town, one.place, one.about)
            called.setdefault(name.key, name)
            standing.setdefault(name.key, []).append(one)
        for key, places in standing.items():
            row = self.rows.get(key)
            holds = "sealed" if all(p.sealed for p in places) else "yes"
            number = len({p.place for p in places}) if key.startswith("draft") else 1
            if row is None or row.gone:
                row = self.rows[key] = Row(named=called[key], holds=holds, since=now, number=number)
            row.holds, row.number = holds, number
            row.why = self._why(key)
        for key, row in self.rows.items():
            if key not in standing and row.gone is None:
                row.gone = now

    def count(self) -> int:
        """Copies that exist."""
        return sum(row.number for row in self.rows.values() if row.gone is None)

    def others(self) -> list[Row]:
        """Those besides the case file."""
        return [row for row in self.rows.values() if row.gone is None and not row.named.stays]

    def shown(self, now: datetime) -> list[dict[str, Any]]:
        """The rows; those that went some time ago have left."""
        for key in [k for k, r in self.rows.items() if r.gone and now - r.gone > LINGERS]:
            del self.rows[key]
        return [row.shown() for row in self.rows.values()]

    def until(self) -> datetime | None:
        """When the next row leaves."""
        return min((row.gone + LINGERS for row in self.rows.values() if row.gone), default=None)

    def _why(self, key: str) -> str | None:
        """Why a copy stays, seen on the wire: Microsoft said that it was deleted."""
        shelf, _, id = key.partition("/")
        if shelf != "files":
            return None
        said = self.stage.town.wire.to("graph", "POST", f"/items/{id}/permanentDelete")
        return KEPT_BACK if any(call.status == 204 for call in said) else None
