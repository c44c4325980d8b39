"""Choose the sentences that together tell most within a budget of words."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from drafting.speech import Turn
from drafting.weigh import Told

_AGAIN = (1.0, 0.25)
"""What a fact is worth the first time and the second."""
_MOST = 4
"""Sentences that are weighed together."""
_LONGEST = 60
"""Words of these."""
_APART = 15.0
"""Words that a line of its own costs its reader: who says it, and finding one's way into it."""
_JOINED = 0.35
"""Of that, what it costs to go on from a line that is there."""


_LEAST, _MORE, _MOST_LEAST = 0.05, 0.04, 0.24
"""What a run must tell for each word that it costs, or nobody misses it: at the least, more for each thousand words
that were said, and at the most. Of a long meeting's small talk nobody wants as much as of a short call's.
"""


def least(said: int) -> float:
    """How much a run must tell for each word, in a meeting of so many words."""
    return min(_LEAST + _MORE * said / 1000, _MOST_LEAST)


def chosen(
    turns: Sequence[Turn], told: Mapping[int, Told], budget: int, weights: Mapping[int, float]
) -> list[int]:
    """Numbers of the sentences that together cover most within a budget of words (greedy, with lazy gains).

    What is weighed are runs of one to four sentences of one turn: whoever reads a figure needs what goes with it.
    `weights` multiply a sentence's worth: of who says it, and of how it is said. Facts told twice count a quarter
    the second time and nothing the third.
    """
    covered: dict[str, int] = {}
    taken: set[int] = set()

    def gain(run: range) -> tuple[float, int]:
        fresh = [n for n in run if n not in taken]
        words = sum(told[n].cost for n in fresh)
        seen: dict[str, int] = {}
        worth = 0.0
        for n in fresh:
            one = 0.0
            for key, weight in told[n].keys.items():
                times = covered.get(key, 0) + seen.get(key, 0)
                if times < len(_AGAIN):
                    one += weight * _AGAIN[times]
                seen[key] = seen.get(key, 0) + 1
            worth += one * weights.get(n, 1.0)
        joins = len(fresh) < len(run) or run[0] - 1 in taken or run[-1] + 1 in taken
        value = worth / (words + _APART * (_JOINED if joins else 1.0)) ** 0.9
        return value, words + (0 if joins else told[run[0]].by)

    beside: dict[int, list[range]] = defaultdict(list)
    heap: list[tuple[float, int, int]] = []
    for run in _runs(turns, told):
        heap.append((-gain(run)[0], run.start, run.stop))
        for n in range(run.start - 1, run.stop + 1):
            beside[n].append(run)
    heapq.heapify(heap)
    enough = least(sum(t.words for t in turns))
    spent = 0
    while heap and spent < budget:
        _, start, stop = heapq.heappop(heap)
        run = range(start, stop)
        now, words = gain(run)
        if now < enough or spent + words > budget:
            continue
        if heap and now < -heap[0][0] - 1e-9:
            heapq.heappush(heap, (-now, start, stop))
            continue
        fresh = [n for n in run if n not in taken]
        taken.update(fresh)
        spent += words
        for key in (key for n in fresh for key in told[n].keys):
            covered[key] = covered.get(key, 0) + 1
        for near in {r for n in (run[0], run[-1]) for r in beside[n]}:  # these cost less to read now
            if not taken.issuperset(near):
                heapq.heappush(heap, (-gain(near)[0], near.start, near.stop))
    return sorted(taken)


def _runs(turns: Sequence[Turn], told: Mapping[int, Told]) -> Iterator[range]:
    """Every run of sentences of one turn that may be drafted together."""
    for turn in turns:
        for s in turn.sentences:
            words = 0
            for n in range(s.n, min(s.n + _MOST, turn.sentences[-1].n + 1)):
                if n not in told or (words and words + told[n].cost > _LONGEST):
                    break
                words += told[n].cost
                yield range(s.n, n + 1)
