"""What people can decide: every function of the line that takes a docket and a person and gives a docket."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from itertools import product
from typing import Any

import record as line_of_records
from record import review
from record.docket import Claim, Docket, Person
from record.errors import RefusedError
from record.policy import Policy
from record.terms import Address, PersonId, RecordTypeId
from tests.documents.family import AUTHOR, GOVERNANCE, PEOPLE, TYPE

NAMES: dict[str, str] = {
    "name": "n",
    "id": "r9",
    "record_id": "r9",
    "reference": "CH-2",
    "card": "card-9",
    "number": "CN-1",
}
"""Text that a decision takes, by the parameter's name."""

MOST_RECORDS = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decision:
    """One thing that a person can decide. `takes` is by parameter, without the docket, and without what may be left."""

    name: str
    station: str
    says: str
    does: Callable[..., Docket | tuple[Docket, Claim] | None]
    takes: dict[str, Any]


@cache
def decisions() -> tuple[Decision, ...]:
    """All of them, found by their signatures, so that a new one cannot be left out. The same again counts once."""
    return tuple({decision.name: decision for decision in _found()}.values())


def _found() -> Iterator[Decision]:
    for info in pkgutil.iter_modules(line_of_records.__path__):
        module = importlib.import_module(f"{line_of_records.__name__}.{info.name}")
        for name, function in vars(module).items():
            ours = inspect.isfunction(function) and function.__module__ == module.__name__
            if name.startswith("_") or not ours:
                continue
            takes = typing.get_type_hints(function)
            decides = takes.get("who") or takes.get("author")
            if (
                decides in (PersonId, Person)
                and next(iter(takes)) == "docket"
                and _gives_docket(takes["return"])
            ):
                asked = inspect.signature(function).parameters.values()
                needed = {p.name: takes[p.name] for p in asked if p.default is p.empty and p.name != "docket"}
                theirs = info.name == "second" and review.own.__name__ not in function.__code__.co_names
                title = name.replace("_", " ") + (" (second approver)" if theirs else "")
                says = first_sentence(function.__doc__)
                yield Decision(name=title, station=info.name, says=says, does=function, takes=needed)


def _gives_docket(hint: Any) -> bool:
    """A docket, a docket with its claim, or one of them or nothing."""
    kinds = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return any(kind in (Docket, tuple[Docket, Claim]) for kind in kinds)


def first_sentence(text: str | None) -> str:
    """The first sentence of a docstring; empty if there is none."""
    whole = " ".join((text or "").split("\n\n")[0].split())
    return whole[: whole.index(". ") + 1] if ". " in whole else whole


# --- every way to take it -----------------------------------------------------------------------------------------


def taken(decision: Decision, docket: Docket, policy: Policy, now: datetime) -> Iterator[tuple[Docket, int]]:
    """The docket after the decision, for every way in which somebody may take it and is not refused; and the number of
    the record that it is about (0: none)."""
    if decision.name == "add record" and docket.records:
        return  # one record to begin with keeps the walk small; what a decision makes of one may be a second
    for given in _given(decision, docket, policy, now):
        for chosen in _ways(decision):
            try:
                after = decision.does(docket, **given, **chosen)
            except RefusedError:
                continue
            after = after[0] if isinstance(after, tuple) else after
            if after is not None and after != docket and len(after.records) <= MOST_RECORDS:
                yield after, given.get("n", 0)


def _given(decision: Decision, docket: Docket, policy: Policy, now: datetime) -> Iterator[dict[str, Any]]:
    """What stands in the docket: each record, as it is, for its author and for its second approver."""
    given: dict[str, Any] = {"now": now, "policy": policy}
    if "n" not in decision.takes:
        yield {name: given[name] for name in decision.takes if name in given}
        return
    for record in docket.records:
        given |= {"n": record.n, "version": record.version, "hash": record.hash}
        people = {record.author.id, record.reader.id if record.reader else record.author.id}
        for who in sorted(people) if _of_the_record(decision) else ("",):
            known = given | ({"who": who} if who else {})
            yield {name: known[name] for name in decision.takes if name in known}


def _of_the_record(decision: Decision) -> bool:
    """Only those who have the record decide about it; anybody else is refused before anything is looked at."""
    return "n" in decision.takes and decision.takes.get("who") is PersonId


@cache
def _ways(decision: Decision) -> tuple[dict[str, Any], ...]:
    """Every choice of what does not stand in the docket."""
    aside = {*_GIVEN, "who"} if _of_the_record(decision) else _GIVEN
    free = [name for name in decision.takes if name not in aside]
    every = product(*(_choices(decision, name, decision.takes[name]) for name in free))
    return tuple(dict(zip(free, chosen, strict=True)) for chosen in every)


_GIVEN = frozenset({"now", "policy", "n", "version", "hash"})


def _choices(decision: Decision, name: str, kind: Any) -> tuple[Any, ...]:
    """What a parameter can be. An unknown one stops the walk: say here what it may be."""
    if kind is bool:
        return (False, True)
    if kind is Person:
        return (AUTHOR,) if name == "author" else PEOPLE
    if kind is PersonId:
        return AUTHOR.id, GOVERNANCE.id
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(kind)[:1]
    if isinstance(kind, types.UnionType):
        some = next(k for k in typing.get_args(kind) if k is not types.NoneType)
        return (None, *_choices(decision, name, some))
    if kind is RecordTypeId:
        return (TYPE,)
    if kind == tuple[Address, ...]:
        return ((), (Address("drive/item"),))
    if kind is str and name in NAMES:
        return (NAMES[name],)
    raise AssertionError(
        f"tests/documents/decisions.py: say what `{name}` of {decision.station}.{decision.name} may be"
    )
