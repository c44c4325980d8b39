"""The first card: what Faircopy does, what it never does, and two ways to start."""

from __future__ import annotations

from cards.parts import NOWHERE, Card, bold, buttons, execute, heading, run, say, words
from cards.parts import card as made


def card() -> Card:
    """Buttons: start, privacy."""
    return made(
        [
            heading("Hello, I'm Faircopy"),
            say(
                "I turn a meeting's transcript into a draft of your record. You check it, change it and approve it. "
                "I file it in the case system. Then I destroy the other copies and show you a receipt."
            ),
            say("I do not write your analysis. I make no decisions about families."),
            words(
                bold("Two ways to start. "),
                run("Type "),
                bold("draft"),
                run(" and choose the meeting. "),
                run(
                    "Or drop a transcript (.vtt or .docx) into this chat, or paste one: that needs no permissions."
                ),
            ),
            *buttons(
                execute("start", "Choose a meeting", NOWHERE),
                execute("privacy", "My data", NOWHERE),
            ),
        ]
    )
