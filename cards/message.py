"""A card of one or a few sentences: stale, not yours, finished, moved down."""

from __future__ import annotations

from cards.parts import At, Card, buttons, execute, heading, say
from cards.parts import card as made


def card(*, title: str, text: str, at: At | None = None, contents: bool = False) -> Card:
    """No buttons; with `contents` and its place, one: contents."""
    pressed = [execute("contents", "Contents", at)] if contents and at else []
    return made([heading(title), say(text), *buttons(*pressed)])
