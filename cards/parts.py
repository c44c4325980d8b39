"""What every card is made of: headings, runs of words, boxes, inputs, buttons, and the rules that hold on all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Part = dict[str, object]
Card = dict[str, object]

LIMIT = 28 * 1024
"""Bytes of a card as UTF-16, at most."""
ROOM = 24 * 1024
"""Bytes up to which a page is packed."""
BOX = 6_000
"""Characters that a text box or a final page holds."""
MOST_BUTTONS = 5
"""That can be seen at once: what a button opens has its own."""

_MARKS = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0xD800, 0xE000)])
_MARKDOWN = str.maketrans(
    {"*": "", "_": " ", "`": "'", "[": "(", "]": ")", "{": "(", "}": ")", "<": "(", ">": ")"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where a button belongs: docket id, record number, version of the words on the card."""

    r: str = ""
    n: int = 0
    v: int = 0


NOWHERE = At()


# --- words --------------------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """People's words without direction marks, control characters and halves of characters: none can be seen."""
    return text.translate(_MARKS).translate(_CONTROL)


def own_words(text: str) -> str:
    """A council's title, fit for a heading: what markdown would read is taken out."""
    return " ".join(clean(text).replace("#", "").translate(_MARKDOWN).split())


def brief(title: str) -> str:
    """A council's title without what stands in brackets behind it, for a heading that says more."""
    return title.partition(" (")[0].strip() or title


def many(n: int, one: str, more: str) -> str:
    """The sentence for one or for many; `more` has the slot {n}."""
    return one if n == 1 else more.replace("{n}", str(n))


def run(text: str, **style: object) -> list[Part]:
    """Words as text runs, never markdown. `{{` is split, so that no client reads a date function in it."""
    text = clean(text)
    pieces = re.split(r"(?<=\{)(?=\{)", text)
    if len(pieces) > 16:
        pieces = [text.replace("{{", "{\u2060{").replace("{{", "{\u2060{")]
    return [{"type": "TextRun", "text": piece, **style} for piece in pieces if piece]


def bold(text: str) -> list[Part]:
    """A bold run."""
    return run(text, weight="Bolder")


def words(*runs: list[Part], **style: object) -> Part:
    """A paragraph of runs. An empty one holds a space, since clients refuse none."""
    inlines = [piece for some in runs for piece in some]
    return {"type": "RichTextBlock", "inlines": inlines or [{"type": "TextRun", "text": " "}], **style}


def say(text: str, **style: object) -> Part:
    """One plain paragraph."""
    return words(run(text), **style)


def subtle(text: str, *more: list[Part], **style: object) -> Part:
    """A small grey line."""
    return words(run(text, size="Small", isSubtle=True), *more, **{"spacing": "None", **style})


def heading(text: str) -> Part:
    """The card's title: our words and the council's, never a name."""
    return {
        "type": "TextBlock", "text": own_words(text), "size": "Large", "weight": "Bolder",
        "style": "heading", "wrap": True,
    }  # fmt: skip


def subheading(text: str, **style: object) -> Part:
    """A sub-title with the heading role."""
    return {
        "type": "TextBlock", "text": own_words(text), "size": "Default", "weight": "Bolder", "style": "heading",
        "spacing": "Large", "wrap": True, **style,
    }  # fmt: skip


def banner(text: str | None) -> list[Part]:
    """What the last press did, or what to do now: one bold sentence, second on the card."""
    return [words(bold(text))] if text else []


def box(items: Sequence[Part], style: str = "emphasis", **more: object) -> Part:
    """A box. It vanishes in high contrast, so it may only repeat what words say."""
    return {"type": "Container", "style": style, "items": list(items), **more}


def pair(left: Sequence[Part], right: Sequence[Part], *, wide: bool = False, **style: object) -> Part:
    """A row of two columns: equal, or (`wide`) the left as wide as it can be."""
    second = "auto" if wide else "stretch"
    columns = [
        {"type": "Column", "width": "stretch", "items": list(left)},
        {"type": "Column", "width": second, "items": list(right)},
    ]
    return {"type": "ColumnSet", "columns": columns, **style}


# --- inputs -------------------------------------------------------------------------------------------------------


def text_box(id: str, label: str, value: str = "", *, lines: int = 1) -> Part:
    """A text input with a label. From 4 lines it is tall: 20 px a line plus 40, where the client allows it."""
    field: Part = {"type": "Input.Text", "id": id, "label": label}
    if value:
        field["value"] = clean(value)
    if lines > 1:
        field["isMultiline"] = True
    if lines < 4:
        return field
    field["height"] = "stretch"
    return {"type": "Container", "minHeight": f"{20 * lines + 40}px", "items": [field]}


def tick(id: str, title: str, on: bool = False) -> Part:
    """A box to tick; its title is our words, since clients read markdown in it."""
    return {
        "type": "Input.Toggle",
        "id": id,
        "title": title,
        "value": "true" if on else "false",
        "wrap": True,
    }


