"""What this council allows: the times, the looks, the proof that counts, and the holds it has set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from typing import Self

from record.packing import QUIET
from record.system import Able, System
from record.terms import GroupId, PersonId, RecordTypeId, Told

Seen = frozenset[GroupId]
"""Those of the groups named here in which somebody was seen at this very press. The policy itself asks nobody: who is
in a group is the council's to change at any moment, so what was seen is handed in, and never kept."""
NOT_SEEN: Seen = frozenset()


class Consent(StrEnum):
    """What it takes before AI may help with the notes, once people were told."""

    NOBODY_OBJECTED = "nobody_objected"
    AGREED = "agreed"


class Tool(Enum):
    """What drafts the council's records: how the policy writes it, what admins read of it, and whether it drafts at
    all. A later tool is one more row."""

    OWN = "own", "Faircopy's own: the words as spoken, under your headings; no AI model", True
    NONE = "none", "None: records are written by hand", False

    _value_: str
    said: str
    drafts: bool

    def __new__(cls, id: str, said: str, drafts: bool) -> Self:
        one = object.__new__(cls)
        one._value_, one.said, one.drafts = id, said, drafts
        return one


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyHold:
    """Nothing may be destroyed while it stands: of one docket, of one person's file, of one type of record, or (all
    None) of anything. `why` is for people; it names nobody.
    """

    by: str
    at: datetime
    id: str = ""
    docket: str | None = None
    reference: str | None = None
    record_type: RecordTypeId | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody whom the policy names. `id` is the Entra object id."""

    id: PersonId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An Entra group whose members may what those may who are named beside it. `id` is its object id."""

    id: GroupId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondRule:
    """Records of this type need a second person's approval, of one of these, asked in this order."""

    record_type: RecordTypeId
    approvers: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRule:
    """Records of this type may be drafted only by these people and the members of these Entra groups, who together are
    called `group`; where neither is named, by nobody: they are written by hand. A type without a rule is everybody's.
    """

    record_type: RecordTypeId
    group: str = ""
    only: tuple[Colleague, ...] = ()
    groups: tuple[Group, ...] = field(default=(), metadata=QUIET)

    @property
    def by_hand(self) -> bool:
        """Whether nobody at all may have it drafted."""
        return not (self.only or self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Who made this version of the policy, when and why. `name` is shown to admins."""

    by: PersonId
    name: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRule:
    """`by` may take over what waits for any of these authors."""

    by: PersonId
    of: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A council's choices. Every field has the default of the recording guidance; all times are durations.

    `retention_statement` is what the council has declared about Microsoft 365 retention: "none" lets a receipt say
    Gone, anything else makes it say that a retained copy is possible, since a bot cannot read a tenant's policies.
    `case_system` is the one that records which are begun from now on belong to, None for that of the installation.
    `honours_keys` and `posts` are what the installation's can do: file once a key, and be written to at all; `able`
    what each can that it may speak to. The organiser of a meeting is asked `asks` times, `ask_again` apart. After a
    meeting that we were added to, its transcript is looked for at `offer_looks` from its end (with none, no draft is
    ever offered), and an offer stands for `offer_stands`. `governance` may hold, and release what was kept; `admins`
    may change the policy, besides those whom the installation names; people are named by their Entra object ids in
    small letters, and `names` says what those are called who are named by their ids alone. Whoever is in one of
    `governance_groups` or `admin_groups` may the same. While `leaving`, nothing is begun from a meeting or a
    transcript; what was begun goes on, and may still have another child or a correction.

    `version` grows by one with each change, also of a hold; `saved` says who made it, None before the first. `types`
    are the rules for types of record, `notice` is what the council tells people of a meeting in its own words.
    `tool` drafts what is begun from now on; `ai_hosts` are the only hosts to which words may go to be drafted.
    """

    version: int = 1
    saved: Saved | None = None
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
    reminders: tuple[timedelta, ...] = (timedelta(days=3), timedelta(days=1))
    ask_again: timedelta = timedelta(days=3)
    asks: int = 3
    offer_looks: tuple[timedelta, ...] = (
        timedelta(minutes=5),
        timedelta(minutes=15),
        timedelta(minutes=45),
        timedelta(hours=2),
        timedelta(hours=6),
    )
    offer_stands: timedelta = timedelta(days=7)
    honours_keys: bool = True
    posts: bool = True
    second: tuple[SecondRule, ...] = ()
    cover: tuple[CoverRule, ...] = ()
    governance: tuple[PersonId, ...] = ()
    retention_statement: str = "not stated"
    holds: tuple[PolicyHold, ...] = ()
    help_contact: str = "your team's Faircopy contact"
    admins: tuple[PersonId, ...] = ()
    names: tuple[Colleague, ...] = ()
    types: tuple[TypeRule, ...] = ()
    notice: str = ""
    consent: Consent = Consent.NOBODY_OBJECTED
    leaving: bool = False
    admin_groups: tuple[Group, ...] = ()
    governance_groups: tuple[Group, ...] = ()
    tool: Tool = Tool.OWN
    ai_hosts: tuple[str, ...] = ()
    case_system: System | None = None
    able: tuple[Able, ...] = ()

    def approvers(self, record_type: RecordTypeId) -> tuple[Colleague, ...] | None:
        """Who may approve records of this type as the second person; None if no second person is needed."""
        return next((rule.approvers for rule in self.second if rule.record_type == record_type), None)

    def covers(self, by: PersonId, author: PersonId) -> bool:
        """Whether this person may take over what waits for that author."""
        return any(rule.by == by and any(c.id == author for c in rule.of) for rule in self.cover)

    def type_rule(self, record_type: RecordTypeId) -> TypeRule | None:
        """The rule for this type of record; None if everybody may draft it."""
        return next((rule for rule in self.types if rule.record_type == record_type), None)

    def may_draft(self, record_type: RecordTypeId, who: PersonId, seen: Seen = NOT_SEEN) -> bool:
        """Whether this person may have a record of this type drafted; if not, it is written by hand."""
        rule = self.type_rule(record_type)
        named = rule is None or any(c.id == who for c in rule.only) or _among(rule.groups, seen)
        return self.tool.drafts and named

    def might_draft(self, record_type: RecordTypeId, who: PersonId) -> bool:
        """The same before it is known which groups this person is in: where one might let them, they may ask."""
        rule = self.type_rule(record_type)
        groups = rule.groups if rule is not None else ()
        return self.may_draft(record_type, who, frozenset(group.id for group in groups))

    def might_draft_any(self, record_types: Iterable[RecordTypeId], who: PersonId) -> bool:
        """Whether there is anything of these that this person may begin, as far as can be said without their groups."""
        return any(self.might_draft(record_type, who) for record_type in record_types)

    def governs(self, who: PersonId, seen: Seen = NOT_SEEN) -> bool:
        """Whether this person may hold, and release what was kept."""
        return who in self.governance or _among(self.governance_groups, seen)

    def administers(self, who: PersonId, seen: Seen = NOT_SEEN) -> bool:
        """Whether this person may change the policy, besides those whom the installation names."""
        return who in self.admins or _among(self.admin_groups, seen)

    def may_hear(self, host: str) -> bool:
        """Whether words may go to this host to be drafted. Whatever drafts asks this, and nothing else, of each host
        that it would speak to, each time. The names are whole: a host within an allowed one is not allowed."""
        return host.lower() in self.ai_hosts

    def posts_to(self, system: System | None) -> bool:
        """Whether that case system can be written to; None is the installation's. One that nothing is known of is
        asked, and says no by itself."""
        if system is None:
            return self.posts
        return (able := self._able(system)) is None or able.posts

    def files_once(self, system: System | None) -> bool:
        """Whether that case system files once a key. One that nothing is known of may file twice."""
        if system is None:
            return self.honours_keys
        return (able := self._able(system)) is not None and able.honours_keys

    def _able(self, system: System) -> Able | None:
        """Of a host that is not known, what is so of that connector without any: filing by hand needs none."""
        known = {a.origin: a for a in self.able if a.connector == system.connector}
        return known.get(system.origin) or known.get("")

    def enough(self, told: Told) -> bool:
        """Whether what was said about telling people is what this council asks for."""
        return told is Told.AGREED or (told is Told.NOBODY_OBJECTED and self.consent is not Consent.AGREED)

    def called(self, id: PersonId) -> str:
        """What somebody is called who is named by their id; "" if nobody has said."""
        return next((c.name for c in self.names if c.id == id), "")


def _among(groups: tuple[Group, ...], seen: Seen) -> bool:
    return any(group.id in seen for group in groups)
