"""Looking again for what was asked to go: at 1 minute, 10 minutes, 1 hour and 24 hours; then it has its end."""

from __future__ import annotations

from datetime import datetime

from record.docket import Act, Docket, Seen, Sight, Trace, Wait
from record.entries import Entry, retry_wait, trace_of, went_through, with_trace
from record.erase import author_n
from record.hand_over import reaches
from record.policy import Policy
from record.terms import Custody, Doing, Holder, Outcome, Saw, Shelf


def next_look(trace: Trace, policy: Policy) -> datetime | None:
    """When this place is to be looked at next: 1 min, 10 min, 1 h and 24 h after it was asked to go."""
    if trace.shelf is not Shelf.ASKED or trace.asked is None or trace.holder is Holder.CARD:
        return None
    return trace.asked + policy.looks[min(_made(trace), len(policy.looks) - 1)]


def _made(trace: Trace) -> int:
    """How many looks were made since it was asked to go."""
    asked = trace.asked
    return sum([s.at >= asked for s in trace.looks]) if trace.looks and asked is not None else 0


def ask_look(docket: Docket, policy: Policy, now: datetime) -> Act | Wait | None:
    """One look for everything that is due: our own places in one list, the meeting's by the author's sign-in."""
    times = [
        (due, t.n)
        for t in docket.traces
        if t.shelf is Shelf.ASKED and (due := next_look(t, policy)) is not None
    ]
    if not times:
        return None
    targets = tuple(n for due, n in times if due <= now)
    whom = reaches(docket).name
    if targets:
        last = any(_made(trace_of(docket, n)) + 1 >= len(policy.looks) for n in targets)
        act = Act(doing=Doing.LOOK, record=author_n(docket), targets=targets, last=last)
        return retry_wait(docket, act, policy, now, whom)
    return Wait(until=min(due for due, _ in times), whom=whom, why="looks")


def _looked(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Each place is noted as it was seen; what is still there is asked to go again.

    A look counts only if it was due when it was asked; absorbing it twice counts once. The looks go on from where they
    were: they end, however long a list lags behind or a holder lies.
    """
    for target in seen.each:
        trace = trace_of(docket, target.trace)
        due = next_look(trace, policy)
        if due is None or seen.at < due:
            continue
        look = Sight(at=seen.at, saw=target.saw, request=target.request)
        docket = with_trace(docket, trace.n, looks=(*trace.looks, look))
        last = act.last and _made(trace) + 1 >= len(policy.looks)
        if last:
            outcome = _outcome(trace, target.saw, policy)
            docket = with_trace(docket, trace.n, shelf=Shelf.CLOSED, outcome=outcome)
        elif target.saw is Saw.PRESENT:
            docket = with_trace(docket, trace.n, shelf=Shelf.OPEN)
    return went_through(docket, act)


def _outcome(trace: Trace, saw: Saw, policy: Policy) -> Outcome:
    if saw is Saw.ABSENT:
        ours = trace.custody is Custody.OURS
        return Outcome.GONE if ours or policy.retention_statement == "none" else Outcome.GONE_FOR_USERS
    return {Saw.PRESENT: Outcome.STILL_LISTED, Saw.RECYCLED: Outcome.RECYCLE_BIN}.get(saw, Outcome.UNKNOWN)


ENTRIES = (
    Entry(
        doing=Doing.LOOK,
        needs="a place that was asked to go is due to be looked at",
        claimed=False,
        answers={Saw.DONE: _looked},
    ),
)
