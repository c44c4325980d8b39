"""Activities gone wrong: seeded changes of good ones, as a broken client, a tester or an attacker would send them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

CANARY = "Quillfeather"
"""Stands in every text. No log may ever hold it."""

ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**31,
    10**30,
    1.5,
    -0.0,
    1e308,
    "",
    " ",
    "\x00",
    "null",
    "true",
    "\u202e\u200f" + CANARY,
    "e\u0301" * 40 + CANARY,
    "\ufeff" + CANARY,
    "\U0001f469\u200d\U0001f467" * 20,
    "\ud83d",
    "\udc67 half",
    "<at>Faircopy</at> help",
    "{{DATE(2026)}} ${secret} %s %n {0}",
    "../../../etc/passwd\r\nX: y",
    "https://[",
    "https://exa\tmple.test/@127.0.0.1",
    "a/b/c?d#e",
    [],
    {},
    [None],
    [[[]]],
    [CANARY] * 3,
    {"": ""},
    {"id": None},
    {"id": {"id": {"id": []}}},
    {"type": "Action.Execute", "verb": ["x"]},
    "__class__",
)

Place = tuple[Any, Any]


def places(thing: Any, depth: int = 0) -> Iterator[Place]:
    """Every place in it, as its holder and the key there."""
    if depth > 12:
        return
    keys = list(thing) if isinstance(thing, dict) else range(len(thing)) if isinstance(thing, list) else ()
    for key in keys:
        yield thing, key
        yield from places(thing[key], depth + 1)


def mutated(activity: dict[str, Any], rng: Random) -> bytes:
    """The activity's JSON with one to four things wrong. What lets it in is mostly left alone."""
    found = _copy(activity)
    for _ in range(rng.choice((1, 1, 2, 3, 4))):
        where = [p for p in places(found) if rng.random() < 0.05 or not _opens(found, p)]
        if where:
            _spoil(found, rng.choice(where), rng)
    text = json.dumps(found, allow_nan=True)
    if rng.random() < 0.02:
        cut = rng.randrange(len(text))
        text = (
            text[:cut] + rng.choice(("", "}", "\\", "\x00", '"', "é", ",")) + text[cut + rng.randrange(3) :]
        )
    return text.encode("utf-8", "surrogatepass")


def _opens(whole: dict[str, Any], place: Place) -> bool:
    """Whether a change there would mostly mean that the door stays shut."""
    holder, key = place
    return (
        holder is whole and key in ("serviceUrl", "channelId", "channelData", "conversation", "type", "from")
    ) or (key in ("tenantId", "tenant", "aadObjectId") or holder is whole.get("channelData", {}))


def _spoil(whole: dict[str, Any], place: Place, rng: Random) -> None:
    holder, key = place
    match rng.randrange(9):
        case 0:
            del holder[key]
        case 1:
            holder[key] = [holder[key]]
        case 2:
            holder[key] = {"value": holder[key], CANARY: CANARY}
        case 3:
            holder[key] = _deep(rng)
        case 4 if rng.random() < 0.2:
            holder[key] = (CANARY + " ") * rng.choice((50, 700, 7_000))
        case 5 if isinstance(holder[key], str):
            at = rng.randrange(len(holder[key]) + 1)
            holder[key] = holder[key][:at] + str(rng.choice(ODD)) + holder[key][at:]
        case 6 if isinstance(holder, dict):
            other, there = rng.choice(list(places(whole)))
            holder[str(there)] = _copy(other[there])
        case 7 if isinstance(holder, dict):
            named = (CANARY, "", "id", "type", "r", "n", "v", "s", "text", "value")
            holder[rng.choice(named)] = _copy(rng.choice(ODD))
        case _:
            holder[key] = _copy(rng.choice(ODD))


def _copy(thing: Any) -> Any:
    return json.loads(json.dumps(thing))


def _deep(rng: Random) -> Any:
    """Something in something in something."""
    deep: Any = CANARY
    for _ in range(rng.choice((3, 30, 200, 450))):
        deep = [deep] if rng.random() < 0.5 else {"a": deep}
    return deep
