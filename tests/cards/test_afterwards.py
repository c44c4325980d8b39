"""Cards after filing: corrected, or found on the wrong person's file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cards import (
    after,
    contents,
    correct,
    discarded,
    faces,
    final,
    kept,
    receipt,
    wrong,
)
from cards.parts import walk
from record import discarding, misfiled
from record.docket import Docket, Filed, Sight
from record.draft import Child, Line, Origin
from record.entries import record_of, with_record, with_trace
from record.fair_copy import pages_of, text_of
from record.policy import Policy
from record.readback import copied, correction
from record.receipt import fold
from record.terms import (
    ContentHash,
    DocketId,
    Face,
    Outcome,
    Proof,
    RecordTypeId,
    Saw,
    Shelf,
    State,
)
from tests.cards import made, rules
from tests.cards.filed import posted

SLOW = settings(max_examples=60, suppress_health_check=list(HealthCheck))
FILED = Filed(
    note="88213", reference="CH-104233", record_type=RecordTypeId("home-visit"), hash=ContentHash("h")
)
TYLER = Child(reference="CH-2", name=f"Tyler {rules.CANARY}", born="2017-03-14", worker="Kelly Marsh")
NOBODY = Child(reference="CH-2", name="", born="")
DEFAULT = Policy()
BY_HAND = Policy(posts=False, honours_keys=False)


# --- corrected ----------------------------------------------------------------------------------------------------


def test_a_correction_is_one_box_and_two_presses_from_approval() -> None:
    draft = correction(filed="Home visit\nTyler, born …", record_type=FILED.record_type, child=TYLER)
    drawn = contents.card(docket_id=made.ID, record=made.record(), draft=draft, expires=made.NOW)
    rules.check(drawn)
    assert list(rules.inputs(drawn)) == ["words"]
    assert [k.split(":")[0] for k in rules.presses(drawn)] == ["final", "discard"]
    assert {d["s"] for d in rules.presses(drawn).values()} == {correct.SECTION}, "each saves what was typed"
    assert "Drafted by AI" not in rules.text_of_card(drawn)


@SLOW
@given(made.words, st.integers(1, 9))
def test_a_correction_of_any_words(words: str, times: int) -> None:
    """Also one too long for its box is drawn, and its text is the text of the final pages."""
    draft = correction(filed="Home visit\n", record_type=FILED.record_type, child=None)
    own = Line(number=1, text=" ".join([words] * times), origin=Origin.OWN)
    draft = replace(draft, sections=(replace(draft.sections[0], lines=(own,)),))
    rules.check(contents.card(docket_id=made.ID, record=made.record(), draft=draft, expires=None))
    pages = pages_of(text_of(draft).encode(errors="replace").decode())
    page = final.card(
        docket_id=made.ID,
        record=made.record(),
        draft=draft,
        page=len(pages),
        pages=pages,
        author="Kelly Marsh",
        undo=timedelta(minutes=2),
    )
    rules.check(page, limit=final.PAGE_LIMIT)


def correcting(**changes: object) -> Docket:
    docket = misfiled.open_correction(
        id=DocketId("d2"), name="n", filed=FILED, record_id="c", author=made.KELLY, card="k", now=made.NOW
    )
    return with_record(docket, 1, **changes)


def test_what_a_correction_says_on_its_way() -> None:
    """Where it goes; that no meeting is touched; and, where the record is gone, that nothing is filed."""
    approval = record_of(posted(), 1).approval
    docket = correcting(state=State.APPROVED, approval=approval)
    drawn = faces.wordless(docket, 1, Face.APPROVED, policy=Policy(), title="Home visit", now=made.NOW)
    read = rules.text_of_card(drawn)
    assert "I add the text below note 88213" in read
    assert "meeting" not in read
    assert [k.split(":")[0] for k in rules.presses(drawn)] == ["undo", "file-now"]
    gone = replace(docket, source_seen=Sight(at=made.NOW, saw=Saw.ABSENT))
    drawn = faces.wordless(gone, 1, Face.APPROVED, policy=Policy(), title="Home visit", now=made.NOW)
    rules.check(drawn)
    assert "Your correction is not filed." in rules.text_of_card(drawn)
    assert [k.split(":")[0] for k in rules.presses(drawn)] == ["undo", "discard"]
    done = correcting(
        state=State.POSTED, approval=approval, filed="88214", proof=Proof.READ_BACK, settled=made.NOW
    )
    drawn = faces.wordless(done, 1, Face.RECEIPT, policy=Policy(), title="Home visit", now=made.NOW)
    assert "A correction of note 88213." in rules.text_of_card(drawn)
    assert not rules.presses(drawn), "what is wrong in it is said below the record itself"


# --- on the wrong file --------------------------------------------------------------------------------------------


def wrong_one(docket: Docket, policy: Policy = DEFAULT, **more: str) -> dict[str, object]:
    drawn = wrong.card(docket=docket, n=1, policy=policy, title="Home visit", now=made.NOW, **more)
    rules.check(drawn)
    return drawn


def misfiled_one(proof: Proof = Proof.READ_BACK) -> Docket:
    return misfiled.wrong_file(posted(proof), 1, made.KELLY.id, now=made.NOW)


def test_a_wrong_file_is_said_to_be_a_breach_and_asks_whose_it_should_be() -> None:
    drawn = wrong_one(
        misfiled_one(), Policy(help_contact="the data team"), banner="No such file.", reference="CH"
    )
    read = rules.text_of_card(drawn)
    assert "I have stopped destroying" in read
    assert "This is a data breach: tell the data team now." in read
    assert "Nothing had been asked to go yet" in read
    assert rules.inputs(drawn) == {"reference": "CH"}
    assert [k.split(":")[0] for k in rules.presses(drawn)] == ["move-find", "marked-by-hand"]


def test_what_had_gone_is_said() -> None:
    docket = misfiled_one()
    docket = with_trace(docket, docket.traces[-1].n, shelf=Shelf.ASKED, asked=made.NOW)
    read = rules.text_of_card(wrong_one(docket))
    assert "Our copy of the transcript: asked to go at 4:50pm." in read.replace("\n", "")
    assert "Nothing had been asked to go yet" not in read


def test_found_after_its_receipt_nothing_is_said_to_be_stopped() -> None:
    """Every copy had gone by then: it would be false to say that none had been asked to go."""
    docket = misfiled.open_misfiled(
        id=made.ID,
        name="n",
        filed=FILED,
        proof=Proof.READ_BACK,
        record_id="r1",
        author=made.KELLY,
        now=made.NOW,
    )
    read = rules.text_of_card(wrong_one(docket))
    assert "stopped destroying" not in read
    assert "Nothing had been asked to go yet" not in read
    assert "The other copies had gone by then" in read


def test_what_we_cannot_reach_is_marked_and_moved_by_hand() -> None:
    """No box: we could not read it back. The words to write are given."""
    for docket, policy in ((misfiled_one(Proof.ATTESTED), Policy()), (misfiled_one(), BY_HAND)):
        drawn = wrong_one(docket, policy)
        assert not rules.inputs(drawn)
        assert "Filed here in error on 10 November 2026." in rules.text_of_card(drawn)
        assert [k.split(":")[0] for k in rules.presses(drawn)] == ["marked-by-hand"]
    done = misfiled.by_hand(misfiled_one(), 1, made.KELLY.id, now=made.NOW)
    drawn = wrong_one(done)
    assert "by hand. I have not looked." in rules.text_of_card(drawn)
    assert not rules.inputs(drawn)


def test_once_moved_it_points_to_the_right_one_whose_receipt_says_where_it_came_from() -> None:
    docket = misfiled.move(
        misfiled_one(), 1, made.KELLY.id, reference="CH-2", record_id="r9", card="k", now=made.NOW
    )
    drawn = wrong_one(docket)
    assert "The record for file CH-2 is further down" in rules.text_of_card(drawn)
    assert not rules.presses(drawn)
    docket = with_record(docket, 1, state=State.MARKED, settled=made.NOW)
    docket = with_record(
        docket, 2, state=State.POSTED, filed="88215", proof=Proof.READ_BACK, settled=made.NOW
    )
    both = [receipt.card(docket=docket, n=n, title="Home visit", now=made.NOW) for n in (1, 2)]
    for one in both:
        rules.check(one)
    assert "It was on the wrong file" in rules.text_of_card(both[0])
    assert "Moved from file CH-104233, where it was filed in error." in rules.text_of_card(both[1])
    assert not rules.presses(both[0])


@pytest.mark.parametrize("child", [TYLER, NOBODY])
def test_whose_file_it_should_be_on_is_confirmed(child: Child) -> None:
    drawn = wrong.confirm(
        docket=misfiled_one(), n=1, title="Home visit", child=child, today=date(2026, 11, 10)
    )
    rules.check(drawn)
    assert rules.presses(drawn)["move-yes: Yes, make the draft"]["ref"] == "CH-2"
    assert rules.presses(drawn)["move-yes: Yes, make the draft"].keys() == {"ref", "r", "n", "v"}


def test_a_moved_draft_says_where_its_words_are_from() -> None:
    text = "Home visit\nMali, born 2 January 2012. File CH-1.\nMeeting of Tuesday.\n\nViews\n- She rang.\n"
    draft = copied(filed=text, record_type=FILED.record_type, child=TYLER)
    drawn = contents.card(docket_id=made.ID, record=made.record(), draft=draft, expires=made.NOW)
    rules.check(drawn)
    read = rules.text_of_card(drawn)
    assert "Read back from the case system." in read
    assert "What is filed stays." in read
    assert "Mali" not in text_of(draft), "the head is written anew"


def test_a_receipt_can_still_be_pressed() -> None:
    """A mistake is often found later, when the account has gone."""
    drawn = receipt.card(docket=posted(), n=1, title="Home visit", now=made.NOW + timedelta(days=2))
    rules.check(drawn)
    assert [k.split(":")[0] for k in rules.presses(drawn)] == ["correct", "wrong-file"]


@pytest.mark.parametrize("draw", [receipt.card, after.card, kept.card])
def test_no_single_press_marks_somebodys_file(draw: Callable[..., dict[str, object]]) -> None:
    """Wrong file only opens what would happen; the button that does it cannot be seen before."""
    card = draw(docket=posted(), n=1, policy=Policy(posts=True), title="Home visit", now=made.NOW)
    rules.check(card)
    seen = {str(p.get("verb")) for p in walk(card, hidden=False)}
    assert "wrong-file" not in seen
    assert "correct" in seen
    asked = rules.opened_by(card, "Wrong file")
    assert "it was filed here in error. I cannot take that back." in rules.text_of_card(asked)
    assert "wrong-file: Yes, it is on the wrong file" in rules.presses(asked)


def test_a_copy_left_because_nothing_is_filed_is_listed_as_left() -> None:
    """After a move by hand the meeting's own file stays, and is not counted as gone."""
    docket = misfiled.by_hand(misfiled_one(), 1, made.KELLY.id, now=made.NOW)
    docket = with_trace(docket, 1, shelf=Shelf.CLOSED, outcome=Outcome.LEFT)
    read = rules.text_of_card(receipt.card(docket=docket, n=1, title="Home visit", now=made.NOW))
    assert "1 left" in read


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("discarded", "Discarded by Kelly Marsh on Tuesday 10 November 2026 at 4:50pm."),
        ("expired", "Ended on Tuesday 10 November 2026 at 4:50pm."),
    ],
)
def test_a_discard_says_who_and_when(why: str, said: str) -> None:
    """On its card, in its receipt, and in what is kept of it for good. That nobody decided is nobody's act."""
    docket = with_record(made.call_docket(), 1, state=State.DRAFT, version=1)
    docket = discarding.dropped(docket, 1, made.NOW, why=why)
    later = made.NOW + timedelta(days=2)
    drawn = discarded.card(docket=docket, n=1, policy=Policy(), title="Home visit", now=later)
    rules.check(drawn)
    assert said in rules.text_of_card(drawn)
    assert said in rules.text_of_card(receipt.card(docket=docket, n=1, title="Home visit", now=later))
    (filing,) = fold(docket, later).filings
    assert (filing.author, filing.ended, filing.why) == ("Kelly Marsh", made.NOW, why)
