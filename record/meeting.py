"""The fourth station, second part: the meeting's own transcript and recording, the one thing that others own too.

It goes only after grace, never under a hold, and only if a record is filed and still stands, or every author who filed
nothing chose it. Only the organiser may delete it: if no author is, the organiser is asked by card, and their own
sign-in is used. Each of its files answers for itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from record.docket import Act, Call, Docket, Handover, Person, Seen, Sight, Trace, Wait
from record.entries import (
    Entry,
    failed,
    held,
    opened,
    retry_wait,
    trace_of,
    traces,
    tries_of,
    went_through,
    with_record,
    with_trace,
)
from record.erase import SettledSource, author, author_n, settle_source, unconfirmed
from record.errors import RefusedError
from record.policy import Policy
from record.propose import not_closing
from record.review import own
from record.terms import SOURCE, Address, Custody, Doing, Outcome, PersonId, Saw, Shelf
from record.values import replace

GIVE_UP = timedelta(hours=24)
"""How long a label, a hold of Microsoft's, or a file that cannot be told apart is tried before it is reported."""

NOT_THE_ORGANISER = "Only the meeting's organiser can answer this. Nothing has changed."
NOT_NOW = "Not now: I will ask again when the record is filed. Nothing has changed."
THE_ORGANISER = "the meeting's organiser"


class Because(StrEnum):
    """Why an organiser says no. Chosen, not typed: the receipt shows it."""

    EVIDENCE = "evidence"
    REQUEST = "request"
    STILL_NEEDED = "still-needed"
    OTHER = "other"


# --- decisions ----------------------------------------------------------------------------------------------------


def answer(
    docket: Docket, who: Person, *, delete: bool, why: Because | None, policy: Policy, now: datetime
) -> Docket:
    """The organiser says whether the meeting's own file may go. Twice is once.

    Raises RefusedError: not the organiser, or (for a yes) a hold stands or nothing is settled yet.
    """
    if not isinstance(docket.source, Call) or docket.source.organiser != who.id or docket.handover is None:
        raise RefusedError(NOT_THE_ORGANISER)
    if docket.handover.answer is not None:
        return docket
    not_closing(docket)
    settled = settle_source(docket)
    if delete and (settled is None or held(docket, policy) or not _may_go(settled)):
        raise RefusedError(NOT_NOW)
    said = replace(docket.handover, answer=delete, why="" if delete or why is None else why.value)
    docket = replace(docket, handover=said, organiser=who, preflight=None)
    return _forgotten(docket)


def leave(docket: Docket, n: int, who: PersonId, *, now: datetime) -> Docket:
    """An author chooses that the meeting's own file stays where it is: it is waited for no longer. Twice is once.

    Raises RefusedError: not an author, or something is still to be decided.
    """
    own(docket, n, who)
    not_closing(docket)
    if settle_source(docket) is None:
        raise RefusedError("A draft of this meeting still waits for somebody. Nothing has changed.")
    if any(c.act.doing is Doing.DELETE_MEETING for c in docket.claims):
        raise RefusedError("It is being destroyed at this moment. Nothing has changed.")
    return with_record(replace(docket, left_by=who, choices=()), n, delete_too=False, changed=now)


def choose(docket: Docket, n: int, who: PersonId, *, files: tuple[Address, ...], now: datetime) -> Docket:
    """Which of the files that look alike are this meeting's; none of them leaves them all where they are.

    Raises RefusedError: not an author, or not one of those that were shown.
    """
    own(docket, n, who)
    not_closing(docket)
    if not docket.choices:
        raise RefusedError("That was decided already. Nothing has changed.")
    if not set(files) <= {c.address for c in docket.choices}:
        raise RefusedError("That file was not among those that I showed. Nothing has changed.")
    due = traces(docket, SOURCE, Shelf.OPEN, custody=Custody.TEMPORARY)
    docket = with_record(_forgotten(replace(docket, choices=(), preflight=None)), n, changed=now)
    if files:
        return _named(docket, due[0], files, now) if due else docket
    for t in due:
        docket = with_trace(docket, t.n, shelf=Shelf.CLOSED, outcome=Outcome.UNKNOWN, why="not-located")
    return docket


