"""The sentences of a meeting that a record is checked against, with their words and figures."""

from __future__ import annotations

from dataclasses import dataclass, field

from drafting import facts, hold
from drafting.wording.words import Word
from record.source import PassageId

_VOID = frozenset({hold.Why.CORRECTED, hold.Why.INSTRUCTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence of the meeting with its words and figures. `void` where it was put right, or was said to the tool."""

    n: int
    turn: int
    speaker: str | None = field(repr=False)
    text: str = field(repr=False)
    passages: tuple[PassageId, ...]
    words: tuple[Word, ...] = field(repr=False)
    facts: tuple[facts.Fact, ...] = field(repr=False)
    asks: bool
    why: hold.Why | None

    @property
    def void(self) -> bool:
        return self.why in _VOID
