"""A card that breaks a rule is not sent, and every rule broken is named."""

from __future__ import annotations

from typing import Any

import pytest

from bot.fit import LIMIT, UnfitCardError, assert_card, size
from tests.bot.conftest import card


def execute(verb: object = "keep") -> dict[str, object]:
    return {"type": "Action.Execute", "title": "Keep", "verb": verb}


def test_a_fit_card_is_let_through() -> None:
    buttons = {"type": "ActionSet", "actions": [execute() for _ in range(4)]}
    pressable = {"type": "Container", "selectAction": execute("open"), "items": []}
    assert_card(card() | {"body": [buttons, pressable, pressable, pressable]})


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"type": "Card"}, "type"),
        ({"version": "1.6"}, "version"),
        ({"lang": "en-GB"}, "lang"),
        ({"actions": [execute() for _ in range(6)]}, "buttons"),
        ({"body": [{"type": "ActionSet", "actions": [execute() for _ in range(5)]}]}, "buttons"),
        ({"actions": [execute(None)]}, "verb"),
        ({"actions": [execute("")]}, "verb"),
        ({"body": [{"type": "Container", "selectAction": execute(5), "items": []}]}, "verb"),
        ({"actions": [{"type": "Action.OpenUrl", "url": "https://example.test"}]}, "kind"),
        ({"body": [{"type": "Input.Text", "id": "a", "isRequired": True}]}, "required"),
        ({"body": [{"type": "TextBlock", "text": "x" * 15_000}]}, "size"),
        ({"body": [{"type": "TextBlock", "text": "\ud800"}]}, "size"),
    ],
)
def test_every_rule(changed: dict[str, Any], fault: str) -> None:
    with pytest.raises(UnfitCardError) as no:
        assert_card(card() | changed)
    assert no.value.faults == (fault,)


def test_the_size_is_counted_in_utf_16() -> None:
    assert size({"a": "é"}) == size({"a": "e"}) == 2 * len('{"a": "e"}')
    room = LIMIT // 2 - size(card("")) // 2
    assert_card(card("x" * room))
    with pytest.raises(UnfitCardError):
        assert_card(card("x" * (room + 1)))
