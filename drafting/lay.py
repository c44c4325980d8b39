"""What people say for the words that records use (rules/lay.yaml): "he coughed up blood" is haemoptysis."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from drafting.units import Unit
from drafting.wording.rules import lists
from drafting.wording.stems import says_little, stem
from drafting.wording.words import denies

LAY, PLAIN = "lay.yaml", "plain.yaml"
"""What stands for a word of a record, and what only shows that such a thing was spoken of."""
_BETWEEN = 2
"""Little words that may stand between those of a phrase: "coughing up the blood"."""


@functools.cache
def _lay(file: str) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """What people say for words of records, by the first stem of the phrase: its other stems, and the word's own."""
    found: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for word, phrases in lists(file).items():
        for phrase in phrases:
            first, *rest = (stem(w) for w in phrase.split())
            found[first] = (*found.get(first, ()), (tuple(rest), stem(word)))
    return found


@functools.cache
def _telling(file: str) -> frozenset[str]:
    """Of each phrase the first stem that says something by itself: where none of these was said, no phrase was."""
    phrases = [(first, *rest) for first, found in _lay(file).items() for rest, _ in found]
    return frozenset(next((s for s in phrase if not says_little(s)), phrase[0]) for phrase in phrases)


def said_as(unit: Unit, file: str = LAY) -> Iterator[tuple[str, int]]:
    """Each word of a record for which a phrase was said, and the place of the last word of that phrase. Of a phrase
    that denies, "not had a drink" for sober, it is the place of its "not": the word itself is not denied.
    """
    lay = _lay(file)
    if _telling(file).isdisjoint([w.stem for w in unit.words]):
        return
    for k, w in enumerate(unit.words):
        for rest, word in lay.get(w.stem, ()):
            n = k
            for s in rest:
                reach = range(n + 1, min(len(unit.words), n + 2 + _BETWEEN))
                n = next((x for x in reach if unit.words[x].stem == s), -1)
                if n < 0:
                    break
            if n >= 0:
                no = next((x for x in unit.words[k : n + 1] if denies(x)), None)
                yield word, (no or unit.words[n]).at
