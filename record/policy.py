"""What this council allows: the times, the looks, the proof that counts, and the holds it has set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyHold:
    """Nothing may be destroyed while it stands: of one docket, of one file reference, or (both None) of anything."""

    by: str
    at: datetime
    docket: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A council's choices. Every field has the default of the recording guidance; all times are durations.

    `retention_statement` is what the council has declared about Microsoft 365 retention: "none" lets a receipt say
    Gone, anything else makes it say that a retained copy is possible, since a bot cannot read a tenant's policies.
    """

    version: int = 1
    undo: timedelta = timedelta(minutes=2)
    grace: timedelta = timedelta(hours=24)
    expiry: timedelta = timedelta(days=7)
    looks: tuple[timedelta, ...] = (
        timedelta(minutes=1),
        timedelta(minutes=10),
        timedelta(hours=1),
        timedelta(hours=24),
    )
    fresh: timedelta = timedelta(hours=1)
    lease: timedelta = timedelta(seconds=120)
    skew: timedelta = timedelta(seconds=60)
    late: timedelta = timedelta(minutes=10)
    retry: timedelta = timedelta(minutes=5)
    undecided: timedelta = timedelta(hours=1)
    honours_keys: bool = True
    retention_statement: str = "not stated"
    holds: tuple[PolicyHold, ...] = ()
    help_contact: str = "your team's Faircopy contact"
