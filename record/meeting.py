"""The fourth station, second part: the meeting's own transcript and recording, the one thing that others own too.

It goes only after grace, never under a hold, and only if a record is filed and still stands, or every author who filed
nothing chose it. Only the organiser may delete it: if no author is, the organiser is asked by card, and their own
sign-in is used. What each answer does stands in `meeting_answers.py`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from record import meeting_answers as answers
from record.docket import Act, Call, Docket, Wait
from record.entries import (
    Entry,
    held,
    retry_wait,
    trace_of,
    traces,
)
from record.erase import SettledSource, author, author_n, confirms, unconfirmed
from record.hand_over import THE_ORGANISER, asked_of_organiser, may_go, reaches, refused
from record.joining import is_pasted
from record.policy import Policy
from record.terms import GOVERNANCE, SOURCE, Custody, Doing, Saw, Shelf


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


ENTRIES = (
    Entry(
        doing=Doing.PREFLIGHT,
        needs="grace is over, no hold stands, and a record is filed or all chose to delete: may it go?",
        claimed=False,
        answers={Saw.PRESENT: answers.may_be_deleted, Saw.ABSENT: answers.already_gone, **answers.NOT_NOW},
    ),
    Entry(
        doing=Doing.ASK_ORGANISER,
        needs="none of the authors may delete the meeting's own file",
        claimed=False,
        answers={Saw.DONE: answers.asked},
    ),
    Entry(
        doing=Doing.LOOK_FILED,
        needs="before the meeting's own file goes: does the record still stand?",
        claimed=False,
        answers=dict.fromkeys((Saw.MATCHES, Saw.DIFFERS, Saw.ABSENT), answers.filed_seen),
    ),
    Entry(
        doing=Doing.DELETE_MEETING,
        needs="preflight, and every filed record that can be read, were seen within the hour",
        claimed=True,
        answers={Saw.DONE: answers.deleted, **answers.NOT_NOW},
    ),
    Entry(
        doing=Doing.LEAVE,
        needs="nothing was filed and nobody chose to delete the meeting's own file, its organiser said no, or it is a "
        "pasted message, which only its author can delete",
        claimed=False,
        inside=True,
        answers={Saw.DONE: answers.left},
    ),
)
