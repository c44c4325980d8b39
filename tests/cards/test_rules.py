"""Whatever was said or typed, every card keeps every rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cards import (
    contents,
    delete_meeting,
    discard,
    drafts,
    faces,
    final,
    meeting_file,
    message,
    objected,
    omissions,
    organiser,
    person,
    progress,
    section,
    stale,
    start,
    state,
    wait,
    waits,
    welcome,
)
from cards.parts import NOWHERE, ROOM, buttons, card, execute, heading, own_words, run, say
from cards.parts import size as size_of
from record.docket import Docket
from record.draft import Child, Draft, Kind, Line, Section, SectionId
from record.edits import todos
from record.fair_copy import pages_of, text_of
from record.policy import Policy
from record.source import Passage, PassageId
from record.terms import Face, Told
from tests.cards import made, rules

SLOW = settings(max_examples=100, suppress_health_check=list(HealthCheck))
FACES = [f for f in Face if f not in (Face.NONE, Face.CONTENTS, Face.WORDS)]


@SLOW
@given(made.drafts(), st.integers(0, 300))
def test_cards_of_a_draft(draft: Draft, first: int) -> None:
    """Contents, each section as it is read and as it is edited, and the omissions."""
    record = made.record()
    rules.check(contents.card(docket_id=made.ID, record=record, draft=draft, expires=made.NOW, first=first))
    for s in state.sections(draft):
        for edit in (False, True):
            rules.check(
                section.card(
                    docket_id=made.ID, record=record, draft=draft, section_id=s.id, edit=edit, first=first
                )
            )
        if stale.fits(draft, s.id):
            rules.check(
                stale.card(docket_id=made.ID, record=record, draft=draft, mine=draft, section_id=s.id)
            )
    rules.check(omissions.card(docket_id=made.ID, record=record, draft=draft, first=first))


@SLOW
@given(made.drafts(), st.integers(0, 100))
def test_final_pages(draft: Draft, page: int) -> None:
    """Any page; only the last can be approved, and only with nothing left to do."""
    text = text_of(draft).encode(errors="replace").decode()
    pages = pages_of(text)
    drawn = final.card(
        docket_id=made.ID,
        record=made.record(),
        draft=draft,
        page=page,
        pages=pages,
        author="Kelly Marsh",
        undo=timedelta(minutes=2),
    )
    rules.check(drawn, limit=final.PAGE_LIMIT)
    may = max(1, page) >= len(pages) and not todos(draft)
    assert may == any(k.startswith("approve:") for k in rules.presses(drawn))


def test_a_page_of_6000_letters_is_a_card() -> None:
    """Ordinary words keep the limit of every card, in short lines and in long ones."""
    needy = Section(id=SectionId("s"), title="Analysis", kind=Kind.ANALYSIS, required=True)
    for length in (10, 30, 80, 1000):
        text = "Home visit\n\n" + "\n".join("- " + "w" * length for _ in range(12_000 // length))
        draft = Draft(
            record_type=made.record().record_type,
            title="Home visit",
            drafter="verbatim",
            attributed=True,
            child=None,
            sections=tuple(replace(needy, id=SectionId(f"s{i}")) for i in range(12)),
        )
        pages = pages_of(text)
        for page in range(1, len(pages) + 1):
            rules.check(
                final.card(
                    docket_id=made.ID,
                    record=made.record(),
                    draft=draft,
                    page=page,
                    pages=pages,
                    author="Kelly Marsh",
                    undo=timedelta(minutes=2),
                )
            )


@SLOW
@given(made.dockets(), st.sampled_from(FACES))
def test_wordless_faces(docket: Docket, face: Face) -> None:
    """Every face in every state; of people it names only the practitioner, and the file by its number."""
    drawn = faces.wordless(docket, 1, face, policy=Policy(), title="Home visit", now=made.NOW)
    rules.check(drawn)
    assert rules.CANARY not in rules.text_of_card(drawn)
    boxes = rules.inputs(drawn)
    assert set(boxes.values()) <= {"", "false"}, "a face without words shows nothing that was typed"
    assert boxes.keys() <= {"counts", "reference"}


@SLOW
@given(made.dockets().flatmap(made.meeting_files), st.sampled_from([Face.AFTER, Face.DISCARDED]))
def test_the_meetings_own_file(docket: Docket, face: Face) -> None:
    """Whatever becomes of it, the author's card keeps the rules. Boxes stand there only to say which file it is, each
    for a file of its own, and what is ticked is that file."""
    drawn = faces.wordless(docket, 1, face, policy=Policy(), title="Home visit", now=made.NOW)
    rules.check(drawn)
    boxes = [name for name in rules.inputs(drawn) if name.startswith("file-")]
    shown = docket.choices[: meeting_file.MOST]
    assert len(boxes) in (0, len(shown))
    assert ("choose-file: Use these" in rules.presses(drawn)) == bool(boxes)
    for box, file in zip(boxes, shown, strict=False):
        assert meeting_file.chosen({box: "true"}, docket) == (file.address,)
    assert meeting_file.chosen({"file-0": "true", **dict.fromkeys(boxes, "false")}, docket) == ()


@SLOW
@given(made.dockets().flatmap(made.meeting_files), st.one_of(st.none(), st.just("Not now.")))
def test_the_organiser_reads_nothing_of_the_meeting(docket: Docket, banner: str | None) -> None:
    """No child, no file number, no kind of record; buttons until it is answered, and none after."""
    drawn = organiser.card(docket=docket, banner=banner)
    rules.check(drawn)
    read = rules.text_of_card(drawn)
    assert "CH-104233" not in read
    assert "visit" not in read.lower()
    assert rules.CANARY not in read
    answered = docket.handover is not None and docket.handover.answer is not None
    assert set(rules.presses(drawn)) == (
        set() if answered else {"organiser-delete: Destroy both", "organiser-keep: Keep them"}
    )
    assert not rules.inputs(drawn).get("why")


@SLOW
@given(made.dockets())
def test_questions_about_a_docket(docket: Docket) -> None:
    """Discard, the meeting's own file, and every reason to wait."""
    rules.check(discard.card(docket=docket, n=1, title="Home visit", banner="Tick the box."))
    rules.check(delete_meeting.card(docket=docket, n=1, title="Home visit"))
    for why in [*waits.REASONS, "nobody knows"]:
        drawn = wait.card(
            docket=docket, n=1, title="Home visit", why=why, whom="Sam Okoro", until=made.NOW, now=made.NOW
        )
        rules.check(drawn)


