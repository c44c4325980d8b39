"""How many docket writes and outside requests one record takes, by the shortest path and with things to check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from local.town import Town
from local.wire import Call
from tests.benchmarks.house import Request
from tests.benchmarks.measure import Measure
from tests.benchmarks.walk import Report

T = TypeVar("T")

WRITES, REQUESTS = 18.0, 37.2
"""A fifth more than the 15 and 31 that were reckoned for one record's happy path."""
POLLED = "nudges"
"""The queue is asked all the time, whatever else is done."""
OURS = ("storage", "bot")
"""What is no request to an outside party: our own storage, and what Teams sends us."""


@dataclass(frozen=True)
class Span:
    """A stretch of time by the wall clock."""

    began: float
    ended: float

    def holds(self, at: float) -> bool:
        """Whether a moment lies in it."""
        return self.began <= at <= self.ended


@dataclass(frozen=True)
class Path:
    """One record from command to receipt: when, by stretches, and what was pressed."""

    span: Span
    stretches: Mapping[str, Span]
    presses: Sequence[str]


def measures(town: Town, report: Report, shortest: Path, sample: Path) -> list[Measure]:
    """Judged on the shortest path; the sample's home visit, which has things to check, is told beside it."""
    short = (
        "A call of five turns in which nothing is flagged, as a case note; nothing fails, and the policy waits for "
        "nothing: each wait that ends with something seen costs a write more. Every record type that ships has a part "
        "that only the practitioner may write, so the analysis is written before it is read and approved."
    )
    home = "The sample home visit as today: a part to answer, parts to write, lines to check."
    return [
        _writes("docket writes", report, shortest, short, WRITES),
        _writes("docket writes, things to check", report, sample, home),
        _outside("outside requests", town, shortest, short, REQUESTS),
        _outside("outside requests, things to check", town, sample, home),
    ]


def _writes(name: str, report: Report, path: Path, what: str, goal: float | None = None) -> Measure:
    storage: list[Request] = [r for r in report.storage if path.span.holds(r["at"])]
    found = [r["at"] for r in storage if r["method"] == "PUT" and r["place"] == "dockets"]
    every = _counted([r for r in storage if r["place"] != POLLED], lambda r: f"{r['method']} {r['place']}")
    how = f"{what} {_pressed(path)} PUTs to the dockets.{_stretched(path, found)} All requests to storage: {every}"
    return Measure(name=name, value=len(found), unit="writes", goal=goal, how=how)


def _outside(name: str, town: Town, path: Path, what: str, goal: float | None = None) -> Measure:
    calls: list[Call] = [c for c in town.wire.calls if c.party not in OURS and path.span.holds(c.began)]
    every = _counted(calls, lambda c: f"{c.party} {c.method} {_last_word(c.url)}")
    looks = _looks(calls)
    how = (
        f"{what} {_pressed(path)} Requests to everybody but storage.{_stretched(path, [c.began for c in calls])} "
        f"{looks} of them look whether the meeting's own file is gone; {len(calls) - looks} do the rest: {every}"
    )
    return Measure(name=name, value=len(calls), unit="requests", goal=goal, how=how)


def _looks(calls: Sequence[Call]) -> int:
    """What Microsoft Graph was asked after the meeting's own file was deleted."""
    deleted = [c.began for c in calls if c.url.endswith("/permanentDelete")]
    return sum(c.party == "graph" and bool(deleted) and c.began > deleted[-1] for c in calls)


def _pressed(path: Path) -> str:
    return f"Pressed: {', '.join(path.presses)}."


def _counted(things: Sequence[T], name: Callable[[T], str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in Counter(map(name, things)).most_common()) + "."


def _stretched(path: Path, moments: Sequence[float]) -> str:
    """How many fell into each stretch of the walk."""
    found = {name: sum(span.holds(at) for at in moments) for name, span in path.stretches.items()}
    return " By stretch: " + ", ".join(f"{name} {count}" for name, count in found.items()) + "."


def _last_word(url: str) -> str:
    """The last part of a path that is a word and no id."""
    named = [part for part in urlsplit(url).path.split("/") if re.fullmatch(r"[A-Za-z]+", part)]
    return named[-1] if named else ""
