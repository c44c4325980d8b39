"""Names that were put right where they were said: "Ann's, sorry, Beth's", "No, that's Beth's", "Not Ann's. Beth's"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from drafting.small import Small
from drafting.units import Unit
from drafting.wording.stems import stem

_BACK = 4
"""Sentences back in which the name stands that a "No, that's Beth's" puts right."""
_NAME = r"([A-Z][a-zà-öø-ÿ-]+)(?:['’]s)?"
_IN_ONE = re.compile(
    rf"\b{_NAME}(?: [a-z]+){{0,2}},? (?:sorry|no|I mean|I meant|or rather|correction|my mistake)"
    r"(?:,? no| I mean|,? sorry)?,? "
    rf"(?:it['’]s |that['’]s |it was |that was )?{_NAME}(?![\w'’])"
)
""" "Ann's ear, sorry, Beth's ear"."""
_PUTS_RIGHT = Small(r"sorry|\bno\b|i mean|rather|correction|my mistake")
_NOT = re.compile(rf"\b[Nn]ot {_NAME}(?: [A-Z]\w+)?(?=[.,;]|$)")
""" "Not Ann's." before "Beth's."."""
_IT_IS = re.compile(
    r"^(?:(?:[Nn]o|[Oo]h|[Ss]orry|[Aa]ctually|[Ww]ell|[Uu]m+),? )*"
    r"(?:(?:[Ii]t|[Tt]hat|[Tt]his)(?:['’]s| is| was) |I mean |I meant )?"
    rf"{_NAME}(?: [a-z]+)?(?=[.,;]|$)"
)
""" "That's Beth's", "Beth's pump."."""
_YOU_MEAN = re.compile(
    rf"^(?:(?:[Oo]h|[Ss]orry|[Hh]ang on),? )*(?:[Dd]o |[Dd]id )?[Yy]ou mean(?:t)? {_NAME}\b"
)
""" "You mean Ben got them up." of another who said "Bill"."""
_WHOLE = re.compile(rf"^{_NAME}(?: [A-Z]\w+)?\.$")
_NO = re.compile(r"^(?:(?:[Oo]h|[Uu]m+|[Ee]r+|[Ww]ell|[Ss]orry),? )*[Nn]o\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Righted:
    """A name that was said by mistake, and the one that was meant. `n`: the number of the sentence that says so."""

    n: int
    wrong: str = field(repr=False)
    right: str = field(repr=False)


def righted(units: Sequence[Unit], persons: Set[str]) -> tuple[Righted, ...]:
    """Every name that was put right, in order."""
    return tuple(dict.fromkeys(x for unit in units for x in _in(unit, units, persons) if x.wrong != x.right))


def _in(unit: Unit, units: Sequence[Unit], persons: Set[str]) -> Iterator[Righted]:
    text = unit.text
    for match in _IN_ONE.finditer(text) if "," in text and _PUTS_RIGHT.search(text) else ():
        one, other = stem(match[1]), stem(match[2])
        if one in persons and other in persons:
            yield Righted(n=unit.n, wrong=one, right=other)
    if (meant := _YOU_MEAN.match(text)) and stem(meant[1]) in persons:
        if wrong := _before(unit, units, persons, stem(meant[1])):
            yield Righted(n=unit.n, wrong=wrong, right=stem(meant[1]))
        return
    if not _NO.match(text) and not _NOT.search(text):
        return
    if (denied := _NOT.search(text)) and stem(denied[1]) in persons:
        for after in (text[denied.end() :].lstrip(" .,;"), *(u.text for u in units[unit.n + 1 : unit.n + 2])):
            if (said := _IT_IS.match(after)) and stem(said[1]) in persons:
                yield Righted(n=unit.n, wrong=stem(denied[1]), right=stem(said[1]))
                return
        for u in units[max(0, unit.n - _BACK) : unit.n]:
            if u.turn == unit.turn and (said := _WHOLE.match(u.text)) and stem(said[1]) in persons:
                yield Righted(n=unit.n, wrong=stem(denied[1]), right=stem(said[1]))
        return
    own = units[unit.n : unit.n + 2] if len(unit.words) <= 1 else units[unit.n : unit.n + 1]
    said = next((m for u in own if u.turn == unit.turn for m in [_IT_IS.match(u.text)] if m), None)
    if said and stem(said[1]) in persons:
        wrong = _before(unit, units, persons, stem(said[1]))
        if wrong:
            yield Righted(n=unit.n, wrong=wrong, right=stem(said[1]))


def _before(unit: Unit, units: Sequence[Unit], persons: Set[str], right: str) -> str:
    """The one person named last before a "No", who is not the one meant; "" where there is none close by."""
    for u in reversed(units[max(0, unit.n - _BACK) : unit.n]):
        if unit.turn - u.turn > 1:
            break
        names = {w.stem for w in u.words if w.capital and w.stem in persons}
        if names:
            return names.pop() if len(names) == 1 and right not in names else ""
    return ""
