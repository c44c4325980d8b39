"""A section is chosen by what belongs in it, and never by how it is to be written."""

from __future__ import annotations

import pytest

from drafting import types
from drafting.people import Role
from drafting.place import Placer
from tests.drafting.conftest import drafted, said

WHAT_COMES_NEXT = (
    "School sends me the report within two weeks, and the authority has to tell you by the 17th of December."
)


def test_the_report_of_a_review_is_not_about_adulthood() -> None:
    section = Placer(types.find("ehc-annual-review")).section(WHAT_COMES_NEXT, "", Role.PROFESSIONAL, 0.8)
    assert section not in ("pfa", "personal-budget", "placement")


def test_what_is_about_adulthood_still_is() -> None:
    told = "He is in Year 9, and after school he would like a supported internship, to prepare for adulthood."
    assert Placer(types.find("ehc-annual-review")).section(told, "", Role.PROFESSIONAL, 0.5) == "pfa"


@pytest.mark.parametrize(
    "unheard",
    [
        "Sorry, Donna, I lost that, she was banging the lid.",
        "I didn't catch that, the police siren was so loud.",
        "Sorry, I missed the last bit, somebody was shouting.",
    ],
)
def test_what_was_not_heard_is_in_no_line(unheard: str) -> None:
    assert _lines(unheard) == []


def test_what_was_missed_itself_is_told() -> None:
    assert _lines("I missed that appointment because I was at the police station.")


def _lines(told: str) -> list[str]:
    draft = drafted(said(("Kelly Marsh", told), ("Donna Brook", "She goes to nursery on Monday.")))
    word = max(told.split(), key=len).strip(".,")
    return [x.text for s in draft.sections for x in s.lines if word in x.text]
