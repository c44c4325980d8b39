"""The account of one source: its records, where words are, what people decided, what was seen. No words in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from record.packing import QUIET
from record.system import System
from record.terms import (
    NOBODY,
    SOURCE,
    Address,
    ContentHash,
    Custody,
    DocketId,
    Doing,
    Holder,
    Outcome,
    PersonId,
    Proof,
    RecordTypeId,
    Saw,
    Shelf,
    State,
    Told,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A practitioner, and where to write to them. `id` is the Entra object id from the signed activity."""

    id: PersonId
    name: str
    teams: str
    conversation: str
    service_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Where a meeting's words come from. All ids are Microsoft's; times are the call's own, in UTC."""

    organiser: PersonId
    meeting: str
    call: str
    thread: str
    transcripts: tuple[str, ...]
    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A transcript that a person dropped into the chat. `link` is its own file in their OneDrive, if known; one that
    was `pasted` stands in the chat's own messages, which only its author can delete."""

    link: str | None = None
    pasted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A record that stands in the case system already: the source of a correction; or, with `wrong`, of its move from
    the file that it should not be on. `note` is the id of the case system where it stands (None: the installation's).
    """

    note: str
    reference: str
    record_type: RecordTypeId
    hash: ContentHash
    wrong: bool = False
    system: System | None = field(default=None, metadata=QUIET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One look at one place: when it was asked, what was seen, and the other side's own request id and date."""

    at: datetime
    saw: Saw
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One place where words are, or are about to be. `record` is SOURCE for the source's own; `whose` is the person in
    whose chat a card is.
    """

    n: int
    record: int
    holder: Holder
    kind: str
    custody: Custody
    address: Address
    opened: datetime
    whose: PersonId = NOBODY
    shelf: Shelf = Shelf.OPEN
    asked: datetime | None = None
    looks: tuple[Sight, ...] = ()
    outcome: Outcome | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A named person approved exactly these words, for exactly this file, as this type of record, at this version."""

    by: PersonId
    name: str
    at: datetime
    hash: ContentHash
    reference: str
    record_type: RecordTypeId
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The second approver, and how their own card stands: which version it shows, and which pages were sent to it."""

    id: PersonId
    card: str
    asked: datetime
    shown: int = 0
    sent: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What will stand in one person's file, by one author.

    `version` is the words now standing, `top` the highest ever made, `shown` the version last put on the card,
    `pages`/`sent` the final pages of that version and which of them were sent to the author, `todo` how many things
    a person must still do before it can be approved. `sure` is False while a post may still land. `told` names the
    face that the card last showed and what stood on it, so that it is redrawn only when something changed.
    `second` is the second approval and `reader` who is asked for it; `people` are all who hold or held a card of it
    besides its author, `had` those of them who were its author before; `copy_of` is the record, filed on the wrong
    file, whose words this one takes to the right one. `last_ok` is the author's "this may count as the only account".
    `system` is the case system that it was begun for, None for the installation's: it stays with that one to the end,
    whatever the council chooses meanwhile.
    """

    n: int
    id: str
    author: Person
    reference: str
    record_type: RecordTypeId
    people_told: Told
    interpreter: bool = False
    state: State = State.ASKED
    version: int = 0
    top: int = 0
    shown: int = 0
    hash: ContentHash | None = None
    todo: int = 0
    pages: int = 0
    sent: tuple[int, ...] = ()
    approval: Approval | None = None
    second: Approval | None = None
    reader: Reader | None = None
    people: tuple[Person, ...] = ()
    had: tuple[PersonId, ...] = ()
    copy_of: int = 0
    reminded: datetime | None = None
    file_now: bool = False
    card: str | None = None
    told: str = ""
    filed: str | None = None
    proof: Proof | None = None
    sure: bool = True
    why: str = ""
    changed: datetime | None = None
    settled: datetime | None = None
    delete_too: bool = False
    last_ok: bool = False
    seen_filed: Sight | None = None
    system: System | None = field(default=None, metadata=QUIET)

    @property
    def is_settled(self) -> bool:
        """Posted, dropped, or marked as misfiled and dealt with: nothing more will be written from it."""
        if self.state is State.MARKED:
            return self.settled is not None
        return self.state in (State.POSTED, State.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Keep: nothing of this meeting is destroyed until it is released. With `policy` it is the mark, left in each open
    docket, of the council's hold of that id: it counts only as long as the policy still has that one.
    """

    by: PersonId
    at: datetime
    why: str = ""
    policy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A file that may be the meeting's own; a person has to say. `size` in bytes; no name, since names are subjects."""

    address: Address
    made: datetime | None = None
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """The organiser was asked whether the meeting's own file may go: when last, how often, on which card. `answer` is
    None until they answer, then whether it may; `why` is the constant that they chose for a no. `whom` is their name.
    """

    asked: datetime
    times: int
    card: str
    whom: str = ""
    answer: bool | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing to do outside, with all it needs. `targets` are trace numbers; `key` makes it idempotent.

    `who` is for whom, where it is not the record's author; `reference` the file to which an edit moves the record;
    `last` says of looks that these are the last, and must be thorough.
    """

    doing: Doing
    record: int = SOURCE
    key: str = ""
    version: int = 0
    targets: tuple[int, ...] = ()
    who: PersonId = NOBODY
    reference: str = ""
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An act written down before it is done: good for one attempt, until `until`. `also` lists earlier attempts,
    by their own deadlines, that never got an answer.
    """

    n: int
    act: Act
    until: datetime
    also: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How often an act has failed since it last went through: first and last time, why, and not before when."""

    doing: Doing
    record: int
    count: int
    first: datetime
    at: datetime
    until: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket:
    """One source's account. Guarded by an ETag, sealed; its name is a keyed hash of the source, its id is random.

    Records and traces are numbered from 1, in the order in which they stand; none is ever taken out. `spare` says that
    nothing was ever written at the places of the newest fetch, so that the next one may use them; `left_by` who chose
    that the meeting's own file stays where it is.
    """

    id: DocketId
    name: str
    made: datetime
    at: datetime
    source: Call | Upload | Filed
    opener: Person
    records: tuple[Record, ...] = ()
    traces: tuple[Trace, ...] = ()
    holds: tuple[Hold, ...] = ()
    claims: tuple[Claim, ...] = ()
    tries: tuple[Tries, ...] = ()
    n: int = 0
    gen: int = 0
    spare: bool = False
    have: bool = False
    attributed: bool | None = None
    settled_at: datetime | None = None
    source_seen: Sight | None = None
    preflight: Sight | None = None
    choices: tuple[Choice, ...] = ()
    handover: Handover | None = None
    organiser: Person | None = None
    left_by: PersonId = NOBODY
    receipted: datetime | None = None
    thrown_away: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The answer for one place of an act."""

    trace: int
    saw: Saw
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place where words now are, learnt by doing: it becomes a trace."""

    holder: Holder
    kind: str
    custody: Custody
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The answer to an act. `at` is when it was asked, not when it was written down: what was seen is as old as that.
    `came` is when the answer was there, from which anything that is waited for afterwards is reckoned. `why` is a
    constant or the other party's code, never words; `value` is an id or a hash that the act brought back; `person`
    whom it reached.
    """

    saw: Saw
    at: datetime
    each: tuple[Target, ...] = ()
    why: str = ""
    value: str = ""
    hash: ContentHash | None = None
    todo: int = 0
    pages: int = 0
    sent: tuple[int, ...] = ()
    until: datetime | None = None
    places: tuple[Place, ...] = ()
    choices: tuple[Choice, ...] = ()
    person: Person | None = None
    attributed: bool | None = None
    request: str = ""
    came: datetime | None = None

    @property
    def there(self) -> datetime:
        """When the answer was there; if nobody said, when it was asked."""
        return self.came or self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Nothing to do now. `until` is when to ask again (None: only when a person or an answer comes); `whom` names
    who is waited for, `why` is one of the constants of `line.py`."""

    until: datetime | None
    whom: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The account is closed: the receipt is written and nothing is left."""
