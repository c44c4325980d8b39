"""One sentence or two, and what can be pressed next: no answer is a dead end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards.parts import NOWHERE, Card, buttons, execute, heading, say
from cards.parts import card as made

START = ("start", "Choose a meeting")
UPLOAD = ("upload", "Upload or paste")


def card(
    *, title: str, text: str, presses: Sequence[tuple[str, str]], carry: Mapping[str, str] | None = None
) -> Card:
    """`presses` are (verb, title); the first of them carries `carry`."""
    shown = [
        execute(verb, words, NOWHERE, **(carry or {} if i == 0 else {}))
        for i, (verb, words) in enumerate(presses)
    ]
    return made([heading(title), say(text), *buttons(*shown)])
