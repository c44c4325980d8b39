"""Cards of a record that is filed by hand: copied part by part, attested, confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cards import (
    after,
    attest,
    by_hand,
    faces,
    person,
)
from cards.parts import slices
from record.docket import Docket
from record.draft import Child, Draft, Line
from record.entries import with_record
from record.fair_copy import text_of
from record.policy import Policy
from record.terms import (
    Face,
    Proof,
    State,
    Told,
)
from tests.cards import made, rules
from tests.cards.filed import posted

SLOW = settings(max_examples=60, suppress_health_check=list(HealthCheck))
NOBODY = Child(reference="CH-2", name="", born="")
DEFAULT = Policy()
BY_HAND = Policy(posts=False, honours_keys=False)


@SLOW
@given(made.drafts(), st.integers(0, 300), made.words)
def test_all_of_the_text_can_be_copied_part_by_part(draft: Draft, first: int, typed: str) -> None:
    """The boxes of all parts, joined, are the very text that was approved; only the last asks for the number."""
    text = text_of(draft).encode(errors="replace").decode()
    draft = replace(draft, sections=tuple(replace(s, lines=_sane(s.lines)) for s in draft.sections))
    parts = slices(text_of(draft))
    rules.check(_attest(draft, first))
    boxes: dict[str, object] = {}
    go: int | None = 0
    while go is not None:
        drawn = _attest(draft, go, banner="Tick it.", number=typed)
        rules.check(drawn)
        boxes |= {k: v for k, v in rules.inputs(drawn).items() if k.startswith("part")}
        go = rules.presses(drawn).get("copy: Next part", {}).get("go")
        assert ("attest: I have filed it" in rules.presses(drawn)) == (go is None)
        assert {"number", "pasted"} <= rules.inputs(drawn).keys() or go is not None
    assert len(boxes) == len(parts)
    assert "".join(str(boxes[f"part{i}"]) for i in range(len(parts))) == "".join(parts)
    assert text  # the text of a draft is never empty: its title stands in it


def _attest(draft: Draft, first: int = 0, **more: str) -> dict[str, object]:
    return attest.card(docket_id=made.ID, record=made.record(), draft=draft, first=first, **more)


def _sane(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """As sealed words come back: halves of characters cannot be stored."""
    return tuple(replace(x, text=x.text.encode(errors="replace").decode()) for x in lines)


def drawn_after(docket: Docket, policy: Policy = DEFAULT, **more: str) -> dict[str, object]:
    return after.card(docket=docket, n=1, policy=policy, title="Home visit", now=made.NOW, **more)


def test_attested_waits_for_its_own_confirmation() -> None:
    """Not called read back; the other copies wait for a press of their own, with its tick; once given it is gone."""
    drawn = drawn_after(posted(Proof.ATTESTED), BY_HAND, banner="Tick it.")
    rules.check(drawn)
    read = rules.text_of_card(drawn)
    assert "Attested by you." in read
    assert "Say that the note stands." in read
    assert rules.inputs(drawn) == {"counts": "false"}
    assert "attest-counts: The other copies may go" in rules.presses(drawn)
    assert "correct: Correct it" not in rules.presses(drawn), "we cannot add to what we cannot write to"
    confirmed = drawn_after(posted(Proof.ATTESTED, last_ok=True), BY_HAND)
    assert not rules.inputs(confirmed)
    assert "attest-counts: The other copies may go" not in rules.presses(confirmed)
    assert "Attested by you." in rules.text_of_card(confirmed)


def test_by_hand_says_what_to_do() -> None:
    drawn = by_hand.card(docket=made.call_docket(), n=1, title="Home visit")
    rules.check(drawn)
    assert list(rules.presses(drawn)) == ["copy: Show the text", "undo: Undo"]


@pytest.mark.parametrize(
    ("why", "filed", "offered"),
    [
        ("file-closed", None, True),
        ("not-found", None, True),
        ("filed-gone", None, True),
        ("differs", "88213", False),
    ],
)
def test_a_refusal_can_be_filed_by_hand(why: str, filed: str | None, offered: bool) -> None:
    """Not where something stands already that is not what was approved."""
    docket = with_record(made.call_docket(), 1, state=State.STUCK, why=why, filed=filed)
    drawn = faces.wordless(docket, 1, Face.FILING, policy=Policy(), title="Home visit", now=made.NOW)
    rules.check(drawn)
    assert ("copy: File it by hand" in rules.presses(drawn)) is offered


def test_a_number_that_could_not_be_looked_up_is_said_to_be_unchecked() -> None:
    """Nobody is made up: no name, no date of birth, and what to check is the number."""
    drawn = person.card(
        children=[NOBODY],
        today=date(2026, 11, 10),
        title="Home visit",
        occurred=None,
        told=Told.AGREED,
        interpreter=False,
        carry={},
    )
    rules.check(drawn)
    read = rules.text_of_card(drawn)
    assert "Is this the right file?" in read
    assert "I cannot look this number up." in read
    assert "Born" not in read
    assert "date of birth" not in read
