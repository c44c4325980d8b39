"""What is typed on a card comes back as it was typed, and nothing that a stranger sends can harm."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cards import omissions, reading, section, stale, state
from record.draft import (
    Action,
    Draft,
    Flag,
    Kind,
    Line,
    NotCovered,
    Omission,
    Origin,
    Section,
    SectionId,
)
from record.errors import RefusedError
from record.source import Passage, PassageId
from record.terms import Told
from tests.cards import made, rules

SLOW = settings(max_examples=100, suppress_health_check=list(HealthCheck))
anything: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=4,
)
keys = st.one_of(
    st.sampled_from(
        ["r", "n", "v", "s", "p", "go", "words", "all", "whole", "told", "type", "reference", "which"]
    ),
    st.builds(
        lambda a, b: f"{a}{b}",
        st.sampled_from(["t", "k", "x", "o", "at", "ao", "ad", "ax", "sp"]),
        st.integers(-1, 9),
    ),
)


def draft_of(*sections: Section, **more: Any) -> Draft:
    return Draft(
        record_type=made.record().record_type,
        title="Home visit",
        drafter="x",
        attributed=True,
        child=None,
        sections=sections,
        **more,
    )


SERIOUS = (Flag(code="negation", reason="she said no", serious=True),)
VIEWS = Section(
    id=SectionId("views"),
    title="Views",
    kind=Kind.FAMILY_VIEWS,
    required=True,
    lines=(
        Line(number=1, text="She rang the surgery.", sources=(PassageId("p"),)),
        Line(number=2, text="She has thoughts  of it.", sources=(PassageId("p"),), flags=SERIOUS),
        Line(number=3, text="She wept.", flags=SERIOUS),
        Line(number=4, text="“No.”", sources=(PassageId("p"),), flags=SERIOUS, quote=True),
        Line(number=5, text="Gone.", left_out=True),
    ),
)
ANALYSIS = Section(id=SectionId("analysis"), title="Analysis", kind=Kind.ANALYSIS, required=True)
DRAFT = draft_of(
    VIEWS,
    ANALYSIS,
    passages=(Passage(id=PassageId("p"), speaker="Donna", start=1, end=2, text="No."),),
    actions=(Action(text="Ring housing.", owner="Kelly", sources=(PassageId("p"),)), Action(text="Voucher.")),
    not_covered=(
        NotCovered(kind="Number", text="two"),
        NotCovered(kind="Risk", text="the gate", serious=True),
    ),
)


def drawn(draft: Draft, section_id: str, **more: Any) -> dict[str, object]:
    return section.card(docket_id=made.ID, record=made.record(), draft=draft, section_id=section_id, **more)


def pressed(card: dict[str, object], button: str, **typed: object) -> dict[str, object]:
    """What a client sends: the button's data with every input."""
    return {**rules.presses(card)[button], **rules.inputs(card), **typed}


@SLOW
@given(made.drafts())
def test_an_untouched_card_changes_nothing(draft: Draft) -> None:
    """Whatever stands on it: saving, editing or leaving a card that nobody typed in gives the very same draft."""
    for s in state.sections(draft):
        for edit in (False, True):
            card = drawn(draft, s.id, edit=edit)
            for data in rules.presses(card).values():
                after, refused = reading.entered({**data, **rules.inputs(card)}, draft)
                assert after is draft
                assert refused == ()


def test_beside_the_lines() -> None:
    """Changed, kept with a reason, left out, brought back: each by its own box."""
    card = drawn(DRAFT, "views")
    data = pressed(
        card,
        "save: Save and go on",
        t2="I asked.\u202e She said no.",
        k3="she told me so",
        x4="true",
        x5="false",
    )
    after, refused = reading.entered(data, DRAFT)
    one, two, three, four, five = after.sections[0].lines
    assert refused == ()
    assert one == VIEWS.lines[0]
    assert (two.text, two.origin, two.flags) == ("I asked. She said no.", Origin.CHANGED, ())
    assert (three.kept, three.blocks) == ("she told me so", False)
    assert four.left_out
    assert not five.left_out


