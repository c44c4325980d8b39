"""What is really so: every place that holds words, every docket as saved, whatever any docket believes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from record.docket import Call, Docket, Person
from record.draft import Draft
from record.errors import BusyError, NoAnswerError, NotAllowedError, NotThereError, RefusedError, StaleError
from record.fair_copy import hash_of, text_of
from record.policy import Policy
from record.receipt import Receipt
from record.system import Able, System
from record.terms import Address, ContentHash, DocketId, Face, Holder, PersonId, RecordTypeId
from record.values import replace
from tests.simulation.driving import START, Actor, Stage
from tests.simulation.judges import Judges

T = TypeVar("T")

HOUR = timedelta(hours=1)
LATEST = 570.0
"""Seconds after which a request that got no answer can no longer land: a little less than the line allows for."""

BUSY = "It is busy. Nothing was done."
SILENCE = "No answer came. It may or may not have been done."


@dataclass(slots=True)
class Card:
    """A message in a private chat. `version` and `hash` are of the words on it, 0 and "" while it holds none; as it
    was sent it has no buttons, and so is not `live`; showing the last page it is `final`. `moved` says that it
    points to a newer one; a phone that was off line may show it as it was.
    `views` are all that it ever showed.
    """

    id: str
    whose: PersonId
    docket: DocketId
    n: int
    version: int = 0
    hash: str = ""
    reference: str = ""
    live: bool = False
    final: bool = False
    moved: bool = False
    views: list[tuple[int, str, str]] = field(default_factory=list)
    deleted: bool = False


INSTALLED = System(connector="http_json", address="https://old.council.example")
MOVED_TO = System(connector="http_json", address="https://new.council.example")
"""The council's two case systems. A note of one is not known in the other."""


@dataclass(slots=True)
class CaseNote:
    """A record in the case system, as it stands there."""

    id: str
    key: str
    reference: str
    record_type: RecordTypeId
    author: str
    text: str
    hash: ContentHash
    at: datetime
    adds_to: str = ""
    removed: datetime | None = None
    system: System = INSTALLED


@dataclass(slots=True)
class MeetingFile:
    """The meeting's own file. `gone` is when it went, `by_us` whether we did it; `label` and `held` forbid it."""

    address: Address
    owner: PersonId
    gone: datetime | None = None
    by_us: bool = False
    label: bool = False
    held: bool = False
    no_words: bool = False


@dataclass(slots=True)
class Mood:
    """How the others behave: how many calls go well before one does not, upon which door they fall most, and how."""

    every: float = 0.0
    upon: str = ""
    busy: float = 1.0
    lost: float = 1.0
    after: float = 1.0
    late: float = 1.0
    lies: float = 0.0
    nudges_lost: float = 0.0
    nudges_doubled: float = 0.0


