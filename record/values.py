"""Frozen values are changed by copying: `replace`, as `dataclasses.replace` does it, for slotted values and faster.

The line copies a docket at every step, and is walked a million times over before anybody relies on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import replace as replace  # noqa: PLC0414  # re-exported, with the types that mypy knows
else:

    def replace(value, /, **changes):
        """A copy of a frozen, slotted dataclass with those fields changed. Raises TypeError for an unknown field."""
        of = type(value)
        names, read, writers = _shape(of)
        new = object.__new__(of)
        for write, old in zip(writers, read(value), strict=True):
            write(new, old)
        for name, changed in changes.items():
            if name not in names:
                raise TypeError(f"{of.__name__} has no field {name}")
            names[name](new, changed)
        return new


@cache
def _shape(
    of: type[Any],
) -> tuple[dict[str, Callable[..., None]], Callable[[Any], Any], list[Callable[..., None]]]:
    """How each field is written, by name and in order; and how all are read at once."""
    writers = {f.name: getattr(of, f.name).__set__ for f in fields(of)}
    read = attrgetter(*writers) if len(writers) > 1 else lambda value: (getattr(value, next(iter(writers))),)
    return writers, read, list(writers.values())
