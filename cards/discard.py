"""Discard this draft? What goes, what stays, and that it cannot be undone. Wordless."""

from __future__ import annotations

from cards.parts import At, Card, bold, buttons, execute, heading, run, say, subtle, tick, words
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Call, Docket
from record.entries import record_of

ELSEWHERE = "I have this transcript somewhere else, or I do not need it (required)"


def card(*, docket: Docket, n: int, title: str, banner: str | None = None) -> Card:
    """Buttons: discard-yes, contents (go back). Input, for a dropped file: elsewhere."""
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    if isinstance(docket.source, Call):
        stays = [
            words(
                bold("The meeting's own transcript and recording stay where they are. "),
                run("They are the only account of what was said."),
            )
        ]
        if record.is_settled:
            stays = [tick("elsewhere", ELSEWHERE)]
    else:
        stays = [
            words(bold("The file that you dropped stays where you put it. "), run("I destroy only my copy.")),
            tick("elsewhere", ELSEWHERE),
        ]
    return made(
        [
            heading("Discard this draft?"),
            subtle(f"{title}. File {record.reference}."),
            *bannered(banner),
            say(
                "I destroy the draft, your edits and our copy of the transcript. "
                "This cannot be undone. Nothing is filed."
            ),
            *stays,
            *buttons(
                execute("discard-yes", "Discard the draft", at),
                execute("contents", "Go back", at),
            ),
        ]
    )
