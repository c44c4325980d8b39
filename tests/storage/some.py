"""Strategies for values of any of our types, and a small docket."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from record.docket import Call, Docket, Person, Record
from record.terms import DocketId, PersonId, RecordTypeId, Told

AT = datetime(2026, 11, 10, 16, 10, tzinfo=UTC)

_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(min_value=-(2**60), max_value=2**60),
    bool: st.booleans(),
    type(None): st.none(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    timedelta: st.timedeltas(min_value=timedelta(days=-20_000), max_value=timedelta(days=20_000)),
}


def some(kind: Any) -> st.SearchStrategy[Any]:
    """Arbitrary values of a type, by its annotations; written apart from the codec, so that it can contradict it."""
    if isinstance(kind, typing.NewType):
        return some(kind.__supertype__)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return st.one_of([some(one) for one in typing.get_args(kind)])
    if typing.get_origin(kind) is tuple:
        return st.lists(some(typing.get_args(kind)[0]), max_size=2).map(tuple)
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{field.name: some(hints[field.name]) for field in dataclasses.fields(kind)})


def person(id: str = "person-1") -> Person:
    return Person(id=PersonId(id), name="Ana Example", teams="29:1", conversation="a:1", service_url="local")


def docket(id: str, name: str, author: Person | None = None) -> Docket:
    """A docket with one record."""
    who = author or person()
    return Docket(
        id=DocketId(id),
        name=name,
        made=AT,
        at=AT,
        source=Call(
            organiser=PersonId("person-1"), meeting="m", call="c", thread="t", transcripts=("x",), began=AT
        ),
        opener=who,
        records=(
            Record(
                n=1,
                id=f"{id}-1",
                author=who,
                reference="SYN-1042",
                record_type=RecordTypeId("case-note"),
                people_told=Told.AGREED,
            ),
        ),
    )
