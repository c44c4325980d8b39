"""A case system that the installation no longer lets us speak to: each card that waits names who can mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from cards import faces
from cards.waits import NOT_LET as SAID
from record import misfiled
from record.docket import Act, Seen, Tries
from record.entries import record_of
from record.faces import face_of
from record.policy import Policy
from record.system import NOT_LET, System
from record.terms import Doing, Saw, State
from record.values import replace
from tests.cards import rules
from tests.record.walking import COUNCIL, KELLY, Walk, asked_for, well
from worker.proposing import CLOSED

GONE = System(connector="http_json", address="https://gone.council.example")


def closed(*doings: Doing, unanswered: Doing | None = None) -> Callable[[Act, datetime], Seen | None]:
    """All goes well but what is asked of that case system; and one act gets no answer."""

    def answer(act: Act, at: datetime) -> Seen | None:
        if act.doing is unanswered:
            return None
        return Seen(saw=Saw.REFUSED, at=at, why=NOT_LET) if act.doing in doings else well(act, at)

    return answer


def approved(answer: Callable[[Act, datetime], Seen | None]) -> Walk:
    walk = asked_for("CH-1", policy=COUNCIL)
    walk.docket = replace(walk.docket, records=tuple(replace(r, system=GONE) for r in walk.docket.records))
    walk.to_rest()
    walk.read_and_approve()
    walk.answer = answer
    return walk


def shown(walk: Walk, policy: Policy = COUNCIL) -> str:
    """What the record's card says now."""
    face, _ = face_of(walk.docket, record_of(walk.docket, 1), policy)
    card = faces.wordless(walk.docket, 1, face, policy=policy, title="Home visit", now=walk.now)
    rules.check(card)
    return rules.text_of_card(card)


def marks(walk: Walk) -> str:
    return face_of(walk.docket, record_of(walk.docket, 1), COUNCIL)[1]


def passes(walk: Walk, doing: Doing) -> None:
    """Until that was refused once."""
    for _ in range(200):
        if any(t.doing is doing for t in walk.docket.tries):
            return
        rest = walk.to_rest()
        walk.now = getattr(rest, "until", None) or walk.now + timedelta(minutes=1)
    raise AssertionError("never refused")


def test_it_is_not_filed_and_can_be_filed_by_hand() -> None:
    walk = approved(closed(Doing.POST))
    walk.to_end()
    assert record_of(walk.docket, 1).state is State.STUCK
    assert SAID in shown(walk)
    assert "File it by hand" in shown(walk)


def test_a_draft_waits_for_another_childs_case_system_too_and_says_so() -> None:
    """Its own may be open: then the sentence must not say otherwise."""
    walk = asked_for("CH-1", policy=COUNCIL)
    walk.answer = lambda act, at: (
        Seen(saw=Saw.REFUSED, at=at, why=CLOSED) if act.doing is Doing.DRAFT else well(act, at)
    )
    passes(walk, Doing.DRAFT)
    assert "or that of another child of the same meeting" in shown(walk)
    assert "Whoever installed Faircopy can allow it again." in shown(walk)


def test_whether_it_was_filed_is_not_known_and_is_not_guessed() -> None:
    walk = approved(closed(Doing.LOOK_UP, unanswered=Doing.POST))
    passes(walk, Doing.LOOK_UP)
    assert record_of(walk.docket, 1).state is State.POSTING
    assert SAID in shown(walk)
    assert "Do not file it by hand yet." in shown(walk)
    assert NOT_LET in marks(walk), "the card is drawn again when that begins"


def test_the_meetings_own_file_stays() -> None:
    walk = approved(closed(Doing.LOOK_FILED))
    passes(walk, Doing.LOOK_FILED)
    assert SAID in shown(walk)
    assert NOT_LET in marks(walk)
    assert Doing.DELETE_MEETING not in walk.doings()


def test_the_mark_on_a_wrong_file_is_made_by_hand() -> None:
    walk = approved(closed(Doing.MARK))
    walk.do(walk.until(Doing.POST))
    walk.docket = misfiled.wrong_file(walk.docket, 1, KELLY.id, now=walk.now)
    passes(walk, Doing.MARK)
    assert SAID in shown(walk)
    assert "You can also mark it by hand." in shown(walk)


def test_a_correction_waits_with_its_approval() -> None:
    """Whether what it corrects still stands cannot be seen."""
    walk = approved(well)
    tries = Tries(doing=Doing.LOOK_SOURCE, record=1, count=1, first=walk.now, at=walk.now, why=NOT_LET)
    walk.docket = replace(walk.docket, tries=(tries,))
    assert record_of(walk.docket, 1).state is State.APPROVED
    assert SAID in shown(walk)
    assert "Undo" in shown(walk)
