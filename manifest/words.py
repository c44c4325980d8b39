"""What people read about Faircopy in Teams: a YAML file a language, read by key and held to the lengths Teams takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml

from record.errors import ConfigurationError

FOLDER = Path(__file__).resolve().parent / "languages"
ENGLISH = "en-gb"
OTHERS: Final = ("cy-gb",)
"""Language tags, as Teams and the names of the files have them."""

LONGEST: Final[Mapping[str, int]] = {
    "name.short": 30,
    "name.full": 100,
    "description.short": 80,
    "description.full": 4000,
    "personal": 128,
    "group": 128,
}
"""Characters of one text by its key, or by the part of its key that stands before the dot. From the schema, 1.17."""

_UNFINISHED = re.compile(
    r"[{}<>\[\]]|\b(?:todo|tb[acd]|placeholder|change ?me|lorem ipsum|x{3,}|"
    r"(?:your|my|the) (?:council|company|organi[sz]ation)(?:'s)? name)\b",
    re.IGNORECASE,
)


def unfinished(text: str) -> bool:
    """Whether somebody still means to replace it, or a part of it."""
    return _UNFINISHED.search(text) is not None


def load(language: str, folder: Path = FOLDER) -> Mapping[str, str]:
    """Every text of a language by its key, such as `personal.draft`; "" where none is written yet.

    Raises ConfigurationError naming every text that cannot be used. Keys are compared where languages meet.
    """
    name = f"{language}.yaml"
    read: object = yaml.safe_load((folder / name).read_text("utf-8"))
    if not isinstance(read, dict) or not all(isinstance(part, dict) for part in read.values()):
        raise ConfigurationError(f"{name} is not parts of keys and texts. Nothing was written.")
    texts = {f"{part}.{key}": text for part, keys in read.items() for key, text in keys.items()}
    faults = [fault for key, text in texts.items() if (fault := _fault(key, text))]
    if faults:
        raise ConfigurationError(f"{name} cannot be used. Nothing was written.\n" + "\n".join(faults))
    return {key: text.strip() for key, text in texts.items()}


def _fault(key: str, text: object) -> str:
    most = LONGEST.get(key, LONGEST.get(key.partition(".")[0]))
    if most is None:
        return f"- {key} is no text of the package."
    if not isinstance(text, str):
        return f"- {key} is not text: put it in quotation marks."
    if len(text.strip()) > most:
        return f"- {key} is longer than {most} characters."
    return f"- {key} still holds a mark to be replaced." if unfinished(text) else ""


def missing(texts: Mapping[str, str], english: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that wait for a translator."""
    return tuple(key for key in english if not texts.get(key))
