"""The fourth station, second part: the meeting's own transcript and recording, the one thing that others own too.

It goes only after grace, never under a hold, and only if a record is filed and still stands, or every author who filed
nothing chose it. Only the organiser may delete it: if no author is, the organiser is asked by card, and their own
sign-in is used. Each of its files answers for itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from record.docket import Act, Call, Docket, Handover, Seen, Sight, Wait
from record.entries import (
    Entry,
    failed,
    held,
    older,
    record_of,
    retry_wait,
    trace_of,
    traces,
    tries_of,
    went_through,
    with_record,
    with_trace,
)
from record.erase import SettledSource, author, author_n, confirms, settle_source, unconfirmed
from record.hand_over import THE_ORGANISER, asked_of_organiser, by_organiser, may_go, named, reaches, refused
from record.joining import is_pasted
from record.policy import Policy
from record.terms import GOVERNANCE, SOURCE, Custody, Doing, Outcome, Saw, Shelf
from record.values import replace

ONLY_YOU = "only you can remove it"
GIVE_UP = timedelta(hours=24)
"""How long a label, a hold of Microsoft's, or a file that cannot be told apart is tried before it is reported."""


# --- the station --------------------------------------------------------------------------------------------------


def ask(docket: Docket, settled: SettledSource, policy: Policy, now: datetime) -> Act | Wait | None:
    """What comes next for the meeting's own file: wait, leave it, look whether it may go, ask, look again, delete."""
    due = traces(docket, SOURCE, Shelf.OPEN, custody=Custody.TEMPORARY)
    if not due:
        return None
    whom = author(docket).name
    if held(docket, policy):
        return Wait(until=None, whom=GOVERNANCE, why="hold")
    after = settled.since + policy.grace
    if now < after:
        return Wait(until=after, whom=whom, why="grace")
    targets = tuple(t.n for t in due)
    chosen = refused(docket) or bool(docket.left_by)
    if not may_go(settled) and unconfirmed(settled) and not chosen:
        return Wait(until=None, whom=confirms(settled), why="attested")
    if chosen or not may_go(settled) or is_pasted(docket):
        return _look_first(docket, targets, policy, now) or Act(doing=Doing.LEAVE, targets=targets)
    return (
        _preflight(docket, targets, policy, now)
        or _hand_over(docket, policy, now)
        or _still_filed(docket, settled, policy, now)
        or _delete(docket, targets, policy, now)
    )


def _look_first(docket: Docket, targets: tuple[int, ...], policy: Policy, now: datetime) -> Act | Wait | None:
    """A deletion may be out that never got an answer: nothing is said to be left before a look has shown it there."""
    out = [c.until for c in docket.claims if c.act.doing is Doing.DELETE_MEETING]
    if not out:
        return None
    until = max(out) + policy.skew + policy.late
    if now <= until:
        return Wait(until=until + timedelta(seconds=1), whom=reaches(docket).name, why="looks")
    if docket.preflight is not None and docket.preflight.at > until:
        return None  # it was asked, and this person cannot see: that is what will be said
    act = Act(doing=Doing.PREFLIGHT, record=author_n(docket), targets=targets)
    return retry_wait(docket, act, policy, now, reaches(docket).name)


def _preflight(docket: Docket, targets: tuple[int, ...], policy: Policy, now: datetime) -> Act | Wait | None:
    """Is it there, which files is it, and may this person delete them? Asked within the hour; while the organiser has
    not answered, as often as they are asked, since they may have deleted it themselves."""
    whom = reaches(docket).name
    if docket.choices:
        return Wait(until=None, whom=author(docket).name, why="which-file")
    seen = docket.preflight
    if seen is not None and asked_of_organiser(docket) and now - seen.at < policy.ask_again:
        return None
    if (
        seen is not None
        and now - seen.at <= policy.fresh
        and all(trace_of(docket, n).address for n in targets)
    ):
        return None
    act = Act(doing=Doing.PREFLIGHT, record=author_n(docket), targets=targets)
    return retry_wait(docket, act, policy, now, whom)


