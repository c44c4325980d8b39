"""The small family of dockets that the walk starts from, and the policies under which it walks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from record import joining, misfiled
from record.docket import Call, Docket, Filed, Person
from record.policy import Colleague, CoverRule, Policy, PolicyHold, SecondRule
from record.terms import ContentHash, DocketId, PersonId, Proof, RecordTypeId, Told
from record.values import replace
from tests.record.walking import Walk

START = datetime(2026, 11, 10, 16, 10, tzinfo=UTC)


def _person(id: str, name: str) -> Person:
    return Person(id=PersonId(id), name=name, teams=id, conversation=id, service_url="https://s")


AUTHOR = _person("a", "the author")
COVER = _person("v", "the author")
COLLEAGUE = _person("c", "the second approver")
ORGANISER = _person("o", "the meeting's organiser")
GOVERNANCE = _person("g", "information governance")
PEOPLE = (AUTHOR, COVER, COLLEAGUE, ORGANISER, GOVERNANCE)

TYPE = RecordTypeId("home-visit")
FILED = Filed(note="note-1", reference="CH-1", record_type=TYPE, hash=ContentHash("h"))

_CALLED = Colleague(id=COLLEAGUE.id, name=COLLEAGUE.name)
PLAIN = Policy(
    cover=(CoverRule(by=COVER.id, of=(Colleague(id=AUTHOR.id, name=AUTHOR.name),)),),
    governance=(GOVERNANCE.id,),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A docket to walk from, under one policy, and why it is in the family."""

    docket: Docket
    policy: Policy
    why: str


def family() -> Iterator[Start]:
    """Every kind of source and every choice of policy that sends a record another way, one at a time."""
    own = _call(AUTHOR)
    yield Start(docket=own, policy=PLAIN, why="a call that the author organised")
    yield Start(docket=_call(ORGANISER), policy=PLAIN, why="a call that somebody else organised")
    yield Start(docket=_upload(), policy=PLAIN, why="a dropped file")
    yield Start(docket=_upload("message"), policy=PLAIN, why="a text pasted into the chat")
    second = SecondRule(record_type=TYPE, approvers=(_CALLED,))
    yield Start(docket=own, policy=replace(PLAIN, second=(second,)), why="a second approval is wanted")
    yield Start(docket=_approved(), policy=replace(PLAIN, second=(second,)), why="it is wanted since")
    nobody = SecondRule(record_type=TYPE, approvers=())
    yield Start(docket=own, policy=replace(PLAIN, second=(nobody,)), why="and nobody may give it")
    yield Start(docket=own, policy=replace(PLAIN, posts=False), why="a case system that cannot be written to")
    yield Start(docket=own, policy=replace(PLAIN, honours_keys=False), why="one that may file twice")
    hold = PolicyHold(by="governance", at=START)
    yield Start(docket=own, policy=replace(PLAIN, holds=(hold,)), why="the council holds everything")
    yield Start(docket=own, policy=replace(PLAIN, retention_statement="none"), why="no retention is declared")
    yield Start(docket=_correction(), policy=PLAIN, why="a correction of what is filed")
    yield Start(docket=_misfiled(), policy=PLAIN, why="a record found on the wrong file later")
    yield Start(docket=_misfiled(), policy=replace(PLAIN, posts=False), why="where it cannot be marked by us")


def _call(organiser: Person) -> Docket:
    call = Call(organiser=organiser.id, meeting="m", call="c", thread="t", transcripts=("t",), began=START)
    docket = joining.open_call(id=DocketId("d1"), name="name", call=call, opener=AUTHOR, now=START)
    return joining.add_record(
        docket,
        id="r1",
        author=AUTHOR,
        reference="CH-1",
        record_type=TYPE,
        people_told=Told.AGREED,
        interpreter=False,
        card=None,
        now=START,
    )


def _approved() -> Docket:
    walk = Walk(_call(AUTHOR), PLAIN, now=START)
    walk.to_rest()
    walk.read_and_approve(who=AUTHOR)
    return walk.docket


def _upload(message: str | None = None) -> Docket:
    return joining.open_upload(
        id=DocketId("d1"), name="name", link=None, message=message, opener=AUTHOR, policy=PLAIN, now=START
    )[0]


def _correction() -> Docket:
    return misfiled.open_correction(
        id=DocketId("d1"), name="name", filed=FILED, record_id="r1", author=AUTHOR, card=None, now=START
    )


def _misfiled() -> Docket:
    return misfiled.open_misfiled(
        id=DocketId("d1"),
        name="name",
        filed=FILED,
        record_id="r1",
        proof=Proof.READ_BACK,
        author=AUTHOR,
        now=START,
    )