@dataclass(eq=False)
class World:
    """Everything outside of us. Its methods are effects: each happens at once and whole, and is judged as it happens.

    `honours_keys` and `posts` belong to the case system that was installed, `moved_to` says both of the one that the
    council may move to; `draws` says that replies without words are drawn. `story` collects what
    happened, if anybody wants to read it.
    """

    stage: Stage
    honours_keys: bool = True
    policy: Policy = field(default_factory=Policy)
    mood: Mood = field(default_factory=Mood)
    story: list[str] | None = None
    names: dict[str, DocketId] = field(default_factory=dict)
    dockets: dict[DocketId, tuple[Docket, str]] = field(default_factory=dict)
    listed: dict[PersonId, list[DocketId]] = field(default_factory=dict)
    blobs: dict[Address, bytes] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    notes: dict[str, CaseNote] = field(default_factory=dict)
    files: dict[str, MeetingFile] = field(default_factory=dict)
    markers: dict[tuple[DocketId, datetime], int] = field(default_factory=dict)
    nudged: int = 0
    landing: int = 0
    coming: set[tuple[DocketId, datetime]] = field(default_factory=set)
    receipts: dict[DocketId, Receipt] = field(default_factory=dict)
    signed_out: list[PersonId] = field(default_factory=list)
    bot_removed: list[PersonId] = field(default_factory=list)
    calls: tuple[Call, ...] = ()
    people: dict[PersonId, Person] = field(default_factory=dict)
    refuses: bool = False
    posts: bool = True
    moved_to: tuple[bool, bool] = (True, True)
    unsure: bool = False
    left_to_do: float = 0.2
    draws: bool = True
    nudge_comes: Callable[[DocketId], None] | None = None
    serial: int = 0
    policies: int = 0

    def __post_init__(self) -> None:
        self.rng: Random = self.stage.rng
        self.judges = Judges(self)
        self._until_fate = self._next_fate()

    def any_reference(self) -> str:
        """One of three people's files."""
        return f"CH-{1 + int(self.rng.random() * 3)}"

    # --- time, chance and the story -------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.stage.now

    def tell(self, what: str) -> None:
        """A line of the story, with who did it."""
        if self.story is not None:
            actor = self.stage.actor
            self.story.append(f"{_since(self.stage)}  {actor.name if actor else 'world':<14} {what}")

    def number(self) -> int:
        """A number that was not given before."""
        self.serial += 1
        return self.serial

    def calm(self) -> None:
        """From now on everybody co-operates."""
        self.mood = Mood()
        self._until_fate = 1 << 60

    def behaves(self, mood: Mood) -> None:
        """From now on they behave like this."""
        self.mood = mood
        self._until_fate = self._next_fate()

    def _next_fate(self) -> int:
        return 1 + int(self.rng.expovariate(1 / self.mood.every)) if self.mood.every else 1 << 60

    def read(self, what: Callable[[], T]) -> T:
        """A request that changes nothing: its answer, or BusyError."""
        self._until_fate -= 1
        if self._until_fate <= 0:
            self._until_fate = self._next_fate()
            if self.rng.random() < 0.7:
                self.tell("  is answered: busy")
                raise BusyError(BUSY)
        return what()

    def write(self, what: Callable[[], T], door: str = "") -> T:
        """A request that changes something: done and answered, or one of the four ways in which it is not.

        The door that the history's mood is set upon fails nearly half of the time.
        """
        self._until_fate -= 1
        if self._until_fate <= 0 or (door and door == self.mood.upon and self.rng.random() < 0.4):
            return self._odd(what)
        return what()

    def _odd(self, what: Callable[[], T]) -> T:
        self._until_fate = self._next_fate()
        mood, chance = self.mood, self.rng.random()
        chance *= mood.busy + mood.lost + mood.after + mood.late
        if chance < mood.busy:
            self.tell("  is answered: busy, nothing done")
            raise BusyError(BUSY)
        chance -= mood.busy
        if chance < mood.after:
            what()
            self.tell("  ... and no answer comes")
            raise NoAnswerError(SILENCE)
        if chance < mood.after + mood.late:
            after = 1 + self.rng.random() * LATEST
            self.tell(f"  gets no answer; it lands {after:.0f} s later")
            ghost = _ghost(self.stage.actor)
            self.landing += 1

            def land() -> None:
                self.landing -= 1
                self.stage.actor = ghost
                try:
                    self.tell("  (late)")
                    what()
                except (StaleError, NotThereError, RefusedError, NotAllowedError):
                    pass
                finally:
                    self.stage.actor = None

            self.stage.at(self.now + timedelta(seconds=after), land)
        else:
            self.tell("  gets no answer, and was never done")
        raise NoAnswerError(SILENCE)

    def lies(self) -> bool:
        """Whether this answer is not true."""
        return self.mood.lies > 0 and self.rng.random() < self.mood.lies

    # --- dockets --------------------------------------------------------------------------------------------------

    def create(self, docket: Docket, due: datetime) -> tuple[DocketId, bool]:
        """Unless the source has one."""
        standing = self.names.get(docket.name)
        if standing is not None and standing in self.dockets:
            return standing, False
        self.names[docket.name] = docket.id
        for person in dict.fromkeys([docket.opener.id, *(r.author.id for r in docket.records)]):
            self.enlist(person, docket.id)
        self.mark(docket.id, due)
        self._put(None, docket)
        return docket.id, True

    def save(self, docket: Docket, etag: str) -> str:
        """If nobody else wrote since."""
        standing = self.dockets.get(docket.id)
        if standing is None or standing[1] != etag:
            self.tell("  finds that somebody else wrote first")
            raise StaleError("Somebody else wrote first.")
        return self._put(standing[0], docket)

    def _put(self, old: Docket | None, docket: Docket) -> str:
        etag = str(self.number())
        self.dockets[docket.id] = (docket, etag)
        self.stage.alone = 0
        if self.story is not None:
            self._tell_saved(old, docket)
        actor = self.stage.actor
        if actor is not None:
            if docket.n > (old.n if old else 0):
                actor.claim = next((c for c in docket.claims if c.n == docket.n), None)
            if actor.means is not None:
                means, actor.means = actor.means, None
                means(docket)
        self.judges.saved(old, docket, actor)
        return etag

    def remove(self, docket: Docket, etag: str) -> None:
        """The docket, its name, its listings."""
        standing = self.dockets.get(docket.id)
        if standing is None:
            return
        if standing[1] != etag:
            raise StaleError("Somebody else wrote first.")
        del self.dockets[docket.id]
        if self.names.get(docket.name) == docket.id:
            del self.names[docket.name]
        self.tell("removes the docket")
        self.judges.removed(standing[0])

    def enlist(self, person: PersonId, id: DocketId) -> None:
        """For `my drafts`."""
        listed = self.listed.setdefault(person, [])
        if id not in listed:
            listed.append(id)

    def mark(self, id: DocketId, due: datetime) -> None:
        """Under the first whole hour at or after it."""
        self.markers[(id, _hour_of(due))] = self.number()

    def unmark(self, id: DocketId, hour: datetime, seen: int | None) -> None:
        """Unless it was put again since it was seen."""
        if seen is None or self.markers.get((id, hour)) == seen:
            self.markers.pop((id, hour), None)
            self.judges.unmarked(id)

    def nudge(self, id: DocketId, after: timedelta) -> None:
        """It comes once, or never, or twice. While all is well, two for the same moment are one."""
        mood = self.mood
        times = int((id, self.now + after) not in self.coming) if mood.every == 0 else 1
        if mood.nudges_lost or mood.nudges_doubled:
            chance = self.rng.random()
            if chance < mood.nudges_lost:
                times = 0
            elif chance < mood.nudges_lost + mood.nudges_doubled:
                times = 2
        for _ in range(times):
            self.nudge_at(id, self.now + after)

    def nudge_at(self, id: DocketId, when: datetime) -> None:
        """It becomes visible at that moment."""
        self.nudged += 1
        self.coming.add((id, when))

        def comes() -> None:
            self.nudged -= 1
            self.coming.discard((id, when))
            if self.nudge_comes is not None:
                self.nudge_comes(id)

        self.stage.at(when, comes)

    def _tell_saved(self, old: Docket | None, docket: Docket) -> None:
        self.tell("saves: " + (changes_in(old, docket) or "nothing new"))

    # --- words ----------------------------------------------------------------------------------------------------

    def make_key(self, address: Address) -> None:
        """Unless there is one."""
        if address not in self.blobs:
            self.blobs[address] = b"key"
            self.tell(f"makes the key {address}")
            self.judges.filled(Holder.KEYS, address)

    def put_words(self, address: Address, key: Address, data: bytes) -> None:
        """At a fresh address."""
        if key not in self.blobs:
            raise NotThereError("The key is gone.")
        if self.blobs.get(address, data) != data:
            raise RefusedError("Other words stand there.")
        self.blobs[address] = data
        self.tell(f"writes words at {address}")
        self.judges.filled(Holder.WORDS, address)

    def erase(self, address: Address) -> bool:
        """Whether there was something."""
        found = self.blobs.pop(address, None) is not None
        self.tell(f"erases {address}" + ("" if found else ", which was not there"))
        if found:
            self.judges.erased(address, self.stage.actor)
        return found

    def show(self, card: Card, version: int, draft: Draft, *, final: bool = False) -> None:
        """Words on a card: what people approve is read off them."""
        card.version, card.hash, card.live = version, hash_of(text_of(draft)), True
        card.moved = False
        card.final = final
        card.reference = draft.child.reference if draft.child else ""
        card.views.append((version, card.hash, card.reference))
        self.tell(f"shows version {version} on {card.id} of {card.whose}")
        self.judges.filled_card(card)

    def blank(self, card: Card, face: str) -> None:
        """A face without words on a card."""
        had = card.version
        card.version, card.hash, card.live = 0, "", True
        card.moved = face == Face.MOVED
        self.tell(f"shows {face!r} on {card.id} of {card.whose}")
        if had:
            self.judges.blanked(card, self.stage.actor)

    def new_card(self, whose: Person, docket: DocketId, n: int, *, live: bool = False) -> Card:
        """A message without words."""
        card = Card(id=f"card-{self.number()}", whose=whose.id, docket=docket, n=n, live=live)
        self.cards[card.id] = card
        self.tell(f"sends {card.id} to {whose.id}")
        return card

    # --- the case system and Microsoft ----------------------------------------------------------------------------

    def file(self, note: CaseNote) -> str:
        """Once a key, if the case system honours keys."""
        if self.honours_keys if note.system == INSTALLED else self.moved_to[0]:
            for old in self.notes.values():
                if (old.key, old.system) == (note.key, note.system):
                    return old.id
        self.notes[note.id] = note
        self.tell(f"files {note.id} on {note.reference}, key {note.key}")
        self.judges.filed(note)
        return note.id

    def remove_note(self, note: CaseNote) -> None:
        """By somebody else."""
        note.removed = self.now
        self.tell(f"somebody removes {note.id} from the case system")
        self.judges.note_removed(note)

    def delete_file(self, file: MeetingFile) -> None:
        """By us."""
        if file.gone is None:
            file.gone, file.by_us = self.now, True
            self.tell("deletes the meeting's own file")
            self.judges.meeting_deleted(file, self.stage.actor)

    def write_receipt(self, receipt: Receipt) -> None:
        """Once."""
        self.tell("writes the receipt")
        id = DocketId(receipt.docket)
        self.judges.receipt(receipt, self.receipts.get(id))
        self.receipts.setdefault(id, receipt)

    # --- the council ----------------------------------------------------------------------------------------------

    def save_policy(self, policy: Policy, etag: str | None) -> str:
        """If nobody changed it since."""
        if etag != str(self.policies):
            raise StaleError("Somebody else wrote first.")
        self.policies += 1
        self.policy = policy
        return str(self.policies)

    def able(self) -> tuple[Able, ...]:
        """What each case system can do."""
        kinds = ((INSTALLED, (self.honours_keys, self.posts)), (MOVED_TO, self.moved_to))
        return tuple(
            Able(connector=one.connector, origin=one.origin, honours_keys=honours, posts=posts)
            for one, (honours, posts) in kinds
        )

    def change_policy(self, **changes: object) -> None:
        """Today's policy from now on."""
        self.policies += 1
        self.policy = replace(self.policy, **changes)  # type: ignore[arg-type]  # callers name the policy's own fields


