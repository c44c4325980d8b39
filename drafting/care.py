"""Words of a draft that need care (`language`), each beside its line or action: to look at, and never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drafting import language, speech
from drafting.spoken import Spoken, is_copy, spoken
from record.draft import WORDING, Action, Draft, Flag, Line, Origin
from record.source import Transcript

MOST = 4
"""Wordings pointed at in one line: more would not be read."""


def marked(draft: Draft) -> Draft:
    """The draft with a flag (`WORDING`) for each wording that needs care, in place of those that it had. Pure.

    A quotation, and a line that is a plain copy of what somebody said, are left alone: they are that person's words.
    What the practitioner wrote is looked at too.
    """
    said = spoken(speech.turns(Transcript(attributed=draft.attributed, passages=draft.passages)))
    return replace(
        draft,
        sections=tuple(
            replace(s, lines=tuple(_line(line, said) for line in s.lines)) for s in draft.sections
        ),
        actions=tuple(_action(a) for a in draft.actions),
    )


def _line(line: Line, said: Spoken) -> Line:
    spared = line.quote or line.origin is Origin.SYSTEM or line.left_out or _is_said(line, said)
    flags = tuple(f for f in line.flags if f.code != WORDING) + (() if spared else tuple(_flags(line.text)))
    return line if flags == line.flags else replace(line, flags=flags)


def _action(action: Action) -> Action:
    flags = () if action.left_out else tuple(_flags(action.text))
    return action if flags == action.flags else replace(action, flags=flags)


def _is_said(line: Line, said: Spoken) -> bool:
    """Who spoke, and then nothing but their words."""
    _, _, words = line.text.partition(f"{line.speaker}: ") if line.speaker else ("", "", line.text)
    return is_copy(words, said)


def _flags(text: str) -> Iterator[Flag]:
    for look in language.looks(text)[:MOST]:
        entry = look.entry
        yield Flag(code=WORDING, reason=f"“{look.words}”: {entry.reason} Instead: {entry.instead}")
