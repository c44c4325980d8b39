"""The words themselves: times, states, and the voice in which every sentence is said."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from bot import replies, replies_governance
from cards import approved, dates, filing, omissions, state, waits
from record.docket import Approval
from record.draft import Action, Draft, Flag, Kind, Line, NotCovered, Section, SectionId
from record.entries import with_record
from record.policy import Policy
from record.terms import ContentHash, RecordTypeId, State, Told
from tests.cards import made, rules

SUMMER = datetime(2026, 7, 1, 23, 5, tzinfo=UTC)


def test_times_are_of_london() -> None:
    """Winter and summer, midnight and noon, today and another day."""
    assert dates.moment(made.NOW) == "Tuesday 10 November 2026, 4:50pm"
    assert dates.when(SUMMER) == "Thursday 2 July 2026 at 12:05am"
    assert dates.short(SUMMER) == "2 July, 12:05am"
    assert dates.soon(made.NOW, made.NOW) == "4:50pm"
    assert dates.soon(made.NOW + timedelta(days=1), made.NOW) == "11 November, 4:50pm"
    assert dates.day(date(2017, 3, 14)) == "14 March 2017"


@pytest.mark.parametrize(
    ("seconds", "said"), [(184, "at 3:04"), (3784.9, "at 1:03:04"), (-2, "at 0:00"), (0, "at 0:00")]
)
def test_places(seconds: float, said: str) -> None:
    """Minutes and seconds from the start."""
    assert dates.place(seconds) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(minutes=2), "2 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=24), "24 hours"),
        (timedelta(days=7), "7 days"),
        (timedelta(seconds=5), "5 seconds"),
    ],
)
def test_lengths(span: timedelta, said: str) -> None:
    """As a council would say it."""
    assert dates.length(span) == said


def test_ages() -> None:
    """Whole years; none for what is not a date."""
    assert dates.age("2017-03-14", date(2026, 11, 10)) == 9
    assert dates.age("2017-11-11", date(2026, 11, 10)) == 8
    assert dates.age("not known", date(2026, 11, 10)) is None


def _draft(
    *lines: Line, kind: Kind = Kind.PLAN, required: bool = False, actions: tuple[Action, ...] = ()
) -> Draft:
    s = Section(id=SectionId("s"), title="S", kind=kind, required=required, prompts=("a", "b"), lines=lines)
    return Draft(
        record_type=RecordTypeId("t"),
        title="T",
        drafter="x",
        attributed=True,
        child=None,
        sections=(s,),
        actions=actions,
    )


SERIOUS = Flag(code="number", reason="r", serious=True)
LESSER = Flag(code="number", reason="r")


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (_draft(Line(number=1, text="x", flags=(SERIOUS,))), "Check 1 line"),
        (_draft(*(Line(number=i, text="x", flags=(SERIOUS,)) for i in (1, 2))), "Check 2 lines"),
        (_draft(kind=Kind.METADATA, required=True), "Answer 2 questions"),
        (_draft(kind=Kind.ANALYSIS, required=True), "Write this"),
        (_draft(Line(number=1, text="x", flags=(LESSER,))), "Look at 1 line"),
        (_draft(Line(number=1, text="x", flags=(SERIOUS,), kept="it is so")), "Ready"),
        (_draft(Line(number=1, text="x"), kind=Kind.THIRD_PARTY), "Held out"),
        (_draft(Line(number=1, text="x", kept="needed here"), kind=Kind.THIRD_PARTY), "Ready"),
        (_draft(), "Nothing put here"),
        (_draft(Line(number=1, text="x", left_out=True)), "Left out by you"),
        (_draft(kind=Kind.ACTIONS, actions=(Action(text="Ring."),)), "Look at 1 line"),
    ],
)
def test_states_of_a_section(draft: Draft, said: str) -> None:
    """The only words used."""
    assert state.state_of(draft, draft.sections[0]) == said


def test_approved_says_when() -> None:
    """Undo, filing and destroying, each with its time; a hold takes the place of destroying."""
    approval = Approval(
        by=made.KELLY.id,
        name="Kelly Marsh",
        at=made.NOW,
        hash=ContentHash("h"),
        reference="CH-104233",
        record_type=RecordTypeId("t"),
        version=3,
    )
    docket = with_record(made.call_docket(), 1, state=State.APPROVED, approval=approval)
    text = rules.text_of_card(
        approved.card(docket=docket, n=1, policy=Policy(), title="Home visit", now=made.NOW)
    )
    assert "Approved. I will file it at 4:52pm" in text
    assert "Wednesday 11 November 2026, 4:52pm: " in text
    later = made.NOW + timedelta(minutes=3)
    late = rules.presses(approved.card(docket=docket, n=1, policy=Policy(), title="Home visit", now=later))
    assert list(late) == ["keep: Keep (may be evidence)"]


def test_refused_says_why() -> None:
    """What happened, what is safe, what you can do."""
    docket = with_record(made.call_docket(), 1, state=State.STUCK, why="file-closed")
    drawn = filing.card(docket=docket, n=1, policy=Policy(), title="Home visit", now=made.NOW)
    assert "File CH-104233 is closed." in rules.text_of_card(drawn)
    assert list(rules.presses(drawn)) == [
        "change-file: Change the file",
        "retry: Try again",
        "discard: Discard",
        "copy: File it by hand",
    ]


def _sentences() -> list[str]:
    constants = [
        v
        for spoken in (replies, replies_governance)
        for k, v in vars(spoken).items()
        if k.isupper() and isinstance(v, str)
    ]
    waiting = [text for why in waits.REASONS.values() for text in (why.title, why.say)]
    said = [
        replies.help_text("your team's Faircopy contact"),
        replies.outline(1140, 4),
        replies.outline(10, 0),
        replies.no_file("CH-10423"),
        replies.forbidden("Mental capacity assessment"),
        replies.restricted("Home visit", "the duty team"),
        replies.agreement("Home visit"),
        replies_governance.closed(made.NOW),
        replies_governance.no_file_to_hold("CH-10423"),
        replies_governance.released("4:50pm"),
        replies_governance.looked_at(100, 2, more=True, on=True),
        replies.configured(3, made.NOW),
        replies.configured_before("Asha Rahman", 3, made.NOW),
        replies.breach("your team's Faircopy contact"),
        replies.no_section(12, 9),
        replies.reminder("Home visit", "meeting of 10 November", made.NOW, replies.STAYS_MEETING),
    ]
    return [*constants, *waiting, *said]


@pytest.mark.parametrize("text", _sentences())
def test_voice(text: str) -> None:
    """Under 20 words a sentence; no "please", no "oops", no blame, no jargon, no picture."""
    for sentence in re.split(r"(?<=[.?!])\s+|·", text):
        assert len(sentence.split()) < 21, sentence
    assert not re.search(
        r"\b(please|oops|purge|verified|for ever|sorry|invalid|failed)\b", text, re.IGNORECASE
    )
    assert all(ord(c) < 0x2100 for c in text)


@pytest.mark.parametrize("spoken", [replies, replies_governance])
def test_every_sentence_is_said(spoken: ModuleType) -> None:
    """One that nobody says any more would still be held to the voice, and be taken for what people read."""
    said = "\n".join(p.read_text("utf-8") for p in (Path(spoken.__file__ or "").parent).glob("*.py"))
    own = {
        k for k, v in vars(spoken).items() if k.isupper() or getattr(v, "__module__", "") == spoken.__name__
    }
    inside = Path(spoken.__file__ or "").read_text("utf-8")
    dead = {
        k
        for k in own
        if not re.search(rf"\breplies\.{k}\b", said) and len(re.findall(rf"\b{k}\b", inside)) < 2
    }
    assert dead == set()


def test_what_became_of_a_file_where_people_objected_or_were_not_told() -> None:
    """Thrown away; the message that was pasted stays, and it is said who can delete it."""
    said = {
        (told, pasted): replies.thrown_away(told, pasted=pasted) for told in Told for pasted in (True, False)
    }
    assert "thrown away the file that you gave me" in said[Told.OBJECTED, False]
    assert "thrown away the file that you gave me" in said[Told.NOT_TOLD, False]
    for told in (Told.OBJECTED, Told.NOT_TOLD):
        assert replies.MESSAGE_STAYS in said[told, True]
        assert ("people were not told" in said[told, True]) is (told is Told.NOT_TOLD)


def test_everything_of_a_long_passage_that_was_left_out_can_be_read() -> None:
    """Its first words stand there; all of it opens under them."""
    said = " ".join(f"word{n}" for n in range(600))
    draft = Draft(
        record_type=RecordTypeId("home-visit"),
        title="Home visit",
        drafter="x",
        attributed=True,
        child=None,
        sections=(),
        not_covered=(NotCovered(kind="Risk", text=said), NotCovered(kind="Risk", text="Short.")),
    )
    card = omissions.card(docket_id=made.ID, record=made.record(), draft=draft)
    rules.check(card)
    all_of_it = rules.opened_by(card, "Show all of 1")
    assert said in rules.text_of_card(all_of_it)
    assert all_of_it["isVisible"] is False
    assert "Show all of 2" not in str(card)