def _hand_over(docket: Docket, policy: Policy, now: datetime) -> Act | Wait | None:
    """The organiser is asked by card, and asked again after three days, three times at most."""
    if not asked_of_organiser(docket) or not isinstance(docket.source, Call):
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
    if older(seen, docket.preflight):
        return docket
    first = trace_of(docket, act.targets[0])
    docket = named(docket, first, tuple(p.address for p in seen.places), seen.at)
    for target in seen.each:
        if target.saw is Saw.ABSENT:
            docket = _gone_before(docket, target.trace, seen.at)
    sight = Sight(at=seen.at, saw=seen.saw, request=seen.request)
    return went_through(replace(docket, preflight=sight, choices=()), act)


def _already_gone(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Somebody else destroyed it: it is looked for like everything that was asked to go."""
    docket = named(docket, trace_of(docket, act.targets[0]), tuple(p.address for p in seen.places), seen.at)
    for n in act.targets:
        docket = _gone_before(docket, n, seen.at)
    return went_through(docket, act)


def _gone_before(docket: Docket, n: int, at: datetime) -> Docket:
    """Not there. A deletion of ours that may be out can have done it: the looks begin no earlier than that one."""
    asked = trace_of(docket, n).asked
    out = [c.until for c in docket.claims if c.act.doing is Doing.DELETE_MEETING and n in c.act.targets]
    why = "gone before we asked" if asked is None and not out else ""
    return with_trace(docket, n, shelf=Shelf.ASKED, asked=asked or max([at, *out]), why=why)


def _which(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Several files look alike, and a person has to say; or it cannot be told at all, which is reported after a day."""
    if seen.choices:
        return went_through(replace(docket, choices=seen.choices), act)
    if not by_organiser(docket):
        return _organiser_only(docket, act, seen, policy)  # it stands where only they can find it
    return _blocked(docket, act, seen, policy)


def _organiser_only(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """None of our people may delete it: its organiser is asked. One who was asked, and may not either, is a refusal."""
    if older(seen, docket.preflight):
        return docket
    if isinstance(docket.source, Call) and docket.organiser is None:
        first = trace_of(docket, act.targets[0])
        docket = named(docket, first, tuple(p.address for p in seen.places), seen.at)
        sight = Sight(at=seen.at, saw=Saw.NOT_ORGANISER, request=seen.request)
        return went_through(replace(docket, preflight=sight), act)
    return _blocked(docket, act, seen, policy)


def _blocked(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """It may not be deleted now, or not ever: a label or a hold is tried for a day, then reported. What only its owner
    can remove is said at once."""
    if not isinstance(docket.source, Call):
        return _closed(docket, act, seen, Outcome.UNKNOWN, ONLY_YOU)
    plain = seen.saw is Saw.REFUSED and seen.why in ("", Saw.REFUSED.value)
    why = "not-permitted" if plain else seen.why
    docket = failed(docket, act, replace(seen, why=why))
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
    if older(seen, record_of(docket, act.record).seen_filed):
        return docket
    docket = with_record(docket, act.record, seen_filed=Sight(at=seen.at, saw=seen.saw, request=seen.request))
    return went_through(docket, act)


def _left(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Left where it was, unless somebody joined, chose otherwise or set a hold in the meantime."""
    settled, chosen = settle_source(docket), refused(docket) or bool(docket.left_by)
    goes = settled is not None and may_go(settled)
    theirs = goes and not chosen and is_pasted(docket)
    if docket.records and (settled is None or not (chosen or theirs or not (goes or unconfirmed(settled)))):
        return docket
    if held(docket, policy):
        return docket
    out = any(c.act.doing is Doing.DELETE_MEETING for c in docket.claims)
    outcome = Outcome.UNKNOWN if out or theirs else Outcome.LEFT
    why = "a deletion got no answer" if out else ONLY_YOU if theirs else _why_left(docket)
    for n in act.targets:
        docket = with_trace(docket, n, shelf=Shelf.CLOSED, outcome=outcome, why=why)
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
        needs="preflight, and every filed record that can be read, were seen within the hour",
        claimed=True,
        answers={Saw.DONE: _deleted, **_NOT_NOW},
    ),
    Entry(
        doing=Doing.LEAVE,
        needs="nothing was filed and nobody chose to delete the meeting's own file, its organiser said no, or it is a "
        "pasted message, which only its author can delete",
        claimed=False,
        inside=True,
        answers={Saw.DONE: _left},
    ),
)