@SLOW
@given(
    st.lists(
        st.builds(Child, reference=made.words, name=made.words, born=made.words, worker=made.words),
        max_size=9,
    )
)
def test_person(children: list[Child]) -> None:
    """Names from the case system are words, whatever is in them."""
    drawn = person.card(
        children=[
            replace(c, name=c.name[:150], born=c.born[:40], worker=(c.worker or "")[:99]) for c in children
        ],
        today=date(2026, 11, 10),
        title="Home visit",
        occurred=None,
        told=Told.AGREED,
        interpreter=True,
        carry={"u": "abc"},
    )
    rules.check(drawn)


@given(st.dictionaries(st.sampled_from(["type", "reference", "told", "interpreter"]), made.words))
def test_start_with_anything_typed_before(values: dict[str, str]) -> None:
    """Nothing is chosen for a person in "told"; the source rides on the button."""
    types = [("home-visit", "Home visit"), ("core", "Core *group*")]
    drawn = start.card(source={"u": "abc"}, types=types, outline="I read 19 minutes.", values=values)
    rules.check(drawn)
    assert rules.presses(drawn)["find: Find the file"]["u"] == "abc"
    assert not rules.inputs(drawn)["told"]


def test_the_small_cards() -> None:
    """Those that hold nothing of anybody."""
    row = drafts.Row(
        docket_id="d", n=1, title="Home visit", reference="CH-1", date="10 November 2026", state="Ready"
    )
    for drawn in (
        welcome.card(),
        progress.card(title="Home visit", slow=True),
        drafts.card(rows=[]),
        drafts.card(rows=[row] * 40, banner="One is gone."),
        message.card(title="This record is finished", text="Nothing has changed."),
        message.card(title="Old", text="New.", at=NOWHERE, contents=True),
        objected.card(),
        objected.card(carry={"m": "call", "j": "https://x.invalid", "refs": "CH-1"}),
    ):
        rules.check(drawn)


def test_nothing_of_a_long_section_is_out_of_reach() -> None:
    """200 lines of 120 words: every one stands on exactly one page, and pages follow on one another."""
    text = " ".join(["word"] * 120)
    lines = tuple(Line(number=i + 1, text=f"{i} {text}", sources=(PassageId("p"),)) for i in range(200))
    plan = Section(id=SectionId("plan"), title="Plan", kind=Kind.PLAN, required=False, lines=lines)
    draft = Draft(
        record_type=made.record().record_type,
        title="Home visit",
        drafter="x",
        attributed=True,
        child=None,
        sections=(plan,),
        passages=(Passage(id=PassageId("p"), speaker=None, start=0, end=1, text=text),),
    )
    seen: list[str] = []
    first: int | None = 0
    while first is not None:
        drawn = section.card(
            docket_id=made.ID, record=made.record(), draft=draft, section_id="plan", first=first
        )
        rules.check(drawn)
        assert size_of(drawn) <= ROOM
        seen += [line.text for line in lines if line.text in rules.text_of_card(drawn).split("\n")]
        first = rules.presses(drawn).get("save: Save, show more", {}).get("go")
    assert seen == [line.text for line in lines]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ([], "heading"),
        ([say("no heading")], "heading"),
        ([heading("Too long"), say("w" * 15_000)], "bytes"),
        ([heading("Six"), *buttons(*(execute("v", "Press", NOWHERE) for _ in range(6)))], "buttons"),
    ],
)
def test_a_broken_rule_is_an_error(body: list[dict[str, object]], what: str) -> None:
    """Our own fault is found where it is made."""
    with pytest.raises(ValueError, match=what):
        card(body)


@given(made.words)
def test_runs_lose_nothing_that_can_be_seen(text: str) -> None:
    """Splitting at braces and taking out what cannot be seen leaves the words."""
    joined = "".join(str(r["text"]) for r in run(text)).replace("\u2060", "")
    kept = [c for c in text if c not in rules.MARKS and (c in "\t\n\r" or ord(c) >= 32)]
    assert [c for c in joined if c != "\u2060"] == [
        c for c in kept if c != "\u2060" and not 0x7F <= ord(c) < 0xA0
    ]


def test_titles_lose_markdown() -> None:
    """A council's title stands in a heading without what markdown would read."""
    assert own_words("Wishes *and* [feelings](x) {{DATE()}}") == "Wishes and (feelings)(x) ((DATE()))"
