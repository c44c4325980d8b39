"""Several records of one meeting: each card leads to the others, and says which of them it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cards import contents, copies, drafts, progress, receipt, state
from cards.parts import brief
from record import discarding, joining
from record.docket import Docket
from record.draft import Draft, Kind, Section, SectionId
from record.entries import opened, record_of, with_record
from record.policy import Policy
from record.terms import SOURCE, Address, Custody, Holder, PersonId, RecordTypeId, State, Told
from tests.cards import made, rules

TITLE = "Home visit (child in need or child protection statutory visit)"
DRAFT = Draft(
    record_type=RecordTypeId("home-visit"),
    title=TITLE,
    drafter="x",
    attributed=True,
    child=None,
    sections=(Section(id=SectionId("a"), title="Views", kind=Kind.FACTS, required=False),),
)


def _two() -> Docket:
    docket = joining.add_record(
        made.call_docket(),
        id="r2",
        author=made.KELLY,
        reference="CH-104234",
        record_type=RecordTypeId("home-visit"),
        people_told=Told.AGREED,
        interpreter=False,
        card="card2",
        now=made.NOW,
    )
    return with_record(with_record(docket, 1, state=State.DRAFT), 2, state=State.DRAFT, todo=1)


def _contents(docket: Docket, n: int = 1) -> dict[str, object]:
    record = record_of(docket, n)
    card = contents.card(
        docket_id=docket.id,
        record=record,
        draft=DRAFT,
        expires=None,
        beside=contents.siblings(docket, record),
    )
    rules.check(card)
    return card


def test_a_draft_leads_to_the_others_of_its_meeting() -> None:
    """Whichever card came last hides those above it: each brings the others down."""
    for n, other in ((1, "CH-104234"), (2, "CH-104233")):
        presses = rules.presses(_contents(_two(), n))
        assert presses[f"bring: Bring the draft for file {other} here"]["n"] == 3 - n
    assert "Yours to check: bring it here" in rules.text_of_card(_contents(_two(), 1))


def test_only_ones_own_that_wait_are_named() -> None:
    """Not those of another practitioner at the same meeting, and not what is filed or discarded."""
    for ended in (State.POSTED, State.DROPPED):
        assert "Also yours" not in rules.text_of_card(_contents(with_record(_two(), 2, state=ended)))
    sam = replace(made.KELLY, id=PersonId("sam"), name="Sam Okoro")
    assert "Also yours" not in rules.text_of_card(_contents(with_record(_two(), 2, author=sam)))
    assert "Also yours" not in rules.text_of_card(_contents(made.call_docket()))


def test_their_receipts_can_be_told_apart() -> None:
    """One number a meeting, by which it can be held; and which of its records this is."""
    said = [
        rules.text_of_card(receipt.card(docket=_two(), n=n, title=TITLE, now=made.NOW + timedelta(days=1)))
        for n in (1, 2)
    ]
    assert f"Receipt {made.ID}, record 1 of 2." in said[0]
    assert f"Receipt {made.ID}, record 2 of 2." in said[1]
    alone = receipt.card(docket=made.call_docket(), n=1, title=TITLE, now=made.NOW)
    assert f"Receipt {made.ID}. It holds" in rules.text_of_card(alone)


@pytest.mark.parametrize(
    ("title", "short"),
    [(TITLE, "Home visit"), ("Core group", "Core group"), ("(Odd)", "(Odd)"), (" (x) y", " (x) y")],
)
def test_a_long_title_is_short_in_a_heading(title: str, short: str) -> None:
    """What stands in brackets behind it is on the record, and not in every heading."""
    assert brief(title) == short
    assert rules.text_of_card(progress.card(title=TITLE)).startswith("Home visit: making your draft\n")


def test_in_my_drafts_they_can_be_told_apart() -> None:
    """Two of the same kind from the same day: numbered, and by their files."""
    one = drafts.Row(
        docket_id="d", n=1, title="Home visit", reference="CH-1", date="10 November 2026", state="Drafting"
    )
    card = drafts.card(rows=[one, replace(one, n=2, reference="CH-2")])
    rules.check(card)
    titles = [c["title"] for c in rules.part(card, "which")["choices"]]
    assert titles == [
        "1 Home visit, file CH-1, 10 November 2026",
        "2 Home visit, file CH-2, 10 November 2026",
    ]
    assert {"1 Home visit", "2 Home visit"} <= set(rules.text_of_card(card).split("\n"))


@pytest.mark.parametrize(
    ("why", "said"),
    [("discarded", "Discarded"), ("expired", "Destroyed, nobody decided"), ("no_words", "Nothing was filed")],
)
def test_what_was_discarded_is_not_said_to_have_been_decided_by_nobody(why: str, said: str) -> None:
    docket = discarding.dropped(_two(), 2, made.NOW, why=why)
    assert state.of_record(record_of(docket, 2)) == said


def test_our_copy_is_not_said_to_go_next_while_something_keeps_it() -> None:
    """Another record that still waits; or, where it may be the only account, its author's word."""
    kind = "our copy of the transcript"
    docket = opened(_two(), SOURCE, Holder.WORDS, kind, Custody.OURS, Address("w"), made.NOW)
    one_left = discarding.dropped(docket, 2, made.NOW)
    none_left = discarding.dropped(one_left, 1, made.NOW)
    said = [
        {r.name: r.detail for r in copies.rows(d, 2, Policy(), made.NOW)}["Our copy of the transcript"]
        for d in (one_left, none_left)
    ]
    assert said == [
        "It stays while another record of this meeting waits.",
        "It stays until you say that it may go.",
    ]
