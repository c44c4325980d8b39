"""Searches every byte of every stand-in for a visitor's words, and says where they were found, in a person's terms."""

from __future__ import annotations

import asyncio
from typing import Any

from local.page.names import Named, named
from local.page.stage import Stage
from local.residue import readings, words_of


async def searched(stage: Stage, words: str) -> dict[str, Any]:
    """Case and punctuation aside. `looked` counts the places that a person would name, `count` those that hold them."""
    wanted = " ".join(words_of(words))
    places = [(named(stage.town, place), data) for place, data in await stage.town.places()]
    found = await asyncio.to_thread(_holding, places, wanted)
    shown = [{"where": name.where, "what": name.what} for name in found]
    return {"places": shown, "count": len(found), "looked": len({name.key for name, _ in places})}


def _holding(places: list[tuple[Named, bytes]], wanted: str) -> list[Named]:
    found: dict[str, Named] = {}
    for name, data in places:
        if name.key not in found and any(wanted in " ".join(words_of(text)) for text in readings(data)):
            found[name.key] = name
    return list(found.values())
