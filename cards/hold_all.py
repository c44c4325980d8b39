"""Hold everything? Asked once more, since it stops all destruction in every team. No words of any meeting."""

from __future__ import annotations

from cards.parts import NOWHERE, Card, buttons, execute, heading, say
from cards.parts import card as made


def card(*, why: str) -> Card:
    """Buttons: hold-all, holds (go back). `why` is the constant that was chosen."""
    return made(
        [
            heading("Hold everything?"),
            say(
                "Then nothing at all is destroyed, in any team, until it is released: no draft, no transcript, no "
                "recording. Drafting and filing go on."
            ),
            say("Nothing is held yet."),
            *buttons(
                execute("hold-all", "Hold everything", NOWHERE, why=why),
                execute("holds", "Go back", NOWHERE),
            ),
        ]
    )
