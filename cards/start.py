"""Which meeting or file, what kind of record, whose file, and whether people were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards.parts import (
    NOWHERE,
    Card,
    Part,
    box,
    buttons,
    choice,
    execute,
    heading,
    say,
    text_box,
    tick,
)
from cards.parts import (
    banner as bannered,
)
from cards.parts import card as made
from record.terms import Told

TOLD = (
    (Told.AGREED.value, "Yes, and everyone agreed"),
    (Told.NOBODY_OBJECTED.value, "Yes, and nobody objected"),
    (Told.OBJECTED.value, "Someone objected"),
    (Told.NOT_TOLD.value, "No, they were not told"),
)


def card(
    *,
    source: Mapping[str, str],
    types: Sequence[tuple[str, str]],
    meeting: str | None = None,
    outline: str | None = None,
    banner: str | None = None,
    values: Mapping[str, object] | None = None,
) -> Card:
    """Inputs: type, reference, told, interpreter. Button: find, which carries `source`.

    `meeting` is its time in words, `outline` what was read of a dropped file, `values` what was typed before.
    Nothing is chosen for them in `told`.
    """
    typed = {k: str(v) for k, v in (values or {}).items() if isinstance(v, str | int | float)}
    found: list[Part] = [say(text) for text in (meeting and f"Meeting of {meeting}.", outline) if text]
    only = types[0][0] if len(types) == 1 else ""
    told = typed.get("told", "")
    return made(
        [
            heading("Start a record"),
            *bannered(banner),
            say("Nothing is filed until you approve it."),
            *([box(found)] if found else []),
            choice("type", "What kind of record? (required)", types, typed.get("type", only)),
            text_box(
                "reference", "Whose file? Type the file number. (required)", typed.get("reference", "")[:100]
            ),
            choice(
                "told",
                "Were people told that AI would help with the notes? (required)",
                TOLD,
                told if told in dict(TOLD) else "",
                open=True,
            ),
            tick("interpreter", "An interpreter took part", typed.get("interpreter") == "true"),
            *buttons(execute("find", "Find the file", NOWHERE, **source)),
        ]
    )
