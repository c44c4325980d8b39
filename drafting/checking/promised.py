"""Who is to do it: "Dan will ring the school", where it is Jo who says "I'll ring them"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.checking.doers import is_doer
from drafting.checking.reported import names_of
from drafting.checking.who import Who, by_part, who_does
from drafting.evidence import Meeting
from drafting.units import Unit

_LEAST, _SHARE = 3.0, 0.4
"""What must stand where it is taken on, and what share of all that was said anywhere of what is to be done."""
_BETTER = 1.4
"""How many times better that must fit than anything that the one whom the record names takes on."""
_SAME, _BEFORE, _AFTER = 0.6, 0.45, 0.2
"""What a word counts that stands in the same turn, in the one before and in the one after."""
_TAKES_ON = (
    ("will",), ("is", "to"), ("are", "to"), ("is", "going", "to"), ("undertook", "to"), ("agreed", "to"),
    ("offered", "to"), ("promised", "to"), ("intends", "to"),
    ("intended", "to"), ("committed", "to"), ("plans", "to"), ("would",),
    ("has", "agreed", "to"), ("had", "agreed", "to"), ("is", "due", "to"), ("proposed", "to"), ("to",),
)  # fmt: skip
_NO_TASK = frozenset(
    ["like", "be", "have", "want", "prefer", "rather", "need", "benefit", "not", "turn", "hear", "receive"]
)
_ASKS = re.compile(
    r"\b(?:can|could|will|would) you\b|\byou(?:['’]ll| will|['’]re (?:going )?to| need to)\b"
    r"|\b(?:s?he|they)(?:['’]ll| will|['’]s (?:going )?to)\b",
    re.IGNORECASE,
)


def promised(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason."""
    if not meeting.attributed or not meeting.undertaken:
        return
    for first, last in claim.clauses:
        for k in range(first, last + 1):
            begins = _takes_on(claim, k, last)
            who = _who(claim, k, meeting) if begins else None
            if who is None:
                continue
            unit = _somebody_else(claim, meeting, who, begins, _end(claim, last))
            if unit is not None:
                yield Reason(
                    code="name",
                    detail=f"The record says that {who.shown} is to do this; here {unit.speaker} takes it on.",
                    at=unit.words[0].at,
                )
                return


def _who(claim: Claim, k: int, meeting: Meeting) -> Who | None:
    """Who it is, by name or by what they are there."""
    if claim.words[k].capital:
        return who_does(claim, k, meeting) if is_doer(claim, k, meeting) else None
    return by_part(claim, k, meeting)


def _takes_on(claim: Claim, k: int, last: int) -> int:
    """The first word of what is to be done, where words that take it on follow a word; 0 where none do."""
    low = [w.raw.lower() for w in claim.words[k + 1 : last + 1]]
    for words in _TAKES_ON:
        n = len(words)
        if tuple(low[:n]) == words and len(low) > n and low[n] not in _NO_TASK:
            return k + 1 + n
    return 0


def _end(claim: Claim, last: int) -> int:
    """The last word of what is to be done: "... and to speak to the school" belongs to it."""
    for first, end in claim.clauses:
        if first == last + 1 and [w.raw.lower() for w in claim.words[first : first + 2]] == ["and", "to"]:
            return end
    return last


def _somebody_else(claim: Claim, meeting: Meeting, who: Who, begins: int, end: int) -> Unit | None:
    """Where another takes on what the record has this one do; None where that is not plain."""
    told = {s: x for s, x in claim.told(begins, end).items() if s not in who.names and meeting.holders.get(s)}
    most, own, found = 0.0, 0.0, -1
    for n, score in _scores(told, meeting).items():
        if meeting.units[n].speaker in who.labels:
            own = max(own, score)
        elif score > most:
            most, found = score, n
    if found < 0 or most < max(_LEAST, _SHARE * sum(told.values()), _BETTER * own):
        return None
    unit = meeting.units[found]
    return None if _may_be(unit, who, meeting) else unit


def _scores(told: dict[str, float], meeting: Meeting) -> dict[int, float]:
    """How well each sentence in which somebody takes something on fits, by its number."""
    found: dict[int, float] = {}
    turns = {s: {meeting.units[n].turn for n in meeting.holders[s]} for s in told}
    for n in meeting.undertaken:
        turn = meeting.units[n].turn
        found[n] = sum(
            w
            * (
                1.0
                if n in meeting.holders[s]
                else _SAME
                if turn in turns[s]
                else _BEFORE
                if turn - 1 in turns[s]
                else _AFTER * (turn + 1 in turns[s])
            )
            for s, w in told.items()
        )
    return found


def _may_be(unit: Unit, who: Who, meeting: Meeting) -> bool:
    """Whether the one whom the record names takes it on there, is asked to, or is named; or nobody can tell."""
    if not who.labels and not names_of(unit.speaker, meeting):
        return True  # it may be this very one who speaks
    for u in meeting.units[max(0, unit.n - 12) : unit.n + 13]:
        away = abs(u.turn - unit.turn)
        if not away and any(w.capital and w.stem in who.names for w in u.words):
            return True
        if away == 1 and u.speaker in who.labels and (u.n in meeting.undertaken or _ASKS.search(unit.text)):
            return True
    return False
