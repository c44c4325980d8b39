"""Histories of filing: what is approved, and what the case system and other people make of it."""

from __future__ import annotations

from datetime import timedelta

from record import discarding, post, review, second
from record.entries import record_of
from record.policy import Colleague, Policy, SecondRule
from record.terms import Doing, Saw
from tests.documents.telling import ASHA, TYPE, Telling, drafted
from tests.record.walking import HASH, KELLY, SAM


def approved() -> Telling:
    """It is approved, and nobody presses anything else. When is it filed, and what goes when?"""
    h = drafted()
    h.approves()
    h.goes_on()
    return h


def no_answer_with_keys() -> Telling:
    """The case system does not answer; it files a record once, however often it is sent. What happens?"""
    h = drafted()
    h.approves()
    h.once = {Doing.POST: [None]}
    h.goes_on(timedelta(minutes=4))
    h.refused("Kelly Marsh presses Discard", discarding.discard, 1, KELLY.id, only_account=False)
    here = h.here()
    h.otherwise("If it is there after all:")
    h.goes_on(timedelta(minutes=1))
    h.to_the_receipt()
    h.otherwise("If it is not there:", here)
    h.once = {Doing.LOOK_UP: [Saw.ABSENT]}
    h.goes_on(timedelta(minutes=1))
    h.to_the_receipt()
    return h


def no_answer_without_keys() -> Telling:
    """The case system does not answer, and might file it twice if it were sent twice. What happens?"""
    h = drafted(Policy(honours_keys=False))
    h.approves()
    h.once = {Doing.POST: [None]}
    h.always = {Doing.LOOK_UP: Saw.ABSENT}
    h.goes_on(timedelta(minutes=11))
    h.refused("Kelly Marsh presses Discard", discarding.discard, 1, KELLY.id, only_account=False)
    h.goes_on()
    h.may()
    h.now += timedelta(minutes=30)
    h.decides("Kelly Marsh presses Try again.", post.retry, 1, KELLY.id)
    h.goes_on(timedelta(0))
    h.to_the_receipt()
    return h


def refused() -> Telling:
    """The case system refuses it. Who is waited for, and what may they do?"""
    h = drafted()
    h.approves()
    h.once = {Doing.POST: [Saw.REFUSED]}
    h.goes_on()
    h.may()
    h.now += timedelta(hours=1)
    here = h.here()
    h.otherwise("If Kelly Marsh tries again:")
    h.decides("Kelly Marsh presses Try again.", post.retry, 1, KELLY.id)
    h.goes_on(timedelta(0))
    h.otherwise("If she goes back to the draft:", here)
    h.decides("Kelly Marsh presses Undo.", review.undo, 1, KELLY.id)
    h.goes_on(timedelta(minutes=10))
    h.approves()
    h.goes_on(timedelta(minutes=2))
    h.otherwise("If she has filed the same words by hand:", here)
    h.decides("Kelly Marsh tells the note's number.", post.attest, 1, KELLY.id, number="CN-7")
    h.goes_on(timedelta(0))
    h.otherwise("If she discards it:", here)
    h.decides("Kelly Marsh discards it.", discarding.discard, 1, KELLY.id, only_account=False)
    h.goes_on(timedelta(0))
    return h


def killed_after_the_delete() -> Telling:
    """Faircopy is killed after the meeting's own file was deleted, and before that was written down. What then?"""
    h = drafted()
    h.approves()
    h.passes(timedelta(hours=24))
    h.once = {Doing.DELETE_MEETING: [None, Saw.NOT_THERE]}
    h.goes_on()
    return h


def not_written_to() -> Telling:
    """The case system cannot be written to. How is it filed, and when does the rest go?"""
    h = drafted(Policy(posts=False))
    h.approves()
    h.goes_on()
    h.now += timedelta(hours=1)
    h.decides(
        "Kelly Marsh has filed it by hand, and tells the note's number.",
        post.attest,
        1,
        KELLY.id,
        number="CN-7",
    )
    h.goes_on(timedelta(hours=18))
    h.passes(timedelta(days=3))
    h.goes_on(timedelta(0))
    h.still_there()
    h.decides("Kelly Marsh confirms that the note stands.", post.may_count, 1, KELLY.id)
    h.goes_on(timedelta(0))
    h.to_the_receipt()
    return h


def _two(*approvers: Colleague) -> Policy:
    return Policy(second=(SecondRule(record_type=TYPE, approvers=approvers),))


_SAM = Colleague(id=SAM.id, name=SAM.name)
_ASHA = Colleague(id=ASHA.id, name=ASHA.name)


def second_approver() -> Telling:
    """A second person has to approve it. Who is asked, what does Undo do, and what if they are named no longer?"""
    h = drafted(_two(_SAM))
    h.approves()
    h.goes_on(timedelta(minutes=10))
    h.decides("Kelly Marsh presses Undo.", review.undo, 1, KELLY.id)
    h.goes_on(timedelta(minutes=10))
    h.approves()
    h.goes_on(timedelta(minutes=10))
    here = h.here()
    h.otherwise("If the council then names Asha Rahman instead:")
    h.policy = _two(_ASHA)
    h.says("Sam Okoro is named no longer, Asha Rahman is.")
    h.goes_on(timedelta(minutes=10))
    _second_approves(h)
    h.goes_on(timedelta(minutes=2))
    h.otherwise("If nobody is named any longer:", here)
    h.policy = _two()
    h.says("Nobody is named.")
    h.goes_on(timedelta(minutes=10))
    h.may()
    return h


def _second_approves(h: Telling) -> None:
    h.docket, claim = second.read(h.docket, 1, ASHA.id, policy=h.policy, now=h.now)
    h.answered(claim, sent=tuple(range(1, record_of(h.docket, 1).pages + 1)))
    version = record_of(h.docket, 1).version
    h.decides(
        "Asha Rahman reads every page, and approves it.",
        second.approve,
        1,
        ASHA.id,
        name=ASHA.name,
        version=version,
        hash=HASH,
    )
