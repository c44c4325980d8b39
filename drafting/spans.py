"""How long something lasted or will last, however it is counted: "48 hours" is two days, "a fortnight" is fourteen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafting.wording.stems import stem
from drafting.wording.words import Word

_MINUTES = {
    stem(word): minutes
    for word, minutes in {
        "minute": 1, "hour": 60, "day": 1_440, "week": 10_080, "fortnight": 20_160, "month": 43_200, "year": 518_400,
    }.items()
}  # fmt: skip
"""A month counts 30 days, and a year twelve months."""
_ONE = frozenset(["a", "an", "one", "another"])
_EACH = frozenset(["time", "times", "once", "twice", "per", "couple"])


def key(value: str, unit: str) -> str:
    """The key under which a span of time is found, whatever it is counted in; "" where the unit is none of time."""
    minutes = _MINUTES.get(unit)
    return "" if minutes is None else f"span:{round(float(value) * minutes)}"


def spoken(told: Sequence[Word]) -> Iterator[tuple[int, str]]:
    """Spans that are said without a number, as the word with which they begin and their key: "half an hour", "a week",
    "a month and a half". "Twice a week" and "three days a week" are none.
    """
    spans = [k for k in range(len(told) - 1) if told[k + 1].stem in _MINUTES]
    low = [w.raw.lower() for w in told] if spans else []
    for k in spans:
        unit = _MINUTES[told[k + 1].stem]
        if low[k] not in _ONE:
            continue
        if k and low[k - 1] in ("half", "quarter"):
            yield k - 1, f"span:{unit // (2 if low[k - 1] == 'half' else 4)}"
        elif k > 1 and low[k - 1] == "of" and low[k - 2] in ("quarter", "quarters"):
            yield k - 2, f"span:{unit // 4 * (3 if low[k - 3 : k - 2] == ['three'] else 1)}"
        elif not k or not (low[k - 1] in _EACH or told[k - 1].stem in _MINUTES or low[k - 1][:1].isdigit()):
            half = low[k + 2 : k + 5] == ["and", "a", "half"]
            yield k, f"span:{unit * 3 // 2 if half else unit}"
