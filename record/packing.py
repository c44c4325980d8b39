"""Frozen values to JSON bytes and back: what a blob holds, written from the types themselves."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")


def pack(value: object) -> bytes:
    """A frozen dataclass as UTF-8 JSON. Unions of dataclasses carry their class's name."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def unpack(cls: type[T], data: bytes) -> T:
    """The value again. Raises ValueError if the bytes are not one of `cls`; the message names types only."""
    return cast("T", _typed(cls, json.loads(data)))


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        body = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"": type(value).__name__, **body}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} cannot be packed")


@cache
def _hints(cls: type) -> Mapping[str, Any]:
    return typing.get_type_hints(cls)


def _typed(hint: Any, value: Any) -> Any:  # one return a shape reads better than nested ifs
    if isinstance(hint, typing.NewType):
        return _typed(hint.__supertype__, value)
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _one_of(args, value)
    if origin is tuple:
        return tuple(_typed(args[0], v) for v in value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _built(hint, value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is timedelta:
        return timedelta(seconds=value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if hint is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, hint):
        raise ValueError(f"{type(value).__name__} where {hint.__name__} was expected")  # noqa: TRY004  # bad bytes, not a bad call
    return value


def _one_of(args: tuple[Any, ...], value: Any) -> Any:
    if value is None and type(None) in args:
        return None
    kinds = [a for a in args if a is not type(None)]
    if len(kinds) > 1:
        kinds = [k for k in kinds if getattr(k, "__name__", None) == value.get("")]
    if not kinds:
        raise ValueError("an unknown kind of value")
    return _typed(kinds[0], value)


def _built(cls: type, value: Any) -> Any:
    if not isinstance(value, dict) or value.get("") != cls.__name__:
        raise ValueError(f"not a {cls.__name__}")
    hints = _hints(cls)
    names = {f.name for f in dataclasses.fields(cls)}
    unknown = value.keys() - names - {""}
    if unknown:
        raise ValueError(f"{cls.__name__} with unknown fields: written by another version")
    return cls(**{k: _typed(hints[k], v) for k, v in value.items() if k})