def _ghost(actor: Actor | None) -> Actor | None:
    """Whoever sent a request that is still under way, as they were when they sent it."""
    if actor is None:
        return None
    return replace(actor, name=f"{actor.name} (then)", late=True, ended=None)


def _hour_of(due: datetime) -> datetime:
    whole = due.replace(minute=0, second=0, microsecond=0)
    return whole if whole == due else whole + HOUR


def _since(stage: Stage) -> str:
    seconds = (stage.now - START).total_seconds()
    days, rest = divmod(int(seconds), 86400)
    return f"day {days} {rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"


def changes_in(old: Docket | None, new: Docket) -> str:
    """What a save changed, in a few words."""
    said: list[str] = []
    before = {r.n: r for r in old.records} if old else {}
    for r in new.records:
        was = before.get(r.n)
        if was is None or was.state is not r.state:
            said.append(f"record {r.n} is {r.state}" + (f" ({r.why})" if r.why else ""))
        elif was.version != r.version:
            said.append(f"record {r.n} has version {r.version}")
        elif was.shown != r.shown or was.sent != r.sent:
            said.append(f"record {r.n} shown {r.shown}, pages {list(r.sent)}")
    known = {c.n for c in old.claims} if old else set()
    for c in new.claims:
        if c.n not in known:
            where = f" {list(c.act.targets)}" if c.act.targets else ""
            said.append(f"claim {c.n}: {c.act.doing} for {c.act.record}{where}")
    kept = {c.n for c in new.claims}
    said += [f"claim {c.n} is over" for c in (old.claims if old else ()) if c.n not in kept]
    shelves = {t.n: (t.shelf, t.outcome) for t in old.traces} if old else {}
    for t in new.traces:
        if shelves.get(t.n) != (t.shelf, t.outcome):
            said.append(f"trace {t.n} ({t.kind}) {t.shelf}" + (f", {t.outcome}" if t.outcome else ""))
    if old is not None and old.holds != new.holds:
        said.append(f"{len(new.holds)} holds")
    if new.receipted and not (old and old.receipted):
        said.append("the receipt stands")
    return "; ".join(said)
