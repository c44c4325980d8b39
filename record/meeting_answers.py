"""What came of an act for the meeting's own transcript and recording. Each of its files answers for itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from record.docket import Act, Call, Docket, Handover, Seen, Sight
from record.entries import (
    failed,
    held,
    older,
    record_of,
    trace_of,
    tries_of,
    went_through,
    with_record,
    with_trace,
)
from record.erase import settle_source, unconfirmed
from record.hand_over import by_organiser, may_go, named, refused
from record.joining import is_pasted
from record.policy import Policy
from record.terms import Doing, Outcome, Saw, Shelf
from record.values import replace

ONLY_YOU = "only you can remove it"
GIVE_UP = timedelta(hours=24)
"""How long a label, a hold of Microsoft's, or a file that cannot be told apart is tried before it is reported."""


def may_be_deleted(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
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


def already_gone(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
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


def deleted(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
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


def asked(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The organiser has the card; they are waited for."""
    times = docket.handover.times + 1 if docket.handover else 1
    if docket.handover is not None and docket.handover.answer is not None:
        return docket
    asked = Handover(
        asked=seen.at, times=times, card=seen.value, whom=seen.person.name if seen.person else ""
    )
    return went_through(replace(docket, handover=asked), act)


def filed_seen(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """Noted, with the time it was asked for."""
    if older(seen, record_of(docket, act.record).seen_filed):
        return docket
    docket = with_record(docket, act.record, seen_filed=Sight(at=seen.at, saw=seen.saw, request=seen.request))
    return went_through(docket, act)


def left(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
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


NOT_NOW = {
    **dict.fromkeys((Saw.SIGN_IN, Saw.LABEL, Saw.ON_HOLD, Saw.REFUSED), _blocked),
    Saw.NOT_ORGANISER: _organiser_only,
    Saw.UNKNOWN: _which,
}
