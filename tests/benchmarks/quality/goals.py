"""One figure beside its baseline and its goal, and the table of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured, None where there is nothing to measure it on. `counts` says of how many.

    `baseline` is what a simple program of the standard library reaches; `less` means that less is better.
    """

    name: str
    baseline: float | None
    goal: float
    here: float | None
    counts: str = ""
    less: bool = False
    unit: str = ""
    places: int = 2

    @property
    def holds(self) -> bool | None:
        """Whether the goal is reached, as printed; None where nothing was measured."""
        if self.here is None:
            return None
        shown = round(self.here, self.places)
        return shown <= self.goal if self.less else shown >= self.goal

    def told(self, value: float | None) -> str:
        """A value as the table shows it."""
        return "-" if value is None else f"{value:.{self.places}f}{self.unit}"


def found(hits: int, of: int, what: str = "missed") -> str:
    """How many of how many, and how many that leaves."""
    return f"{hits} of {of}, {of - hits} {what}"


def rate(hits: int, of: int) -> float | None:
    """None of nothing."""
    return hits / of if of else None


def table(figures: Iterable[Figure]) -> str:
    """A row each: measure, baseline, goal, here, whether it holds, and counts."""
    rows: list[Sequence[str]] = [("", "baseline", "goal", "here", "", "")]
    for f in figures:
        holds = {True: "holds", False: "MISSED", None: "no labels"}[f.holds]
        goal = f"{'≤' if f.less else '≥'} {f.told(f.goal)}"
        rows.append((f.name, f.told(f.baseline), goal, f.told(f.here), holds, f.counts))
    wide = [max(len(row[n]) for row in rows) for n in range(6)]
    return "\n".join(
        "  ".join(
            cell.ljust(wide[n]) if n in (0, 4, 5) else cell.rjust(wide[n]) for n, cell in enumerate(row)
        ).rstrip()
        for row in rows
    )
