"""What we need from outside: one small Protocol a party. Doors raise only `record.errors`.

A `Good` is asked before every request of a claimed act: it raises LapsedError once the claim's deadline has passed,
so that a worker which slept past its lease does nothing when it wakes. A door that got no certain answer raises
NoAnswerError; one that knows that nothing was done raises BusyError.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from record.docket import Call, Docket, Person, Upload
from record.draft import Child, Draft
from record.policy import Policy, Seen
from record.receipt import Receipt
from record.said import Said
from record.system import Able, System
from record.terms import Address, DocketId, GroupId, PersonId, RecordTypeId, Saw

Good = Callable[[], None]
Clock = Callable[[], datetime]
"""Now, in UTC, with its time zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A practitioner's own delegated Graph token, for a few requests. Never stored."""

    value: Said[str]
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting as the practitioner may see it. Its subject is left out on purpose: subjects name children."""

    id: str
    organiser: PersonId
    thread: str
    join_url: str
    starts: datetime | None
    ends: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """An online meeting in a practitioner's own calendar, each time of a series by itself: its join link, and from
    when to when it was to be. No subject: subjects name children."""

    join_url: str = field(repr=False)
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A call's transcripts as Graph gave them, in order of time, and whether speakers are named in them."""

    parts: tuple[Said[bytes], ...]
    attributed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveFile:
    """A file that may hold a meeting's transcript and recording: "<drive>/<item>", when it was made, bytes. No name:
    names are subjects, and subjects name children."""

    address: Address
    made: datetime | None = None
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The files of one call. With `sure` each of them is the call's own (a recording stopped and begun again is
    several); without, a person has to say which are."""

    files: tuple[DriveFile, ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one place showed when it was looked at, with the other side's request id."""

    saw: Saw
    request: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is filed. `text` is exactly the approved words; `key` makes posting it twice harmless; `adds_to` is the
    note below which it is added, if it is not a note of its own.
    """

    key: str
    reference: str
    record_type: RecordTypeId
    title: str
    author: str
    occurred: datetime | None
    text: Said[str]
    adds_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """A message saying that a docket may have something to do. `handle` is the queue's own receipt for it."""

    docket: DocketId
    handle: object


class Words(Protocol):
    """Sealed words: AES-256-GCM, one random key a record (number 1 and up) and one a fetch of the source (number 0).

    The key is made before the first words and never made again by `put`: once a record's key is destroyed, nothing
    late can seal new words with it. Associated data binds docket, record, kind and address.
    """

    async def make_key(self, docket: DocketId, record: int, good: Good, gen: int = 1) -> None:
        """Make the key if there is none; of a source, for its fetch of that number. Its trace has the address that
        `key_address` gives.
        """

    async def put(
        self, docket: DocketId, record: int, kind: str, address: Address, words: Said[bytes], good: Good
    ) -> None:
        """Seal and write at a fresh address; the same words again at the same address do no harm.

        Raises NotThereError if the key is gone, RefusedError if other words stand there, NoAnswerError.
        """

    async def get(self, docket: DocketId, record: int, kind: str, address: Address) -> Said[bytes]:
        """The words. Raises NotThereError (blob or key gone), AlteredError, BusyError."""

    async def erase(self, address: Address, good: Good) -> Look:
        """Delete a blob or a key (by its address). Saw is DONE or NOT_THERE. Raises BusyError, NoAnswerError."""

    async def look(self, addresses: Sequence[Address]) -> tuple[Look, ...]:
        """One list for all: PRESENT (also as version, snapshot or soft-deleted), ABSENT or UNKNOWN for each."""


class Dockets(Protocol):
    """Dockets, sealed by the vault's cached data key and guarded by ETags."""

    def name(self, source: str) -> str:
        """The keyed hash that names a source ("call:<tenant>:<call id>", "upload:<sha-256>")."""

    async def create(self, docket: Docket, due: datetime) -> tuple[DocketId, bool]:
        """Create unless the source has one. Answers the id of the one that stands, and whether it is this one.

        Order: name (if absent), author, marker, docket. A name whose docket is missing is taken over.
        """

    async def read(self, id: DocketId) -> tuple[Docket, str]:
        """The docket and its ETag. Raises NotThereError, AlteredError, BusyError."""

    async def save(self, docket: Docket, etag: str) -> str:
        """Write if the ETag still holds; the new ETag. Raises StaleError, BusyError, NoAnswerError."""

    async def enlist(self, person: PersonId, id: DocketId) -> None:
        """List the docket among this person's, for `my drafts`. Harmless twice."""

    async def of_author(self, person: PersonId) -> tuple[DocketId, ...]:
        """The dockets in which this person is an author. May list one that is gone."""

    def each(self) -> AsyncIterator[DocketId]:
        """Every open docket, in order of id, a page at a time. One made meanwhile may be missing. Raises BusyError."""

    async def remove(self, docket: Docket, etag: str) -> None:
        """Remove docket, name and listings, if the ETag still holds. Raises StaleError, BusyError, NoAnswerError."""


