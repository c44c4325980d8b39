"""Frozen dataclasses to JSON and back, by their types: nothing unknown is let in, nothing is guessed."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin

from record.errors import UnreadableError

T = TypeVar("T")

QUIET: Mapping[str, bool] = {"quiet": True}
"""Metadata of a field inside another value that came later than the rest: it is not written where it says nothing, so
that a version that does not know it can read what does not use it."""

_TAG = "is"
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coder:
    to: Callable[[Any], Any]
    back: Callable[[Any], Any]


class _WrongError(Exception):
    """The JSON is not of that type. Carries no value: values may name people."""


def dumps(
    kind: type[Any], value: object, *, version: int, unsaid: bool = True, **head: str | int | bool
) -> bytes:
    """JSON in UTF-8: the format's version first, then `head`, then the value.

    With `unsaid=False` a field of the value in which nothing is said is left out, if it is so by default: a version
    that does not know the field can then read the rest.
    """
    packed = _coder_of(kind).to(value)
    if not unsaid:
        silent = _silent(kind)
        packed = {name: one for name, one in packed.items() if name not in silent or one != silent[name]}
    body = {"v": version, **head, "value": packed}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def loads(kind: type[T], data: bytes, *, version: int) -> tuple[T, Mapping[str, Any]]:
    """The value and its head. Fields that are missing get their default, if they have one.

    Raises UnreadableError for another version, an unknown field or a value that does not fit its type.
    """
    try:
        body = json.loads(data)
    except ValueError:
        raise _unreadable() from None
    if not isinstance(body, dict) or "value" not in body:
        raise _unreadable()
    if body.get("v") != version:
        raise UnreadableError(
            "This was written by another version of Faircopy. Nothing was changed. Please run that one."
        )
    try:
        value: T = _coder_of(kind).back(body.pop("value"))
    except _WrongError:
        raise _unreadable() from None
    return value, body


def _silent(kind: Any) -> Mapping[str, object]:
    """The fields that by default say nothing, or only what is meant where nothing is said, as they are written."""
    coders = typing.get_type_hints(kind)
    return {
        field.name: _coder(coders[field.name]).to(field.default)
        for field in dataclasses.fields(kind)
        if isinstance(field.default, Enum) or field.default is False or field.default in (None, (), "")
    }


def _unreadable() -> UnreadableError:
    return UnreadableError(
        "This is not something that Faircopy wrote, or a newer version wrote it. Nothing was changed."
    )


def _coder_of(kind: Any) -> _Coder:
    return _coder(kind)


@cache
def _coder(kind: Any) -> _Coder:
    """How values of a type are written and read."""
    while isinstance(kind, typing.NewType):
        kind = kind.__supertype__
    if kind in _PLAIN:
        return _PLAIN[kind]
    if get_origin(kind) in (Union, types.UnionType):
        return _union(get_args(kind))
    if get_origin(kind) is tuple:
        item, rest = get_args(kind)
        if rest is not Ellipsis:
            raise TypeError("only tuples of one type, of any length, can be written")
        return _several(_coder(item))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _Coder(to=lambda value: value.value, back=lambda value: _member(kind, value))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _fields(kind)
    raise TypeError(f"{kind} cannot be written")


def _exactly(kind: type) -> Callable[[Any], Any]:
    def same(value: Any) -> Any:
        if type(value) is not kind:
            raise _WrongError
        return value

    return same


def _from_iso(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _WrongError from None
    if moment.tzinfo is None:
        raise _WrongError
    return moment


def _to_iso(value: datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("a time without its zone cannot be written")
    return value.astimezone(UTC).isoformat()


def _from_seconds(value: Any) -> timedelta:
    if type(value) not in (int, float):
        raise _WrongError
    try:
        return timedelta(seconds=value)
    except (OverflowError, ValueError):
        raise _WrongError from None


def _to_seconds(value: timedelta) -> int | float:
    """Whole seconds as such, so that people can read and write them; else to the microsecond."""
    return value // _SECOND if value % _SECOND == timedelta(0) else value / _SECOND


def _member(kind: type[Enum], value: Any) -> Enum:
    try:
        return kind(value)
    except ValueError:
        raise _WrongError from None


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _WrongError
    return float(value)


_PLAIN: dict[Any, _Coder] = {
    str: _Coder(to=_exactly(str), back=_exactly(str)),
    int: _Coder(to=_exactly(int), back=_exactly(int)),
    bool: _Coder(to=_exactly(bool), back=_exactly(bool)),
    float: _Coder(to=_number, back=_number),
    datetime: _Coder(to=_to_iso, back=_from_iso),
    timedelta: _Coder(to=_to_seconds, back=_from_seconds),
}


def _several(item: _Coder) -> _Coder:
    def back(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _WrongError
        return tuple([item.back(one) for one in value])

    return _Coder(to=lambda value: [item.to(one) for one in value], back=back)


def _union(kinds: tuple[Any, ...]) -> _Coder:
    """`X | None`, or a choice of dataclasses, each tagged with its name."""
    others = tuple(kind for kind in kinds if kind is not type(None))
    if len(others) == 1:
        only = _coder(others[0])
        return _Coder(
            to=lambda value: None if value is None else only.to(value),
            back=lambda value: None if value is None else only.back(value),
        )
    if len(others) != len(kinds) or not all(dataclasses.is_dataclass(kind) for kind in others):
        raise TypeError("only `X | None`, or a choice of dataclasses, can be written")
    tagged = {kind.__name__.lower(): kind for kind in others}

    def to(value: Any) -> Any:
        return {_TAG: type(value).__name__.lower(), **_coder_of(type(value)).to(value)}

    def back(value: Any) -> Any:
        if not isinstance(value, dict) or value.get(_TAG) not in tagged:
            raise _WrongError
        return _coder(tagged[value[_TAG]]).back({name: one for name, one in value.items() if name != _TAG})

    return _Coder(to=to, back=back)


def _fields(kind: Any) -> _Coder:
    hints = typing.get_type_hints(kind)
    fields = {field.name: _coder(hints[field.name]) for field in dataclasses.fields(kind)}
    needed = {
        field.name
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    quiet = {field.name: field.default for field in dataclasses.fields(kind) if field.metadata.get("quiet")}

    def to(value: Any) -> dict[str, Any]:
        if type(value) is not kind:
            raise TypeError(f"not a {kind.__name__}")
        said = ((name, getattr(value, name)) for name in fields)
        return {name: fields[name].to(one) for name, one in said if name not in quiet or one != quiet[name]}

    def back(value: Any) -> Any:
        if not isinstance(value, dict) or not needed <= value.keys() <= fields.keys():
            raise _WrongError
        return kind(**{name: fields[name].back(one) for name, one in value.items()})

    return _Coder(to=to, back=back)
