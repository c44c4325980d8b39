"""A card as a dialog of Teams' own set-up shows it, and the reply that carries it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.messages import ADAPTIVE

TITLE = "Configure Faircopy"


def reply(card: Mapping[str, object] | None, text: str | None) -> dict[str, object]:
    """The body of a reply to config/fetch or config/submit: the dialog with the card, or a sentence that closes it."""
    if card is None:
        return {"responseType": "config", "config": {"type": "message", "value": text or ""}}
    shown = {"contentType": ADAPTIVE, "content": submitting(card)}
    value = {"title": TITLE, "height": "large", "width": "medium", "card": shown}
    return {"responseType": "config", "config": {"type": "continue", "value": value}}


def submitting(card: Mapping[str, object]) -> dict[str, object]:
    """The same card for a dialog, which knows Action.Submit alone: the verb goes with the data."""
    return {name: _submitting(value) for name, value in card.items()}


def _submitting(part: object) -> object:
    if isinstance(part, list):
        return [_submitting(one) for one in part]
    if not isinstance(part, Mapping):
        return part
    whole = submitting(part)
    if whole.get("type") != "Action.Execute":
        return whole
    data = whole.get("data")
    verb = whole.pop("verb", "")
    carried = dict(data) if isinstance(data, Mapping) else {}
    return {**whole, "type": "Action.Submit", "data": {**carried, "verb": verb}}
