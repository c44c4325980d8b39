"""Invented meetings to try the house on: everybody and everywhere in them is fictional."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person on whose file a record of the meeting goes."""

    reference: str
    name: str
    born: date
    worker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One invented meeting.

    `subject` is the Teams meeting's own: it must never leave Graph. `attendees` joined under their
    own names; `speakers` says who is behind each of the transcript's labels. `search` is said in the meeting.
    """

    name: str
    title: str
    record_type: str
    subject: str
    began: datetime
    ended: datetime
    organiser: str
    attendees: tuple[str, ...]
    speakers: Mapping[str, str]
    people: tuple[Person, ...]
    search: str
    transcript: bytes = field(repr=False)
    """The .vtt file as Teams would give it, in UTF-8."""


def names() -> tuple[str, ...]:
    """Every sample's name, in order of the alphabet."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


def load(name: str) -> Sample:
    """The sample of that name; a KeyError if there is none."""
    if name not in names():
        raise KeyError(name)
    told = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Sample(
        name=name,
        title=told["title"],
        record_type=told["record_type"],
        subject=told["subject"],
        began=datetime.fromisoformat(told["began"]),
        ended=datetime.fromisoformat(told["ended"]),
        organiser=told["organiser"],
        attendees=tuple(told["attendees"]),
        speakers=MappingProxyType(told["speakers"]),
        people=tuple(
            Person(
                reference=person["reference"],
                name=person["name"],
                born=date.fromisoformat(person["born"]),
                worker=person["worker"],
            )
            for person in told["people"]
        ),
        search=told["search"],
        transcript=(_FOLDER / f"{name}.vtt").read_bytes(),
    )
