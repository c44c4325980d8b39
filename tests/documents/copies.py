"""Histories of copies: holds, the organiser, what nobody touches, a wrong file, a dropped file."""

from __future__ import annotations

from datetime import timedelta

from record import discarding, hand_over, holds, joining, misfiled
from record.holds import may_be_out
from record.policy import Policy, PolicyHold
from record.terms import DocketId, Doing, Saw
from record.values import replace
from tests.documents.telling import BEGUN, NAMES, Telling, asks_for, drafted
from tests.documents.told import copies, moment
from tests.record.walking import KELLY, SAM

DAY = timedelta(days=1)
ALMOST = timedelta(seconds=1)


def held() -> Telling:
    """A hold is set while copies are due to be erased; then another, while an erase is under way. What then?"""
    h = drafted()
    h.approves()
    h.passes(timedelta(minutes=1))
    _hold(h, "h1")
    h.goes_on(timedelta(minutes=9))
    h.docket = asks_for(h.docket, "CH-2", "r2", h.now)
    h.says("Kelly Marsh asks for a record in another person's file.")
    h.goes_on(timedelta(minutes=10))
    h.approves(2)
    h.goes_on(timedelta(minutes=40))
    _release(h)
    h.once = {Doing.ERASE: [None]}
    h.goes_on(timedelta(minutes=1))
    _hold(h, "h2")
    h.goes_on(DAY)
    _release(h)
    h.goes_on(timedelta(0))
    h.to_the_receipt()
    return h


def _hold(h: Telling, id: str) -> None:
    hold = PolicyHold(by="governance", at=h.now, id=id)
    h.policy = replace(h.policy, holds=(hold,))
    h.docket = holds.note(h.docket, hold, h.now)
    h.says("Information governance sets a hold.")
    out = may_be_out(h.docket)
    theirs = [t for t in h.docket.traces if any((o.record, o.kind) == (t.record, t.kind) for o in out)]
    names = copies(theirs, NAMES)
    until = max((o.since for o in out if not o.certain), default=None)
    what = (
        f"that these may go all the same, until {moment(until, BEGUN)}: {names}"
        if until
        else "that nothing is out"
    )
    h.says(f"They are told {what}.")


def _release(h: Telling) -> None:
    h.policy = replace(h.policy, holds=())
    h.says("Information governance releases the hold.")


def not_the_organiser() -> Telling:
    """The author is not the meeting's organiser. Who is asked, how often, and what does the answer do?"""
    h = drafted(organiser=SAM)
    h.approves()
    h.passes(DAY)
    h.always = {Doing.PREFLIGHT: Saw.NOT_ORGANISER}
    h.goes_on(timedelta(minutes=2))
    h.passes(DAY)
    h.goes_on(timedelta(days=11))
    here = h.here()
    h.otherwise("If the organiser says yes:")
    h.decides("Sam Okoro presses Delete it.", hand_over.answer, SAM, delete=True, why=None)
    h.goes_on(timedelta(0))
    h.to_the_receipt()
    h.otherwise("If the organiser says no:", here)
    because = hand_over.Because.STILL_NEEDED
    h.decides("Sam Okoro presses Keep it: still needed.", hand_over.answer, SAM, delete=False, why=because)
    h.goes_on()
    h.otherwise("If the author waits no longer:", here)
    h.decides("Kelly Marsh chooses to leave it.", hand_over.leave, 1, KELLY.id)
    h.goes_on()
    return h


def untouched() -> Telling:
    """Nobody touches a draft. When does it go, and what becomes of our copy and of the meeting's own file?"""
    h = drafted()
    h.says("The draft stands on Kelly Marsh's card.")
    h.goes_on(7 * DAY - ALMOST)
    here = h.here()
    h.otherwise("Nobody has decided after a week:")
    h.goes_on(timedelta(minutes=1))
    h.ends()
    h.otherwise("If somebody has deleted the meeting's own file by then:", here)
    h.always = {Doing.LOOK_SOURCE: Saw.ABSENT}
    h.goes_on(timedelta(minutes=12))
    h.passes(DAY)
    h.decides(
        "Kelly Marsh confirms that she does not need our copy.",
        discarding.discard,
        1,
        KELLY.id,
        only_account=True,
    )
    h.goes_on(timedelta(0))
    return h


def wrong_file() -> Telling:
    """It is filed, and stands on the wrong child's file. What happens to it, and to the copies?"""
    h = drafted()
    h.approves()
    h.passes(timedelta(minutes=30))
    h.decides("Kelly Marsh presses Wrong file.", misfiled.wrong_file, 1, KELLY.id)
    h.goes_on(timedelta(hours=1))
    here = h.here()
    h.otherwise("If she says whose file it should be on:")
    h.decides(
        "Kelly Marsh names the right file.",
        misfiled.move,
        1,
        KELLY.id,
        reference="CH-2",
        record_id="r2",
        card=None,
    )
    h.goes_on(timedelta(minutes=10))
    h.approves(2)
    h.goes_on(timedelta(minutes=2))
    h.to_the_receipt()
    h.otherwise("If nobody says so:", here)
    h.passes(7 * DAY - timedelta(hours=1, seconds=1))
    h.goes_on(timedelta(minutes=1))
    h.ends()
    return h


def dropped_file() -> Telling:
    """A transcript is dropped into the chat. When does our copy of it go?"""
    docket, claim = joining.open_upload(
        id=DocketId("d1"), name="name", link=None, opener=KELLY, policy=Policy(), now=BEGUN
    )
    h = Telling(docket, Policy())
    h.answered(claim)
    h.says("Kelly Marsh drops a transcript into the chat; our copy of it is sealed.")
    here = h.here()
    h.otherwise("If she chooses nobody:")
    h.goes_on(timedelta(minutes=61))
    h.ends()
    h.otherwise("If she asks for a record:", here)
    h.docket = asks_for(h.docket, "CH-1", "r1", h.now)
    h.says("Kelly Marsh asks for a record in one person's file.")
    h.goes_on(timedelta(minutes=10))
    h.refused(
        "Kelly Marsh presses Discard without the confirmation",
        discarding.discard,
        1,
        KELLY.id,
        only_account=False,
    )
    here = h.here()
    h.decides("She presses it with the confirmation.", discarding.discard, 1, KELLY.id, only_account=True)
    h.goes_on(timedelta(0))
    h.ends()
    h.otherwise("If nobody decides:", here)
    h.passes(7 * DAY - timedelta(minutes=11))
    h.goes_on(timedelta(minutes=2))
    h.passes(2 * DAY)
    h.still_there()
    return h
