"""Who a speaker is whom the transcript only labels: what they said first, and a box for the name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cards import state
from cards.parts import At, Part, bold, execute, many, pressable, run, short, subtle, text_box, words
from record import naming
from record.draft import Draft

_PLACE = re.compile(r"(?:speaker |@)\d{1,3}", re.IGNORECASE)
"""Labels that are words of Teams; a device's name or a number is somebody's own, and stands in no label of a box."""
SHOWN, TELLING = 2, 6
"""Passages under each label, so that whoever was there knows whose words they are; words that a telling one has."""


def entries(draft: Draft, typed: Mapping[str, str]) -> list[list[Part]]:
    """One entry a speaker without a name. Inputs: sp<i>, by place in `naming.labels`."""
    return [_one(draft, i, label, typed) for i, label in enumerate(naming.labels(draft))]


def _one(draft: Draft, i: int, label: str, typed: Mapping[str, str]) -> list[Part]:
    said = naming.spoken_by(draft, label)
    count = many(
        len(said), "The draft has their words in 1 place.", "The draft has their words in {n} places."
    )
    parts = [words(bold(f"Who is {short(label, 120)}? "), run(count), spacing="Medium", separator=True)]
    name = naming.name_of(draft, label)
    telling = sorted(said, key=lambda p: len(p.text.split()) < TELLING)  # in order, the telling ones first
    for passage in [] if name else telling[:SHOWN]:
        text = [*run(f"“{short(passage.text, 240)}”", size="Small", italic=True)]
        parts.append(subtle(f"{state.place(passage)} ", text))
    called = f"{label} is" if _PLACE.fullmatch(label) else "This is"
    shown = typed.get(f"sp{i}", name)[: naming.MOST]
    parts.append(text_box(f"sp{i}", f"{called} (name, then a comma and their role)", shown))
    return parts


def told(draft: Draft, text: str, at: At) -> list[Part]:
    """Before approving: who stands in the text by a label alone. Nothing if nobody does."""
    labels = [x for x in naming.unnamed(draft) if re.search(rf"(?<!\w){re.escape(x)}(?!\w)", text)]
    home = naming.asked_in(draft)
    if not labels or home is None:
        return []
    one = "The text names 1 person by a label: "
    opens = execute("open", "Open who was there: say who they are", at, s=home)
    return [
        words(
            bold("Look: "),
            run(many(len(labels), one, "The text names {n} people by a label: ")),
            bold(f"{_listed(labels)}. "),
            pressable("Say who they are", opens),
            spacing="Large",
        )
    ]


def _listed(labels: Sequence[str]) -> str:
    shown = [short(x, 60) for x in labels[:6]]
    more = len(labels) - len(shown)
    return ", ".join(shown) + (many(more, " and 1 more", " and {n} more") if more else "")