class Queue(Protocol):
    """Nudges, and the markers of what is due when. The docket is the truth; a nudge lost or doubled does no harm."""

    async def nudge(self, id: DocketId, after: timedelta = timedelta(0)) -> None:
        """Ask that the docket be looked at, after a while (at most 7 days)."""

    async def receive(self, lease: timedelta) -> tuple[Nudge, ...]:
        """A few nudges, hidden from others for the lease. Unknown formats go to the poison queue."""

    async def renew(self, nudge: Nudge, lease: timedelta) -> Nudge:
        """Keep it hidden for longer."""

    async def done(self, nudge: Nudge) -> None:
        """It is dealt with."""

    async def give_back(self, nudge: Nudge) -> None:
        """Make it visible to others at once."""

    async def mark(self, id: DocketId, due: datetime) -> None:
        """Put the marker due/<hour>/<id>. Harmless twice."""

    async def unmark(self, id: DocketId, due: datetime) -> None:
        """Take that marker away. Harmless if it is gone."""

    async def due(self, now: datetime) -> tuple[tuple[DocketId, datetime], ...]:
        """The markers whose hour has come, with that hour."""


class Receipts(Protocol):
    """Write-once receipts in the lasting account, each hashed onto the one before."""

    async def write(self, receipt: Receipt) -> None:
        """Write it. The same docket's receipt again is success."""

    async def read(self, docket: DocketId) -> Receipt:
        """Raises NotThereError."""

    async def of_author(self, person: PersonId, most: int) -> tuple[Receipt, ...]:
        """The newest in which this person is an author, at most so many, newest first. Raises BusyError."""


class Policies(Protocol):
    """The council's choices."""

    async def read(self) -> Policy:
        """Today's policy, uncached: holds must be seen at once."""

    async def read_for_change(self) -> tuple[Policy, str | None]:
        """The policy as it was saved, and its ETag (None if none was saved), to hand to `save`. Raises BusyError."""

    async def save(self, policy: Policy, etag: str | None) -> str:
        """Write if nobody changed it since; the new ETag. Raises StaleError, BusyError, NoAnswerError."""

    async def earlier(self, most: int) -> tuple[Policy, ...]:
        """The last that were in force before today's, newest first. Raises BusyError."""


class Tokens(Protocol):
    """Practitioners' own Graph tokens, from the Bot Framework token service."""

    async def token(self, person: Person) -> Token:
        """Raises SignInNeededError, BusyError."""


class Meetings(Protocol):
    """Microsoft Graph, with the practitioner's own token. Each error of Graph becomes a sentence."""

    async def find(self, token: Token, join_url: str) -> Meeting:
        """The meeting of a join link. Raises NotAllowedError("not-invited"), NotThereError, BusyError."""

    async def calls(self, token: Token, meeting: Meeting) -> tuple[Call, ...]:
        """Its calls that have transcripts, newest first, each with all its transcripts.

        Raises NotThereError (none, or not ready), NotAllowedError("transcript-access-off"), BusyError.
        """

    async def content(self, token: Token, call: Call) -> Content:
        """The transcripts' text, named or, where the tenant forbids names, unattributed."""

    async def locate(self, token: Token, source: Call | Upload) -> Address | None:
        """The one drive item that holds transcript and recording ("<drive>/<item>"), or None if unsure or several."""

    async def files(self, token: Token, source: Call | Upload) -> Located:
        """The files that hold a call's transcripts and recordings, in order of time, or of an upload the file itself.

        Sure: the meeting's chat names them as this call's, or only one in this person's folder fits. Not sure: these
        fit the chat and the time, and a person has to say which are the call's. Empty: none was found.
        """

    async def preflight(self, token: Token, source: Call | Upload, address: Address) -> Look:
        """May this person delete it? PRESENT means yes; else NOT_ORGANISER, LABEL, ON_HOLD, ABSENT, UNKNOWN."""

    async def delete(self, token: Token, address: Address, good: Good) -> Look:
        """permanentDelete, once. DONE, NOT_THERE, NOT_ORGANISER, LABEL, ON_HOLD. Raises BusyError, NoAnswerError."""

    async def look(
        self, token: Token, source: Call | Upload, address: Address, *, thorough: bool = True
    ) -> Look:
        """Independent reads of item, links, folder, transcripts list and content: ABSENT only if every one says so.

        Not thorough is the item alone, in one request: its PRESENT is as good; its ABSENT says only that this sign-in
        finds nothing at that address. Only a thorough look may end in "gone", or let our only copy go.
        """


