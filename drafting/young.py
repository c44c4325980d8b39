"""Which speakers are children: from what they are asked, what they are called and what they say, over a whole meeting.

Several signs of different kinds must come together, and what only adults are asked or say weighs against them. Who is
found so is always a question to the practitioner: nothing here is sure.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafting.small import Small
from drafting.speech import Sentence, Turn
from drafting.wording import young as words

_ASKED = {what: Small(x) for what, x in words.ASKED.items()}
_OWN = {what: Small(x) for what, x in words.OWN.items()}
_PET, _ADULT, _ASKED_ADULT = Small(words.PET), Small(words.ADULT), Small(words.ASKED_ADULT)
_BY_KIN = re.compile(words.BY_KIN)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]?")
_NAME = r"[A-Z][a-zà-öø-ÿ'’-]*[a-zà-öø-ÿ](?:-[A-Z][a-zà-öø-ÿ]+)?"
_CALLED = re.compile(
    rf"(?:^|[.!?] |\b(?:[Hh]ello|[Hh]i|[Hh]iya|[Hh]ey|[Mm]orning|[Aa]nd|[Ss]o|[Oo][Kk]|[Oo]kay|[Rr]ight|[Tt]hanks?|you|"
    rf"[Ww]ell done|[Nn]ow|[Bb]ye),? )({_NAME})(?=[,.?!])|, ({_NAME})(?=[.?!](?:\s|$)|, )"
)
"""Somebody is spoken to by name: "Hiya Jo.", "Jo, can I ...", "How was it, Jo?"."""
_WORD = re.compile(r"(?<=[a-z,] )([A-Z][\w-]+)|(?<![\w'’])([a-z]+)")
_NOT_NAMES = frozenset(
    ["I", "Mum", "Mom", "Mam", "Dad", "Nan", "Mummy", "Mommy", "Daddy", "OK", "God", "Sir", "Miss"]
)
_LEAST_WORDS = 8
"""Fewer words tell nothing of who speaks."""
_MOST = 4
"""Times that one sign counts."""
_SHORT = 14
"""Words in an answer of a child's, on the whole."""
_LONG = 400
"""Words after which the same signs tell less."""
_ENOUGH = 4.0
_HALF = 1.5
"""What a kind of sign must come to before it counts as one."""


@dataclass(slots=True)
class Signs:
    """What speaks for it that somebody is a child, by kind, and against it."""

    asked: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    called: Counter[str] = field(default_factory=Counter, repr=False)
    pet: int = 0
    by_kin: int = 0
    adult: int = 0
    answers: int = 0
    turns: int = 0
    words: int = 0

    @property
    def short(self) -> bool:
        """Whether they mostly answer, in few words."""
        return self.turns >= 3 and self.answers * 2 >= self.turns and self.words <= _SHORT * self.turns

    def kinds(self, children: frozenset[str]) -> tuple[float, float, float]:
        """How much each kind of sign comes to: asked, own words, called by the name of a child."""
        asked = _sum(self.asked, 1.2) + min(1.0, 0.5 * self.pet)
        own = _sum(self.own, 0.8) + min(1.6, 0.8 * self.by_kin)
        # A long talker meets with more of everything by chance.
        own *= min(1.0, _LONG / max(1, self.words))
        named = sum(times for name, times in self.called.items() if name in children)
        return min(5.0, asked), min(5.0, own), min(4.0, 2.0 * named)

    def child(self, children: frozenset[str]) -> bool:
        """Whether enough of it comes together, and little speaks against it."""
        if self.words < _LEAST_WORDS:
            return False
        kinds = self.kinds(children)
        told = sum(kinds) + (1.0 if self.short else 0.0)
        against = 1.3 * self.adult * min(1.0, _LONG / max(1, self.words))
        return sum(k >= _HALF for k in kinds) >= 2 and told - against >= _ENOUGH

    def why(self, children: frozenset[str]) -> str:
        """What speaks for it, for the practitioner to judge."""
        asked, own, named = self.kinds(children)
        reasons = []
        if named and (name := self.name(children)):
            reasons.append(f"is called {name}")
        if asked >= _HALF:
            about = [what for what, _ in self.asked.most_common(3)]
            reasons.append(f"is asked about {_listed(about)}" if about else "is spoken to as a child")
        if own >= _HALF:
            reasons.append("speaks of their own day as children do")
        return _listed(reasons)

    def name(self, children: frozenset[str]) -> str:
        """The child's name by which they are called, if it is one alone."""
        own = [name for name, _ in self.called.most_common() if name in children]
        return own[0] if own and (len(own) == 1 or self.called[own[0]] >= 2 * self.called[own[1]]) else ""


def signs(turns: Sequence[Turn]) -> dict[str, Signs]:
    """The signs of each speaker. What they say, and what is said to them, is read in one piece: that is quicker."""
    found: dict[str, Signs] = {}
    said: dict[str, list[str]] = {}
    heard: dict[str, list[str]] = {}
    before: Turn | None = None
    for turn in turns:
        if turn.speaker is None:
            continue
        own = found.setdefault(turn.speaker, Signs())
        own.turns += 1
        own.words += turn.words
        said.setdefault(turn.speaker, []).append(turn.text)
        if before is not None and before.speaker != turn.speaker:
            # The end of it: the rest may be said to others.
            last = before.sentences[-2:]
            own.called.update(set(called(before.sentences)))
            own.answers += last[-1].asks
            heard.setdefault(turn.speaker, []).append(" ".join(s.text for s in last))
        if not turn.filler or before is None:
            before = turn
    for label, own in found.items():
        _spoken(own, "\n".join(_QUOTED.sub(" ", text) for text in said[label]))
        _spoken_to(own, "\n".join(heard.get(label, ())))
    return found


def _spoken(own: Signs, text: str) -> None:
    for what, pattern in _OWN.items():
        own.own[what] += len(pattern.findall(text))
    own.by_kin += len(_BY_KIN.findall(text))
    own.adult += len(_ADULT.findall(text))


def _spoken_to(own: Signs, text: str) -> None:
    for what, pattern in _ASKED.items():
        own.asked[what] += len(pattern.findall(text))
    own.pet += len(_PET.findall(text))
    own.adult += len(_ASKED_ADULT.findall(text))


def spoken_to(turns: Sequence[Turn], found: Mapping[str, Signs]) -> frozenset[str]:
    """The names by which speakers are called: said inside a sentence too, and seldom in small letters."""
    said = {name for own in found.values() for name, times in own.called.items() if times}
    inside: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for turn in turns:
        for match in _WORD.finditer(turn.text):
            if match[1]:
                inside[match[1]] += 1
            else:
                small[match[2]] += 1
    return frozenset(n for n in said if inside[n] > small[n.lower()] and n not in _NOT_NAMES)


def called(sentences: Sequence[Sentence]) -> Iterator[str]:
    """The names by which somebody is spoken to."""
    for s in sentences:
        for match in _CALLED.finditer(s.text):
            if s.words > 1 or s.asks:
                yield match[1] or match[2]


def _sum(counts: Mapping[str, int], each: float) -> float:
    """What signs of one kind come to: the same one again adds less than another."""
    return sum(each * math.sqrt(min(times, _MOST)) for times in counts.values())


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"
