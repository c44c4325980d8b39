"""Language that needs care in a record (rules/language.yaml): each with its reason and what to write instead."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from drafting.wording.rules import entries
from record.errors import ConfigurationError

_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]|(?<!\w)[‘'][^‘’']*[’'](?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One wording to look at. `serious`: not to be drafted unless somebody is quoted. Examples are for the tests."""

    id: str
    group: str
    pattern: re.Pattern[str]
    reason: str
    instead: str
    serious: bool
    found: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A wording in a text, with why it needs care and what to write instead."""

    entry: Entry
    words: str = field(repr=False)
    begins: int


@functools.cache
def standard() -> tuple[Entry, ...]:
    """The wordings of this installation. Raises ConfigurationError."""
    return tuple(_entry(told) for told in entries("language.yaml", "words"))


def looks(text: str, among: tuple[Entry, ...] | None = None) -> tuple[Look, ...]:
    """The wordings in a text, in the order of the list. What stands in quotation marks is left alone."""
    bare = _QUOTED.sub(lambda m: " " * len(m[0]), text)
    found = ((entry, entry.pattern.search(bare)) for entry in (standard() if among is None else among))
    return tuple(
        Look(entry=entry, words=text[match.start() : match.end()], begins=match.start())
        for entry, match in found
        if match
    )


def _entry(told: dict[str, object]) -> Entry:
    id = str(told.get("id") or "an entry without an id")
    texts = {}
    for key in ("group", "pattern", "reason", "instead"):
        value = told.get(key)
        if not isinstance(value, str) or not value.strip():
            raise ConfigurationError(f"language.yaml: {id}: {key} is missing; expected a few words.")
        texts[key] = value
    try:
        pattern = re.compile(texts["pattern"], re.IGNORECASE)
    except re.error as error:
        raise ConfigurationError(f"language.yaml: {id}: the pattern cannot be read: {error}.") from error
    return Entry(
        id=id,
        group=texts["group"],
        pattern=pattern,
        reason=texts["reason"],
        instead=texts["instead"],
        serious=told.get("serious") is True,
        found=_texts(told.get("found"), id),
        not_found=_texts(told.get("not_found"), id),
    )


def _texts(value: object, id: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(x, str) for x in value):
        return tuple(value)
    raise ConfigurationError(f"language.yaml: {id}: examples must be a list of texts.")
