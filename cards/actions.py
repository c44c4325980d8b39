"""Who will do what by when, as boxes: what nobody said is an empty box that says so, and is never filled."""

from __future__ import annotations

from collections.abc import Mapping

from cards import looks, state
from cards.parts import (
    Part,
    bold,
    box,
    pressable,
    run,
    say,
    short,
    subheading,
    subtle,
    text_box,
    tick,
    toggler,
    words,
)
from record.draft import Action, Draft


def entries(draft: Draft, typed: Mapping[str, str]) -> list[list[Part]]:
    """One entry an action, and an empty one to add. Inputs: at<i>, ao<i>, ad<i>, ax<i>."""
    listed = [_one(draft, i, action, typed) for i, action in enumerate(draft.actions)]
    new = len(draft.actions)
    listed.append(
        [
            subheading("Another action, if there is one", separator=True),
            text_box(f"at{new}", "New action: what", typed.get(f"at{new}", ""), lines=2),
            text_box(f"ao{new}", "New action: who", typed.get(f"ao{new}", "")),
            text_box(f"ad{new}", "New action: by when", typed.get(f"ad{new}", "")),
        ]
    )
    return listed


def _one(draft: Draft, i: int, action: Action, typed: Mapping[str, str]) -> list[Part]:
    n = i + 1
    who = f"Action {n}: who" if action.owner else f"Action {n}: who. Nobody was named."
    due = f"Action {n}: by when" if action.due else f"Action {n}: by when. No date was said."
    parts = [
        subheading(f"Action {n}", separator=True),
        *(
            [words(bold("Look: "), run(looks.missing(action)), spacing="None")]
            if state.open_action(action)
            else []
        ),
        *_field(f"at{i}", f"Action {n}: what", typed.get(f"at{i}", action.text), 3000, lines=2),
        *looks.wording(action.flags),
        *_field(f"ao{i}", who, typed.get(f"ao{i}", action.owner or ""), 300),
        *_field(f"ad{i}", due, typed.get(f"ad{i}", action.due or ""), 300),
    ]
    spoken = [p for p in (draft.passage(x) for x in action.sources) if p is not None]
    if spoken:
        opens = toggler(f"Show the words under action {n}", f"wa{i}")
        parts.append(
            subtle(
                f"{state.who(spoken[0])}. ", pressable("Show the words", opens, size="Small", isSubtle=True)
            )
        )
        said = words(run(f"“{short(spoken[0].text, 1500)}”", italic=True), spacing="None")
        parts.append(box([said], id=f"wa{i}", isVisible=False, spacing="Small"))
    elif action.sources:
        parts.append(say("Nothing. No words in the transcript support this action.", spacing="None"))
    parts.append(tick(f"ax{i}", f"Leave action {n} out of the record", action.left_out))
    return parts


def _field(id: str, label: str, value: str, most: int, lines: int = 1) -> list[Part]:
    """A box; for words too long for it the words alone, since a box that cuts them would save them cut."""
    if len(value) <= most:
        return [text_box(id, label, value, lines=lines)]
    return [
        say(f"{label} (too long to change here)"),
        words(run(short(value, most), italic=True), spacing="Small"),
    ]
