"""The Teams app package: what Teams is told of Faircopy, built for one council. `version` is its one version."""

from __future__ import annotations


def version(revision: int = 0) -> str:
    """The package's version (semver), not the product's: Teams offers an update only when it is higher.

    The first two numbers are ours, and raised when anything in the package changes; the last is the council's own,
    for a change of nothing but its name or its addresses.
    """
    return f"1.0.{revision}"
