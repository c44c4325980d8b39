"""What governance sees, and the Kept card: every rule holds, and nothing is said that was not seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import held, hold_all, holds, kept, release
from record import holds as line_holds
from record.docket import Act, Claim, Docket
from record.entries import opened, with_trace
from record.policy import Policy, PolicyHold
from record.terms import Address, Custody, Doing, Holder, Outcome, PersonId, Shelf
from tests.cards import made, rules

TYPES = tuple((f"type-{i}", f"Child protection conference {i}") for i in range(20))
HOLD = PolicyHold(by="asha", at=made.NOW, id="h1", why="court")
scopes = st.one_of(
    st.just(HOLD),
    st.just(replace(HOLD, docket="d" * 32)),
    st.just(replace(HOLD, record_type=made.record().record_type)),
    made.words.map(lambda w: replace(HOLD, reference=w[:100])),
)


listed = partial(holds.card, rows=(), kept=(), looked="I looked.", further="", types=TYPES)


@given(st.lists(scopes, max_size=30), made.words, st.booleans())
def test_the_list_and_the_form(found: list[PolicyHold], typed: str, further: bool) -> None:
    """Whatever number was typed, and however much is held."""
    rows = [holds.row(h, "Home visit", mine=True) for h in found]
    values = {"what": "file", "number": typed, "why": "court", "type": typed}
    drawn = listed(rows=rows, kept=rows[:20], further="d" * 32 if further else "", values=values)
    rules.check(drawn)
    assert rules.inputs(drawn)["what"] == "file"
    assert ("holds: Look further" in rules.presses(drawn)) == further
    assert ("release: Release" in rules.presses(drawn)) == bool(rows)


def test_nothing_is_chosen_for_a_person() -> None:
    drawn = listed()
    assert not any(rules.inputs(drawn).values())
    assert "The council holds nothing." in rules.text_of_card(drawn)


@pytest.mark.parametrize("data", [{}, {"what": "x", "why": "typed words", "number": ["1"], "type": 3}])
def test_a_reason_is_chosen_never_typed(data: dict[str, object]) -> None:
    asked = holds.asked(data)
    assert (asked.what, asked.why, asked.number, asked.type) == ("", "", "", "")


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 30), st.booleans(), made.words)
def test_the_answer(gone: int, maybe: int, missed: int, listed: bool, scope: str) -> None:
    """However much had gone, was on its way or was not reached; what is not known is never called held."""
    drawn = held.card(
        id="h1",
        scope=scope[:150],
        at=made.NOW,
        now=made.NOW,
        dockets=3,
        records=4,
        gone=[
            held.Gone(kind=f"kind {i}", count=i + 1, first=made.NOW, last=made.NOW + timedelta(minutes=i))
            for i in range(gone)
        ],
        maybe=[held.Maybe(docket="d" * 32, kind="draft", until=made.NOW)] * maybe,
        unnamed=maybe,
        missed=["e" * 32] * missed,
        listed=listed,
    )
    rules.check(drawn)
    text = rules.text_of_card(drawn)
    assert ("Held, but not everywhere yet" in text) == (missed > 0 or not listed)
    assert ("May be on its way" in text) == (maybe > 0)
    assert ("Nothing of it had gone." in text) == (not gone and not maybe and not missed and listed)


def test_the_small_ones() -> None:
    for drawn in (
        held.going(id="h1", scope="Everything", at=made.NOW),
        held.released(scope="Everything"),
        hold_all.card(why="court"),
        release.card(key="hold/h1", what="Everything", number="", why="Court proceedings.", since=made.NOW),
    ):
        rules.check(drawn)


# --- Kept ---------------------------------------------------------------------------------------------------------

BEFORE, AT, LATER = (made.NOW + timedelta(minutes=m) for m in (-5, 0, 5))


def with_copies() -> Docket:
    """Our copy gone, the draft asked to go, the card asked after the press, the meeting's own on its way."""
    docket = made.call_docket()
    for i, kind in enumerate(
        ("our copy of the transcript", "draft", "this card", "recording and transcript")
    ):
        custody = Custody.TEMPORARY if i == 3 else Custody.OURS
        docket = opened(docket, 0, Holder.WORDS, kind, custody, Address(f"x{i}"), BEFORE)
    n = {t.kind: t.n for t in docket.traces if t.address.startswith("x")}
    gone = n["our copy of the transcript"]
    docket = with_trace(docket, gone, shelf=Shelf.CLOSED, outcome=Outcome.GONE, asked=BEFORE)
    docket = with_trace(docket, n["draft"], shelf=Shelf.ASKED, asked=BEFORE)
    docket = with_trace(docket, n["this card"], shelf=Shelf.ASKED, asked=LATER)
    act = Act(doing=Doing.DELETE_MEETING, targets=(n["recording and transcript"],))
    return replace(docket, claims=(Claim(n=9, act=act, until=LATER),))


def drawn(docket: Docket, policy: Policy) -> str:
    card = kept.card(docket=docket, n=1, policy=policy, title="Home visit", now=LATER)
    rules.check(card)
    return rules.text_of_card(card)


def test_kept_says_what_had_gone_and_what_may_have() -> None:
    text = drawn(line_holds.keep(with_copies(), made.KELLY.id, now=AT), Policy())
    assert "Kept by you since Tuesday 10 November 2026, 4:50pm." in text
    assert "Already gone then: our copy of the transcript (4:45pm)." in text
    assert "Already asked to go then: draft and edits (4:45pm)." in text
    assert "Already on its way then: words in this chat (4:55pm)." in text
    assert "have no answer yet: recording and transcript." in text


def test_kept_says_by_whom() -> None:
    docket = made.call_docket()
    councils = Policy(holds=(replace(HOLD, reference="CH-104233"),))
    assert "Held by information governance since" in (text := drawn(docket, councils))
    assert "Kept by" not in text
    by_sam = line_holds.keep(docket, PersonId("sam"), now=AT)
    assert "Kept by a colleague since" in (text := drawn(by_sam, councils))
    assert "Held by information governance since" in text
    assert "Held by information governance" not in drawn(by_sam, Policy())