def test_one_refusal_stops_nothing_else() -> None:
    """A reason of one word is not taken; what stood beside it is, and the reason can be shown again."""
    card = drawn(DRAFT, "views")
    data = pressed(card, "contents: Contents", t2="She said no.", k3="because")
    after, refused = reading.entered(data, DRAFT)
    assert after.sections[0].lines[1].text == "She said no."
    assert after.sections[0].lines[2].blocks
    assert "line 3" in refused[0]
    again = rules.inputs(drawn(after, "views", values=data))
    assert again["k3"] == "because"


def test_own_words() -> None:
    """Typed once, seen again in the box, typed anew."""
    card = drawn(DRAFT, "analysis")
    after, _ = reading.entered(
        pressed(card, "save: Save and go on", words="One thing.\r\n\r\nAnother."), DRAFT
    )
    assert [x.text for x in after.sections[1].lines] == ["One thing.", "Another."]
    again = drawn(after, "analysis")
    assert rules.inputs(again)["words"] == "One thing.\nAnother."
    emptied, _ = reading.entered(pressed(again, "save: Save and go on", words=""), after)
    assert emptied.sections[1].lines == ()


def test_edit_all_lines() -> None:
    """What stands keeps its sources, what is new is one's own, what is gone is left out."""
    card = drawn(DRAFT, "views", edit=True)
    text = str(rules.inputs(card)["all"])
    assert text == "She rang the surgery.\n\nShe has thoughts of it.\n\nShe wept.\n\n“No.”"
    new = text.replace("She wept.", "She was quiet.")
    after, _ = reading.entered(pressed(card, "save-text: Save", all=new), DRAFT)
    by = {x.text: x for x in after.sections[0].lines}
    assert by["She rang the surgery."].sources == (PassageId("p"),)
    assert by["She was quiet."].origin is Origin.OWN
    assert by["She wept."].left_out


def test_a_text_of_many_parts() -> None:
    """Changing one part leaves the others as they were, wherever it is cut."""
    lines = tuple(Line(number=i + 1, text=f"{i} " + "w" * 700) for i in range(40))
    draft = draft_of(replace(VIEWS, lines=lines))
    second = drawn(draft, "views", edit=True, first=1)
    box = str(rules.inputs(second)["all"])
    data = pressed(second, "save-text: Save", all=box + "\n\nAn end of this part.")
    after, _ = reading.entered(data, draft)
    texts = [x.text for x in after.sections[0].lines if not x.left_out]
    assert texts[:5] == [x.text for x in lines[:5]]
    assert "An end of this part." in texts
    assert len(texts) == 41
    assert data["p"] == 1


def test_own_words_of_many_parts() -> None:
    """Each part has a page of its own after the lines, and comes back to its place."""
    own = tuple(Line(number=i, text=f"{i} " + "w" * 500, origin=Origin.OWN) for i in range(2, 26))
    voice = Section(
        id=SectionId("voice"),
        title="Voice",
        kind=Kind.VOICE,
        required=True,
        lines=(Line(number=1, text="No.", quote=True), *own),
    )
    draft = draft_of(voice)
    card, parts = drawn(draft, "voice"), 0
    while True:
        assert list(rules.inputs(card)).count("words") == 1
        box = str(rules.inputs(card)["words"])
        button = next(iter(rules.presses(card)))
        after, _ = reading.entered(pressed(card, button, words=box.replace(" w", " changed w", 1)), draft)
        texts = [x.text for x in after.sections[0].lines]
        assert sum("changed" in x for x in texts) == 1
        assert [x.replace("changed ", "") for x in texts] == [x.text for x in voice.lines]
        parts += 1
        if "go" not in rules.presses(card)[button]:
            break
        card = drawn(draft, "voice", first=rules.presses(card)[button]["go"])
    assert parts == 3


def test_a_section_opens_where_it_waits() -> None:
    """The page of the first line to check; unless another is asked for."""
    calm = tuple(Line(number=i, text="word " * 120, sources=(PassageId("p"),)) for i in range(1, 60))
    check = Line(number=60, text="She wept.", flags=SERIOUS)
    draft = draft_of(replace(VIEWS, lines=(*calm, check)))
    assert "x60" in rules.inputs(drawn(draft, "views"))
    assert "x60" not in rules.inputs(drawn(draft, "views", first=0))


