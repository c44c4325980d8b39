"""What is happening to a draft that is being made: wordless, no buttons, ticks down in place."""

from __future__ import annotations

from collections.abc import Sequence

from cards.parts import Card, bold, brief, heading, run, say, words
from cards.parts import card as made

STEPS = (("Transcript", "waits"), ("Draft", "waits"), ("Check", "waits"))


def card(*, title: str, steps: Sequence[tuple[str, str]] = STEPS, slow: bool = False) -> Card:
    """`title` is the record type's, `steps` what and how it stands; `slow` after 60 seconds."""
    return made(
        [
            heading(f"{brief(title)}: making your draft"),
            *(words(bold(f"{what}: "), run(state)) for what, state in steps),
            *([say("This is taking longer than usual. Nothing is lost.")] if slow else []),
            say("You can close Teams. I will write when it is ready."),
        ]
    )
