"""One history: walked by the real line, with chosen answers and a clock that jumps to the end of each wait."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from record import joining, line, review
from record.docket import Act, Claim, Docket, Done, Person, Seen, Target, Wait
from record.entries import merged, record_of
from record.errors import RefusedError
from record.packing import dumps, loads
from record.policy import Policy
from record.terms import Custody, DocketId, Doing, PersonId, RecordTypeId, Saw, Shelf, Told
from record.values import replace
from tests.documents.decisions import decisions, taken
from tests.documents.faults import unanswered
from tests.documents.told import ASKED, copies, listed, moment, told, waits_for
from tests.record.walking import HASH, KELLY, SAM, a_call, well

BEGUN = datetime(2026, 11, 10, 16, 0, tzinfo=UTC)
TYPE = RecordTypeId("home-visit")
ASHA = Person(
    id=PersonId("asha"), name="Asha Rahman", teams="29:a", conversation="c-a", service_url="https://s"
)
PEOPLE = {p.id: p for p in (KELLY, SAM, ASHA)}
NAMES = {p.id: p.name for p in PEOPLE.values()}

MOST = 300
"""Acts and waits of one history, at most."""

Answer = Saw | None
Moment = tuple[Docket, Policy, datetime, tuple[Wait, ...]]


@dataclass
class Telling:
    """One docket, one policy, one clock. `once` are the answers to the next acts of a kind, in turn; `always` to every
    one; any other goes well. An answer of None is no answer.
    """

    docket: Docket
    policy: Policy
    now: datetime = BEGUN
    once: dict[Doing, list[Answer]] = field(default_factory=dict)
    always: dict[Doing, Answer] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    receipt: datetime | None = None
    _quiet: bool = False
    _told: tuple[datetime, int] | None = None
    _waits: tuple[Wait, ...] = ()
    _cards: int = 0
    _last: str = ""

    # --- telling --------------------------------------------------------------------------------------------------

    def says(self, sentence: str) -> None:
        """One more sentence at this moment."""
        if self._quiet or not sentence:
            return
        sentence = sentence[0].upper() + sentence[1:]
        if self._told == (self.now, len(self.lines)):
            more = sentence.startswith(ASKED) and self._last.startswith(ASKED)
            self.lines[-1] = (
                f"{self.lines[-1][:-1]}; {sentence.removeprefix(ASKED)}"
                if more
                else f"{self.lines[-1]} {sentence}"
            )
        else:
            self.lines.append(f"- **{moment(self.now, BEGUN)}** {sentence}")
            self._told = self.now, len(self.lines)
        self._last = sentence

    def here(self) -> Moment:
        """This moment, to come back to."""
        return self.docket, self.policy, self.now, self._waits

    def otherwise(self, what: str, here: Moment | None = None) -> None:
        """Another turn that it may take, from here or from a moment before."""
        self.docket, self.policy, self.now, self._waits = here or self.here()
        self.once, self.always, self.receipt = {}, {}, None
        self.lines.append(f"\n*{what}*\n")
        self._told = None

    def _says_waits(self) -> None:
        """Every wait that was not told before; of several for one reason, that which ends first."""
        steps = line._steps(self.docket, self.policy, self.now)
        every = [step for step in steps if isinstance(step, Wait)]
        waits = [merged(w for w in every if w.why == why) for why in dict.fromkeys(w.why for w in every)]
        new = [w for w in waits if w is not None and w not in self._waits]
        for wait in new:
            self.says(waits_for(wait, moment(wait.until, BEGUN) if wait.until else ""))
        self._waits = (*(w for w in self._waits if w in every), *new)

    # --- walking --------------------------------------------------------------------------------------------------

    def goes_on(self, span: timedelta | None = None) -> None:
        """Let time pass until only a person is waited for, or all is done; or for that long."""
        until = self.now + span if span is not None else None
        for _ in range(MOST):
            step = line.next_act(self.docket, self.policy, self.now)
            if isinstance(step, Act):
                self._do(step)
                continue
            if isinstance(step, Done):
                return
            self._says_waits()
            if step.until is None or (until is not None and step.until > until):
                self.now = until or self.now
                return
            self.now = step.until if step.until > self.now else self.now + timedelta(seconds=1)
        raise AssertionError("a history that does not end")

    def passes(self, span: timedelta) -> None:
        """Let that time pass, and tell nothing of it."""
        self._quiet = True
        self.goes_on(span)
        self._quiet = False

    def ends(self) -> None:
        """The rest, of which only the last moment is told."""
        here = self.docket, self.now
        self.to_the_receipt()
        self.lines.pop()
        last = self.now - timedelta(seconds=1)
        self.docket, self.now, self.receipt = *here, None
        self.passes(last - self.now)
        self.goes_on()

    def to_the_receipt(self) -> None:
        """The rest, which is like that of the first history: only when the receipt is written is told."""
        self._quiet = True
        self.goes_on()
        self._quiet = False
        if self.receipt is None:
            raise AssertionError("a history without a receipt")
        self.now = self.receipt
        self.says("As in the first history: the receipt is written, and the account goes.")

    def _do(self, act: Act) -> None:
        before, claim = self.docket, None
        if not line.needs_no_claim(act):
            self.docket, claim = line.claim(self.docket, act, self.policy, self.now)
        seen = self._answer(act)
        if seen is None:
            self.docket, _ = loads(
                Docket, dumps(Docket, self.docket, version=1), version=1
            )  # all that is left
        absorbed = seen if seen is not None else unanswered(act, self.now)
        if absorbed is not None:
            self.docket = line.absorb(self.docket, act, absorbed, self.policy, claim)
        if act.doing is Doing.WRITE_RECEIPT:
            self.receipt = self.now
        self.says(told(before, self.docket, act, seen, NAMES))

    def _answer(self, act: Act) -> Seen | None:
        seen = well(act, self.now)
        once = self.once.get(act.doing)
        saw = once.pop(0) if once else self.always.get(act.doing, seen.saw)
        if saw is None:
            return None
        if act.doing in (Doing.SEND_CARD, Doing.ASK_SECOND, Doing.ASK_ORGANISER):
            self._cards += 1
            return replace(seen, value=f"card-{self._cards}", person=PEOPLE.get(act.who))
        if saw is seen.saw:
            return seen
        if seen.each:
            return replace(seen, each=tuple(Target(trace=n, saw=saw) for n in act.targets))
        return Seen(saw=saw, at=self.now)

    # --- deciding -------------------------------------------------------------------------------------------------

    def decides(self, sentence: str, does: Callable[..., Any], *given: Any, **more: Any) -> None:
        """A person decides, and is not refused."""
        after = does(self.docket, *given, **more, **self._wanted(does))
        if not isinstance(after, Docket):
            raise TypeError("a decision that claims an act is told by a method of its own")
        self.docket = after
        self.says(sentence)

    def refused(self, sentence: str, does: Callable[..., Any], *given: Any, **more: Any) -> None:
        """A person wants to decide, and is refused with a sentence."""
        try:
            does(self.docket, *given, **more, **self._wanted(does))
        except RefusedError as e:
            self.says(f'{sentence}, and is told: "{e.say}"')
            return
        raise AssertionError(f"{sentence}: it was not refused")

    def _wanted(self, does: Callable[..., Any]) -> dict[str, Any]:
        has = {"now": self.now, "policy": self.policy}
        return {name: has[name] for name in has if name in inspect.signature(does).parameters}

    def may(self) -> None:
        """What people may decide now: every decision that is not refused here, and changes something."""
        open_ = [d.name for d in decisions() if any(taken(d, self.docket, self.policy, self.now))]
        self.says(f"What may be decided now: {listed([f'*{name}*' for name in open_])}.")

    def still_there(self) -> None:
        """Which copies of ours have not been asked to go."""
        still = [t for t in self.docket.traces if t.custody is Custody.OURS and t.shelf is Shelf.OPEN]
        self.says(f"Still there, and waiting: {copies(still, NAMES)}.")

    def read(self, n: int = 1) -> None:
        """The author is sent every page."""
        who = record_of(self.docket, n).author.id
        docket, claim = review.turn(self.docket, n, who, edit=False, policy=self.policy, now=self.now)
        sent = tuple(range(1, record_of(docket, n).pages + 1))
        self.docket = docket
        self.answered(claim, sent=sent)

    def answered(self, claim: Claim, sent: tuple[int, ...] = ()) -> None:
        """What a press claimed was done."""
        seen = Seen(saw=Saw.DONE, at=self.now, sent=sent)
        self.docket = line.absorb(self.docket, claim.act, seen, self.policy, claim)

    def approves(self, n: int = 1) -> None:
        """The author reads every page and approves it."""
        self.read(n)
        record = record_of(self.docket, n)
        who = record.author
        self.decides(
            f"{who.name} approves it.",
            review.approve,
            n,
            who.id,
            name=who.name,
            version=record.version,
            hash=HASH,
        )


def asks_for(docket: Docket, reference: str, id: str, now: datetime) -> Docket:
    """Kelly Marsh asks for a record in that person's file."""
    return joining.add_record(
        docket,
        id=id,
        author=KELLY,
        reference=reference,
        record_type=TYPE,
        people_told=Told.AGREED,
        interpreter=False,
        card=None,
        now=now,
    )


def drafted(policy: Policy | None = None, organiser: Person = KELLY) -> Telling:
    """A meeting of which a draft stands on Kelly Marsh's card since this moment."""
    docket = joining.open_call(
        id=DocketId("d1"), name="name", call=a_call(organiser.id), opener=KELLY, now=BEGUN
    )
    telling = Telling(asks_for(docket, "CH-1", "r1", BEGUN), policy or Policy(), _quiet=True)
    telling.goes_on(timedelta(0))
    telling._quiet, telling._waits = False, ()
    return telling
