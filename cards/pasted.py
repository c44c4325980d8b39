"""A text was pasted that reads as a transcript: is it one? And where it stands meanwhile."""

from __future__ import annotations

from cards.parts import NOWHERE, Card, bold, buttons, execute, heading, run, say, words
from cards.parts import card as made

STAYS = "The message that you pasted stays in this chat until you delete it."


def card(*, id: str, outline: str, keeps: str) -> Card:
    """Wordless. `id` is the account of our copy, `outline` what was read of it, `keeps` for how long we keep it.

    Buttons: start, forget.
    """
    return made(
        [
            heading("Is this a transcript?"),
            say(outline),
            say(f"I keep one sealed copy for {keeps}. Nothing is drafted before you say yes."),
            words(bold(f"{STAYS} "), run("Only you can.")),
            *buttons(
                execute("start", "Yes, start a record", NOWHERE, m="upload", d=id),
                execute("forget", "No, forget it", NOWHERE, m="upload", d=id),
            ),
        ]
    )
