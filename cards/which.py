"""A meeting was held more than once: which call is the record about?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards.parts import MOST_BUTTONS, NOWHERE, Card, buttons, execute, heading, say
from cards.parts import card as made


def card(*, calls: Sequence[tuple[Mapping[str, str], str]]) -> Card:
    """`calls` are (what its button carries, its time in words), newest first. Buttons: start, one a call."""
    shown = calls[:MOST_BUTTONS]
    more = (
        []
        if len(calls) <= len(shown)
        else [say("Older ones are not shown. You can drop their transcript here.")]
    )
    return made(
        [
            heading("Which time was it?"),
            say("This meeting took place more than once. Choose the one that the record is about."),
            *more,
            *buttons(*(execute("start", words, NOWHERE, **carry) for carry, words in shown)),
        ]
    )
