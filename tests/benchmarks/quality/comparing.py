"""Comparing words however they are written: case, marks and endings aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from record.source import Passage

Json: TypeAlias = Any
"""A value as json.loads gives it: the gold files are read where they are used."""

_SMALL = frozenset(
    re.findall(
        r"\w+",
        """a an the and or but if so of to in on at by for from with as is are was were be been am do does
        did have has had i me my we us our you your he him his she her hers it its they them their
        this that these those there here who which what when where why how not no nor than then too
        very can could will would should may might must just also said says say""",
    )
)


def flat(text: str) -> str:
    """Lower case, straight quotation marks, single spaces: what the patterns of the gold are written for."""
    plain = text.lower()
    for curly, straight in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"')):
        plain = plain.replace(curly, straight)
    return " ".join(plain.split())


def bare(text: str) -> str:
    """Letters and digits only: word for word, case and marks forgiven."""
    return " ".join(re.sub(r"[^\w£%]+", " ", flat(text).replace("'", "")).split())


def content(text: str) -> list[str]:
    """The words that say something, cut to six letters."""
    return [w[:6] for w in bare(text).split() if w not in _SMALL and (len(w) > 1 or w.isdigit())]


def count(text: str) -> int:
    """Words, however they are glued together."""
    return len(re.findall(r"[^\W_]+", text))


def rouge(note: str, draft: str, n: int) -> float:
    """ROUGE-n: F1 of the runs of n words that a note and a draft share; no stemming."""
    a, b = _runs(bare(note).split(), n), _runs(bare(draft).split(), n)
    same = sum((a & b).values())
    return 2 * same / (sum(a.values()) + sum(b.values())) if same else 0.0


def _runs(words: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[i:] for i in range(n)), strict=False))


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of those that there are; None of nothing."""
    there = [v for v in values if v is not None]
    return sum(there) / len(there) if there else None


def align(expected: Iterable[Json], passages: Sequence[Passage]) -> dict[str, list[str]]:
    """By the id of a passage as expected, the ids of those read that carry its words at its time."""
    exact = {(round(p.start, 2), bare(p.text)): str(p.id) for p in passages}
    found: dict[str, list[str]] = {}
    for want in expected:
        hit = exact.get((round(want["start"], 2), bare(want["text"])))
        found[want["id"]] = [hit] if hit is not None else _near(want, passages)
    return found


def _near(want: Json, passages: Sequence[Passage]) -> list[str]:
    words = set(bare(want["text"]).split())
    near = []
    for p in passages:
        here = set(bare(p.text).split())
        beside = p.start <= want["end"] + 0.5 and p.end >= want["start"] - 0.5
        least = 0.6 * min(len(words), len(here) or 1)
        if beside and len(p.text) <= 3 * len(want["text"]) + 80 and words and len(words & here) >= least:
            near.append(str(p.id))
    return near
