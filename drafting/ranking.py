"""Which sentences of a meeting hold most of the words that are looked for, themselves or in those beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from heapq import nlargest

_PUT_RIGHT = 0.6
"""What a sentence counts that was put right, or was said to the tool."""
_BESIDE, _NEAR = 0.45, 0.2
"""What a word counts for the sentence next to its own, and for the one after that."""
_AROUND = ((-2, _NEAR), (-1, _BESIDE), (1, _BESIDE), (2, _NEAR))
_RAISED = 1 + sum(share for _, share in _AROUND)
"""How many times what it holds a sentence may count where none of those beside it holds more."""
_ROUNDING = 1e-9

Wanted = Sequence[tuple[Set[int], float]]
"""The numbers of the sentences in which each word stands, and what the word weighs."""


def best(wanted: Wanted, most: int, *, sentences: int, void: Set[int]) -> list[tuple[float, int]]:
    """What the best of so many sentences count, with their numbers; best first, and of those that count alike the
    first. `void`: the numbers of those that were put right, or were said to the tool.
    """
    own: dict[int, float] = defaultdict(float)
    for there, weight in wanted:
        for n in there:
            own[n] += weight
    # What a sentence holds it counts at the least: those that cannot come to as much as the best need no closer look.
    least = nlargest(most, (x * _share(n, void) for n, x in own.items()))
    enough = least[-1] - _ROUNDING if len(least) == most else 0.0
    high = [n for n, x in own.items() if x * _RAISED >= enough]
    near = {n + k for n in high for k in (-2, -1, 0, 1, 2) if 0 <= n + k < sentences}
    found = [(_counts(n, wanted) * _share(n, void), n) for n in near if _at_most(n, own) >= enough]
    return sorted((x for x in found if x[0] > 0), key=lambda x: (-x[0], x[1]))[:most]


def _share(n: int, void: Set[int]) -> float:
    return _PUT_RIGHT if n in void else 1.0


def _at_most(n: int, own: Mapping[int, float]) -> float:
    """What a sentence counts if those beside it hold what it does not."""
    beside = own.get(n - 1, 0.0) + own.get(n + 1, 0.0)
    near = own.get(n - 2, 0.0) + own.get(n + 2, 0.0)
    return own.get(n, 0.0) + _BESIDE * beside + _NEAR * near


def _counts(n: int, wanted: Wanted) -> float:
    """How much stands in a sentence, and by a share in those beside it."""
    total = 0.0
    for there, weight in wanted:
        if n in there:
            total += weight
            continue
        for k, share in _AROUND:
            if n + k in there:
                total += weight * share
    return total
