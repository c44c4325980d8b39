"""Every judge can fail: a wrong world or docket, planted by hand, one for each thing that must always be true."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from record import line
from record.docket import Act, Claim, Docket, Record, Wait
from record.entries import key_address, version_address, with_trace
from record.policy import Colleague, SecondRule
from record.receipt import Receipt, fold
from record.terms import (
    SOURCE,
    Address,
    Custody,
    Doing,
    Holder,
    Outcome,
    Shelf,
    State,
)
from record.values import replace
from tests.simulation import meanings as judged
from tests.simulation.book import RuleBrokenError
from tests.simulation.driving import START
from tests.simulation.faults import listening
from tests.simulation.history import History
from tests.simulation.people import KELLY, ROBIN, SAM, TYPE
from tests.simulation.scene import DRAFT, HASH, ID, Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


@contextmanager
def breaks(rule: str) -> Iterator[None]:
    """This rule, and no other, is broken in here."""
    with pytest.raises(RuleBrokenError) as caught:
        yield
    assert caught.value.rule == rule


Plant = Callable[[Scene], object]


def test_an_honest_scene_to_its_end_breaks_nothing(scene: Scene) -> None:
    scene.filed()
    ours = [t.address for t in scene.docket.traces if t.record == 1 and t.custody is Custody.OURS]
    scene.claim(Doing.ERASE, 1, *ours)
    for address in ours[:2]:
        scene.world.erase(address)
    scene.later(hours=30)
    scene.claim(Doing.DELETE_MEETING, 1, *(t.address for t in scene.docket.traces if t.n == 1))
    assert scene.judges.checks > 10


def test_words_where_no_trace_is(scene: Scene) -> None:
    with breaks(judged.TRACED):
        scene.world.put_words(Address(f"{ID}/r1/v2"), key_address(ID, 1), b"words")


def test_words_on_a_card_that_is_not_listed(scene: Scene) -> None:
    other = scene.world.new_card(KELLY, ID, 1)
    with breaks(judged.TRACED):
        scene.world.show(other, 1, DRAFT)


def test_words_after_the_account_has_gone(scene: Scene) -> None:
    del scene.world.dockets[ID]
    with breaks(judged.TRACED):
        scene.world.put_words(version_address(ID, 1, 1), key_address(ID, 1), b"words")


@pytest.mark.parametrize("outcome", sorted(judged.DISHONEST))
def test_a_place_said_to_be_gone_that_holds_words(scene: Scene, outcome: Outcome) -> None:
    with breaks(judged.TRACED):
        scene.save(with_trace(scene.docket, 4, shelf=Shelf.CLOSED, outcome=outcome))


def test_the_meetings_file_said_to_be_gone_that_stands(scene: Scene) -> None:
    docket = with_trace(scene.docket, 1, address=scene.file.address, shelf=Shelf.CLOSED, outcome=Outcome.GONE)
    with breaks(judged.TRACED):
        scene.save(docket)


def test_a_place_that_is_forgotten(scene: Scene) -> None:
    with breaks(judged.TRACED):
        scene.save(replace(scene.docket, traces=scene.docket.traces[:-1]))


def _nobody(scene: Scene) -> object:
    return scene.world.file(scene.note())


def _other_words(scene: Scene) -> object:
    scene.approved()
    return scene.world.file(scene.note(text="other words\n"))


def _other_file(scene: Scene) -> object:
    scene.approved()
    return scene.world.file(scene.note(reference="CH-2"))


def _twice(scene: Scene) -> object:
    scene.filed()
    scene.world.honours_keys = False
    return scene.world.file(scene.note())


def _withdrawn(scene: Scene) -> object:
    scene.approved()
    scene.judges.withdrawn(ID, 1)
    return scene.world.file(scene.note())


def _no_second(scene: Scene) -> object:
    rule = SecondRule(record_type=TYPE, approvers=(Colleague(id=SAM.id, name="Sam"),))
    scene.world.change_policy(second=(rule,))
    scene.approved()
    return scene.world.file(scene.note())


def _of_no_record(scene: Scene) -> object:
    return scene.world.file(scene.note(key="another"))


def _added_to_what_is_gone(scene: Scene) -> object:
    scene.approved()
    original = scene.note(key="original")
    original.removed = START - timedelta(days=1)
    scene.world.notes[original.id] = original
    return scene.world.file(scene.note(adds_to=original.id))


@pytest.mark.parametrize(
    "plant",
    [
        _nobody,
        _other_words,
        _other_file,
        _twice,
        _withdrawn,
        _no_second,
        _of_no_record,
        _added_to_what_is_gone,
    ],
)
def test_a_filing_that_nobody_approved(scene: Scene, plant: Plant) -> None:
    with breaks(judged.ONE_FILING):
        plant(scene)


def test_a_key_that_dies_before_its_record_is_settled(scene: Scene) -> None:
    with breaks(judged.KEY):
        scene.claim(Doing.ERASE, 1, key_address(ID, 1))


def _unsettled(scene: Scene) -> None:
    scene.later(days=2)


def _too_early(scene: Scene) -> None:
    scene.filed()
    scene.later(hours=2)


def _nothing_filed(scene: Scene) -> None:
    scene.dropped(only_account=True)
    scene.later(days=2)


def _removed_meanwhile(scene: Scene) -> None:
    note = scene.filed()
    scene.later(hours=12)
    scene.world.remove_note(note)
    scene.later(hours=20)


def _organiser_refused(scene: Scene) -> None:
    scene.filed()
    scene.judges.organiser_said(ID, delete=False)
    scene.later(days=2)


def _misfiled(scene: Scene) -> None:
    scene.filed()
    scene.judges.misfiled(ID, 1)
    scene.judges.by_hand(ID, 1)
    scene.later(days=2)


@pytest.mark.parametrize(
    "plant",
    [_unsettled, _too_early, _nothing_filed, _removed_meanwhile, _organiser_refused, _misfiled],
)
def test_the_meetings_own_that_goes_too_early(scene: Scene, plant: Plant) -> None:
    plant(scene)
    with breaks(judged.MEETING):
        scene.claim(Doing.DELETE_MEETING, 1)


def _not_settled(scene: Scene) -> None:
    pass


def _original_gone(scene: Scene) -> None:
    scene.file.gone = START
    scene.later(hours=3)
    scene.dropped()


def _misfiled_is_no_account(scene: Scene) -> None:
    scene.filed()
    scene.file.gone = START
    scene.judges.misfiled(ID, 1)
    scene.judges.by_hand(ID, 1)
    scene.later(hours=3)


@pytest.mark.parametrize("plant", [_not_settled, _original_gone, _misfiled_is_no_account])
def test_the_only_account_that_goes(scene: Scene, plant: Plant) -> None:
    plant(scene)
    with breaks(judged.ONLY):
        scene.claim(Doing.ERASE_SOURCE, SOURCE)


def test_a_claim_under_a_hold(scene: Scene) -> None:
    scene.filed()
    scene.hold()
    with breaks(judged.HOLD):
        scene.claim(Doing.ERASE, 1, key_address(ID, 1))


def test_a_destruction_that_the_holds_setter_was_not_told_of(scene: Scene) -> None:
    scene.filed()
    scene.claim(Doing.ERASE, 1, key_address(ID, 1))
    scene.hold()
    with breaks(judged.HOLD):
        scene.world.erase(key_address(ID, 1))


def test_a_destruction_that_was_told_breaks_nothing(scene: Scene) -> None:
    scene.filed()
    scene.claim(Doing.ERASE, 1, key_address(ID, 1))
    scene.hold(judged.deadlines(scene.docket))
    assert scene.world.erase(key_address(ID, 1))


def test_an_expiry_under_a_hold(scene: Scene) -> None:
    scene.hold()
    scene.later(days=9)
    with breaks(judged.HOLD):
        scene.record(state=State.DROPPED)


def _without(scene: Scene) -> None:
    scene.filed()


def _on_another_place(scene: Scene) -> None:
    scene.filed()
    scene.claim(Doing.ERASE, 1, version_address(ID, 1, 1))


def _long_after(scene: Scene) -> None:
    scene.filed()
    scene.claim(Doing.ERASE, 1, key_address(ID, 1))
    scene.later(minutes=20)


@pytest.mark.parametrize("plant", [_without, _on_another_place, _long_after])
def test_a_destruction_without_a_good_claim(scene: Scene, plant: Plant) -> None:
    plant(scene)
    with breaks(judged.CLAIM):
        scene.world.erase(key_address(ID, 1))


def test_a_docket_without_a_marker(scene: Scene) -> None:
    scene.world.markers.clear()
    with breaks(judged.MARKER):
        scene.record(file_now=True)


def test_the_last_marker_taken_away(scene: Scene) -> None:
    ((_, hour),) = scene.world.markers
    with breaks(judged.MARKER):
        scene.world.unmark(ID, hour, None)


def _receipt(scene: Scene, **changes: Any) -> Receipt:
    docket = scene.docket
    for t in docket.traces:
        outcome = Outcome.KEPT if t.custody is Custody.KEPT else Outcome.UNKNOWN
        docket = with_trace(docket, t.n, shelf=Shelf.CLOSED, outcome=outcome)
    return replace(fold(docket, scene.stage.now), **changes)


def test_gone_without_a_look_at_the_end(scene: Scene) -> None:
    scene.filed()
    key = key_address(ID, 1)
    (trace,) = (t for t in scene.docket.traces if t.address == key)
    scene.claim(Doing.ERASE, 1, key)
    scene.world.erase(key)
    before = scene.world.dockets[ID]
    gone = with_trace(scene.docket, trace.n, shelf=Shelf.CLOSED, outcome=Outcome.GONE)
    with breaks(judged.RECEIPT):
        scene.save(gone)
    scene.world.dockets[ID] = before
    scene.later(hours=1)
    scene.judges.looked(key, absent=True)
    with breaks(judged.RECEIPT):
        scene.save(gone)
    scene.world.dockets[ID] = before
    scene.later(hours=23)
    scene.judges.looked(key, absent=True)
    scene.save(gone)


def test_words_shown_to_whoever_had_the_record_before(scene: Scene) -> None:
    scene.judges.taken_over(ID, 1, SAM.id)
    scene.record(author=SAM)
    claim = Claim(
        n=9, act=Act(doing=Doing.SHOW_CARD, record=1, key=scene.card.id), until=START + timedelta(minutes=2)
    )
    with breaks(judged.APPROVAL):
        scene.save(replace(scene.docket, claims=(claim,), n=9))


def test_somebody_joined_while_the_meeting_went(scene: Scene) -> None:
    scene.filed()
    scene.later(days=2)
    scene.save(with_trace(scene.docket, 1, address=scene.file.address))
    scene.claim(Doing.DELETE_MEETING, 1, scene.file.address)
    scene.actor.means = lambda docket: scene.judges.joined(docket, KELLY.id, now=START)
    scene.save(scene.asked(replace(scene.docket, claims=())))
    with breaks(judged.MEETING):
        scene.world.delete_file(scene.file)


def _no_records(scene: Scene) -> Receipt:
    return _receipt(scene, filings=())


def _no_cards(scene: Scene) -> Receipt:
    whole = _receipt(scene)
    return replace(whole, copies=tuple(c for c in whole.copies if c.holder is not Holder.CARD))


def _prettier(scene: Scene) -> Receipt:
    whole = _receipt(scene)
    return replace(whole, copies=tuple(replace(c, outcome=Outcome.GONE) for c in whole.copies))


def _dropped_not_filed(scene: Scene) -> Receipt:
    whole = _receipt(scene)
    return replace(whole, filings=(replace(whole.filings[0], state=State.DROPPED),))


@pytest.mark.parametrize("plant", [_no_records, _no_cards, _prettier, _dropped_not_filed])
def test_a_receipt_that_is_not_so(scene: Scene, plant: Callable[[Scene], Receipt]) -> None:
    scene.filed()
    with breaks(judged.RECEIPT):
        scene.world.write_receipt(plant(scene))


def test_a_receipt_of_an_unsettled_record(scene: Scene) -> None:
    with breaks(judged.RECEIPT):
        scene.world.write_receipt(_receipt(scene))


def test_a_second_receipt_that_differs(scene: Scene) -> None:
    scene.filed()
    first = _receipt(scene)
    scene.world.write_receipt(first)
    scene.world.write_receipt(first)
    with breaks(judged.RECEIPT):
        scene.world.write_receipt(replace(first, copies=first.copies[:-1]))


def test_a_docket_that_goes_without_a_receipt_or_with_open_traces(scene: Scene) -> None:
    scene.filed()
    whole = scene.world.dockets[ID]
    with breaks(judged.RECEIPT):
        scene.world.remove(*whole)
    scene.world.dockets[ID] = whole
    scene.world.write_receipt(_receipt(scene))
    with breaks(judged.RECEIPT):
        scene.world.remove(*whole)


def test_time_that_goes_backwards(scene: Scene) -> None:
    with breaks(judged.TIME):
        scene.save(replace(scene.docket, at=scene.docket.at - timedelta(seconds=1)))


def test_a_wait_for_nobody(scene: Scene) -> None:
    scene.world.mark(ID, START)
    nobody = replace(KELLY, name="")
    scene.record(author=nobody, card=scene.card.id)
    with breaks(judged.WAIT):
        scene.judges.at_rest(ID)
    assert isinstance(line.next_act(scene.docket, scene.world.policy, START), Wait)


def _by_nobody(record: Record) -> Record:
    return replace(record, state=State.DROPPED)


def _never_filed(record: Record) -> Record:
    return replace(record, state=State.POSTED, filed="note-9")


def _by_another(record: Record) -> Record:
    return replace(record, author=SAM)


def _for_another_file(record: Record) -> Record:
    return replace(record, reference="CH-2")


def _said_by_nobody(record: Record) -> Record:
    return replace(record, state=State.MISFILED)


def _marked_by_nobody(record: Record) -> Record:
    return replace(record, state=State.MARKED)


@pytest.mark.parametrize(
    "plant",
    [_by_nobody, _never_filed, _by_another, _for_another_file, _said_by_nobody, _marked_by_nobody],
)
def test_a_state_without_its_reason(scene: Scene, plant: Callable[[Record], Record]) -> None:
    with breaks(judged.STATE):
        scene.save(replace(scene.docket, records=(plant(scene.docket.records[0]),)))


def test_a_record_that_nobody_asked_for(scene: Scene) -> None:
    second = replace(scene.docket.records[0], n=2, id="r9")
    with breaks(judged.STATE):
        scene.save(replace(scene.docket, records=(*scene.docket.records, second)))


def test_an_undo_and_a_discard_of_what_is_filed(scene: Scene) -> None:
    scene.filed()
    with breaks(judged.STATE):
        scene.judges.withdrawn(ID, 1)
    with breaks(judged.STATE):
        scene.dropped()


def test_an_approval_that_nobody_gave(scene: Scene) -> None:
    with breaks(judged.APPROVAL):
        scene.record(state=State.APPROVED, approval=scene.approval())


def test_an_approval_of_what_was_not_read_or_by_a_stranger(scene: Scene) -> None:
    with breaks(judged.APPROVAL):
        scene.judges.approved(ID, 1, KELLY.id, HASH, "CH-1")
    scene.judges.sent(ID, 1, ROBIN.id, HASH)
    with breaks(judged.APPROVAL):
        scene.judges.approved(ID, 1, ROBIN.id, HASH, "CH-1")


def test_a_second_approval_by_an_author_or_unread(scene: Scene) -> None:
    scene.approved()
    with breaks(judged.APPROVAL):
        scene.judges.seconded(ID, 1, KELLY.id, HASH)
    with breaks(judged.APPROVAL):
        scene.judges.seconded(ID, 1, SAM.id, HASH)


class Alone(History):
    """A history in which nobody does anything once the trouble is over."""

    def _co_operate(self, docket: Docket, etag: str) -> bool:
        return False


def test_a_history_that_does_not_end() -> None:
    broken: list[str] = []
    for seed in range(60):
        try:
            with listening():
                Alone(seed).run()
        except RuleBrokenError as e:
            broken.append(e.rule)
    assert set(broken) == {"it ends"}


def test_a_fault_that_is_only_logged() -> None:
    with listening(), breaks("no fault of ours"):
        logging.getLogger("worker.acts").error("act_failed")
