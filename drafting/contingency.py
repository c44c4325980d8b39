"""What professionals said would happen if the plan does not work: "if ..., then ...", in the words used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from drafting.people import People, Role
from drafting.small import Small
from drafting.speech import Sentence, Turn, tidy
from record.draft import Line

_WILL = (
    r"(?:(?:there|we|I|it|they|you|he|she|that)(?:['’](?:ll|d)| will| would| need| have to)|[A-Z]\w+(?:['’]ll| will)"
    r"|(?:then|please|you) (?:ring|call|phone|go|come|take|tell)|(?:ring|call|phone)\b)"
)
_IF = re.compile(
    rf"\b(?:if|unless)\b[^.?!]{{6,240}}(?:,|\bthen\b) ?(?:then )?{_WILL}"
    rf"|\b{_WILL}[^.?!]{{3,140}}\b(?:if|unless)\b[^.?!]{{6,}}",
    re.IGNORECASE,
)
_STEPS_IN = re.compile(
    r"\b(?:strategy (?:meeting|discussion)|legal (?:planning|advice|gateway)|police|999|111|duty (?:team|worker|social)"
    r"|out of hours|emergency|straight ?a?way|straight back|the same day|escalat\w+|step(?:ped|ping)? (?:it |this )?up"
    r"|reconvene\w*|(?:conference|meeting|review) (?:early|sooner|forward)|bring \w+ (?:\w+ )?forward|section 47|crisis"
    r"|another (?:conference|meeting|placement)|court|hospital|back-?up|contingency|respite|plan b|manager)\b",
    re.IGNORECASE,
)
"""That somebody would step in, which a mere condition does not say."""
_POLITE = re.compile(
    r"\bif (?:you(?:['’]d| would)? (?:like|rather|prefer|want|(?:don['’]t|wouldn['’]t|do not) mind)"
    r"|that['’]s (?:ok(?:ay)?|all ?right|fine)|(?:it|that) helps)\b",
    re.IGNORECASE,
)
"""An offer, and no condition: "if you like, I'll ring the hospital"."""
_NAMED = Small(r"\b(?:contingency(?: plan)?|back-?up plan|plan b|what (?:happens|do we do|will we do) if)\b")
"""The matter called by its name: what is said to it next is a contingency without any such word."""
_SHORT, _MOST, _LONGEST = 12, 2, 90
_CONDITION = Small(r"\b(?:if|unless|in case|should (?:he|she|it|they|the))\b")


def lines(
    turns: Sequence[Turn], who: People, held: Mapping[int, object], used: set[int]
) -> Iterator[tuple[Line, tuple[int, ...]]]:
    """A line for each, with the numbers of its sentences. What a child or the family fears will happen is none."""
    named = 0
    for turn in turns:
        if who.part(turn) in (Role.CHILD, Role.FAMILY):
            continue
        for s in turn.sentences:
            if _NAMED.search(s.text) and (s.asks or s.words <= _SHORT):
                named = _MOST + 1
            free = s.n not in held and s.n not in used and not s.asks and s.words <= _LONGEST
            said_if = free and _CONDITION.search(s.text) and not _POLITE.search(s.text)
            if said_if and (named or (_IF.search(s.text) and _STEPS_IN.search(s.text))):
                yield _line(s), (s.n,)
            named = max(0, named - (s.words > _SHORT))


def _line(s: Sentence) -> Line:
    words = tidy(s.text)
    return Line(
        number=0,
        text=f"{s.speaker}: {words}" if s.speaker else words,
        sources=s.passages[:8],
        speaker=s.speaker,
    )