class Calendar(Protocol):
    """The practitioner's own calendar and meeting chats, in Microsoft Graph, for the choice of a meeting. Nothing of
    it is stored."""

    async def recent(
        self, token: Token, since: datetime, until: datetime, most: int
    ) -> tuple[Appointment, ...]:
        """Their online Teams meetings that began between `since` and `until`, newest first, at most `most`; cancelled
        ones are left out. Raises NotAllowedError("calendar"), SignInNeededError, BusyError.
        """

    async def of_chat(self, token: Token, thread: str) -> str:
        """The join link of the meeting whose chat that is. Raises NotThereError, NotAllowedError, BusyError."""


class Directory(Protocol):
    """The council's Entra groups, in Microsoft Graph, asked by whoever wants to know of themselves."""

    async def member_of(self, token: Token, who: PersonId, groups: Sequence[GroupId]) -> Seen:
        """Those of the groups that this person is in, also by way of another group; nothing is assumed where it is not
        said. Raises SignInNeededError (also for somebody else's token), NotAllowedError, NotThereError, BusyError.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Somebody was written to first: where they can be reached from now on, and the message."""

    person: Person
    message: str


class Chat(Protocol):
    """People's private chats. Faces other than the contents hold no words."""

    async def send(self, docket: Docket, record: int) -> str:
        """Send the wordless progress card; its id. Raises NotAllowedError (bot removed), BusyError, NoAnswerError."""

    async def show(self, docket: Docket, record: int, draft: Said[Draft], good: Good) -> None:
        """Put the contents of the draft on the record's card."""

    async def tell(self, docket: Docket, record: int, card: str, whose: PersonId, good: Good) -> Look:
        """Redraw that card, in the chat of `whose` (empty: the author's), as the wordless face that the docket now
        calls for; on a card that the record has moved from, that it has. DONE or NOT_THERE.
        """

    async def remind(self, docket: Docket, record: int) -> None:
        """Write to the author that a draft waits, and when it goes: no child, no words. Raises as `send`."""

    async def ask_second(self, docket: Docket, record: int, approver: PersonId, name: str) -> Reached:
        """Send the wordless card that asks for the second approval. Raises as `send`."""

    async def ask_organiser(self, docket: Docket) -> Reached:
        """Ask the meeting's organiser, whom we may never have met, whether its file may go. Raises as `send`."""


class CaseSystem(Protocol):
    """One case system. `honours_keys`: posting twice with one key files once. `posts`: it can be written to at
    all; where it cannot, the author files by hand and attests it, and only `find` is ever asked.
    """

    @property
    def honours_keys(self) -> bool: ...

    @property
    def posts(self) -> bool: ...

    async def find(self, reference: str) -> Child:
        """Whose file that is. Raises NotThereError, BusyError."""

    async def post(self, note: Note, good: Good) -> str:
        """File it; the note's id. Raises NotAllowedError (refused, with its code), BusyError, NoAnswerError."""

    async def look_up(self, key: str) -> str | None:
        """The id of the note or addition filed with that key, or None if there is none. Raises BusyError."""

    async def read(self, filed: str) -> Said[str]:
        """The note's text as the case system holds it, line ends as \\n. Raises NotThereError, BusyError."""

    async def ping(self) -> None:
        """One small read that names nobody. Raises BusyError."""


class CaseSystems(Protocol):
    """All that this installation may speak to. A record stays with the one that it was begun for."""

    @property
    def named(self) -> tuple[System, ...]:
        """Those that the installation names; first the one of records for which nothing was chosen."""

    @property
    def able(self) -> tuple[Able, ...]:
        """What each can do."""

    def chosen(self, system: System | None) -> System:
        """The one that the council has chosen; the installation's if it has chosen none."""

    def at(self, system: System | None) -> CaseSystem:
        """The door to it, None being the installation's. One that this installation may not speak to is a door that
        asks nobody, and raises NotAllowedError (code `case-system-host`) whatever is asked of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What can be said of a transcript without saying any of it."""

    seconds: float
    speakers: int
    words: int


class Drafting(Protocol):
    """Who proposes the words, off the event loop."""

    async def outline(self, source: Said[bytes]) -> Outline:
        """Read a transcript for its measures alone. Raises UnreadableError, NoWordsError, BusyError."""

    async def draft(
        self,
        sources: Sequence[Said[bytes]],
        *,
        record_type: RecordTypeId,
        child: Child | None,
        siblings: tuple[Child, ...],
        author: str | None,
        occurred: str | None,
    ) -> Said[Draft]:
        """Read the transcripts and propose a record. Raises UnreadableError, NoWordsError, BusyError."""

    async def rechecked(self, before: Said[Draft], after: Said[Draft]) -> Said[Draft]:
        """After an edit, the changed lines with what does not match what was said. Never fails, and never takes long:
        where it cannot be said in time, the edit stands as it is.
        """
