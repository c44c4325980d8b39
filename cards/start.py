"""Which meeting or file, what kind of record, whose file, and whether people were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards.parts import (
    NOWHERE,
    Card,
    Part,
    bold,
    box,
    buttons,
    choice,
    execute,
    heading,
    run,
    say,
    short,
    subtle,
    text_box,
    tick,
    words,
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
NOT_LISTED = "Not in the list? Type draft and paste its join link after it."
USE_A_FILE = "Upload or paste"
OTHER_MEETING = "Other meeting"
SEND_NOTICE = "Type send notice in the meeting's chat, and I post it there."
MOST_NOTICE = 300
"""Characters of the council's notice that are shown, at most: the card is small, and the chat gets all of it."""
MOST_TITLES = 300
"""Characters of the titles of what is written by hand, at most."""


def card(
    *,
    source: Mapping[str, str],
    types: Sequence[tuple[str, str]],
    by_hand: Sequence[str] = (),
    notice: str = "",
    meeting: str | None = None,
    outline: str | None = None,
    choosing: Sequence[Part] = (),
    banner: str | None = None,
    values: Mapping[str, object] | None = None,
) -> Card:
    """Inputs: type, reference, told, interpreter, and those of `choosing`. Buttons: find, which carries `source`; for a
    meeting, upload; for one that is chosen, start, to choose another.

    `meeting` is its time in words, `outline` what was read of a dropped file, `choosing` what `asks` gives while the
    meeting is still to be chosen, `values` what was typed before. `types` are those that they may have drafted, and
    `by_hand` the titles of the others; `notice` is what the council tells people. Nothing is chosen for them in `told`.
    """
    typed = typed_of(values)
    found: list[Part] = [say(text) for text in (meeting and f"Meeting of {meeting}.", outline) if text]
    only = types[0][0] if len(types) == 1 else ""
    type = typed.get("type", only)
    told = typed.get("told", "")
    of_meeting = source.get("m") != "upload"
    pressed = [execute("find", "Find the file", NOWHERE, **source)]
    if of_meeting and not choosing:
        pressed.append(execute("start", OTHER_MEETING, NOWHERE))
    if of_meeting:
        pressed.append(execute("upload", USE_A_FILE, NOWHERE, **source))
    return made(
        [
            heading("Start a record"),
            *bannered(banner),
            say("Nothing is filed until you approve it."),
            *([box(found)] if found else []),
            *choosing,
            choice("type", "What kind of record? (required)", types, type if type in dict(types) else only),
            *([subtle(f"Written by hand: {short(', '.join(by_hand), MOST_TITLES)}.")] if by_hand else []),
            text_box(
                "reference", "Whose file? Type the file number. (required)", typed.get("reference", "")[:100]
            ),
            *_told(notice),
            choice(
                "told",
                "Were people told that AI would help with the notes? (required)",
                TOLD,
                told if told in dict(TOLD) else "",
                open=True,
            ),
            tick("interpreter", "An interpreter took part", typed.get("interpreter") == "true"),
            *buttons(*pressed),
        ]
    )


def _told(notice: str) -> list[Part]:
    """What people are to be told, above the question whether they were."""
    if not notice:
        return []
    said = words(bold("Your council's notice: "), run(short(notice, MOST_NOTICE)))
    return [said, subtle(SEND_NOTICE)]


def typed_of(values: Mapping[str, object] | None) -> dict[str, str]:
    """What was typed or chosen before, in which anything at all may stand."""
    return {k: str(v) for k, v in (values or {}).items() if isinstance(v, str | int | float)}


def asks(
    *,
    meetings: Sequence[tuple[str, str]] | None,
    note: str | None = None,
    values: Mapping[str, object] | None = None,
) -> tuple[Part, ...]:
    """Which meeting? `meetings` are (what the choice sends, its time and state in words), newest first: input meeting.
    Where there is none to choose from, a box for a join link: input link. `note` is a sentence about the list.
    """
    typed = typed_of(values)
    said = [say(note)] if note else []
    if not meetings:
        label = "Which meeting? Paste its join link. (required)"
        return (*said, text_box("link", label, typed.get("link", "")[:2000]))
    chosen = typed.get("meeting", "")
    kept = next((value for value, _ in meetings if same(value, chosen)), "")
    listed = choice("meeting", "Which meeting? (required)", meetings, kept)
    return (*said, listed, subtle(NOT_LISTED))


def chosen(start: str, call: str, when: str, link: str) -> str:
    """What a choice sends: when the meeting was to begin; its call, and when that was in words, where they are known
    already; its join link."""
    return f"{start}|{call}|{when}|{link}"


def read_choice(value: str) -> tuple[str, str, str, str]:
    """The same four from what a press sent; empty for what no card of ours sends."""
    found = value.split("|", 3)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else ("", "", "", "")


def same(one: str, other: str) -> bool:
    """Whether two choices are the same time of the same meeting, whatever is known of its call by now."""
    (start, *_, link), (begins, *_, joins) = read_choice(one), read_choice(other)
    return bool(start) and (start, link) == (begins, joins)
