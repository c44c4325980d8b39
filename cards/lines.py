"""How one line of a draft is drawn: plain, flagged, quoted, held out, or left out."""

from __future__ import annotations

from collections.abc import Mapping

from cards import looks, state
from cards.parts import (
    BOX,
    Part,
    bold,
    box,
    many,
    pressable,
    run,
    say,
    short,
    size,
    subheading,
    subtle,
    text_box,
    tick,
    toggler,
    words,
)
from record.draft import Draft, Line, Origin
from record.source import Passage

SAID_ROOM = 6 * 1024
"""Bytes of what was said that stand under one line."""
ALONE = 6_000
"""Characters of the first of them, whatever the room: all of it, but for one that was spoken for minutes."""

Values = Mapping[str, str]


def drawn(draft: Draft, line: Line, values: Values) -> list[Part]:
    """A line where it stands in its section."""
    if line.left_out:
        return _left_out(line)
    if line.blocks:
        return _flagged(draft, line, values)
    return _plain(draft, line)


def quoted(draft: Draft, line: Line, values: Values) -> list[Part]:
    """A line in the child's own section: exact, in the largest words on the card, to keep or to leave out."""
    if line.blocks or line.left_out or not line.quote:
        return drawn(draft, line, values)
    spoken = _passages(draft, line)
    who = state.who(spoken[0]) if spoken else short(line.speaker or "Speaker not named", 120)
    if line.text.startswith("[not clear"):
        unclear = subtle(f"{line.number} {who}. Not clear, and I have not guessed.")
        return [box([unclear, words(bold(short(line.text, 200)))])]
    kept = [] if line.kept is None else [subtle(f"Kept, with your reason: {short(line.kept, 400)}")]
    return [
        box(
            [
                subtle(f"{line.number} {who}. Word for word."),
                words(run(_quotation(line), size="Large"), spacing="Small"),
                *_looks(line),
                *kept,
                tick(f"x{line.number}", f"Leave quote {line.number} out of the record"),
            ],
            "accent",
        )
    ]


def held(draft: Draft, line: Line, values: Values) -> list[Part]:
    """A line that is not filed unless a person adds it, and says why."""
    n = line.number
    if line.left_out:
        return _left_out(line)
    if line.kept is not None:
        return [
            *_plain(draft, line, kept="Added by you, because"),
            tick(f"x{n}", f"Leave line {n} out of the record"),
        ]
    if line.blocks:
        return _flagged(draft, line, values, keep=f"Or add line {n} to the record. Say why.")
    typed = values.get(f"k{n}", "")[:2000]
    return [
        *_plain(draft, line),
        text_box(f"k{n}", f"To add line {n} to the record, say why.", typed, lines=2),
    ]


def _plain(draft: Draft, line: Line, kept: str = "Kept, with your reason") -> list[Part]:
    n = line.number
    parts = [words(bold(f"{n} "), run(_shown(line)), spacing="Medium"), *_looks(line)]
    if line.kept is not None:
        parts.append(subtle(f"{kept}: {short(line.kept, 400)}"))
    spoken = _passages(draft, line)
    own = state.origin(line)
    if not spoken:
        parts.append(subtle(own or "Rests on nothing. No words in the transcript support this line."))
        return parts
    where = many(len(spoken), state.who(spoken[0]), f"{state.who(spoken[0])} and in {{n}} places in all")
    checked = "No mismatch found. " if not state.asking(line) and line.origin is Origin.DRAFTED else ""
    opens = {**toggler(f"Show the words under line {n}", f"w{n}")}
    text = f"{where}. {own} {checked}".replace("  ", " ")
    parts.append(subtle(text, pressable("Show the words", opens, size="Small", isSubtle=True)))
    parts.append(box(_said(spoken), id=f"w{n}", isVisible=False, spacing="Small"))
    return parts


def _looks(line: Line) -> list[Part]:
    if line.kept is not None:
        return looks.wording(line.flags)
    asked = [
        words(bold("Look: "), run(short(f.reason, 300)), spacing="Small") for f in state.asking(line)[:6]
    ]
    return [*asked, *looks.wording(line.flags)]


def _flagged(draft: Draft, line: Line, values: Values, keep: str = "") -> list[Part]:
    """A line to check: its own edit box, reason box and tick, each with one meaning."""
    n = line.number
    spoken = _passages(draft, line)
    code = next((f.code for f in line.flags if f.serious), "")
    reason = "rests on nothing" if not spoken else state.STRIPS.get(code, "")
    strip = subheading(f"CHECK LINE {n}: {reason}" if reason else f"CHECK LINE {n}", spacing="None")
    typed = values.get(f"t{n}", line.text)
    parts: list[Part] = [box([strip], "warning", separator=True, spacing="Medium")]
    if line.quote:
        parts.append(words(bold(f"{n} "), run(_shown(line))))
        parts.append(subtle("A person's own words. They cannot be changed."))
    elif len(typed) > BOX or size(typed) > 2 * BOX + 64:
        parts.append(words(bold(f"{n} "), run(_shown(line))))
        parts.append(subtle("This line is too long to change here. Press Edit all lines."))
    else:
        parts.append(text_box(f"t{n}", f"Line {n} in the draft. Change the words here.", typed, lines=3))
    whys = [f for f in state.asking(line) if f.reason][:6]
    parts += [words(bold("Why: " if f.serious else "Look: "), run(short(f.reason, 300))) for f in whys]
    parts += looks.wording(line.flags)
    title = words(bold("What was said"))
    said = (
        _said(spoken)
        if spoken
        else [say("Nothing. No words in the transcript support this line.", spacing="Small")]
    )
    parts.append(box([title, *said]))
    label = keep or f"Or keep line {n} as it is. Say why."
    parts.append(text_box(f"k{n}", label, values.get(f"k{n}", "")[:2000]))
    parts.append(tick(f"x{n}", f"Or leave line {n} out of the record", values.get(f"x{n}") == "true"))
    return parts


def _left_out(line: Line) -> list[Part]:
    n = line.number
    return [
        words(bold(f"{n} "), run(_shown(line), isSubtle=True), spacing="Medium"),
        subtle("Left out by you."),
        tick(f"x{n}", f"Leave line {n} out of the record", on=True),
    ]


def _said(spoken: list[Passage]) -> list[Part]:
    """Who, when, and the words; as many as there is room for."""
    parts: list[Part] = []
    room = SAID_ROOM
    for i, passage in enumerate(spoken):
        text = short(passage.text, 1500 if i else ALONE)
        pair = [
            subtle(state.who(passage), spacing="Small"),
            words(run(f"“{text}”", italic=True), spacing="None"),
        ]
        room -= size(pair)
        if i and room < 0:
            rest = len(spoken) - i
            parts.append(
                subtle(many(rest, "And in 1 more place.", "And in {n} more places."), spacing="Small")
            )
            break
        parts += pair
    return parts


def _passages(draft: Draft, line: Line) -> list[Passage]:
    return [p for p in (draft.passage(i) for i in line.sources) if p is not None]


def _shown(line: Line) -> str:
    return _quotation(line) if line.quote else short(line.text, 3000)


def _quotation(line: Line) -> str:
    text = short(line.text, 3000)
    return text if text[:1] in ("“", '"', "'", "‘") else f"“{text}”"
