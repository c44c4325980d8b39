"""One action for one task: a recap joins what it repeats, and the fuller wording stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from drafting.meant import ANY
from drafting.tasks import Promise

_RECENT = 12
"""Turns within which half of the words in common are enough; after that two thirds."""


_MERELY = re.compile(r"(?i:talk|speak|ring|call|see|tell|ask)(?: to| with)? (?P<who>[A-Z]\w+)")
"""Only names whom to turn to: of whoever promised more of it before, the same."""


def merged(found: Sequence[Promise]) -> list[Promise]:
    """The promises of a meeting in the order made, each once."""
    kept: list[Promise] = []
    for p in found:
        same = next((k for k in reversed(kept) if _same(k, p)), None)
        if same is None:
            kept.append(p)
            continue
        fuller = max(same, p, key=lambda x: (not x.bare, x.due is not None, len(x.task)))
        if p.bare or (not p.said and p.turn == same.turn):
            fuller = same
        kept[kept.index(same)] = replace(
            fuller,
            turn=p.turn if fuller is p else same.turn,
            owner=_owner(fuller.owner or same.owner, p.owner),
            due=_due(same, p),
            said=same.said | p.said,
            sources=tuple(dict.fromkeys((*same.sources, *p.sources))),
            sentences=(*same.sentences, *p.sentences),
        )
    return kept


def _owner(one: str | None, other: str | None) -> str | None:
    """Of two that may be the same, the one that names more, and plainly."""
    if not one or not other:
        return one or other
    plain = [x for x in (one, other) if not x.endswith(")") or "“" not in x]
    return max(plain or [one], key=len)


def _due(same: Promise, p: Promise) -> str | None:
    """The day said last, as far as that is of this task; of two ways to say one day, the fuller."""
    if same.due and p.due and _day(same, p):
        return max(same.due, p.due, key=len)
    return p.due or same.due if not p.bare or same.bare else same.due or p.due


def _same(a: Promise, b: Promise) -> bool:
    if a.owner and b.owner and a.owner not in b.owner and b.owner not in a.owner:
        return False
    turns = b.turn - a.turn
    x, y = a.said, b.said
    if a.owner and b.owner and turns <= 3 and (told := _pointing(a, b)) is not None:
        return told
    if a.owner and a.owner == b.owner and b.named and _day(a, b) and (turns <= 3 or x & y):
        return True
    if (
        a.owner
        and a.owner == b.owner
        and (match := _MERELY.fullmatch(b.task))
        and re.search(rf"\b{match['who']}\b", a.task)
    ):
        return True
    common = len(x & y)
    # What a chair lists without saying whose it is was promised before, by somebody.
    recent = turns < _RECENT or (b.named and b.owner is None)
    return common >= 2 and (common * 2 if recent else common * 3 / 2) >= min(len(x), len(y))


def _pointing(a: Promise, b: Promise) -> bool | None:
    """Whether one of two, made close together, only points at the other; None if neither does."""
    if (
        b.bare
        and b.again
        and a.owner == b.owner
        and (b.turn - a.turn <= 1 or a.said & b.said or b.due is None)
    ):
        return a.bare or a.due is None or b.due is None or a.due == b.due
    if a.bare and a.again and _day(a, b):
        return True
    if a.owner == b.owner and a.verb == b.verb:
        answered = a.asked and b.turn - a.turn == 1
        pointed = b.again and b.turn - a.turn <= 1 and b.verb not in ANY
        took_up = b.bare and b.turn - a.turn == 1 and b.verb not in ANY
        return True if answered or pointed or took_up or (a.due and a.due == b.due) else None
    return None


def _day(a: Promise, b: Promise) -> bool:
    """Whether both are due, and the days may be one: "Monday after school", "on Monday the 9th"."""
    days = [
        set(re.findall(r"[a-z]+day\b|\d+|tomorrow|christmas|easter|half term", (x.due or "").lower()))
        for x in (a, b)
    ]
    return bool(days[0] & days[1])
