"""What only says again what somebody else has just said: a record needs it from the one who told it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drafting.speech import Sentence, Turn
from drafting.weigh import DATE, NUMBER
from drafting.wording.stems import says_little, stem

_BACK = 6
"""Turns before, in which what is echoed was said."""
_SAME = 0.65
"""Share of the telling words that must have been said there."""
_LEAST = 2
"""Telling words of which it can be said that they come again."""
_CORRECTS = re.compile(r"\bcorrect(?:ed|ion)?\b|\bnot\b.*\bbut\b|\bsorry\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:no|not|never|none|nothing|nobody|without|denie[sd])\b|n['’]t\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-zÀ-ÿ'’]+|\d[\d.,:]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """`of` and `sentences`: where it was told. `adds`: a figure or a day that was not, so that both belong together."""

    of: int
    sentences: tuple[int, ...]
    adds: bool


def echoes(turns: Sequence[Turn], held: Mapping[int, object]) -> dict[int, Echo]:
    """By the number of each sentence that is one. An answer that takes up the words of its question is none."""
    found: dict[int, Echo] = {}
    words = {s.n: _telling(s.text) for t in turns for s in t.sentences if not s.asks and s.n not in held}
    for turn in turns:
        near = turns[max(0, turn.n - _BACK) : turn.n]
        before = [
            s for t in near if t.speaker != turn.speaker and not t.filler for s in t.sentences if s.n in words
        ]
        said = set().union(*(words[s.n] for s in before))
        if turn.speaker is None or not before:
            continue
        for s in turn.sentences:
            mine = words.get(s.n, set())
            same = len(mine & said) >= max(_LEAST, _SAME * len(mine))
            if same and not _CORRECTS.search(s.text) and (echo := _echo(s, before, words, said)):
                found[s.n] = echo
    return found


def _echo(
    s: Sentence, before: Sequence[Sentence], words: Mapping[int, set[str]], said: set[str]
) -> Echo | None:
    """Where it was told: the turn with most of its words. What denies what was told, or was denied, is no echo."""
    shared: dict[int, int] = {}
    for x in before:
        shared[x.turn] = shared.get(x.turn, 0) + len(words[s.n] & words[x.n])
    of = max(shared, key=lambda turn: (shared[turn], turn))
    many = {x.n: len(words[s.n] & words[x.n]) for x in before if x.turn == of}
    where = [x for x in before if many.get(x.n, 0) * 2 >= max(1, *many.values())]
    if bool(_DENIES.search(s.text)) is not any(_DENIES.search(x.text) for x in where):
        return None
    if _turned_round(s.text, " ".join(x.text for x in where)):
        return None
    return Echo(of=of, sentences=tuple(x.n for x in where), adds=bool(_figures(s.text) - said))


def _turned_round(one: str, other: str) -> bool:
    """Whether the same people stand in another order: that Ann told Bob is not that Bob told Ann."""
    names = [list(dict.fromkeys(_NAME.findall(text))) for text in (one, other)]
    both = [[x for x in mine if x in theirs] for mine, theirs in (names, names[::-1])]
    return both[0] != both[1]


_NAME = re.compile(r"\b(?!I\b)[A-Z][a-zà-ÿ]{2,}")


def _telling(text: str) -> set[str]:
    words = set(_WORD.findall(text.replace("-", " ")))
    return {t for w in words if not says_little(t := stem(w.lower().rstrip(".,:")))}


def _figures(text: str) -> set[str]:
    named = " ".join(m[0] for p in (NUMBER, DATE) for m in p.finditer(text)).replace("-", " ")
    return {stem(w.lower().rstrip(".,:")) for w in _WORD.findall(named)}
