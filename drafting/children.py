"""The first names of the children of whom a meeting speaks, as far as it says so itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from drafting.speech import Turn

_NAME = r"[A-Z][a-zà-öø-ÿ'’-]+(?:-[A-Z][a-zà-öø-ÿ]+)?"
_AGE = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|\d{1,2})"
)
_HAVE = (
    *("bedroom", "attendance", "nursery", "birthday", "foster carer", "life story", "timetable", "care plan"),
    *("teacher", "school place", "playgroup", "headteacher", "form tutor", "keyworker", "pushchair"),
)
"""What is said of a child's, and hardly of an adult's in such a meeting."""
_OWN = ("review", "plan", "EHC", "PEP", "assessment")
_CHILD: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (
        (", who", ", she", ", he"),
        re.compile(rf"\b({_NAME})(?: {_NAME})?, (?:who|she|he)(?:'s| is) {_AGE}\b"),
    ),
    (("'s ", " is "), re.compile(rf"\b({_NAME})(?:'s| is) {_AGE}(?=[,.]|$| years?\b)")),
    (_OWN, re.compile(rf"\b({_NAME})(?:'s|’s) [\w -]{{0,30}}\b(?:{'|'.join(_OWN)})\b")),
    ((" for ", " of "), re.compile(rf"\b(?:plan|review|conference) (?:for|of) ({_NAME})\b")),
    (
        (" own", " alone"),
        re.compile(
            rf"\b(?:see|saw|seen|visit(?:ed)?|time with|spoken to|spoke to) ({_NAME}) (?:on (?:his|her|"
            rf"their) own|alone)"
        ),
    ),
    (
        ("ear ", "eception", "ursery"),
        re.compile(
            rf"\b({_NAME})(?:,? who)?(?:'s|’s| is)(?: now| only)? in (?:[Yy]ear (?:{_AGE})|[Rr]eception|[Nn]ursery)\b"
        ),
    ),
    (("'s ", "’s "), re.compile(rf"\b({_NAME})['’]s (?:{'|'.join(_HAVE)})\b")),
    (
        (" for ", "children", "kids", "twins"),
        re.compile(rf"\b(?:social worker for|(?:the|your) (?:children|kids|twins),) ({_NAME})\b"),
    ),
)
"""Each with what it has in it: where none of that was said, the pattern need not be looked for."""
_AND_CHILD = re.compile(rf"^,? and ({_NAME})(?:,? who(?:'s| is) {_AGE})?")
_NOT_NAMES = frozenset([
    "I", "I'm", "I've", "I'll", "I'd", "He", "She", "It", "We", "They", "You", "That", "This", "There", "The",
    "And", "But", "So", "OK", "Yeah", "Yes", "No", "Not", "Right", "Well", "If", "When", "What", "Who",
    "Where", "Why", "How", "Mum", "Dad", "Nan", "Mummy", "Daddy", "Nana", "Monday", "Tuesday", "Wednesday",
    "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December", "Year",
])  # fmt: skip


def names(turns: Sequence[Turn]) -> tuple[str, ...]:
    """First names said with a child's age, or as whose review, plan or visit it is: twice, or once at the start."""
    found: Counter[str] = Counter()
    for turn in turns:
        text = turn.text
        for needs, pattern in _CHILD:
            for match in pattern.finditer(text) if any(x in text for x in needs) else ():
                name = match[1]
                found[name] += 2 if turn.n < 12 else 1
                if more := _AND_CHILD.match(text[match.end() :]):
                    found[more[1]] += 2
    return tuple(n for n, seen in found.most_common(6) if seen >= 2 and n not in _NOT_NAMES)
