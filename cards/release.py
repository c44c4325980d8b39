"""Release this? Asked once more, since what is destroyed afterwards does not come back. No words of any meeting."""

from __future__ import annotations

from datetime import datetime

from cards import dates
from cards.parts import NOWHERE, Card, buttons, execute, heading, say, subtle
from cards.parts import card as made


def card(*, key: str, what: str, number: str, why: str, since: datetime) -> Card:
    """Buttons: release-yes, holds (go back). `key` says which hold or which account."""
    return made(
        [
            heading("Release this?"),
            say(what),
            *([subtle(number)] if number else []),
            subtle(f"Since {dates.moment(since)}. {why}"),
            say(
                "What it held up then goes on: what is due is destroyed, and does not come back. Other holds on the "
                "same thing stay."
            ),
            say("Nothing is released yet."),
            *buttons(
                execute("release-yes", "Release", NOWHERE, key=key), execute("holds", "Go back", NOWHERE)
            ),
        ]
    )
