"""The judges' own account of what people did and what really happened, kept beside the dockets and never from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from record.terms import Address, DocketId, Holder, PersonId, RecordTypeId

Place = tuple[Holder, str, int]
"""Where words are: a blob's or key's address, a card's id, a person's file; and of which record (0: the source)."""


class RuleBrokenError(BaseException):
    """Something that must always be true is not. No `Exception`: no catch of ours may hide it."""

    def __init__(self, rule: str, what: str) -> None:
        super().__init__(f"{rule}: {what}")
        self.rule = rule
        self.what = what


@dataclass(frozen=True, slots=True)
class Approved:
    """What a person approved: the words that they saw on their card, for this file, as this type."""

    by: PersonId
    hash: str
    reference: str
    record_type: RecordTypeId


@dataclass(eq=False, slots=True)
class Kept:
    """One record as people made it. `touched` is when a person last did something to it, `read` who was sent every
    page of which words, `authors` all who ever had it, `moved` whether its words came from a record on a wrong file.
    """

    n: int
    id: str
    author: PersonId
    reference: str
    record_type: RecordTypeId
    touched: datetime
    authors: list[PersonId] = field(default_factory=list)
    read: set[tuple[PersonId, str]] = field(default_factory=set)
    moves_to: str = ""
    approval: Approved | None = None
    second: Approved | None = None
    dropped: datetime | None = None
    nothing_said: bool = False
    only_account: bool = False
    delete_too: bool = False
    filed: datetime | None = None
    attested: datetime | None = None
    counts: bool = False
    misfiled: bool = False
    moved: bool = False
    marked: datetime | None = None
    dealt: datetime | None = None

    @property
    def settled(self) -> datetime | None:
        """When it was filed, attested, dropped, or marked as filed in error and dealt with."""
        if self.misfiled:
            return max(self.marked, self.dealt) if self.marked and self.dealt else None
        return self.filed or self.attested or self.dropped

    @property
    def stands(self) -> bool:
        """On file for the right person, as far as anybody can know."""
        return not self.misfiled and not self.dropped and bool(self.filed or (self.attested and self.counts))


@dataclass(eq=False, slots=True)
class Hold:
    """A hold as its setter knows it: since when it is confirmed, and the deadlines of what may already be out.

    It is on one docket, on one person's file, or (both None) on everything. `covers` names the accounts that it is
    known to cover: what was already out when it came to cover one is told, too.
    """

    confirmed: datetime
    told: set[datetime]
    docket: DocketId | None = None
    reference: str | None = None
    covered: set[DocketId] = field(default_factory=set)
    released: bool = False


@dataclass(eq=False, slots=True)
class Account:
    """One source as it really is."""

    id: DocketId
    is_call: bool
    made: datetime
    file: Address | None = None
    records: dict[int, Kept] = field(default_factory=dict)
    places: dict[Place, None] = field(default_factory=dict)
    ever: dict[Place, None] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)
    thrown_away: bool = False
    organiser_said_no: bool = False
    asked: dict[str, datetime] = field(default_factory=dict)
    """When each place was first claimed to be destroyed."""
