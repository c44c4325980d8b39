"""What an answer denies: a question answered "no" denies what it asks about, one not answered leaves it open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafting.units import Unit
from drafting.wording.stems import carries
from drafting.wording.words import Word, denies

_IF = 14
"""How far an "if" reaches."""
_NO = frozenset(["no", "nope", "nah", "never", "none"])
_YES = frozenset(["yes", "yeah", "yep", "yup", "definitely", "course"])
_UNSURE = frozenset(["i do not know", "i do not remember", "i am not sure"])
_ER = frozenset(["um", "oh", "uh", "er", "erm", "well", "mm", "ah", "hmm"])
_ASK = frozenset(
    ["do", "does", "did", "have", "has", "had", "is", "are", "was", "were", "can", "could", "will", "would"]
)
_WHOM = frozenset(["you", "he", "she", "it", "they", "there", "your", "that", "any", "anybody", "anyone"])
_TELLING = frozenset([
    "what", "when", "where", "who", "how", "why", "which", "and", "i", "we", "that", "this", "it", "he", "she", "they",
    "you", "not",
])  # fmt: skip
"""After one of these "have you" or "is it" asks no question of its own."""
_WH = re.compile(
    r"(?:\W*\w+\W+){0,3}?(?:what|when|where|who|how|why|which)"
    r"(?:['’]s| (?:is|was|are|were|do|does|did|have|has|had|can|could|will|would|long|many|much|often|old|about))\b",
    re.IGNORECASE,
)
"""What asks for more than yes or no: a "no" in the answer does not deny it."""
_FEW = 12
"""Words that a question without a verb, "any pain when you walk", has at the most."""
_WHO = re.compile(
    r"\b(?:is|was) (?:it|that|this)(?: still| the| your| on| at)? (?P<which>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?)\?$"
)
"""Asks which one it is: "no" denies that one alone, and not that there is one."""
_SHORT_NO = _NO | {"not"}
_NAMES = 4
"""Words that what only names a matter has at the most."""
_SAYS_IT = frozenset(
    ["i", "we", "he", "she", "they", "it", "is", "was", "are", "were", "okay", "yeah", "right", "so"]
)
_SAID_NO = re.compile(
    r"\b(?P<asked>asked|asking|ask)\b.*?(?P<answer>,? (?:and|but|to which) (?:(?:he|she|they|[A-Z]\w+)(?:'d|'s)? "
    r"(?:just |only |always )?(?:said|says|say|answered|replied|told me|went|goes)|it (?:was|is|were)|the answer was) "
    r"no\b)",
)
_TAKEN_BACK = re.compile(
    r"\b(?:and|but|only|when) (?:it|that|he|she|they|I|we) (?:was|were|is|did|has|had|does|do|have|are)"
    r"(?:n['’]t| not| never)(?=[.,;]|$)"
)
_BACK = 8
"""Words before "and it wasn't" that it takes back."""
_ASKS = 25
"""Words from its end within which a sentence without a question mark may begin to ask."""


def answered(units: Sequence[Unit]) -> tuple[dict[int, int], set[int]]:
    """The places that an answer denies, each with how much (`Word.denied`), and those in questions and conditions that
    got no plain yes or no.
    """
    denied: dict[int, int] = {}
    open_: set[int] = set()
    for unit in units:
        for since in [w.at for w in unit.words if w.raw.lower() in ("if", "unless")]:
            open_.update(w.at for w in unit.words if since < w.at < since + _IF)
        denied.update(_told_no(unit))
        open_.update(_and_it_was_not(unit))
    for k, after in enumerate(units):
        before = units[k - 1] if k else after
        if after.turn == before.turn and (after.speaker is not None or not before.asks):
            continue
        said = _said_first(after)
        says_no = said in _NO or (said != "unsure" and any(denies(w) for w in after.words[:5]))
        if said in _YES or not (says_no or before.asks):
            continue
        said_before = [u for u in units[max(0, k - 4) : k] if u.turn == before.turn]
        asked = [w for u in said_before if u.asks or u is before for w in _question(u)]
        if not asked and said in _SHORT_NO:
            asked = [w for u in _named(said_before) for w in u.words]
        if says_no:
            denied.update((w.at, 2 if carries(w.stem) else 1) for w in asked)
        else:
            open_.update(w.at for w in asked)
    return denied, open_


def _named(turn: Sequence[Unit]) -> list[Unit]:
    """The few words at the end of a turn that only name what is asked about: "The medicine. Your sleep." """
    found: list[Unit] = []
    for unit in reversed(turn):
        low = [w.raw.lower() for w in unit.words]
        if len(low) > _NAMES or not _SAYS_IT.isdisjoint(low):
            break
        found.append(unit)
    return found


def _told_no(unit: Unit) -> Iterator[tuple[int, int]]:
    """What somebody tells that they asked and was answered no: "I asked did he drink, and he said no"."""
    match = _SAID_NO.search(unit.text)
    if match is None:
        return
    asks = match.start("asked")
    for w in unit.words:
        if asks < w.begins < match.start("answer"):
            yield w.at, 2 if carries(w.stem) else 1


def _and_it_was_not(unit: Unit) -> Iterator[int]:
    """What is said and then taken back in a word: "it went down as a fall and it wasn't"."""
    for match in _TAKEN_BACK.finditer(unit.text):
        before = [w for w in unit.words if w.begins < match.start()]
        yield from (w.at for w in before[-_BACK:])


def _question(unit: Unit) -> Sequence[Word]:
    """What a sentence asks: all of it where it has a question mark; else from its last "have you" or "is there" on."""
    if unit.asks:
        if match := _WHO.search(unit.text):
            return [w for w in unit.words if w.begins >= match.start("which")]
        return () if _WH.match(unit.text) else unit.words
    low = [w.raw.lower() for w in unit.words]
    if low[0] == "any" and len(low) < _FEW:
        return unit.words
    for k in range(len(low) - 2, max(-1, len(low) - _ASKS), -1):
        if low[k] in _ASK and low[k + 1] in _WHOM and (k == 0 or low[k - 1] not in _TELLING):
            return unit.words[k:]
    return ()


def says_yes(unit: Unit) -> bool:
    """Whether an answer begins with a plain yes."""
    return _said_first(unit) in _YES


def _said_first(unit: Unit) -> str:
    """The first word of an answer that is no hesitation; "unsure" for "I don't know"."""
    low = [w.raw.lower() for w in unit.words[:7]]
    told = next((n for n, w in enumerate(low) if w not in _ER), 0)
    return "unsure" if " ".join(low[told : told + 4]) in _UNSURE else low[told]
