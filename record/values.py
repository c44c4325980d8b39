"""Frozen values are changed by copying: `replace`, as `dataclasses.replace` does it, for slotted values and faster.

The line copies a docket at every step, and is walked a million times over before anybody relies on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import replace as replace  # noqa: PLC0414  # re-exported, with the types that mypy knows
else:

    def replace(value, /, **changes):
        """A copy of a frozen, slotted dataclass with those fields changed. Raises TypeError for an unknown field."""
        of = type(value)
        return (_COPIES.get(of) or _copy_of(of))(value, changes)


_COPIES: dict[type[Any], Callable[[Any, dict[str, Any]], Any]] = {}


def _copy_of(of: type[Any]) -> Callable[[Any, dict[str, Any]], Any]:
    """How a value of that class is copied: written, field by field, as a twin of the same slots that is not frozen
    yet. Only a line of its own for each field is fast, so they are compiled, as dataclasses compiles `__init__`."""
    names = [f.name for f in fields(of)]
    twin = type(of.__name__, (), {"__slots__": names})
    lines = [
        "def copy(old, changes):",
        "    new = twin()",
        *(f"    new.{name} = old.{name}" for name in names),
        "    for name, changed in changes.items():",
        "        if name not in names:",
        "            raise TypeError(f'{of.__name__} has no field {name}')",
        "        setattr(new, name, changed)",
        "    new.__class__ = of",
        "    return new",
    ]
    made: dict[str, Any] = {"twin": twin, "of": of, "names": frozenset(names)}
    exec("\n".join(lines), made)  # noqa: S102  # nothing in it comes from outside: names of fields
    _COPIES[of] = made["copy"]
    return _COPIES[of]
