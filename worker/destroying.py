"""How copies are destroyed and looked for again: our own places, cards, and the meeting's own files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from record import errors
from record.docket import Act, Call, Choice, Docket, Filed, Place, Seen, Target, Trace
from record.doors import Good, Look
from record.entries import trace_of
from record.hand_over import reaches
from record.terms import SOURCE, Address, Custody, Holder, Saw
from record.values import replace
from worker.answers import done
from worker.desk import Desk
from worker.filing import stands


async def erase(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Every place of the act in turn. One that is busy is asked again later; one with no answer spoils the act."""
    each: list[Target] = []
    until: datetime | None = None
    why = ""
    for n in act.targets:
        trace = trace_of(docket, n)
        try:
            if trace.holder is Holder.CARD:
                look = await desk.chat.tell(docket, trace.record, trace.address, trace.whose, good)
            else:
                look = await desk.words.erase(trace.address, good)
        except errors.BusyError as e:
            until, why = e.until, "microsoft" if trace.holder is Holder.CARD else "storage"
            continue
        except errors.NotAllowedError as e:
            why = e.code
            continue
        each.append(Target(trace=n, saw=look.saw, request=look.request))
    return replace(done(desk), each=tuple(each), until=until, why=why)


async def look_source(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Is the meeting's own file still there? Asked before our copy goes without a filing. Of a correction: is the
    record that it corrects still on file?"""
    source = docket.source
    if isinstance(source, Filed):
        return replace(done(desk), saw=Saw.PRESENT if await stands(desk, source) else Saw.ABSENT)
    own = _meetings_own(docket)
    token = await desk.tokens.token(reaches(docket))
    addresses = [t.address for t in own if t.address]
    if not addresses:
        found = await desk.meetings.files(token, source)
        addresses = [f.address for f in found.files] if found.sure else []
    if not addresses:
        return replace(done(desk), saw=Saw.UNKNOWN, why="not-located")
    looks = [await desk.meetings.look(token, source, a) for a in addresses]
    # a list that lags behind names files that are gone: it must not cost us the only account
    seen = [Saw.UNKNOWN if one.why == "still-listed" else one.saw for one in looks]
    saw = next((s for s in seen if s is not Saw.PRESENT), Saw.PRESENT)
    return replace(done(desk), saw=saw, request=looks[0].request)


def _meetings_own(docket: Docket) -> list[Trace]:
    return [t for t in docket.traces if t.record == SOURCE and t.custody is Custody.TEMPORARY]


async def preflight(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """May the meeting's own files be deleted, by this person? Each must be the call's for sure, or none is touched."""
    source = docket.source
    targets = [trace_of(docket, n) for n in act.targets]
    unknown = replace(done(desk), saw=Saw.UNKNOWN, why="not-located")
    if isinstance(source, Filed) or not (isinstance(source, Call) or source.link):
        return unknown
    token = await desk.tokens.token(reaches(docket))
    addresses = [t.address for t in targets if t.address]
    if len(addresses) < len(targets):
        found = await desk.meetings.files(token, source)
        if not found.sure:
            choices = tuple(Choice(address=f.address, made=f.made, size=f.size) for f in found.files)
            return replace(unknown, why="which-file", choices=choices) if choices else unknown
        addresses = list(dict.fromkeys((*addresses, *(f.address for f in found.files))))
    looks = [await desk.meetings.preflight(token, source, a) for a in addresses]
    return replace(
        _of_all(looks, done(desk)),
        each=_each(targets, addresses, looks),
        places=_places(targets[0], addresses),
    )


def _of_all(looks: Sequence[Look], answer: Seen) -> Seen:
    """One answer for several files: whatever keeps one of them from being deleted; gone only if all of them are."""
    first = next((one for one in looks if one.saw not in (Saw.PRESENT, Saw.ABSENT)), None)
    first = first or next((one for one in looks if one.saw is Saw.PRESENT), looks[0])
    return replace(answer, saw=first.saw, why=first.why, request=first.request)


def _each(
    targets: Sequence[Trace], addresses: Sequence[Address], looks: Sequence[Look]
) -> tuple[Target, ...]:
    known = {t.address or addresses[0]: t.n for t in targets}
    return tuple(
        Target(trace=known[a], saw=one.saw, request=one.request)
        for a, one in zip(addresses, looks, strict=True)
        if a in known
    )


def _places(trace: Trace, addresses: Sequence[Address]) -> tuple[Place, ...]:
    return tuple(
        Place(holder=Holder.DRIVE, kind=trace.kind, custody=Custody.TEMPORARY, address=a) for a in addresses
    )


async def delete_meeting(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Delete the meeting's own files, each once, with one person's own sign-in. The looks afterwards decide."""
    token = await desk.tokens.token(reaches(docket))
    each: list[Target] = []
    for n in act.targets:
        look = await desk.meetings.delete(token, trace_of(docket, n).address, good)
        if look.saw not in (Saw.DONE, Saw.NOT_THERE):
            if each:
                break  # those that went are written down; the rest is asked for again
            return replace(done(desk), saw=look.saw, request=look.request, why=look.why)
        each.append(Target(trace=n, saw=look.saw, request=look.request))
    return replace(done(desk), each=tuple(each))


async def look(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Look for everything that was asked to go: our own places in one list, the meeting's with the sign-in."""
    targets = [trace_of(docket, n) for n in act.targets]
    ours = [t for t in targets if t.holder in (Holder.WORDS, Holder.KEYS)]
    each: list[Target] = []
    if ours:
        seen = await desk.words.look([t.address for t in ours])
        each += [Target(trace=t.n, saw=s.saw, request=s.request) for t, s in zip(ours, seen, strict=True)]
    for t in targets:
        if t.holder is Holder.DRIVE:
            each.append(await _look_drive(desk, docket, t, thorough=act.last))
    return replace(done(desk), each=tuple(each))


async def _look_drive(desk: Desk, docket: Docket, trace: Trace, *, thorough: bool) -> Target:
    """Without sign-in, or when Microsoft does not answer, the look says unknown: it is never made up."""
    if isinstance(docket.source, Filed):
        return Target(trace=trace.n, saw=Saw.UNKNOWN)
    try:
        token = await desk.tokens.token(reaches(docket))
        seen = await desk.meetings.look(token, docket.source, trace.address, thorough=thorough)
    except errors.FaircopyError:
        return Target(trace=trace.n, saw=Saw.UNKNOWN)
    return Target(trace=trace.n, saw=seen.saw, request=seen.request)
