"""Words that somebody said, held so that they cannot be printed, logged or stored by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar, final

T = TypeVar("T")


@final
class Said(Generic[T]):
    """A value made of a meeting's words: text, a transcript's bytes, a draft.

    `str`, `repr` and f-strings show nothing; pickling and hashing are refused, so no words reach a message, a log,
    a set's order or another process unseen. A door calls `reveal()` where words must leave; nobody else does.
    """

    __slots__ = ("_words",)

    def __init__(self, words: T) -> None:
        self._words = words

    def reveal(self) -> T:
        """The words themselves. Every call is a place where words leave: keep them few and easy to find."""
        return self._words

    def __repr__(self) -> str:
        return "Said(…)"

    __str__ = __repr__

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError("words that were said cannot be formatted; a door must reveal them")

    if not TYPE_CHECKING:  # so that mypy refuses to compare it with a text, which it could never equal

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Said) and bool(self._words == other._words)

    __hash__ = None  # type: ignore[assignment]  # a hash of words is a trace of words

    def __reduce__(self) -> NoReturn:
        raise TypeError("words that were said cannot be pickled; a door must reveal them")
