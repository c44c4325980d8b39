"""The whole product in one pure function: what comes next for one source, and what its answers change.

    command → source → draft → review → post → erase → receipt

A *source* is what was said in one call; a *record* is what will stand in one person's file; a *docket* is the account
of one source: its records, every place that holds words (a *trace*), what people decided, what was seen. There is no
word that was said in it. Nothing here knows the clock, the network or an SDK.

An *act* is one thing to do outside; *seen* is what happened when it was done. The clerk in `worker/` asks
`next_act`, does that one act, writes down with `absorb` what was seen, and asks again. Starting after a crash is
asking again: there is no other recovery code. An act that places words, destroys words or closes the account is
first written down with `claim`: it is good for one attempt, until a deadline (the *lease*, and the *skew* between
clocks). While a claim is live nothing else is done for the docket; only the answer to a press stands beside the
others, and keeps just its own record and the source waiting.

The stations, a file each, in the order in which they stand in `record/`:

    joining   the account of a source is opened, and a record asked for in one person's file
    propose   fetch what was said, with the author's own sign-in; draft a record of it
    review    what its author decides about the draft; in `discarding`, that it is not filed
    showing   the card that the draft is on: sent, shown, reminded of; by itself nothing happens to it but expiry
    second    where policy wants one, a second person's approval
    cover     a colleague takes the record over
    post      file exactly the approved words; read back; if no answer came, look before anything else
    misfiled  what stands on a wrong file is marked there, and drafted anew for the right one
    erase     a settled (posted or dropped) record's own copies; our copy of the source
    hand_over what people decide about the meeting's own file: its organiser, an author
    meeting   after grace, the meeting's own file, by its organiser's hand or an author's
    look      look for what was asked to go, four times over a day
    finish    every copy accounted for: the receipt, written once; then the account itself goes
    faces     redraw a card between its words, when what it says has changed

Each station answers for its own stretch. The first act wins; if there is none, the wait that ends first is given, with
whom it is for and why. How a station claims, what each answer does and when it is tried again stands in its `ENTRIES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from record import erase, faces, finish, look, meeting, misfiled, post, propose, second, showing
from record.docket import Act, Claim, Docket, Done, Record, Seen, Wait
from record.entries import Entry, failed, live, merged
from record.joining import closing
from record.policy import Policy
from record.review import BESIDE
from record.terms import Doing, Saw, State
from record.values import replace

ENTRIES: dict[Doing, Entry] = {
    entry.doing: entry
    for entry in (
        *propose.ENTRIES,
        *showing.ENTRIES,
        *second.ENTRIES,
        *post.ENTRIES,
        *misfiled.ENTRIES,
        *erase.ENTRIES,
        *meeting.ENTRIES,
        *look.ENTRIES,
        *faces.ENTRIES,
        *finish.ENTRIES,
    )
}


def next_act(docket: Docket, policy: Policy, now: datetime) -> Act | Wait | Done:
    """What is to be done now, or who is waited for and why. Pure: ask as often as you like."""
    now = max(now, docket.at)
    waits: list[Wait] = []
    for step in _steps(docket, policy, now):
        if isinstance(step, Act | Done):
            return step
        waits.append(step)
    wait = merged(waits)
    if wait is None:
        raise AssertionError("a docket that is neither done nor waiting for anybody")
    return wait


def _steps(docket: Docket, policy: Policy, now: datetime) -> Iterator[Act | Wait | Done]:
    claims = [c for c in docket.claims if live(c, policy, now)]
    working = [c.until for c in claims if c.act.doing not in BESIDE]
    if working:
        yield Wait(until=max(working) + policy.skew, whom="Faircopy", why="claim")
        return
    busy = {c.act.record for c in claims}
    for record in docket.records:
        if record.n in busy:
            until = max(c.until for c in claims if c.act.record == record.n)
            yield Wait(until=until + policy.skew, whom=record.author.name, why="claim")
        else:
            yield from _record_steps(docket, record, policy, now)
    if not busy:
        yield from _source_steps(docket, policy, now)


Station = Callable[[Docket, Record, Policy, datetime], Act | Wait | None]


def _erase(docket: Docket, record: Record, policy: Policy, now: datetime) -> Act | Wait | None:
    settled = erase.settle_record(record)
    return erase.ask_record(docket, settled, policy, now) if settled else None


_CARD: tuple[Station, ...] = (showing.card, showing.moved)

STATIONS: dict[State, tuple[Station, ...]] = {
    State.ASKED: (showing.expiry, *_CARD, propose.ask),
    State.SOURCED: (showing.expiry, *_CARD, propose.ask),
    State.DRAFT: (showing.expiry, *_CARD, showing.ask, showing.reminder),
    State.SECOND: (*_CARD, second.ask),
    State.APPROVED: (*_CARD, post.ask),
    State.POSTING: (*_CARD, post.ask),
    State.STUCK: (*_CARD, post.ask),
    State.POSTED: (_erase,),
    State.MISFILED: (*_CARD, misfiled.ask),
    State.MARKED: (showing.expiry, *_CARD, misfiled.ask, _erase),
    State.DROPPED: (_erase,),
}
"""Who answers for a record in each state, in order. A station that has nothing to say answers None."""


def _record_steps(docket: Docket, record: Record, policy: Policy, now: datetime) -> Iterator[Act | Wait]:
    """One record, station by station."""
    for station in STATIONS[record.state]:
        step = station(docket, record, policy, now)
        if step is not None:
            yield step


def _source_steps(docket: Docket, policy: Policy, now: datetime) -> Iterator[Act | Wait | Done]:
    """The source as a whole: our copy, the meeting's own, the looks; then what is told, and the receipt."""
    settled = erase.settle_source(docket)
    if step := erase.ask_forgotten(docket, policy, now):
        yield step
    if settled and (step := erase.ask_copy(docket, settled, policy, now)):
        yield step
    if settled and (step := meeting.ask(docket, settled, policy, now)):
        yield step
    if step := look.ask_look(docket, policy, now):
        yield step
    if step := finish.ask_receipt(docket, policy, now):
        yield step
    # the receipt is shown before the account goes
    if last := faces.ask(docket, policy, now) or finish.ask_removal(docket, policy, now):
        yield last


