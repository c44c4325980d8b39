"""A speaker without a name: asked about where people are listed, said before approving, and named from the card."""

from __future__ import annotations

from datetime import timedelta

from cards import contents, final, reading, section
from record import naming
from record.draft import Draft, Flag, Kind, Line, Section, SectionId
from record.fair_copy import pages_of, text_of
from record.source import Passage, PassageId
from record.terms import RecordTypeId
from tests.cards import made, rules

PHONE = f"{rules.CANARY} *iPhone*"
DRAFT = Draft(
    record_type=RecordTypeId("home-visit"),
    title="Home visit",
    drafter="x",
    attributed=True,
    child=None,
    sections=(
        Section(
            id=SectionId("there"),
            title="Who was present",
            kind=Kind.ATTENDANCE,
            required=False,
            prompts=("Who is Speaker 1?", "Who sent apologies?"),
            lines=(
                Line(
                    number=1,
                    text="Speaker 1",
                    sources=(PassageId("a"),),
                    speaker="Speaker 1",
                    flags=(Flag(code=naming.WHO_IS_THIS, reason="The transcript gives no name."),),
                ),
            ),
        ),
        Section(
            id=SectionId("views"),
            title="Views",
            kind=Kind.FAMILY_VIEWS,
            required=False,
            lines=(Line(number=2, text=f"{PHONE}: Yes.", sources=(PassageId("b"),), speaker=PHONE),),
        ),
    ),
    passages=(
        Passage(
            id=PassageId("a"), speaker="Speaker 1", start=117, end=119, text="The washing machine's broken."
        ),
        Passage(id=PassageId("b"), speaker=PHONE, start=180, end=182, text="Yes."),
    ),
)


def _drawn(draft: Draft, wanted: str = "there") -> dict[str, object]:
    card = section.card(docket_id=made.ID, record=made.record(), draft=draft, section_id=wanted)
    rules.check(card)
    return card


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


def test_they_are_asked_about_beside_what_they_said() -> None:
    """A box each, with the first words of theirs; the same question does not stand there twice."""
    text = rules.text_of_card(_drawn(DRAFT))
    assert {"sp0", "sp1"} <= rules.inputs(_drawn(DRAFT)).keys()
    assert "Speaker 1 is (name, then a comma and their role)" in text
    assert "This is (name, then a comma and their role)" in text
    assert "“The washing machine's broken.”" in text
    assert text.count("Who is Speaker 1?") == 1
    assert "Who sent apologies?" in text
    assert "sp0" not in rules.inputs(_drawn(DRAFT, "views"))


def test_the_contents_say_how_many_are_to_be_named() -> None:
    """Until each has a name."""

    def row(draft: Draft) -> str:
        return rules.text_of_card(
            contents.card(docket_id=made.ID, record=made.record(), draft=draft, expires=None)
        )

    assert "Name 2 speakers" in row(DRAFT)
    one = naming.named(DRAFT, {PHONE: "Dee Price"})
    assert "Name 1 speaker" in row(one)
    assert "Name" not in row(naming.named(one, {"Speaker 1": "Donna Brook"}))


def test_a_name_that_is_typed_stands_in_the_text() -> None:
    """With whatever else was typed on the card; and on the card again, to be put right."""
    data = {**rules.presses(_drawn(DRAFT))["save: Save and go on"], **rules.inputs(_drawn(DRAFT))}
    after, refused = reading.entered(
        {**data, "sp0": " Donna  Brook, mother", "words": "Nobody sent apologies."}, DRAFT
    )
    assert refused == ()
    assert "- Donna Brook, mother\n- Nobody sent apologies." in text_of(after)
    assert rules.inputs(_drawn(after))["sp0"] == "Donna Brook, mother"
    assert "Donna Brook (Speaker 1) at 1:57" in rules.text_of_card(_drawn(after))


def test_before_approving_it_says_who_stands_there_by_a_label() -> None:
    """With a way to say who they are, until nobody does."""
    said = rules.text_of_card(_last(DRAFT))
    assert "The text names 2 people by a label: " in said
    assert rules.presses(_last(DRAFT))["open: Open who was there: say who they are"]["s"] == "there"
    named = naming.named(DRAFT, {"Speaker 1": "Donna Brook", PHONE: "Dee Price"})
    assert "by a label" not in rules.text_of_card(_last(named))
