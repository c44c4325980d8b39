"""Discard this draft? What goes, what stays, and that it cannot be undone. Wordless."""

from __future__ import annotations

from cards.parts import At, Card, bold, buttons, execute, heading, run, say, subtle, tick, words
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Call, Docket, Filed
from record.entries import record_of
from record.joining import is_pasted
from record.terms import State

DROPPED = "The file that you dropped stays where you put it."
PASTED = "The message that you pasted stays in this chat until you delete it."
ELSEWHERE = "I have this transcript somewhere else, or I do not need it (required)"


def card(*, docket: Docket, n: int, title: str, banner: str | None = None) -> Card:
    """Buttons: discard-yes, contents (go back). Input, for a dropped file: elsewhere."""
    record = record_of(docket, n)
    at = At(r=docket.id, n=n, v=record.version)
    again = record.is_settled or record.state is State.MARKED
    filed = "What is filed stays." if record.state is State.MARKED else "Nothing is filed."
    if isinstance(docket.source, Call):
        stays = [
            words(
                bold("The meeting's own transcript and recording stay where they are. "),
                run("They are the only account of what was said."),
            )
        ]
        if again:
            stays = [tick("elsewhere", ELSEWHERE)]
    elif isinstance(docket.source, Filed):
        stays = [say("What is filed stays as it is.")]
    else:
        theirs = PASTED if is_pasted(docket) else DROPPED
        stays = [
            words(bold(f"{theirs} "), run("I destroy only my copy.")),
            tick("elsewhere", ELSEWHERE),
        ]
    return made(
        [
            heading("Destroy our copy too?" if again else "Discard this draft?"),
            subtle(f"{title}. File {record.reference}."),
            *bannered(banner),
            say(f"I destroy {_what(docket, again)}. This cannot be undone. {filed}"),
            *stays,
            *buttons(
                execute("discard-yes", "Destroy our copy" if again else "Discard the draft", at),
                execute("contents", "Go back", at),
            ),
        ]
    )


def _what(docket: Docket, again: bool) -> str:
    if again:
        return "our copy of the transcript"
    if isinstance(docket.source, Filed):
        return "the draft and your edits"
    return "the draft, your edits and our copy of the transcript"