def claim(docket: Docket, act: Act, policy: Policy, now: datetime) -> tuple[Docket, Claim]:
    """Write down, before it is done, that this act is about to be done, and open every place that it will fill.

    A claim is good for one attempt. Earlier attempts at the same act that never got an answer may still land: their
    deadlines are listed in it, as `also`.
    """
    now = max(now, docket.at)
    earlier = [c for c in docket.claims if (c.act.doing, c.act.record) == (act.doing, act.record)]
    also = tuple(sorted({t for c in earlier for t in (c.until, *c.also)}))
    made = Claim(n=docket.n + 1, act=act, until=now + policy.lease, also=also)
    docket = ENTRIES[act.doing].opens(docket, act, now)
    claims = (*(c for c in docket.claims if c not in earlier), made)
    return replace(docket, claims=claims, n=made.n, at=now), made


def absorb(docket: Docket, act: Act, seen: Seen, policy: Policy, claimed: Claim | None = None) -> Docket:
    """Write down what was seen, onto whatever the docket has become. Clears the claim of this one attempt.

    `claimed` is None for an act that needs no claim. An answer that the act's entry does not list is a failed try: it
    is counted, and the act is asked for again after a while. Once the receipt may be written, what comes late changes
    nothing that stands in it.
    """
    entry = ENTRIES[act.doing]
    over = closing(docket)
    if claimed is not None:
        docket = replace(docket, claims=_left_unanswered(docket, claimed, seen))
    elif act.doing in _SHOWS and docket.claims:
        docket = replace(docket, claims=_not_shown(docket, act, seen, policy))
    if over and act.doing not in _AT_THE_END:
        return docket
    answer = entry.answers.get(seen.saw)
    docket = answer(docket, act, seen, policy) if answer else failed(docket, act, seen)
    settled = erase.settle_source(docket)
    at, since = max(docket.at, seen.at), settled.since if settled else None
    if (at, since) == (docket.at, docket.settled_at):
        return docket
    return replace(docket, at=at, settled_at=since)


def _left_unanswered(docket: Docket, claimed: Claim, seen: Seen) -> tuple[Claim, ...]:
    """An answer clears its own attempt; earlier ones that never got an answer stay listed, unless it is done for
    every place of the act."""
    left = tuple(c for c in docket.claims if c.n != claimed.n)
    answered = {t.trace for t in seen.each if t.saw in (Saw.DONE, Saw.NOT_THERE)}
    done = seen.saw in (Saw.DONE, Saw.MATCHES) and answered >= set(claimed.act.targets)
    if claimed.also and not done:
        return (*left, replace(claimed, until=claimed.also[-1], also=claimed.also[:-1]))
    return left


_AT_THE_END = frozenset({Doing.WRITE_RECEIPT, Doing.TELL, Doing.REMOVE_DOCKET})
_OUTSIDE = frozenset({Doing.POST, Doing.MARK, Doing.WRITE_RECEIPT})
_SHOWS = {
    Doing.LOOK: frozenset(Doing) - _OUTSIDE,
    Doing.LOOK_UP: frozenset({Doing.POST}),
    Doing.PREFLIGHT: frozenset({Doing.DELETE_MEETING}),
}
"""Of which attempts a look shows what became of them."""


def _not_shown(docket: Docket, act: Act, seen: Seen, policy: Policy) -> tuple[Claim, ...]:
    """The attempts that stay listed: those that may still land, and those whose places this look did not see.

    A look shows what is so only if it was made after the latest at which the attempt can land, and saw something.
    """
    if seen.saw not in (Saw.DONE, Saw.PRESENT, Saw.ABSENT, Saw.NOT_THERE, Saw.MATCHES, Saw.DIFFERS):
        return docket.claims
    since = seen.at - policy.skew - policy.late
    saw = (
        {t.trace for t in seen.each if t.saw is not Saw.UNKNOWN}
        if act.doing is Doing.LOOK
        else set(act.targets)
    )

    def shown(c: Claim) -> bool:
        same = act.doing is not Doing.LOOK_UP or c.act.record == act.record
        return same and c.until < since and c.act.doing in _SHOWS[act.doing] and saw >= set(c.act.targets)

    return tuple(c for c in docket.claims if not shown(c))


def needs_no_claim(act: Act) -> bool:
    """True for acts that place no words, destroy none, and do not close the account."""
    return not ENTRIES[act.doing].claimed
