"""Before approving, everything marked Look stands in sight with its reason, and what is counted is what is marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from cards import final, looks, section, state
from cards.parts import walk
from record.draft import WORDING, Action, Draft, Flag, Kind, Line, Origin, Section, SectionId
from record.edits import todos
from record.fair_copy import pages_of, text_of
from record.terms import RecordTypeId
from tests.cards import made, rules

LOOK = (Flag(code="number", reason="The record says 20; what was said is 30."),)


def _draft(lines: int = 3, actions: tuple[Action, ...] = ()) -> Draft:
    marked = tuple(Line(number=n, text=f"Line of number {n}.", flags=LOOK) for n in range(1, lines + 1))
    sections = (
        Section(id=SectionId("a"), title="Views", kind=Kind.FAMILY_VIEWS, required=False, lines=marked),
        Section(id=SectionId("x"), title="Actions", kind=Kind.ACTIONS, required=False),
    )
    return Draft(
        record_type=RecordTypeId("home-visit"),
        title="Home visit",
        drafter="x",
        attributed=True,
        child=None,
        sections=sections,
        actions=actions,
    )


def _last(draft: Draft) -> dict[str, object]:
    pages = pages_of(text_of(draft))
    return final.card(
        docket_id=made.ID,
        record=made.record(),
        draft=draft,
        page=len(pages),
        pages=pages,
        author="Kelly Marsh",
        undo=timedelta(minutes=2),
    )


def test_each_is_named_with_its_reason_beside_the_tick() -> None:
    """Lines and actions; the row above them opens their section."""
    draft = _draft(2, (Action(text="Ring housing."), Action(text="Voucher", owner="Kelly", due="Friday")))
    card = _last(draft)
    rules.check(card)
    read = rules.text_of_card(card)
    assert "Marked Look: 3 lines" in read
    assert "1 Line of number 1: " in read
    assert read.count("The record says 20; what was said is 30.") == 2
    assert "Action 1 Ring housing: " in read
    assert "Nobody was named, and no date was said." in read
    assert "Action 2" not in read
    assert rules.presses(card)["open: Open 1 Views: Look at 2 lines"]["s"] == "a"
    left = replace(draft, actions=(), sections=(replace(draft.sections[0], lines=()), draft.sections[1]))
    assert "Marked Look" not in rules.text_of_card(_last(left))


def test_an_action_of_which_nobody_said_who_or_when_is_marked_on_its_own_card() -> None:
    """Above its boxes, in the words that the last page uses."""
    draft = _draft(
        0, (Action(text="Ring."), Action(text="Write.", owner="Kelly"), Action(text="Go.", due="Friday"))
    )
    draft = replace(draft, actions=(*draft.actions, Action(text="Come.", owner="Kelly", due="Friday")))
    card = section.card(docket_id=made.ID, record=made.record(), draft=draft, section_id="x")
    rules.check(card)
    marked = [part for part in walk(card) if part.get("type") == "RichTextBlock" and "Look: " in str(part)]
    assert ["".join(str(r["text"]) for r in walk(p) if "text" in r) for p in marked] == [
        "Look: Nobody was named, and no date was said.",
        "Look: No date was said.",
        "Look: Nobody was named.",
    ]


def test_more_than_fit_are_counted() -> None:
    """A hundred of them leave the text its room."""
    card = _last(_draft(100))
    rules.check(card)
    read = rules.text_of_card(card)
    assert "Marked Look: 100 lines" in read
    shown = sum("The record says 20" in str(p.get("text")) for p in walk(card))
    assert 8 < shown < 100
    assert f"And {100 - shown} more, in their sections." in read


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(made.drafts())
def test_something_is_shown_whenever_something_is_counted(draft: Draft) -> None:
    """Of any draft; and the card keeps the rules of every card."""
    parts = looks.marked(draft, state.where(made.ID, made.record()))
    assert bool(parts) is bool(state.looks(draft))
    if not todos(draft):
        rules.check(_last(draft), limit=final.PAGE_LIMIT)


def test_the_exact_text_keeps_its_bold_titles_where_room_is_short() -> None:
    """It is drawn closer together, and reads the same."""
    page = "Home visit\nFile CH-1.\n\nViews\n- She rang.\n- She wept.\n"
    near = final.text_parts(page, 900)
    assert len(near) == 2
    bold = [str(p["text"]) for part in near for p in walk(part) if p.get("weight") == "Bolder"]
    assert bold == ["Home visit", "Views"]
    read = "\n\n".join("".join(str(p["text"]) for p in walk(part) if "text" in p) for part in near)
    assert read == page.strip()


def test_words_that_need_care_are_shown_and_not_counted() -> None:
    """Under the line, the action and the practitioner's own words; nothing has to be done about them."""
    care = (Flag(code=WORDING, reason="“manipulative”: a label. Instead: say what he did."),)
    line = Line(number=1, text="He is manipulative.", flags=care, origin=Origin.CHANGED)
    own = replace(line, number=2, origin=Origin.OWN)
    draft = _draft(0, (Action(text="Go.", owner="Kelly", due="Friday", flags=care),))
    views, actions = draft.sections
    analysis = replace(views, id=SectionId("n"), kind=Kind.ANALYSIS, lines=(own,))
    draft = replace(draft, sections=(replace(views, lines=(line,)), actions, analysis))
    for wanted in ("a", "x", "n"):
        card = section.card(docket_id=made.ID, record=made.record(), draft=draft, section_id=wanted)
        rules.check(card)
        read = rules.text_of_card(card)
        assert "Words that need care. “manipulative”: a label. Instead: say what he did." in read
        assert "Look: " not in read
    assert state.looks(draft) == 0
    assert {state.state_of(draft, s) for s in draft.sections} == {"Ready"}
    last = _last(draft)
    rules.check(last)
    assert "looked" not in rules.inputs(last)
    assert "Words that need care stand in " in rules.text_of_card(last)
    assert {"open: Open 1 Views", "open: Open 2 Actions", "open: Open 3 Views"} <= rules.presses(last).keys()
