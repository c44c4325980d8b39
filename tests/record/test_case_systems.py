"""A record stays with the case system that it was begun for, and is decided by what that one can do."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from record import joining
from record.docket import Act, Docket, Filed, Seen, Wait
from record.draft import Child, is_same
from record.entries import record_of
from record.misfiled import move, open_correction, open_misfiled, wrong_file
from record.packing import dumps, loads
from record.policy import Policy
from record.receipt import Receipt, fold
from record.system import Able, System
from record.terms import ContentHash, DocketId, Doing, Proof, RecordTypeId, Saw, State, Told
from record.values import replace
from tests.record.walking import COUNCIL, KELLY, START, Walk, asked_for, well

OLD = System(connector="http_json", address="https://old.council.example/api")
NEW = System(connector="http_json", address="https://new.council.example")
HAND = System(connector="by_hand")


def able(system: System, *, honours_keys: bool = True, posts: bool = True) -> Able:
    return Able(connector=system.connector, origin=system.origin, honours_keys=honours_keys, posts=posts)


def of(system: System | None, policy: Policy) -> Walk:
    """A record of that case system, just approved."""
    walk = asked_for("CH-1", policy=policy)
    walk.docket = replace(walk.docket, records=tuple(replace(r, system=system) for r in walk.docket.records))
    walk.to_rest()
    walk.read_and_approve()
    return walk


def lost(walk: Walk) -> None:
    """The first post gets no answer, and nothing is found."""

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is Doing.POST and walk.doings().count(Doing.POST) < 2:
            return None
        return Seen(saw=Saw.ABSENT, at=at) if act.doing is Doing.LOOK_UP else well(act, at)

    walk.answer = answer


@pytest.mark.parametrize("installed", [True, False])
@pytest.mark.parametrize("own", [True, False])
def test_whether_a_post_may_be_sent_again_is_its_own_case_systems_to_say(installed: bool, own: bool) -> None:
    policy = replace(COUNCIL, honours_keys=installed, able=(able(OLD, honours_keys=own), able(NEW)))
    walk = of(OLD, policy)
    lost(walk)
    walk.to_end()
    assert walk.doings().count(Doing.POST) == (2 if own else 1)
    assert (record_of(walk.docket, 1).why == "not-found") is not own


@pytest.mark.parametrize("installed", [True, False])
def test_whether_it_is_filed_by_hand_is_its_own_case_systems_to_say(installed: bool) -> None:
    policy = replace(COUNCIL, posts=installed, able=(able(OLD), able(HAND, posts=False)))
    by_hand = of(HAND, policy).to_end()
    assert isinstance(by_hand, Wait)
    assert by_hand.why == "attest"
    walk = of(OLD, policy)
    walk.to_end()
    assert record_of(walk.docket, 1).state is State.POSTED
    own = of(None, policy).to_end()
    assert (isinstance(own, Wait) and own.why == "attest") is not installed, "none is the installation's"


def test_filing_by_hand_needs_no_host_that_is_allowed() -> None:
    elsewhere = System(connector="by_hand", address="https://gone.council.example")
    rest = of(elsewhere, replace(COUNCIL, able=(able(OLD), able(HAND, posts=False)))).to_end()
    assert isinstance(rest, Wait)
    assert rest.why == "attest"


def test_of_one_that_nothing_is_known_of_it_is_asked_and_nothing_is_sent_twice() -> None:
    walk = of(NEW, replace(COUNCIL, able=(able(OLD),)))
    lost(walk)
    walk.to_end()
    assert walk.doings().count(Doing.POST) == 1
    assert record_of(walk.docket, 1).why == "not-found"


def test_what_comes_of_a_record_belongs_to_the_same_case_system() -> None:
    """A correction, what is found on the wrong file later, and what is moved to the right one."""
    filed = Filed(
        note="n", reference="CH-1", record_type=RecordTypeId("t"), hash=ContentHash("h"), system=OLD
    )
    id = DocketId("d")
    corrected = open_correction(
        id=id, name="n", filed=filed, record_id="r", author=KELLY, card=None, now=START
    )
    late = open_misfiled(
        id=id, name="n", filed=filed, proof=Proof.READ_BACK, record_id="r", author=KELLY, now=START
    )
    moved = move(late, 1, KELLY.id, reference="CH-2", record_id="r2", card=None, now=START)
    walk = of(OLD, replace(COUNCIL, able=(able(OLD),)))
    walk.do(walk.until(Doing.POST))
    wrong = wrong_file(walk.docket, 1, KELLY.id, now=walk.now)
    early = move(wrong, 1, KELLY.id, reference="CH-2", record_id="r2", card=None, now=walk.now)
    for docket in (corrected, late, moved, early):
        assert {r.system for r in docket.records} == {OLD}
    assert [f.system for f in fold(moved, START).filings] == [OLD, OLD]


def docket(system: System | None) -> Docket:
    source = Filed(note="n", reference="CH-1", record_type=RecordTypeId("t"), hash=ContentHash("h"))
    empty = Docket(id=DocketId("d"), name="n", made=START, at=START, source=source, opener=KELLY)
    return joining.add_record(
        replace(empty, have=True),
        id="r",
        author=KELLY,
        reference="CH-1",
        record_type=RecordTypeId("t"),
        people_told=Told.AGREED,
        interpreter=False,
        card=None,
        now=START,
        system=system,
    )


def test_an_account_of_before_reads_as_the_installations_and_is_written_as_before() -> None:
    """So that the version before can read it, too, as long as both run."""
    before = docket(None)
    written = dumps(Docket, before, version=1)
    assert b"system" not in written
    assert loads(Docket, written, version=1)[0] == before
    receipt = fold(before, START)
    assert "system" not in json.loads(dumps(Receipt, receipt, version=1))["value"]["filings"][0]


def test_an_account_of_now_says_which() -> None:
    after = docket(OLD)
    assert loads(Docket, dumps(Docket, after, version=1), version=1)[0] == after
    receipt = fold(after, START)
    assert loads(Receipt, dumps(Receipt, receipt, version=1), version=1)[0].filings[0].system == OLD


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://a.example/x", "https://a.example"),
        ("https://a.example:443/x", "https://a.example"),
        ("https://a.example:8443", "https://a.example:8443"),
        ("http://127.0.0.1:80/x/y", "http://127.0.0.1"),
        ("", ""),
    ],
)
def test_the_port_that_a_scheme_has_anyway_makes_no_other_host(address: str, origin: str) -> None:
    assert System(connector="http_json", address=address).origin == origin


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (("CH-1", "Tyler Brook", "2017-03-14"), True),
        (("P/77", "BROOK, Tyler", "2017-03-14"), True),
        (("CH-1", "Ty Brook", "2017-03-14"), True),
        (("CH-1", "Mina Holt", "2015-02-01"), False),
        (("CH-2", "Ellie Brook", "2017-03-14"), False),
        (("P/77", "Tyler Brook", "2016-03-14"), False),
    ],
)
def test_who_is_one_child_in_two_case_systems(other: tuple[str, str, str], same: bool) -> None:
    """A twin is another child, and so is whoever has the number there that this child has here."""
    child, (reference, name, born) = Child(reference="CH-1", name="Tyler Brook", born="2017-03-14"), other
    assert is_same(child, Child(reference=reference, name=name, born=born)) is same


def test_of_whom_no_day_of_birth_is_known_the_number_says_nothing() -> None:
    one = Child(reference="CH-1", name="Tyler Brook", born="")
    assert not is_same(one, Child(reference="CH-1", name="Mina Holt", born=""))
    assert is_same(one, Child(reference="P/77", name="Tyler Brook", born=""))
