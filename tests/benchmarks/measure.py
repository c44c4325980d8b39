"""One measurement beside its goal."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`goal` is the most that `value` may be, in the same unit; None where it is told but not judged."""

    name: str
    value: float
    unit: str
    how: str
    goal: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        return None if self.goal is None else self.value <= self.goal

    @property
    def ratio(self) -> float | None:
        """Value to goal: 1 and less is met."""
        return None if self.goal is None else self.value / self.goal


def middle(values: Sequence[float]) -> float:
    """The median; 0 of nothing."""
    return median(values) if values else 0.0


def percentile(values: Sequence[float], of: int) -> float:
    """The smallest value that so many in a hundred do not exceed; 0 of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * of / 100) - 1)] if ordered else 0.0


def table(measures: Sequence[Measure]) -> str:
    """A row each; the ratio is value to goal."""
    rows = [("", "value", "goal", "ratio", "")]
    for m in measures:
        goal = "" if m.goal is None else f"≤ {m.goal:g}"
        ratio = "" if m.ratio is None else f"{m.ratio:.2f}"
        holds = {True: "holds", False: "MISSED", None: ""}[m.holds]
        rows.append((m.name, f"{m.value:.4g} {m.unit}", goal, ratio, holds))
    wide = [max(len(row[n]) for row in rows) for n in range(5)]
    lines = [
        "  ".join(
            [
                row[0].ljust(wide[0]),
                row[1].rjust(wide[1]),
                row[2].rjust(wide[2]),
                row[3].rjust(wide[3]),
                row[4],
            ]
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)


def write(measures: Sequence[Measure], path: Path) -> None:
    """As a JSON list."""
    path.parent.mkdir(exist_ok=True)
    found = [
        {
            "name": m.name,
            "value": round(m.value, 4),
            "unit": m.unit,
            "goal": m.goal,
            "ratio": None if m.ratio is None else round(m.ratio, 3),
            "holds": m.holds,
            "how": m.how,
        }
        for m in measures
    ]
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
