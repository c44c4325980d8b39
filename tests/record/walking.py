"""A person, a meeting, and a walk along the real line with answers that the test chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from record import joining, line, review
from record.docket import Act, Call, Docket, Done, Person, Place, Seen, Target, Wait
from record.policy import Policy
from record.terms import (
    Address,
    ContentHash,
    Custody,
    DocketId,
    Doing,
    Holder,
    PersonId,
    RecordTypeId,
    Saw,
    Told,
)

START = datetime(2026, 11, 10, 16, 10, tzinfo=UTC)
KELLY = Person(
    id=PersonId("kelly"), name="Kelly Marsh", teams="29:k", conversation="chat-k", service_url="https://s"
)
SAM = Person(
    id=PersonId("sam"), name="Sam Okoro", teams="29:s", conversation="chat-s", service_url="https://s"
)
ASHA = Person(
    id=PersonId("asha"), name="Asha Rahman", teams="29:a", conversation="c-a", service_url="https://s"
)
HASH = ContentHash("0" * 64)
COUNCIL = Policy(retention_statement="none")

Answer = Callable[[Act, datetime], Seen | None]


def a_call(organiser: PersonId = KELLY.id) -> Call:
    """A call with one transcript."""
    return Call(organiser=organiser, meeting="m", call="c", thread="t", transcripts=("tr",), began=START)


def well(act: Act, at: datetime) -> Seen:
    """Everybody co-operates."""
    each = tuple(
        Target(trace=n, saw=Saw.ABSENT if act.doing is Doing.LOOK else Saw.DONE) for n in act.targets
    )
    place = Place(holder=Holder.DRIVE, kind="file", custody=Custody.TEMPORARY, address=Address("drive/item"))
    match act.doing:
        case Doing.ERASE | Doing.ERASE_SOURCE | Doing.LOOK:
            return Seen(saw=Saw.DONE, at=at, each=each)
        case Doing.POST | Doing.LOOK_UP | Doing.LOOK_FILED:
            return Seen(saw=Saw.MATCHES, at=at, value="note-1")
        case Doing.BLANK | Doing.DELETE_MEETING:
            return Seen(saw=Saw.DONE, at=at, each=each)
        case Doing.ASK_SECOND:
            return Seen(saw=Saw.DONE, at=at, value="card-sam", person=SAM)
        case Doing.PREFLIGHT | Doing.LOOK_SOURCE:
            return Seen(saw=Saw.PRESENT, at=at, places=(place,))
        case Doing.DRAFT:
            return Seen(saw=Saw.DONE, at=at, hash=HASH, pages=1)
        case _:
            return Seen(saw=Saw.DONE, at=at, value="id")


@dataclass
class Walk:
    """One docket, one policy, one clock. `did` lists the acts in order, with the docket as it stood before each."""

    docket: Docket
    policy: Policy = COUNCIL
    now: datetime = START
    answer: Answer = well
    did: list[tuple[Act, Docket]] = field(default_factory=list)

    def to_rest(self, *, limit: int = 200) -> Wait | Done:
        """Do everything that can be done now; what is waited for."""
        for _ in range(limit):
            step = line.next_act(self.docket, self.policy, self.now)
            if not isinstance(step, Act):
                return step
            self.do(step)
        raise AssertionError(f"no rest after {limit} acts: {[a.doing for a, _ in self.did[-6:]]}")

    def do(self, act: Act) -> Seen | None:
        """Claim if it must be, do it, absorb what was seen."""
        claimed = None
        self.did.append((act, self.docket))
        if not line.needs_no_claim(act):
            self.docket, claimed = line.claim(self.docket, act, self.policy, self.now)
        seen = self.answer(act, self.now)
        if seen is not None:
            self.docket = line.absorb(self.docket, act, seen, self.policy, claimed)
        return seen

    def to_end(self, *, limit: int = 400) -> Wait | Done:
        """Go on, letting time pass whenever only time is waited for; stops at Done or at a wait for a person."""
        for _ in range(limit):
            rest = self.to_rest()
            if isinstance(rest, Done) or rest.until is None or rest.why == "author":
                return rest
            self.now = max(rest.until, self.now + timedelta(seconds=1))
        raise AssertionError("no end")

    def until(self, doing: Doing, *, limit: int = 300) -> Act:
        """Go on until that act is due, without doing it."""
        for _ in range(limit):
            step = line.next_act(self.docket, self.policy, self.now)
            if isinstance(step, Act) and step.doing is doing:
                return step
            if isinstance(step, Act):
                self.do(step)
            elif isinstance(step, Wait) and step.until is not None:
                self.now = max(step.until, self.now + timedelta(seconds=1))
            else:
                break
        raise AssertionError(f"{doing} never came due")

    def read_and_approve(self, n: int = 1, who: Person = KELLY) -> None:
        """The author reads the one page and approves it."""
        self.docket, claim = review.turn(self.docket, n, who.id, edit=False, policy=self.policy, now=self.now)
        record = next(r for r in self.docket.records if r.n == n)
        pages = tuple(range(1, record.pages + 1))
        seen = Seen(saw=Saw.DONE, at=self.now, sent=pages)
        self.docket = line.absorb(self.docket, claim.act, seen, self.policy, claim)
        self.docket = review.approve(
            self.docket,
            n,
            who.id,
            name=who.name,
            version=record.version,
            hash=HASH,
            policy=self.policy,
            now=self.now,
        )

    def doings(self) -> list[Doing]:
        """What was done, in order."""
        return [act.doing for act, _ in self.did]


def asked_for(
    *references: str, author: Person = KELLY, policy: Policy = COUNCIL, organiser: Person = KELLY
) -> Walk:
    """A walk on a meeting for which these files' records have been asked for."""
    docket = joining.open_call(
        id=DocketId("d1"), name="name", call=a_call(organiser.id), opener=author, now=START
    )
    for i, reference in enumerate(references):
        docket = joining.add_record(
            docket,
            id=f"r{i}",
            author=author,
            reference=reference,
            record_type=RecordTypeId("home-visit"),
            people_told=Told.AGREED,
            interpreter=False,
            card=f"card-{i}",
            now=START,
        )
    return Walk(docket, policy)
