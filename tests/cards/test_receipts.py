"""My receipts: what became of my own records, the newest first, in the same words and numbers as on their cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from cards import receipts
from record import discarding
from record.docket import Docket
from record.entries import opened, with_record, with_trace
from record.receipt import Receipt, fold
from record.terms import Address, Custody, Holder, Outcome, PersonId, Proof, RecordTypeId, Shelf, State
from tests.cards import made, rules

LATER = made.NOW + timedelta(days=2)


def _titles(of: RecordTypeId) -> str:
    return f"{str(of).capitalize()} (statutory)"


def _card(*found: Receipt) -> str:
    card = receipts.card(receipts=found, who=made.KELLY.id, titles=_titles)
    rules.check(card)
    return rules.text_of_card(card)


def _filed() -> Docket:
    docket = with_record(
        made.call_docket(), 1, state=State.POSTED, filed="88213", proof=Proof.READ_BACK, settled=made.NOW
    )
    for address in ("k1", "k2"):  # a key and what it sealed: one place to a person
        docket = opened(docket, 1, Holder.WORDS, "draft", Custody.OURS, Address(address), made.NOW)
    for t in docket.traces:
        left = t.custody is Custody.TEMPORARY
        outcome = (
            Outcome.STILL_LISTED if left else Outcome.REPLACED if t.holder is Holder.CARD else Outcome.GONE
        )
        docket = with_trace(docket, t.n, shelf=Shelf.CLOSED, outcome=outcome)
    return docket


def test_each_says_what_became_of_the_record_and_of_the_copies() -> None:
    discarded = discarding.dropped(with_record(made.call_docket(), 1, state=State.DRAFT), 1, made.NOW)
    read = _card(fold(_filed(), LATER), replace(fold(discarded, LATER), docket="other"))
    assert "Home-visit\n" in read
    assert "File CH-104233, note 88213" in read
    assert "Filed\n" in read
    assert "gone, 1 still there, 1 not certain." in read
    assert "Discarded\nOn Tuesday 10 November 2026 at 4:50pm. Last look 12 November, 4:50pm." in read
    assert read.index("Filed\n") < read.index("Discarded\n")
    assert "Receipt other" in read


def test_nobody_elses_record_of_the_same_meeting_is_shown() -> None:
    """Two practitioners at one meeting have one receipt, and each sees their own part of it."""
    one = fold(_filed(), LATER)
    theirs = replace(one.filings[0], author_id=PersonId("sam"), reference="CH-999999")
    read = _card(replace(one, filings=(theirs, *one.filings)))
    assert "CH-104233" in read
    assert "CH-999999" not in read


def test_none_and_many() -> None:
    assert "Nothing of yours has ended yet." in _card()
    assert "Older ones are with information governance." in _card(*[fold(_filed(), LATER)] * receipts.MOST)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(made.dockets())
def test_of_any_account_it_is_a_card(docket: Docket) -> None:
    _card(*[fold(docket, LATER)] * receipts.MOST)