def _forgotten(docket: Docket) -> Docket:
    """What failed before is tried anew: by another person, or on another file."""
    anew = (Doing.PREFLIGHT, Doing.DELETE_MEETING)
    return replace(docket, tries=tuple(t for t in docket.tries if t.doing not in anew))


def _named(docket: Docket, trace: Trace, files: tuple[Address, ...], at: datetime) -> Docket:
    """The meeting's own file has these addresses: the trace that stood for it takes the first, new ones the rest."""
    known = {t.address for t in docket.traces if t.record == SOURCE}
    fresh = [f for f in files if f not in known]
    if not trace.address and fresh:
        docket = with_trace(docket, trace.n, address=fresh.pop(0))
    for file in fresh:
        docket = opened(docket, SOURCE, trace.holder, trace.kind, trace.custody, file, at)
    return docket


# --- the station --------------------------------------------------------------------------------------------------


def reaches(docket: Docket) -> Person:
    """Whose sign-in reaches the meeting's file: the organiser who answered, else an author."""
    return docket.organiser or author(docket)


def ask(docket: Docket, settled: SettledSource, policy: Policy, now: datetime) -> Act | Wait | None:
    """What comes next for the meeting's own file: wait, leave it, look whether it may go, ask, look again, delete."""
    due = traces(docket, SOURCE, Shelf.OPEN, custody=Custody.TEMPORARY)
    if not due:
        return None
    whom = author(docket).name
    if held(docket, policy):
        return Wait(until=None, whom=whom, why="hold")
    after = settled.since + policy.grace
    if now < after:
        return Wait(until=after, whom=whom, why="grace")
    targets = tuple(t.n for t in due)
    if _refused(docket) or docket.left_by:
        return Act(doing=Doing.LEAVE, targets=targets)
    if not _may_go(settled):
        if unconfirmed(settled):
            return Wait(until=None, whom=whom, why="attested")
        return Act(doing=Doing.LEAVE, targets=targets)
    return (
        _preflight(docket, targets, policy, now)
        or _hand_over(docket, policy, now)
        or _still_filed(docket, settled, policy, now)
        or _delete(docket, targets, policy, now)
    )


def _may_go(settled: SettledSource) -> bool:
    """Something is filed, or everybody who filed nothing chose that it shall go all the same."""
    return bool(settled.filed) or all(r.delete_too for r in settled.rest)


def _refused(docket: Docket) -> bool:
    """The organiser said no: that stands, whoever joins or chooses otherwise later."""
    return docket.handover is not None and docket.handover.answer is False


def _preflight(docket: Docket, targets: tuple[int, ...], policy: Policy, now: datetime) -> Act | Wait | None:
    """Is it there, which files is it, and may this person delete them? Asked within the hour; while the organiser has
    not answered, as often as they are asked, since they may have deleted it themselves."""
    whom = reaches(docket).name
    if docket.choices:
        return Wait(until=None, whom=author(docket).name, why="which-file")
    seen = docket.preflight
    if seen is not None and _asked_of_organiser(docket) and now - seen.at <= policy.ask_again:
        return None
    if (
        seen is not None
        and now - seen.at <= policy.fresh
        and all(trace_of(docket, n).address for n in targets)
    ):
        return None
    act = Act(doing=Doing.PREFLIGHT, record=author_n(docket), targets=targets)
    return retry_wait(docket, act, policy, now, whom)


def _asked_of_organiser(docket: Docket) -> bool:
    """No author may delete it: the organiser has to answer, and has not."""
    refused = docket.preflight is not None and docket.preflight.saw is Saw.NOT_ORGANISER
    return refused and docket.organiser is None and isinstance(docket.source, Call)


def _hand_over(docket: Docket, policy: Policy, now: datetime) -> Act | Wait | None:
    """The organiser is asked by card, and asked again after three days, three times at most."""
    if not _asked_of_organiser(docket) or not isinstance(docket.source, Call):
        return None
    asked, seen = docket.handover, docket.preflight
    if asked is not None and seen is not None:
        enough = asked.times >= policy.asks
        until = (seen.at if enough else asked.asked) + policy.ask_again
        if enough or now < until:
            return Wait(until=until, whom=asked.whom or THE_ORGANISER, why="organiser")
    act = Act(doing=Doing.ASK_ORGANISER, record=author_n(docket), who=docket.source.organiser)
    return retry_wait(docket, act, policy, now, THE_ORGANISER)


