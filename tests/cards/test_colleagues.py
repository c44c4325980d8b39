"""Cards of more than one person on a record keep every rule, whatever anybody is called and whatever they typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cards import (
    change_file,
    contents,
    copies,
    cover,
    faces,
    final,
    more,
    moved,
    reading,
    receipt,
    second,
    second_pages,
    state,
    with_second,
)
from record.cover import Absence
from record.docket import Approval, Docket, Reader, Tries
from record.draft import HELD_OUT, Child, Draft, Flag, Kind, Line, Section, SectionId
from record.entries import opened, record_of, with_record
from record.fair_copy import hash_of, pages_of, text_of
from record.policy import Colleague, Policy, SecondRule
from record.terms import Address, ContentHash, Custody, Doing, Face, Holder, PersonId, State
from tests.cards import made, rules

SLOW = settings(max_examples=100, suppress_health_check=list(HealthCheck))
SAM, ASHA = PersonId("sam"), PersonId("asha")


@st.composite
def shared(draw: st.DrawFn) -> Docket:
    """A record that others have a part in, possible or not, with names of any characters."""
    docket = draw(made.dockets())
    author = replace(made.KELLY, name=draw(made.words))
    others = [replace(made.KELLY, id=id, name=draw(made.words)) for id in (SAM, ASHA)]
    approval = Approval(
        by=SAM,
        name=draw(made.words),
        at=made.NOW,
        hash=ContentHash("h"),
        reference="CH-104233",
        record_type=made.record().record_type,
        version=3,
    )
    reader = Reader(id=SAM, card="sams", asked=made.NOW)
    docket = opened(docket, 1, Holder.CARD, "this card", Custody.OURS, Address("sams"), made.NOW, SAM)
    docket = with_record(
        docket,
        1,
        author=author,
        people=tuple(others),
        had=draw(st.sampled_from([(), (ASHA,), (ASHA, SAM)])),
        reader=draw(st.sampled_from([None, reader])),
        second=draw(st.sampled_from([None, approval])),
        approval=draw(st.sampled_from([None, replace(approval, by=author.id)])),
    )
    tries = Tries(
        doing=Doing.ASK_SECOND, record=1, count=1, first=made.NOW, at=made.NOW, why="second-unreachable"
    )
    return replace(docket, tries=(*docket.tries, tries)) if draw(st.booleans()) else docket


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """One that names up to three second approvers, or nobody, or wants none."""
    named = [Colleague(id=PersonId(f"p{i}"), name=draw(made.words)) for i in range(draw(st.integers(0, 3)))]
    rule = SecondRule(record_type=made.record().record_type, approvers=tuple(named))
    return Policy(second=draw(st.sampled_from([(), (rule,)])))


@SLOW
@given(shared(), policies(), st.sampled_from(["", "kelly", SAM, ASHA, PersonId("nobody")]))
def test_wordless_cards_of_others(docket: Docket, policy: Policy, whose: PersonId) -> None:
    """Names stand in text runs alone; nothing on them was said by anybody."""
    for drawn in (
        second.card(docket=docket, n=1, title="Home visit"),
        with_second.card(
            docket=docket, n=1, policy=policy, title="Home visit", now=made.NOW, banner="Asked."
        ),
        moved.card(docket=docket, n=1, whose=whose, title="Home visit", banner="Sent back."),
        faces.wordless(docket, 1, Face.SECOND, policy=policy, title="Home visit", now=made.NOW, whose=whose),
        receipt.card(docket=docket, n=1, title="Home visit", now=made.NOW, policy=policy),
        more.card(docket=docket, n=1, title="Home visit"),
    ):
        rules.check(drawn)
        assert not rules.inputs(drawn)
    assert not rules.presses(moved.card(docket=docket, n=1, whose=whose, title="Home visit"))
    copies.rows(docket, 1, policy, made.NOW)
    assert state.of_record(record_of(docket, 1)) is not None


@SLOW
@given(made.drafts(), st.text(max_size=3000))
def test_pages_of_the_second_approver(draft: Draft, comment: str) -> None:
    """Every page; approval on the last alone, of exactly these words; every kept line and its reason somewhere."""
    pages = pages_of(text_of(draft).encode(errors="replace").decode())
    seen, kept = 0, ""
    presses: dict[str, Any] = {}
    while "second-approve: Approve" not in presses:
        seen += 1
        drawn = second_pages.card(
            docket_id=made.ID,
            record=made.record(),
            draft=draft,
            page=seen,
            pages=pages,
            undo=timedelta(minutes=2),
            comment=comment,
            banner="Read it again.",
        )
        rules.check(drawn, limit=final.PAGE_LIMIT)
        presses = rules.presses(drawn)
        assert presses["second-return: Send back"]["p"] == seen
        assert len(str(rules.inputs(drawn)["comment"])) <= second_pages.MOST_COMMENT
        assert "second-approve: Approve" in presses or f"second-read: Page {seen + 1}" in presses
        kept += rules.text_of_card(drawn)
    assert seen >= len(pages)
    assert presses["second-approve: Approve"]["h"] == hash_of("".join(pages))
    for s in draft.sections:
        for x in s.lines:
            if x.kept is not None and not x.left_out and (state.asking(x) or s.kind in HELD_OUT):
                assert f"{x.number} " in kept
                assert ("Added, because: " if s.kind in HELD_OUT else "Kept, because: ") in kept


def test_a_full_page_with_a_full_comment_and_kept_lines_is_a_card() -> None:
    """Ordinary words keep the limit of every card."""
    flag = Flag(code="number", reason="the number is not the same " * 6, serious=True)
    for count in (1, 3, 12, 60):
        lines = tuple(
            Line(number=i, text="w" * 300, kept="she told me so herself " * 10, flags=(flag,))
            for i in range(count)
        )
        draft = Draft(
            record_type=made.record().record_type,
            title="Home visit",
            drafter="x",
            attributed=True,
            child=Child(reference="CH-104233", name="Tyler Brook", born="2017-03-14"),
            sections=(
                Section(id=SectionId("s"), title="Plan", kind=Kind.PLAN, required=False, lines=lines),
                Section(
                    id=SectionId("t"),
                    title="Views",
                    kind=Kind.FAMILY_VIEWS,
                    required=False,
                    lines=(Line(number=900, text="w " * 5000),),
                ),
            ),
        )
        pages = pages_of(text_of(draft))
        for page in range(1, len(pages) + 30):
            drawn = second_pages.card(
                docket_id=made.ID,
                record=made.record(),
                draft=draft,
                page=page,
                pages=pages,
                undo=timedelta(minutes=2),
                comment="c" * 2500,
            )
            rules.check(drawn)
            if "second-approve: Approve" in rules.presses(drawn):
                break
        else:
            raise AssertionError("the last page never comes")


@SLOW
@given(made.drafts(), made.words, made.words)
def test_a_comment_is_read_and_goes_with_the_first_save(draft: Draft, comment: str, by: str) -> None:
    """It stands on the contents, in no text that is filed, and an edit takes it away."""
    commented = replace(draft, comment=comment[:2000], comment_by=by)
    drawn = contents.card(docket_id=made.ID, record=made.record(), draft=commented, expires=made.NOW)
    rules.check(drawn)
    assert " sent this back: " in rules.text_of_card(drawn)
    assert text_of(commented) == text_of(draft)
    assert reading.entered({}, commented)[0] is commented
    for s in draft.sections:
        changed, _ = reading.entered({"s": s.id, "words": "I saw it myself, with my own eyes."}, commented)
        assert changed == commented or changed.comment is None


@given(st.lists(made.words, max_size=40), st.sampled_from(["", *Absence]))
def test_what_waits_for_cover(names: list[str], why: str) -> None:
    """Type, date, age and whose; why is chosen."""
    rows = [
        cover.Row(
            docket_id="d",
            n=i,
            author=name,
            title="Home visit",
            met="meeting of 10 November 2026",
            since="10 November 2026",
            state="To check",
        )
        for i, name in enumerate(names, 1)
    ]
    drawn = cover.card(rows=rows, banner="Say why.", why=why)
    rules.check(drawn)
    if rows:
        assert [o["value"] for o in rules.part(drawn, "why")["choices"]] == list(Absence)


@SLOW
@given(shared(), st.builds(Child, reference=made.words, name=made.words, born=made.words, worker=made.words))
def test_changing_the_file(docket: Docket, child: Child) -> None:
    """The number is asked for, then who it is."""
    child = replace(
        child,
        reference=child.reference[:99],
        name=child.name[:150],
        born=child.born[:40],
        worker=(child.worker or "")[:99],
    )
    asked = change_file.card(
        docket=docket, n=1, title="Home visit", banner="No file has that number.", reference=child.reference
    )
    rules.check(asked)
    assert list(rules.inputs(asked)) == ["reference"]
    drawn = change_file.confirm(docket=docket, n=1, title="Home visit", child=child, today=date(2026, 11, 10))
    rules.check(drawn)
    assert rules.presses(drawn)["change-yes: Yes, change the file"]["ref"] == child.reference
    assert ("the right child?" in rules.text_of_card(drawn)) is bool(child.name), "as wherever it is asked"


def test_the_face_of_a_record_that_is_with_a_second_person() -> None:
    """Whom it is with; else why with nobody yet."""
    docket = with_record(made.call_docket(), 1, state=State.SECOND)
    rule = SecondRule(record_type=made.record().record_type, approvers=(Colleague(id=SAM, name="Sam Okoro"),))

    def says(of: Docket, policy: Policy) -> str:
        return rules.text_of_card(
            faces.wordless(of, 1, Face.SECOND, policy=policy, title="Home visit", now=made.NOW)
        )

    assert "has named nobody who may" in says(docket, Policy(second=(replace(rule, approvers=()),)))
    assert "I am asking them now." in says(docket, Policy(second=(rule,)))
    tries = Tries(
        doing=Doing.ASK_SECOND, record=1, count=1, first=made.NOW, at=made.NOW, why="second-unreachable"
    )
    unreached = says(replace(docket, tries=(tries,)), Policy(second=(rule,)))
    assert "They have not added Faircopy" in unreached
    assert "Sam Okoro" in unreached
    sam = replace(made.KELLY, id=SAM, name="Sam Okoro")
    reader = Reader(id=SAM, card="c", asked=made.NOW)
    asked = with_record(docket, 1, people=(sam,), reader=reader)
    assert "Now with " in says(asked, Policy(second=(rule,)))
    assert "Sam Okoro" in says(asked, Policy(second=(rule,)))
