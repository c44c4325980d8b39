"""Somebody objected: everything has stopped, and nothing is held. The meeting's own file is a separate step."""

from __future__ import annotations

from collections.abc import Mapping

from cards.parts import NOWHERE, Card, buttons, execute, heading, say
from cards.parts import card as made

STOPPED = "I have stopped. I have not read the meeting's transcript, and I hold nothing."
BY_HAND = "You can write the note by hand."
STAYS = "The meeting's own recording and transcript stay where they are."


def card(*, carry: Mapping[str, str] | None = None) -> Card:
    """Buttons: objected-delete and objected-close, which carry `carry`; without it, none."""
    pressed = []
    if carry is not None:
        pressed = [
            execute("objected-delete", "Delete the recording", NOWHERE, **carry),
            execute("objected-close", "Close", NOWHERE),
        ]
    return made([heading("Somebody objected"), say(f"{STOPPED} {BY_HAND}"), say(STAYS), *buttons(*pressed)])
