"""The lists that practitioners may read and change (drafting/rules/*.yaml), read once when first asked for."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import yaml

from record.errors import ConfigurationError

FOLDER = Path(__file__).parent.parent / "rules"


@functools.cache
def _file(name: str) -> dict[object, object]:
    """A file of rules. Raises ConfigurationError."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        told = yaml.load((FOLDER / name).read_bytes(), Loader=loader)  # noqa: S506 - both are the safe loader
    except yaml.YAMLError as error:
        raise ConfigurationError(
            f"{name} is not valid YAML. Check indentation, colons and quotes."
        ) from error
    if not isinstance(told, dict):
        raise ConfigurationError(f"{name}: expected names with lists under them.")
    return told


def lists(name: str) -> Mapping[str, tuple[str, ...]]:
    """A file that is names with words under them, such as kinds.yaml. Raises ConfigurationError."""
    found = {}
    for key, value in _file(name).items():
        if not (isinstance(key, str) and isinstance(value, str)):
            raise ConfigurationError(
                f"{name}: {key} must be words divided by commas; put words such as true and no in quotation marks."
            )
        found[key] = tuple(w for w in (x.strip() for x in value.split(",")) if w)
    return MappingProxyType(found)


def lists_of(name: str, key: str) -> tuple[str, ...]:
    """A list of wordings under one key. Raises ConfigurationError."""
    told = _file(name).get(key)
    if not isinstance(told, list) or not all(isinstance(x, str) for x in told):
        raise ConfigurationError(f"{name}: expected {key}, a list of wordings.")
    return tuple(told)


def entries(name: str, key: str) -> tuple[dict[str, object], ...]:
    """A file that is a list of entries under one key. Raises ConfigurationError."""
    told = _file(name).get(key)
    if not isinstance(told, list) or not all(isinstance(x, dict) for x in told):
        raise ConfigurationError(f"{name}: expected {key}, a list of entries.")
    return tuple(told)
