"""Whether a card may be sent: the rules that Teams enforces by dropping things silently."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from record.errors import RefusedError

LIMIT = 28 * 1024
"""Bytes of a card's JSON as UTF-16, at most."""
MOST_BUTTONS = 5


class UnfitCardError(RefusedError):
    """A card of ours that breaks a rule. `faults` are constants, for the log."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(
            "I made a card that Teams would not show whole, so I did not send it. Nothing is lost."
        )
        self.faults = faults


def assert_card(card: Mapping[str, object]) -> None:
    """Raises UnfitCardError naming every rule broken.

    Size; version 1.5; `lang` "en" ("en-GB" is refused by the renderer); at most 5 buttons seen at once (Teams hides
    more); only Execute and ToggleVisibility; a verb on every Execute, or Teams never routes it; no `isRequired`, which
    would block every button.
    """
    nodes = list(_nodes(card, hidden=True))
    actions = [n for n in nodes if str(n.get("type", "")).startswith("Action.")]
    buttons = [a for n in _nodes(card, hidden=False) for a in _listed(n.get("actions"))]
    broken = {
        "type": card.get("type") != "AdaptiveCard",
        "version": card.get("version") != "1.5",
        "lang": card.get("lang") != "en",
        "size": size(card) > LIMIT,
        "buttons": len(buttons) > MOST_BUTTONS,
        "kind": any(a["type"] not in ("Action.Execute", "Action.ToggleVisibility") for a in actions),
        "verb": any(a["type"] == "Action.Execute" and not _named(a.get("verb")) for a in actions),
        "required": any(n.get("isRequired") for n in nodes),
    }
    faults = tuple(name for name, is_broken in broken.items() if is_broken)
    if faults:
        raise UnfitCardError(faults)


def size(card: Mapping[str, object]) -> int:
    """Bytes of the card's JSON as UTF-16. Halves of characters cannot be sent at all: they count as too many."""
    try:
        return len(json.dumps(card, ensure_ascii=False).encode("utf-16-le"))
    except (UnicodeEncodeError, TypeError, ValueError):
        return LIMIT + 1


def _named(verb: object) -> bool:
    return isinstance(verb, str) and bool(verb)


def _listed(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def _nodes(thing: object, *, hidden: bool) -> Iterator[Mapping[str, object]]:
    if isinstance(thing, Mapping):
        if thing.get("isVisible") is False and not hidden:
            return
        yield thing
        for value in thing.values():
            yield from _nodes(value, hidden=hidden)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from _nodes(value, hidden=hidden)