def choice(
    id: str, label: str, options: Sequence[tuple[str, str]], value: str = "", *, open: bool = False
) -> Part:
    """A drop-down, or (`open`) a list of radio buttons, of (value, title)."""
    listed = [{"title": own_words(title), "value": key} for key, title in options]
    field: Part = {"type": "Input.ChoiceSet", "id": id, "label": label, "choices": listed, "wrap": True}
    field["style"] = "expanded" if open else "compact"
    if value:
        field["value"] = value
    return field


# --- buttons ------------------------------------------------------------------------------------------------------


def execute(verb: str, title: str, at: At, **data: object) -> Part:
    """A button. It carries its record, number, version and target; who pressed comes from the signed activity."""
    carried = {**data, "r": at.r, "n": at.n, "v": at.v}
    return {"type": "Action.Execute", "verb": verb, "title": title, "data": carried}


def buttons(*actions: Part) -> list[Part]:
    """Buttons in rows that fit 320 px: two up to 29 letters together, three up to 22. The main one comes first."""
    rows: list[list[Part]] = []
    for action in actions:
        last = rows[-1] if rows else []
        letters = sum(len(str(a["title"])) for a in [*last, action])
        if last and letters <= {2: 29, 3: 22}.get(len(last) + 1, 0):
            last.append(action)
        else:
            rows.append([action])
    return [{"type": "ActionSet", "actions": row} for row in rows]


def pressable(text: str, action: Part, **style: object) -> list[Part]:
    """Underlined words that can be pressed."""
    return [{"type": "TextRun", "text": text, "underline": True, "selectAction": action, **style}]


def listed(name: str, shown: str, action: Part, *, strong: bool = False) -> Part:
    """A row: what it is, and its state, which can be pressed."""
    weight = {"weight": "Bolder"} if strong else {}
    return pair(
        [words(run(name, **weight))], [words(pressable(shown, action, **weight))], wide=True, spacing="Small"
    )


def toggler(title: str, *ids: str) -> Part:
    """Shows or hides parts at once, in the client only."""
    return {"type": "Action.ToggleVisibility", "title": title, "targetElements": list(ids)}


# --- pages --------------------------------------------------------------------------------------------------------


def size(part: object) -> int:
    """Bytes of card JSON as UTF-16."""
    return len(json.dumps(part, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def paged(entries: Sequence[Sequence[Part]], room: int) -> tuple[tuple[int, int], ...]:
    """Entries packed by bytes: (first, after the last) of each page. One page at least, one entry a page at least."""
    pages: list[tuple[int, int]] = []
    first, used = 0, 0
    for i, entry in enumerate(entries):
        needed = sum(size(part) + 4 for part in entry)
        if i > first and used + needed > room:
            pages.append((first, i))
            first, used = i, 0
        used += needed
    return (*pages, (first, len(entries)))


def page_with(pages: Sequence[tuple[int, int]], first: int) -> int:
    """The page on which that entry stands; the nearest one for what no card of ours asks for."""
    return next((i for i, (_, after) in enumerate(pages) if first < after), len(pages) - 1)


def slices(text: str) -> tuple[str, ...]:
    """A text in parts that fit a box, cut after a line where there is one; joined, they are the text."""
    parts: list[str] = []
    while len(text) > BOX or size(text) > 2 * BOX + 64:
        cut = min(BOX, len(text))
        while size(text[:cut]) > 2 * BOX:
            cut -= max(1, cut // 8)
        at = text.rfind("\n", cut // 2, cut)
        cut = at + 1 if at > 0 else cut
        parts.append(text[:cut])
        text = text[cut:]
    return (*parts, text)


def short(text: str, most: int) -> str:
    """Words of at most so many characters, with a sign where they are cut."""
    return text if len(text) <= most else f"{text[:most]}… [cut]"


# --- the card -----------------------------------------------------------------------------------------------------


def card(body: Sequence[Part], *, limit: int = LIMIT) -> Card:
    """The card around a body. Raises ValueError where a rule of every card is broken: our fault, never the words'."""
    made: Card = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": "en",
        "msteams": {"width": "Full"},
        "body": list(body),
    }
    if size(made) > limit:
        raise ValueError(f"a card of {size(made)} bytes; the limit is {limit}")
    if not body or body[0].get("style") != "heading":
        raise ValueError("a card opens with its heading")
    seen = walk(list(body), hidden=False)
    pressed = [a for part in seen if part.get("type") == "ActionSet" for a in _actions(part)]
    if len(pressed) > MOST_BUTTONS:
        raise ValueError(f"{len(pressed)} buttons; the most is {MOST_BUTTONS}")
    return made


def said(card: Card, text: str | None) -> Card:
    """The same card with a banner on it, where there is something to say."""
    body = card["body"]
    if not text or not isinstance(body, list):
        return card
    return {**card, "body": [body[0], *banner(text), *body[1:]]}


def _actions(part: Part) -> list[object]:
    actions = part["actions"]
    return actions if isinstance(actions, list) else []


def walk(part: object, *, hidden: bool = True) -> Iterator[Part]:
    """Every object inside, outermost first; or only those that can be seen before anything is pressed."""
    if isinstance(part, Mapping):
        if part.get("isVisible") is False and not hidden:
            return
        yield dict(part)
        for inner in part.values():
            yield from walk(inner, hidden=hidden)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from walk(inner, hidden=hidden)