def test_actions() -> None:
    """What was not said is added, what is emptied is left out, sources go only with the words; one can be new."""
    card = drawn(DRAFT, "actions")
    data = pressed(card, "save: Save and go on", ad0="Friday", at1="", at2="Call the school.", ao2="Kelly")
    after, _ = reading.entered(data, DRAFT)
    first, second, third = after.actions
    assert (first.due, first.sources) == ("Friday", (PassageId("p"),))
    assert (second.text, second.left_out) == ("Voucher.", True)
    assert (third.text, third.owner, third.due) == ("Call the school.", "Kelly", None)


def test_omissions() -> None:
    """The serious one comes first on the card, and its place in the draft comes back."""
    card = omissions.card(docket_id=made.ID, record=made.record(), draft=DRAFT)
    data = pressed(card, "save-omissions: Save and go on", o1="views", o0="nowhere")
    assert list(rules.inputs(card)) == ["o1", "o0"]
    assert reading.fates(data, DRAFT) == {1: "views"}
    after, _ = reading.entered(data, DRAFT)
    assert [o.fate for o in after.not_covered] == [Omission.UNDECIDED, Omission.ADDED]
    assert after.sections[0].lines[-1].text == "the gate"


def test_both_texts_are_offered() -> None:
    """Two devices: what I typed can be used whole."""
    mine, _ = reading.entered({"s": "views", "t2": "She said no."}, DRAFT)
    card = stale.card(
        docket_id=made.ID, record=made.record(), draft=DRAFT, mine=mine, section_id="views", at=made.NOW
    )
    after, _ = reading.entered(pressed(card, "save-text: Use what I typed"), DRAFT)
    assert "She said no." in [x.text for x in after.sections[0].lines]
    same, _ = reading.entered(pressed(card, "open: Use what is saved now", all="", saved=""), DRAFT)
    assert same is DRAFT
    back = pressed(drawn(DRAFT, "views", edit=True), "open: Back, change nothing", all="")
    assert reading.entered(back, DRAFT) == (DRAFT, ())


def test_start_and_my_drafts() -> None:
    """The start card's answers, and the draft that was chosen."""
    asked = reading.asked(
        {"type": "home-visit", "reference": " CH-1\u200f ", "told": "agreed", "interpreter": "true"}
    )
    assert (asked.reference, asked.told, asked.interpreter) == ("CH-1", Told.AGREED, True)
    assert reading.asked({"told": "sure"}).told is None
    assert reading.which({"which": "abc/2"}) == ("abc", 2)
    assert reading.which({"which": "/2"}) is None
    assert reading.approving({"h": "abc", "child": "true", "looked": "false"}) == reading.Approving(
        hash="abc", child=True, looked=False
    )
    assert reading.press({"r": "abc", "n": "1", "v": 3.0}) == reading.Press(r="abc", n=1, v=3)


@SLOW
@given(
    made.drafts(),
    st.dictionaries(keys, st.one_of(anything, made.words, st.sampled_from(["s0", "s1", "true"]))),
)
def test_an_attacker_may_send_anything(draft: Draft, data: dict[str, Any]) -> None:
    """Never an error; lines, sections and actions are never lost; a person's own words are never reworded."""
    after, _ = reading.entered(data, draft)
    assert len(after.sections) == len(draft.sections)
    assert len(after.actions) >= len(draft.actions)
    assert len(after.not_covered) == len(draft.not_covered)
    for reader in (reading.press, reading.asked, reading.which, reading.target, reading.go):
        reader(data)
    if "all" not in data and "words" not in data:
        before = {x.text for s in draft.sections for x in s.lines if x.quote}
        assert before <= {x.text for s in after.sections for x in s.lines}


def test_no_such_section() -> None:
    """A card for it is refused; what was sent for it changes nothing."""
    with pytest.raises(RefusedError):
        drawn(DRAFT, "nowhere")
    assert reading.entered({"s": "nowhere", "words": "x"}, DRAFT) == (DRAFT, ())
