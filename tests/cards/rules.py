"""The rules that hold on every card, as one check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cards.parts import LIMIT, walk
from cards.parts import size as size_of

ALLOWED = frozenset(
    {
        "AdaptiveCard", "TextBlock", "RichTextBlock", "TextRun", "Container", "Column", "ColumnSet", "ActionSet",
        "Input.Text", "Input.ChoiceSet", "Input.Toggle", "Action.Execute", "Action.ToggleVisibility",
    }
)  # fmt: skip
FORBIDDEN = frozenset(
    {"color", "placeholder", "isRequired", "fallback", "fallbackText", "summary", "refresh"}
)
MARKS = {chr(c) for c in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
ROW = {1: 34, 2: 29, 3: 22}
CANARY = "zqxjk"
"""Stands in every word of a person in these tests, and in no word of ours."""


def check(card: Mapping[str, object], *, limit: int = LIMIT) -> None:
    """Fails at the first rule that does not hold."""
    assert size_of(card) < limit
    assert (card["version"], card["lang"], card["msteams"]) == ("1.5", "en", {"width": "Full"})
    parts = [p for p in walk(card) if "type" in p]
    assert {p["type"] for p in parts} <= ALLOWED
    for part in walk(card):
        assert not FORBIDDEN & part.keys()
    body: Any = card["body"]
    assert body[0]["type"] == "TextBlock"
    assert body[0]["style"] == "heading"
    assert body[0]["text"].strip()
    _ids(parts)
    _buttons(parts)
    seen = [p for p in walk(card, hidden=False) if p.get("type") == "ActionSet"]
    assert sum(len(_listed(p["actions"])) for p in seen) <= 5
    for part in parts:
        _words(part)


def _ids(parts: list[dict[str, object]]) -> None:
    ids = [p["id"] for p in parts if "id" in p]
    assert len(ids) == len(set(ids))
    assert not {"r", "n", "v", "s", "p", "h", "go", "whole"} & set(ids)
    for p in parts:
        if str(p["type"]).startswith("Input."):
            assert p["title" if p["type"] == "Input.Toggle" else "label"]
            assert p["id"]
        if p["type"] == "Action.ToggleVisibility":
            targets: Any = p["targetElements"]
            assert set(targets) <= set(ids)


def _buttons(parts: list[dict[str, object]]) -> None:
    for p in parts:
        if p["type"] == "ActionSet":
            actions: Any = p["actions"]
            assert sum(len(a["title"]) for a in actions) <= ROW[len(actions)]
        if p["type"] == "Action.Execute":
            data: Any = p["data"]
            assert p["verb"]
            assert p["title"]
            assert isinstance(data["r"], str)
            assert type(data["n"]) is int
            assert type(data["v"]) is int


def _listed(thing: object) -> list[object]:
    return thing if isinstance(thing, list) else []


def _words(part: Mapping[str, object]) -> None:
    """People's words stand in text runs and input values alone; nothing there can be read as a function."""
    kind = part["type"]
    if kind == "TextRun":
        text = str(part["text"])
        assert "{{" not in text
        assert not MARKS & set(text)
        return
    if kind == "RichTextBlock":
        assert part["inlines"]
    for key in ("text", "title", "label"):
        assert CANARY not in str(part.get(key, ""))
    choices: Any = part.get("choices", [])
    for choice in choices:
        assert CANARY not in choice["title"]
    if kind == "TextBlock":
        assert not set("*_[]{}<>`#") & set(str(part["text"]))


def part(card: Mapping[str, object], id: str) -> dict[str, Any]:
    """The one part with that id."""
    (found,) = [p for p in walk(card) if p.get("id") == id]
    return found


def opened_by(card: Mapping[str, object], title: str) -> dict[str, Any]:
    """The one part that the one button of that title opens, which anybody can see."""
    (button,) = [p for p in walk(card, hidden=False) if p.get("title") == title]
    targets: Any = button["targetElements"]
    (found,) = [p for p in walk(card) if p.get("id") in targets]
    return found


def inputs(card: Mapping[str, object]) -> dict[str, object]:
    """What a client sends of the card's inputs, untouched."""
    return {
        str(p["id"]): p.get("value", "") for p in walk(card) if str(p.get("type", "")).startswith("Input.")
    }


def presses(card: Mapping[str, object]) -> dict[str, dict[str, Any]]:
    """The data of every button, by verb and title."""
    found: dict[str, dict[str, Any]] = {}
    for p in walk(card):
        if p.get("type") == "Action.Execute":
            data: Any = p["data"]
            found[f"{p['verb']}: {p['title']}"] = data
    return found


def text_of_card(card: Mapping[str, object]) -> str:
    """All that a reader sees, in one string."""
    keys = ("text", "title", "label", "value")
    return "\n".join(str(p[k]) for p in walk(card) for k in keys if k in p)