def _still_filed(docket: Docket, settled: SettledSource, policy: Policy, now: datetime) -> Act | Wait | None:
    """Every record that was read back was seen on file again within the hour."""
    for record in settled.filed:
        look = record.seen_filed
        if look is None and record.last_ok:
            continue  # attested and confirmed: we cannot read it
        if look is None or now - look.at > policy.fresh:
            act = Act(doing=Doing.LOOK_FILED, record=record.n)
            return retry_wait(docket, act, policy, now, record.author.name)
        if look.saw is not Saw.MATCHES:
            return Wait(until=look.at + policy.fresh, whom=record.author.name, why="filed-gone")
    return None


def _delete(docket: Docket, targets: tuple[int, ...], policy: Policy, now: datetime) -> Act | Wait:
    act = Act(doing=Doing.DELETE_MEETING, record=author_n(docket), targets=targets)
    return retry_wait(docket, act, policy, now, reaches(docket).name)


# --- what the answers do ------------------------------------------------------------------------------------------


def _may_be_deleted(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """It is there and this person may delete it. Its files are noted; one that is there no more is looked for."""
    first = trace_of(docket, act.targets[0])
    docket = _named(docket, first, tuple(p.address for p in seen.places), seen.at)
    for target in seen.each:
        if target.saw is Saw.ABSENT:
            docket = _gone_before(docket, target.trace, seen.at)
    sight = Sight(at=seen.at, saw=seen.saw, request=seen.request)
    return went_through(replace(docket, preflight=sight, choices=()), act)


def _already_gone(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Somebody else destroyed it: it is looked for like everything that was asked to go."""
    docket = _named(docket, trace_of(docket, act.targets[0]), tuple(p.address for p in seen.places), seen.at)
    for n in act.targets:
        docket = _gone_before(docket, n, seen.at)
    return went_through(docket, act)


def _gone_before(docket: Docket, n: int, at: datetime) -> Docket:
    asked = trace_of(docket, n).asked
    why = "gone before we asked" if asked is None else ""
    return with_trace(docket, n, shelf=Shelf.ASKED, asked=asked or at, why=why)


def _which(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Several files look alike, and a person has to say; or it cannot be told at all, which is reported after a day."""
    if seen.choices:
        return went_through(replace(docket, choices=seen.choices), act)
    if not _by_organiser(docket):
        return _organiser_only(docket, act, seen, policy)  # it stands where only they can find it
    return _blocked(docket, act, seen, policy)


def _by_organiser(docket: Docket) -> bool:
    """Whether the sign-in that was used is the organiser's own."""
    return not isinstance(docket.source, Call) or reaches(docket).id == docket.source.organiser


def _organiser_only(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """None of our people may delete it: its organiser is asked. One who was asked, and may not either, is a refusal."""
    if isinstance(docket.source, Call) and docket.organiser is None:
        first = trace_of(docket, act.targets[0])
        docket = _named(docket, first, tuple(p.address for p in seen.places), seen.at)
        sight = Sight(at=seen.at, saw=Saw.NOT_ORGANISER, request=seen.request)
        return went_through(replace(docket, preflight=sight), act)
    return _blocked(docket, act, seen, policy)


def _blocked(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """It may not be deleted now, or not ever: a label or a hold is tried for a day, then reported. What only its owner
    can remove is said at once."""
    if not isinstance(docket.source, Call):
        return _closed(docket, act, seen, Outcome.UNKNOWN, "only you can remove it")
    docket = failed(docket, act, seen)
    tries = tries_of(docket, act.doing, act.record)
    outcome = _BLOCKED.get(seen.saw)
    if outcome is not None and tries is not None and seen.at - tries.first >= GIVE_UP:
        return went_through(_closed(docket, act, seen, outcome, seen.why), act)
    return docket


_BLOCKED = {
    Saw.LABEL: Outcome.BLOCKED_LABEL,
    Saw.ON_HOLD: Outcome.BLOCKED_HOLD,
    Saw.UNKNOWN: Outcome.UNKNOWN,
    Saw.REFUSED: Outcome.NOT_PERMITTED,
    Saw.NOT_ORGANISER: Outcome.NOT_PERMITTED,
}


def _closed(docket: Docket, act: Act, seen: Seen, outcome: Outcome, why: str) -> Docket:
    for n in act.targets:
        trace = trace_of(docket, n)
        look = Sight(at=seen.at, saw=seen.saw, request=seen.request)
        docket = with_trace(
            docket, n, shelf=Shelf.CLOSED, outcome=outcome, why=why, looks=(*trace.looks, look)
        )
    return docket


def _deleted(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Each file answers for itself; the looks afterwards decide what can be said of it."""
    said = {t.trace: t for t in seen.each}
    missing = False
    for n in act.targets:
        target = said.get(n)
        if target is None or target.saw not in (Saw.DONE, Saw.NOT_THERE):
            missing = True
            continue
        asked = trace_of(docket, n).asked or seen.at
        docket = with_trace(docket, n, shelf=Shelf.ASKED, asked=asked, why=target.request)
    return failed(docket, act, seen) if missing else went_through(docket, act)


def _asked(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The organiser has the card; they are waited for."""
    times = docket.handover.times + 1 if docket.handover else 1
    if docket.handover is not None and docket.handover.answer is not None:
        return docket
    asked = Handover(
        asked=seen.at, times=times, card=seen.value, whom=seen.person.name if seen.person else ""
    )
    return went_through(replace(docket, handover=asked), act)


def _filed_seen(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Noted, with the time it was asked for."""
    docket = with_record(docket, act.record, seen_filed=Sight(at=seen.at, saw=seen.saw, request=seen.request))
    return went_through(docket, act)


def _left(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Left where it was, unless somebody joined, chose otherwise or set a hold in the meantime."""
    settled, chosen = settle_source(docket), _refused(docket) or bool(docket.left_by)
    if docket.records and (settled is None or (not chosen and (_may_go(settled) or unconfirmed(settled)))):
        return docket
    if held(docket, policy):
        return docket
    why = _why_left(docket)
    for n in act.targets:
        docket = with_trace(docket, n, shelf=Shelf.CLOSED, outcome=Outcome.LEFT, why=why)
    return docket


def _why_left(docket: Docket) -> str:
    asked = docket.handover
    if asked is not None and asked.answer is False:
        return f"organiser-{asked.why}"
    return "left by choice" if docket.left_by else "nothing was filed from it"


_NOT_NOW = {
    **dict.fromkeys((Saw.SIGN_IN, Saw.LABEL, Saw.ON_HOLD, Saw.REFUSED), _blocked),
    Saw.NOT_ORGANISER: _organiser_only,
    Saw.UNKNOWN: _which,
}

ENTRIES = (
    Entry(
        doing=Doing.PREFLIGHT,
        needs="grace is over, no hold stands, and a record is filed or all chose to delete: may it go?",
        claimed=False,
        answers={Saw.PRESENT: _may_be_deleted, Saw.ABSENT: _already_gone, **_NOT_NOW},
    ),
    Entry(
        doing=Doing.ASK_ORGANISER,
        needs="none of the authors may delete the meeting's own file",
        claimed=False,
        answers={Saw.DONE: _asked},
    ),
    Entry(
        doing=Doing.LOOK_FILED,
        needs="before the meeting's own file goes: does the record still stand?",
        claimed=False,
        answers=dict.fromkeys((Saw.MATCHES, Saw.DIFFERS, Saw.ABSENT), _filed_seen),
    ),
    Entry(
        doing=Doing.DELETE_MEETING,
        needs="preflight and the filed record were seen within the hour",
        claimed=True,
        answers={Saw.DONE: _deleted, **_NOT_NOW},
    ),
    Entry(
        doing=Doing.LEAVE,
        needs="nothing was filed and nobody chose to delete the meeting's own file, or its organiser said no",
        claimed=False,
        inside=True,
        answers={Saw.DONE: _left},
    ),
)
