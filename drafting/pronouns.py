"""Whom "he" or "she" seems to mean: who was named last, and who has been "he" or "she" so far. Nobody is guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from drafting.units import Unit
from drafting.wording.stems import stem
from drafting.wording.words import Word

REACH = 90
"""Places after a name, or after the last "he" that plainly meant it, within which "he" or "she" may mean it."""
HE, SHE = frozenset(["he", "him", "his"]), frozenset(["she", "her", "hers"])
BEGINS = 3
"""Words with which a sentence begins: "she" among them is the one whom the sentence before named, if it named one."""
_KEPT = 3
"""People spoken of that are remembered."""
_SAY = frozenset(stem(w) for w in ["say", "tell", "think", "ask", "hope", "know", "reckon", "hear"])
_SAYS = 3
"""Words before "she" within which "Nan says" makes it likely that another is meant."""
_GREETS = re.compile(r"\b(?:hi|hiya|hello|thanks|thank you|sorry|morning|cheers),?$", re.IGNORECASE)
_TURNS_TO = re.compile(r", ?(?!s?he\b|who\b|and\b|but\b|[A-Z])[a-z]")
"""What follows a name with which somebody is spoken to: "Becky, can you", and not "Becky, she says"."""


@dataclass(slots=True)
class Spoken:
    """Who was spoken of lately. `genders`: who is "he" and who is "she", as far as the whole meeting tells."""

    genders: Mapping[str, str] = field(repr=False)
    recent: list[tuple[str, int]] = field(default_factory=list, repr=False)
    just_before: list[str] = field(default_factory=list, repr=False)
    """Those named in the sentence before this one."""
    in_this: tuple[int, list[str]] = field(default=(-1, []), repr=False)
    """The number of the sentence that is read now, and those named in it."""
    so_far: dict[str, Counter[str]] = field(default_factory=dict, repr=False)
    """How often each was plainly "he" or "she": named alone, earlier in the same sentence."""

    def named(self, word: Word, unit: Unit) -> None:
        """Somebody is named; who is only spoken to, "Right, Becky?", is nobody whom a later "she" means."""
        self._begin(unit)
        if not is_spoken_to(word, unit):
            self.in_this[1].append(word.stem)
            self._remember(word.stem, word.at)

    def meant(self, word: Word, unit: Unit) -> list[str]:
        """Of those named last; where somebody is named in the same sentence, nobody from before it."""
        self._begin(unit)
        kept = "she" if word.raw.lower() in SHE else "he"
        near = [name for name, at in self.recent if word.at - at <= REACH and self._may_be(name, kept)]
        begins = unit.words[0].at
        first = any(w.at == word.at for w in unit.words[:BEGINS]) and not self.in_this[1]
        if first and len(set(self.just_before)) == 1 and self.just_before[0] in near:
            near = self.just_before[:1]
        here = [name for name, at in self.recent if at >= begins and name in near]
        found = near if not here or _is_told(word, unit) else here
        if len(found) == 1:
            if here:
                self.so_far.setdefault(found[0], Counter())[kept] += 1
            self._remember(found[0], max(word.at, dict(self.recent)[found[0]]))
        return found

    def _begin(self, unit: Unit) -> None:
        if self.in_this[0] != unit.n:
            self.just_before = self.in_this[1] if self.in_this[0] == unit.n - 1 else []
            self.in_this = (unit.n, [])

    def _remember(self, name: str, at: int) -> None:
        self.recent = [*(x for x in self.recent if x[0] != name), (name, at)][-_KEPT:]

    def _may_be(self, name: str, kept: str) -> bool:
        known = self.genders.get(name, "")
        if known:
            return known == kept
        counts = self.so_far.get(name, Counter())
        other = "he" if kept == "she" else "she"
        return bool(counts[kept]) or not counts[other]


def is_spoken_to(word: Word, unit: Unit) -> bool:
    """Whether a name is that of somebody who is spoken to: "Right, Becky?", "Hiya Becky", "Becky, has he been?"."""
    before, after = unit.text[: word.begins].rstrip(), unit.text[word.begins + len(word.raw) :].lstrip()
    ends = before.endswith(",") and (after[:1] == "?" or after in (".", "!"))
    return ends or (not before and bool(_TURNS_TO.match(after))) or bool(_GREETS.search(before))


def _is_told(word: Word, unit: Unit) -> bool:
    """Whether "she" is who somebody tells of: "Nan says she ..."."""
    k = next(n for n, w in enumerate(unit.words) if w.at == word.at)
    return any(w.stem in _SAY for w in unit.words[max(0, k - _SAYS) : k])
